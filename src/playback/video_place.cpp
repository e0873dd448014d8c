// SPDX-License-Identifier: MIT
#include <kanal/playback/video_place.h>

#include <algorithm>
#include <cmath>

namespace kanal::playback
{

namespace
{

constexpr double kWidest = 10;
constexpr double kMostZoom = 4;
constexpr double kLargestSide = 16384;

} // namespace

double saneAspect(double displayAspect)
{
    return std::isfinite(displayAspect) ? std::clamp(displayAspect, 1 / kWidest, kWidest) : 1;
}

PlaceSize placedSize(double displayAspect, const SurfaceWish &wish)
{
    const double zoom = std::clamp(wish.zoom, 1.0, kMostZoom);
    const double aspect = saneAspect(wish.aspect > 0 ? wish.aspect : displayAspect);
    PlaceSize size{wish.width * zoom, wish.height * zoom};
    if (wish.fit == SurfaceWish::Fit::Stretch)
        return size;
    if ((size.width / size.height < aspect) == (wish.fit == SurfaceWish::Fit::Contain))
        size.height = size.width / aspect;
    else
        size.width = size.height * aspect;
    const double most = std::max({1.0, size.width / std::min(kLargestSide, wish.width * kMostZoom),
                                  size.height / std::min(kLargestSide, wish.height * kMostZoom)});
    return {size.width / most, size.height / most};
}

PlaceSize subtitleSize(PlaceSize picture, int surfaceWidth, int surfaceHeight)
{
    if (picture.width <= 0 || picture.height <= 0)
        return {};
    const double scale = std::min({1.0, surfaceWidth / picture.width, surfaceHeight / picture.height});
    return {picture.width * scale, picture.height * scale};
}

} // namespace kanal::playback
