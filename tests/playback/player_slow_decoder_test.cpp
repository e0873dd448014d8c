// SPDX-License-Identifier: MIT
// A decoder that is too slow for its stream costs pictures, never sound.
#include "null_audio_sink.h"
#include "player_engine.h"
#include "player_probe.h"
#include "support/flash_clip.h"

#include <kanal/playback/headless_sink.h>

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

using namespace std::chrono_literals;

/// Takes its time for every picture.
class SlowCard final : public HardwareDecoder
{
public:
    std::vector<std::string> devicesFor(AVCodecID) const override { return {"slow"}; }
    bool attach(AVCodecContext &, const std::string &) override { return true; }
    bool made(const AVFrame &) const override { return true; }
    FramePtr fetch(FramePtr frame) override
    {
        std::this_thread::sleep_for(200ms); // the card's work, not a wait of the test
        return frame;
    }
};

TEST(PlayerSlowDecoder, ThePictureCatchesUpAndTheSoundNeverBreaks)
{
    constexpr int kSeconds = 12;
    const std::string clip = makeFlashClip(
        {.videoCodec = "mpeg4", .audioCodec = "mp2", .width = 1280, .height = 720, .seconds = kSeconds, .gop = 50});
    TcpStub server(pacedScript(clip, kSeconds, 3));
    SteadyClock clock;
    std::mutex mutex;
    std::condition_variable changed;
    MediaTime shown{0};
    std::atomic<std::uint64_t> numbers{0};
    HeadlessSink sink({true, 160, 90}, [&](const FrameRef &frame) {
        std::lock_guard lock(mutex);
        shown = frame->pts;
        changed.notify_all();
    });
    // Room for four seconds: whoever lags further behind has the demuxer stop, and then there is no sound.
    const BufferLimits limits{.live = {10'000'000, clip.size() * 4 / kSeconds}};
    PlayerEngine engine(clock, sink, std::make_unique<NullAudioSink>(clock), {}, numbers, limits,
                        std::make_unique<SlowCard>());
    MediaRequest request;
    request.url = server.url();
    engine.open(++numbers, std::move(request));

    std::unique_lock lock(mutex);
    EXPECT_TRUE(changed.wait_for(lock, 20s, [&] { return shown >= MediaTime((kSeconds - 2) * 1s); }));
    const PlayerStats stats = engine.stats();
    EXPECT_EQ(stats.rebuffers, 0) << "the sound broke";
    EXPECT_EQ(stats.videoDecoder, "mpeg4 slow");
    EXPECT_LT(stats.framesDecoded, kSeconds * 25 / 2);
}

TEST(PlayerSlowDecoder, ALargerPictureInMidStreamGetsTheDecoderItNeeds)
{
    if (std::thread::hardware_concurrency() < 2)
        GTEST_SKIP() << "one core has one thread";
    const std::string clip =
        makeFlashClip({.seconds = 3}) + makeFlashClip({.width = 1920, .height = 1216, .rate = 60, .seconds = 4});
    TcpStub server(pacedScript(clip, 7, 2));
    PlayerProbe probe;
    probe.open(server.url());
    ASSERT_TRUE(probe.awaitFrames(10));
    EXPECT_EQ(probe.player.stats().videoDecoder, "mpeg2video ×1");
    EXPECT_TRUE(probe.await([&] { return probe.player.stats().videoDecoder == "mpeg2video ×2"; }));
    EXPECT_EQ(probe.player.stats().rebuffers, 0);
}

} // namespace
} // namespace kanal::playback
