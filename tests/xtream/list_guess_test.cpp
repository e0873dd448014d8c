// SPDX-License-Identifier: MIT
// Where rows end is guessed, and the parser sees whether it was so: what comes of it is what looking at every byte
// finds.
#include "decoded_list.h"

#include <kanal/core/limits.h>

#include <functional>
#include <iterator>
#include <random>

#include <gtest/gtest.h>

namespace kanal::xtream
{
namespace
{

std::size_t given(ListSplitter &splitter, std::string_view text)
{
    const auto room = splitter.room();
    std::copy(text.begin(), text.end(), room.begin());
    splitter.hold(text.size());
    return text.size();
}

TEST(ListGuess, TakesWhatEndsBehindTheLastBracketThatAnotherRowFollows)
{
    ListSplitter splitter;
    given(splitter, "[");
    given(splitter, R"({"a":1} ,{"b":2} , {"c)");
    const ListSplitter::Element ahead = splitter.ahead();
    EXPECT_EQ(std::string_view(splitter.data() + ahead.begin, ahead.length), R"({"a":1} ,{"b":2} )");
    splitter.skipAhead(ahead);
    EXPECT_EQ(splitter.ahead().length, 0U) << "nothing follows yet";
    given(splitter, R"(":3},{})");
    const ListSplitter::Element next = splitter.ahead();
    EXPECT_EQ(std::string_view(splitter.data() + next.begin, next.length), R"( {"c":3})");
    splitter.look();
    EXPECT_EQ(splitter.heldBytes(), 0U) << "no byte is looked at twice";
    EXPECT_EQ(splitter.ahead().length, 0U) << "rows that were looked at come first";
    EXPECT_EQ(splitter.elements().size(), 1U);
}

TEST(ListGuess, ARowThatIsTooLargeIsDroppedHoweverItComes)
{
    for (const std::size_t piece : {1000u, 40'000u, 65'536u})
        for (const std::size_t more : {0u, 1u}) {
            std::string large = R"({"stream_id":2,"name":"")";
            large.insert(large.size() - 1, limits::kRowBytes + more - large.size() - 1, 'x');
            large.back() = '"';
            large += '}';
            ASSERT_EQ(large.size(), limits::kRowBytes + more);
            const auto decoded = decode("[" + rowText(1) + "," + large + "," + rowText(3) + "]", piece);
            ASSERT_TRUE(decoded.count);
            EXPECT_EQ(decoded.rows.size(), more ? 2U : 3U) << piece;
        }
}

TEST(ListGuess, LargeRowsMayArriveInSmallPieces)
{
    std::string large = R"({"stream_id":2,"parts":[{})";
    while (large.size() + 10 < limits::kRowBytes)
        large += ",{}";
    large += "]}";
    std::string list = "[" + large;
    for (int i = 0; i < 5; ++i)
        list += "," + large;
    const auto decoded = decode(list + "]", 100);
    ASSERT_TRUE(decoded.count);
    EXPECT_EQ(decoded.count->kept, 6);
}

std::string longList(int rows, std::string_view gap, const std::function<std::string(int)> &row)
{
    std::string list = "[";
    for (int i = 0; i < rows; ++i)
        list.append(i ? gap : "").append(row(i));
    return list + "]";
}

TEST(ListGuess, WhatLooksLikeTheEndOfARowIsNone)
{
    const std::string name = std::string(300, 'n');
    const std::string tricks[] = {
        rowText(7, name + R"(},{\"stream_id\":8,\"name\":\"no row\"},{)"),                    // in a text
        R"({"stream_id":7,"name":")" + name + R"(","parts":[{"id":1},{"id":2} , {"id":3}]})", // in a list we skip
        R"({"stream_id":7,"name":")" + name + R"(","category_ids":[{"id":1},{"id":2},{"id":3}]})",
        R"({"name":")" + name + R"(","info":{"a":[[{"id":1},{"id":2}]]},"stream_id":7})",
    };
    for (const std::string &trick : tricks)
        for (const std::string_view gap : {",", " , ", ",\n  "})
            for (const std::size_t piece : {1000u, 65'536u}) {
                const std::string list = longList(3000, gap, [&](int) { return trick; });
                const auto decoded = decode(list + ",{\"noise\":1},{", piece, 3 * piece);
                ASSERT_TRUE(decoded.count) << decoded.count.error().detail;
                EXPECT_EQ(decoded.count->received, 3000) << trick;
                EXPECT_EQ(decoded.count->kept, 3000) << trick;
            }
}

/// What there is when each is cut out and decoded for itself.
Decoded oneByOne(const std::string &text)
{
    Decoded sum;
    ListSplitter splitter;
    for (std::size_t at = 0; at < text.size();) {
        const auto room = splitter.room();
        const std::size_t count = std::min(room.size(), text.size() - at);
        std::copy_n(text.data() + at, count, room.data());
        splitter.commit(count);
        at += count;
    }
    if (!splitter.closed())
        return sum;
    sum.count = ListCount{};
    for (const ListSplitter::Element &element : splitter.elements()) {
        const auto alone = decode("[" + std::string(splitter.data() + element.begin, element.length) + "]");
        sum.count->received += alone.count ? alone.count->received : 1;
        sum.rows.insert(sum.rows.end(), alone.rows.begin(), alone.rows.end());
    }
    return sum;
}

TEST(ListGuess, GuessingFindsWhatLookingFinds)
{
    std::mt19937 random(20261129);
    static constexpr std::string_view kPieces[] = {"},{", "\"", "\\",    "{",       "}", "[",
                                                   "]",   ",",  "},{\"", "\\\"},{", " ", "null"};
    for (int round = 0; round < 200; ++round) {
        std::string text = longList(300, ",", [&](int i) { return rowText(i, std::string(random() % 200, 'x')); });
        for (unsigned i = 0; i < random() % 4; ++i)
            text.insert(random() % text.size(), kPieces[random() % std::size(kPieces)]);
        const Decoded expected = oneByOne(text);
        const auto decoded = decode(text, 1 + random() % 2000, 1 + random() % 5000);
        ASSERT_EQ(decoded.count.has_value(), expected.count.has_value()) << round;
        if (!decoded.count)
            continue;
        EXPECT_EQ(decoded.count->received, expected.count->received) << round;
        EXPECT_EQ(decoded.rows, expected.rows) << round;
    }
}

} // namespace
} // namespace kanal::xtream
