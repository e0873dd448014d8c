// SPDX-License-Identifier: MIT
// What lies between the net thread and the demux thread of an HLS source: bytes in parts. A part is what one demuxer
// can read: it ends where formats change or times begin anew.
#pragma once

#include "byte_source.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <vector>

namespace kanal::playback
{

class HlsParts
{
public:
    explicit HlsParts(std::size_t capacity)
        : m_capacity(capacity)
    {
    }

    /// Which parts are meant: those since the last restart(). What is pushed for older ones is dropped.
    using Round = std::uint64_t;

    // Net thread.

    /// False when there is enough: `onRoom` is called once half of it was read.
    [[nodiscard]] bool askRoom();
    /// Ends the open part, if there is one.
    void beginPart(Round round, PartStart start);
    /// The open part is complete, whatever comes next.
    void endPart(Round round);
    void push(Round round, std::span<const std::byte> bytes);
    /// The reader left the open part before its end: what is pushed is dropped until another one begins.
    bool abandoned() const;
    /// No more will come: the end, or the error that is told after what is there was read.
    void finish(Round round, std::optional<Error> error);
    /// Called on the reader's thread; set before the first push.
    void setOnRoom(std::function<void()> onRoom) { m_onRoom = std::move(onRoom); }

    // Reader.

    /// 0: the end of this part.
    Result<std::size_t> read(std::span<std::byte> into);
    /// Waits for the next part and goes to it; nullopt: there is none any more.
    Result<std::optional<PartStart>> next();
    /// Drops everything; the parts of the new round follow.
    Round restart();

    // Any thread.
    void cancel();
    void setWoken(bool woken); ///< see ByteSource::wake()
    std::size_t size() const;

private:
    struct Part {
        PartStart start;
        std::deque<std::vector<std::byte>> pieces;
        bool closed = false;
    };
    std::size_t copyOut(std::span<std::byte> into);

    const std::size_t m_capacity;
    std::function<void()> m_onRoom;

    mutable std::mutex m_mutex; // guards all below
    std::condition_variable m_changed;
    std::deque<Part> m_parts;
    std::size_t m_taken = 0; ///< of the first piece
    std::size_t m_size = 0;
    Round m_round = 0;
    bool m_entered = false; ///< the first part is being read
    bool m_abandoned = false;
    bool m_wantsRoom = false, m_finished = false, m_cancelled = false, m_woken = false;
    std::optional<Error> m_error;
};

} // namespace kanal::playback
