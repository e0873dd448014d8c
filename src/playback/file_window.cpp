// SPDX-License-Identifier: MIT
#include "file_window.h"

#include "byte_source.h"

#include <algorithm>
#include <cstring>

namespace kanal::playback
{

namespace
{

constexpr auto kBlock = std::int64_t(BlockPool::kBlockBytes);
/// Waiting for so many bytes is faster than asking for others.
constexpr std::int64_t kSkipAhead = 256 * 1024;

} // namespace

FileWindow::FileWindow(std::size_t ahead, std::size_t behind, std::shared_ptr<BlockPool> pool)
    : m_aheadBytes(std::int64_t(ahead))
    , m_behindBytes(std::int64_t(behind))
    , m_pool(std::move(pool))
{
}

FileWindow::~FileWindow()
{
    dropAll();
}

void FileWindow::setOnRoom(std::function<void()> onRoom)
{
    m_onRoom = std::move(onRoom);
}

bool FileWindow::hasRoom() const
{
    return m_end - m_position < m_aheadBytes;
}

bool FileWindow::askRoom(WindowNumber window)
{
    const std::lock_guard lock(m_mutex);
    if (window != m_window)
        return false; // the transfer for it is about to be ended
    m_wantsRoom = !hasRoom();
    return !m_wantsRoom;
}

void FileWindow::append(WindowNumber window, std::span<const std::byte> bytes)
{
    const std::lock_guard lock(m_mutex);
    if (window != m_window || m_cancelled || m_finished)
        return;
    while (!bytes.empty()) {
        const std::int64_t inBlock = (m_end - m_begin) % kBlock;
        if (inBlock == 0)
            m_blocks.push_back(m_pool->take());
        const std::size_t count = std::min(bytes.size(), std::size_t(kBlock - inBlock));
        std::memcpy(m_blocks.back().get() + inBlock, bytes.data(), count);
        m_end += std::int64_t(count);
        bytes = bytes.subspan(count);
    }
    trim();
    if (m_end > m_position)
        m_changed.notify_one();
}

void FileWindow::finish(WindowNumber window, std::optional<Error> error)
{
    const std::lock_guard lock(m_mutex);
    if (window != m_window || m_finished)
        return;
    m_finished = true;
    m_error = std::move(error);
    m_changed.notify_all();
}

Result<std::size_t> FileWindow::read(std::span<std::byte> into)
{
    std::unique_lock lock(m_mutex);
    const auto come = [this] { return m_end > m_position || m_finished || m_cancelled; };
    m_changed.wait(lock, [&] { return m_woken || come(); });
    if (m_cancelled)
        return fail(ErrorKind::Cancelled);
    if (!come()) {
        m_woken = false;
        return tl::unexpected(wokenError());
    }
    if (m_end <= m_position) {
        if (m_error)
            return tl::unexpected(*m_error);
        return 0;
    }
    const std::size_t count = copyOut(into);
    trim();
    const bool tell = m_wantsRoom && m_end - m_position <= m_aheadBytes / 2;
    if (tell)
        m_wantsRoom = false;
    lock.unlock();
    if (tell && m_onRoom)
        m_onRoom();
    return count;
}

void FileWindow::setWoken(bool woken)
{
    const std::lock_guard lock(m_mutex);
    m_woken = woken;
    m_changed.notify_all();
}

std::size_t FileWindow::copyOut(std::span<std::byte> into)
{
    std::size_t done = 0;
    while (done < into.size() && m_position < m_end) {
        const std::int64_t inBlock = (m_position - m_begin) % kBlock;
        const std::byte *from = m_blocks[std::size_t((m_position - m_begin) / kBlock)].get() + inBlock;
        const std::size_t count =
            std::min({into.size() - done, std::size_t(kBlock - inBlock), std::size_t(m_end - m_position)});
        std::memcpy(into.data() + done, from, count);
        done += count;
        m_position += std::int64_t(count);
    }
    return done;
}

bool FileWindow::seekWithin(std::int64_t offset, Coming coming)
{
    std::unique_lock lock(m_mutex);
    const std::int64_t reach = m_finished ? m_end : coming == Coming::Yes ? m_end + kSkipAhead : m_end - 1;
    if (offset < m_begin || offset > reach)
        return false;
    m_position = offset;
    const bool tell = m_wantsRoom && m_end - m_position <= m_aheadBytes / 2;
    if (tell)
        m_wantsRoom = false;
    lock.unlock();
    if (tell && m_onRoom)
        m_onRoom();
    return true;
}

WindowNumber FileWindow::restart(std::int64_t offset)
{
    const std::lock_guard lock(m_mutex);
    dropAll();
    m_begin = m_end = m_position = offset;
    m_finished = m_wantsRoom = false;
    m_error.reset();
    return ++m_window;
}

void FileWindow::cancel()
{
    const std::lock_guard lock(m_mutex);
    m_cancelled = true;
    dropAll();
    m_position = m_end = m_begin;
    m_changed.notify_all();
}

std::size_t FileWindow::ahead() const
{
    const std::lock_guard lock(m_mutex);
    return std::size_t(std::max<std::int64_t>(m_end - m_position, 0));
}

/// Lets go of what lies further back than anybody looks.
void FileWindow::trim()
{
    while (m_blocks.size() > 1 && m_begin + kBlock <= std::min(m_position, m_end) - m_behindBytes) {
        m_pool->giveBack(std::move(m_blocks.front()));
        m_blocks.pop_front();
        m_begin += kBlock;
    }
}

void FileWindow::dropAll()
{
    for (auto &block : m_blocks)
        m_pool->giveBack(std::move(block));
    m_blocks.clear();
}

} // namespace kanal::playback
