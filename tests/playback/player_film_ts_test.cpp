// SPDX-License-Identifier: MIT
// Recordings: transport streams that are files. Their clock runs over, or begins anew where parts were put together.
#include "film_in_player.h"
#include "support/flash_clip.h"
#include "support/ts_edit.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

using namespace std::chrono_literals;

std::string clip(int seconds = 6)
{
    return makeFlashClip({.seconds = seconds});
}

/// The 33-bit clock runs over three seconds after the beginning.
std::string runningOver(int seconds = 6)
{
    const std::string plain = clip(seconds);
    return ts::later(plain, ts::kWrap - 3 * 90'000 - ts::firstStamp(plain));
}

/// After three seconds the times go on elsewhere.
std::string putTogether(std::int64_t aheadTicks, int seconds = 6)
{
    const std::string plain = ts::later(clip(seconds), 7'200 * std::int64_t(90'000));
    const std::size_t at = ts::placeOf(plain, 3);
    return plain.substr(0, at) + ts::later(plain.substr(at), aheadTicks);
}

void expectEverySecond(PlayerProbe &probe, std::size_t flashes)
{
    EXPECT_EQ(probe.flashes(), flashes);
    for (const double seconds : probe.flashSeconds())
        EXPECT_NEAR(seconds, 1.0, 0.06);
}

/// The first picture of the new place is the one that is due there.
void expectExactly(PlayerProbe &probe, std::chrono::milliseconds target)
{
    const std::size_t before = probe.shown().size();
    probe.player.seek(target);
    const auto isThere = [&](const auto &shown) { return std::chrono::abs(shown.second - target) < 300ms; };
    const auto arrived = [&] {
        const auto shown = probe.shown();
        return std::find_if(shown.begin() + std::ptrdiff_t(before), shown.end(), isThere) != shown.end();
    };
    ASSERT_TRUE(probe.awaitFrames(before + 1)) << target.count();
    for (std::size_t frames = before + 2; !arrived() && frames < before + 6; ++frames)
        ASSERT_TRUE(probe.awaitFrames(frames)) << target.count() << " ms, at " << probe.lastFrame()->pts.count();
    const auto shown = probe.shown();
    const auto first = std::find_if(shown.begin() + std::ptrdiff_t(before), shown.end(), isThere);
    ASSERT_NE(first, shown.end()) << target.count() << " ms, but " << shown.back().second.count() << " µs";
    EXPECT_GE(first->second, target - 40ms);
    EXPECT_LT(first->second, target + 60ms);
}

TEST(PlayerFilmTs, PlaysOverTheEndOfTheClock)
{
    FilmInPlayer opened(runningOver());
    PlayerProbe &probe = opened.probe;
    ASSERT_TRUE(probe.awaitState(PlayState::Ended));
    expectEverySecond(probe, 5);
    EXPECT_LT(std::fabs(probe.player.stats().skewMeanMs), 20);
    for (const double distance : probe.flashBeepDistances())
        EXPECT_LT(std::fabs(distance), 40);
    EXPECT_EQ(probe.player.stats().rebuffers, 0);
}

TEST(PlayerFilmTs, SeeksOverTheEndOfTheClockAndBack)
{
    FilmInPlayer opened(runningOver(8));
    PlayerProbe &probe = opened.probe;
    ASSERT_TRUE(probe.awaitFrames(10));
    for (const auto target : {5500ms, 1500ms, 3700ms, 2600ms})
        expectExactly(probe, target);
    ASSERT_TRUE(probe.awaitState(PlayState::Ended));
    EXPECT_GE(probe.lastFrame()->pts, 7900ms);
}

/// Key pictures are three seconds apart: the place may lie long behind one, also behind the last.
TEST(PlayerFilmTs, SeeksExactlyBetweenKeyPictures)
{
    FilmInPlayer opened(makeFlashClip({.seconds = 8, .gop = 75}));
    PlayerProbe &probe = opened.probe;
    ASSERT_TRUE(probe.awaitFrames(10));
    for (const auto target : {5500ms, 1500ms, 2900ms, 7300ms})
        expectExactly(probe, target);
}

class PlayerFilmTsJoint : public testing::TestWithParam<int>
{
};

TEST_P(PlayerFilmTsJoint, PlaysOnWhereTheTimesJump)
{
    FilmInPlayer opened(putTogether(GetParam() * std::int64_t(90'000)));
    PlayerProbe &probe = opened.probe;
    ASSERT_TRUE(probe.awaitState(PlayState::Ended));
    expectEverySecond(probe, 5);
    EXPECT_LT(std::fabs(probe.player.stats().skewMeanMs), 20);
    ASSERT_TRUE(probe.position());
    EXPECT_NEAR(double(probe.position()->duration.count()), 6000, 100);
}

TEST_P(PlayerFilmTsJoint, SeeksOnBothSidesOfIt)
{
    FilmInPlayer opened(putTogether(GetParam() * std::int64_t(90'000), 8));
    PlayerProbe &probe = opened.probe;
    ASSERT_TRUE(probe.awaitFrames(10));
    for (const auto target : {1500ms, 5500ms, 500ms, 3300ms})
        expectExactly(probe, target);
    ASSERT_TRUE(probe.awaitState(PlayState::Ended));
    EXPECT_GE(probe.lastFrame()->pts, 7900ms);
}

INSTANTIATE_TEST_SUITE_P(Seconds, PlayerFilmTsJoint, testing::Values(-7000, 3600));

} // namespace
} // namespace kanal::playback
