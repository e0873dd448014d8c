// SPDX-License-Identifier: MIT
#include "text_renderer.h"

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

/// A rectangle, drawn without a font.
constexpr const char *kBox = R"(0,0,Default,,0,0,0,,{\an7\pos(0,0)\p1}m 0 0 l 192 0 192 144 0 144)";

std::unique_ptr<TextRenderer> rendererWithABox()
{
    auto text = TextRenderer::make("[Script Info]\nScriptType: v4.00+\nPlayResX: 384\nPlayResY: 288\n\n[V4+ Styles]\n"
                                   "Format: Name, Fontname, Fontsize, PrimaryColour\n"
                                   "Style: Default,Arial,16,&H00FFFFFF\n\n[Events]\n"
                                   "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n",
                                   {});
    if (text)
        text->add({1'000'000, 9'000'000, false, nullptr, {kBox}});
    return text;
}

TEST(TextRenderer, DrawsInPartsOfThePicture)
{
    const auto text = rendererWithABox();
    ASSERT_TRUE(text);
    text->fit({1280, 720, 1280, 720, 1});
    EXPECT_EQ(text->draw(500), nullptr);
    const OverlaysRef drawing = text->draw(2000);
    ASSERT_TRUE(drawing);
    EXPECT_NEAR(drawing->front().width, 0.5, 0.02);
    EXPECT_NEAR(drawing->front().height, 0.5, 0.02);
}

TEST(TextRenderer, OnAnEnormousScreenItIsDrawnSmallerAndShownAsLarge)
{
    const auto text = rendererWithABox();
    ASSERT_TRUE(text);
    text->fit({7680, 4320, 1920, 1080, 1});
    const OverlaysRef drawing = text->draw(2000);
    ASSERT_TRUE(drawing);
    EXPECT_LE(drawing->front().columns, 4096);
    EXPECT_NEAR(drawing->front().width, 0.5, 0.02);
    EXPECT_NEAR(drawing->front().height, 0.5, 0.02);
}

} // namespace
} // namespace kanal::playback
