// SPDX-License-Identifier: MIT
#include "start_rule.h"

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

using namespace std::chrono_literals;

StartView television()
{
    StartView view;
    view.hasVideo = view.hasAudio = true;
    view.sinceTracks = 50ms;
    return view;
}

AudioRenderer::Queue sound(MediaTime first, MediaTime end)
{
    return {first, end, false};
}

TEST(StartRule, WithABurstItStartsAtTheKeyPictureAtOnce)
{
    StartView view = television();
    view.key = 1000ms;
    view.sincePicture = 1ms;
    view.sound = sound(950ms, 1350ms);
    view.soundEnd = 3000ms;
    const StartDecision decision = decideStart(view);
    EXPECT_TRUE(decision.ready);
    EXPECT_EQ(decision.from, MediaTime(1000ms));
}

TEST(StartRule, SoundThatBeginsAfterThePictureJoinsIn)
{
    StartView view = television();
    view.key = 1000ms;
    view.sincePicture = 1ms;
    view.sound = sound(1150ms, 1550ms);
    view.soundEnd = 3000ms;
    EXPECT_TRUE(decideStart(view).ready);
    EXPECT_EQ(decideStart(view).from, MediaTime(1000ms));
}

TEST(StartRule, AtTheLiveEdgeSoundStartsWhileThePictureIsAwaited)
{
    StartView view = television();
    view.sound = sound(500ms, 720ms);
    view.soundEnd = 720ms;
    const StartDecision decision = decideStart(view);
    EXPECT_TRUE(decision.ready);
    EXPECT_EQ(decision.from, MediaTime(520ms));
}

TEST(StartRule, AtTheLiveEdgeItWaitsForAReserveOfSound)
{
    StartView view = television();
    view.sound = sound(500ms, 600ms);
    EXPECT_FALSE(decideStart(view).ready);
}

TEST(StartRule, SoundComesAtMostATenthAfterThePicture)
{
    StartView view = television();
    view.key = 1000ms;
    view.sound = sound(700ms, 760ms);
    view.sincePicture = 20ms;
    EXPECT_FALSE(decideStart(view).ready);
    view.sincePicture = 115ms;
    EXPECT_TRUE(decideStart(view).ready);
}

TEST(StartRule, ItStartsWithoutSoundThatNeverComes)
{
    StartView view = television();
    view.key = 0ms;
    view.pictureEnd = 2s;
    view.sincePicture = 500ms;
    EXPECT_FALSE(decideStart(view).ready);
    view.sincePicture = 1001ms;
    EXPECT_TRUE(decideStart(view).ready);
}

TEST(StartRule, AMuteStreamStartsWithAReserveOfPictures)
{
    StartView view;
    view.hasVideo = true;
    view.key = 0ms;
    view.sincePicture = 1ms;
    view.pictureEnd = 100ms;
    EXPECT_FALSE(decideStart(view).ready);
    view.pictureEnd = 250ms;
    EXPECT_TRUE(decideStart(view).ready);
}

TEST(StartRule, RadioStartsWithItsReserve)
{
    StartView view;
    view.hasAudio = true;
    view.sound = sound(0ms, 210ms);
    EXPECT_TRUE(decideStart(view).ready);
}

TEST(StartRule, AVeryShortFileStartsWhenAllOfItIsThere)
{
    StartView view;
    view.live = false;
    view.hasAudio = true;
    view.sound = sound(0ms, 50ms);
    EXPECT_FALSE(decideStart(view).ready);
    view.ended = true;
    EXPECT_TRUE(decideStart(view).ready);
}

TEST(StartRule, InAFileSoundWaitsForThePicture)
{
    StartView view = television();
    view.live = false;
    view.sound = sound(0ms, 400ms);
    EXPECT_FALSE(decideStart(view).ready);
    view.sinceTracks = 500ms; // but not for ever
    EXPECT_TRUE(decideStart(view).ready);
}

TEST(StartRule, EachInterruptionAsksForMore)
{
    EXPECT_EQ(rebufferTarget(1), MediaTime(1s));
    EXPECT_EQ(rebufferTarget(2), MediaTime(2s));
    EXPECT_EQ(rebufferTarget(3), MediaTime(4s));
    EXPECT_EQ(rebufferTarget(9), MediaTime(8s));
}

} // namespace
} // namespace kanal::playback
