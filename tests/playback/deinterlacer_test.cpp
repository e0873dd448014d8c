// SPDX-License-Identifier: MIT
#include "av_compat.h"
#include "deinterlacer.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

enum class Scan { Progressive, Interlaced };

FramePtr picture(std::int64_t number, Scan scan, int width = 64)
{
    FramePtr frame = makeFrame();
    frame->format = AV_PIX_FMT_YUV420P;
    frame->width = width;
    frame->height = 48;
    frame->best_effort_timestamp = frame->pts = number * 40'000;
    av_frame_get_buffer(frame.get(), 0);
    for (int plane = 0; plane < 3; ++plane)
        std::fill_n(frame->data[plane], frame->linesize[plane] * (plane ? 24 : 48), std::uint8_t(100));
    if (scan == Scan::Interlaced) {
#if LIBAVUTIL_VERSION_INT >= AV_VERSION_INT(58, 7, 100)
        frame->flags |= AV_FRAME_FLAG_INTERLACED | AV_FRAME_FLAG_TOP_FIELD_FIRST;
#else
        frame->interlaced_frame = frame->top_field_first = 1;
#endif
    }
    return frame;
}

std::vector<FramePtr> feed(Deinterlacer &deinterlacer, int first, int count, Scan scan, int width = 64)
{
    std::vector<FramePtr> all;
    for (int i = 0; i < count; ++i)
        for (FramePtr &frame : deinterlacer.filter(picture(first + i, scan, width)))
            all.push_back(std::move(frame));
    return all;
}

TEST(Deinterlacer, LeavesProgressivePicturesAlone)
{
    Deinterlacer deinterlacer;
    EXPECT_EQ(feed(deinterlacer, 0, 20, Scan::Progressive).size(), 20u);
    EXPECT_FALSE(deinterlacer.active());
}

TEST(Deinterlacer, MakesAPictureOfEachField)
{
    Deinterlacer deinterlacer;
    feed(deinterlacer, 0, 5, Scan::Interlaced);
    EXPECT_TRUE(deinterlacer.active());
    const auto fields = feed(deinterlacer, 5, 10, Scan::Interlaced);
    ASSERT_GE(fields.size(), 18u);
    for (std::size_t i = 1; i < fields.size(); ++i)
        EXPECT_EQ(fields[i]->best_effort_timestamp - fields[i - 1]->best_effort_timestamp, 20'000);
}

TEST(Deinterlacer, OneOddPictureDoesNotSwitchIt)
{
    Deinterlacer deinterlacer;
    feed(deinterlacer, 0, 10, Scan::Progressive);
    feed(deinterlacer, 10, 1, Scan::Interlaced);
    EXPECT_FALSE(deinterlacer.active());
}

TEST(Deinterlacer, ALongFilmSwitchesItOff)
{
    Deinterlacer deinterlacer;
    feed(deinterlacer, 0, 10, Scan::Interlaced);
    feed(deinterlacer, 10, 49, Scan::Progressive);
    EXPECT_TRUE(deinterlacer.active());
    feed(deinterlacer, 59, 5, Scan::Progressive);
    EXPECT_FALSE(deinterlacer.active());
}

TEST(Deinterlacer, FollowsAChangeOfSizeWithoutLosingPictures)
{
    Deinterlacer deinterlacer;
    feed(deinterlacer, 0, 10, Scan::Interlaced, 64);
    const auto after = feed(deinterlacer, 10, 10, Scan::Interlaced, 128);
    ASSERT_FALSE(after.empty());
    EXPECT_EQ(after.back()->width, 128);
    EXPECT_EQ(after.front()->width, 64); // what was still inside
}

TEST(Deinterlacer, DrainsWhatItHolds)
{
    Deinterlacer deinterlacer(Deinterlacer::Mode::On);
    std::size_t count = feed(deinterlacer, 0, 10, Scan::Interlaced).size();
    count += deinterlacer.filter(nullptr).size();
    EXPECT_EQ(count, 20u);
}

TEST(Deinterlacer, OffIsOff)
{
    Deinterlacer deinterlacer(Deinterlacer::Mode::Off);
    EXPECT_EQ(feed(deinterlacer, 0, 10, Scan::Interlaced).size(), 10u);
    EXPECT_FALSE(deinterlacer.active());
}

} // namespace
} // namespace kanal::playback
