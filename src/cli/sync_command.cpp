// SPDX-License-Identifier: MIT
// sync [N] [--kind live,movies,series,guide]
#include "commands.h"
#include "context.h"
#include "kind_option.h"
#include "prompt.h"

#include <kanal/session/catalogue_sync.h>

#include <algorithm>
#include <array>
#include <iostream>

#include <CLI/App.hpp>

namespace kanal::cli
{

namespace
{

constexpr std::array kKinds = {"live", "movies", "series", "guide"};

struct SyncOptions {
    std::string account;
    std::vector<std::string> kinds;
    bool believe = false;
};

Json reportJson(const session::SyncReport &report, const std::string &account)
{
    Json kinds = Json::object();
    for (const char *kind : kKinds) {
        const auto found = report.kinds.find(kind);
        if (found == report.kinds.end())
            continue; // nobody asked for it
        const session::KindReport &counts = found->second;
        Json &row = kinds[kind];
        row = {{"received", counts.received}, {"kept", counts.kept}, {"skipped", counts.skipped}};
        if (!counts.error) {
            row["before"] = counts.before;
            row["after"] = counts.heldBack ? counts.before : counts.after;
            row["new"] = counts.added;
            row["gone"] = counts.gone;
            row["renamed"] = counts.renamed;
        }
        if (counts.heldBack) {
            row["held_back"] = true;
            row["offered"] = counts.after;
        }
        if (counts.error)
            row["error"] = errorJson(*counts.error);
    }
    return {{"account", account}, {"kinds", kinds}, {"ms", report.ms}};
}

void printReport(const session::SyncReport &report)
{
    using Align = Table::Align;
    Table table({{"Kind"},
                 {"Received", Align::Right},
                 {"Kept", Align::Right},
                 {"Skipped", Align::Right},
                 {"Before", Align::Right},
                 {"After", Align::Right},
                 {"New", Align::Right},
                 {"Gone", Align::Right},
                 {"Renamed", Align::Right},
                 {""}});
    for (const auto &[kind, counts] : report.kinds) {
        std::string note = counts.heldBack ? "kept the old list: the panel now lists " + number(counts.after) +
                                                 ", hardly what it had (--believe takes what it lists then)"
                                           : "";
        if (counts.error)
            note = errorJson(*counts.error)["message"];
        table.add({kind, number(counts.received), number(counts.kept), number(counts.skipped), number(counts.before),
                   number(counts.heldBack ? counts.before : counts.after), number(counts.added), number(counts.gone),
                   number(counts.renamed), note});
    }
    table.print();
}

/// The error of a refresh in which no kind succeeded.
std::optional<Error> wholeFailure(const session::SyncReport &report)
{
    std::optional<Error> first;
    for (const auto &[kind, counts] : report.kinds) {
        if (!counts.error)
            return std::nullopt;
        if (!first)
            first = counts.error;
    }
    return first;
}

/// Every list is what the panel lists now.
bool isWhole(const session::SyncReport &report)
{
    return std::none_of(report.kinds.begin(), report.kinds.end(),
                        [](const auto &kind) { return kind.second.error || kind.second.heldBack; });
}

Result<int> sync(Context &context, const SyncOptions &options)
{
    const Result<Account> account = context.account(options.account);
    if (!account)
        return tl::unexpected(account.error());
    session::CatalogueSync &refresher = (*context.services())->sync();
    const bool tell = stderrIsTerminal() && !context.options.json;
    if (tell)
        QObject::connect(&refresher, &session::CatalogueSync::progressed, &context.interrupt(),
                         [](AccountId, const QString &kind, qint64 rows) {
                             std::cerr << '\r' << kind.toStdString() << ' ' << rows << "\033[K" << std::flush;
                         });
    session::SyncWish wish;
    if (!options.kinds.empty())
        wish.kinds = options.kinds;
    wish.believe = options.believe;
    const Result<session::SyncReport> report = context.await(refresher.refresh(account->id, wish));
    if (tell)
        std::cerr << "\r\033[K" << std::flush;
    if (!report)
        return tl::unexpected(report.error());

    const std::optional<Error> failure = wholeFailure(*report);
    if (context.options.json) {
        Json json = reportJson(*report, account->name);
        if (failure)
            json["error"] = errorJson(*failure);
        printJson(json);
    } else {
        printReport(*report);
    }
    if (failure)
        reportError(*failure, false);
    return isWhole(*report) ? kDone : kFailed;
}

} // namespace

void addSync(CLI::App &app, Context &context)
{
    CLI::App *command = app.add_subcommand("sync", "Refresh what an account lists");
    auto options = std::make_shared<SyncOptions>();
    command->add_option("account", options->account, "Name or number (else the active one)");
    addKindOption(*command, options->kinds, {kKinds.begin(), kKinds.end()});
    command->add_flag("--believe", options->believe, "Take a list that is much shorter than before, or another");
    command->callback(
        [&context, options] { context.command = [&context, options] { return sync(context, *options); }; });
}

} // namespace kanal::cli
