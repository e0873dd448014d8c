// SPDX-License-Identifier: MIT
#include "video_pacer.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

using namespace std::chrono_literals;

/// Plays pictures of `rate` from 0 s on; sound starts at `soundAt` on the wall with media time `soundTime`. Returns
/// when each was due.
std::vector<Nanos> dueTimes(double rate, Nanos soundAt, MediaTime soundTime, Nanos until)
{
    VideoPacer pacer;
    pacer.begin(0ms, 0ns);
    std::vector<Nanos> due{0ns};
    const MediaTime length(std::int64_t(1e6 / rate));
    for (Nanos now = 1ms; now < until; now += 1ms) {
        const auto clock = now >= soundAt
                               ? std::optional(soundTime + std::chrono::duration_cast<MediaTime>(now - soundAt))
                               : std::nullopt;
        while (pacer.at(now, clock) >= length * std::int64_t(due.size()))
            due.push_back(now);
    }
    return due;
}

Nanos longestGap(const std::vector<Nanos> &due)
{
    Nanos longest{0};
    for (std::size_t i = 1; i < due.size(); ++i)
        longest = std::max(longest, due[i] - due[i - 1]);
    return longest;
}

TEST(VideoPacer, FollowsTheClockOnceTheyMet)
{
    VideoPacer pacer;
    pacer.begin(1s, 0ns);
    EXPECT_EQ(pacer.at(10ms, MediaTime(1010ms)), MediaTime(1010ms));
    EXPECT_EQ(pacer.at(20ms, MediaTime(900ms)), MediaTime(900ms)); // also back: the clock rules now
}

TEST(VideoPacer, NeverFreezesWhileSoundIsOnItsWay)
{
    for (const MediaTime behind : {100ms, 200ms, 400ms, 600ms}) {
        const auto due = dueTimes(25, 100ms, -behind, 4s);
        EXPECT_LT(longestGap(due), 130ms) << behind.count();
    }
    EXPECT_LT(longestGap(dueTimes(50, 100ms, -600ms, 4s)), 65ms);
}

TEST(VideoPacer, IsInTimeSoonAfter)
{
    VideoPacer pacer;
    pacer.begin(0ms, 0ns);
    Nanos met{0};
    for (Nanos now = 1ms; now < 4s && met == 0ns; now += 1ms) {
        pacer.at(now, std::chrono::duration_cast<MediaTime>(now) - 250ms);
        if (pacer.lead() == MediaTime(0))
            met = now;
    }
    EXPECT_GT(met, 0ns);
    EXPECT_LT(met, 1500ms);
}

TEST(VideoPacer, WithoutAClockItRunsSlowly)
{
    VideoPacer pacer;
    pacer.begin(0ms, 0ns);
    EXPECT_EQ(pacer.at(1s, std::nullopt), MediaTime(500ms));
}

TEST(VideoPacer, APauseBeforeTheClockIsMetDoesNotCount)
{
    VideoPacer pacer;
    pacer.begin(1s, 0ns);
    const MediaTime before = pacer.at(100ms, MediaTime(500ms));
    pacer.goOn(60s);
    EXPECT_LT(pacer.at(60s + 40ms, MediaTime(540ms)), before + 40ms);
}

TEST(VideoPacer, JumpsWhereTheTimesAreHopelesslyApart)
{
    VideoPacer pacer;
    pacer.begin(100s, 0ns);
    EXPECT_EQ(pacer.at(10ms, MediaTime(1s)), MediaTime(1s));
}

TEST(VideoPacer, ResetForgets)
{
    VideoPacer pacer;
    pacer.begin(1s, 0ns);
    pacer.reset();
    EXPECT_FALSE(pacer.begun());
}

/// How many refreshes each picture of a minute stood. Clocks tremble by a millisecond; `phase`: of a refresh, between
/// the first picture and the screen.
std::vector<std::int64_t> refreshesStood(double rate, double hertz, double phase)
{
    const double period = 1e9 / hertz;
    const VsyncInfo vsync{Nanos(std::int64_t(period)), Nanos(std::int64_t(5e9))};
    std::minstd_rand random(7);
    std::uniform_real_distribution<double> tremble(-1e6, 1e6);
    VideoPacer pacer;
    std::vector<std::int64_t> stood;
    std::optional<Nanos> last;
    for (int i = 0; i < int(60 * rate); ++i) {
        const Nanos due(std::int64_t(7e9 + phase * period + i * 1e9 / rate + tremble(random)));
        const Nanos seen = pacer.refreshOf(due, vsync);
        pacer.noteShown(due, vsync);
        EXPECT_LE(std::chrono::abs(seen - due).count(), std::int64_t(0.76 * period));
        if (last && i > 50) // it has settled
            stood.push_back(std::llround(double((seen - *last).count()) / period));
        last = seen;
    }
    return stood;
}

struct Rates {
    double pictures, screen;
};

class VideoPacerOnAScreen : public testing::TestWithParam<Rates>
{
};

TEST_P(VideoPacerOnAScreen, ShowsEveryPictureAsLongAsItsNeighboursWhateverThePhase)
{
    const auto [rate, hertz] = GetParam();
    const auto least = std::int64_t(std::floor(hertz / rate + 1e-9)),
               most = std::int64_t(std::ceil(hertz / rate - 1e-9));
    for (double phase = 0; phase < 1; phase += 0.125) {
        const auto stood = refreshesStood(rate, hertz, phase);
        for (const std::int64_t refreshes : stood)
            ASSERT_TRUE(refreshes >= least && refreshes <= most) << refreshes << " at phase " << phase;
    }
}

INSTANTIATE_TEST_SUITE_P(Usual, VideoPacerOnAScreen,
                         testing::Values(Rates{25, 50}, Rates{50, 50}, Rates{25, 60}, Rates{50, 60}, Rates{25, 59.94},
                                         Rates{50, 59.94}, Rates{30000.0 / 1001, 60000.0 / 1001},
                                         Rates{24000.0 / 1001, 50}, Rates{24000.0 / 1001, 60},
                                         Rates{24000.0 / 1001, 60000.0 / 1001}),
                         [](const auto &info) { return "n" + std::to_string(info.index); });

TEST(VideoPacer, FilmOnAnAmericanScreenAlternatesSteadily)
{
    for (double phase = 0; phase < 1; phase += 0.125) {
        const auto stood = refreshesStood(24000.0 / 1001, 60000.0 / 1001, phase);
        std::int64_t broken = 0;
        for (std::size_t i = 1; i < stood.size(); ++i)
            broken += stood[i] + stood[i - 1] != 5;
        EXPECT_EQ(broken, 0) << phase;
    }
}

TEST(VideoPacer, ADriftingScreenCostsOnePictureARefresh)
{
    const auto stood = refreshesStood(50, 49.95, 0.5); // three refreshes in a minute
    const auto odd = std::count_if(stood.begin(), stood.end(), [](std::int64_t refreshes) { return refreshes != 1; });
    EXPECT_GE(odd, 2);
    EXPECT_LE(odd, 4);
}

} // namespace
} // namespace kanal::playback
