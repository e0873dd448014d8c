// SPDX-License-Identifier: MIT
// HLS whose sound is a playlist of its own, through Player: in sync whatever it is packed in, its own troubles, the
// tracks it offers.
#include "hls_stub.h"
#include "player_probe.h"
#include "split_clip.h"

#include <algorithm>
#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

using namespace std::chrono_literals;

constexpr int kSeconds = 16;
constexpr std::int64_t kJoint = 5;

/// The sound may come otherwise than its segments: slowly, or not.
using Spoil = std::function<std::optional<HlsStub::Answer>(const std::string &path)>;

/// A server of a clip in two or three playlists: /picture.m3u8, /sound0.m3u8 … and /all.m3u8, which names them.
class ApartServer
{
public:
    struct Form {
        const char *name = "ts_ts";
        const char *codec = "mp2";
        const char *picture = "mpegts", *sound = "mpegts";
        bool live = true;
        bool second = false;
        bool joint = false; ///< segment kJoint is the first one again
    };

    explicit ApartServer(Form form, Spoil spoil = {})
        : m_form(form)
        , m_spoil(std::move(spoil))
        , m_clip(splitClip(
              makeFlashClip(
                  {.videoCodec = "mpeg4", .audioCodec = form.codec, .seconds = kSeconds, .secondSound = form.second}),
              form.picture, form.sound))
    {
        add("/picture", m_clip.picture);
        for (std::size_t i = 0; i < m_clip.sounds.size(); ++i)
            add("/sound" + std::to_string(i), m_clip.sounds[i]);
        stub.page("/all.m3u8", [this](const std::string &) { return answer("/all.m3u8", master()); });
    }

    HlsStub stub;

private:
    std::string master() const
    {
        std::string text = "#EXTM3U\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"s\",NAME=\"Beeps\",LANGUAGE=\"en\",DEFAULT=YES,"
                           "URI=\"sound0.m3u8\"\n";
        if (m_form.second)
            text += "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"s\",NAME=\"Tone\",LANGUAGE=\"de-AT\",URI=\"sound1.m3u8\"\n";
        return text + "#EXT-X-STREAM-INF:BANDWIDTH=200000,AUDIO=\"s\"\npicture.m3u8\n";
    }

    void add(const std::string &name, const SplitTrack &track)
    {
        stub.page(name + ".m3u8",
                  [this, name, &track](const std::string &) { return answer(name, list(name, track)); });
        stub.file(name + "_head", track.head);
        for (std::size_t i = 0; i < track.segments.size(); ++i) {
            const std::string path = name + "_" + std::to_string(i);
            stub.page(path, [this, path, &track, i](const std::string &) { return answer(path, track.segments[i]); });
        }
    }

    HlsStub::Answer answer(const std::string &path, std::string body) const
    {
        if (m_spoil)
            if (auto spoilt = m_spoil(path))
                return *spoilt;
        return {200, std::move(body)};
    }

    /// Live: a window of four seconds over the clip, which slides and stops at its end.
    std::string list(const std::string &name, const SplitTrack &track) const
    {
        const auto count = std::int64_t(track.segments.size());
        const std::int64_t from = m_form.live ? std::min(m_window.first(), count - 4) : 0;
        const std::int64_t to = m_form.live ? from + 4 : count;
        std::string text = listHead(from);
        if (!track.head.empty())
            text += "#EXT-X-MAP:URI=\"" + name.substr(1) + "_head\"\n";
        for (std::int64_t n = from; n < to; ++n) {
            const bool again = m_form.joint && n >= kJoint;
            text += m_form.joint && n == kJoint ? "#EXT-X-DISCONTINUITY\n" : "";
            text += "#EXTINF:1.0,\n" + name.substr(1) + "_" + std::to_string(again ? n - kJoint : n) + "\n";
        }
        return text + (m_form.live ? "" : "#EXT-X-ENDLIST\n");
    }

    const Form m_form;
    const Spoil m_spoil;
    const SplitClip m_clip;
    const SlidingList m_window;
};

/// Mean of all but the first: a start shows its first picture at once, and that may be a flash.
double mean(const std::vector<double> &distances)
{
    double sum = 0;
    for (std::size_t i = 1; i < distances.size(); ++i)
        sum += distances[i];
    return sum / double(distances.size() - 1);
}

MediaRequest request(const std::string &url, MediaKind kind = MediaKind::Live)
{
    MediaRequest wish;
    wish.url = url;
    wish.kind = kind;
    return wish;
}

bool isSpoilt(const std::string &path)
{
    return path.starts_with("/sound");
}

class PlayerHlsSound : public testing::TestWithParam<ApartServer::Form>
{
};

TEST_P(PlayerHlsSound, PlaysInSyncWithItsPicture)
{
    ApartServer server(GetParam());
    PlayerProbe probe;
    probe.open(server.stub.url("/all.m3u8"), GetParam().live ? MediaKind::Live : MediaKind::Vod);
    ASSERT_TRUE(probe.awaitFrames(125)) << "five seconds";
    const auto distances = probe.flashBeepDistances();
    ASSERT_GE(distances.size(), 3u);
    EXPECT_LT(std::fabs(mean(distances)), 20) << testing::PrintToString(distances);
    EXPECT_LT(std::fabs(probe.player.stats().skewMeanMs), 20);
    EXPECT_EQ(probe.player.stats().rebuffers, 0);
    EXPECT_EQ(server.stub.asked("/all.m3u8"), 1);
    EXPECT_LE(server.stub.server().mostOpen(), 2) << "one for the picture, one for the sound";
    const auto tracks = probe.tracks();
    const auto sound =
        std::find_if(tracks.begin(), tracks.end(), [](const Track &t) { return t.kind == TrackKind::Audio; });
    ASSERT_NE(sound, tracks.end());
    EXPECT_EQ(sound->title, "Beeps");
    EXPECT_EQ(sound->language, "en");
    EXPECT_EQ(sound->codec, GetParam().codec);
    EXPECT_TRUE(sound->selected);
    EXPECT_EQ(sound->sampleRate, 48000);
}

INSTANTIATE_TEST_SUITE_P(
    Forms, PlayerHlsSound,
    testing::Values(ApartServer::Form{.name = "live_ts"}, ApartServer::Form{.name = "film_ts", .live = false},
                    ApartServer::Form{.name = "live_mp4", .picture = "mp4", .sound = "mp4"},
                    ApartServer::Form{.name = "film_mp4", .picture = "mp4", .sound = "mp4", .live = false},
                    ApartServer::Form{.name = "live_bare", .codec = "aac", .sound = "adts"},
                    ApartServer::Form{.name = "film_bare", .codec = "aac", .sound = "adts", .live = false}),
    [](const auto &info) { return std::string(info.param.name); });

TEST(PlayerHlsSound, StaysInSyncWhereTheTimesBeginAnew)
{
    ApartServer server({.joint = true});
    PlayerProbe probe;
    probe.open(server.stub.url("/all.m3u8"));
    ASSERT_TRUE(probe.awaitFrames(8 * 25));
    const auto distances = probe.flashBeepDistances();
    ASSERT_GE(distances.size(), 5u) << testing::PrintToString(distances);
    for (std::size_t i = 1; i < distances.size(); ++i)
        EXPECT_LT(std::fabs(distances[i]), 40) << testing::PrintToString(distances);
    EXPECT_EQ(probe.player.stats().rebuffers, 0);
}

TEST(PlayerHlsSound, StaysInSyncAfterAnOutage)
{
    std::atomic<bool> down{false};
    ApartServer server({}, [&](const std::string &) {
        return down ? std::optional(HlsStub::Answer{503, "down"}) : std::nullopt;
    });
    PlayerProbe probe;
    probe.open(server.stub.url("/all.m3u8"));
    ASSERT_TRUE(probe.awaitFrames(25));
    down = true;
    ASSERT_TRUE(probe.awaitState(PlayState::Reconnecting));
    down = false;
    ASSERT_TRUE(probe.awaitState(PlayState::Playing));
    const std::size_t before = probe.flashBeepDistances().size();
    ASSERT_TRUE(probe.awaitFrames(probe.frames() + 75));
    const auto distances = probe.flashBeepDistances();
    ASSERT_GE(distances.size(), before + 2) << testing::PrintToString(distances);
    EXPECT_LT(std::fabs(distances.back()), 25) << testing::PrintToString(distances);
}

TEST(PlayerHlsSound, AFilmIsSoughtWithItsSoundAndEnds)
{
    ApartServer server({.live = false});
    PlayerProbe probe;
    probe.open(server.stub.url("/all.m3u8"), MediaKind::Vod);
    ASSERT_TRUE(probe.awaitFrames(25));
    probe.player.seek(11500ms);
    ASSERT_TRUE(probe.awaitState(PlayState::Ended));
    EXPECT_GE(probe.lastFrame()->pts, 15900ms);
    const auto distances = probe.flashBeepDistances();
    ASSERT_GE(distances.size(), 3u) << "those of 12 to 15 s, where it was sought to";
    EXPECT_LT(std::fabs(mean(distances)), 20) << testing::PrintToString(distances);
    const std::size_t frames = probe.frames();
    probe.player.seek(2s);
    EXPECT_TRUE(probe.awaitFrames(frames + 50));
}

std::optional<Track> trackOf(const std::vector<Track> &tracks, const std::string &title)
{
    const auto found = std::find_if(tracks.begin(), tracks.end(), [&](const Track &t) { return t.title == title; });
    return found == tracks.end() ? std::nullopt : std::optional(*found);
}

/// The last half second is a steady tone.
bool hearsTone(PlayerProbe &probe)
{
    const auto periods = probe.periods();
    return periods.size() > 50 && std::all_of(periods.end() - 50, periods.end(), [](const PlayerProbe::Period &period) {
               return period.peak > 0.1f && period.peak < 0.3f;
           });
}

bool awaitTone(PlayerProbe &probe)
{
    for (std::size_t frames = probe.frames(); frames < 400; frames = probe.frames())
        if (hearsTone(probe))
            return true;
        else if (!probe.awaitFrames(frames + 5))
            return false;
    return false;
}

class PlayerHlsSoundChoice : public testing::TestWithParam<bool>
{
};

TEST_P(PlayerHlsSoundChoice, AnotherSoundIsHeardSoonAndInItsPlace)
{
    ApartServer server({.live = GetParam(), .second = true});
    PlayerProbe probe;
    probe.open(server.stub.url("/all.m3u8"), GetParam() ? MediaKind::Live : MediaKind::Vod);
    ASSERT_TRUE(probe.awaitFrames(50));
    EXPECT_EQ(server.stub.asked("/sound1.m3u8"), 0) << "only what is heard is fetched";
    const auto tone = trackOf(probe.tracks(), "Tone");
    ASSERT_TRUE(tone);
    EXPECT_EQ(tone->language, "de");
    EXPECT_FALSE(tone->selected);
    probe.player.selectTrack(TrackKind::Audio, tone->id);
    const std::size_t frames = probe.frames();
    ASSERT_TRUE(awaitTone(probe));
    EXPECT_LT(probe.frames() - frames, 50u) << "frames until half a second of it was heard";
    EXPECT_TRUE(trackOf(probe.tracks(), "Tone")->selected);
    probe.player.selectTrack(TrackKind::Audio, trackOf(probe.tracks(), "Beeps")->id);
    const std::size_t before = probe.flashBeepDistances().size();
    ASSERT_TRUE(probe.awaitFrames(probe.frames() + 75));
    const auto distances = probe.flashBeepDistances();
    ASSERT_GE(distances.size(), before + 1);
    EXPECT_LT(std::fabs(distances.back()), 25);
    EXPECT_EQ(probe.player.stats().rebuffers, 0);
}

INSTANTIATE_TEST_SUITE_P(Kinds, PlayerHlsSoundChoice, testing::Bool(),
                         [](const auto &info) { return info.param ? "live" : "film"; });

TEST(PlayerHlsSound, AnotherOneInTheSegmentsIsHeardWhileTheNextSegmentIsWaitedFor)
{
    const std::vector<std::string> pieces = tsSegments(makeFlashClip({.seconds = 12, .secondSound = true}));
    HlsStub stub;
    for (std::size_t i = 0; i < pieces.size(); ++i)
        stub.file("/s" + std::to_string(i), pieces[i]);
    stub.page("/live.m3u8", textPage([&] { // six seconds a segment, and never another one
                  return "#EXTM3U\n#EXT-X-TARGETDURATION:6\n" + segmentLines(0, std::int64_t(pieces.size()), "s");
              }));
    PlayerProbe probe;
    probe.open(stub.url("/live.m3u8"));
    ASSERT_TRUE(probe.awaitFrames(25));
    std::vector<Track> sounds = probe.tracks();
    std::erase_if(sounds, [](const Track &track) { return track.kind != TrackKind::Audio; });
    ASSERT_EQ(sounds.size(), 2u);
    const std::size_t frames = probe.frames();
    probe.player.selectTrack(TrackKind::Audio, sounds[1].id);
    ASSERT_TRUE(awaitTone(probe));
    EXPECT_LT(probe.frames() - frames, 30u) << "frames until half a second of it was heard";
}

TEST(PlayerHlsSound, IsInTheLanguageTheUserPrefers)
{
    ApartServer server({.second = true});
    PlayerProbe probe;
    MediaRequest wish = request(server.stub.url("/all.m3u8"));
    wish.preferredAudio = {"fr", "de"};
    probe.player.open(wish);
    ASSERT_TRUE(awaitTone(probe));
    EXPECT_TRUE(trackOf(probe.tracks(), "Tone")->selected);
    EXPECT_EQ(server.stub.asked("/sound0.m3u8"), 0);
}

/// How often a host that refuses may have been asked: the back-off, each step as short as its jitter makes it. A busy
/// machine needs longer for the same pictures, and then it is more.
int knocksWithin(std::chrono::steady_clock::duration passed)
{
    int knocks = 1;
    std::chrono::duration<double> next{0};
    for (const double step : {0.0, 0.5, 1.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0}) {
        next += std::chrono::duration<double>(0.8 * step);
        knocks += passed >= next ? 1 : 0;
    }
    return knocks;
}

TEST(PlayerHlsSound, ARefusedSoundLeavesThePicture)
{
    ApartServer server({}, [](const std::string &path) {
        return isSpoilt(path) ? std::optional(HlsStub::Answer{403, "no"}) : std::nullopt;
    });
    PlayerProbe probe;
    const auto opened = std::chrono::steady_clock::now();
    probe.open(server.stub.url("/all.m3u8"));
    ASSERT_TRUE(probe.awaitFrames(125));
    EXPECT_EQ(probe.player.state(), PlayState::Playing);
    EXPECT_EQ(probe.player.stats().rebuffers, 0);
    EXPECT_FALSE(probe.player.stats().phases.firstSound);
    const int asked = server.stub.asked("/sound0.m3u8");
    EXPECT_LE(asked, knocksWithin(std::chrono::steady_clock::now() - opened)) << "a refusal is not knocked at for ever";
}

TEST(PlayerHlsSound, ASoundThatStallsLeavesThePictureAndJoinsInAgain)
{
    std::atomic<bool> stalled{false};
    ApartServer server({}, [&](const std::string &path) {
        // Three seconds of a byte now and then, and nothing that is of use.
        return stalled && isSpoilt(path) ? std::optional(HlsStub::Answer{200, std::string(60, ' '), {}, "x/y", 20})
                                         : std::nullopt;
    });
    PlayerProbe probe;
    probe.open(server.stub.url("/all.m3u8"));
    ASSERT_TRUE(probe.awaitFrames(25));
    stalled = true;
    ASSERT_TRUE(probe.awaitFrames(probe.frames() + 150));
    EXPECT_EQ(probe.player.state(), PlayState::Playing);
    const auto heard = probe.flashBeepDistances().size();
    EXPECT_LT(heard, probe.flashes()) << "what was fetched before, and no more";
    stalled = false;
    ASSERT_TRUE(probe.awaitFrames(probe.frames() + 125));
    const auto distances = probe.flashBeepDistances();
    ASSERT_GT(distances.size(), heard);
    EXPECT_LT(std::fabs(distances.back()), 25);
    EXPECT_EQ(probe.player.stats().rebuffers, 0);
    EXPECT_EQ(probe.player.stats().reconnects, 0) << "the stream is what its picture is";
}

TEST(PlayerHlsSound, AListThatIsGoneIsFoundAgainThroughTheFirstOne)
{
    std::atomic<bool> gone{false};
    ApartServer server({}, [&](const std::string &path) {
        const bool lost = path == "/sound0" && gone.exchange(false);
        return lost ? std::optional(HlsStub::Answer{403, "old"}) : std::nullopt;
    });
    PlayerProbe probe;
    probe.open(server.stub.url("/all.m3u8"));
    ASSERT_TRUE(probe.awaitFrames(25));
    gone = true;
    ASSERT_TRUE(server.stub.awaitAsked("/all.m3u8", 2));
    ASSERT_TRUE(probe.awaitFrames(probe.frames() + 75));
    const auto distances = probe.flashBeepDistances();
    ASSERT_GE(distances.size(), 3u);
    EXPECT_LT(std::fabs(distances.back()), 25);
}

TEST(PlayerHlsSound, ClosingWhileTheSoundIsWaitedForLeavesNoSocket)
{
    std::atomic<bool> asked{false};
    std::mutex mutex;
    std::condition_variable changed;
    int open = 0;
    TcpStub server([&](TcpStub::Peer &peer) {
        {
            const std::lock_guard lock(mutex);
            ++open;
        }
        for (std::string head = peer.readRequest(); !head.empty(); head = peer.readRequest()) {
            if (head.starts_with("GET /sound.m3u8")) {
                asked = true;
                changed.notify_all();
                peer.hold();
                break;
            }
            const std::string body =
                head.starts_with("GET /all.m3u8")
                    ? "#EXTM3U\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"s\",NAME=\"x\",URI=\"sound.m3u8\"\n"
                      "#EXT-X-STREAM-INF:BANDWIDTH=2,AUDIO=\"s\"\npicture.m3u8\n"
                : head.starts_with("GET /picture.m3u8") ? listHead(0) + segmentLines(0, 4, "p")
                                                        : tsSegment(0);
            if (!peer.sendHead(200, "x/y", "Content-Length: " + std::to_string(body.size()) + "\r\n") ||
                !peer.send(body))
                break;
        }
        const std::lock_guard lock(mutex);
        --open;
        changed.notify_all();
    });
    PlayerProbe probe;
    probe.open(server.url("/all.m3u8"));
    std::unique_lock lock(mutex);
    ASSERT_TRUE(changed.wait_for(lock, 10s, [&] { return asked.load(); }));
    const Nanos begun = probe.now();
    probe.player.stop();
    EXPECT_TRUE(changed.wait_for(lock, 10s, [&] { return open == 0; }));
    EXPECT_LT(probe.now() - begun, 200ms);
}

} // namespace
} // namespace kanal::playback
