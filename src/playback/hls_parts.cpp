// SPDX-License-Identifier: MIT
#include "hls_parts.h"

#include <algorithm>
#include <cstring>

namespace kanal::playback
{

namespace
{

constexpr std::size_t kMostParts = 8; ///< waiting: where every segment is one

} // namespace

bool HlsParts::askRoom()
{
    const std::lock_guard lock(m_mutex);
    m_wantsRoom = m_size >= m_capacity || m_parts.size() >= kMostParts;
    return !m_wantsRoom;
}

void HlsParts::beginPart(Round round, PartStart start)
{
    const std::lock_guard lock(m_mutex);
    if (round != m_round || m_cancelled)
        return;
    if (!m_parts.empty())
        m_parts.back().closed = true;
    m_parts.push_back({start, {}, false});
    m_abandoned = false;
    m_changed.notify_all();
}

void HlsParts::endPart(Round round)
{
    const std::lock_guard lock(m_mutex);
    if (round != m_round || m_parts.empty())
        return;
    m_parts.back().closed = true;
    m_changed.notify_all();
}

void HlsParts::push(Round round, std::span<const std::byte> bytes)
{
    const std::lock_guard lock(m_mutex);
    if (round != m_round || m_cancelled || m_parts.empty() || bytes.empty())
        return;
    m_parts.back().pieces.emplace_back(bytes.begin(), bytes.end());
    m_size += bytes.size();
    m_changed.notify_all();
}

void HlsParts::finish(Round round, std::optional<Error> error)
{
    const std::lock_guard lock(m_mutex);
    if (round != m_round || m_finished)
        return;
    if (!m_parts.empty())
        m_parts.back().closed = true;
    m_finished = true;
    m_error = std::move(error);
    m_changed.notify_all();
}

std::size_t HlsParts::copyOut(std::span<std::byte> into)
{
    auto &pieces = m_parts.front().pieces;
    std::size_t done = 0;
    while (done < into.size() && !pieces.empty()) {
        const auto &piece = pieces.front();
        const std::size_t count = std::min(into.size() - done, piece.size() - m_taken);
        std::memcpy(into.data() + done, piece.data() + m_taken, count);
        done += count;
        m_taken += count;
        if (m_taken == piece.size()) {
            pieces.pop_front();
            m_taken = 0;
        }
    }
    m_size -= done;
    return done;
}

Result<std::size_t> HlsParts::read(std::span<std::byte> into)
{
    bool room = false;
    std::size_t count = 0;
    {
        std::unique_lock lock(m_mutex);
        const auto come = [this] {
            return m_cancelled || (m_parts.empty() ? m_finished : m_parts.front().closed) ||
                   (!m_parts.empty() && !m_parts.front().pieces.empty());
        };
        m_changed.wait(lock, [&] { return m_woken || come(); });
        if (m_cancelled)
            return fail(ErrorKind::Cancelled, "read");
        if (!come()) {
            m_woken = false;
            return tl::unexpected(wokenError());
        }
        if (!m_parts.empty()) {
            m_entered = true;
            count = copyOut(into);
        }
        const bool last = m_parts.size() <= 1 && m_finished;
        if (count == 0 && last && m_error)
            return tl::unexpected(*m_error);
        room = m_wantsRoom && m_size <= m_capacity / 2 && m_parts.size() < kMostParts;
        m_wantsRoom &= !room;
    }
    if (room && m_onRoom)
        m_onRoom();
    return count;
}

Result<std::optional<PartStart>> HlsParts::next()
{
    std::optional<PartStart> start;
    bool room = false;
    {
        std::unique_lock lock(m_mutex);
        if (m_entered && !m_parts.empty()) { // what is left of it is of no use to anybody
            for (const auto &piece : m_parts.front().pieces)
                m_size -= piece.size();
            m_size += m_taken;
            m_abandoned = !m_parts.front().closed;
            m_parts.pop_front();
            m_taken = 0;
            m_entered = false;
        }
        m_changed.wait(lock, [this] { return m_cancelled || m_finished || !m_parts.empty(); });
        if (m_cancelled)
            return fail(ErrorKind::Cancelled, "next part");
        if (m_parts.empty()) {
            if (m_error)
                return tl::unexpected(*m_error);
            return std::nullopt;
        }
        m_entered = true;
        start = m_parts.front().start;
        room = m_wantsRoom && m_size <= m_capacity / 2 && m_parts.size() < kMostParts;
        m_wantsRoom &= !room;
    }
    if (room && m_onRoom)
        m_onRoom();
    return start;
}

HlsParts::Round HlsParts::restart()
{
    const std::lock_guard lock(m_mutex);
    m_parts.clear();
    m_taken = m_size = 0;
    m_entered = m_wantsRoom = m_finished = m_abandoned = false;
    m_error.reset();
    return ++m_round;
}

void HlsParts::setWoken(bool woken)
{
    const std::lock_guard lock(m_mutex);
    m_woken = woken;
    m_changed.notify_all();
}

void HlsParts::cancel()
{
    const std::lock_guard lock(m_mutex);
    m_cancelled = true;
    m_parts.clear();
    m_size = m_taken = 0;
    m_changed.notify_all();
}

bool HlsParts::abandoned() const
{
    const std::lock_guard lock(m_mutex);
    return m_abandoned;
}

std::size_t HlsParts::size() const
{
    const std::lock_guard lock(m_mutex);
    return m_size;
}

} // namespace kanal::playback
