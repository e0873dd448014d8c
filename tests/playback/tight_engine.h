// SPDX-License-Identifier: MIT
#pragma once

#include "null_audio_sink.h"
#include "player_engine.h"

#include <kanal/playback/headless_sink.h>

#include <condition_variable>
#include <mutex>
#include <optional>
#include <vector>

namespace kanal::playback
{

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
                      note([&] {
                          m_seekable = position->seekable;
                          m_mostAhead = std::max(m_mostAhead, position->buffered - position->position);
                      });
                  if (std::holds_alternative<SeekRefused>(event.what))
                      note([&] { ++m_seeksRefused; });
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
    bool awaitRefusal()
    {
        return await([&] { return m_seeksRefused == 1; });
    }
    bool awaitSeekable(bool seekable)
    {
        return await([&] { return m_seekable == seekable; });
    }
    std::chrono::microseconds shown()
    {
        std::lock_guard lock(m_mutex);
        return m_shown;
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
        return m_changed.wait_for(lock, std::chrono::seconds(15), condition);
    }

    SteadyClock m_clock;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::chrono::microseconds m_shown{-1};
    std::chrono::milliseconds m_mostAhead{0};
    std::optional<bool> m_seekable;
    int m_seeksRefused = 0;
    std::vector<PlayState> m_states;
    std::atomic<std::uint64_t> m_numbers{0};
    HeadlessSink m_sink;

public:
    PlayerEngine engine; ///< last: its threads end first
};

} // namespace kanal::playback
