// SPDX-License-Identifier: MIT
// The bounded queue of bytes between the net thread (one producer) and a demux thread (one consumer). Storage is blocks
// that a pool takes back and hands out again, most recently used first: a calm stream touches a few hundred kilobytes,
// not four megabytes.
#pragma once

#include <kanal/core/error.h>

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

namespace kanal::playback
{

/// Blocks of kBlockBytes, kept warm across streams. Any thread.
class BlockPool
{
public:
    static constexpr std::size_t kBlockBytes = 64 * 1024;
    using Block = std::unique_ptr<std::byte[]>;

    Block take();
    void giveBack(Block block);

private:
    static constexpr std::size_t kKept = 64;
    std::mutex m_mutex;
    std::vector<Block> m_free;
};

class ByteRing
{
public:
    explicit ByteRing(std::size_t capacity, std::shared_ptr<BlockPool> pool = std::make_shared<BlockPool>());
    ~ByteRing();

    // Producer.

    /// False when the ring is full: `onRoom` will be called once half of it is free again.
    [[nodiscard]] bool askRoom();
    /// Takes all of it; asked first, the ring goes beyond its capacity by one piece at most.
    void push(std::span<const std::byte> bytes);
    /// No more will come: the reader gets what is left, then the end (no error) or the error. The first call counts.
    void finish(std::optional<Error> error);
    /// Called on the consumer's thread; set before the first push.
    void setOnRoom(std::function<void()> onRoom);

    // Consumer.

    /// Blocks until a byte is there, the end (0), the error or cancel() (ErrorKind::Cancelled).
    Result<std::size_t> read(std::span<std::byte> into);

    // Any thread.

    /// Ends every read now and for ever and drops what is stored.
    void cancel();
    std::size_t size() const;

private:
    struct Piece {
        BlockPool::Block block;
        std::size_t begin = 0, end = 0;
    };

    std::size_t copyOut(std::span<std::byte> into);
    void dropAll();

    const std::size_t m_capacity;
    const std::shared_ptr<BlockPool> m_pool;
    std::function<void()> m_onRoom;

    mutable std::mutex m_mutex; // guards all below
    std::condition_variable m_changed;
    std::deque<Piece> m_pieces;
    std::size_t m_size = 0;
    bool m_wantsRoom = false;
    bool m_finished = false;
    bool m_cancelled = false;
    std::optional<Error> m_error;
};

} // namespace kanal::playback
