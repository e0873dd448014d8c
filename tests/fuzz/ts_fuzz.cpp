// SPDX-License-Identifier: MIT
// rooms: playback core
// Transport streams in pieces, with breaks between connections: framer, scanner and splicer. A zero byte in front of a
// piece stands for a new connection.
#include "fuzz_input.h"
#include "ts_splicer.h"

#include <cstdlib>

using namespace kanal;
using namespace kanal::playback;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    FuzzInput input(data, size);
    TsSplicer splicer;
    splicer.beginConnection(TsSplicer::Form::Ts);
    std::size_t in = 0, out = 0;
    Nanos now{};
    const TsSplicer::Sink sink = [&](Bytes packets) { out += packets.size(); };
    while (!input.empty()) {
        const std::uint8_t head = input.byte();
        now += std::chrono::milliseconds(head);
        if (head == 0)
            splicer.beginConnection(input.byte() % 4 ? TsSplicer::Form::Ts : TsSplicer::Form::Other);
        else if (head == 1)
            splicer.stopSkipping(now, sink);
        const auto piece = input.take(std::size_t(head) * 8);
        in += piece.size();
        splicer.feed(std::as_bytes(piece), now, sink);
    }
    // Nothing is invented: at most what came in, and the tables that were kept for it.
    if (out > in * 2 + 1024 * 1024)
        std::abort();
    return 0;
}
