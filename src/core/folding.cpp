// SPDX-License-Identifier: MIT
// Folding for search. It runs over every name of a catalogue (200 000 and more), so ASCII costs a table look-up and
// nothing here allocates but the growth of `out`.
#include "utf8.h"

#include <kanal/core/eight_bytes.h>
#include <kanal/core/text.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include <utf8proc.h>

namespace kanal
{

namespace
{

/// What an ASCII character becomes: itself, its lower case, or a blank.
constexpr std::array<char, 128> kAscii = [] {
    std::array<char, 128> table{};
    for (int c = 0; c < 128; ++c) {
        const bool upper = c >= 'A' && c <= 'Z';
        const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        table[std::size_t(c)] = upper ? char(c + 32) : kept ? char(c) : ' ';
    }
    return table;
}();

/// Letters that people type without their stroke although Unicode does not take them apart.
std::string_view plainLetter(std::int32_t c)
{
    switch (c) {
    case 0x00E6:
        return "ae";
    case 0x00F0:
        return "d";
    case 0x00F8:
        return "o";
    case 0x00FE:
        return "th";
    case 0x0111:
        return "d";
    case 0x0127:
        return "h";
    case 0x0131:
        return "i";
    case 0x0142:
        return "l";
    case 0x014B:
        return "n";
    case 0x0153:
        return "oe";
    case 0x0167:
        return "t";
    case 0x0180:
        return "b";
    case 0x0259:
        return "e"; // Azerbaijani
    case 0x0649:
        return "\u064A"; // alef maksura is typed as yeh
    default:
        return {};
    }
}

/// Accents and vowel points that are not typed. The marks of Indic and South-East Asian scripts are letters to their
/// readers and stay.
bool isAccent(std::int32_t c)
{
    return (c >= 0x0300 && c <= 0x036F) || (c >= 0x0483 && c <= 0x0489) || (c >= 0x0591 && c <= 0x05C7) ||
           (c >= 0x0610 && c <= 0x061A) || c == 0x0640 || (c >= 0x064B && c <= 0x065F) || c == 0x0670 ||
           (c >= 0x06D6 && c <= 0x06ED) || (c >= 0x1AB0 && c <= 0x1AFF) || (c >= 0x1DC0 && c <= 0x1DFF) ||
           (c >= 0x20D0 && c <= 0x20FF) || (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xFE20 && c <= 0xFE2F);
}

void blank(std::string &out, std::size_t start)
{
    if (out.size() > start && out.back() != ' ')
        out += ' ';
}

void foldPoint(std::int32_t point, std::string &out, std::size_t start)
{
    std::array<utf8proc_int32_t, 32> parts; // the longest decomposition of Unicode has 18
    int boundary = 0;
    const auto count =
        utf8proc_decompose_char(point, parts.data(), utf8proc_ssize_t(parts.size()),
                                utf8proc_option_t(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD), &boundary);
    for (utf8proc_ssize_t i = 0; i < count && i < utf8proc_ssize_t(parts.size()); ++i) {
        const std::int32_t c = parts[std::size_t(i)];
        if (c < 0x80) {
            const char kept = kAscii[std::size_t(c)];
            kept == ' ' ? blank(out, start) : out.push_back(kept);
        } else if (const auto plain = plainLetter(c); !plain.empty()) {
            out += plain;
        } else if (!isAccent(c)) {
            const auto category = utf8proc_category(c);
            if (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO) // letters, marks, numbers
                utf8::append(c, out);
            else if (category != UTF8PROC_CATEGORY_CF) // joiners and soft hyphens are nothing
                blank(out, start);
        }
    }
}

std::size_t asciiInFront(std::string_view text)
{
    std::size_t count = 0;
    while (count + sizeof(EightBytes) <= text.size() && isAscii(eightBytesAt(text.data() + count)))
        count += sizeof(EightBytes);
    while (count < text.size() && static_cast<unsigned char>(text[count]) < 0x80)
        ++count;
    return count;
}

/// Written over without asking whether a blank follows a blank: such a one is written over by the next.
void foldAscii(std::string_view ascii, std::string &out, std::size_t start)
{
    std::size_t end = out.size();
    char last = end > start ? out.back() : ' ';
    out.resize(end + ascii.size());
    for (const char c : ascii) {
        const char folded = kAscii[static_cast<unsigned char>(c)];
        out[end] = folded;
        end += folded != ' ' || last != ' ';
        last = folded;
    }
    out.resize(end);
}

} // namespace

void foldInto(std::string_view text, std::string &out)
{
    const std::size_t start = out.size();
    while (!text.empty()) {
        if (const std::size_t plain = asciiInFront(text); plain > 0) {
            foldAscii(text.substr(0, plain), out, start);
            text.remove_prefix(plain);
            continue;
        }
        const std::int32_t point = utf8::next(text);
        if (point != utf8::kInvalid)
            foldPoint(point, out, start);
        else
            blank(out, start);
    }
    if (out.size() > start && out.back() == ' ')
        out.pop_back();
}

std::string folded(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    foldInto(text, out);
    return out;
}

void foldJoinedInto(std::string_view text, std::string &out)
{
    constexpr std::size_t kLongestWord = 32; // longer ones are file names
    constexpr std::size_t kMost = 128;
    const std::size_t start = out.size();
    std::string word;
    while (!text.empty() && out.size() - start < kMost) {
        const std::size_t end = std::min(text.find(' '), text.size());
        const std::string_view chunk = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const bool plain = std::all_of(chunk.begin(), chunk.end(), [](char c) {
            return static_cast<unsigned char>(c) < 0x80 && kAscii[static_cast<unsigned char>(c)] != ' ';
        });
        if (plain || chunk.size() > 2 * kLongestWord)
            continue;
        word.clear();
        foldInto(chunk, word);
        if (std::erase(word, ' ') > 0 && word.size() <= kLongestWord)
            out.append(1, ' ').append(word);
    }
}

bool isSameName(std::string_view a, std::string_view b)
{
    if (a == b)
        return !a.empty();
    const std::string one = folded(a);
    return !one.empty() && one == folded(b);
}

bool isSimilarName(std::string_view a, std::string_view b)
{
    std::string one = " " + folded(a) + " ", other = " " + folded(b) + " ";
    if (one.size() > other.size())
        std::swap(one, other);
    return one.size() > 2 && other.find(one) != std::string::npos;
}

} // namespace kanal
