// SPDX-License-Identifier: MIT
#include "null_audio_sink.h"
#include "presenter.h"

#include <condition_variable>
#include <future>
#include <mutex>

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

using namespace std::chrono_literals;

/// A surface on which the first picture takes as long as the test wants.
class SlowSurface final : public VideoSink
{
public:
    void present(FrameRef) override
    {
        std::unique_lock lock(m_mutex);
        ++m_presented;
        m_changed.notify_all();
        m_changed.wait(lock, [this] { return m_open; });
    }
    void clear() override {}
    SurfaceWish wish() const override { return {}; }

    void awaitFirst()
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_presented > 0; });
    }
    void letGo()
    {
        std::lock_guard lock(m_mutex);
        m_open = true;
        m_changed.notify_all();
    }
    int presented()
    {
        std::lock_guard lock(m_mutex);
        return m_presented;
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    int m_presented = 0;
    bool m_open = false;
};

FrameRef picture(std::uint64_t session, MediaTime pts)
{
    auto frame = std::make_shared<VideoFrame>();
    frame->session = session;
    frame->pts = pts;
    return frame;
}

TEST(Presenter, APictureThatWaitedForTheSurfaceIsNotShownWhenItsSessionIsGone)
{
    SteadyClock clock;
    PlaybackClock playbackClock(clock);
    AudioRenderer audio(clock, std::make_unique<NullAudioSink>(clock), [] {});
    SlowSurface surface;
    {
        Presenter presenter(clock, playbackClock, audio, surface);
        presenter.attach(1, nullptr);
        const auto first = std::async(std::launch::async, [&] { presenter.showNow(1, picture(1, 0ms)); });
        surface.awaitFirst();
        presenter.push(1, picture(1, 1ms), {});
        while (presenter.queued() > 0) // until the presenter's thread has taken it and waits for the surface
            std::this_thread::yield();
        presenter.detach();
        surface.letGo();
    }
    EXPECT_EQ(surface.presented(), 1) << "it would stay on a surface that was cleared";
}

} // namespace
} // namespace kanal::playback
