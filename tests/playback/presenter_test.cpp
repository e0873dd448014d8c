// SPDX-License-Identifier: MIT
#include "null_audio_sink.h"
#include "presenter.h"
#include "support/fake_clock.h"

#include <condition_variable>
#include <future>
#include <mutex>

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

using namespace std::chrono_literals;

/// A screen that takes pictures in a beat, or says nothing of one.
class BeatingSink final : public VideoSink
{
public:
    explicit BeatingSink(Clock &clock)
        : m_clock(clock)
    {
    }
    SurfaceWish wish() const override { return {}; }
    VsyncInfo vsync() const override { return beat; }
    std::int64_t unseen() const override { return lost; }
    void clear() override {}
    void present(FrameRef frame) override
    {
        std::lock_guard lock(m_mutex);
        m_presented.emplace_back(m_clock.now(), std::move(frame));
        m_changed.notify_all();
    }

    /// The first so many, with the instants they came at.
    std::vector<std::pair<Nanos, FrameRef>> presented(std::size_t count)
    {
        std::unique_lock lock(m_mutex);
        EXPECT_TRUE(m_changed.wait_for(lock, 10s, [&] { return m_presented.size() >= count; }));
        return m_presented;
    }

    VsyncInfo beat;
    std::atomic<std::int64_t> lost{0};

private:
    Clock &m_clock;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<std::pair<Nanos, FrameRef>> m_presented;
};

class PresenterTest : public testing::Test
{
protected:
    FrameRef picture(int number) const
    {
        auto frame = std::make_shared<VideoFrame>();
        frame->width = frame->height = 16;
        frame->displayAspect = 1;
        frame->pts = number * m_length;
        frame->session = 1;
        return frame;
    }
    void push(int number) { ASSERT_TRUE(m_presenter.push(1, picture(number), {})); }
    /// Plays so many pictures; when each was handed to the surface, since the clock stood at the first.
    std::vector<Nanos> play(int count)
    {
        const Nanos begun = m_clock.now();
        m_presenter.attach(1, m_subtitles);
        m_playbackClock.start(0us);
        for (int i = 0; i < 3; ++i)
            push(i);
        for (int shown = 1;; ++shown) {
            const auto presented = m_sink.presented(std::size_t(shown));
            if (shown == count) {
                std::vector<Nanos> instants;
                for (const auto &[at, frame] : presented)
                    instants.push_back(at - begun);
                return instants;
            }
            push(shown + 2);
            m_clock.awaitWaiters(1);
            m_clock.advance(m_clock.nextDeadline() - m_clock.now());
        }
    }

    FakeClock m_clock;
    PlaybackClock m_playbackClock{m_clock};
    AudioRenderer m_audio{m_clock, std::make_unique<NullAudioSink>(m_clock), [] {}};
    BeatingSink m_sink{m_clock};
    LiveOptions m_options;
    std::shared_ptr<SubtitleScreen> m_subtitles = std::make_shared<SubtitleScreen>(m_options);
    std::chrono::microseconds m_length = 20ms;
    Presenter m_presenter{m_clock, m_playbackClock, m_audio, m_sink};
};

TEST_F(PresenterTest, WithoutABeatAPictureIsHandedOverShortlyBeforeItIsDue)
{
    const auto instants = play(20);
    for (std::size_t i = 2; i < instants.size(); ++i)
        EXPECT_EQ(instants[i], Nanos(i * 20ms) - 3ms) << i;
    EXPECT_EQ(m_presenter.counters().dropped, 0);
}

TEST_F(PresenterTest, WithABeatAPictureIsHandedOverInTheMiddleBeforeItsRefresh)
{
    m_sink.beat = {20ms, m_clock.now() + 11ms}; // just more than half a refresh off
    const auto instants = play(60);
    for (std::size_t i = 2; i < instants.size(); ++i)
        EXPECT_EQ(instants[i], Nanos(i * 20ms) - 9ms - 8ms) << i;
    EXPECT_EQ(m_presenter.counters().repeated, 0);
    EXPECT_EQ(m_presenter.counters().dropped, 0);
}

TEST_F(PresenterTest, AFasterScreenRepeatsNothingThatIsToBeCounted)
{
    m_length = 40ms;
    m_sink.beat = {16'683'350ns, m_clock.now()};
    const auto instants = play(60);
    for (std::size_t i = 3; i < instants.size(); ++i) {
        const double refreshes = double((instants[i] - instants[i - 1]).count()) / 16'683'350;
        EXPECT_TRUE(std::abs(refreshes - 2) < 0.01 || std::abs(refreshes - 3) < 0.01) << refreshes;
    }
    EXPECT_EQ(m_presenter.counters().repeated, 0);
}

TEST_F(PresenterTest, ThePictureAtTheStartWaitsForNoRefresh)
{
    m_sink.beat = {20ms, m_clock.now() + 15ms};
    m_presenter.attach(1, nullptr);
    ASSERT_TRUE(m_presenter.showNow(1, picture(0)));
    EXPECT_EQ(m_sink.presented(1).front().first, m_clock.now());
}

TEST_F(PresenterTest, PicturesThatNobodySawCountAsDropped)
{
    m_sink.lost = 100; // of the session before
    play(10);
    m_sink.lost = 103;
    EXPECT_EQ(m_presenter.counters().shown, 7);
    EXPECT_EQ(m_presenter.counters().dropped, 3);
}

TEST_F(PresenterTest, SubtitlesReachAPictureThatStandsBecauseNothingComes)
{
    m_presenter.attach(1, m_subtitles);
    m_subtitles->setOnChange([this] { m_presenter.redress(); });
    const int epoch = m_subtitles->begin(nullptr);
    ASSERT_TRUE(m_presenter.showNow(1, picture(50)));
    m_playbackClock.start(1s);
    m_playbackClock.freeze(); // the line is dry
    m_subtitles->addPage(epoch, 0, 5'000'000, std::make_shared<const Overlays>(1));
    const auto presented = m_sink.presented(2);
    EXPECT_EQ(presented[1].second->pts, 1s);
    EXPECT_TRUE(presented[1].second->overlays);
}

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

FrameRef pictureOf(std::uint64_t session, MediaTime pts)
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
        const auto first = std::async(std::launch::async, [&] { presenter.showNow(1, pictureOf(1, 0ms)); });
        surface.awaitFirst();
        presenter.push(1, pictureOf(1, 1ms), {});
        while (presenter.queued() > 0) // until the presenter's thread has taken it and waits for the surface
            std::this_thread::yield();
        presenter.detach();
        surface.letGo();
    }
    EXPECT_EQ(surface.presented(), 1) << "it would stay on a surface that was cleared";
}

} // namespace
} // namespace kanal::playback
