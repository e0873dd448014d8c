// SPDX-License-Identifier: MIT
#include "checksum.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace kanal::library
{
namespace
{

constexpr std::uint64_t kMultiplier = 0x9E3779B185EBCA87ULL; // odd, bits well spread
constexpr std::size_t kLanes = 4;                            // independent chains keep the multiplier busy

std::uint64_t mixed(std::uint64_t state, std::uint64_t word)
{
    return std::rotl(state ^ (word * kMultiplier), 29) * kMultiplier;
}

std::uint64_t wordAt(const std::byte *at)
{
    std::uint64_t word;
    std::memcpy(&word, at, sizeof word);
    return word;
}

} // namespace

std::uint64_t checksum(std::span<const std::byte> bytes, std::uint64_t seed)
{
    std::array<std::uint64_t, kLanes> lanes{};
    for (std::size_t lane = 0; lane < kLanes; ++lane)
        lanes[lane] = seed + kMultiplier * (lane + 1);
    const std::byte *at = bytes.data();
    std::size_t left = bytes.size();
    constexpr std::size_t kStride = kLanes * sizeof(std::uint64_t);
    for (; left >= kStride; left -= kStride, at += kStride)
        for (std::size_t lane = 0; lane < kLanes; ++lane)
            lanes[lane] = mixed(lanes[lane], wordAt(at + lane * sizeof(std::uint64_t)));
    std::uint64_t result = mixed(seed, bytes.size());
    for (const std::uint64_t lane : lanes)
        result = mixed(result, lane);
    for (; left >= sizeof(std::uint64_t); left -= sizeof(std::uint64_t), at += sizeof(std::uint64_t))
        result = mixed(result, wordAt(at));
    if (left > 0) {
        std::uint64_t tail = 0;
        std::memcpy(&tail, at, left);
        result = mixed(result, tail);
    }
    return result ^ (result >> 32);
}

std::uint64_t RunningChecksum::of(std::span<const std::byte> section)
{
    RunningChecksum sum;
    do {
        const std::size_t size = std::min(section.size(), kPieceBytes);
        sum.add(section.first(size));
        section = section.subspan(size);
    } while (!section.empty());
    return sum.value();
}

} // namespace kanal::library
