// SPDX-License-Identifier: MIT
// How large a picture and its subtitles are on a surface, in device pixels before rounding. Pure; any thread.
#pragma once

#include <kanal/playback/video_sink.h>

namespace kanal::playback
{

struct PlaceSize {
    double width = 0, height = 0;
};

/// What a stream says of its proportions, within reason: 1/10 … 10.
double saneAspect(double displayAspect);
/// Of a picture inside or around the surface, as the wish says: its own proportions and zoom included. Never more than
/// four times the surface, whatever the proportions are.
PlaceSize placedSize(double displayAspect, const SurfaceWish &wish);
/// Of its subtitles: the picture's, made smaller until it fits the surface, so that no text is cut off with its edges.
PlaceSize subtitleSize(PlaceSize picture, int surfaceWidth, int surfaceHeight);

} // namespace kanal::playback
