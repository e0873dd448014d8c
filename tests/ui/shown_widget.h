// SPDX-License-Identifier: MIT
// A video widget on the screen, and what is seen of it.
#pragma once

#include <ui/gl_surface.h>
#include <ui/video_widget.h>

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QOffscreenSurface>
#include <QOpenGLContext>

#include <functional>

#include <gtest/gtest.h>

namespace kanal::ui::test
{

/// Runs the event loop until the condition holds; false after a generous deadline.
inline bool waitUntil(const std::function<bool()> &condition)
{
    QElapsedTimer since;
    since.start();
    while (!condition()) {
        if (since.elapsed() > 5000)
            return false;
        QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
    }
    return true;
}

inline bool hasAnyGl()
{
    QOffscreenSurface surface;
    surface.create();
    QOpenGLContext context;
    return context.create() && context.makeCurrent(&surface) && context.format().majorVersion() >= 3;
}

/// A shown widget of this size.
struct Screen {
    VideoWidget widget;
    explicit Screen(QSize size, VideoWidget::Surface surface = VideoWidget::Surface::Software)
        : widget(surface)
    {
        widget.resize(size);
        widget.show();
        QCoreApplication::processEvents();
    }
    QImage show(playback::FrameRef frame)
    {
        const auto before = widget.paintedFrames();
        widget.present(std::move(frame));
        EXPECT_TRUE(waitUntil([&] { return widget.paintedFrames() > before; }));
        return seen();
    }
    /// From the card where it is there: grab() gives QPainter another device than the screen's.
    QImage seen()
    {
        auto *gl = widget.findChild<GlSurface *>();
        return gl ? gl->grabFramebuffer() : widget.grab().toImage();
    }
};

} // namespace kanal::ui::test
