// SPDX-License-Identifier: MIT
// probe ENTRY-or-URL [--seconds N]: plays headless through the real engine and says how it went.
#include "commands.h"
#include "context.h"
#include "entry.h"
#include "headless_player.h"

#include <cmath>

#include <CLI/App.hpp>

namespace kanal::cli
{

namespace
{

using namespace playback;
using std::chrono::milliseconds;

constexpr milliseconds kStartLimit{10'000};

struct ProbeOptions {
    std::string entry;
    double seconds = 5;
};

Json ms(std::optional<double> value)
{
    return value ? Json(std::round(*value * 10) / 10) : Json(nullptr);
}

std::string kindName(TrackKind kind)
{
    return kind == TrackKind::Video ? "video" : kind == TrackKind::Audio ? "audio" : "subtitle";
}

Json trackJson(const Track &track)
{
    return {{"kind", kindName(track.kind)}, {"codec", track.codec},
            {"language", track.language},   {"width", track.width},
            {"height", track.height},       {"frame_rate", std::round(track.frameRate * 1000) / 1000},
            {"channels", track.channels},   {"sample_rate", track.sampleRate}};
}

struct Outcome {
    std::optional<Error> error;
    std::string ended; ///< "time", "end", "error"
    PlayerStats stats;
    std::vector<Track> tracks;
};

Json outcomeJson(const Outcome &outcome)
{
    const PlayerStats &stats = outcome.stats;
    Json tracks = Json::array();
    for (const Track &track : outcome.tracks)
        tracks.push_back(trackJson(track));
    const bool skew = stats.skewSamples > 0;
    return {{"result", outcome.error ? "failed" : "ok"},
            {"error", outcome.error ? errorJson(*outcome.error) : Json(nullptr)},
            {"phases_ms",
             {{"connect", ms(stats.phases.connect)},
              {"first_byte", ms(stats.phases.firstByte)},
              {"tracks", ms(stats.phases.tracks)},
              {"first_key", ms(stats.phases.firstKey)},
              {"first_picture", ms(stats.phases.firstPicture)},
              {"first_sound", ms(stats.phases.firstSound)},
              {"playing", ms(stats.phases.playing)}}},
            {"tracks", tracks},
            {"frames",
             {{"shown", stats.framesShown}, {"dropped", stats.framesDropped}, {"repeated", stats.framesRepeated}}},
            {"rebuffers", {{"count", stats.rebuffers}, {"ms", ms(stats.rebufferMs)}}},
            {"reconnects", stats.reconnects},
            {"skew_ms",
             {{"mean", skew ? ms(stats.skewMeanMs) : Json(nullptr)},
              {"min", skew ? ms(stats.skewMinMs) : Json(nullptr)},
              {"max", skew ? ms(stats.skewMaxMs) : Json(nullptr)}}},
            {"bytes", stats.bytes},
            {"ended", outcome.ended}};
}

std::string text(std::optional<double> value)
{
    return value ? decimal(*value, 0) + " ms" : "-";
}

void printOutcome(const Outcome &outcome)
{
    const PlayerStats &stats = outcome.stats;
    Table tracks({{"Track"}, {"Codec"}, {"Language"}, {"Shape"}});
    for (const Track &track : outcome.tracks) {
        std::string shape;
        if (track.width > 0)
            shape = number(track.width) + "x" + number(track.height);
        if (track.frameRate > 0)
            shape += " " + decimal(track.frameRate, 2) + " fps";
        if (track.sampleRate > 0)
            shape = number(track.channels) + " ch " + number(track.sampleRate) + " Hz";
        tracks.add({kindName(track.kind), track.codec, track.language, shape});
    }
    if (!outcome.tracks.empty())
        tracks.print();
    printFields({{"Result", outcome.error ? "failed" : "ok"},
                 {"Connected", text(stats.phases.connect)},
                 {"First byte", text(stats.phases.firstByte)},
                 {"Tracks known", text(stats.phases.tracks)},
                 {"First key picture", text(stats.phases.firstKey)},
                 {"First picture", text(stats.phases.firstPicture)},
                 {"First sound", text(stats.phases.firstSound)},
                 {"Pictures", number(stats.framesShown) + " shown, " + number(stats.framesDropped) + " dropped, " +
                                  number(stats.framesRepeated) + " repeated"},
                 {"Sound early by", stats.skewSamples > 0
                                        ? decimal(stats.skewMeanMs, 1) + " ms (" + decimal(stats.skewMinMs, 1) +
                                              " to " + decimal(stats.skewMaxMs, 1) + ")"
                                        : "-"},
                 {"Rebuffered", number(stats.rebuffers) + " times, " + decimal(stats.rebufferMs, 0) + " ms"},
                 {"Reconnected", number(stats.reconnects) + " times"},
                 {"Received", number(stats.bytes / 1024) + " KiB"},
                 {"Decoder", stats.videoDecoder.empty() ? "-" : stats.videoDecoder}});
}

/// Plays until the time is up. The seconds count from the first picture or sound, so that a slow start does not eat
/// them.
Result<Outcome> play(Context &context, const MediaRequest &request, double seconds)
{
    HeadlessPlayer player(context.proxy());
    player.open(request);
    player.waitUntil(context, kStartLimit,
                     [](const Seen &seen) { return seen.pictureMs || seen.soundMs || seen.over(); });
    const bool started = player.seen().pictureMs || player.seen().soundMs;
    if (started)
        player.waitUntil(context, milliseconds(std::int64_t(seconds * 1000)),
                         [](const Seen &seen) { return seen.over(); });
    if (Interrupt::happened())
        return fail(ErrorKind::Cancelled);

    const Seen &seen = player.seen();
    Outcome outcome{std::nullopt, "time", player.stats(), seen.tracks};
    if (seen.state == PlayState::Failed)
        outcome.error = seen.error.value_or(Error{ErrorKind::Network, "playback failed"});
    else if (!started && seen.state != PlayState::Ended)
        outcome.error = seen.error.value_or(Error{ErrorKind::Timeout, "neither picture nor sound in time"});
    else if (!started)
        outcome.error = Error{ErrorKind::BadAnswer, "ended without picture or sound"};
    if (outcome.error)
        outcome.ended = "error";
    else if (seen.state == PlayState::Ended)
        outcome.ended = "end";
    player.stop();
    return outcome;
}

Result<int> probe(Context &context, const ProbeOptions &options)
{
    const Result<MediaRequest> request = resolved(context, options.entry);
    if (!request)
        return tl::unexpected(request.error());
    const Result<Outcome> outcome = play(context, *request, options.seconds);
    if (!outcome)
        return tl::unexpected(outcome.error());
    if (context.options.json)
        printJson(outcomeJson(*outcome));
    else
        printOutcome(*outcome);
    if (outcome->error)
        reportError(*outcome->error, false);
    return outcome->error ? kFailed : kDone;
}

} // namespace

void addProbe(CLI::App &app, Context &context)
{
    CLI::App *command = app.add_subcommand("probe", "Play without a window and say how it went");
    auto options = std::make_shared<ProbeOptions>();
    command
        ->add_option("entry", options->entry, "live:ID, movie:ID, episode:ID, catchup:ID@START/MINUTES or an address")
        ->required();
    command->add_option("--seconds", options->seconds, "How long to play (5)")
        ->check(CLI::Range(0.1, 86400.0))
        ->type_name("N");
    command->callback(
        [&context, options] { context.command = [&context, options] { return probe(context, *options); }; });
}

} // namespace kanal::cli
