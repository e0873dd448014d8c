// SPDX-License-Identifier: MIT
#include "text.h"

#include <kanal/core/text.h>
#include <kanal/presenters/match_ranges.h>

#include <algorithm>
#include <optional>

namespace kanal::presenters
{

namespace
{

/// What becomes of the signs inside a word.
enum class Signs { Part, Join };

/// A text as search sees it, and which letter of the original each byte came from.
struct Traced {
    Traced(const QString &text, Signs signs)
    {
        for (qsizetype at = 0; at < text.size();) {
            const bool pair = text.at(at).isHighSurrogate() && at + 1 < text.size();
            const qsizetype length = pair ? 2 : 1;
            std::string part = folded(toUtf8(text.mid(at, length)));
            const bool parts = signs == Signs::Part ? !text.at(at).isMark() : text.at(at).isSpace();
            if (part.empty() && parts && !plain.empty() && plain.back() != ' ')
                part = " ";
            plain += part;
            origin.insert(origin.end(), part.size(), at);
            at += length;
        }
        origin.push_back(text.size());
    }

    std::size_t find(std::string_view word) const
    {
        for (std::size_t at = plain.find(word); at != std::string::npos; at = plain.find(word, at + 1))
            if (at == 0 || plain[at - 1] == ' ')
                return at;
        return plain.find(word);
    }

    std::optional<MatchRange> range(std::string_view word) const
    {
        const std::size_t at = word.empty() ? std::string::npos : find(word);
        if (at == std::string::npos)
            return std::nullopt;
        return MatchRange{origin[at], origin[at + word.size()] - origin[at]};
    }

    std::string plain;
    std::vector<qsizetype> origin;
};

} // namespace

std::vector<MatchRange> matchRanges(const QString &text, const QString &query)
{
    const Traced traced(text, Signs::Part), joined(text, Signs::Join);
    std::vector<MatchRange> found;
    const auto mark = [&](std::string_view word) {
        auto range = traced.range(word);
        if (!range)
            range = joined.range(word); // "greys" is in "Grey's"
        if (range)
            found.push_back(*range);
        return range.has_value();
    };
    const std::string typed = toUtf8(query);
    for (const std::string_view chunk : split(typed, ' ')) {
        const std::string words = folded(chunk);
        std::string together = words;
        if (std::erase(together, ' ') > 0 && (mark(words) || mark(together))) // "spider-man" is in "Spiderman"
            continue;
        for (const std::string_view word : split(words, ' '))
            mark(word);
    }
    std::sort(found.begin(), found.end(), [](const MatchRange &a, const MatchRange &b) { return a.from < b.from; });
    std::vector<MatchRange> apart;
    for (const MatchRange &range : found) {
        if (apart.empty() || range.from > apart.back().from + apart.back().length)
            apart.push_back(range);
        else
            apart.back().length = std::max(apart.back().length, range.from + range.length - apart.back().from);
    }
    std::erase_if(apart, [](const MatchRange &range) { return range.length <= 0; });
    return apart;
}

} // namespace kanal::presenters
