// SPDX-License-Identifier: MIT
// favourites list | add ENTRY | remove ENTRY
#include "commands.h"
#include "context.h"

#include <kanal/library/library.h>
#include <kanal/library/user_store.h>
#include <kanal/session/entry_shape.h>

#include <algorithm>
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
    Rows rows(context.options.json, {{"Entry"}, {"Name"}, {"Category"}, {""}});
    for (const EntryKind kind : kKinds) {
        const Result<std::vector<library::EntryShape>> favourites = user.favourites(account->id, kind);
        if (!favourites)
            return tl::unexpected(favourites.error());
        for (const library::EntryShape &shape : *favourites) {
            const auto before = library::idBeforeWaiting(shape.key.id);
            const std::string id = before.value_or(shape.key.id);
            if (rows.json())
                rows.addJson({{"kind", entryKindName(kind)},
                              {"id", id},
                              {"name", shape.name},
                              {"category_name", shape.categoryName},
                              {"waiting", before.has_value()}});
            else
                rows.addCells({std::string(entryKindName(kind)) + ":" + id, shape.name, shape.categoryName,
                               before ? "not listed now" : ""});
        }
    }
    rows.finish();
    return kDone;
}

enum class Mark { Add, Remove };

/// The favourite of this id; else one that had it and waits until the panel lists it again.
Result<library::EntryShape> favouriteAt(const library::UserStore &user, const EntryKey &key)
{
    const Result<std::vector<library::EntryShape>> favourites = user.favourites(key.account, key.kind);
    if (!favourites)
        return tl::unexpected(favourites.error());
    const auto with = [&](auto hasId) { return std::find_if(favourites->begin(), favourites->end(), hasId); };
    auto found = with([&](const library::EntryShape &shape) { return shape.key.id == key.id; });
    if (found == favourites->end())
        found =
            with([&](const library::EntryShape &shape) { return library::idBeforeWaiting(shape.key.id) == key.id; });
    if (found == favourites->end())
        return fail(ErrorKind::NotFound, "no such favourite", std::string(entryKindName(key.kind)) + ":" + key.id);
    return *found;
}

Result<int> mark(Context &context, const std::string &entry, Mark mark)
{
    const Result<Account> account = context.account();
    if (!account)
        return tl::unexpected(account.error());
    const Result<EntryKey> key = keyIn(entry, account->id);
    if (!key)
        return tl::unexpected(key.error());
    library::Library &library = (*context.services())->library();
    // One that vanished from the catalogue can still be taken off the list.
    const Result<library::EntryShape> shape =
        mark == Mark::Add ? session::shapeOf(library, *key) : favouriteAt(library.user(), *key);
    if (!shape)
        return tl::unexpected(shape.error());
    if (const Result<> stored = library.user().setFavourite(*shape, mark == Mark::Add); !stored)
        return tl::unexpected(stored.error());
    if (context.options.json)
        printJson({{"kind", entryKindName(key->kind)}, {"id", key->id}, {"favourite", mark == Mark::Add}});
    else
        printLine((mark == Mark::Add ? "Favourite: " : "No favourite any more: ") +
                  (shape->name.empty() ? entry : shape->name));
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
