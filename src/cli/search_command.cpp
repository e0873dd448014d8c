// SPDX-License-Identifier: MIT
// search TEXT [--limit N] [--kind …] [--all]
#include "commands.h"
#include "context.h"
#include "kind_option.h"

#include <kanal/library/catalogue_store.h>
#include <kanal/library/library.h>
#include <kanal/presenters/search_answer.h>
#include <kanal/session/account_book.h>

#include <algorithm>
#include <cmath>

#include <CLI/App.hpp>

namespace kanal::cli
{

namespace
{

struct SearchOptions {
    std::string text;
    std::size_t limit = 20;
    std::vector<std::string> kinds;
    bool all = false;
};

std::vector<EntryKind> kindsOf(const std::vector<std::string> &names)
{
    std::vector<EntryKind> kinds;
    for (const EntryKind kind : {EntryKind::Live, EntryKind::Movie, EntryKind::Series})
        if (names.empty() || std::find(names.begin(), names.end(), entryKindName(kind)) != names.end())
            kinds.push_back(kind);
    return kinds;
}

Result<std::vector<Account>> accountsToSearch(Context &context, const SearchOptions &options)
{
    if (options.all) {
        const Result<session::Services *> services = context.services();
        if (!services)
            return tl::unexpected(services.error());
        return (*services)->accounts().accounts();
    }
    const Result<Account> account = context.account();
    if (!account)
        return tl::unexpected(account.error());
    return std::vector{*account};
}

Result<int> search(Context &context, const SearchOptions &options)
{
    const Result<std::vector<Account>> accounts = accountsToSearch(context, options);
    if (!accounts)
        return tl::unexpected(accounts.error());
    const std::vector<presenters::SearchSource> sources =
        presenters::searchSources((*context.services())->library(), *accounts);
    const std::vector<EntryKind> kinds = kindsOf(options.kinds);
    std::vector<presenters::FoundRow> found;
    for (const presenters::SearchSource &source : sources)
        if (std::find(kinds.begin(), kinds.end(), source.snapshot->kind()) != kinds.end())
            for (const presenters::FoundRow &row : presenters::foundIn(source, options.text, options.limit))
                found.push_back(row);
    std::stable_sort(found.begin(), found.end(),
                     [](const presenters::FoundRow &a, const presenters::FoundRow &b) { return a.score > b.score; });
    found.resize(std::min(found.size(), options.limit));

    Rows rows(context.options.json, {{"Entry"}, {"Name"}, {"Account"}, {"Score", Table::Align::Right}});
    for (const auto &[source, row, score] : found) {
        const library::CatalogueSnapshot &snapshot = *source->snapshot;
        const std::string id(snapshot.id(row)), name(snapshot.name(row));
        const auto account = std::find_if(accounts->begin(), accounts->end(),
                                          [&](const Account &each) { return each.id == snapshot.account(); });
        if (rows.json())
            rows.addJson({{"kind", entryKindName(snapshot.kind())},
                          {"id", id},
                          {"name", name},
                          {"account", account->name},
                          {"score", std::round(double(score) * 1000) / 1000}});
        else
            rows.addCells({std::string(entryKindName(snapshot.kind())) + ":" + id, name, account->name,
                           decimal(double(score), 2)});
    }
    rows.finish();
    return kDone;
}

} // namespace

void addSearch(CLI::App &app, Context &context)
{
    CLI::App *command = app.add_subcommand("search", "Find channels, films and series");
    auto options = std::make_shared<SearchOptions>();
    command->add_option("text", options->text, "What to look for")->required();
    command->add_option("--limit", options->limit, "At most so many (20)")->type_name("N");
    addKindOption(*command, options->kinds, {"live", "movie", "series", "programme"});
    command->add_flag("--all", options->all, "In all accounts");
    command->callback(
        [&context, options] { context.command = [&context, options] { return search(context, *options); }; });
}

} // namespace kanal::cli
