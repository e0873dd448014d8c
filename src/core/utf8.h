// SPDX-License-Identifier: MIT
// Code points in and out of UTF-8; strict on the way in.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace kanal::utf8
{

inline constexpr std::int32_t kInvalid = -1;

/// Takes one code point off the front of a text that is not empty. kInvalid (one byte or the wrong start of a sequence
/// taken) where the bytes are no UTF-8: overlong forms, surrogates and values above U+10FFFF included.
inline std::int32_t next(std::string_view &text)
{
    const auto first = static_cast<unsigned char>(text.front());
    text.remove_prefix(1);
    if (first < 0x80)
        return first;
    if (first < 0xC2 || first > 0xF4)
        return kInvalid;
    const int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
    std::int32_t point = first & (0x3F >> more);
    for (int i = 0; i < more; ++i) {
        if (text.empty())
            return kInvalid;
        const auto byte = static_cast<unsigned char>(text.front());
        const bool tight = i == 0 && ((first == 0xE0 && byte < 0xA0) || (first == 0xED && byte > 0x9F) ||
                                      (first == 0xF0 && byte < 0x90) || (first == 0xF4 && byte > 0x8F));
        if ((byte & 0xC0) != 0x80 || tight)
            return kInvalid;
        point = point << 6 | (byte & 0x3F);
        text.remove_prefix(1);
    }
    return point;
}

inline void append(std::int32_t point, std::string &out)
{
    const auto c = std::uint32_t(point);
    if (c < 0x80) {
        out += char(c);
    } else if (c < 0x800) {
        out += char(0xC0 | c >> 6);
        out += char(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        out += char(0xE0 | c >> 12);
        out += char(0x80 | (c >> 6 & 0x3F));
        out += char(0x80 | (c & 0x3F));
    } else {
        out += char(0xF0 | c >> 18);
        out += char(0x80 | (c >> 12 & 0x3F));
        out += char(0x80 | (c >> 6 & 0x3F));
        out += char(0x80 | (c & 0x3F));
    }
}

} // namespace kanal::utf8
