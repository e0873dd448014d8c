// SPDX-License-Identifier: MIT
#include "api_rows.h"

#include "guide.h"

#include <kanal/core/text.h>

#include <algorithm>

namespace kanal::panel
{
namespace
{

using std::chrono::days;
using std::chrono::sys_seconds;

constexpr long long kAdded = 1'767'225'600; // 2026-01-01

long long unix(sys_seconds time)
{
    return time.time_since_epoch().count();
}

std::string text(long long value)
{
    return std::to_string(value);
}

std::string durationText(int seconds)
{
    return twoDigits(seconds / 3600) + ":" + twoDigits(seconds / 60 % 60) + ":" + twoDigits(seconds % 60);
}

std::string codecWord(const ClipSpec &clip)
{
    return clip.video.codec == VideoCodec::Hevc    ? "hevc"
           : clip.video.codec == VideoCodec::Mpeg2 ? "mpeg2video"
                                                   : "h264";
}

std::string codecWord(AudioCodec codec)
{
    return codec == AudioCodec::Aac ? "aac" : codec == AudioCodec::Mp2 ? "mp2" : "ac3";
}

Json videoFacts(const ClipSpec &clip)
{
    return {{"index", 0},
            {"codec_name", codecWord(clip)},
            {"codec_type", "video"},
            {"width", clip.video.width},
            {"height", clip.video.height},
            {"r_frame_rate", text(clip.video.frameRate) + "/1"}};
}

Json audioFacts(const ClipSpec &clip)
{
    const AudioSpec &audio = clip.audio.front();
    return {{"index", 1},    {"codec_name", codecWord(audio.codec)},  {"codec_type", "audio"}, {"sample_rate", "48000"},
            {"channels", 2}, {"tags", {{"language", audio.language}}}};
}

/// Panels write whole numbers without a fraction, as PHP does.
Json number(double value)
{
    return value == double(int(value)) ? Json(int(value)) : Json(value);
}

} // namespace

Json categoryRows(const std::vector<Category> &categories)
{
    Json rows = Json::array();
    for (const Category &category : categories)
        rows.push_back({{"category_id", category.id}, {"category_name", category.name}, {"parent_id", 0}});
    return rows;
}

Json channelRows(const Site &site, const std::string &categoryId)
{
    Json rows = Json::array();
    for (const Channel &channel : site.content.channels) {
        if (!categoryId.empty() && categoryId != channel.categoryId)
            continue;
        const bool archive = channel.archiveDays > 0;
        rows.push_back({{"num", rows.size() + 1},
                        {"name", channel.name},
                        {"stream_type", !channel.isHeading() && channel.clip.isRadio() ? "radio_streams" : "live"},
                        {"stream_id", channel.id},
                        {"stream_icon", channel.isHeading() ? "" : site.url + "/logos/" + text(channel.id) + ".png"},
                        {"epg_channel_id", channel.guideId.empty() ? Json() : Json(channel.guideId)},
                        {"added", text(kAdded + channel.id * 3600)},
                        {"is_adult", 0},
                        {"category_id", channel.categoryId},
                        {"category_ids", {std::stoi(channel.categoryId)}},
                        {"custom_sid", ""},
                        {"tv_archive", archive ? 1 : 0},
                        {"direct_source", ""},
                        {"tv_archive_duration", archive ? Json(text(channel.archiveDays)) : Json(0)}});
    }
    return rows;
}

Json filmRows(const Site &site, const std::string &categoryId)
{
    Json rows = Json::array();
    for (const Film &film : site.content.films) {
        if (!categoryId.empty() && categoryId != film.categoryId)
            continue;
        rows.push_back({{"num", rows.size() + 1},
                        {"name", film.name},
                        {"title", film.clip.title},
                        {"year", film.facts.year},
                        {"stream_type", "movie"},
                        {"stream_id", film.id},
                        {"stream_icon", site.url + "/posters/" + text(film.id) + ".png"},
                        {"rating", number(film.facts.rating)},
                        {"rating_5based", number(film.facts.rating / 2)},
                        {"added", text(kAdded + film.id * 600)},
                        {"plot", film.facts.plot},
                        {"cast", film.facts.cast},
                        {"director", film.facts.director},
                        {"genre", film.facts.genre},
                        {"release_date", film.facts.year + "-03-01"},
                        {"youtube_trailer", ""},
                        {"episode_run_time", film.clip.seconds / 60},
                        {"is_adult", 0},
                        {"category_id", film.categoryId},
                        {"category_ids", {std::stoi(film.categoryId)}},
                        {"container_extension", film.extension},
                        {"custom_sid", ""},
                        {"direct_source", ""}});
    }
    return rows;
}

static Json seriesRow(const Site &site, const Series &series)
{
    return {{"name", series.name},
            {"title", series.name},
            {"year", series.facts.year},
            {"stream_type", "series"},
            {"series_id", series.id},
            {"cover", site.url + "/posters/" + text(series.id) + ".png"},
            {"plot", series.facts.plot},
            {"cast", series.facts.cast},
            {"director", series.facts.director},
            {"genre", series.facts.genre},
            {"releaseDate", series.facts.year + "-09-12"},
            {"release_date", series.facts.year + "-09-12"},
            {"last_modified", text(kAdded + series.id * 900)},
            {"rating", text(int(series.facts.rating))},
            {"rating_5based", number(series.facts.rating / 2)},
            {"backdrop_path", {site.url + "/backdrops/" + text(series.id) + ".png"}},
            {"youtube_trailer", ""},
            {"episode_run_time", "1"},
            {"category_id", series.categoryId},
            {"category_ids", {std::stoi(series.categoryId)}}};
}

Json seriesRows(const Site &site, const std::string &categoryId)
{
    Json rows = Json::array();
    for (const Series &series : site.content.series) {
        if (!categoryId.empty() && categoryId != series.categoryId)
            continue;
        Json row = {{"num", rows.size() + 1}};
        row.update(seriesRow(site, series));
        rows.push_back(std::move(row));
    }
    return rows;
}

Json seriesInfo(const Site &site, const Series *series)
{
    if (!series)
        return Json::array();
    Json seasons = Json::array(), byNumber = Json::object();
    for (const Episode &episode : series->episodes) {
        const std::string number = text(episode.season);
        Json &episodes = byNumber[number];
        if (episodes.is_null()) {
            seasons.push_back({{"air_date", series->facts.year + "-09-12"},
                               {"episode_count", 0},
                               {"id", series->id * 10 + episode.season},
                               {"name", episode.season ? "Season " + number : "Specials"},
                               {"overview", ""},
                               {"season_number", episode.season},
                               {"cover", site.url + "/posters/" + text(series->id) + ".png"}});
        }
        seasons.back()["episode_count"] = episode.number;
        const std::string code =
            std::string("S").append(twoDigits(episode.season)).append("E").append(twoDigits(episode.number));
        episodes.push_back({{"id", text(episode.id)},
                            {"episode_num", episode.number},
                            {"title", series->name + " - " + code + " - " + episode.title},
                            {"container_extension", extensionOf(episode.clip.container)},
                            {"info",
                             {{"plot", series->facts.plot},
                              {"movie_image", site.url + "/backdrops/" + text(series->id) + ".png"},
                              {"releasedate", series->facts.year + "-09-" + twoDigits(11 + episode.number)},
                              {"duration_secs", episode.clip.seconds},
                              {"duration", durationText(episode.clip.seconds)},
                              {"video", videoFacts(episode.clip)},
                              {"audio", audioFacts(episode.clip)},
                              {"rating", series->facts.rating}}},
                            {"custom_sid", ""},
                            {"added", text(kAdded + episode.id)},
                            {"season", episode.season},
                            {"direct_source", ""}});
    }
    // PHP makes a list of an array whose keys run from 0: a series with specials has a list of lists.
    if (byNumber.contains("0")) {
        Json list = Json::array();
        for (auto &episodes : byNumber)
            list.push_back(std::move(episodes));
        byNumber = std::move(list);
    }
    return {{"seasons", std::move(seasons)}, {"info", seriesRow(site, *series)}, {"episodes", std::move(byNumber)}};
}

Json filmInfo(const Site &site, const Film *film)
{
    if (!film)
        return {{"info", Json::array()}};
    return {{"info",
             {{"tmdb_id", ""},
              {"name", film->name},
              {"o_name", film->clip.title},
              {"movie_image", site.url + "/posters/" + text(film->id) + ".png"},
              {"cover_big", site.url + "/posters/" + text(film->id) + ".png"},
              {"backdrop_path", {site.url + "/backdrops/" + text(film->id) + ".png"}},
              {"releasedate", film->facts.year + "-03-01"},
              {"youtube_trailer", ""},
              {"director", film->facts.director},
              {"cast", film->facts.cast},
              {"actors", film->facts.cast},
              {"description", film->facts.plot},
              {"plot", film->facts.plot},
              {"genre", film->facts.genre},
              {"duration_secs", film->clip.seconds},
              {"duration", durationText(film->clip.seconds)},
              {"rating", film->facts.rating},
              {"video", videoFacts(film->clip)},
              {"audio", audioFacts(film->clip)},
              {"bitrate", 800}}},
            {"movie_data",
             {{"stream_id", film->id},
              {"name", film->name},
              {"title", film->clip.title},
              {"year", film->facts.year},
              {"added", text(kAdded + film->id * 600)},
              {"category_id", film->categoryId},
              {"category_ids", {std::stoi(film->categoryId)}},
              {"container_extension", film->extension},
              {"custom_sid", ""},
              {"direct_source", ""}}}};
}

Json listings(const Site &site, const Channel *channel, Schedule which, int limit)
{
    Json rows = Json::array();
    if (!channel || channel->guideId.empty())
        return {{"epg_listings", rows}};
    const sys_seconds now = site.clock.now();
    const bool whole = which == Schedule::Whole;
    const sys_seconds today = std::chrono::floor<days>(now);
    const sys_seconds from = whole ? today - days(kGuideDaysBack) : now, to = today + days(whole ? kGuideDaysAhead : 2);
    for (const Programme &programme : programmesBetween(channel->id, channel->topic, from, to)) {
        if (!whole && int(rows.size()) >= limit)
            break;
        Json row = {{"id", text(unix(programme.start) / 60)},
                    {"epg_id", "1"},
                    {"title", base64Encode(programme.title)},
                    {"lang", "en"},
                    {"start", site.clock.local(programme.start)},
                    {"end", site.clock.local(programme.stop)},
                    {"description", base64Encode(programme.description)},
                    {"channel_id", channel->guideId},
                    {"start_timestamp", text(unix(programme.start))},
                    {"stop_timestamp", text(unix(programme.stop))}};
        if (whole) {
            const bool kept = channel->archiveDays > 0 && programme.stop <= now &&
                              programme.start >= now - days(channel->archiveDays);
            row["now_playing"] = programme.start <= now && now < programme.stop ? 1 : 0;
            row["has_archive"] = kept ? 1 : 0;
        }
        rows.push_back(std::move(row));
    }
    return {{"epg_listings", std::move(rows)}};
}

namespace
{

void swapTypes(Json &row, std::size_t index)
{
    for (auto &[key, value] : row.items()) {
        if (value.is_number_integer() && index % 2)
            value = std::to_string(value.get<long long>());
        else if (value.is_string() && index % 2 == 0 && !value.get<std::string>().empty() &&
                 value.get<std::string>().find_first_not_of("0123456789") == std::string::npos)
            value = std::stoll(value.get<std::string>());
    }
}

} // namespace

Json mixedUp(const std::string &action, Json rows)
{
    if (!rows.is_array() || rows.empty())
        return rows;
    const char *id = action == "get_series"            ? "series_id"
                     : action.ends_with("_categories") ? "category_id"
                                                       : "stream_id";
    for (std::size_t i = 0; i < rows.size(); ++i) {
        swapTypes(rows[i], i);
        if (i % 3 == 1 && std::string_view(id) == "stream_id") // above 2^31, and as text
            rows[i][id] = std::to_string(
                kHugeId + std::stoll(rows[i][id].is_string() ? rows[i][id].get<std::string>() : rows[i][id].dump()));
    }
    if (action.ends_with("_categories"))
        return rows;
    Json again = rows.front(); // the same id in another category
    again["category_id"] = rows.back()["category_id"];
    rows.push_back(std::move(again));
    rows[1]["name"] = nullptr;
    Json nameless = rows.front();
    nameless.erase(id);
    rows.push_back(std::move(nameless));
    rows.push_back(nullptr);
    rows.push_back(17);
    rows.push_back(Json::array());
    if (action != "get_live_streams")
        return rows;
    Json object = Json::object(); // a PHP array with a hole
    for (std::size_t i = 0; i < rows.size(); ++i)
        object[std::to_string(i < 3 ? i : i + 1)] = std::move(rows[i]);
    return object;
}

} // namespace kanal::panel
