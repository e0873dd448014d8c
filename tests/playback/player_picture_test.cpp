// SPDX-License-Identifier: MIT
// What changes in the picture while it plays: its size, its fields, its turn.
#include "frame_converter.h"
#include "player_probe.h"
#include "support/flash_clip.h"

extern "C" {
#include <libavutil/display.h>
}

#include <cstring>

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

using namespace std::chrono_literals;

TEST(PlayerPicture, AnotherSizeInMidStreamPlaysOn)
{
    const std::string clip = makeFlashClip({.seconds = 3}) + makeFlashClip({.width = 480, .height = 360, .seconds = 4});
    TcpStub server([&](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200);
        sendPaced(peer, clip, 7, 2);
        peer.hold();
    });
    PlayerProbe probe;
    probe.open(server.url());
    ASSERT_TRUE(probe.awaitFrames(10));
    EXPECT_EQ(probe.lastFrame()->sourceWidth, 320);
    ASSERT_TRUE(probe.await([&] { return probe.lastFrame()->sourceWidth == 480; }));
    const std::size_t frames = probe.frames();
    ASSERT_TRUE(probe.awaitFrames(frames + 25));
    EXPECT_NEAR(probe.lastFrame()->displayAspect, 4.0 / 3, 0.01);
    EXPECT_EQ(probe.lastFrame()->width, 120); // inside 160 × 90
    EXPECT_EQ(probe.player.stats().rebuffers, 0);
}

TEST(PlayerPicture, DeinterlacingAlwaysDoublesThePictures)
{
    const std::string clip = makeFlashClip();
    TcpStub server([&](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200);
        sendPaced(peer, clip, 6, 2);
        peer.hold();
    });
    PlayerProbe probe;
    probe.open(server.url());
    ASSERT_TRUE(probe.awaitFrames(20));
    const auto lastFour = [&](std::size_t later) {
        EXPECT_TRUE(probe.awaitFrames(probe.frames() + later));
        const auto shown = probe.shown();
        return shown.back().second - shown[shown.size() - 5].second;
    };
    probe.player.setPicture({.deinterlace = Deinterlace::On});
    EXPECT_LT(lastFour(50), 100ms);
    probe.player.setPicture({.deinterlace = Deinterlace::Off});
    EXPECT_GE(lastFour(30), 160ms);
}

FramePtr picture(int width, int height)
{
    FramePtr frame = makeFrame();
    frame->format = AV_PIX_FMT_YUV420P;
    frame->width = width;
    frame->height = height;
    frame->sample_aspect_ratio = {1, 1};
    EXPECT_GE(av_frame_get_buffer(frame.get(), 0), 0);
    for (std::size_t plane = 0; plane < 3; ++plane)
        std::memset(frame->data[plane], 128, std::size_t(frame->linesize[plane] * (plane ? height / 2 : height)));
    return frame;
}

TEST(FrameConverter, ATurnedPictureIsScaledForItsPlaceAfterTheTurn)
{
    FrameConverter converter(std::make_shared<PicturePool>());
    const auto turned = converter.convert(picture(320, 180), {true, 400, 320}, {{1, 1}, 90, 1});
    ASSERT_TRUE(turned);
    EXPECT_NEAR((*turned)->displayAspect, 9.0 / 16, 0.001);
    EXPECT_EQ((*turned)->width, 320); // lies down: 180 × 320 on screen
    EXPECT_EQ((*turned)->height, 180);
}

TEST(FrameConverter, ThePicturesOwnTurnWins)
{
    FramePtr frame = picture(320, 180);
    AVFrameSideData *data = av_frame_new_side_data(frame.get(), AV_FRAME_DATA_DISPLAYMATRIX, 9 * sizeof(std::int32_t));
    ASSERT_NE(data, nullptr);
    av_display_rotation_set(reinterpret_cast<std::int32_t *>(data->data), -180);
    FrameConverter converter(std::make_shared<PicturePool>());
    const auto turned = converter.convert(std::move(frame), {false, 400, 320}, {{1, 1}, 90, 1});
    ASSERT_TRUE(turned);
    EXPECT_EQ((*turned)->rotation, 180);
    EXPECT_NEAR((*turned)->displayAspect, 16.0 / 9, 0.001);
}

TEST(FrameConverter, FollowsProportionsAndZoomOfTheWish)
{
    using Fit = SurfaceWish::Fit;
    const auto size = [](SurfaceWish wish) {
        const FittedSize placed = placedSize(16.0 / 9, wish);
        return std::pair(placed.width, placed.height);
    };
    EXPECT_EQ(size({true, 900, 900}), std::pair(900, 506));
    EXPECT_EQ(size({true, 900, 900, Fit::Cover}), std::pair(1600, 900));
    EXPECT_EQ(size({true, 900, 900, Fit::Stretch}), std::pair(900, 900));
    EXPECT_EQ(size({true, 900, 900, Fit::Contain, 4.0 / 3}), std::pair(900, 676));
    EXPECT_EQ(size({true, 960, 540, Fit::Contain, 0, 4.0 / 3}), std::pair(1280, 720));
}

} // namespace
} // namespace kanal::playback
