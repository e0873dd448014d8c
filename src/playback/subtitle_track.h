// SPDX-License-Identifier: MIT
// The subtitle stream of a session: decodes its packets on a small thread of its own into a list of drawings in time
// order. Nobody waits for it; a session without a chosen subtitle never starts the thread.
#pragma once

#include "av_handles.h"
#include "packet_queue.h"

#include <kanal/playback/subtitle_overlay.h>

#include <atomic>
#include <deque>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace kanal::playback
{

class TextRenderer;

class SubtitleTrack
{
public:
    SubtitleTrack();
    ~SubtitleTrack();

    // Demux thread.
    /// Another stream, or none (null): what was there is forgotten.
    void choose(std::shared_ptr<const AVCodecParameters> parameters);
    void push(MediaPacket packet);
    void flush(); ///< a seek

    /// What lies over the picture of this time, drawn for a picture of this size. Never waits: while the lists are in
    /// use it is what it was. One thread, not that of the above.
    OverlaysRef at(std::int64_t ptsUs, int width, int height);

private:
    /// A chosen stream: its packets, and the thread that decodes them. One that was left ends in its own time: looking
    /// through the fonts cannot be interrupted.
    struct Choice {
        explicit Choice(std::shared_ptr<const AVCodecParameters> chosen)
            : parameters(std::move(chosen))
        {
        }
        const std::shared_ptr<const AVCodecParameters> parameters;
        QueueRoom room;
        PacketQueue queue{room};
        std::atomic<bool> done{false};
        std::jthread thread; ///< joined first
    };

    struct Event {
        std::int64_t beginUs, endUs;
        OverlaysRef drawing; ///< null: an empty page
        std::size_t bytes = 0;
    };

    void run(Choice &choice, std::stop_token stop);
    void decode(const Choice &choice, AVCodecContext &decoder, const MediaPacket &packet);
    void add(Event event);
    void dropFirst();

    std::mutex m_mutex;                ///< all that follows but m_shown; held for one drawing at most
    const Choice *m_current = nullptr; ///< whose drawings count
    std::deque<Event> m_events;
    std::size_t m_eventBytes = 0; ///< of their pixels
    std::unique_ptr<TextRenderer> m_text;
    OverlaysRef m_shown;                            ///< thread of at()
    std::vector<std::unique_ptr<Choice>> m_choices; ///< demux thread; the last is the current one, if there is one
};

} // namespace kanal::playback
