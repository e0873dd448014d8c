// SPDX-License-Identifier: MIT
#include "unpacker.h"
#include "zipped.h"

#include <gtest/gtest.h>

namespace kanal::xtream
{
namespace
{

/// What comes out when `bytes` are fed in pieces.
Result<std::string> unpack(std::string_view bytes, std::size_t piece = 1000)
{
    BodySink sink(64u << 20, BodySink::Overflow::Fails);
    Unpacker unpacker(sink);
    for (std::size_t at = 0; at < bytes.size(); at += piece)
        if (const auto fed = unpacker.feed(bytes.substr(at, piece)); !fed)
            return tl::unexpected(fed.error());
    if (const auto finished = unpacker.finish(); !finished)
        return tl::unexpected(finished.error());
    return sink.take();
}

std::string text(std::size_t size)
{
    std::string out;
    for (std::size_t i = 0; out.size() < size; ++i)
        out += "line " + std::to_string(i * 7919) + "\n";
    return out;
}

TEST(Unpacker, PassesPlainBytesOn)
{
    for (const char *plain : {"", "x", "\x1F", "plain", "\x1Fz"})
        EXPECT_EQ(unpack(plain, 1).value_or("?"), plain);
}

TEST(Unpacker, InflatesInPiecesOfAnySize)
{
    const std::string original = text(300'000);
    const std::string packed = zipped(original);
    for (std::size_t piece : {std::size_t(7), std::size_t(4096), packed.size()})
        EXPECT_EQ(unpack(packed, piece).value_or("?"), original) << piece;
}

TEST(Unpacker, InflatesWhatPanelsCallDeflate)
{
    for (const std::string &original : {"[" + text(300'000) + "]", std::string(R"({"user_info":{"auth":1}})"),
                                        std::string("[]"), "\n" + text(0) + "[1]"})
        for (const int frame : {kZlibFrame, kNoFrame})
            for (const std::size_t piece : {std::size_t(1), std::size_t(7), std::size_t(4096)})
                EXPECT_TRUE(unpack(zipped(original, frame), piece).value_or("?") == original)
                    << frame << ' ' << piece << ' ' << original.substr(0, 20);
    EXPECT_EQ(unpack(zipped(zipped("[1]"), kZlibFrame)).value_or("?"), "[1]");
    EXPECT_FALSE(unpack(zipped(text(5000), kZlibFrame).substr(0, 500)));
    EXPECT_FALSE(unpack(zipped("[" + text(5000), kNoFrame).substr(0, 500)));
}

TEST(Unpacker, NoiseIsNoDeflate)
{
    std::string noise;
    for (int i = 0; i < 3000; ++i)
        noise += char(0x80 + (i * 7919) % 100);
    for (const std::string &plain :
         {noise, noise.substr(0, 3), std::string("\x00\xff\x8a{[", 5), std::string("\xEF\xBB\xBF[1]"),
          std::string("\x04"), std::string("Warning: mysql"), std::string("false"), std::string(3000, 'd')})
        EXPECT_EQ(unpack(plain, 100).value_or("?"), plain);
}

TEST(Unpacker, InflatesTwiceButNotForEver)
{
    const std::string original = text(5'000);
    EXPECT_EQ(unpack(zipped(zipped(original))).value_or("?"), original);
    EXPECT_EQ(unpack(zipped(zipped(zipped(original)))).value_or("?"), zipped(original));
}

TEST(Unpacker, ReadsAllMembersAndIgnoresNoiseBehindThem)
{
    EXPECT_EQ(unpack(zipped("one ") + zipped("two")).value_or("?"), "one two");
    EXPECT_EQ(unpack(zipped("one") + "trailing noise").value_or("?"), "one");
}

TEST(Unpacker, RefusesDamagedAndCutOffData)
{
    std::string packed = zipped(text(50'000));
    EXPECT_FALSE(unpack(packed.substr(0, packed.size() / 2)));
    EXPECT_FALSE(unpack(packed.substr(0, 5)));
    packed[packed.size() / 2] = char(packed[packed.size() / 2] ^ 0x55);
    EXPECT_FALSE(unpack(packed));
}

TEST(Unpacker, RefusesABomb)
{
    const auto result = unpack(zipped(std::string(24u << 20, '\0')));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, ErrorKind::BadAnswer);
    EXPECT_NE(result.error().detail.find("bomb"), std::string::npos);
}

TEST(Unpacker, FailsWithItsSink)
{
    BodySink sink(1000, BodySink::Overflow::Fails);
    Unpacker unpacker(sink);
    EXPECT_FALSE(unpacker.feed(zipped(text(100'000))));
}

} // namespace
} // namespace kanal::xtream
