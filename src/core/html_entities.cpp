// SPDX-License-Identifier: MIT
#include "utf8.h"

#include <kanal/core/text.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace kanal
{

namespace
{

/// U+00A0 … U+00FF, in order.
constexpr std::array<std::string_view, 96> kLatin1 = {
    "nbsp",   "iexcl",  "cent",   "pound",  "curren", "yen",    "brvbar", "sect",   "uml",    "copy",   "ordf",
    "laquo",  "not",    "shy",    "reg",    "macr",   "deg",    "plusmn", "sup2",   "sup3",   "acute",  "micro",
    "para",   "middot", "cedil",  "sup1",   "ordm",   "raquo",  "frac14", "frac12", "frac34", "iquest", "Agrave",
    "Aacute", "Acirc",  "Atilde", "Auml",   "Aring",  "AElig",  "Ccedil", "Egrave", "Eacute", "Ecirc",  "Euml",
    "Igrave", "Iacute", "Icirc",  "Iuml",   "ETH",    "Ntilde", "Ograve", "Oacute", "Ocirc",  "Otilde", "Ouml",
    "times",  "Oslash", "Ugrave", "Uacute", "Ucirc",  "Uuml",   "Yacute", "THORN",  "szlig",  "agrave", "aacute",
    "acirc",  "atilde", "auml",   "aring",  "aelig",  "ccedil", "egrave", "eacute", "ecirc",  "euml",   "igrave",
    "iacute", "icirc",  "iuml",   "eth",    "ntilde", "ograve", "oacute", "ocirc",  "otilde", "ouml",   "divide",
    "oslash", "ugrave", "uacute", "ucirc",  "uuml",   "yacute", "thorn",  "yuml"};

struct Named {
    std::string_view name;
    std::int32_t point;
};
constexpr Named kOthers[] = {{"amp", '&'},       {"lt", '<'},        {"gt", '>'},       {"quot", '"'},
                             {"apos", '\''},     {"OElig", 0x152},   {"oelig", 0x153},  {"Scaron", 0x160},
                             {"scaron", 0x161},  {"Yuml", 0x178},    {"ndash", 0x2013}, {"mdash", 0x2014},
                             {"lsquo", 0x2018},  {"rsquo", 0x2019},  {"sbquo", 0x201A}, {"ldquo", 0x201C},
                             {"rdquo", 0x201D},  {"bdquo", 0x201E},  {"bull", 0x2022},  {"hellip", 0x2026},
                             {"lsaquo", 0x2039}, {"rsaquo", 0x203A}, {"euro", 0x20AC},  {"trade", 0x2122}};

/// The code point an entity stands for (without & and ;), or 0.
std::int32_t entityPoint(std::string_view entity)
{
    if (entity.size() > 1 && entity[0] == '#') {
        const bool hex = entity[1] == 'x' || entity[1] == 'X';
        const std::string_view digits = entity.substr(hex ? 2 : 1);
        std::int32_t point = 0;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), point, hex ? 16 : 10);
        const bool whole = !digits.empty() && error == std::errc() && end == digits.data() + digits.size();
        const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
        return whole && point > 0 && point <= 0x10FFFF && !surrogate ? point : 0;
    }
    for (const Named &named : kOthers)
        if (named.name == entity)
            return named.point;
    const auto latin = std::find(kLatin1.begin(), kLatin1.end(), entity);
    return latin == kLatin1.end() ? 0 : 0xA0 + std::int32_t(latin - kLatin1.begin());
}

} // namespace

std::string decodeHtmlEntities(std::string_view text)
{
    constexpr std::size_t kLongest = 10; // "#x0010FFFF"
    std::string out;
    out.reserve(text.size());
    for (;;) {
        const auto at = text.find('&');
        out += text.substr(0, at);
        if (at == std::string_view::npos)
            return out;
        text.remove_prefix(at + 1);
        const auto end = text.substr(0, kLongest + 1).find(';');
        const std::int32_t point = end == std::string_view::npos ? 0 : entityPoint(text.substr(0, end));
        if (point == 0) {
            out += '&';
            continue;
        }
        utf8::append(point, out);
        text.remove_prefix(end + 1);
    }
}

} // namespace kanal
