// SPDX-License-Identifier: MIT
#include "av_compat.h"
#include "clip_packets.h"
#include "picture_decoder.h"
#include "support/flash_clip.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

/// A card that is software. Each of its devices breaks after some pictures, or leaves the rest to libavcodec in
/// silence.
class FakeCard final : public HardwareDecoder
{
public:
    enum class End { Breaks, LeavesToSoftware };

    explicit FakeCard(int pictures, End how = End::Breaks, int devices = 1)
        : end(how)
        , m_pictures(pictures)
    {
        for (int i = 1; i <= devices; ++i)
            m_devices.push_back("fake" + std::to_string(i));
    }
    std::vector<std::string> devicesFor(AVCodecID) const override { return m_devices; }
    bool attach(AVCodecContext &, const std::string &device) override
    {
        attached.push_back(device);
        left = m_pictures;
        return device != refuses;
    }
    bool made(const AVFrame &) const override { return end == End::Breaks || left > 0; }
    FramePtr fetch(FramePtr frame) override { return left-- > 0 ? std::move(frame) : nullptr; }

    std::vector<std::string> attached;
    std::string refuses; ///< this device has no way for the codec after all
    int left = 0;        ///< of the device in use
    const End end;

private:
    const int m_pictures;
    std::vector<std::string> m_devices;
};

class PictureDecoderFallback : public testing::TestWithParam<std::tuple<int, FakeCard::End, int>>
{
};

TEST_P(PictureDecoderFallback, NoPictureIsLostOrShownTwice)
{
    const Clip clip = clipOf(AVMEDIA_TYPE_VIDEO,
                             makeFlashClip({.container = "matroska", .videoCodec = "mpeg4", .audioCodec = "aac"}));
    ASSERT_EQ(clip.packets.size(), 150u);
    DecoderPool pool;
    const int devices = std::get<2>(GetParam());
    FakeCard card(std::get<0>(GetParam()), std::get<1>(GetParam()), devices);
    PictureDecoder decoder(pool, card);
    ASSERT_TRUE(decoder.open(*clip.parameters, 2, PictureDecoder::Use::Hardware));
    EXPECT_EQ(decoder.name(), "mpeg4 fake1");
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
    EXPECT_EQ(card.attached.size() > 1, devices > 1);
    if (devices > 1 && std::get<0>(GetParam()) > 26)
        return; // the second or the third lasts to the end
    EXPECT_EQ(card.attached.size(), std::size_t(devices));
    EXPECT_EQ(decoder.name(), "mpeg4 ×2");
    EXPECT_FALSE(card.trusts(*clip.parameters));
}

// The first picture, inside a group, around a key picture, the last one, which only comes with the drain.
INSTANTIATE_TEST_SUITE_P(AfterPictures, PictureDecoderFallback,
                         testing::Combine(testing::Values(0, 1, 10, 23, 24, 25, 26, 75, 149),
                                          testing::Values(FakeCard::End::Breaks, FakeCard::End::LeavesToSoftware),
                                          testing::Values(1, 3)));

TEST(PictureDecoder, TheNextDeviceTakesWhatTheFirstDoesNot)
{
    const Clip clip = clipOf(AVMEDIA_TYPE_VIDEO,
                             makeFlashClip({.container = "matroska", .videoCodec = "mpeg4", .audioCodec = "aac"}));
    DecoderPool pool;
    FakeCard card(1000, FakeCard::End::Breaks, 2);
    card.refuses = "fake1";
    PictureDecoder decoder(pool, card);
    ASSERT_TRUE(decoder.open(*clip.parameters, 1, PictureDecoder::Use::Hardware));
    EXPECT_EQ(decoder.name(), "mpeg4 fake2");
    EXPECT_EQ(card.attached.size(), 2u);
}

TEST(PictureDecoder, AProfileTheCardLacksCostsTheOthersNothing)
{
    const Clip clip = clipOf(AVMEDIA_TYPE_VIDEO,
                             makeFlashClip({.container = "matroska", .videoCodec = "mpeg4", .audioCodec = "aac"}));
    const int profile = clip.parameters->profile;
    ASSERT_NE(profile, compat::kUnknownProfile);
    clip.parameters->profile = compat::kUnknownProfile; // as a transport stream says it
    DecoderPool pool;
    FakeCard card(0, FakeCard::End::LeavesToSoftware);
    PictureDecoder decoder(pool, card);
    ASSERT_TRUE(decoder.open(*clip.parameters, 1, PictureDecoder::Use::Hardware));
    for (std::size_t i = 0; i < 5; ++i)
        decoder.decode(clip.packets[i].get(), [](FramePtr) { return true; });
    clip.parameters->profile = profile;
    EXPECT_FALSE(card.trusts(*clip.parameters));
    clip.parameters->profile = profile + 1;
    EXPECT_TRUE(card.trusts(*clip.parameters));
}

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
    EXPECT_EQ(card.attached.size(), 1u);
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

TEST(HardwareCodec, IsOneThatADeviceTakes)
{
    for (const AVCodecID id : {AV_CODEC_ID_H264, AV_CODEC_ID_HEVC, AV_CODEC_ID_AV1, AV_CODEC_ID_VP9}) {
        const AVCodec *codec = hardwareCodec(id);
        ASSERT_NE(codec, nullptr);
        EXPECT_EQ(codec->id, id);
        EXPECT_NE(avcodec_get_hw_config(codec, 0), nullptr) << codec->name;
        EXPECT_EQ(codec->capabilities & AV_CODEC_CAP_HARDWARE, 0) << codec->name;
    }
    EXPECT_EQ(hardwareCodec(AV_CODEC_ID_THEORA), avcodec_find_decoder(AV_CODEC_ID_THEORA));
}

TEST(HardwareDecoder, IsNotReadyBeforeAnybodyAsked)
{
    EXPECT_FALSE(makeHardwareDecoder()->ready());
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
