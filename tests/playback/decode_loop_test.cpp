// SPDX-License-Identifier: MIT
// The picture and the sound thread of a session, without a demuxer: packets in, pictures and sound out.
#include "audio_loop.h"
#include "clip_packets.h"
#include "null_audio_sink.h"
#include "support/flash_clip.h"
#include "video_loop.h"

#include <kanal/playback/headless_sink.h>

#include <condition_variable>
#include <mutex>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

using namespace std::chrono_literals;

class DecodeLoop : public testing::Test
{
protected:
    void SetUp() override
    {
        presenter.attach(1, nullptr);
        audio.attach(1);
        shared.hasVideo = shared.hasAudio = true;
        shared.pictureContext.session = 1;
    }

    static MediaPacket mediaPacket(const AVPacket &packet, const std::shared_ptr<const AVCodecParameters> &parameters)
    {
        MediaPacket out;
        out.packet.reset(av_packet_clone(&packet));
        out.ptsUs = packet.pts;
        out.durationUs = packet.duration;
        out.key = (packet.flags & AV_PKT_FLAG_KEY) != 0;
        out.parameters = parameters;
        return out;
    }
    static std::shared_ptr<const AVCodecParameters> sharedParameters(const AVCodecParameters &parameters)
    {
        const std::shared_ptr<AVCodecParameters> copy(avcodec_parameters_alloc(), AvDeleter());
        avcodec_parameters_copy(copy.get(), &parameters);
        return copy;
    }
    /// Of a codec nobody can decode, ever.
    static std::shared_ptr<const AVCodecParameters> undecodable(AVMediaType type)
    {
        const std::shared_ptr<AVCodecParameters> parameters(avcodec_parameters_alloc(), AvDeleter());
        parameters->codec_type = type;
        parameters->codec_id = AV_CODEC_ID_BIN_DATA;
        return parameters;
    }
    template<class News>
    bool await()
    {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, 10s, [this] {
            return std::any_of(m_news.begin(), m_news.end(),
                               [](const SessionNews &news) { return std::holds_alternative<News>(news); });
        });
    }
    std::vector<std::int64_t> shownUs()
    {
        std::lock_guard lock(m_mutex);
        return m_shownUs;
    }

private:
    void post(SessionNews news)
    {
        std::lock_guard lock(m_mutex);
        m_news.push_back(std::move(news));
        m_changed.notify_all();
    }

    SteadyClock m_clock;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<SessionNews> m_news;
    std::vector<std::int64_t> m_shownUs;
    NetThread m_net{m_clock};
    PlaybackClock m_playbackClock{m_clock};
    HeadlessSink m_sink{{true, 160, 90, SurfaceWish::Fit::Contain}, [this](const FrameRef &frame) {
                            std::lock_guard lock(m_mutex);
                            m_shownUs.push_back(frame->pts.count());
                        }};
    DecoderPool m_decoders;
    LiveOptions m_options;
    const std::unique_ptr<HardwareDecoder> m_hardware = makeHardwareDecoder();

protected:
    AudioRenderer audio{m_clock, std::make_unique<NullAudioSink>(m_clock), [] {}};
    Presenter presenter{m_clock, m_playbackClock, audio, m_sink};
    SessionShared shared{EngineParts{m_clock, m_net, m_net.newSlot(), audio, presenter, m_decoders,
                                     std::make_shared<PicturePool>(), m_options, m_playbackClock, *m_hardware,
                                     BufferLimits()},
                         MediaRequest(), 1, [this](SessionNews news) { post(std::move(news)); }};
};

TEST_F(DecodeLoop, PicturesOfACodecThatCanBeDecodedAreShownAfterOnesThatCannot)
{
    const Clip clip = clipOf(AVMEDIA_TYPE_VIDEO, makeFlashClip({.seconds = 1}));
    const auto strange = undecodable(AVMEDIA_TYPE_VIDEO), known = sharedParameters(*clip.parameters);
    shared.video.push(mediaPacket(*clip.packets.front(), strange));
    shared.video.push(mediaPacket(*clip.packets.front(), strange));
    for (const PacketPtr &packet : clip.packets)
        shared.video.push(mediaPacket(*packet, known));
    shared.video.push({});
    VideoLoop loop(shared);
    const std::jthread thread([&](std::stop_token stop) { loop.run(stop); });
    ASSERT_TRUE(await<SessionDrained>());
    EXPECT_GE(shownUs().size(), 15u);
    EXPECT_TRUE(shared.hasVideo);
}

TEST_F(DecodeLoop, SoundOfACodecThatCanBeDecodedIsHeardAfterOneThatCannot)
{
    const Clip clip = clipOf(AVMEDIA_TYPE_AUDIO, makeFlashClip({.seconds = 1}));
    const auto strange = undecodable(AVMEDIA_TYPE_AUDIO), known = sharedParameters(*clip.parameters);
    shared.audio.push(mediaPacket(*clip.packets.front(), strange));
    shared.audio.push(mediaPacket(*clip.packets.front(), strange));
    for (const PacketPtr &packet : clip.packets)
        shared.audio.push(mediaPacket(*packet, known));
    AudioLoop loop(shared);
    const std::jthread thread([&](std::stop_token stop) { loop.run(stop); });
    EXPECT_TRUE(await<SessionAudioReady>());
    EXPECT_TRUE(shared.hasAudio);
}

TEST_F(DecodeLoop, PicturesWithoutATimeFollowTheOnesBefore)
{
    const Clip clip = clipOf(AVMEDIA_TYPE_VIDEO, makeFlashClip({.seconds = 1}));
    const auto known = sharedParameters(*clip.parameters);
    for (std::size_t i = 0; i < clip.packets.size(); ++i) {
        MediaPacket packet = mediaPacket(*clip.packets[i], known);
        if (i > 0)
            packet.packet->pts = packet.packet->dts = AV_NOPTS_VALUE;
        shared.video.push(std::move(packet));
    }
    shared.video.push({});
    VideoLoop loop(shared);
    const std::jthread thread([&](std::stop_token stop) { loop.run(stop); });
    ASSERT_TRUE(await<SessionDrained>());
    const auto shown = shownUs();
    ASSERT_GE(shown.size(), 15u);
    for (std::size_t i = 1; i < shown.size(); ++i)
        EXPECT_EQ((shown[i] - shown[i - 1]) % 40'000, 0) << i;
    EXPECT_GT(shown.back() - shown.front(), 600'000);
}

} // namespace
} // namespace kanal::playback
