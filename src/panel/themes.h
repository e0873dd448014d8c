// SPDX-License-Identifier: MIT
// The landscapes the demo's channels and films stand in.
#pragma once

#include "scenery.h"

namespace kanal::panel
{

//                                skyTop           horizon          sun              land            accent
inline constexpr Theme kDusk{
    {28, 44, 110}, {255, 170, 120}, {255, 236, 190}, {32, 34, 74}, {226, 72, 72}, Land::Hills, 0.66, 0.44};
inline constexpr Theme kCity{
    {20, 60, 110}, {168, 214, 232}, {255, 250, 230}, {22, 46, 84}, {38, 120, 220}, Land::Skyline, 0.60, 0.40};
inline constexpr Theme kHarbour{
    {40, 96, 128}, {244, 206, 160}, {255, 244, 214}, {18, 66, 84}, {16, 138, 150}, Land::Waves, 0.38, 0.46};
inline constexpr Theme kMeadow{
    {40, 120, 200}, {206, 236, 220}, {255, 250, 214}, {24, 96, 52}, {30, 150, 70}, Land::Hills, 0.58, 0.36};
inline constexpr Theme kAlps{
    {52, 110, 190}, {226, 236, 248}, {255, 252, 240}, {46, 70, 110}, {70, 110, 200}, Land::Peaks, 0.42, 0.34};
inline constexpr Theme kDesert{
    {110, 50, 90}, {255, 186, 92}, {255, 240, 190}, {120, 52, 40}, {232, 120, 30}, Land::Hills, 0.5, 0.48};
inline constexpr Theme kCandy{
    {120, 110, 230}, {255, 196, 220}, {255, 250, 220}, {150, 70, 150}, {236, 96, 160}, Land::Waves, 0.62, 0.38};
inline constexpr Theme kLagoon{
    {20, 130, 170}, {190, 244, 220}, {255, 252, 220}, {10, 96, 110}, {240, 160, 40}, Land::Hills, 0.44, 0.40};
inline constexpr Theme kNeon{
    {24, 10, 60}, {226, 60, 150}, {255, 214, 120}, {30, 14, 60}, {190, 50, 220}, Land::Skyline, 0.5, 0.52};
inline constexpr Theme kNight{{8, 14, 40}, {44, 84, 130}, {226, 236, 255}, {8, 20, 42}, {60, 90, 190}, Land::Peaks,
                              0.6,         0.36};

} // namespace kanal::panel
