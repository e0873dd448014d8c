// SPDX-License-Identifier: MIT
#include "scramble_watch.h"
#include "support/ts_clip.h"

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

Bytes bytesOf(const TsClip &clip)
{
    return std::as_bytes(std::span(clip.bytes()));
}

TEST(ScrambleWatch, TellsScrambledStreamsFromClearOnes)
{
    ScrambleWatch watch;
    const TsClip clip({.pictures = 50, .videoPid = 0x100, .audioPid = 0x101, .scrambled = true});
    EXPECT_FALSE(watch.isScrambled(0x100));
    watch.note(bytesOf(clip));
    EXPECT_TRUE(watch.isScrambled(0x100));
    EXPECT_FALSE(watch.isScrambled(TsClip::kPmtPid));
}

TEST(ScrambleWatch, OnePacketInTheClearAndItIsNoLonger)
{
    ScrambleWatch watch;
    const TsClip hidden({.pictures = 50, .scrambled = true}), clear({.pictures = 1});
    watch.note(bytesOf(hidden));
    watch.note(bytesOf(clear));
    EXPECT_FALSE(watch.isScrambled(0x100));
}

TEST(ScrambleWatch, TellsWhereNothingCanBeRead)
{
    ScrambleWatch hidden, mixed;
    const TsClip scrambled({.pictures = 250, .scrambled = true}), clear({.pictures = 1});
    hidden.note(bytesOf(TsClip({.pictures = 2, .scrambled = true})));
    EXPECT_FALSE(hidden.allIsScrambled()) << "too early to say";
    hidden.note(bytesOf(scrambled));
    EXPECT_TRUE(hidden.allIsScrambled());
    mixed.note(bytesOf(clear));
    mixed.note(bytesOf(scrambled));
    EXPECT_FALSE(mixed.allIsScrambled());
}

} // namespace
} // namespace kanal::playback
