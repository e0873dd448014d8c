// SPDX-License-Identifier: MIT
// The three kinds of rows in one shape, as they are stored. What a kind does not have is empty.
#pragma once

#include <kanal/core/rows.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace kanal::library
{

enum class EntryText : std::uint8_t {
    Id,
    Name,
    Image, ///< logo or poster
    Tag,   ///< guide id of a channel, container of a film, trailer of a series
    Link,  ///< backdrop of a series. Not a direct source: nothing plays it, and it may hold another's sign-in
    Genre,
    Director,
    Cast,
    Category,
    MoreCategories,
    Plot,
};
inline constexpr std::size_t kEntryTexts = 11;
/// The texts up to here stand in the mapped file as they are; categories become numbers, the plot has a file of its
/// own.
inline constexpr std::size_t kListedTexts = 8;

/// A view, as the rows of kanal/core/rows.h are.
struct Entry {
    std::array<std::string_view, kEntryTexts> texts;
    std::int64_t time = 0; ///< added or modified
    std::int32_t number = 0;
    std::int32_t years = 0; ///< year of a film or series, archive days of a channel
    float rating = 0;
    LiveForm form = LiveForm::Television;
    bool adult = false;

    std::string_view text(EntryText which) const { return texts[std::size_t(which)]; }
    std::string_view &text(EntryText which) { return texts[std::size_t(which)]; }
};

Entry entryOf(const ChannelRow &row);
Entry entryOf(const MovieRow &row);
Entry entryOf(const SeriesRow &row);

ChannelRow channelOf(const Entry &entry);
MovieRow movieOf(const Entry &entry);
SeriesRow seriesOf(const Entry &entry);

/// No longer than `bytes`, not cut inside a character.
std::string_view shortened(std::string_view text, std::size_t bytes);

} // namespace kanal::library
