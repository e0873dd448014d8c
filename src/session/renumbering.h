// SPDX-License-Identifier: MIT
// After a refresh: what the user marked follows its entry to a new number. Gives the store only the shapes it needs, so
// that a catalogue of a quarter of a million rows costs one pass over the names, and nothing at all when no marked
// entry vanished.
#pragma once

#include <kanal/core/error.h>
#include <kanal/core/ids.h>
#include <kanal/library/user_store.h>

#include <vector>

namespace kanal::library
{
class CatalogueSnapshot;
class Library;
} // namespace kanal::library

namespace kanal::session
{

/// Whether what has its id now is still the marked entry: panels that number anew give a known id to another.
bool isSameEntry(const library::EntryShape &marked, const library::EntryShape &now);

/// The shapes of the entries that have a marked id, and of those with the name of a marked one whose id is gone or now
/// belongs to another entry; empty when every marked entry is still where it was.
std::vector<library::EntryShape> shapesToFollow(const library::CatalogueSnapshot &snapshot,
                                                const std::vector<library::EntryShape> &marked);

/// Any thread; not on the GUI thread.
Result<int> followRenumbered(library::Library &library, AccountId account, EntryKind kind);

} // namespace kanal::session
