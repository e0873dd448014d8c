// SPDX-License-Identifier: MIT
#include "packet_queue.h"

#include <algorithm>

namespace kanal::playback
{

void QueueRoom::notify()
{
    {
        std::lock_guard lock(m_mutex);
    }
    m_changed.notify_all();
}

PacketQueue::PacketQueue(QueueRoom &room)
    : m_room(room)
{
}

void PacketQueue::push(MediaPacket packet)
{
    {
        std::lock_guard lock(m_mutex);
        packet.serial = m_serial;
        if (packet.packet) {
            m_bytes += std::size_t(packet.packet->size);
            const std::int64_t end = packet.ptsUs + packet.durationUs;
            m_lastEndUs = std::max(m_lastEndUs.value_or(end), end);
        }
        m_packets.push_back(std::move(packet));
    }
    m_filled.notify_one();
}

std::optional<MediaPacket> PacketQueue::pop(std::stop_token stop)
{
    std::optional<MediaPacket> packet;
    {
        std::unique_lock lock(m_mutex);
        if (!waitUnlessStopped(m_filled, lock, stop, [this] { return !m_packets.empty(); }))
            return std::nullopt;
        packet = std::move(m_packets.front());
        m_packets.pop_front();
        if (packet->packet)
            m_bytes -= std::size_t(packet->packet->size);
    }
    m_room.notify();
    return packet;
}

void PacketQueue::flush()
{
    std::deque<MediaPacket> dropped;
    {
        std::lock_guard lock(m_mutex);
        ++m_serial;
        m_bytes = 0;
        m_lastEndUs.reset();
        dropped.swap(m_packets);
    }
    m_room.notify();
}

int PacketQueue::serial() const
{
    std::lock_guard lock(m_mutex);
    return m_serial;
}

std::size_t PacketQueue::packets() const
{
    std::lock_guard lock(m_mutex);
    return m_packets.size();
}

std::size_t PacketQueue::bytes() const
{
    std::lock_guard lock(m_mutex);
    return m_bytes;
}

std::int64_t PacketQueue::durationUs() const
{
    std::lock_guard lock(m_mutex);
    if (m_packets.empty() || !m_lastEndUs)
        return 0;
    return std::max<std::int64_t>(0, *m_lastEndUs - m_packets.front().ptsUs);
}

std::optional<std::int64_t> PacketQueue::lastEndUs() const
{
    std::lock_guard lock(m_mutex);
    return m_lastEndUs;
}

} // namespace kanal::playback
