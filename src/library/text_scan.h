// SPDX-License-Identifier: MIT
// Finds a short text in a long one at memory speed: blocks of 16 or 32 places where first and last byte fit, then a
// comparison. glibc's memmem takes three to five times as long for needles of two to four letters, the ones people
// type.
#pragma once

#include <string_view>

namespace kanal::library
{

class TextScan
{
public:
    /// `needle` must live as long as this.
    explicit TextScan(std::string_view needle);
    /// The first place at or after `from`; nullptr: none before `end`.
    const char *find(const char *from, const char *end) const { return m_find(from, end, m_needle); }
    std::size_t size() const { return m_needle.size(); }

private:
    using Find = const char *(*)(const char *from, const char *end, std::string_view needle);
    std::string_view m_needle;
    Find m_find;
};

} // namespace kanal::library
