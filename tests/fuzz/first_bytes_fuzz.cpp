// SPDX-License-Identifier: MIT
// rooms: playback core
// What a stream is by its first bytes, when its sound is, and whether captions lie in its pictures: read from bytes
// that say anything, and as far as they go.
#include "captions.h"
#include "fuzz_input.h"
#include "id3_time.h"
#include "sniff.h"

using namespace kanal::playback;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    FuzzInput input(data, size);
    const int syncs = 2 + input.byte() % 3;
    const std::string_view text = input.rest();
    const auto bytes = std::as_bytes(std::span(text));
    static_cast<void>(sniff(bytes));
    for (const std::size_t onlySize : {0u, 188u, 192u, 204u}) {
        const TsGrid grid = findTsGrid(bytes, syncs, onlySize);
        if (grid.packetSize == 0)
            continue;
        require(onlySize == 0 || grid.packetSize == onlySize);
        for (std::size_t i = 0; i < std::size_t(syncs); ++i)
            require(grid.offset + i * grid.packetSize < bytes.size() &&
                    bytes[grid.offset + i * grid.packetSize] == std::byte{0x47});
    }
    const std::size_t tag = id3Bytes(bytes);
    require(tag == 0 || tag >= 10);
    if (const auto ticks = id3TransportTime(bytes))
        require(tag > 0 && *ticks >= 0 && *ticks < std::int64_t(1) << 33);
    CaptionWatch captions;
    const auto field = captions.note({data, size});
    require(!field || captions.seen(*field));
    return 0;
}
