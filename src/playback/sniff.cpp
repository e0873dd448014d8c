// SPDX-License-Identifier: MIT
#include "sniff.h"

#include <kanal/core/text.h>

#include <algorithm>
#include <array>

namespace kanal::playback
{

namespace
{

constexpr std::byte kSync{0x47};

std::string_view asText(std::span<const std::byte> bytes)
{
    return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
}

bool isMp4(std::string_view head)
{
    if (head.size() < 8)
        return false;
    static constexpr std::array<std::string_view, 9> kBoxes{"ftyp", "styp", "moof", "moov", "mdat",
                                                            "sidx", "free", "wide", "skip"};
    const std::string_view box = head.substr(4, 4);
    return std::find(kBoxes.begin(), kBoxes.end(), box) != kBoxes.end();
}

bool isOtherMedia(std::string_view head)
{
    static constexpr std::array<std::string_view, 9> kMarks{
        "ID3",  "FLV\x01",         "OggS", "fLaC", "RIFF", "#!AMR", std::string_view("\x00\x00\x01\xBA", 4),
        ".RMF", "\x30\x26\xB2\x75"};
    for (const std::string_view mark : kMarks) {
        if (head.starts_with(mark))
            return true;
    }
    // MPEG audio and ADTS frames: eleven set bits, and no reserved layer/version combination of 0xFFFF.
    return head.size() >= 2 && std::uint8_t(head[0]) == 0xFF && (std::uint8_t(head[1]) & 0xE0) == 0xE0 &&
           std::uint8_t(head[1]) != 0xFF;
}

/// Text that can be no media: markup or JSON behind blanks and a byte order mark.
bool isText(std::string_view head)
{
    if (head.starts_with("\xEF\xBB\xBF"))
        head.remove_prefix(3);
    head = trimmed(head);
    return head.starts_with('<') || head.starts_with('{') || head.starts_with("[]") || head.starts_with("null");
}

} // namespace

TsGrid findTsGrid(std::span<const std::byte> bytes, int syncs, std::size_t onlySize)
{
    static constexpr std::array<std::size_t, 3> kSizes{188, 192, 204};
    for (std::size_t offset = 0; offset < bytes.size(); ++offset) {
        if (bytes[offset] != kSync)
            continue;
        for (const std::size_t size : kSizes) {
            if (onlySize != 0 && size != onlySize)
                continue;
            const std::size_t last = offset + size * std::size_t(syncs - 1);
            if (last >= bytes.size())
                continue;
            std::size_t at = offset + size;
            while (at <= last && bytes[at] == kSync)
                at += size;
            if (at > last)
                return {offset, size};
        }
    }
    return {};
}

StreamForm sniff(std::span<const std::byte> bytes)
{
    std::string_view head = asText(bytes.first(std::min<std::size_t>(bytes.size(), 64)));
    std::string_view unmarked = head.starts_with("\xEF\xBB\xBF") ? head.substr(3) : head;
    if (trimmed(unmarked).starts_with("#EXTM3U"))
        return StreamForm::Hls;
    if (head.starts_with("\x1A\x45\xDF\xA3"))
        return StreamForm::Matroska;
    if (isMp4(head))
        return StreamForm::Mp4;
    if (findTsGrid(bytes.first(std::min<std::size_t>(bytes.size(), 4096)), bytes.size() < 3 * 188 + 1 ? 2 : 3)
            .packetSize != 0)
        return StreamForm::Ts;
    if (isOtherMedia(head))
        return StreamForm::Other;
    return isText(head) ? StreamForm::Html : StreamForm::Unknown;
}

} // namespace kanal::playback
