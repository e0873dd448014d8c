// SPDX-License-Identifier: MIT
#include "api.h"

#include "api_rows.h"
#include "guide.h"
#include "huge_catalogue.h"
#include "ledger.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace kanal::panel
{
namespace
{

bool isListAction(const std::string &action)
{
    return action == "get_live_categories" || action == "get_vod_categories" || action == "get_series_categories" ||
           action == "get_live_streams" || action == "get_vod_streams" || action == "get_series";
}

std::string dumped(const Json &json)
{
    return json.dump(-1, ' ', true, Json::error_handler_t::replace);
}

/// Of the huge scenario each stands for one of ours, under its own name.
Json filmAnswer(const Site &site, const std::string &asked)
{
    const Film *film = site.content.film(filmIdOf(site, asked));
    const int id = std::atoi(asked.c_str());
    if (!film || film->id == id || site.scenario.lists != Scenario::Lists::Huge)
        return filmInfo(site, film);
    Film shown = *film;
    shown.id = id;
    shown.name = shown.clip.title = huge::filmName(id - huge::kFirstFilm);
    return filmInfo(site, &shown);
}

Json seriesAnswer(const Site &site, const std::string &asked)
{
    const Series *series = site.content.seriesOf(seriesIdOf(site, asked));
    const int id = std::atoi(asked.c_str());
    if (!series || series->id == id || site.scenario.lists != Scenario::Lists::Huge)
        return seriesInfo(site, series);
    Series shown = *series;
    shown.id = id;
    shown.name = huge::seriesName(id - huge::kFirstSeries);
    return seriesInfo(site, &shown);
}

} // namespace

HttpResponse Api::playerApi(const HttpRequest &request)
{
    if (const auto face = signInFace(m_site.scenario.signIn))
        return *face;
    const std::string user = request.queryValue("username"), password = request.queryValue("password");
    HttpResponse response;
    if (user.empty() || password.empty())
        response = HttpResponse::text(200, "application/json", {});
    else if (!m_site.knows(user, password))
        response = *signInFace(Scenario::SignIn::Auth0);
    else
        response = act(request.queryValue("action"), request);
    response.delayMs = std::max(response.delayMs, m_site.scenario.apiDelayMs);
    return response;
}

HttpResponse Api::act(const std::string &action, const HttpRequest &request)
{
    if (!m_site.scenario.replayFolder.empty()) {
        if (std::string body = replayed(action); !body.empty())
            return HttpResponse::json(std::move(body));
    }
    // Of an account that ran out, Xtream Codes 2 shows nothing but the account, whatever is asked.
    if (!m_site.scenario.accountUsable())
        return HttpResponse::json(account());

    const std::string category = request.queryValue("category_id");
    if (isListAction(action)) {
        const bool again = m_asked[action]++ > 0;
        if (m_site.scenario.lists == Scenario::Lists::Empty ||
            (m_site.scenario.lists == Scenario::Lists::Shrinking && again))
            return HttpResponse::json("[]");
        if (m_site.scenario.lists == Scenario::Lists::Huge) {
            HttpResponse response;
            response.contentType = "application/json";
            response.body = huge::list(action, category, m_site.url);
            return response;
        }
    }
    const Content &content = m_site.content;
    Json answer;
    if (action == "get_live_categories")
        answer = categoryRows(content.liveCategories);
    else if (action == "get_vod_categories")
        answer = categoryRows(content.filmCategories);
    else if (action == "get_series_categories")
        answer = categoryRows(content.seriesCategories);
    else if (action == "get_live_streams")
        answer = channelRows(m_site, category);
    else if (action == "get_vod_streams")
        answer = filmRows(m_site, category);
    else if (action == "get_series")
        answer = seriesRows(m_site, category);
    else if (action == "get_series_info")
        answer = seriesAnswer(m_site, request.queryValue("series_id"));
    else if (action == "get_vod_info")
        answer = filmAnswer(m_site, request.queryValue("vod_id"));
    else if (action == "get_short_epg" || action == "get_simple_data_table") {
        const std::string limit = request.queryValue("limit");
        answer = listings(m_site, content.channel(channelIdOf(m_site, request.queryValue("stream_id"))),
                          action == "get_short_epg" ? Schedule::NowAndNext : Schedule::Whole,
                          limit.empty() ? 4 : std::clamp(std::atoi(limit.c_str()), 1, 200));
    } else
        return HttpResponse::json(account());
    if (m_site.scenario.lists == Scenario::Lists::Mixed && isListAction(action))
        answer = mixedUp(action, std::move(answer));
    return HttpResponse::json(dumped(answer));
}

std::string Api::account() const
{
    const Scenario &scenario = m_site.scenario;
    const auto now = m_site.clock.now();
    const long long unixNow = now.time_since_epoch().count();
    const long long expiry =
        scenario.signIn == Scenario::SignIn::Expired ? unixNow - 3 * 86'400 : unixNow + 180 * 86'400;
    const std::string port = std::to_string(m_site.options.port);
    Json json = {{"user_info",
                  {{"username", m_site.options.user},
                   {"password", m_site.options.password},
                   {"message", "Welcome to the Kanal demo"},
                   {"auth", 1},
                   {"status", scenario.status()},
                   {"exp_date", std::to_string(expiry)},
                   {"is_trial", "0"},
                   {"active_cons", std::to_string(m_site.ledger.openNow())},
                   {"created_at", "1767225600"},
                   {"max_connections", std::to_string(scenario.connections)},
                   {"allowed_output_formats", scenario.tsForbidden ? Json{"m3u8"} : Json{"m3u8", "ts"}}}},
                 {"server_info",
                  {{"url", "127.0.0.1"},
                   {"port", port},
                   {"https_port", ""},
                   {"server_protocol", "http"},
                   {"rtmp_port", ""},
                   {"timezone", m_site.clock.zoneName()},
                   {"timestamp_now", unixNow},
                   {"time_now", m_site.clock.local(now)},
                   {"process", true}}}};
    if (scenario.lists == Scenario::Lists::Mixed) {
        json["user_info"]["auth"] = "1";
        json["user_info"]["exp_date"] = expiry;
        json["user_info"]["is_trial"] = 0;
        json["user_info"]["max_connections"] = scenario.connections;
        json["user_info"]["allowed_output_formats"] = R"(["m3u8","ts"])";
        json["server_info"]["port"] = m_site.options.port;
        json["server_info"]["timestamp_now"] = std::to_string(unixNow);
    }
    return dumped(json);
}

std::string Api::replayed(const std::string &action) const
{
    if (action.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") != std::string::npos)
        return {}; // no path out of the folder
    std::ifstream file(m_site.scenario.replayFolder / ((action.empty() ? "auth" : action) + ".json"), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

HttpResponse Api::playlist(const HttpRequest &request) const
{
    if (!m_site.knows(request.queryValue("username"), request.queryValue("password")) ||
        !m_site.scenario.accountUsable())
        return HttpResponse::empty(404);
    const std::string output = request.queryValue("output");
    const std::string extension = output == "m3u8" || output == "hls" ? ".m3u8" : ".ts";
    const bool plus = request.queryValue("type") != "m3u";
    const std::string login = "/" + m_site.options.user + "/" + m_site.options.password + "/";
    const auto categoryName = [](const std::vector<Category> &categories, const std::string &id) {
        const auto found =
            std::find_if(categories.begin(), categories.end(), [&](const Category &c) { return c.id == id; });
        return found == categories.end() ? std::string() : found->name;
    };
    std::string out = "#EXTM3U\r\n";
    const auto entry = [&](const std::string &id, const std::string &name, const std::string &logo,
                           const std::string &group, const std::string &extra, const std::string &address) {
        out += "#EXTINF:-1";
        if (plus)
            out += " tvg-id=\"" + id + "\" tvg-name=\"" + name + "\" tvg-logo=\"" + logo + "\" group-title=\"" + group +
                   "\"" + extra;
        out += "," + name + "\r\n" + address + "\r\n";
    };
    for (const Channel &channel : m_site.content.channels) {
        const std::string id = std::to_string(channel.id);
        const std::string archive =
            channel.archiveDays ? " timeshift=\"" + std::to_string(channel.archiveDays) + "\"" : std::string();
        entry(channel.guideId, channel.name, m_site.url + "/logos/" + id + ".png",
              categoryName(m_site.content.liveCategories, channel.categoryId), archive,
              m_site.url + "/live" + login + id + extension);
    }
    for (const Film &film : m_site.content.films) {
        const std::string id = std::to_string(film.id);
        entry("", film.name, m_site.url + "/posters/" + id + ".png",
              categoryName(m_site.content.filmCategories, film.categoryId), "",
              m_site.url + "/movie" + login + id + "." + film.extension);
    }
    for (const Series &series : m_site.content.series) {
        for (const Episode &episode : series.episodes) {
            entry("", series.name + " S" + twoDigits(episode.season) + " E" + twoDigits(episode.number),
                  m_site.url + "/posters/" + std::to_string(series.id) + ".png",
                  categoryName(m_site.content.seriesCategories, series.categoryId), "",
                  m_site.url + "/series" + login + std::to_string(episode.id) + "." +
                      extensionOf(episode.clip.container));
        }
    }
    HttpResponse response = HttpResponse::text(200, "application/octet-stream", std::move(out));
    response.headers.emplace_back("Content-Disposition",
                                  "attachment; filename=\"tv_channels_" + m_site.options.user + "_plus.m3u\"");
    return response;
}

HttpResponse Api::xmltv(const HttpRequest &request) const
{
    if (!m_site.knows(request.queryValue("username"), request.queryValue("password")) ||
        !m_site.scenario.accountUsable())
        return HttpResponse::empty(401);
    const bool huge = m_site.scenario.lists == Scenario::Lists::Huge;
    const auto channelAt = [this, huge](int i) -> GuideChannel {
        if (huge)
            return huge::guideChannel(i, m_site.url);
        const Channel &channel = m_site.content.channels[std::size_t(i)];
        return {channel.guideId, channel.name, m_site.url + "/logos/" + std::to_string(channel.id) + ".png", channel.id,
                channel.topic};
    };
    const int count = huge ? huge::kGuideChannels : int(m_site.content.channels.size());
    auto source = std::make_shared<XmltvSource>(m_site.clock, count, channelAt);
    HttpResponse response;
    if (request.queryValue("gzip") == "1") {
        response.contentType = "application/octet-stream"; // a file, not a Content-Encoding, as panels do it
        response.body = std::make_shared<GzipSource>(std::move(source));
        response.headers.emplace_back("Content-Disposition", "attachment; filename=\"epg.xml.gz\"");
        return response;
    }
    response.contentType = "application/xml; charset=utf-8";
    response.body = std::move(source);
    return response;
}

} // namespace kanal::panel
