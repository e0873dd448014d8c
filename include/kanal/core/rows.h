// SPDX-License-Identifier: MIT
// The rows of a panel's lists as they walk from the wire to the store and from the store to a view.
// They are views: the text belongs to whoever handed the row out (a decoder's batch while the callback runs, a
// CatalogueSnapshot while it is held). Copying a row copies no text.
#pragma once

#include <kanal/core/ids.h>

#include <cstdint>
#include <span>
#include <string_view>

namespace kanal
{

struct CategoryRow {
    std::string_view id;
    std::string_view name;
    bool adult = false;
};

enum class LiveForm : std::uint8_t {
    Television,
    Radio,
    Heading, ///< a row such as "##### SPORTS #####": shown as a heading, never played
};

struct ChannelRow {
    std::string_view id;
    std::string_view name;
    std::string_view categoryId;      ///< the first category; empty: none
    std::string_view moreCategoryIds; ///< further ones, separated by '\n'
    std::string_view logoUrl;
    std::string_view guideId;     ///< the XMLTV channel id, trimmed; empty: none
    std::int32_t number = 0;      ///< position the panel gave, 1…; 0: none
    std::int32_t archiveDays = 0; ///< 0: no catch-up
    std::int64_t added = 0;       ///< Unix seconds; 0: unknown
    LiveForm form = LiveForm::Television;
    bool adult = false;
};

struct MovieRow {
    std::string_view id;
    std::string_view name;
    std::string_view categoryId;
    std::string_view moreCategoryIds;
    std::string_view posterUrl;
    std::string_view container; ///< file extension as given ("mp4", "MKV"); empty: unknown
    std::string_view genre;
    std::string_view cast;
    std::string_view director;
    std::string_view plot;
    std::int32_t number = 0;
    std::int32_t year = 0;
    std::int64_t added = 0;
    float rating = 0; ///< 0…10; 0: none
    bool adult = false;
    bool heading = false; ///< a row such as "##### ACTION #####": no film
};

struct SeriesRow {
    std::string_view id;
    std::string_view name;
    std::string_view categoryId;
    std::string_view moreCategoryIds;
    std::string_view posterUrl;
    std::string_view backdropUrl;
    std::string_view genre;
    std::string_view cast;
    std::string_view director;
    std::string_view plot;
    std::string_view trailer;
    std::int32_t number = 0;
    std::int32_t year = 0;
    std::int64_t modified = 0; ///< Unix seconds of the last change; 0: unknown
    float rating = 0;
    bool adult = false;
    bool heading = false; ///< likewise
};

} // namespace kanal
