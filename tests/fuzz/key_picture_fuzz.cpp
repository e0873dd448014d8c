// SPDX-License-Identifier: MIT
// rooms: playback core
// The first key picture of any stream: at most one, no larger than what came, and the same however the packets come.
#include "fuzz_packets.h"
#include "key_picture.h"

using namespace kanal::playback;

namespace
{

std::optional<KeyPicture> pictureIn(const FuzzPackets &packets, std::size_t pieceSize, const TsStream &video)
{
    KeyPictureReader reader;
    std::optional<KeyPicture> found;
    for (std::size_t at = 0; at < packets.count(); at += pieceSize) {
        auto picture = reader.feed(packets.piece(at, pieceSize), video);
        require(!(picture && found));
        if (picture)
            found = std::move(picture);
        require(reader.done() == found.has_value());
    }
    return found;
}

bool isTime(const std::optional<std::int64_t> &ticks)
{
    return !ticks || (*ticks >= 0 && *ticks < kTsClockWrap);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    FuzzInput input(data, size);
    TsStream video{FuzzPackets::kFirstPid, input.byte(), TsMedia::Video, {}};
    const std::size_t pieceSize = 1 + input.byte() % 8;
    const FuzzPackets packets(input);
    const auto whole = pictureIn(packets, packets.count() + 1, video);
    const auto pieced = pictureIn(packets, pieceSize, video);
    require(whole.has_value() == pieced.has_value());
    if (!whole)
        return 0;
    require(whole->pid == video.pid && whole->pts && isTime(whole->pts) && isTime(whole->dts));
    require(!whole->bytes.empty() && whole->bytes.size() <= packets.count() * FuzzPackets::kPacket);
    require(whole->bytes == pieced->bytes && whole->pts == pieced->pts && whole->dts == pieced->dts &&
            whole->guessed == pieced->guessed);
    return 0;
}
