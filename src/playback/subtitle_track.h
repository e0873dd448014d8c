// SPDX-License-Identifier: MIT
// The subtitle stream of a session: decodes its packets on a small thread of its own into a list of drawings in time
// order. Nobody waits for it; a session without a chosen subtitle never starts the thread.
#pragma once

#include "av_handles.h"
#include "packet_queue.h"

#include <kanal/playback/subtitle_overlay.h>

#include <deque>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>

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

    /// What lies over the picture of this time, drawn for a picture of this size. Never waits for decoding. Any thread.
    OverlaysRef at(std::int64_t ptsUs, int width, int height);
    void requestStop();

private:
    struct Event {
        std::int64_t beginUs, endUs;
        OverlaysRef drawing; ///< null: a text of the renderer, or an empty page
    };

    void run(std::stop_token stop);
    void decode(AVCodecContext &decoder, const MediaPacket &packet);
    void add(Event event);

    QueueRoom m_room;
    PacketQueue m_queue{m_room};
    std::mutex m_mutex; ///< the lists and the renderer; held for one drawing at most
    std::deque<Event> m_events;
    std::unique_ptr<TextRenderer> m_text;
    std::shared_ptr<const AVCodecParameters> m_parameters;
    std::jthread m_thread; ///< joined first
};

} // namespace kanal::playback
