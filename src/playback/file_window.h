// SPDX-License-Identifier: MIT
// The part of a file that is in memory: what was read lately, what is read ahead. One producer (the net thread) appends
// at its end, one reader moves in it; a seek out of it begins a new one, and what still comes for the old one is
// dropped.
#pragma once

#include "byte_ring.h"

#include <cstdint>

namespace kanal::playback
{

/// Counts the windows of a source: what is appended to an old one goes nowhere.
using WindowNumber = std::uint64_t;

class FileWindow
{
public:
    FileWindow(std::size_t ahead, std::size_t behind, std::shared_ptr<BlockPool> pool);
    ~FileWindow();

    // Producer.
    /// False when enough is read ahead; `onRoom` will be called.
    [[nodiscard]] bool askRoom(WindowNumber window);
    void append(WindowNumber window, std::span<const std::byte> bytes);
    void finish(WindowNumber window, std::optional<Error> error);
    /// Called on the reader's thread; set before the first append.
    void setOnRoom(std::function<void()> onRoom);

    // Reader.
    Result<std::size_t> read(std::span<std::byte> into);
    /// Moves the reading position if that place is in the window or, where bytes are coming, just ahead of it.
    enum class Coming { Yes, No };
    bool seekWithin(std::int64_t offset, Coming coming = Coming::Yes);
    /// Drops everything; the new window begins at `offset`.
    WindowNumber restart(std::int64_t offset);

    // Any thread.
    void cancel();
    void setWoken(bool woken); ///< see ByteSource::wake()
    std::size_t ahead() const;

private:
    bool hasRoom() const;
    void trim();
    void dropAll();
    std::size_t copyOut(std::span<std::byte> into);

    const std::int64_t m_aheadBytes;
    const std::int64_t m_behindBytes;
    const std::shared_ptr<BlockPool> m_pool;
    std::function<void()> m_onRoom;

    mutable std::mutex m_mutex; // guards all below
    std::condition_variable m_changed;
    WindowNumber m_window = 0;
    std::deque<BlockPool::Block> m_blocks; ///< all full but the last
    std::int64_t m_begin = 0;              ///< offset of the first block
    std::int64_t m_end = 0;
    std::int64_t m_position = 0;
    bool m_wantsRoom = false;
    bool m_finished = false;
    bool m_cancelled = false;
    bool m_woken = false;
    std::optional<Error> m_error;
};

} // namespace kanal::playback
