// SPDX-License-Identifier: MIT
#include <ui/sliders.h>
#include <ui/theme.h>

#include <QImage>
#include <QStyleOptionSlider>

#include <gtest/gtest.h>

namespace kanal::ui
{
namespace
{

/// The columns of the slider that look otherwise than without anything buffered, as the first and the last.
std::pair<int, int> changedColumns(SeekSlider &slider, int buffered)
{
    slider.setBuffered(0);
    const QImage before = slider.grab().toImage();
    slider.setBuffered(buffered);
    const QImage after = slider.grab().toImage();
    std::pair<int, int> columns{-1, -1};
    for (int x = 0; x < after.width(); ++x)
        for (int y = 0; y < after.height(); ++y)
            if (before.pixel(x, y) != after.pixel(x, y)) {
                if (columns.first < 0)
                    columns.first = x;
                columns.second = x;
            }
    return columns;
}

class SeekSliderShows : public testing::TestWithParam<bool>
{
};

TEST_P(SeekSliderShows, WhatIsThereAlreadyFromTheHandleOn)
{
    SeekSlider slider(QStringLiteral("seekSlider"));
    slider.setPalette(paletteOf(GetParam() ? Tokens::dark() : Tokens::light()));
    slider.resize(400, 24);
    slider.setRange(0, 100);
    slider.setValue(25);
    const auto [first, last] = changedColumns(slider, 75);
    EXPECT_NEAR(first, 108, 12);
    EXPECT_NEAR(last, 300, 6);
}

TEST_P(SeekSliderShows, NothingWhereNothingIsAhead)
{
    SeekSlider slider(QStringLiteral("seekSlider"));
    slider.resize(400, 24);
    slider.setRange(0, 100);
    slider.setValue(50);
    EXPECT_EQ(changedColumns(slider, 50).first, -1);
    EXPECT_EQ(changedColumns(slider, 20).first, -1);
}

INSTANTIATE_TEST_SUITE_P(Themes, SeekSliderShows, testing::Bool());

} // namespace
} // namespace kanal::ui
