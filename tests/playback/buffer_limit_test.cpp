// SPDX-License-Identifier: MIT
// What may be held is bounded in bytes: at a high bitrate that is less than a refill would wait for.
#include "null_audio_sink.h"
#include "player_engine.h"
#include "player_probe.h"
#include "support/file_server.h"
#include "support/flash_clip.h"

#include <kanal/playback/headless_sink.h>

#include <condition_variable>
#include <mutex>

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

using namespace std::chrono_literals;

/// An engine that may hold little, and how far it came.
class TightEngine
{
public:
    explicit TightEngine(BufferLimits limits)
        : m_sink({true, 160, 90, SurfaceWish::Fit::Contain},
                 [this](const FrameRef &frame) { note([&] { m_shown = frame->pts; }); })
        , engine(
              m_clock, m_sink, std::make_unique<NullAudioSink>(m_clock),
              [this](const PlayerEvent &event) {
                  if (const auto *change = std::get_if<StateChanged>(&event.what))
                      note([&] { m_states.push_back(change->state); });
                  if (const auto *position = std::get_if<PositionChanged>(&event.what))
                      note([&] { m_mostAhead = std::max(m_mostAhead, position->buffered - position->position); });
              },
              m_numbers, limits)
    {
    }

    void open(const std::string &url, MediaKind kind)
    {
        MediaRequest request;
        request.url = url;
        request.kind = kind;
        engine.open(++m_numbers, std::move(request));
    }
    bool awaitShown(std::chrono::microseconds at)
    {
        return await([&] { return m_shown >= at; });
    }
    bool awaitState(PlayState state)
    {
        return await([&] { return !m_states.empty() && m_states.back() == state; });
    }
    std::chrono::milliseconds mostAhead()
    {
        std::lock_guard lock(m_mutex);
        return m_mostAhead;
    }

private:
    template<class Change>
    void note(Change change)
    {
        std::lock_guard lock(m_mutex);
        change();
        m_changed.notify_all();
    }
    template<class Condition>
    bool await(Condition condition)
    {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, 15s, condition);
    }

    SteadyClock m_clock;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::chrono::microseconds m_shown{-1};
    std::chrono::milliseconds m_mostAhead{0};
    std::vector<PlayState> m_states;
    std::atomic<std::uint64_t> m_numbers{0};
    HeadlessSink m_sink;

public:
    PlayerEngine engine; ///< last: its threads end first
};

TEST(BufferLimit, ARefillEndsWhenNoMoreMayBeHeld)
{
    const std::string clip = makeFlashClip({.seconds = 8});
    TcpStub server([&](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200);
        const std::size_t first = clip.size() / 4 / 188 * 188;
        peer.send(std::string_view(clip).substr(0, first));
        std::this_thread::sleep_for(3500ms); // the network's pause: longer than what there is, too short to reconnect
        peer.send(std::string_view(clip).substr(first));
        peer.hold();
    });
    TightEngine tight({.live = {10'000'000, clip.size() / 8 / 8}}); // an eighth of a second
    tight.open(server.url(), MediaKind::Live);
    ASSERT_TRUE(tight.awaitShown(1s));
    ASSERT_TRUE(tight.awaitState(PlayState::Buffering));
    EXPECT_TRUE(tight.awaitShown(7s)) << "after the first interruption a whole second is waited for";
    EXPECT_EQ(tight.engine.stats().rebuffers, 1);
}

TEST(BufferLimit, AFilmHasLimitsOfItsOwn)
{
    const std::string film =
        makeFlashClip({.container = "mp4", .videoCodec = "mpeg4", .audioCodec = "aac", .seconds = 20});
    TcpStub server(fileServer(film));
    TightEngine tight({.live = {1'000'000, 1'000}, .film = {14'000'000, 150u << 20}});
    tight.open(server.url("/film.mp4"), MediaKind::Vod);
    ASSERT_TRUE(tight.awaitShown(2s));
    EXPECT_GT(tight.mostAhead(), 13s);
    EXPECT_LT(tight.mostAhead(), 16s);
}

TEST(BufferLimit, IsAMinuteOfAFilm)
{
    const BufferLimits limits;
    EXPECT_EQ(limits.of(MediaKind::Vod).aheadUs, 60'000'000);
    EXPECT_EQ(limits.of(MediaKind::Catchup).bytes, 150u << 20);
    EXPECT_EQ(limits.of(MediaKind::Live).aheadUs, 10'000'000);
}

} // namespace
} // namespace kanal::playback
