// SPDX-License-Identifier: MIT
#include "shown_text.h"

#include <kanal/core/eight_bytes.h>
#include <kanal/core/limits.h>
#include <kanal/core/text.h>

#include <string>

namespace kanal::xtream
{

namespace
{

/// Bytes that may begin something to be cleaned: controls, '&', and the lead bytes of C1 controls, direction overrides
/// and U+FEFF.
constexpr bool isSuspicious(unsigned char c)
{
    return (c < 0x20) | (c == 0x7F) | (c == '&') | (c == 0xC2) | (c == 0xE2) | (c == 0xEF);
}

bool isAnySuspicious(EightBytes bytes)
{
    return anyBelow(bytes, 0x20) || (findByte(bytes, 0x7F) | findByte(bytes, '&')) != 0 ||
           (!isAscii(bytes) && (findByte(bytes, 0xC2) | findByte(bytes, 0xE2) | findByte(bytes, 0xEF)) != 0);
}

/// Whether something to be cleaned begins in [from, end).
bool needsCleaning(std::string_view text, std::size_t from, std::size_t end)
{
    for (std::size_t i = from; i < end; ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (!isSuspicious(byte))
            continue;
        const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0;
        const auto third = i + 2 < text.size() ? static_cast<unsigned char>(text[i + 2]) : 0;
        if (byte == 0xC2 && next >= 0xA0)
            continue;
        if (byte == 0xE2 && !(next == 0x80 && third >= 0xAA && third <= 0xAE) &&
            !(next == 0x81 && third >= 0xA6 && third <= 0xA9))
            continue;
        if (byte == 0xEF && !(next == 0xBB && third == 0xBF))
            continue;
        return true;
    }
    return false;
}

bool needsCleaning(std::string_view text)
{
    std::size_t at = 0;
    for (; at + sizeof(EightBytes) <= text.size(); at += sizeof(EightBytes))
        if (isAnySuspicious(eightBytesAt(text.data() + at)) && needsCleaning(text, at, at + sizeof(EightBytes)))
            return true;
    return needsCleaning(text, at, text.size());
}

/// The code point-sized run at one end that repeats; how often.
std::size_t repeatsInFront(std::string_view text, std::string_view &mark)
{
    std::size_t size = 1;
    while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80)
        ++size;
    mark = text.substr(0, size);
    std::size_t count = 0;
    while (text.substr(count * size).starts_with(mark) && count * size < text.size())
        ++count;
    return count;
}

bool isMark(std::string_view mark)
{
    const auto first = static_cast<unsigned char>(mark.front());
    if (first < 0x80)
        return std::string_view("#=*-_~+.|:<>/\\!").find(mark.front()) != std::string_view::npos;
    // Boxes, blocks, arrows, stars, dingbats: U+2010 … U+2BFF. Letters of other scripts repeat for no such reason.
    return first == 0xE2 && static_cast<unsigned char>(mark[1]) >= 0x80 && static_cast<unsigned char>(mark[1]) <= 0xAF;
}

} // namespace

std::string_view shownText(Scalar value, std::size_t maxBytes, TextArena &arena)
{
    const std::string_view text = toText(value);
    if (text.size() <= maxBytes && !needsCleaning(text))
        return text;
    const std::string decoded = text.find('&') == std::string_view::npos ? std::string(text) : decodeHtmlEntities(text);
    return arena.keep(trimmed(cleanText(decoded, maxBytes)));
}

std::string_view addressText(Scalar value)
{
    const std::string_view text = toText(value);
    return text.size() <= limits::kUrlBytes ? text : std::string_view();
}

std::size_t headingMarks(std::string_view name)
{
    if (name.empty())
        return 0;
    std::string_view mark;
    const std::size_t front = repeatsInFront(name, mark);
    if (front < 3 || !isMark(mark))
        return 0;
    std::size_t back = 0; // "=====> X <=====" ends with the same mark, though its arrows differ
    while (back < front && name.substr(0, name.size() - back * mark.size()).ends_with(mark))
        ++back;
    return back;
}

} // namespace kanal::xtream
