// SPDX-License-Identifier: MIT
// Where pictures go: a surface of the window, or a headless one.
#pragma once

#include <kanal/core/clock.h>
#include <kanal/playback/video_frame.h>

#include <chrono>

namespace kanal::playback
{

/// What the surface can draw and how big it is, in device pixels.
struct SurfaceWish {
    bool paintsRgbOnly = true; ///< software surface: the engine converts and scales to fit width × height
    int width = 0, height = 0; ///< 0: unknown, deliver at source size
    /// How the picture is fitted: what the engine needs to scale to.
    enum class Fit : std::uint8_t { Contain, Cover, Stretch } fit = Fit::Contain;
    double aspect = 0; ///< width / height on screen; 0: the picture's own
    double zoom = 1;   ///< times larger than it fits
};

/// When the screen takes another picture.
struct VsyncInfo {
    Nanos period{0}; ///< 0: not known; pictures are shown when they are due
    Nanos at{0};     ///< one of the beat, by the engine's clock; later ones are whole periods from it
};

class VideoSink
{
public:
    virtual ~VideoSink() = default;

    virtual SurfaceWish wish() const = 0;          ///< any thread
    virtual VsyncInfo vsync() const { return {}; } ///< any thread
    /// Pictures so far that gave way to the next before anybody saw them, though the surface was in sight. Any thread.
    virtual std::int64_t unseen() const { return 0; }
    /// Shows this picture now. On the engine's presenter thread; must return at once.
    virtual void present(FrameRef frame) = 0;
    virtual void clear() = 0; ///< back to black; any thread
    /// Waits until what was presented last is on its way to the screen, at most so long. Returns at once where nobody
    /// sees the surface. Any thread but the surface's own.
    virtual void awaitShown(std::chrono::milliseconds /*atMost*/) {}
};

} // namespace kanal::playback
