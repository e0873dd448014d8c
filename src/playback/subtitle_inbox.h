// SPDX-License-Identifier: MIT
// What waits for a subtitle thread: packets, and what is to be drawn next. Too much is dropped, never waited for.
#pragma once

#include "packet_queue.h"
#include "subtitle_screen.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <stop_token>

namespace kanal::playback
{

class SubtitleInbox
{
public:
    struct Work {
        int epoch = 0;        ///< of the screen
        bool flushed = false; ///< a seek came before this
        std::optional<MediaPacket> packet;
        std::optional<SubtitleScreen::Wish> wish; ///< the newest
    };

    // Any thread.
    void push(MediaPacket packet);
    void want(const SubtitleScreen::Wish &wish);
    void begin(int epoch);
    void flush(int epoch);

    /// Waits; nullopt when stopped.
    std::optional<Work> take(std::stop_token stop);

private:
    std::mutex m_mutex;
    std::condition_variable_any m_filled;
    std::deque<MediaPacket> m_packets;
    std::size_t m_bytes = 0;
    int m_epoch = 0;
    bool m_flushed = false;
    std::optional<SubtitleScreen::Wish> m_wish;
};

} // namespace kanal::playback
