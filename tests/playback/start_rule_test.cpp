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

TEST(StartRule, AFilmBeginsAtItsFirstPictureHoweverLateItsSoundIs)
{
    StartView view = television();
    view.live = false;
    view.key = 40ms;
    view.sincePicture = 1ms;
    view.sound = sound(30'000ms, 30'400ms);
    view.soundEnd = 31'000ms;
    const StartDecision decision = decideStart(view);
    EXPECT_TRUE(decision.ready);
    EXPECT_EQ(decision.from, MediaTime(40ms));
}

TEST(StartRule, EachInterruptionAsksForMore)
{
    const auto targets = [](const RefillKind &kind) {
        std::vector<MediaTime> targets;
        for (const int n : {0, 1, 2, 3, 4, 9})
            targets.push_back(rebufferTarget(n, kind));
        return targets;
    };
    EXPECT_EQ(targets({.live = true}), (std::vector<MediaTime>{1s, 1s, 2s, 4s, 8s, 8s}));
    EXPECT_EQ(targets({.live = false}), (std::vector<MediaTime>{2s, 2s, 4s, 8s, 8s, 8s}));
    EXPECT_EQ(targets({true, 4s}), (std::vector<MediaTime>{3s, 3s, 5s, 5s, 5s, 5s})) << "half a piece, a piece";
    EXPECT_EQ(targets({false, 4s}), targets({.live = false})) << "a film is not waited for piece by piece";
    EXPECT_EQ(rebufferTarget(5, {true, 3600s}), MediaTime(8s));
}

} // namespace
} // namespace kanal::playback
