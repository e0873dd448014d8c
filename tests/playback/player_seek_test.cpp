// SPDX-License-Identifier: MIT
#include "film_in_player.h"
#include "support/flash_clip.h"

#include <cmath>
#include <string_view>

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

using namespace std::chrono_literals;

/// Eight seconds, a key picture every two. An avi has mp2: what frames last is not in it.
std::string filmIn(const char *container)
{
    const bool avi = std::string_view(container) == "avi";
    return makeFlashClip(
        {.container = container, .videoCodec = "mpeg4", .audioCodec = avi ? "mp2" : "aac", .seconds = 8, .gop = 50});
}

class PlayerSeek : public testing::TestWithParam<const char *>
{
};

TEST_P(PlayerSeek, GoesExactlyThereAndPlaysOnToTheEnd)
{
    FilmInPlayer opened(filmIn(GetParam()));
    PlayerProbe &probe = opened.probe;
    ASSERT_TRUE(probe.awaitFrames(10));
    probe.player.seek(6500ms);
    ASSERT_TRUE(probe.await([&] {
        const FrameRef last = probe.lastFrame();
        return last && last->pts > 6s;
    }));
    EXPECT_GE(probe.lastFrame()->pts, 6499ms);
    ASSERT_TRUE(probe.awaitState(PlayState::Ended));
    // An avi does not say when reordered pictures are due: its last two go.
    EXPECT_GE(probe.lastFrame()->pts, GetParam() == std::string("avi") ? 7850ms : 7900ms);
}

TEST_P(PlayerSeek, BackwardsWorksToo)
{
    FilmInPlayer opened(filmIn(GetParam()));
    PlayerProbe &probe = opened.probe;
    ASSERT_TRUE(probe.awaitFrames(10));
    probe.player.seek(5s);
    ASSERT_TRUE(probe.await([&] {
        const FrameRef last = probe.lastFrame();
        return last && last->pts >= 5s;
    }));
    probe.player.seekBy(-4s);
    ASSERT_TRUE(probe.await([&] { return probe.lastFrame()->pts < 2s; }));
    const std::size_t frames = probe.frames();
    EXPECT_TRUE(probe.awaitFrames(frames + 25));
    EXPECT_TRUE(probe.awaitState(PlayState::Playing));
}

TEST_P(PlayerSeek, InAPauseItWaitsThereAndPlaysOnFromThere)
{
    FilmInPlayer opened(filmIn(GetParam()));
    PlayerProbe &probe = opened.probe;
    ASSERT_TRUE(probe.awaitFrames(10));
    probe.player.setPaused(true);
    ASSERT_TRUE(probe.awaitState(PlayState::Paused));
    probe.player.seek(4500ms);
    ASSERT_TRUE(probe.await([&] { return probe.lastFrame()->pts >= 4s; }));
    ASSERT_TRUE(probe.awaitState(PlayState::Paused));
    EXPECT_LT(std::chrono::abs(probe.lastFrame()->pts - 4500ms), 60ms);
    const std::size_t frames = probe.frames();
    probe.player.setPaused(false);
    ASSERT_TRUE(probe.awaitFrames(frames + 10));
    const auto begun = std::chrono::steady_clock::now();
    ASSERT_TRUE(probe.awaitFrames(frames + 60));
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 2600ms) << "slower than it is";
    const auto shown = probe.shown();
    for (std::size_t i = frames; i < shown.size(); ++i)
        EXPECT_LE(shown[i].second - shown[i - 1].second, 130ms) << "skipped";
    EXPECT_LT(std::fabs(probe.player.stats().skewMeanMs), 25);
}

TEST_P(PlayerSeek, AFastOneShowsAKeyPictureNearAtOnceAndAnExactOneFollows)
{
    FilmInPlayer opened(filmIn(GetParam()));
    PlayerProbe &probe = opened.probe;
    ASSERT_TRUE(probe.awaitFrames(10));
    const std::size_t before = probe.frames();
    probe.player.seek(5500ms, Seek::Fast);
    ASSERT_TRUE(probe.await([&] { return probe.lastFrame()->pts > 3s; }));
    const auto shown = probe.shown();
    const auto first = std::find_if(shown.begin() + std::ptrdiff_t(before), shown.end(),
                                    [](const auto &picture) { return picture.second > 3s; });
    EXPECT_LT(std::chrono::abs(first->second - 4s), 90ms) << "the key picture before it";
    probe.player.seek(5500ms);
    ASSERT_TRUE(probe.await([&] { return probe.lastFrame()->pts > 5s; }));
    EXPECT_GE(probe.lastFrame()->pts, 5499ms);
    EXPECT_TRUE(probe.awaitState(PlayState::Playing));
    ASSERT_TRUE(probe.awaitState(PlayState::Ended));
    EXPECT_LT(std::fabs(probe.player.stats().skewMeanMs), 25);
}

/// As a bar that is dragged through the film and back asks: much faster than it can be done.
TEST_P(PlayerSeek, ADragShowsPicturesOnItsWayAndTheLastPlaceInTheEnd)
{
    FilmInPlayer opened(filmIn(GetParam()));
    PlayerProbe &probe = opened.probe;
    ASSERT_TRUE(probe.awaitFrames(10));
    probe.player.setPaused(true);
    ASSERT_TRUE(probe.awaitState(PlayState::Paused));
    const std::size_t before = probe.shown().size();
    for (int step = 0; step < 300; ++step) {
        const std::size_t frames = probe.frames();
        probe.player.seek(std::chrono::milliseconds(step < 150 ? step * 50 : 7500 - (step - 150) * 50), Seek::Fast);
        if (step % 50 == 49) {
            ASSERT_TRUE(probe.awaitFrames(frames + 1)) << "nothing is shown while it is dragged";
        }
    }
    probe.player.seek(2500ms, Seek::Fast);
    ASSERT_TRUE(probe.await([&] { return std::chrono::abs(probe.lastFrame()->pts - 2s) < 90ms; }));
    ASSERT_TRUE(probe.awaitState(PlayState::Paused));
    EXPECT_LT(probe.shown().size() - before, 200u) << "each wish was done, one after the other";
}

TEST_P(PlayerSeek, PlaysInStep)
{
    FilmInPlayer opened(filmIn(GetParam()));
    PlayerProbe &probe = opened.probe;
    ASSERT_TRUE(probe.awaitFrames(80));
    EXPECT_GE(probe.flashes(), 2u);
    EXPECT_LT(std::fabs(probe.player.stats().skewMeanMs), 20);
    for (const double distance : probe.flashBeepDistances())
        EXPECT_LT(std::fabs(distance), 40);
}

INSTANTIATE_TEST_SUITE_P(Containers, PlayerSeek, testing::Values("mp4", "matroska", "mpegts", "avi"));

TEST(PlayerSeekInAStall, DoesNotWaitForAServerThatFellSilent)
{
    const std::string film = filmIn("matroska");
    FilmInPlayer opened(film, {}, film.size() / 2);
    PlayerProbe &probe = opened.probe;
    ASSERT_TRUE(probe.awaitFrames(50)) << "what came before is read, and the next bytes are waited for";
    const auto begun = std::chrono::steady_clock::now();
    probe.player.seek(6500ms);
    ASSERT_TRUE(probe.await([&] {
        const FrameRef last = probe.lastFrame();
        return last && last->pts > 6s;
    }));
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 3s) << "a silent connection is left after eight";
}

TEST(PlayerResume, AFilmStartsWhereItWasLeft)
{
    FilmInPlayer opened(makeFlashClip({.container = "mp4", .videoCodec = "mpeg4", .audioCodec = "aac"}), 3s);
    PlayerProbe &probe = opened.probe;
    ASSERT_TRUE(probe.awaitFrames(1));
    EXPECT_GE(probe.lastFrame()->pts, 2999ms);
    EXPECT_TRUE(probe.awaitState(PlayState::Ended));
}

} // namespace
} // namespace kanal::playback
