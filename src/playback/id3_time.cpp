// SPDX-License-Identifier: MIT
#include "id3_time.h"

#include <algorithm>
#include <string_view>

namespace kanal::playback
{

namespace
{

constexpr std::size_t kHeadBytes = 10; ///< of the tag, and of each frame
constexpr std::string_view kOwner("com.apple.streaming.transportStreamTimestamp\0", 45);

std::string_view asText(std::span<const std::byte> bytes)
{
    return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
}

std::uint64_t number(std::string_view bytes, int bitsEach)
{
    std::uint64_t value = 0;
    for (const char byte : bytes)
        value = value << bitsEach | std::uint8_t(byte);
    return value;
}

} // namespace

std::size_t id3Bytes(std::span<const std::byte> head)
{
    const std::string_view text = asText(head);
    if (text.size() < kHeadBytes || !text.starts_with("ID3"))
        return 0;
    return kHeadBytes + std::size_t(number(text.substr(6, 4), 7));
}

std::optional<std::int64_t> id3TransportTime(std::span<const std::byte> head)
{
    const std::string_view text = asText(head).substr(0, id3Bytes(head));
    for (std::size_t at = kHeadBytes; at + kHeadBytes <= text.size();) {
        const int bitsEach = text[3] >= 4 ? 7 : 8; // version 2.3 had whole bytes
        const std::size_t size = std::size_t(number(text.substr(at + 4, 4), bitsEach));
        const std::string_view body = text.substr(at + kHeadBytes).substr(0, size);
        if (text.substr(at, 4) == "PRIV" && body.starts_with(kOwner) && body.size() >= kOwner.size() + 8)
            return std::int64_t(number(body.substr(kOwner.size(), 8), 8) & 0x1FFFFFFFFu);
        if (size > text.size())
            break;
        at += kHeadBytes + size;
    }
    return std::nullopt;
}

} // namespace kanal::playback
