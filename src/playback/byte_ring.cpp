// SPDX-License-Identifier: MIT
#include "byte_ring.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace kanal::playback
{

BlockPool::Block BlockPool::take()
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_free.empty()) {
            Block block = std::move(m_free.back());
            m_free.pop_back();
            return block;
        }
    }
    return Block(new std::byte[kBlockBytes]); // left uninitialised: zeroing would touch the pages
}

void BlockPool::giveBack(Block block)
{
    const std::lock_guard lock(m_mutex);
    if (m_free.size() < kKept)
        m_free.push_back(std::move(block));
}

ByteRing::ByteRing(std::size_t capacity, std::shared_ptr<BlockPool> pool)
    : m_capacity(capacity)
    , m_pool(std::move(pool))
{
}

ByteRing::~ByteRing()
{
    dropAll();
}

void ByteRing::setOnRoom(std::function<void()> onRoom)
{
    m_onRoom = std::move(onRoom);
}

bool ByteRing::askRoom()
{
    const std::lock_guard lock(m_mutex);
    m_wantsRoom = m_size >= m_capacity;
    return !m_wantsRoom;
}

void ByteRing::push(std::span<const std::byte> bytes)
{
    const std::lock_guard lock(m_mutex);
    if (m_cancelled || m_finished || bytes.empty())
        return; // nobody will read it
    m_size += bytes.size();
    while (!bytes.empty()) {
        if (m_pieces.empty() || m_pieces.back().end == BlockPool::kBlockBytes)
            m_pieces.push_back({m_pool->take()});
        Piece &last = m_pieces.back();
        const std::size_t count = std::min(bytes.size(), BlockPool::kBlockBytes - last.end);
        std::memcpy(last.block.get() + last.end, bytes.data(), count);
        last.end += count;
        bytes = bytes.subspan(count);
    }
    m_changed.notify_one();
}

void ByteRing::finish(std::optional<Error> error)
{
    const std::lock_guard lock(m_mutex);
    if (m_finished)
        return;
    m_finished = true;
    m_error = std::move(error);
    m_changed.notify_all();
}

Result<std::size_t> ByteRing::read(std::span<std::byte> into)
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_size > 0 || m_finished || m_cancelled; });
    if (m_cancelled)
        return fail(ErrorKind::Cancelled);
    if (m_size == 0) {
        if (m_error)
            return tl::unexpected(*m_error);
        return 0;
    }
    const std::size_t count = copyOut(into);
    const bool tell = m_wantsRoom && m_size <= m_capacity / 2;
    if (tell)
        m_wantsRoom = false;
    lock.unlock();
    if (tell && m_onRoom)
        m_onRoom();
    return count;
}

void ByteRing::cancel()
{
    const std::lock_guard lock(m_mutex);
    m_cancelled = true;
    dropAll();
    m_changed.notify_all();
}

std::size_t ByteRing::size() const
{
    const std::lock_guard lock(m_mutex);
    return m_size;
}

std::size_t ByteRing::copyOut(std::span<std::byte> into)
{
    std::size_t done = 0;
    while (done < into.size() && !m_pieces.empty()) {
        Piece &first = m_pieces.front();
        const std::size_t count = std::min(into.size() - done, first.end - first.begin);
        std::memcpy(into.data() + done, first.block.get() + first.begin, count);
        first.begin += count;
        done += count;
        if (first.begin == first.end) {
            m_pool->giveBack(std::move(first.block));
            m_pieces.pop_front();
        }
    }
    m_size -= done;
    return done;
}

void ByteRing::dropAll()
{
    for (Piece &piece : m_pieces)
        m_pool->giveBack(std::move(piece.block));
    m_pieces.clear();
    m_size = 0;
}

} // namespace kanal::playback
