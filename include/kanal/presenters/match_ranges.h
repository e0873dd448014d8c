// SPDX-License-Identifier: MIT
// Which letters of a text made a search find it: for painting. Any thread.
#pragma once

#include <QString>

#include <vector>

namespace kanal::presenters
{

struct MatchRange {
    qsizetype from = 0;
    qsizetype length = 0;
    bool operator==(const MatchRange &) const = default;
};

/// Where the words of `query` stand in `text`, in order, not overlapping; case, accents and punctuation do not matter.
/// A word that begins a word of the text is marked there, else where it first occurs.
std::vector<MatchRange> matchRanges(const QString &text, const QString &query);

} // namespace kanal::presenters
