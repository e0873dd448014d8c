// SPDX-License-Identifier: MIT
#include "video_widget.h"

#include "gl_probe.h"
#include "gl_surface.h"
#include "software_surface.h"

#include <QEvent>
#include <QResizeEvent>
#include <QScreen>
#include <QWindow>

#include <thread>
#include <utility>

namespace kanal::ui
{

namespace
{

/// The display server copies the picture, and wants a processor for it, after the window has given it away.
constexpr std::chrono::milliseconds kDisplayCopies{2};

/// Another picture takes its place, not the same one with other subtitles.
bool overtaken(const playback::FrameRef &before, const playback::FrameRef &after)
{
    return before && after && (before->pts != after->pts || before->session != after->session);
}

} // namespace

VideoWidget::Surface VideoWidget::chooseSurface()
{
    const QString wish = qEnvironmentVariable("KANAL_VIDEO");
    if (wish.compare(QLatin1String("gl"), Qt::CaseInsensitive) == 0)
        return Surface::Gl;
    if (wish.compare(QLatin1String("software"), Qt::CaseInsensitive) == 0)
        return Surface::Software;
    return hasHardwareGl() ? Surface::Gl : Surface::Software;
}

VideoWidget::VideoWidget(QWidget *parent)
    : VideoWidget(chooseSurface(), parent)
{
}

VideoWidget::VideoWidget(Surface surface, QWidget *parent)
    : QWidget(parent)
    , m_kind(surface)
{
    setObjectName(QStringLiteral("videoWidget"));
    setAccessibleName(tr("Picture"));
    setMouseTracking(true);
    setMinimumSize(160, 90);
    // Made with the widget, before the window is shown: a GL widget that comes later would have the native window made
    // again.
    m_surface = makeSurface();
}

std::unique_ptr<VideoSurface> VideoWidget::makeSurface()
{
    const auto painted = [this](const playback::VideoFrame &frame) { notePainted(frame); };
    std::unique_ptr<VideoSurface> surface;
    if (m_kind == Surface::Gl) {
        auto gl = std::make_unique<GlSurface>(painted, this);
        connect(gl.get(), &QOpenGLWidget::frameSwapped, this, &VideoWidget::noteSwapped);
        connect(gl.get(), &GlSurface::failed, this, &VideoWidget::paintInSoftware, Qt::QueuedConnection);
        surface = std::move(gl);
    } else {
        surface = std::make_unique<SoftwareSurface>(painted, this);
    }
    surface->widget()->setObjectName(QStringLiteral("videoSurface"));
    return surface;
}

/// A driver that cannot draw after all. The next picture comes as it is wished for now; this one, which nobody can
/// paint, goes.
void VideoWidget::paintInSoftware()
{
    if (m_kind.exchange(Surface::Software) == Surface::Software)
        return;
    m_current = nullptr;
    m_surface = makeSurface();
    m_surface->setAspect(m_aspect);
    m_surface->setCovered(m_covered);
    m_surface->widget()->setGeometry(rect());
    m_surface->widget()->lower();
    m_surface->widget()->show();
    m_screen = {};
    std::lock_guard lock(m_mutex);
    m_vsync = {};
}

VideoWidget::~VideoWidget() = default;

playback::SurfaceWish VideoWidget::wish() const
{
    const std::uint64_t size = m_size.load(std::memory_order_relaxed);
    playback::SurfaceWish wish = shapedWish(m_aspect.load(std::memory_order_relaxed));
    wish.paintsRgbOnly = m_kind == Surface::Software;
    wish.width = int(size >> 32U);
    wish.height = int(size & 0xFFFFFFFFU);
    return wish;
}

void VideoWidget::present(playback::FrameRef frame)
{
    post(std::move(frame));
}

void VideoWidget::clear()
{
    post(nullptr);
}

void VideoWidget::post(playback::FrameRef frame)
{
    bool call = false;
    {
        std::lock_guard lock(m_mutex);
        if (overtaken(m_next, frame) && m_inSight)
            ++m_unseen;
        m_presentedCount += frame ? 1 : 0;
        m_next.swap(frame); // the old one is let go after the lock
        call = !std::exchange(m_posted, true);
    }
    if (call)
        QMetaObject::invokeMethod(this, &VideoWidget::takeFrame, Qt::QueuedConnection);
}

void VideoWidget::takeFrame()
{
    playback::FrameRef next;
    {
        std::lock_guard lock(m_mutex);
        next = std::exchange(m_next, nullptr);
        m_posted = false;
        m_takenCount = m_presentedCount;
    }
    updateWish(); // the screen may have become another, and says so to nobody
    if (m_inSight && overtaken(m_current, next) && m_lastPainted.lock() != m_current)
        ++m_unseen;
    m_current = std::move(next);
    m_surface->show(m_current);
}

void VideoWidget::notePainted(const playback::VideoFrame &frame)
{
    if (const auto known = m_lastPainted.lock(); known && known.get() == &frame)
        return;
    m_lastPainted = m_current;
    m_paintedPts = frame.pts.count();
    ++m_painted;
    const auto shown = [this, taken = m_takenCount] { // when the window's painting is over and given to the display
        {
            std::lock_guard lock(m_mutex);
            m_shownCount = taken;
        }
        m_shownChanged.notify_all();
    };
    QMetaObject::invokeMethod(this, shown, Qt::QueuedConnection);
}

void VideoWidget::awaitShown(std::chrono::milliseconds atMost)
{
    {
        std::unique_lock lock(m_mutex);
        const auto isShown = [this, last = m_presentedCount] { return m_shownCount >= last; };
        if (!m_inSight || !m_shownChanged.wait_for(lock, atMost, isShown))
            return;
    }
    if (m_kind == Surface::Software)
        std::this_thread::sleep_for(kDisplayCopies);
}

void VideoWidget::noteSwapped()
{
    m_screen.swapped(SteadyClock().now());
    std::lock_guard lock(m_mutex);
    m_vsync = m_screen.info();
}

playback::VsyncInfo VideoWidget::vsync() const
{
    std::lock_guard lock(m_mutex);
    return m_vsync;
}

std::int64_t VideoWidget::unseen() const
{
    return m_unseen;
}

std::int64_t VideoWidget::paintedFrames() const
{
    return m_painted;
}

std::chrono::microseconds VideoWidget::lastPaintedPts() const
{
    return std::chrono::microseconds(m_paintedPts);
}

VideoWidget::Surface VideoWidget::surface() const
{
    return m_kind;
}

Aspect VideoWidget::aspect() const
{
    return m_aspect;
}

void VideoWidget::setAspect(Aspect aspect)
{
    if (m_aspect.exchange(aspect) != aspect)
        m_surface->setAspect(aspect);
}

void VideoWidget::setCovered(int height)
{
    if (std::exchange(m_covered, height) != height)
        m_surface->setCovered(height);
}

playback::FrameRef VideoWidget::currentFrame() const
{
    return m_current;
}

void VideoWidget::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_surface->widget()->setGeometry(rect());
    updateWish();
}

bool VideoWidget::event(QEvent *event)
{
    // A window dragged to a screen of another density has another size in device pixels.
    if (event->type() == QEvent::ScreenChangeInternal || event->type() == QEvent::Show || event->type() == QEvent::Hide)
        updateWish();
    return QWidget::event(event);
}

void VideoWidget::updateWish()
{
    const QSize size = deviceSize(*this);
    m_size = std::uint64_t(size.width()) << 32U | std::uint32_t(size.height());
    const QWindow *on = window()->windowHandle();
    m_inSight = isVisible() && on && on->isExposed(); // minimised or covered, where the system tells of that
    m_screen.setRefreshRate(screen() ? screen()->refreshRate() : 0);
}

} // namespace kanal::ui
