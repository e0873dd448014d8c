// SPDX-License-Identifier: MIT
#include "clip_packets.h"
#include "picture_decoder.h"
#include "support/flash_clip.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

/// A card that is software, and breaks after some pictures.
class FakeCard final : public HardwareDecoder
{
public:
    explicit FakeCard(int pictures)
        : left(pictures)
    {
    }
    std::string attach(AVCodecContext &) override
    {
        ++attached;
        return "fake";
    }
    FramePtr fetch(FramePtr frame) override { return left-- > 0 ? std::move(frame) : nullptr; }

    int attached = 0;
    int left;
};

class PictureDecoderFallback : public testing::TestWithParam<int>
{
};

TEST_P(PictureDecoderFallback, NoPictureIsLostOrShownTwice)
{
    const Clip clip = clipOf(AVMEDIA_TYPE_VIDEO,
                             makeFlashClip({.container = "matroska", .videoCodec = "mpeg4", .audioCodec = "aac"}));
    ASSERT_EQ(clip.packets.size(), 150u);
    DecoderPool pool;
    FakeCard card(GetParam());
    PictureDecoder decoder(pool, card);
    ASSERT_TRUE(decoder.open(*clip.parameters, 2, PictureDecoder::Use::Hardware));
    EXPECT_EQ(decoder.name(), "mpeg4 fake");
    std::vector<std::int64_t> times;
    const auto deliver = [&](FramePtr frame) {
        times.push_back(frame->best_effort_timestamp);
        return true;
    };
    for (const PacketPtr &packet : clip.packets)
        decoder.decode(packet.get(), deliver);
    decoder.decode(nullptr, deliver);
    ASSERT_EQ(times.size(), 150u);
    for (std::size_t i = 1; i < times.size(); ++i)
        EXPECT_EQ(times[i] - times[i - 1], 40'000) << i;
    EXPECT_EQ(decoder.name().find("fake"), std::string::npos);
    EXPECT_FALSE(card.trusts(*clip.parameters));
}

// The first picture, inside a group, around a key picture, the last one, which only comes with the drain.
INSTANTIATE_TEST_SUITE_P(AfterPictures, PictureDecoderFallback, testing::Values(0, 1, 10, 23, 24, 25, 26, 75, 149));

TEST(PictureDecoder, ACardThatFailedIsNotAskedAgainForThatCodec)
{
    const Clip clip = clipOf(AVMEDIA_TYPE_VIDEO,
                             makeFlashClip({.container = "matroska", .videoCodec = "mpeg4", .audioCodec = "aac"}));
    DecoderPool pool;
    FakeCard card(0);
    PictureDecoder decoder(pool, card);
    ASSERT_TRUE(decoder.open(*clip.parameters, 1, PictureDecoder::Use::Hardware));
    for (std::size_t i = 0; i < 5; ++i)
        decoder.decode(clip.packets[i].get(), [](FramePtr) { return true; });
    PictureDecoder next(pool, card);
    ASSERT_TRUE(next.open(*clip.parameters, 1, PictureDecoder::Use::Hardware));
    EXPECT_EQ(card.attached, 1);
    EXPECT_EQ(next.name(), "mpeg4 ×1");
}

TEST(PictureDecoder, DamagedPacketsCostTheCardNoTrust)
{
    const Clip clip = clipOf(AVMEDIA_TYPE_VIDEO,
                             makeFlashClip({.container = "matroska", .videoCodec = "mpeg4", .audioCodec = "aac"}));
    DecoderPool pool;
    FakeCard card(1000);
    PictureDecoder decoder(pool, card);
    ASSERT_TRUE(decoder.open(*clip.parameters, 1, PictureDecoder::Use::Hardware));
    int pictures = 0;
    for (std::size_t i = 0; i < clip.packets.size(); ++i) {
        if (i % 20 == 7) {
            const PacketPtr damaged(av_packet_clone(clip.packets[i].get()));
            av_packet_make_writable(damaged.get());
            std::memset(damaged->data, 0x5a, std::size_t(damaged->size));
            decoder.decode(damaged.get(), [&](FramePtr) { return ++pictures > 0; });
            continue;
        }
        decoder.decode(clip.packets[i].get(), [&](FramePtr) { return ++pictures > 0; });
    }
    EXPECT_GT(pictures, 120);
    EXPECT_TRUE(card.trusts(*clip.parameters));
}

TEST(PictureDecoder, WithoutADeviceSoftwareDecodes)
{
    const Clip clip = clipOf(AVMEDIA_TYPE_VIDEO, makeFlashClip({.audioCodec = "mp2", .seconds = 1}));
    DecoderPool pool;
    const auto hardware = makeHardwareDecoder(); // no device here takes MPEG-2, or one does: either way pictures come
    PictureDecoder decoder(pool, *hardware);
    ASSERT_TRUE(decoder.open(*clip.parameters, 1, PictureDecoder::Use::Hardware));
    int pictures = 0;
    for (const PacketPtr &packet : clip.packets)
        decoder.decode(packet.get(), [&](FramePtr) { return ++pictures > 0; });
    decoder.decode(nullptr, [&](FramePtr) { return ++pictures > 0; });
    EXPECT_EQ(pictures, 25);
}

TEST(WorthHardware, IsForHdAndNotForMpeg2)
{
    const CodecParametersPtr parameters(avcodec_parameters_alloc());
    parameters->codec_id = AV_CODEC_ID_H264;
    EXPECT_TRUE(worthHardware(*parameters, 1280, 720));
    EXPECT_FALSE(worthHardware(*parameters, 720, 576));
    parameters->codec_id = AV_CODEC_ID_MPEG2VIDEO;
    EXPECT_FALSE(worthHardware(*parameters, 1920, 1080));
}

} // namespace
} // namespace kanal::playback
