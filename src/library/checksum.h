// SPDX-License-Identifier: MIT
// Finds accidental damage, at memory speed. Not a defence against forgery: everything read is bounds-checked as well.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace kanal::library
{

/// Of one piece of memory.
std::uint64_t checksum(std::span<const std::byte> bytes, std::uint64_t seed = 0);

/// Of a section that is written in pieces: each piece but the last must be kPieceBytes long.
class RunningChecksum
{
public:
    static constexpr std::size_t kPieceBytes = 1 << 20;
    void add(std::span<const std::byte> piece) { m_value = checksum(piece, m_value); }
    std::uint64_t value() const { return m_value; }
    /// The same for a section that is all there.
    static std::uint64_t of(std::span<const std::byte> section);

private:
    std::uint64_t m_value = 0;
};

} // namespace kanal::library
