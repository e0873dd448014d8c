// SPDX-License-Identifier: MIT
#include "text_scan.h"

#include <random>
#include <string>

#include <gtest/gtest.h>

namespace kanal::library
{
namespace
{

TEST(TextScan, FindsWhatStringFindFinds)
{
    std::mt19937 random(7);
    for (int round = 0; round < 20'000; ++round) {
        // Few letters, so that heads and tails fit often and needles overlap themselves.
        std::string text(random() % 150, ' ');
        for (char &c : text)
            c = char('a' + random() % 3);
        std::string needle(1 + random() % 6, ' ');
        for (char &c : needle)
            c = char('a' + random() % 3);
        const TextScan scan(needle);
        const std::size_t from = text.empty() ? 0 : random() % text.size();
        const char *found = scan.find(text.data() + from, text.data() + text.size());
        const std::size_t expected = text.find(needle, from);
        ASSERT_EQ(found ? std::size_t(found - text.data()) : std::string::npos, expected)
            << "text=" << text << " needle=" << needle << " from=" << from;
    }
}

TEST(TextScan, FindsNothingInNothingAndNoNeedleLongerThanTheText)
{
    const std::string text = "ab";
    EXPECT_EQ(TextScan("abc").find(text.data(), text.data() + text.size()), nullptr);
    EXPECT_EQ(TextScan("a").find(text.data(), text.data()), nullptr);
}

TEST(TextScan, ReadsNothingBehindTheEnd)
{
    // The needle would be complete only with what stands behind.
    const std::string text = std::string(64, '.') + "love";
    for (std::size_t cut = 1; cut < 4; ++cut)
        EXPECT_EQ(TextScan("love").find(text.data(), text.data() + text.size() - cut), nullptr);
}

TEST(TextScan, TakesEveryByteAsItIs)
{
    const std::string text = std::string(40, 'x') + "\xC3\xA9\xFF";
    EXPECT_EQ(TextScan("\xA9\xFF").find(text.data(), text.data() + text.size()), text.data() + 41);
}

} // namespace
} // namespace kanal::library
