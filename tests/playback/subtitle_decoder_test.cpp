// SPDX-License-Identifier: MIT
#include "subtitle_decoder.h"

#include <cstring>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

Result<SubtitleDecoder> decoderOf(AVCodecID codec)
{
    SubtitleSource source;
    const std::shared_ptr<AVCodecParameters> parameters(avcodec_parameters_alloc(), AvDeleter());
    parameters->codec_type = AVMEDIA_TYPE_SUBTITLE;
    parameters->codec_id = codec;
    source.parameters = parameters;
    return SubtitleDecoder::open(source);
}

MediaPacket packetOf(const std::string &bytes)
{
    MediaPacket packet;
    packet.packet = makePacket();
    EXPECT_EQ(av_new_packet(packet.packet.get(), int(bytes.size())), 0);
    std::memcpy(packet.packet->data, bytes.data(), bytes.size());
    packet.ptsUs = packet.packet->pts = 5'000'000;
    packet.durationUs = packet.packet->duration = 2'000'000;
    return packet;
}

TEST(SubtitleDecoder, ReadsTheTimedTextOfMp4)
{
    auto decoder = decoderOf(AV_CODEC_ID_MOV_TEXT);
    ASSERT_TRUE(decoder) << decoder.error().detail;
    EXPECT_TRUE(decoder->isText());
    const auto items = decoder->decode(packetOf(std::string("\0\x0bHello\nworld", 13)));
    ASSERT_EQ(items.size(), 1u);
    EXPECT_EQ(items[0].beginUs, 5'000'000);
    EXPECT_EQ(items[0].endUs, 7'000'000);
    ASSERT_EQ(items[0].lines.size(), 1u);
    EXPECT_THAT(items[0].lines[0], testing::HasSubstr("Hello\\Nworld"));
}

TEST(SubtitleDecoder, AnEmptyTimedTextIsNoLine)
{
    auto decoder = decoderOf(AV_CODEC_ID_MOV_TEXT);
    ASSERT_TRUE(decoder);
    for (const SubtitleItem &item : decoder->decode(packetOf(std::string("\0\0", 2))))
        EXPECT_TRUE(item.lines.empty());
}

} // namespace
} // namespace kanal::playback
