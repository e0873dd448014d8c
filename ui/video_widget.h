// SPDX-License-Identifier: MIT
// Where the picture is seen. A sink for the engine (any thread) and a widget (GUI thread) with one of two surfaces:
// plain painting of ready RGB pictures, or OpenGL with our own shaders where the GL is hardware (on software GL it
// costs five times the CPU).
#pragma once

#include "aspect.h"
#include "vsync_watch.h"

#include <kanal/playback/video_sink.h>

#include <QWidget>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>

namespace kanal::ui
{

class VideoSurface;

class VideoWidget final : public QWidget, public playback::VideoSink
{
    Q_OBJECT

public:
    enum class Surface { Software, Gl };
    /// KANAL_VIDEO=software|gl where set; else GL exactly where it is hardware. Costs nothing on machines without a
    /// GPU.
    static Surface chooseSurface();

    explicit VideoWidget(QWidget *parent = nullptr);
    VideoWidget(Surface surface, QWidget *parent = nullptr);
    ~VideoWidget() override;

    // Any thread.
    playback::SurfaceWish wish() const override;
    void present(playback::FrameRef frame) override;
    void clear() override;
    playback::VsyncInfo vsync() const override; ///< known where GL draws
    std::int64_t unseen() const override;
    void awaitShown(std::chrono::milliseconds atMost) override;
    std::int64_t paintedFrames() const; ///< different pictures that reached the screen
    std::chrono::microseconds lastPaintedPts() const;

    // GUI thread.
    Surface surface() const;
    Aspect aspect() const;
    void setAspect(Aspect aspect);
    void setCovered(int height);             ///< subtitles keep out of so much of the bottom
    playback::FrameRef currentFrame() const; ///< null: black

protected:
    void resizeEvent(QResizeEvent *event) override;
    bool event(QEvent *event) override;

private:
    void takeFrame();
    void post(playback::FrameRef frame);
    void notePainted(const playback::VideoFrame &frame);
    void noteSwapped();
    void paintInSoftware();
    std::unique_ptr<VideoSurface> makeSurface();
    void updateWish();

    std::atomic<Surface> m_kind; ///< changed on the GUI thread

    // GUI thread.
    std::unique_ptr<VideoSurface> m_surface;
    playback::FrameRef m_current;
    std::weak_ptr<const playback::VideoFrame> m_lastPainted; ///< weak: another may lie at the same address
    VsyncWatch m_screen;
    int m_covered = 0;
    std::int64_t m_takenCount = 0; ///< pictures presented, up to m_current

    // Any thread.
    mutable std::mutex m_mutex;
    std::condition_variable m_shownChanged;
    std::int64_t m_presentedCount = 0; ///< pictures
    std::int64_t m_shownCount = 0;     ///< of them, on their way to the screen or overtaken
    playback::VsyncInfo m_vsync;
    playback::FrameRef m_next;            ///< the newest picture that the GUI thread has not taken yet
    bool m_posted = false;                ///< a call of takeFrame() is on its way
    std::atomic<std::uint64_t> m_size{0}; ///< width << 32 | height, device pixels
    std::atomic<Aspect> m_aspect{Aspect::Fit};
    std::atomic<bool> m_inSight{false};
    std::atomic<std::int64_t> m_painted{0};
    std::atomic<std::int64_t> m_unseen{0};
    std::atomic<std::int64_t> m_paintedPts{0};
};

} // namespace kanal::ui
