// SPDX-License-Identifier: MIT
#include <ui/window_fit.h>

#include <gtest/gtest.h>

namespace kanal::ui
{
namespace
{

constexpr QSize kWanted(1280, 720);
constexpr QSize kLeast(960, 540);

TEST(WindowFit, LeavesRoomForTheFrameOnASmallScreen)
{
    EXPECT_EQ(fittingSize(kWanted, kLeast, QRect(0, 0, 1280, 720)), QSize(1264, 680));
    EXPECT_EQ(fittingSize(kWanted, kLeast, QRect(0, 27, 1366, 741)), QSize(1280, 701));
}

TEST(WindowFit, LeavesAloneWhatFits)
{
    EXPECT_EQ(fittingSize(kWanted, kLeast, QRect(0, 0, 1920, 1080)), kWanted);
}

TEST(WindowFit, LeavesAloneWhatCannotFit)
{
    EXPECT_EQ(fittingSize(kWanted, kLeast, QRect(0, 0, 800, 800)), kWanted);
}

} // namespace
} // namespace kanal::ui
