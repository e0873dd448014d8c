// SPDX-License-Identifier: MIT
#include "text.h"

#include <kanal/core/text.h>
#include <kanal/presenters/match_ranges.h>

#include <algorithm>

namespace kanal::presenters
{

namespace
{

/// A text as search sees it, and which letter of the original each byte came from.
struct Traced {
    explicit Traced(const QString &text)
    {
        for (qsizetype at = 0; at < text.size();) {
            const bool pair = text.at(at).isHighSurrogate() && at + 1 < text.size();
            const qsizetype length = pair ? 2 : 1;
            std::string part = folded(toUtf8(text.mid(at, length)));
            if (part.empty() && !text.at(at).isMark() && !plain.empty() && plain.back() != ' ')
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

    std::string plain;
    std::vector<qsizetype> origin;
};

} // namespace

std::vector<MatchRange> matchRanges(const QString &text, const QString &query)
{
    const std::string wanted = folded(toUtf8(query));
    const Traced traced(text);
    std::vector<MatchRange> found;
    for (const std::string_view word : split(wanted, ' ')) {
        const std::size_t at = word.empty() ? std::string::npos : traced.find(word);
        if (at == std::string::npos)
            continue;
        const qsizetype from = traced.origin[at];
        found.push_back({from, traced.origin[at + word.size()] - from});
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
