// SPDX-License-Identifier: MIT
#include "player_probe.h"
#include "support/flash_clip.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

/// A device that can be pulled out; it comes back at the third try.
class LooseDevice final : public AudioSink
{
public:
    explicit LooseDevice(Clock &clock)
        : m_device(clock)
    {
    }

    Result<AudioFormat> open(AudioFormat wish, Fill fill, Lost lost) override
    {
        if (++opened == 2 || opened == 3)
            return fail(ErrorKind::Unsupported, "pulled out");
        m_lost = std::move(lost);
        if (opened > 1) { // some devices ask before anybody has told them to start
            std::vector<float> sound(960);
            fill(sound);
            for (const float sample : sound)
                loudestAtReturn = std::max(loudestAtReturn.load(), std::fabs(sample));
        }
        return m_device.open(wish, std::move(fill), {});
    }
    void start() override { m_device.start(); }
    void pause() override { m_device.pause(); }
    void close() override { m_device.close(); }
    AudioTiming timing() const override { return m_device.timing(); }
    std::string name() const override { return "loose"; }

    void pullOut()
    {
        m_device.close();
        m_lost();
    }

    std::atomic<int> opened{0};
    std::atomic<float> loudestAtReturn{0}; ///< of what was given before start()

private:
    NullAudioSink m_device;
    Lost m_lost;
};

TEST(PlayerSoundLoss, ThePictureGoesOnAndSoundComesBack)
{
    const std::string clip = makeFlashClip({.seconds = 8, .secondSound = true});
    TcpStub server([&](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200);
        sendPaced(peer, clip, 8, 2);
        peer.hold();
    });
    SteadyClock clock;
    std::mutex mutex;
    std::condition_variable changed;
    int frames = 0;
    std::vector<bool> losses;
    std::vector<Track> tracks;
    HeadlessSink sink({true, 160, 90, SurfaceWish::Fit::Contain}, [&](const FrameRef &) {
        std::lock_guard lock(mutex);
        ++frames;
        changed.notify_all();
    });
    auto owned = std::make_unique<LooseDevice>(clock);
    LooseDevice &device = *owned;
    Player player(clock, sink, std::move(owned), [&](const PlayerEvent &event) {
        if (const auto *changes = std::get_if<TracksChanged>(&event.what)) {
            std::lock_guard lock(mutex);
            tracks = changes->tracks;
        }
        if (const auto *sound = std::get_if<AudioDeviceChanged>(&event.what)) {
            std::lock_guard lock(mutex);
            losses.push_back(sound->lost);
            changed.notify_all();
        }
    });
    MediaRequest request;
    request.url = server.url();
    player.open(request);
    std::unique_lock lock(mutex);
    const auto await = [&](auto condition) { return changed.wait_for(lock, std::chrono::seconds(12), condition); };
    ASSERT_TRUE(await([&] { return frames > 30 && tracks.size() == 3; }));
    const int tone = tracks[2].id; // never silent
    lock.unlock();
    player.selectTrack(TrackKind::Audio, tone);
    lock.lock();
    const int atChoice = frames;
    ASSERT_TRUE(await([&] { return frames > atChoice + 15; }));
    lock.unlock();
    device.pullOut();
    lock.lock();
    const int atLoss = frames;
    ASSERT_TRUE(await([&] { return losses == std::vector<bool>({true, false}); }));
    EXPECT_EQ(device.opened, 4);
    EXPECT_GT(frames, atLoss + 10); // 0.7 s and more without sound
    const int atReturn = frames;
    ASSERT_TRUE(await([&] { return frames > atReturn + 40; }));
    lock.unlock();
    EXPECT_EQ(device.loudestAtReturn, 0) << "sound that waited is heard where the picture no longer is";
    EXPECT_EQ(player.stats().rebuffers, 0);
    EXPECT_LT(std::fabs(player.stats().skewMeanMs), 25)
        << player.stats().skewMinMs << " … " << player.stats().skewMaxMs;
}

} // namespace
} // namespace kanal::playback
