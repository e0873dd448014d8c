// SPDX-License-Identifier: MIT
// zap ENTRY ENTRY… [--rounds N] [--dwell MS]: switches among streams with one player and measures each switch.
#include "commands.h"
#include "context.h"
#include "entry.h"
#include "headless_player.h"

#include <algorithm>
#include <cmath>

#include <CLI/App.hpp>

namespace kanal::cli
{

namespace
{

using namespace playback;
using std::chrono::milliseconds;

constexpr milliseconds kSwitchLimit{10'000};

struct ZapOptions {
    std::vector<std::string> entries;
    int rounds = 1;
    int dwellMs = 1500;
};

struct Switch {
    std::string id;
    std::optional<double> pictureMs, soundMs, afterKeyMs;
    std::optional<double> ownMs; ///< from the command on, without the network and the wait for a key picture
    std::optional<Error> error;
};

std::optional<double> medianOf(const std::vector<Switch> &switches, std::optional<double> Switch::*value)
{
    std::vector<double> values;
    for (const Switch &one : switches)
        if (one.*value)
            values.push_back(*(one.*value));
    if (values.empty())
        return std::nullopt;
    std::sort(values.begin(), values.end());
    const std::size_t middle = values.size() / 2;
    return values.size() % 2 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

Json ms(std::optional<double> value)
{
    return value ? Json(std::round(*value * 10) / 10) : Json(nullptr);
}
std::string text(std::optional<double> value)
{
    return value ? decimal(*value, 1) : "-";
}

/// Picture and sound, as far as the stream has them: radio has no picture to wait for.
bool complete(const Seen &seen)
{
    if (seen.over())
        return true;
    if (seen.tracks.empty())
        return false;
    return (seen.pictureMs || !seen.has(TrackKind::Video)) && (seen.soundMs || !seen.has(TrackKind::Audio));
}

Switch measured(Context &context, HeadlessPlayer &player, const std::string &id, const MediaRequest &request)
{
    player.open(request);
    player.waitUntil(context, kSwitchLimit, complete);
    const Seen &seen = player.seen();
    Switch one{id, seen.pictureMs, seen.soundMs, {}, {}, {}};
    const double keySent = player.stats().keySentMs;
    if (one.pictureMs && keySent >= 0) {
        one.afterKeyMs = *one.pictureMs - keySent;
        one.ownMs = *seen.heardOfMs - keySent;
    }
    if (!one.pictureMs && !one.soundMs)
        one.error = seen.error.value_or(Error{ErrorKind::Timeout, "neither picture nor sound in time"});
    return one;
}

void print(const std::vector<Switch> &switches, bool json)
{
    const auto picture = medianOf(switches, &Switch::pictureMs);
    const auto sound = medianOf(switches, &Switch::soundMs);
    const auto afterKey = medianOf(switches, &Switch::afterKeyMs);
    const auto own = medianOf(switches, &Switch::ownMs);
    if (json) {
        Json list = Json::array();
        for (const Switch &one : switches) {
            list.push_back({{"id", one.id},
                            {"picture_ms", ms(one.pictureMs)},
                            {"sound_ms", ms(one.soundMs)},
                            {"after_key_ms", ms(one.afterKeyMs)},
                            {"own_ms", ms(one.ownMs)}});
            if (one.error)
                list.back()["error"] = errorJson(*one.error);
        }
        return printJson({{"switches", list},
                          {"median_picture_ms", ms(picture)},
                          {"median_sound_ms", ms(sound)},
                          {"median_after_key_ms", ms(afterKey)},
                          {"median_own_ms", ms(own)}});
    }
    using Align = Table::Align;
    Table table({{"Entry"},
                 {"Picture ms", Align::Right},
                 {"Sound ms", Align::Right},
                 {"After key ms", Align::Right},
                 {"Own ms", Align::Right}});
    for (const Switch &one : switches)
        table.add({one.id, text(one.pictureMs), text(one.soundMs), text(one.afterKeyMs), text(one.ownMs)});
    table.add({"median", text(picture), text(sound), text(afterKey), text(own)});
    table.print();
}

Result<int> zap(Context &context, const ZapOptions &options)
{
    std::vector<MediaRequest> requests;
    for (const std::string &entry : options.entries) {
        const Result<MediaRequest> request = resolved(context, entry);
        if (!request)
            return tl::unexpected(request.error());
        requests.push_back(*request);
    }
    HeadlessPlayer player(context.proxy());
    std::vector<Switch> switches;
    for (int round = 0; round < options.rounds; ++round) {
        for (std::size_t i = 0; i < requests.size(); ++i) {
            switches.push_back(measured(context, player, options.entries[i], requests[i]));
            player.waitUntil(context, milliseconds(options.dwellMs), [](const Seen &seen) { return seen.over(); });
            if (Interrupt::happened())
                return fail(ErrorKind::Cancelled);
        }
    }
    player.stop();
    print(switches, context.options.json);
    const auto failed =
        std::find_if(switches.begin(), switches.end(), [](const Switch &one) { return one.error.has_value(); });
    if (failed == switches.end())
        return kDone;
    reportError(*failed->error, false);
    return kFailed;
}

} // namespace

void addZap(CLI::App &app, Context &context)
{
    CLI::App *command = app.add_subcommand("zap", "Switch among streams without a window and time each switch");
    auto options = std::make_shared<ZapOptions>();
    command->add_option("entries", options->entries, "Two or more entries or addresses")->required();
    command->add_option("--rounds", options->rounds, "How often to go through them (1)")
        ->check(CLI::Range(1, 1000))
        ->type_name("N");
    command->add_option("--dwell", options->dwellMs, "How long to stay on each (1500)")
        ->check(CLI::Range(0, 600000))
        ->type_name("MS");
    command->callback(
        [&context, options] { context.command = [&context, options] { return zap(context, *options); }; });
}

} // namespace kanal::cli
