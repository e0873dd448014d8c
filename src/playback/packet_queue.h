// SPDX-License-Identifier: MIT
// Packets on their way from the demuxer to one decoder. One producer, one consumer; flushed by a serial number that the
// consumer sees on the next packet. The producer is never blocked inside push(): it asks the QueueRoom before it reads
// more.
#pragma once

#include "av_handles.h"
#include "stop_wait.h"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>

namespace kanal::playback
{

struct MediaPacket {
    PacketPtr packet;       ///< null: the end of the stream, drain
    std::int64_t ptsUs = 0; ///< media time
    std::int64_t durationUs = 0;
    int serial = 0;
    bool key = false;
    /// The first key picture by itself, before its turn: to be shown, if nothing of it is missing, and decoded again.
    enum class Use : std::uint8_t { Play, Preview, PreviewIfWhole } use = Use::Play;
    std::shared_ptr<const AVCodecParameters> parameters; ///< of its stream, as they were when it was read
};

/// Wakes the demuxer when a consumer made room.
class QueueRoom
{
public:
    void notify();
    /// Waits until `enough()` or stop; false when stopped.
    template<class Predicate>
    bool wait(std::stop_token stop, Predicate enough)
    {
        std::unique_lock lock(m_mutex);
        return waitUnlessStopped(m_changed, lock, stop, enough);
    }

private:
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
};

class PacketQueue
{
public:
    explicit PacketQueue(QueueRoom &room);

    void push(MediaPacket packet);
    /// Waits for a packet; nullopt when stopped.
    std::optional<MediaPacket> pop(std::stop_token stop);
    /// Drops everything; packets pushed from now on carry the new serial.
    void flush();

    int serial() const;
    std::size_t packets() const;
    std::size_t bytes() const;
    /// From the first to the end of the last packet.
    std::int64_t durationUs() const;
    /// End of the last packet ever pushed since the flush; nullopt: none yet.
    std::optional<std::int64_t> lastEndUs() const;

private:
    QueueRoom &m_room;
    mutable std::mutex m_mutex;
    std::condition_variable_any m_filled;
    std::deque<MediaPacket> m_packets;
    std::size_t m_bytes = 0;
    int m_serial = 0;
    std::optional<std::int64_t> m_lastEndUs;
};

} // namespace kanal::playback
