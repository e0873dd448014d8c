// SPDX-License-Identifier: MIT
#include "utf8.h"

#include <kanal/core/text.h>

#include <algorithm>

#include <utf8proc.h>

namespace kanal
{

namespace
{

bool isBlank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? char(c + 32) : c;
}

bool isDropped(std::int32_t c)
{
    const bool control = c < 0x20 || (c >= 0x7F && c < 0xA0);
    const bool direction = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    return control || direction || c == 0xFEFF;
}

} // namespace

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && isBlank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isBlank(text.back()))
        text.remove_suffix(1);
    return text;
}

std::string lowered(std::string_view text)
{
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), lower);
    return out;
}

bool equalsIgnoringCase(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

std::vector<std::string_view> split(std::string_view text, char separator)
{
    std::vector<std::string_view> parts;
    for (;;) {
        const auto at = text.find(separator);
        parts.push_back(text.substr(0, at));
        if (at == std::string_view::npos)
            return parts;
        text.remove_prefix(at + 1);
    }
}

bool isValidUtf8(std::string_view text)
{
    while (!text.empty()) {
        if (static_cast<unsigned char>(text.front()) < 0x80) {
            text.remove_prefix(1);
            continue;
        }
        if (utf8::next(text) == utf8::kInvalid)
            return false;
    }
    return true;
}

std::string cleanText(std::string_view text, std::size_t maxBytes)
{
    std::string out;
    out.reserve(std::min(text.size(), maxBytes));
    bool lineBreak = false;
    while (!text.empty()) {
        std::int32_t c = utf8::next(text);
        if (c == utf8::kInvalid)
            c = 0xFFFD;
        const bool breaks = c == '\n' || c == '\r' || c == '\t';
        if (breaks && lineBreak)
            continue; // "\r\n" is one blank
        lineBreak = breaks;
        if (breaks)
            c = ' ';
        else if (isDropped(c))
            continue;
        const std::size_t before = out.size();
        utf8::append(c, out);
        if (out.size() > maxBytes) {
            out.resize(before);
            break;
        }
    }
    return out;
}

namespace
{

bool startsWord(std::int32_t c)
{
    const auto category = c == utf8::kInvalid ? UTF8PROC_CATEGORY_ZS : utf8proc_category(c);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
}

bool hasWord(std::string_view text)
{
    while (!text.empty())
        if (startsWord(utf8::next(text)))
            return true;
    return false;
}

/// What follows "UK: ", "DE| ", "US - ", "|FR| " or "[PT] "; the whole name where it begins otherwise, or nothing
/// follows.
std::string_view withoutCountry(std::string_view name)
{
    std::string_view rest = trimmed(name);
    const bool opened = !rest.empty() && std::string_view("|[(").find(rest.front()) != std::string_view::npos;
    if (opened)
        rest = trimmed(rest.substr(1));
    const auto letters =
        std::size_t(std::find_if(rest.begin(), rest.end(), [](char c) { return c < 'A' || c > 'Z'; }) - rest.begin());
    if (letters < 2 || letters > 3)
        return name;
    rest.remove_prefix(letters);
    const bool apart = rest.starts_with(' ');
    rest = trimmed(rest);
    const std::string_view ends = opened ? "|])" : apart ? ":|-" : ":|"; // "CNN-News" is one word
    if (rest.empty() || ends.find(rest.front()) == std::string_view::npos || !hasWord(rest.substr(1)))
        return name;
    return rest.substr(1);
}

} // namespace

std::string initials(std::string_view name)
{
    name = withoutCountry(name);
    std::string out;
    std::int32_t second = 0; // of the first word, for names of one word
    int words = 0;
    bool inWord = false;
    int inFirst = 0;
    while (!name.empty() && words < 2) {
        const std::int32_t c = utf8::next(name);
        const auto category = c == utf8::kInvalid ? UTF8PROC_CATEGORY_ZS : utf8proc_category(c);
        const bool letter = startsWord(c);
        const bool mark = category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_ME;
        if (letter && !inWord && ++words <= 2)
            utf8::append(utf8proc_toupper(c), out);
        else if (letter && words == 1 && ++inFirst == 1)
            second = utf8proc_toupper(c);
        inWord = letter || (inWord && (mark || c == '\'' || c == 0x2019));
    }
    if (words == 1 && second != 0)
        utf8::append(second, out);
    return out;
}

std::string base64Encode(std::string_view bytes)
{
    constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const std::size_t have = std::min<std::size_t>(3, bytes.size() - i);
        std::uint32_t group = 0;
        for (std::size_t k = 0; k < 3; ++k)
            group = group << 8 | (k < have ? static_cast<unsigned char>(bytes[i + k]) : 0u);
        for (std::size_t k = 0; k < 4; ++k)
            out += k <= have ? kAlphabet[(group >> (18 - 6 * k)) & 63] : '=';
    }
    return out;
}

bool base64Decode(std::string_view text, std::string &out)
{
    std::string decoded;
    decoded.reserve(text.size() / 4 * 3);
    std::uint32_t group = 0;
    int digits = 0;
    int padding = 0;
    for (char c : text) {
        int value = 0;
        if (c >= 'A' && c <= 'Z')
            value = c - 'A';
        else if (c >= 'a' && c <= 'z')
            value = c - 'a' + 26;
        else if (c >= '0' && c <= '9')
            value = c - '0' + 52;
        else if (c == '+' || c == '-')
            value = 62;
        else if (c == '/' || c == '_')
            value = 63;
        else if (isBlank(c))
            continue;
        else if (c == '=' && ++padding <= 2)
            continue;
        else
            return false;
        if (padding > 0)
            return false; // text after the end
        group = group << 6 | std::uint32_t(value);
        if (++digits % 4 == 0) {
            decoded += char(group >> 16);
            decoded += char(group >> 8);
            decoded += char(group);
        }
    }
    if (digits % 4 == 1)
        return false;
    if (digits % 4 >= 2)
        decoded += char(group >> (digits % 4 == 2 ? 4 : 10));
    if (digits % 4 == 3)
        decoded += char(group >> 2);
    out = std::move(decoded);
    return true;
}

} // namespace kanal
