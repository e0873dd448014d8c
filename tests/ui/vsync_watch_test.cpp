// SPDX-License-Identifier: MIT
#include <ui/vsync_watch.h>

#include <gtest/gtest.h>

namespace kanal::ui
{
namespace
{

using namespace std::chrono_literals;

TEST(VsyncWatch, KnowsNothingBeforeAPictureWasShown)
{
    VsyncWatch watch;
    watch.setRefreshRate(60);
    EXPECT_EQ(watch.info().period, 0ns);
    watch.swapped(1s);
    EXPECT_EQ(watch.info().period, 16'666'667ns);
    EXPECT_EQ(watch.info().at, 1s);
}

TEST(VsyncWatch, DoesNotBelieveNonsense)
{
    for (const double hertz : {0.0, -1.0, 1.0, 1e9}) {
        VsyncWatch watch;
        watch.setRefreshRate(hertz);
        watch.swapped(1s);
        EXPECT_EQ(watch.info().period, 0ns) << hertz;
    }
}

TEST(VsyncWatch, TheBeatDoesNotFollowWhatWeDoOurselves)
{
    VsyncWatch watch;
    watch.setRefreshRate(50);
    for (int i = 0; i < 400; ++i)
        watch.swapped(1s + i * 40ms - i * 10us);
    EXPECT_EQ(watch.info().period, 20ms);
    EXPECT_EQ(watch.info().at, 1s);
}

TEST(VsyncWatch, WhereSwapsAreNotHeldBackThereIsNoBeat)
{
    VsyncWatch watch;
    watch.setRefreshRate(60);
    for (int i = 0; i < 40; ++i)
        watch.swapped(1s + i * 6ms); // 170 a second, as under a screen that is none
    EXPECT_EQ(watch.info().period, 0ns);
    for (int i = 0; i < 40; ++i)
        watch.swapped(2s + i * 40ms);
    EXPECT_EQ(watch.info().period, 16'666'667ns);
}

} // namespace
} // namespace kanal::ui
