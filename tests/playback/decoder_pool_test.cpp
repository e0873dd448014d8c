// SPDX-License-Identifier: MIT
#include "decoder_pool.h"

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

TEST(DecoderPool, WhatIsTakenAgainIsAsItWasOpened)
{
    DecoderPool pool;
    const CodecParametersPtr parameters(avcodec_parameters_alloc());
    parameters->codec_type = AVMEDIA_TYPE_VIDEO;
    parameters->codec_id = AV_CODEC_ID_MPEG2VIDEO;
    auto first = pool.take(*parameters, 1);
    ASSERT_TRUE(first);
    const AVCodecContext *context = first->context.get();
    const int flags = context->flags;
    first->context->skip_frame = AVDISCARD_NONREF;         // one that could not keep up,
    first->context->flags |= AV_CODEC_FLAG_OUTPUT_CORRUPT; // and began without a key picture
    pool.giveBack(std::move(*first));
    const auto second = pool.take(*parameters, 1);
    ASSERT_TRUE(second);
    EXPECT_EQ(second->context.get(), context);
    EXPECT_EQ(second->context->flags, flags);
    EXPECT_EQ(second->context->skip_frame, AVDISCARD_DEFAULT);
}

} // namespace
} // namespace kanal::playback
