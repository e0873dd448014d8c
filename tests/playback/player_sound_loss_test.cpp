// SPDX-License-Identifier: MIT
#include "player_probe.h"
#include "support/file_server.h"
#include "support/flash_clip.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <functional>
#include <mutex>
#include <vector>

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

/// A device that can be pulled out; `absent` says at which attempts to open it (from 1) it is not there.
class LooseDevice final : public AudioSink
{
public:
    LooseDevice(Clock &clock, std::function<bool(int)> absent)
        : m_device(clock, 0,
                   [this](std::span<const float> samples, Nanos) {
                       for (const float sample : samples)
                           loudest = std::max(loudest.load(), std::fabs(sample));
                   })
        , m_absent(std::move(absent))
    {
    }

    Result<AudioFormat> open(AudioFormat wish, Fill fill, Lost lost) override
    {
        if (m_absent(++opened))
            return fail(ErrorKind::Unsupported, "pulled out");
        m_lost = std::move(lost);
        if (opened > 1) { // some devices ask before anybody has told them to start
            std::vector<float> sound(960);
            fill(sound);
            for (const float sample : sound)
                loudestAtReturn = std::max(loudestAtReturn.load(), std::fabs(sample));
        }
        loudest = 0;
        const std::lock_guard lock(m_using);
        return m_device.open(wish, std::move(fill), {});
    }
    void start() override
    {
        locked([this] { m_device.start(); });
    }
    void pause() override
    {
        locked([this] { m_device.pause(); });
    }
    void close() override
    {
        locked([this] { m_device.close(); });
    }
    AudioTiming timing() const override { return m_device.timing(); }
    std::string name() const override { return "loose"; }

    void pullOut()
    {
        close();
        m_lost();
    }

    std::atomic<int> opened{0};
    std::atomic<float> loudest{0};         ///< of what was played since it was opened
    std::atomic<float> loudestAtReturn{0}; ///< of what was given before start()

private:
    template<class Use>
    void locked(Use use)
    {
        const std::lock_guard lock(m_using);
        use();
    }

    std::mutex m_using; ///< who pulls it out is not the player's thread
    NullAudioSink m_device;
    const std::function<bool(int)> m_absent;
    Lost m_lost;
};

/// A player on a loose device, and what it said and showed.
class LooseProbe
{
public:
    explicit LooseProbe(std::function<bool(int)> absent)
        : m_sink({true, 160, 90, SurfaceWish::Fit::Contain}, [this](const FrameRef &) { note([&] { ++frames; }); })
        , m_owned(std::make_unique<LooseDevice>(m_clock, std::move(absent)))
        , device(*m_owned)
        , player(m_clock, m_sink, std::move(m_owned), [this](const PlayerEvent &event) { onEvent(event); })
    {
    }

    void open(const std::string &url, MediaKind kind = MediaKind::Live)
    {
        MediaRequest request;
        request.url = url;
        request.kind = kind;
        player.open(request);
    }
    /// The condition is asked under the lock that guards the fields below.
    template<class Condition>
    bool await(Condition condition)
    {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, std::chrono::seconds(12), condition);
    }
    bool awaitMoreFrames(int more)
    {
        int wanted = 0;
        note([&] { wanted = frames + more; });
        return await([&] { return frames >= wanted; });
    }
    bool allDecodable()
    {
        std::unique_lock lock(m_mutex);
        return !tracks.empty() &&
               std::none_of(tracks.begin(), tracks.end(), [](const Track &track) { return track.undecodable; });
    }

private:
    template<class Change>
    void note(Change change)
    {
        std::lock_guard lock(m_mutex);
        change();
        m_changed.notify_all();
    }
    void onEvent(const PlayerEvent &event)
    {
        note([&] {
            if (const auto *changes = std::get_if<TracksChanged>(&event.what))
                tracks = changes->tracks;
            else if (const auto *sound = std::get_if<AudioDeviceChanged>(&event.what))
                losses.push_back(sound->lost);
            else if (const auto *change = std::get_if<StateChanged>(&event.what))
                state = change->state;
        });
    }

    SteadyClock m_clock;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    HeadlessSink m_sink;
    std::unique_ptr<LooseDevice> m_owned;

public:
    std::atomic<int> frames{0};
    std::vector<bool> losses;
    std::vector<Track> tracks;
    PlayState state = PlayState::Idle;
    LooseDevice &device;
    Player player; ///< last: its threads end first
};

TcpStub::Script broadcast(const std::string &clip)
{
    return [&clip](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200);
        sendPaced(peer, clip, 8, 2);
        peer.hold();
    };
}

constexpr float kAudible = 0.2f;
const std::vector<bool> kGoneAndBack{true, false};

TEST(PlayerSoundLoss, ThePictureGoesOnAndSoundComesBack)
{
    const std::string clip = makeFlashClip({.seconds = 8, .secondSound = true});
    TcpStub server(broadcast(clip));
    LooseProbe probe([](int attempt) { return attempt == 2 || attempt == 3; });
    probe.open(server.url());
    ASSERT_TRUE(probe.await([&] { return probe.frames > 30 && probe.tracks.size() == 3; }));
    probe.player.selectTrack(TrackKind::Audio, probe.tracks[2].id); // never silent
    ASSERT_TRUE(probe.awaitMoreFrames(15));
    probe.device.pullOut();
    const int atLoss = probe.frames;
    ASSERT_TRUE(probe.await([&] { return probe.losses == kGoneAndBack; }));
    EXPECT_EQ(probe.device.opened, 4);
    EXPECT_GT(probe.frames, atLoss + 10); // 0.7 s and more without sound
    ASSERT_TRUE(probe.awaitMoreFrames(40));
    EXPECT_EQ(probe.device.loudestAtReturn, 0) << "sound that waited is heard where the picture no longer is";
    EXPECT_EQ(probe.player.stats().rebuffers, 0);
    EXPECT_LT(std::fabs(probe.player.stats().skewMeanMs), 25)
        << probe.player.stats().skewMinMs << " … " << probe.player.stats().skewMaxMs;
}

TEST(PlayerSoundLoss, AChannelThatStartsWithoutADeviceIsHeardWhenOneComes)
{
    const std::string clip = makeFlashClip({.seconds = 8});
    TcpStub server(broadcast(clip));
    LooseProbe probe([](int attempt) { return attempt <= 3; });
    probe.open(server.url());
    ASSERT_TRUE(probe.await([&] { return probe.losses == kGoneAndBack; }));
    EXPECT_TRUE(probe.allDecodable());
    ASSERT_TRUE(probe.await([&] { return probe.device.loudest > kAudible; }));
    EXPECT_EQ(probe.player.stats().rebuffers, 0);
    EXPECT_LT(std::fabs(probe.player.stats().skewMeanMs), 25);
}

TEST(PlayerSoundLoss, ChannelsAreChangedWhileTheDeviceIsGone)
{
    const std::string clip = makeFlashClip({.seconds = 8});
    TcpStub server(broadcast(clip));
    LooseProbe probe([](int attempt) { return attempt >= 2 && attempt <= 5; });
    probe.open(server.url());
    ASSERT_TRUE(probe.awaitMoreFrames(30));
    probe.device.pullOut();
    ASSERT_TRUE(probe.await([&] { return !probe.losses.empty(); }));
    probe.open(server.url());
    ASSERT_TRUE(probe.await([&] { return probe.losses == kGoneAndBack; })) << "told once";
    ASSERT_TRUE(probe.await([&] { return probe.device.loudest > kAudible; }));
    EXPECT_TRUE(probe.allDecodable());
}

/// Where a device hangs until the test lets it go.
struct Gate {
    void wait()
    {
        std::unique_lock lock(mutex);
        waiting = true;
        changed.notify_all();
        changed.wait(lock, [this] { return open; });
    }
    void awaitWaiter()
    {
        std::unique_lock lock(mutex);
        changed.wait(lock, [this] { return waiting; });
    }
    void letGo()
    {
        std::lock_guard lock(mutex);
        open = true;
        changed.notify_all();
    }

    std::mutex mutex;
    std::condition_variable changed;
    bool waiting = false, open = false;
};

class PlayerSoundHang : public testing::TestWithParam<int> ///< at which attempt to open the device
{
};

TEST_P(PlayerSoundHang, NeitherTheNextChannelNorTheEndWaitsForIt)
{
    const std::string clip = makeFlashClip({.seconds = 8});
    TcpStub server(broadcast(clip));
    auto gate = std::make_shared<Gate>();
    const std::weak_ptr<Gate> held = gate;
    std::optional<LooseProbe> probe(std::in_place, [gate, hangs = GetParam()](int attempt) {
        if (attempt == hangs)
            gate->wait();
        return false;
    });
    probe->open(server.url());
    if (GetParam() > 1) {
        ASSERT_TRUE(probe->awaitMoreFrames(20));
        probe->device.pullOut();
    }
    gate->awaitWaiter();
    EXPECT_TRUE(probe->awaitMoreFrames(40)) << "the picture goes on";

    const auto asked = std::chrono::steady_clock::now();
    const auto passed = [&] { return std::chrono::steady_clock::now() - asked; };
    probe->player.stop();
    ASSERT_TRUE(probe->await([&] { return probe->state == PlayState::Idle; }));
    EXPECT_LT(passed(), std::chrono::milliseconds(250));
    probe->open(server.url());
    EXPECT_TRUE(probe->awaitMoreFrames(20));
    const auto quit = passed();
    probe.reset();
    EXPECT_LT(passed() - quit, std::chrono::milliseconds(400));

    gate->letGo();
    gate.reset();
    while (!held.expired()) // the device's own thread ends
        std::this_thread::yield();
}

INSTANTIATE_TEST_SUITE_P(Attempts, PlayerSoundHang, testing::Values(1, 2));

TEST(PlayerSoundLoss, AFilmWhoseDeviceIsGoneForGoodEnds)
{
    const std::string film = makeFlashClip({.container = "mp4", .videoCodec = "mpeg4", .audioCodec = "aac"});
    TcpStub server(fileServer(film));
    LooseProbe probe([](int attempt) { return attempt >= 2; });
    probe.open(server.url("/film.mp4"), MediaKind::Vod);
    ASSERT_TRUE(probe.awaitMoreFrames(25));
    probe.device.pullOut();
    ASSERT_TRUE(probe.await([&] { return probe.state == PlayState::Ended; }));
    EXPECT_GE(probe.frames, 145) << "six seconds";
    EXPECT_EQ(probe.player.stats().rebuffers, 0);
}

} // namespace
} // namespace kanal::playback
