// SPDX-License-Identifier: MIT
// Panels renumber. What the user marked is followed by what it was: its name and guide id, or its name and category.
#pragma once

#include "database.h"

#include <kanal/library/user_store.h>

#include <vector>

namespace kanal::library
{

struct Renumbering {
    using Move = UserStore::Move;
    std::vector<Move> moves;          ///< to new ids
    std::vector<EntryShape> reshaped; ///< same id, new name, guide id or category
};

/// Pure. An entry stays with its id where the name there is still its own. Otherwise it moves to an entry that is new
/// under its id and has its name and its guide id or, failing that, one of its categories or a name nothing else has;
/// never two to one, never to one that is marked already. One whose id still has its guide id (variants share them)
/// moves only to its name with that guide id. Where none fits it waits: the panel may bring it back. One that waits
/// under an id another moves to waits under an id that no panel has. One that was renamed is known by its new name from
/// then on.
Renumbering planRenumbering(const std::vector<EntryShape> &marked, const std::vector<ListedEntry> &catalogue);

/// Everything that is marked, once each: favourites in their order, recents, hidden entries, those with chosen tracks.
Result<std::vector<EntryShape>> readMarked(Database &db, std::int64_t identity, AccountId account, EntryKind kind);

/// Plans for all of it together and carries it out, on positions too. Returns how many entries
/// moved. `before`: see UserStore::followRenumbered.
Result<int> followEntries(Database &db, std::int64_t identity, AccountId account, EntryKind kind,
                          const std::vector<ListedEntry> &catalogue, const std::vector<EntryShape> &before);

Result<> moveEntries(Database &db, std::int64_t identity, EntryKind kind, const std::vector<UserStore::Move> &moves);

} // namespace kanal::library
