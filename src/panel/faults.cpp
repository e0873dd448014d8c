// SPDX-License-Identifier: MIT
#include "faults.h"

#include "faulty_source.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

#include <nlohmann/json.hpp>

namespace kanal::panel
{
namespace
{

using Action = FaultStep::Action;
using nlohmann::json;

constexpr std::array<std::pair<const char *, Action>, 22> kActions{{{"refuse", Action::Refuse},
                                                                    {"accept_silent", Action::AcceptSilent},
                                                                    {"status", Action::Status},
                                                                    {"redirect", Action::Redirect},
                                                                    {"replace_body", Action::ReplaceBody},
                                                                    {"latency_ms", Action::Latency},
                                                                    {"replay", Action::Replay},
                                                                    {"rst", Action::Rst},
                                                                    {"fin", Action::Fin},
                                                                    {"stall", Action::Stall},
                                                                    {"rate_Bps", Action::Rate},
                                                                    {"corrupt", Action::Corrupt},
                                                                    {"drop_ts", Action::DropTs},
                                                                    {"restamp", Action::Restamp},
                                                                    {"truncate", Action::Truncate},
                                                                    {"retype", Action::Retype},
                                                                    {"hiccup", Action::Hiccup},
                                                                    {"become", Action::Become},
                                                                    {"segment_names", Action::SegmentNames},
                                                                    {"without", Action::Without},
                                                                    {"move_pids", Action::MovePids},
                                                                    {"playlist", Action::Playlist}}};

constexpr std::array<std::pair<const char *, RequestKind>, 9> kKinds{{{"live", RequestKind::Live},
                                                                      {"hls", RequestKind::Hls},
                                                                      {"movie", RequestKind::Movie},
                                                                      {"hls-movie", RequestKind::HlsMovie},
                                                                      {"series", RequestKind::Series},
                                                                      {"timeshift", RequestKind::Timeshift},
                                                                      {"api", RequestKind::Api},
                                                                      {"guide", RequestKind::Guide},
                                                                      {"image", RequestKind::Image}}};

template<std::size_t N, class T>
const T *valueOf(const std::array<std::pair<const char *, T>, N> &table, const std::string &name)
{
    const auto found = std::find_if(table.begin(), table.end(), [&](const auto &entry) { return name == entry.first; });
    return found == table.end() ? nullptr : &found->second;
}

Result<FaultStep> readStep(const json &from)
{
    FaultStep step;
    const Action *action = valueOf(kActions, from.value("action", std::string()));
    if (!action)
        return fail(ErrorKind::BadAnswer, "fault script: unknown action '" + from.value("action", std::string()) + "'");
    step.action = *action;
    if (from.contains("conn") && from["conn"].is_number_integer())
        step.connection = from["conn"].get<int>();
    step.path = from.value("path", step.path);
    step.atSeconds = from.value("at_s", 0.0);
    step.untilSeconds = from.value("until_s", FaultStep::kNever);
    step.afterBytes = from.value("after_bytes", std::int64_t(0));
    step.status = from.value("status", step.status);
    step.contentType = from.value("content_type", step.contentType);
    step.value = from.value("value", 0.0);
    for (const char *name : {"body", "to", "with", "mode"}) {
        if (from.contains(name))
            step.text = from[name].get<std::string>();
    }
    if (from.contains("headers")) {
        for (const auto &[name, value] : from["headers"].items())
            step.headers.emplace_back(name, value.get<std::string>());
    }
    return step;
}

/// The body of a status step that lets the stream through under the refusing code, as some panels do.
constexpr const char *kMediaAllTheSame = "media";

HttpResponse replacement(const FaultStep &step, unsigned seed)
{
    if (step.text == "html")
        return HttpResponse::text(
            200, "text/html", "<!DOCTYPE html><html><head><title>Please sign in</title></head><body></body></html>");
    if (step.text == "garbage") {
        std::mt19937 random(seed);
        std::string body(256 * 1024, '\0');
        std::generate(body.begin(), body.end(), [&] { return char(random() & 0xff); });
        return HttpResponse::text(200, "video/mp2t", std::move(body));
    }
    return HttpResponse::text(200, step.contentType, step.text == "empty" ? std::string() : step.text);
}

/// What a step answers instead of the right thing, if it does.
std::optional<HttpResponse> answerOf(const FaultStep &step, const std::string &path, unsigned seed)
{
    HttpResponse response;
    switch (step.action) {
    case Action::Refuse:
        response.delivery = HttpResponse::Delivery::Reset;
        return response;
    case Action::AcceptSilent:
        response.delivery = HttpResponse::Delivery::Silent;
        return response;
    case Action::Status:
        if (step.text == kMediaAllTheSame)
            return std::nullopt;
        response = HttpResponse::text(step.status, step.contentType, step.text);
        response.headers = step.headers;
        return response;
    case Action::Redirect:
        return HttpResponse::redirect(step.text == "self" ? path : step.text);
    case Action::ReplaceBody:
        return replacement(step, seed);
    default:
        return std::nullopt;
    }
}

bool isMediaKind(RequestKind kind)
{
    return kind == RequestKind::Live || kind == RequestKind::Hls || kind == RequestKind::Movie ||
           kind == RequestKind::HlsMovie || kind == RequestKind::Series || kind == RequestKind::Timeshift;
}

} // namespace

Result<FaultScript> FaultScript::load(const std::filesystem::path &path)
{
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return fail(ErrorKind::NotFound, "no such fault script", path.string());
    return parse({std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()});
}

Result<FaultScript> FaultScript::parse(const std::string &text)
{
    try {
        const json document = json::parse(text);
        FaultScript script;
        script.m_seed = document.value("seed", 1u);
        const json applies = document.value("applies", json("live"));
        for (const json &kind : applies.is_array() ? applies : json::array({applies})) {
            const RequestKind *known = valueOf(kKinds, kind.get<std::string>());
            if (!known)
                return fail(ErrorKind::BadAnswer, "fault script: unknown kind in \"applies\"");
            script.m_applies.push_back(*known);
        }
        for (const json &from : document.at("steps")) {
            auto step = readStep(from);
            if (!step)
                return tl::unexpected(step.error());
            step->number = script.m_steps.size();
            script.m_steps.push_back(std::move(*step));
        }
        script.m_seen.resize(script.m_steps.size());
        return script;
    } catch (const json::exception &error) {
        return fail(ErrorKind::BadAnswer, std::string("fault script: ") + error.what());
    }
}

void ScriptRun::note(const FaultStep &step)
{
    if (met.insert(step.number).second && onMet)
        onMet(int(met.size()));
}

FaultScript::Encounter FaultScript::meet(RequestKind kind, const std::string &path)
{
    Encounter encounter;
    encounter.path = path;
    encounter.seed = m_seed;
    if (std::find(m_applies.begin(), m_applies.end(), kind) == m_applies.end())
        return encounter;
    encounter.seed += unsigned(++m_requests);
    encounter.run = m_run;
    // Of an API only what reaches the media counts as a first media byte; a script for the API alone starts with its
    // first answer.
    encounter.startsTime = isMediaKind(kind) || std::none_of(m_applies.begin(), m_applies.end(), isMediaKind);
    const double elapsed = m_run->seconds();
    for (const FaultStep &step : m_steps) {
        if (!matchesPattern(step.path, path))
            continue;
        const int connection = ++m_seen[step.number];
        if (step.connection && step.connection != connection)
            continue;
        if (!step.actsOnStream() && step.action != Action::Become &&
            (elapsed < step.atSeconds || elapsed >= step.untilSeconds))
            continue;
        encounter.steps.push_back(step);
    }
    return encounter;
}

std::optional<HttpResponse> FaultScript::Encounter::instead() const
{
    for (const FaultStep &step : steps) {
        if (auto response = answerOf(step, path, seed)) {
            run->note(step);
            return response;
        }
    }
    return std::nullopt;
}

HttpResponse FaultScript::Encounter::through(HttpResponse response) const
{
    std::vector<FaultStep> onStream;
    for (const FaultStep &step : steps) {
        if (step.actsOnStream())
            onStream.push_back(step);
        if (step.action == Action::Latency) {
            response.delayMs += int(step.value);
            run->note(step);
        }
        if (step.action == Action::Status && step.text == kMediaAllTheSame) {
            response.status = step.status;
            run->note(step);
        }
    }
    if (response.body && (startsTime || !onStream.empty()))
        response.body =
            std::make_shared<FaultySource>(std::move(response.body), std::move(onStream), seed, run, startsTime);
    return response;
}

std::optional<int> FaultScript::Encounter::becomes() const
{
    for (const FaultStep &step : steps)
        if (step.action == Action::Become)
            return int(step.value);
    return std::nullopt;
}

bool FaultScript::Encounter::hasBecome() const
{
    for (const FaultStep &step : steps) {
        if (step.action != Action::Become || run->seconds() < step.atSeconds)
            continue;
        run->note(step);
        return true;
    }
    return false;
}

std::string FaultScript::Encounter::segmentEnding() const
{
    for (const FaultStep &step : steps) {
        if (step.action != Action::SegmentNames)
            continue;
        run->note(step);
        return step.text;
    }
    return ".ts";
}

PlaylistTwist FaultScript::Encounter::playlistTwist() const
{
    PlaylistTwist twist;
    for (const FaultStep &step : steps) {
        if (step.action != Action::Playlist)
            continue;
        run->note(step);
        if (step.text == "frozen")
            twist.olderSeconds = std::max(0.0, run->seconds() - step.atSeconds);
        twist.missingKey = twist.missingKey || step.text == "key";
        if (step.text == "sequence")
            twist.sequenceShift += std::int64_t(step.value);
    }
    return twist;
}

double FaultScript::Encounter::replaySeconds() const
{
    double seconds = 0;
    for (const FaultStep &step : steps) {
        if (step.action != Action::Replay)
            continue;
        run->note(step);
        seconds += step.value;
    }
    return seconds;
}

bool matchesPattern(std::string_view pattern, std::string_view text)
{
    const std::size_t star = pattern.find('*');
    if (star == std::string_view::npos)
        return pattern == text;
    if (text.substr(0, star) != pattern.substr(0, star))
        return false;
    pattern.remove_prefix(star + 1);
    for (std::size_t at = star; at <= text.size(); ++at) {
        if (matchesPattern(pattern, text.substr(at)))
            return true;
    }
    return false;
}

} // namespace kanal::panel
