// SPDX-License-Identifier: MIT
// Rows packed for SQLite: some hundred rows in one blob. A row a statement would cost three times the CPU of it
// (measured for 210,000 rows with all their text: 470 ms and 530 ms more to delete them, against 140 ms and 20 ms in
// blobs of 256 KB).
#pragma once

#include "entry.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace kanal::library
{

/// Gathers rows until the block is worth writing.
class RowBlockWriter
{
public:
    static constexpr std::size_t kFullBytes = 256 * 1024;

    RowBlockWriter();
    void add(const Entry &entry);
    bool isFull() const { return m_bytes.size() >= kFullBytes; }
    bool isEmpty() const { return m_bytes.size() == kHeaderBytes; }
    /// The finished block; good until the next add() or clear().
    std::span<const std::byte> finish();
    void clear();

private:
    friend class RowBlockReader;
    static constexpr std::size_t kHeaderBytes = 8;
    std::string m_bytes;
};

/// Walks a block. A damaged one is refused as a whole.
class RowBlockReader
{
public:
    static std::optional<RowBlockReader> open(std::span<const std::byte> block);
    /// False at the end, or where the rest makes no sense (see isBroken()).
    bool next(Entry &entry);
    bool isBroken() const { return m_broken; }

private:
    explicit RowBlockReader(std::span<const std::byte> rows)
        : m_left(rows)
    {
    }
    bool take(void *to, std::size_t bytes);

    std::span<const std::byte> m_left;
    bool m_broken = false;
};

} // namespace kanal::library
