// SPDX-License-Identifier: MIT
// By what a list of channels, films or series is sorted, and what its filter chips leave in it.
#pragma once

#include <kanal/core/ids.h>

#include <QString>

#include <vector>

namespace kanal::presenters
{

enum class SortKey { Listed, Number, Name, Added, Rating, Year };

struct ListSort {
    SortKey key = SortKey::Listed; ///< the provider's order
    bool descending = false;
    friend bool operator==(const ListSort &, const ListSort &) = default;
};

/// Which list a row is seen in: it decides what can be done with it. Favourites are moved in their own order only.
enum class ListPlace { List, Favourites, SortedFavourites, Hidden };
ListPlace placeOf(const QString &categoryKey, const ListSort &sort = {});

/// What one can sort such a list by, as a menu shows it.
std::vector<SortKey> sortKeys(EntryKind kind);
QString sortName(SortKey key);
/// As one wants it first: the newest, the best, A before Z.
ListSort firstSort(SortKey key);
QString sortText(const ListSort &sort);      ///< as settings keep it: "name", "-added"
ListSort sortOfText(const QString &text);    ///< what cannot be read is the provider's order
QString directionText(const ListSort &sort); ///< "A to Z", "Newest first"

/// Only what all of these let through is shown.
struct ListChips {
    bool favourites = false;
    bool unwatched = false; ///< films not seen to the end, series not begun
    bool archive = false;   ///< channels with catch-up
    bool fresh = false;     ///< new in the list this week
    QString genre;          ///< empty: any
    int decade = 0;         ///< 2020: 2020 … 2029; 0: any

    bool any() const { return favourites || unwatched || archive || fresh || !genre.isEmpty() || decade != 0; }
    friend bool operator==(const ListChips &, const ListChips &) = default;
};

QString chipsText(const ListChips &chips); ///< as settings keep them
ListChips chipsOfText(const QString &text);

} // namespace kanal::presenters
