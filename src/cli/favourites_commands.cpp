// SPDX-License-Identifier: MIT
// favourites list | add ENTRY | remove ENTRY
#include "commands.h"
#include "context.h"

#include <kanal/library/library.h>
#include <kanal/library/user_store.h>
#include <kanal/session/entry_shape.h>

#include <array>
#include <tuple>

#include <CLI/App.hpp>

namespace kanal::cli
{

namespace
{

constexpr std::array kKinds = {EntryKind::Live, EntryKind::Movie, EntryKind::Series};

/// "live:7", "movie:7" or "series:7".
Result<EntryKey> keyIn(const std::string &text, AccountId account)
{
    const std::size_t colon = text.find(':');
    const std::string kind = text.substr(0, colon);
    for (const EntryKind known : kKinds)
        if (colon != std::string::npos && kind == entryKindName(known) && colon + 1 < text.size())
            return EntryKey{account, known, text.substr(colon + 1)};
    return fail(ErrorKind::Address, "an entry is written live:ID, movie:ID or series:ID", text);
}

Result<int> list(Context &context)
{
    const Result<Account> account = context.account();
    if (!account)
        return tl::unexpected(account.error());
    const library::UserStore &user = (*context.services())->library().user();
    Rows rows(context.options.json, {{"Entry"}, {"Name"}, {"Category"}});
    for (const EntryKind kind : kKinds) {
        const Result<std::vector<library::EntryShape>> favourites = user.favourites(account->id, kind);
        if (!favourites)
            return tl::unexpected(favourites.error());
        for (const library::EntryShape &shape : *favourites) {
            if (rows.json())
                rows.addJson({{"kind", entryKindName(kind)},
                              {"id", shape.key.id},
                              {"name", shape.name},
                              {"category_name", shape.categoryName}});
            else
                rows.addCells({std::string(entryKindName(kind)) + ":" + shape.key.id, shape.name, shape.categoryName});
        }
    }
    rows.finish();
    return kDone;
}

enum class Mark { Add, Remove };

Result<int> mark(Context &context, const std::string &entry, Mark mark)
{
    const Result<Account> account = context.account();
    if (!account)
        return tl::unexpected(account.error());
    const Result<EntryKey> key = keyIn(entry, account->id);
    if (!key)
        return tl::unexpected(key.error());
    library::Library &library = (*context.services())->library();
    Result<library::EntryShape> shape = session::shapeOf(library, *key);
    if (!shape && mark == Mark::Add)
        return tl::unexpected(shape.error());
    // One that vanished from the catalogue can still be taken off the list.
    const library::EntryShape marked = shape.value_or(library::EntryShape{*key, {}, {}, {}});
    if (const Result<> stored = library.user().setFavourite(marked, mark == Mark::Add); !stored)
        return tl::unexpected(stored.error());
    if (context.options.json)
        printJson({{"kind", entryKindName(key->kind)}, {"id", key->id}, {"favourite", mark == Mark::Add}});
    else
        printLine((mark == Mark::Add ? "Favourite: " : "No favourite any more: ") +
                  (marked.name.empty() ? entry : marked.name));
    return kDone;
}

} // namespace

void addFavourites(CLI::App &app, Context &context)
{
    CLI::App *favourites = app.add_subcommand("favourites", "List, add and remove favourites");
    favourites->require_subcommand(1);
    favourites->add_subcommand("list", "List the favourites")->callback([&context] {
        context.command = [&context] { return list(context); };
    });
    for (const auto &[name, what, how] : {std::tuple("add", "Make an entry a favourite", Mark::Add),
                                          std::tuple("remove", "Take an entry off the favourites", Mark::Remove)}) {
        CLI::App *command = favourites->add_subcommand(name, what);
        auto entry = std::make_shared<std::string>();
        command->add_option("entry", *entry, "live:ID, movie:ID or series:ID")->required();
        command->callback([&context, entry, how = how] {
            context.command = [&context, entry, how] { return mark(context, *entry, how); };
        });
    }
}

} // namespace kanal::cli
