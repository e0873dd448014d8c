// SPDX-License-Identifier: MIT
#include "subtitle_inbox.h"

#include <utility>

namespace kanal::playback
{

namespace
{

constexpr std::size_t kMostPackets = 512;
constexpr std::size_t kMostBytes = 8u << 20;

std::size_t sizeOf(const MediaPacket &packet)
{
    return packet.packet ? std::size_t(packet.packet->size) : 0;
}

} // namespace

void SubtitleInbox::push(MediaPacket packet)
{
    {
        std::lock_guard lock(m_mutex);
        if (m_packets.size() >= kMostPackets || m_bytes >= kMostBytes)
            return;
        m_bytes += sizeOf(packet);
        m_packets.push_back(std::move(packet));
    }
    m_filled.notify_one();
}

void SubtitleInbox::want(const SubtitleScreen::Wish &wish)
{
    {
        std::lock_guard lock(m_mutex);
        m_wish = wish;
    }
    m_filled.notify_one();
}

void SubtitleInbox::begin(int epoch)
{
    std::lock_guard lock(m_mutex);
    m_epoch = epoch;
}

void SubtitleInbox::flush(int epoch)
{
    std::lock_guard lock(m_mutex);
    m_packets.clear();
    m_bytes = 0;
    m_epoch = epoch;
    m_flushed = true;
    m_wish.reset();
}

std::optional<SubtitleInbox::Work> SubtitleInbox::take(std::stop_token stop)
{
    std::unique_lock lock(m_mutex);
    if (!waitUnlessStopped(m_filled, lock, stop, [this] { return !m_packets.empty() || m_wish; }))
        return std::nullopt;
    Work work{m_epoch, std::exchange(m_flushed, false), std::nullopt, std::exchange(m_wish, std::nullopt)};
    if (!m_packets.empty()) {
        work.packet = std::move(m_packets.front());
        m_packets.pop_front();
        m_bytes -= sizeOf(*work.packet);
    }
    return work;
}

} // namespace kanal::playback
