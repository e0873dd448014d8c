// SPDX-License-Identifier: MIT
#include "id3_time.h"

#include <random>
#include <string>

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

std::string tagOf(char version, const std::string &time)
{
    const std::string body = std::string("com.apple.streaming.transportStreamTimestamp\0", 45) + time;
    const std::string other = "TIT2" + std::string("\0\0\0\x03\0\0", 6) + "abc";
    const std::string frame = "PRIV" + std::string("\0\0\0", 3) + char(body.size()) + std::string(2, '\0') + body;
    return "ID3" + std::string{version, '\0', '\0', '\0', '\0', '\0', char(other.size() + frame.size())} + other +
           frame;
}

std::optional<std::int64_t> timeOf(const std::string &bytes)
{
    return id3TransportTime(std::as_bytes(std::span(bytes)));
}

TEST(Id3Time, ReadsTheTimeBehindOtherFrames)
{
    const std::string time("\0\0\0\x01\0\0\0\x05", 8);
    for (const char version : {'\3', '\4'}) {
        const std::string tag = tagOf(version, time);
        EXPECT_EQ(timeOf(tag + "\xFF\xF1"), (std::int64_t(1) << 32) + 5);
        EXPECT_EQ(id3Bytes(std::as_bytes(std::span(tag))), tag.size());
    }
}

TEST(Id3Time, NoTagNoTime)
{
    EXPECT_EQ(timeOf("\xFF\xF1 a frame that begins at once"), std::nullopt);
    EXPECT_EQ(timeOf(tagOf('\4', "short")), std::nullopt);
    EXPECT_EQ(timeOf(""), std::nullopt);
}

TEST(Id3Time, SurvivesAnything)
{
    const std::string good = tagOf('\4', std::string(8, '\1'));
    for (unsigned seed = 1; seed <= 2000; ++seed) {
        std::mt19937 random(seed);
        std::string text = good;
        for (int i = 0; i < 5; ++i)
            text[3 + random() % (text.size() - 3)] = char(random() % 256);
        text.resize(random() % text.size());
        timeOf(text);
    }
}

} // namespace
} // namespace kanal::playback
