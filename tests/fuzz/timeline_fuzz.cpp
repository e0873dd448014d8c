// SPDX-License-Identifier: MIT
// rooms: playback core
// Any times in, times without a sum that overflows out; within a segment a stream's decoding times never run away from
// its packets.
#include "fuzz_input.h"
#include "timeline.h"

#include <cstdlib>

using namespace kanal::playback;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    FuzzInput input(data, size);
    Timeline timeline(input.byte() & 1 ? Timeline::Wrap::Bits33 : Timeline::Wrap::None);
    while (!input.empty()) {
        const std::uint8_t what = input.byte();
        const auto time = [&]() -> std::optional<std::int64_t> {
            // What libavformat can hand over: 33 bits of a transport stream, or any container's microseconds.
            return what & 2 ? std::optional(input.number() >> (what & 4 ? 31 : 4)) : std::nullopt;
        };
        if (what == 255) {
            timeline.restart(input.number() >> 12);
            continue;
        }
        const auto pts = time(), dts = time();
        const Timeline::Stamp stamp = timeline.map(what >> 5, pts, dts, std::int64_t(input.byte()) * 1000);
        constexpr std::int64_t kYears = std::int64_t(1) << 61;
        if (stamp.dtsUs > kYears || stamp.dtsUs < -kYears)
            std::abort();
    }
    return 0;
}
