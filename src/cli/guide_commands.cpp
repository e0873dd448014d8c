// SPDX-License-Identifier: MIT
// guide CHANNEL [--from T] [--to T], now CHANNEL…: what the panel's short guide says.
#include "catalogue.h"
#include "commands.h"
#include "context.h"

#include <kanal/core/text.h>
#include <kanal/core/time_text.h>
#include <kanal/session/account_book.h>
#include <kanal/xtream/client.h>

#include <algorithm>

#include <CLI/App.hpp>

namespace kanal::cli
{

namespace
{

using std::chrono::sys_seconds;

constexpr int kProgrammes = 200;

struct GuideOptions {
    std::string channel, from, to;
};

struct ChosenChannel {
    std::string id, name;
};

/// By "live:ID", id or name.
Result<ChosenChannel> channelNamed(const Catalogue &catalogue, const std::string &text)
{
    const library::CatalogueSnapshot &snapshot = catalogue.snapshot();
    const std::string id = text.starts_with("live:") ? text.substr(5) : text;
    std::optional<std::uint32_t> row = snapshot.find(id);
    if (!row)
        for (const std::uint32_t candidate : snapshot.filter(text))
            if (folded(snapshot.name(candidate)) == folded(text)) {
                row = candidate;
                break;
            }
    if (!row)
        return fail(ErrorKind::NotFound, "no channel of this id or name", text);
    return ChosenChannel{std::string(snapshot.id(*row)), std::string(snapshot.name(*row))};
}

Result<sys_seconds> timeIn(const std::string &text, sys_seconds otherwise)
{
    if (text.empty())
        return otherwise;
    const std::optional<sys_seconds> time = parseIsoTime(text);
    if (!time)
        return fail(ErrorKind::Address, "a time is written as in ISO 8601: 2026-11-24T20:00:00Z", text);
    return *time;
}

Result<std::vector<Programme>> programmes(Context &context, const Catalogue &catalogue, const std::string &id,
                                          int limit)
{
    session::Services &services = **context.services();
    const Result<ServerLogin> login = context.await(services.accounts().login(catalogue.account().id));
    if (!login)
        return tl::unexpected(login.error());
    Result<std::vector<Programme>> list = context.await(services.client().shortGuide(*login, id, limit));
    if (list)
        std::stable_sort(list->begin(), list->end(),
                         [](const Programme &a, const Programme &b) { return a.start < b.start; });
    return list;
}

Json programmeJson(const ChosenChannel &channel, const Programme &programme)
{
    return {{"channel", channel.id},
            {"channel_name", channel.name},
            {"start", localIsoTime(programme.start)},
            {"stop", localIsoTime(programme.stop)},
            {"title", programme.title},
            {"description", programme.description},
            {"archive", programme.hasArchive}};
}

void add(Rows &rows, const ChosenChannel &channel, const Programme &programme)
{
    if (rows.json())
        rows.addJson(programmeJson(channel, programme));
    else
        rows.addCells({channel.name, localIsoTime(programme.start), localIsoTime(programme.stop), programme.title});
}

const std::vector<Table::Column> kColumns = {{"Channel"}, {"Start"}, {"Stop"}, {"Title"}};

Result<int> guide(Context &context, const GuideOptions &options)
{
    const Result<sys_seconds> from = timeIn(options.from, sys_seconds::min());
    const Result<sys_seconds> to = timeIn(options.to, sys_seconds::max());
    if (!from || !to)
        return tl::unexpected(from ? to.error() : from.error());
    const Result<Catalogue> catalogue = Catalogue::open(context, EntryKind::Live);
    if (!catalogue)
        return tl::unexpected(catalogue.error());
    const Result<ChosenChannel> channel = channelNamed(*catalogue, options.channel);
    if (!channel)
        return tl::unexpected(channel.error());
    const Result<std::vector<Programme>> list = programmes(context, *catalogue, channel->id, kProgrammes);
    if (!list)
        return tl::unexpected(list.error());
    Rows rows(context.options.json, kColumns);
    for (const Programme &programme : *list)
        if (programme.stop > *from && programme.start < *to)
            add(rows, *channel, programme);
    rows.finish();
    return kDone;
}

Result<int> now(Context &context, const std::vector<std::string> &names)
{
    const Result<Catalogue> catalogue = Catalogue::open(context, EntryKind::Live);
    if (!catalogue)
        return tl::unexpected(catalogue.error());
    Rows rows(context.options.json, kColumns);
    const auto time = std::chrono::time_point_cast<std::chrono::seconds>(std::chrono::system_clock::now());
    for (const std::string &name : names) {
        const Result<ChosenChannel> channel = channelNamed(*catalogue, name);
        if (!channel)
            return tl::unexpected(channel.error());
        const Result<std::vector<Programme>> list = programmes(context, *catalogue, channel->id, 4);
        if (!list)
            return tl::unexpected(list.error());
        for (const Programme &programme : *list)
            if (programme.start <= time && time < programme.stop)
                add(rows, *channel, programme);
    }
    rows.finish();
    return kDone;
}

} // namespace

void addGuide(CLI::App &app, Context &context)
{
    CLI::App *guiding = app.add_subcommand("guide", "List the programmes of a channel");
    auto options = std::make_shared<GuideOptions>();
    guiding->add_option("channel", options->channel, "Id or name")->required();
    guiding->add_option("--from", options->from, "Not those that end before")->type_name("TIME");
    guiding->add_option("--to", options->to, "Not those that start later")->type_name("TIME");
    guiding->callback(
        [&context, options] { context.command = [&context, options] { return guide(context, *options); }; });

    CLI::App *nowOn = app.add_subcommand("now", "Say what is on");
    auto names = std::make_shared<std::vector<std::string>>();
    nowOn->add_option("channel", *names, "Ids or names")->required();
    nowOn->callback([&context, names] { context.command = [&context, names] { return now(context, *names); }; });
}

} // namespace kanal::cli
