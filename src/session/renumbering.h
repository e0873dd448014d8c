// SPDX-License-Identifier: MIT
// After a refresh: what the user marked follows its entry to a new number. Gives the store only the shapes it needs, so
// that a catalogue of a quarter of a million rows costs one pass over the names, and only look-ups when no marked entry
// vanished.
#pragma once

#include <kanal/core/details.h>
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

/// The entries that have a marked id, and those with the name of a marked one whose id is gone or now belongs to
/// another entry. `before`: the list before this one; null: nobody knows it any more.
std::vector<library::ListedEntry> entriesToFollow(const library::CatalogueSnapshot *before,
                                                  const library::CatalogueSnapshot &snapshot,
                                                  const std::vector<library::EntryShape> &marked);

/// Whether following came as far as this list. If not (user.db could not be written), nobody may ask what was new
/// after it.
bool wasFollowed(library::Library &library, AccountId account, const library::CatalogueSnapshot &list);
/// Follows the list that is shown now. Any thread; not on the GUI thread.
Result<int> followRenumbered(library::Library &library, AccountId account, EntryKind kind,
                             const library::CatalogueSnapshot *before);
/// Makes up for it where Kanal ended between a new list and its following. Only looks when nothing is to be done.
void followMissed(library::Library &library, AccountId account);

/// The panel's answer about a series: what was watched of it is found again by season and number where its ids are
/// other ones now. Returns how many episodes moved. Any thread; not on the GUI thread.
Result<int> followEpisodes(library::Library &library, AccountId account, const std::string &seriesId,
                           const SeriesDetails &details);

} // namespace kanal::session
