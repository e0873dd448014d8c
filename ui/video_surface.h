// SPDX-License-Identifier: MIT
// What draws the pictures of a VideoWidget, and where in it a picture goes. GUI thread.
#pragma once

#include "aspect.h"

#include <kanal/playback/video_frame.h>

#include <QRect>
#include <QSize>

#include <functional>

class QPainter;
class QWidget;

namespace kanal::ui
{

class VideoSurface
{
public:
    /// Called after a picture was drawn; the same picture may come again.
    using Painted = std::function<void(const playback::VideoFrame &frame)>;

    virtual ~VideoSurface() = default;

    virtual QWidget *widget() = 0;
    virtual void show(playback::FrameRef frame) = 0; ///< null: black
    virtual bool paintsRgbOnly() const = 0;
    virtual void setAspect(Aspect aspect) = 0;
    /// Something lies over so much of its bottom (device-independent pixels): subtitles are lifted above it.
    virtual void setCovered(int height) = 0;
};

/// The centred rectangle where the frame goes, on whole device pixels so that its borders stay sharp; larger than the
/// surface where the edges are cut.
QRect fittedRect(const playback::VideoFrame &frame, QSize surface, Aspect mode = Aspect::Fit);
/// Where the subtitles of a picture at `target` go: its rectangle, made smaller until all of it is on the surface. Text
/// is never cut off with the edges of a picture.
QRect subtitleRect(const QRect &target, QSize surface);
/// Subtitles over a picture, in parts of `target`; those in its lower half end above `bottom`.
void paintOverlays(QPainter &painter, const playback::OverlaysRef &overlays, const QRect &target, double bottom);
/// The size of a widget in device pixels.
QSize deviceSize(const QWidget &widget);

} // namespace kanal::ui
