// SPDX-License-Identifier: MIT
#include "plane_scaler.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <ostream>

#include <gtest/gtest.h>

namespace kanal::playback
{

inline void PrintTo(PlaneSize size, std::ostream *out)
{
    *out << size.width << "x" << size.height;
}

namespace
{

constexpr int kRoom = 24; ///< beside every row, to see whether anything is written there
constexpr std::uint8_t kUntouched = 0xA5;

/// Smooth, and different in every corner.
double brightness(double x, double y)
{
    return 128 + 60 * std::sin(x * std::numbers::pi * 3) + 60 * std::cos(y * std::numbers::pi * 5 + x);
}

std::vector<std::uint8_t> plane(PlaneSize size)
{
    std::vector<std::uint8_t> bytes(std::size_t(size.width) * std::size_t(size.height));
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x)
            bytes[std::size_t(y) * std::size_t(size.width) + std::size_t(x)] =
                std::uint8_t(std::lround(brightness((x + 0.5) / size.width, (y + 0.5) / size.height)));
    return bytes;
}

struct Scaling {
    PlaneSize from, to;
};

class PlaneScalerSizes : public testing::TestWithParam<Scaling>
{
};

TEST_P(PlaneScalerSizes, GivesWhatTheEyeSawAndWritesNothingBeside)
{
    const auto [from, to] = GetParam();
    if (!PlaneScaler::suits(from, to))
        GTEST_SKIP() << "this processor has no fast way";
    const std::vector<std::uint8_t> source = plane(from);
    const std::size_t stride = std::size_t(to.width + kRoom);
    std::vector<std::uint8_t> scaled(stride * std::size_t(to.height), kUntouched);
    PlaneScaler scaler;
    scaler.prepare(from, to);
    scaler.scale(source.data(), from.width, scaled.data(), std::ptrdiff_t(stride));

    double worst = 0;
    for (int y = 0; y < to.height; ++y) {
        const std::uint8_t *row = scaled.data() + std::size_t(y) * stride;
        for (int x = 0; x < to.width; ++x)
            worst = std::max(worst, std::abs(row[x] - brightness((x + 0.5) / to.width, (y + 0.5) / to.height)));
        EXPECT_TRUE(std::all_of(row + to.width, row + stride, [](std::uint8_t byte) { return byte == kUntouched; }));
    }
    // The edges have no neighbour beyond them: there the middle of the outermost pixel is as far as one sees.
    const double edge = 60 * std::numbers::pi * (3.0 / from.width + 5.0 / from.height) * 0.5;
    EXPECT_LT(worst, 3 + edge);
}

INSTANTIATE_TEST_SUITE_P(Every, PlaneScalerSizes,
                         testing::Values(Scaling{{1920, 1080}, {1280, 720}}, Scaling{{960, 540}, {640, 360}},
                                         Scaling{{720, 576}, {960, 720}}, Scaling{{1280, 720}, {1920, 1080}},
                                         Scaling{{1440, 1080}, {854, 640}}, Scaling{{352, 288}, {1366, 768}},
                                         Scaling{{321, 181}, {200, 130}}, Scaling{{64, 64}, {36, 36}}));

TEST(PlaneScaler, LeavesMuchSmallerPicturesToOthers)
{
    EXPECT_FALSE(PlaneScaler::suits({1920, 1080}, {640, 360}));
    EXPECT_FALSE(PlaneScaler::suits({1, 1}, {640, 360}));
}

TEST(PlaneScaler, EveryByteCountsWhole)
{
    const PlaneSize from{32, 32}, to{20, 20};
    if (!PlaneScaler::suits(from, to))
        GTEST_SKIP() << "this processor has no fast way";
    for (const std::uint8_t value : {std::uint8_t(0), std::uint8_t(1), std::uint8_t(254), std::uint8_t(255)}) {
        const std::vector<std::uint8_t> source(32 * 32, value);
        std::vector<std::uint8_t> scaled(20 * 20);
        PlaneScaler scaler;
        scaler.prepare(from, to);
        scaler.scale(source.data(), 32, scaled.data(), 20);
        EXPECT_TRUE(std::all_of(scaled.begin(), scaled.end(), [value](std::uint8_t byte) { return byte == value; }));
    }
}

} // namespace
} // namespace kanal::playback
