// SPDX-License-Identifier: MIT
#include <kanal/presenters/match_ranges.h>

#include <gtest/gtest.h>

namespace kanal::presenters
{
namespace
{

using Ranges = std::vector<MatchRange>;

TEST(MatchRanges, AccentsAndCaseDoNotMatter)
{
    EXPECT_EQ(matchRanges(QStringLiteral("Le Château Électrique"), QStringLiteral("electrique CHATEAU")),
              (Ranges{{3, 7}, {11, 10}}));
    EXPECT_EQ(matchRanges(QStringLiteral("Cafe\u0301 Noir"), QStringLiteral("café")), (Ranges{{0, 5}}))
        << "a combining mark belongs to its letter";
}

TEST(MatchRanges, TheStartOfAWordIsMarkedBeforeTheMiddleOfOne)
{
    EXPECT_EQ(matchRanges(QStringLiteral("Smart Art"), QStringLiteral("art")), (Ranges{{6, 3}}));
    EXPECT_EQ(matchRanges(QStringLiteral("Smart"), QStringLiteral("art")), (Ranges{{2, 3}}));
}

TEST(MatchRanges, WhatSignsTakeApartIsMarkedWhereItIsTypedTogether)
{
    EXPECT_EQ(matchRanges(QStringLiteral("Grey's Anatomy"), QStringLiteral("greys")), (Ranges{{0, 6}}));
    EXPECT_EQ(matchRanges(QStringLiteral("The Spider-Man 2"), QStringLiteral("spiderman")), (Ranges{{4, 10}}));
    EXPECT_EQ(matchRanges(QStringLiteral("S.W.A.T. HD"), QStringLiteral("swat")), (Ranges{{0, 8}}));
    EXPECT_EQ(matchRanges(QStringLiteral("Greys, Grey's"), QStringLiteral("greys")), (Ranges{{0, 5}}));
}

TEST(MatchRanges, WhatIsTypedWithASignIsMarkedWhereItIsWrittenTogether)
{
    EXPECT_EQ(matchRanges(QStringLiteral("The Spiderman"), QStringLiteral("spider-man")), (Ranges{{4, 9}}));
    EXPECT_EQ(matchRanges(QStringLiteral("The Spider-Man"), QStringLiteral("spider-man")), (Ranges{{4, 10}}));
    EXPECT_EQ(matchRanges(QStringLiteral("Greys Sanatorium"), QStringLiteral("grey's")), (Ranges{{0, 5}}));
    EXPECT_EQ(matchRanges(QStringLiteral("Man of Spiders"), QStringLiteral("spider-man")), (Ranges{{0, 3}, {7, 6}}));
}

TEST(MatchRanges, PunctuationSeparatesWordsAndWhatIsMissingMarksNothing)
{
    EXPECT_EQ(matchRanges(QStringLiteral("US: News-24"), QStringLiteral("24 us")), (Ranges{{0, 2}, {9, 2}}));
    EXPECT_TRUE(matchRanges(QStringLiteral("News"), QStringLiteral("sport")).empty());
    EXPECT_TRUE(matchRanges(QString(), QStringLiteral("a")).empty());
    EXPECT_TRUE(matchRanges(QStringLiteral("News"), QString()).empty());
}

} // namespace
} // namespace kanal::presenters
