// SPDX-License-Identifier: MIT
// What the user does to the sound while it plays: speed, another track, delay, output. The picture never breaks.
#include "player_probe.h"
#include "support/file_server.h"
#include "support/flash_clip.h"

#include <algorithm>
#include <numeric>

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

using namespace std::chrono_literals;

constexpr double kBreakMs = 100;

double milliseconds(Nanos time)
{
    return std::chrono::duration<double, std::milli>(time).count();
}

/// Media seconds per second over the pictures since `from`.
double speedOf(PlayerProbe &probe, Nanos from)
{
    const auto shown = probe.shown();
    const auto first = std::find_if(shown.begin(), shown.end(), [&](const auto &s) { return s.first > from; });
    if (first == shown.end())
        return 0;
    return std::chrono::duration<double>(shown.back().second - first->second).count() /
           std::chrono::duration<double>(shown.back().first - first->first).count();
}

double longestGap(PlayerProbe &probe, Nanos from)
{
    const auto shown = probe.shown();
    double longest = 0;
    for (std::size_t i = 1; i < shown.size(); ++i)
        if (shown[i].first > from)
            longest = std::max(longest, milliseconds(shown[i].first - shown[i - 1].first));
    return longest;
}

class PlayerSpeed : public testing::TestWithParam<double>
{
};

TEST_P(PlayerSpeed, PictureAndSoundKeepTogetherAndThePitchStays)
{
    const std::string film =
        makeFlashClip({.container = "mp4", .videoCodec = "mpeg4", .audioCodec = "aac", .seconds = 10});
    TcpStub server(fileServer(film));
    PlayerProbe probe;
    probe.open(server.url("/film.mp4"), MediaKind::Vod);
    ASSERT_TRUE(probe.awaitFrames(15));
    probe.player.setSpeed(GetParam());
    const Nanos settled = probe.now() + 1s;
    ASSERT_TRUE(probe.await([&] { return probe.now() > settled + 1600ms; }));
    EXPECT_NEAR(speedOf(probe, settled), GetParam(), GetParam() * 0.05);
    EXPECT_LT(std::fabs(probe.player.stats().skewMeanMs), 30);
    const auto periods = probe.periods();
    const auto beep = std::max_element(periods.begin(), periods.end(), [&](const auto &a, const auto &b) {
        return (a.at > settled ? a.peak : 0) < (b.at > settled ? b.peak : 0);
    });
    ASSERT_GT(beep->peak, 0.2f);
    EXPECT_NEAR(beep->crossings, 10, 2); // 1000 Hz at every speed
}

INSTANTIATE_TEST_SUITE_P(Speeds, PlayerSpeed, testing::Values(0.5, 1.5, 2.0));

TEST(PlayerControls, ALiveStreamKeepsItsSpeed)
{
    const std::string clip = makeFlashClip({.seconds = 8});
    TcpStub server(pacedScript(clip, 8, 2));
    PlayerProbe probe;
    probe.open(server.url());
    ASSERT_TRUE(probe.awaitState(PlayState::Playing));
    probe.player.setSpeed(2);
    const Nanos settled = probe.now() + 1s;
    ASSERT_TRUE(probe.await([&] { return probe.now() > settled + 1s; }));
    EXPECT_NEAR(speedOf(probe, settled), 1, 0.05);
}

TEST(PlayerControls, StepsPictureByPictureAndPlaysOnFromThere)
{
    const std::string film = makeFlashClip({.container = "mp4", .videoCodec = "mpeg4", .audioCodec = "aac"});
    TcpStub server(fileServer(film));
    PlayerProbe probe;
    probe.open(server.url("/film.mp4"), MediaKind::Vod);
    ASSERT_TRUE(probe.awaitFrames(20));
    probe.player.setPaused(true);
    ASSERT_TRUE(probe.awaitState(PlayState::Paused));
    const auto before = probe.shown();
    for (std::size_t step = 1; step <= 10; ++step) {
        probe.player.stepFrame();
        ASSERT_TRUE(probe.awaitFrames(before.size() + step));
        EXPECT_EQ(probe.shown().back().second - before.back().second, step * 40ms);
    }
    probe.player.setPaused(false);
    ASSERT_TRUE(probe.awaitFrames(before.size() + 45));
    EXPECT_LT(std::fabs(probe.player.stats().skewMeanMs), 20);
    const auto shown = probe.shown();
    for (std::size_t i = 1; i < shown.size(); ++i)
        EXPECT_GT(shown[i].second, shown[i - 1].second);
}

/// From `from` on until the steady tone is heard, or no longer; negative: it is not.
double msUntilTone(PlayerProbe &probe, Nanos from, bool tone)
{
    int run = 0;
    for (const auto &period : probe.periods()) {
        if (period.at < from)
            continue;
        run = (period.peak > 0.15f && period.peak < 0.3f) == tone ? run + 1 : 0;
        if (run == 5)
            return milliseconds(period.at - from) - 40;
    }
    return -1;
}

/// From the beeps to the tone and back: each within 300 ms, and the picture goes on.
void switchThereAndBack(PlayerProbe &probe)
{
    for (const bool tone : {true, false}) {
        const Nanos asked = probe.now();
        probe.player.selectTrack(TrackKind::Audio, probe.tracks()[tone ? 2 : 1].id);
        ASSERT_TRUE(probe.await([&] { return probe.now() > asked + 600ms; }));
        const double took = msUntilTone(probe, asked, tone);
        EXPECT_GE(took, 0);
        EXPECT_LT(took, 300);
        EXPECT_LT(longestGap(probe, asked), kBreakMs);
    }
}

// A menu shows what a stream had a moment ago: it may have begun anew since, with fewer tracks.
TEST(PlayerControls, ATrackThatIsNotThereChangesNothing)
{
    const std::string clip = makeFlashClip({.seconds = 8, .secondSound = true});
    TcpStub server(pacedScript(clip, 8, 2));
    PlayerProbe probe;
    probe.open(server.url());
    ASSERT_TRUE(probe.awaitFrames(20));
    const int picture = probe.tracks()[0].id;
    for (const TrackKind kind : {TrackKind::Video, TrackKind::Audio, TrackKind::Subtitle})
        for (const int id : {3, 99, 1'000'000, 2'000'000'000})
            probe.player.selectTrack(kind, id);
    probe.player.selectTrack(TrackKind::Audio, picture);
    const Nanos asked = probe.now();
    ASSERT_TRUE(probe.awaitFrames(probe.frames() + 40));
    EXPECT_LT(longestGap(probe, asked), kBreakMs);
    EXPECT_GE(msUntilTone(probe, asked, false), 0) << "the beeps go on";
    EXPECT_EQ(probe.player.stats().rebuffers, 0);
}

TEST(PlayerControls, AnotherTrackIsHeardWithin300MsAndThePictureGoesOn)
{
    const std::string clip = makeFlashClip({.seconds = 8, .secondSound = true});
    TcpStub server(pacedScript(clip, 8, 2));
    PlayerProbe probe;
    probe.open(server.url());
    ASSERT_TRUE(probe.awaitFrames(40));
    ASSERT_EQ(probe.tracks().size(), 3u);
    switchThereAndBack(probe);
    EXPECT_LT(std::fabs(probe.player.stats().skewMeanMs), 20);
    EXPECT_EQ(probe.player.stats().rebuffers, 0);
}

TEST(PlayerControls, AnotherTrackOfAFilmThatIsReadAMinuteAheadGoesOnWhereOneIs)
{
    const std::string film = makeFlashClip({.container = "mp4",
                                            .videoCodec = "mpeg4",
                                            .audioCodec = "aac",
                                            .width = 64,
                                            .height = 36,
                                            .seconds = 90,
                                            .secondSound = true});
    TcpStub server(fileServer(film));
    PlayerProbe probe;
    probe.open(server.url("/film.mp4"), MediaKind::Vod);
    ASSERT_TRUE(probe.awaitFrames(40));
    ASSERT_TRUE(probe.await([&] { return probe.player.stats().bufferedSeconds > 58; }));
    const std::size_t before = probe.shown().size();
    switchThereAndBack(probe);
    const auto shown = probe.shown();
    for (std::size_t i = before; i < shown.size(); ++i)
        EXPECT_LE(shown[i].second - shown[i - 1].second, 130ms) << "jumped ahead";
    ASSERT_TRUE(probe.awaitFrames(shown.size() + 60)); // two more beeps
    EXPECT_LT(std::fabs(probe.flashBeepDistances().back()), 40);
    EXPECT_EQ(probe.player.stats().rebuffers, 0);
}

/// The languages of the sounds in the list; the one that is selected in capitals.
std::string soundsOf(PlayerProbe &probe)
{
    std::string text;
    for (Track &track : probe.tracks()) {
        if (track.kind != TrackKind::Audio)
            continue;
        if (track.selected)
            std::transform(track.language.begin(), track.language.end(), track.language.begin(), ::toupper);
        text += (text.empty() ? "" : " ") + track.language;
    }
    return text;
}

std::string filmInTwoLanguages(const char *container, int seconds)
{
    return makeFlashClip({.container = container,
                          .width = 64,
                          .height = 36,
                          .seconds = seconds,
                          .secondSound = true,
                          .language = "deu",
                          .secondLanguage = "fra"});
}

class PlayerLanguage : public testing::TestWithParam<const char *>
{
};

TEST_P(PlayerLanguage, TheOneOfTheUserIsHeardFromTheStart)
{
    const std::string film = filmInTwoLanguages(GetParam(), 4);
    TcpStub server(fileServer(film));
    PlayerProbe probe;
    MediaRequest request;
    request.url = server.url("/film");
    request.kind = MediaKind::Vod;
    request.preferredAudio = {"FRA"};
    probe.player.open(request);
    ASSERT_TRUE(probe.awaitState(PlayState::Playing));
    EXPECT_EQ(soundsOf(probe), "deu FRA");
    EXPECT_TRUE(probe.await([&] { return probe.heardTone(); }));
}

TEST_P(PlayerLanguage, ASeekPastWhatWasReadKeepsIt)
{
    const std::string film = filmInTwoLanguages(GetParam(), 90);
    TcpStub server(fileServer(film));
    PlayerProbe probe;
    probe.open(server.url("/film"), MediaKind::Vod);
    ASSERT_TRUE(probe.awaitFrames(10));
    probe.player.selectTrack(TrackKind::Audio, probe.tracks().at(2).id);
    probe.player.seek(85s);
    EXPECT_TRUE(probe.await([&] { return probe.lastFrame()->pts > 87s && probe.heardTone(); }));
    EXPECT_EQ(soundsOf(probe), "deu FRA");
}

INSTANTIATE_TEST_SUITE_P(Containers, PlayerLanguage, testing::Values("matroska", "mpegts"));

TEST(PlayerControls, WhatWasChosenStaysWhenTheSameIsOpenedAgain)
{
    const std::string film = filmInTwoLanguages("matroska", 8);
    TcpStub server(fileServer(film));
    PlayerProbe probe;
    probe.open(server.url("/film"), MediaKind::Vod);
    ASSERT_TRUE(probe.awaitFrames(10));
    probe.player.selectTrack(TrackKind::Audio, probe.tracks().at(2).id);
    probe.player.setSpeed(2);
    probe.player.reload();
    ASSERT_TRUE(probe.awaitState(PlayState::Opening));
    ASSERT_TRUE(probe.awaitState(PlayState::Playing));
    EXPECT_EQ(soundsOf(probe), "deu FRA");
    const Nanos settled = probe.now() + 600ms;
    ASSERT_TRUE(probe.await([&] { return probe.now() > settled + 1s; }));
    EXPECT_NEAR(speedOf(probe, settled), 2, 0.1);
}

class PlayerDelay : public testing::TestWithParam<int>
{
};

TEST_P(PlayerDelay, MovesTheSoundNotThePicture)
{
    const std::string clip = makeFlashClip({.seconds = 8});
    TcpStub server(pacedScript(clip, 8, 2));
    PlayerProbe probe;
    probe.open(server.url());
    ASSERT_TRUE(probe.awaitFrames(30));
    const Nanos asked = probe.now();
    probe.player.setSound({.delay = std::chrono::milliseconds(GetParam())});
    ASSERT_TRUE(probe.awaitFrames(125));
    EXPECT_LT(longestGap(probe, asked), kBreakMs);
    const auto distances = probe.flashBeepDistances();
    ASSERT_GE(distances.size(), 3u);
    EXPECT_NEAR(distances.back(), -GetParam(), 20); // flash minus beep
}

INSTANTIATE_TEST_SUITE_P(Delays, PlayerDelay, testing::Values(150, -150));

TEST(PlayerControls, OtherSpeakersDoNotBreakThePicture)
{
    const std::string clip = makeFlashClip({.seconds = 8});
    TcpStub server(pacedScript(clip, 8, 2));
    PlayerProbe probe;
    probe.open(server.url());
    ASSERT_TRUE(probe.awaitFrames(40));
    const Nanos asked = probe.now();
    probe.player.setSound({.output = SoundOutput::Surround});
    const std::size_t frames = probe.frames();
    ASSERT_TRUE(probe.awaitFrames(frames + 40));
    EXPECT_LT(longestGap(probe, asked), kBreakMs);
    EXPECT_EQ(probe.player.stats().rebuffers, 0);
}

TEST(PlayerControls, MonoIsBothChannelsOnEach)
{
    const std::string clip = makeFlashClip({.seconds = 8, .leftOnly = true});
    TcpStub server(pacedScript(clip, 8, 2));
    SteadyClock clock;
    HeadlessSink sink({true, 160, 90, SurfaceWish::Fit::Contain});
    std::mutex mutex;
    std::condition_variable changed;
    bool heard = false;
    float apart = 0; ///< left and right
    auto device = std::make_unique<NullAudioSink>(clock, 0, [&](std::span<const float> samples, Nanos) {
        const std::lock_guard lock(mutex);
        for (std::size_t i = 0; i + 1 < samples.size(); i += 2)
            apart = std::max(apart, std::fabs(samples[i] - samples[i + 1]));
        heard |= std::any_of(samples.begin(), samples.end(), [](float sample) { return std::fabs(sample) > 0.1F; });
        changed.notify_all();
    });
    Player player(clock, sink, std::move(device), {});
    player.setSound({.output = SoundOutput::Mono});
    player.open({.url = server.url(), .kind = MediaKind::Live});
    std::unique_lock lock(mutex);
    ASSERT_TRUE(changed.wait_for(lock, 12s, [&] { return heard; })) << "the beep of each second";
    EXPECT_LT(apart, 0.001F) << "the beep is on the left only";
}

/// A card that runs a little fast, and a start with less in hand than there should be: the sound is stretched by half a
/// per cent, its picture with it. An hour of drift is simulated elsewhere (RateController).
TEST(PlayerControls, SoundIsStretchedToBuildAReserve)
{
    const std::string clip = makeFlashClip({.seconds = 14});
    TcpStub server([&clip](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200);
        sendPaced(peer, clip, 14, 0.4);
        peer.hold();
    });
    PlayerProbe probe(200);
    probe.open(server.url());
    ASSERT_TRUE(probe.awaitFlashes(13, 20s));
    const std::vector<double> seconds = probe.flashSeconds();
    const double late = std::accumulate(seconds.end() - 5, seconds.end(), 0.0);
    EXPECT_GT(late, 5.008) << testing::PrintToString(seconds);
    EXPECT_LT(late, 5.060);
    const PlayerStats stats = probe.player.stats();
    EXPECT_LT(std::fabs(stats.skewMeanMs), 25);
    EXPECT_EQ(stats.rebuffers, 0);
}

} // namespace
} // namespace kanal::playback
