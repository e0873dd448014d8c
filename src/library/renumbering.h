// SPDX-License-Identifier: MIT
// Panels renumber. What the user marked is followed by what it was: its name and guide id, or its name and category.
#pragma once

#include "database.h"

#include <kanal/library/user_store.h>

#include <vector>

namespace kanal::library
{

struct Renumbering {
    struct Move {
        std::string from;
        EntryShape to;
    };
    std::vector<Move> moves;          ///< to new ids
    std::vector<EntryShape> reshaped; ///< same id, new name, guide id or category
};

/// Pure. An entry stays with its id where the name or the guide id there is still its own. Otherwise it moves to the
/// entry that has its name and its guide id or, failing that, its category; never two to one, never to one that is
/// marked already. Where none fits it waits: the panel may bring it back.
Renumbering planRenumbering(const std::vector<EntryShape> &marked, const std::vector<EntryShape> &catalogue);

/// Everything that is marked, once each: favourites in their order, recents, hidden entries, those with chosen tracks.
Result<std::vector<EntryShape>> readMarked(Database &db, std::int64_t identity, AccountId account, EntryKind kind);

/// Plans for all of it together and carries it out, on positions too. Returns how many entries
/// moved.
Result<int> followEntries(Database &db, std::int64_t identity, AccountId account, EntryKind kind,
                          const std::vector<EntryShape> &catalogue);

} // namespace kanal::library
