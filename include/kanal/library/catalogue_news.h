// SPDX-License-Identifier: MIT
// What the refreshes of the last days changed in a list. Kept beside the catalogue for a week, and as disposable as it.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace kanal::library
{

/// So long an entry is new, and so long it is kept what a refresh changed.
inline constexpr std::chrono::hours kNewsAge{7 * 24};
/// So many entries of one refresh are kept by name; what came before what went, before what was renamed.
inline constexpr std::size_t kNewsEntries = 5000;

/// What one refresh changed in one list. The first list of a kind is no news, nor is a refresh that changed nothing.
struct CatalogueNews {
    struct Entry {
        std::string id; ///< of what is gone: the id it had
        std::string name;
        std::string nameBefore; ///< of what was renamed
        std::string categoryId; ///< the first one; empty: none
        bool adult = false;     ///< in the list it is of; what was renamed: before or after
    };
    std::chrono::sys_seconds at{};
    std::uint32_t before = 0, after = 0;                           ///< rows of the list
    std::uint32_t added = 0, gone = 0, renamed = 0;                ///< exact, however few entries were kept
    std::uint32_t adultAdded = 0, adultGone = 0, adultRenamed = 0; ///< of them, for adults
    std::vector<Entry> newEntries, goneEntries, renamedEntries;    ///< in the order of their lists
};

} // namespace kanal::library
