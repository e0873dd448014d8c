// SPDX-License-Identifier: MIT
#include "subtitle_screen.h"

#include <vector>

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

OverlaysRef drawing()
{
    return std::make_shared<const Overlays>(1);
}

struct SubtitleScreenTest : testing::Test {
    LiveOptions options;
    SubtitleScreen screen{options};
    int told = 0;

    SubtitleScreenTest()
    {
        screen.setOnChange([this] { ++told; });
    }
    OverlaysRef over(std::int64_t ms) { return screen.over({ms * 1000, 1280, 720, 1920, 1080}); }
};

TEST_F(SubtitleScreenTest, ShowsAPageFromItsBeginToItsEnd)
{
    const int epoch = screen.begin(nullptr);
    const OverlaysRef page = drawing();
    screen.addPage(epoch, 1'000'000, 3'000'000, page);
    EXPECT_EQ(over(999), nullptr);
    EXPECT_EQ(over(1000), page);
    EXPECT_EQ(over(2999), page);
    EXPECT_EQ(over(3000), nullptr);
}

TEST_F(SubtitleScreenTest, APageEndsWhereTheNextBegins)
{
    const int epoch = screen.begin(nullptr);
    const OverlaysRef first = drawing(), second = drawing();
    screen.addPage(epoch, 2'000'000, 17'000'000, second);
    screen.addPage(epoch, 1'000'000, 16'000'000, first); // comes late
    EXPECT_EQ(over(1500), first);
    EXPECT_EQ(over(2500), second);
    screen.addPage(epoch, 4'000'000, 19'000'000, nullptr); // an empty one clears
    EXPECT_EQ(over(4500), nullptr);
}

TEST_F(SubtitleScreenTest, NothingOfAnotherTrackOrPlaceIsShown)
{
    const int first = screen.begin(nullptr);
    const int second = screen.begin(nullptr);
    screen.addPage(first, 0, 9'000'000, drawing());
    EXPECT_EQ(over(1000), nullptr);
    screen.addPage(second, 0, 9'000'000, drawing());
    EXPECT_NE(over(1000), nullptr);
    screen.flush();
    EXPECT_EQ(over(1000), nullptr);
}

TEST_F(SubtitleScreenTest, ComesLaterByTheDelay)
{
    const int epoch = screen.begin(nullptr);
    screen.addPage(epoch, 1'000'000, 2'000'000, drawing());
    options.subtitleDelayUs = 500'000;
    EXPECT_EQ(over(1400), nullptr);
    EXPECT_NE(over(1600), nullptr);
    EXPECT_NE(over(2400), nullptr);
    options.subtitleDelayUs = -500'000;
    EXPECT_NE(over(600), nullptr);
}

TEST_F(SubtitleScreenTest, SaysWhenAPictureThatStandsGetsOtherSubtitles)
{
    over(1000);
    const int epoch = screen.begin(nullptr);
    EXPECT_EQ(told, 0);
    screen.addPage(epoch, 5'000'000, 9'000'000, drawing());
    EXPECT_EQ(told, 0) << "not of this picture";
    screen.addPage(epoch, 500'000, 2'000'000, drawing());
    EXPECT_EQ(told, 1);
    over(1000);
    screen.begin(nullptr); // off
    EXPECT_EQ(told, 2);
}

TEST_F(SubtitleScreenTest, AsksItsDrawerForThePictureAndTheOneAfterIt)
{
    std::vector<SubtitleScreen::Wish> wishes;
    options.subtitleScale = 1.5;
    over(960); // paused, perhaps
    screen.begin([&](const SubtitleScreen::Wish &wish) { wishes.push_back(wish); });
    ASSERT_EQ(wishes.size(), 1u) << "for the picture that stands";
    over(980);
    over(1000);
    ASSERT_EQ(wishes.size(), 3u);
    EXPECT_EQ(wishes[2].ptsUs, 1'000'000);
    EXPECT_EQ(wishes[2].nextUs, 1'020'000);
    EXPECT_EQ(wishes[2].width, 1280);
    EXPECT_EQ(wishes[2].storageHeight, 1080);
    EXPECT_EQ(wishes[2].scale, 1.5);
}

TEST_F(SubtitleScreenTest, ADrawingStandsUntilAnotherIsMade)
{
    const int epoch = screen.begin(nullptr);
    const OverlaysRef hello = drawing();
    screen.draw(epoch, 1'000'000, hello);
    screen.draw(epoch, 1'040'000, hello);
    screen.draw(epoch, 1'400'000, hello);
    EXPECT_EQ(over(1800), hello) << "its thread may be half a second behind";
    screen.draw(epoch, 1'840'000, nullptr);
    EXPECT_EQ(over(1839), hello);
    EXPECT_EQ(over(1840), nullptr);
    screen.draw(epoch, 1'000'000, hello); // back: what was drawn for later does not count
    EXPECT_EQ(over(1040), hello);
}

} // namespace
} // namespace kanal::playback
