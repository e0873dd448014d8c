// SPDX-License-Identifier: MIT
// What we refuse to go beyond, whatever a server sends. All in one place; docs/architecture.md says why.
#pragma once

#include <chrono>
#include <cstddef>

namespace kanal::limits
{

inline constexpr std::size_t kUrlBytes = 4096;
inline constexpr std::size_t kHeaderBytes = 64 * 1024;
inline constexpr int kRedirects = 8;
inline constexpr std::size_t kListBytes = 256ull << 20; ///< one list of a panel, decoded
inline constexpr std::size_t kRowBytes = 1 << 20;       ///< one row of it
inline constexpr int kJsonDepth = 32;
inline constexpr std::size_t kListRows = 2'000'000;
inline constexpr std::size_t kCategories = 50'000;  ///< of one kind; large panels have a few thousand
inline constexpr std::size_t kCategoriesOfRow = 64; ///< no panel means more; a hostile one names a hundred thousand
inline constexpr std::size_t kAnswerBytes = 32ull << 20; ///< any other JSON answer
inline constexpr std::size_t kIdBytes = 128;
inline constexpr std::size_t kNameBytes = 1024;
inline constexpr std::size_t kTextBytes = 16 * 1024;     ///< plot, description
inline constexpr std::size_t kCategoryBytes = 32u << 20; ///< of all categories that the rows of a list name
inline constexpr std::size_t kLogoBytes = 5ull << 20;
inline constexpr int kLogoPixels = 4096; ///< on each side, before decoding
inline constexpr std::size_t kImageCacheBytes = 512ull << 20;
inline constexpr std::size_t kGoneImages = 20'000; ///< remembered as missing, 28 bytes each
inline constexpr std::size_t kPlaylistBytes = 4ull << 20;
inline constexpr int kPlaylistLines = 50'000;
inline constexpr std::size_t kGzipRatio = 200; ///< after 10 MiB
inline constexpr std::chrono::seconds kConnectTimeout{5};
inline constexpr std::chrono::seconds kHeaderTimeout{8};
inline constexpr std::chrono::seconds kApiIdleTimeout{15};
inline constexpr std::chrono::seconds kListHeaderTimeout{60}; ///< a panel puts 150,000 films together first
inline constexpr std::chrono::seconds kListIdleTimeout{30};
inline constexpr std::chrono::seconds kListRateWindow{60};
inline constexpr std::size_t kListWindowBytes = 120 * 1024; ///< 2 KB/s: what is slower is no panel that works
inline constexpr std::chrono::minutes kListTotal{15};

} // namespace kanal::limits
