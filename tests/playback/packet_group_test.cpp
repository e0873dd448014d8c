// SPDX-License-Identifier: MIT
// A picture that was made for a small surface, as it was decoded.
#include "clip_packets.h"
#include "decoder_pool.h"
#include "deinterlacer.h"
#include "packet_group.h"
#include "player_probe.h"
#include "support/flash_clip.h"

#include <cstring>

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

using namespace std::chrono_literals;

MediaPacket mediaPacket(const AVPacket &packet, const std::shared_ptr<const AVCodecParameters> &parameters)
{
    MediaPacket out;
    out.packet.reset(av_packet_clone(&packet));
    out.ptsUs = packet.pts;
    out.key = (packet.flags & AV_PKT_FLAG_KEY) != 0;
    out.parameters = parameters;
    return out;
}

bool samePixels(const AVFrame &decoded, const VideoFrame &again)
{
    if (again.layout != PixelLayout::Yuv420 || again.width != decoded.width || again.height != decoded.height)
        return false;
    for (std::size_t plane = 0; plane < 3; ++plane)
        for (int row = 0; row < (plane ? decoded.height / 2 : decoded.height); ++row)
            if (std::memcmp(decoded.data[plane] + std::ptrdiff_t(row) * decoded.linesize[plane],
                            again.planes[plane] + std::ptrdiff_t(row) * again.strides[plane],
                            std::size_t(plane ? decoded.width / 2 : decoded.width)) != 0)
                return false;
    return true;
}

/// What became of the pictures of a clip that is played through a decoder with a delay.
struct Again {
    int pictures = 0, had = 0, same = 0;
};
Again decodeEverythingAgain(const FlashClipOptions &options, Deinterlace deinterlace)
{
    const Clip clip = clipOf(AVMEDIA_TYPE_VIDEO, makeFlashClip(options));
    const std::shared_ptr<AVCodecParameters> parameters(avcodec_parameters_alloc(), AvDeleter());
    avcodec_parameters_copy(parameters.get(), clip.parameters.get());
    DecoderPool pool;
    const auto lease = pool.take(*parameters, 3);
    EXPECT_TRUE(lease);
    Deinterlacer deinterlacer(deinterlace);
    PacketGroups groups;
    Again result;
    const auto meet = [&](std::vector<FramePtr> pictures) {
        for (const FramePtr &picture : pictures) {
            const auto source = groups.sourceOf(picture->best_effort_timestamp, deinterlacer.active());
            VideoFrame shown;
            shown.sourceWidth = picture->width;
            shown.sourceHeight = picture->height;
            shown.pts = std::chrono::microseconds(picture->best_effort_timestamp);
            const FrameRef again = source ? source->decodedAgain(shown) : nullptr;
            ++result.pictures;
            result.had += again != nullptr;
            result.same += again && samePixels(*picture, *again);
        }
    };
    const auto drain = [&] {
        FramePtr frame = makeFrame();
        while (avcodec_receive_frame(lease->context.get(), frame.get()) == 0)
            meet(deinterlacer.filter(std::exchange(frame, makeFrame())));
    };
    for (const PacketPtr &packet : clip.packets) {
        groups.add(mediaPacket(*packet, parameters));
        avcodec_send_packet(lease->context.get(), packet.get());
        drain();
    }
    avcodec_send_packet(lease->context.get(), nullptr);
    drain();
    return result;
}

TEST(PacketGroups, EveryPictureIsHadAgainAsItWasDecoded)
{
    const Again result = decodeEverythingAgain({.seconds = 2, .gop = 12, .noise = true}, Deinterlace::Off);
    EXPECT_EQ(result.pictures, 50);
    EXPECT_EQ(result.same, 50);
}

TEST(PacketGroups, PicturesThatLeadAKeyPictureAreHadAgain)
{
    const Again result =
        decodeEverythingAgain({.seconds = 2, .gop = 12, .openGop = true, .noise = true}, Deinterlace::Off);
    EXPECT_EQ(result.pictures, 50);
    EXPECT_EQ(result.same, 50);
}

TEST(PacketGroups, PicturesThatAreAllKeyPicturesAreHadAgain)
{
    const Again result = decodeEverythingAgain({.seconds = 1, .gop = 0, .noise = true}, Deinterlace::Off);
    EXPECT_EQ(result.pictures, 25);
    EXPECT_EQ(result.same, 25);
}

TEST(PacketGroups, BothFieldsOfAPictureAreHadAgain)
{
    const Again result = decodeEverythingAgain({.seconds = 1, .noise = true}, Deinterlace::On);
    EXPECT_GE(result.pictures, 45);
    EXPECT_EQ(result.had, result.pictures);
    EXPECT_GE(result.same, result.pictures - 2) << "but at the ends of a group";
}

TEST(PacketGroups, AStreamWithoutKeyPicturesKeepsNothingForEver)
{
    const std::shared_ptr<AVCodecParameters> parameters(avcodec_parameters_alloc(), AvDeleter());
    const PacketPtr packet = makePacket();
    ASSERT_EQ(av_new_packet(packet.get(), 1 << 20), 0);
    packet->flags = AV_PKT_FLAG_KEY;
    PacketGroups groups;
    for (packet->pts = 0; packet->pts < 40'000'000; packet->pts += 1'000'000, packet->flags = 0) {
        groups.add(mediaPacket(*packet, parameters));
        EXPECT_LE(av_buffer_get_ref_count(packet->buf), 18);
    }
    EXPECT_EQ(av_buffer_get_ref_count(packet->buf), 1);
}

TEST(PlayerPicture, IsHadInItsOwnSizePlayingPausedAndAfterThePlayerHasGone)
{
    const std::string clip = makeFlashClip({.noise = true});
    TcpStub server(pacedScript(clip, 6, 2));
    FrameRef kept;
    const auto expectWhole = [](const FrameRef &shown) {
        ASSERT_TRUE(shown && shown->source);
        EXPECT_EQ(shown->width, 160);
        const FrameRef whole = shown->source->decodedAgain(*shown);
        ASSERT_TRUE(whole);
        EXPECT_EQ(whole->width, 320);
        EXPECT_EQ(whole->height, 180);
        EXPECT_EQ(whole->pts, shown->pts);
        EXPECT_DOUBLE_EQ(whole->displayAspect, shown->displayAspect);
    };
    {
        PlayerProbe probe;
        probe.open(server.url());
        ASSERT_TRUE(probe.awaitFrames(1));
        expectWhole(probe.lastFrame());
        ASSERT_TRUE(probe.awaitFrames(30));
        kept = probe.lastFrame();
        probe.player.setPaused(true);
        ASSERT_TRUE(probe.awaitState(PlayState::Paused));
        expectWhole(probe.lastFrame());
    }
    expectWhole(kept);
}

} // namespace
} // namespace kanal::playback
