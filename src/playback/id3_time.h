// SPDX-License-Identifier: MIT
// The mark in front of sound without a container in a playlist: an ID3 tag that says when it is. Pure; the bytes are
// hostile.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace kanal::playback
{

/// The length of the tag these bytes begin with; 0: they begin with none.
std::size_t id3Bytes(std::span<const std::byte> head);
/// In ticks of a transport stream's clock; nullopt: no tag, or none that says it.
std::optional<std::int64_t> id3TransportTime(std::span<const std::byte> head);

} // namespace kanal::playback
