// SPDX-License-Identifier: MIT
#include "adult_words.h"
#include "shown_text.h"

#include <gtest/gtest.h>

namespace kanal::xtream
{
namespace
{

TEST(AdultWords, KnowsCategories)
{
    for (const char *name : {"XXX", "For Adults", "ADULT +18", "18+", "UK| XXX ADULT", "Erwachsene", "Sex TV",
                             "PORN HD", "Adultos", "Для взрослых", "dla dorosłych", "[+18]", "Aikuisille"})
        EXPECT_TRUE(namesAdultContent(name, NameOf::Category)) << name;
    for (const char *name : {"Sports XXX", "UK | SPORT ADULT LEAGUE", "Middlesex", "Essex FM", "Kids", "2018",
                             "118+ channels", "Movies 180", "Exx", ""})
        EXPECT_FALSE(namesAdultContent(name, NameOf::Category)) << name;
}

TEST(AdultWords, AreFewerForChannelsAndFewerForTitles)
{
    EXPECT_TRUE(namesAdultContent("XXX: Channel 1", NameOf::Channel));
    EXPECT_FALSE(namesAdultContent("Adult Swim HD", NameOf::Channel));
    EXPECT_FALSE(namesAdultContent("Sex and the City", NameOf::Channel));
    EXPECT_FALSE(namesAdultContent("xXx: Return of Xander Cage (2017)", NameOf::Title));
    EXPECT_FALSE(namesAdultContent("Sex Education", NameOf::Title));
    EXPECT_FALSE(namesAdultContent("Young Adult (2011)", NameOf::Title));
    EXPECT_TRUE(namesAdultContent("Pornstar Stories", NameOf::Title));
}

TEST(Headings, WearEqualMarksOnBothSides)
{
    EXPECT_EQ(headingMarks("##### SPORTS #####"), 5u);
    EXPECT_EQ(headingMarks("=======>   Pakistan   <======="), 7u);
    EXPECT_EQ(headingMarks("★★★ UK ★★★"), 3u);
    EXPECT_EQ(headingMarks("----------"), 10u);
    EXPECT_EQ(headingMarks("####"), 4u);
    for (const char *name : {"BBC One", "## UK ##", "### UK", "aaa UK aaa", "", "#", "ааа UK ааа", "24/7 ###"})
        EXPECT_EQ(headingMarks(name), 0u) << name;
}

TEST(ShownText, CopiesOnlyWhatHasToChange)
{
    TextArena arena;
    const std::string plain = "  Plain – “text” with é ᴴᴰ  ";
    const auto same = shownText(Scalar::of(plain), 100, arena);
    EXPECT_EQ(same.data(), plain.data() + 2);
    EXPECT_EQ(same, "Plain – “text” with é ᴴᴰ");
    EXPECT_EQ(shownText(Scalar::of("Tom &amp; Jerry"), 100, arena), "Tom & Jerry");
    EXPECT_EQ(shownText(Scalar::of("a\u202E"
                                   "b\x01"
                                   "c\u0085"
                                   "d\uFEFF"),
                        100, arena),
              "abcd");
    EXPECT_EQ(shownText(Scalar::of("R&B"), 100, arena), "R&B");
    for (std::size_t at = 1; at < 40; ++at)
        for (const std::string_view unwanted : {"\x01", "\x7F", "\u0085", "\u202E", "\u2066", "\uFEFF"}) {
            std::string text(at, 'a'), clean(at + 20, 'a');
            text.append(unwanted).append(20, 'a');
            EXPECT_EQ(shownText(Scalar::of(text), 100, arena), clean) << at;
        }
    EXPECT_EQ(shownText(Scalar::of("long name"), 4, arena), "long");
    EXPECT_EQ(shownText(Scalar::of(""), 4, arena), "");
}

TEST(ShownText, KeepsWhatWasKeptUntilReset)
{
    TextArena arena;
    const auto first = arena.keep("first");
    const auto large = arena.keep(std::string(200'000, 'x'));
    const auto last = arena.keep("last");
    EXPECT_EQ(first, "first");
    EXPECT_EQ(large.size(), 200'000u);
    EXPECT_EQ(last, "last");
    arena.reset();
    EXPECT_EQ(arena.keep("again"), "again");
}

} // namespace
} // namespace kanal::xtream
