// SPDX-License-Identifier: MIT
// Eight bytes of text looked at in one step, for what runs over all the text of a panel. Works on every processor;
// short texts are done before a call into the C library would have begun.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace kanal
{

using EightBytes = std::uint64_t;

constexpr EightBytes eachByte(unsigned char value)
{
    return 0x0101010101010101U * value;
}
inline constexpr EightBytes kHighBits = eachByte(0x80);

/// The first byte is the lowest, whatever the processor's order.
inline EightBytes eightBytesAt(const char *text)
{
    EightBytes bytes = 0;
    if constexpr (std::endian::native == std::endian::little)
        std::memcpy(&bytes, text, sizeof bytes);
    else
        for (std::size_t i = 0; i < sizeof bytes; ++i)
            bytes |= EightBytes(static_cast<unsigned char>(text[i])) << (8 * i);
    return bytes;
}

constexpr bool isAscii(EightBytes bytes)
{
    return (bytes & kHighBits) == 0;
}

/// The high bit of the first byte that is `value`; bits above that one mean nothing. 0: none is.
constexpr EightBytes findByte(EightBytes bytes, unsigned char value)
{
    const EightBytes other = bytes ^ eachByte(value); // zero where it is
    return (other - eachByte(1)) & ~other & kHighBits;
}

/// Whether any is below `limit`, which is at most 0x80.
constexpr bool anyBelow(EightBytes bytes, unsigned char limit)
{
    return ((bytes - eachByte(limit)) & ~bytes & kHighBits) != 0;
}

/// Which byte the lowest bit of `found` belongs to.
constexpr std::size_t byteOf(EightBytes found)
{
    return std::size_t(std::countr_zero(found)) / 8;
}

} // namespace kanal
