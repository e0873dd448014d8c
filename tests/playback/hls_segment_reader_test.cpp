// SPDX-License-Identifier: MIT
#include "hls_lock.h"
#include "hls_segment_reader.h"
#include "support/ts_clip.h"

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

Bytes bytesOf(std::string_view text)
{
    return std::as_bytes(std::span(text));
}

/// Everything the reader hands out of `body`, fed in pieces of `piece` bytes.
std::string through(HlsSegmentReader::Plan plan, std::string_view body, std::size_t piece, bool *good = nullptr,
                    std::int64_t beginsAt = 0)
{
    std::string out;
    const auto sink = [&](Bytes bytes) { out.append(reinterpret_cast<const char *>(bytes.data()), bytes.size()); };
    HlsSegmentReader reader;
    reader.begin(std::move(plan));
    reader.answerBeginsAt(beginsAt);
    for (std::size_t at = 0; at < body.size(); at += piece)
        reader.feed(bytesOf(body.substr(at, piece)), sink);
    const bool finished = reader.finish(sink);
    if (good)
        *good = finished;
    return out;
}

const std::string &ts()
{
    static const std::string clip = TsClip({.pictures = 20}).bytes();
    return clip;
}

class HlsSegmentPieces : public testing::TestWithParam<std::size_t>
{
};

TEST_P(HlsSegmentPieces, TsPassesWhole)
{
    EXPECT_EQ(through({}, ts(), GetParam()), ts());
}

TEST_P(HlsSegmentPieces, APictureInFrontOfTsIsCutOff)
{
    const std::string png = std::string("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16) + std::string(900, '\x01');
    EXPECT_EQ(through({}, png + ts(), GetParam()), ts());
}

TEST_P(HlsSegmentPieces, WhatIsLockedIsUnlocked)
{
    const HlsBlock key{1, 2, 3}, iv = HlsCipher::vectorOf(77);
    HlsSegmentReader::Plan plan;
    plan.cipher.emplace(key, iv);
    bool good = false;
    EXPECT_EQ(through(std::move(plan), lockSegment(ts(), key, iv), GetParam(), &good), ts());
    EXPECT_TRUE(good);
}

TEST_P(HlsSegmentPieces, WithAnotherKeyNothingComesOut)
{
    HlsSegmentReader::Plan plan;
    plan.cipher.emplace(HlsBlock{9}, HlsBlock{});
    bool good = true;
    EXPECT_EQ(through(std::move(plan), lockSegment(ts(), HlsBlock{1}, HlsBlock{}), GetParam(), &good), "");
    EXPECT_FALSE(good);
}

TEST_P(HlsSegmentPieces, APieceIsCutOutOfTheWholeFile)
{
    HlsSegmentReader::Plan plan;
    plan.span = {188 * 10, 188 * 20};
    bool good = false;
    EXPECT_EQ(through(std::move(plan), ts(), GetParam(), &good), ts().substr(188 * 10, 188 * 20));
    EXPECT_TRUE(good);
}

TEST_P(HlsSegmentPieces, WhatAnEarlierTryDeliveredIsLeftOut)
{
    HlsSegmentReader::Plan plan;
    plan.delivered = 188 * 7;
    EXPECT_EQ(through(std::move(plan), ts(), GetParam()), ts().substr(188 * 7));
}

INSTANTIATE_TEST_SUITE_P(Sizes, HlsSegmentPieces, testing::Values(1, 17, 188, 1000, 1 << 20));

TEST(HlsSegmentReader, AnAnswerThatBeginsAtThePieceIsNotCut)
{
    HlsSegmentReader::Plan plan;
    plan.span = {188 * 10, 188 * 20};
    EXPECT_EQ(through(std::move(plan), ts().substr(188 * 10, 188 * 20), 1000, nullptr, 188 * 10),
              ts().substr(188 * 10, 188 * 20));
}

TEST(HlsSegmentReader, APageIsNoSegment)
{
    bool good = true;
    EXPECT_EQ(through({}, "<html><body>" + std::string(2000, ' ') + "</body></html>", 100, &good), "");
    EXPECT_FALSE(good);
}

TEST(HlsSegmentReader, NothingIsNoSegment)
{
    bool good = true;
    through({}, "", 1, &good);
    EXPECT_FALSE(good);
}

TEST(HlsSegmentReader, ALockedTextThatIsCutOffIsNoticed)
{
    HlsSegmentReader::Plan plan;
    plan.cipher.emplace(HlsBlock{1}, HlsBlock{});
    const std::string locked = lockSegment(ts(), HlsBlock{1}, HlsBlock{});
    bool good = true;
    EXPECT_FALSE(through(std::move(plan), std::string_view(locked).substr(0, locked.size() - 5), 1000, &good).empty());
    EXPECT_FALSE(good);
}

TEST(HlsCipher, KnowsTheVectorOfTheStandard)
{
    // NIST SP 800-38A, F.2.2: CBC-AES128, the first block.
    const HlsBlock key{0x2b, 0x7e, 0x15, 0x16, 0x28, 0xae, 0xd2, 0xa6, 0xab, 0xf7, 0x15, 0x88, 0x09, 0xcf, 0x4f, 0x3c};
    const HlsBlock iv{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    const std::string_view locked("\x76\x49\xab\xac\x81\x19\xb2\x46\xce\xe9\x8e\x9b\x12\xe9\x19\x7d", 16);
    const std::string_view plain("\x6b\xc1\xbe\xe2\x2e\x40\x9f\x96\xe9\x3d\x7e\x11\x73\x93\x17\x2a", 16);
    HlsCipher cipher(key, iv);
    std::vector<std::byte> out;
    cipher.feed(bytesOf(std::string(locked) + "x"), out);
    EXPECT_EQ(std::string_view(reinterpret_cast<const char *>(out.data()), out.size()), plain);
}

} // namespace
} // namespace kanal::playback
