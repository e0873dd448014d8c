// SPDX-License-Identifier: MIT
// rooms: xtream core
// What servers send packed, or not: gzip, zlib, bare deflate, one in the other; fed in pieces of any size.
#include "fuzz_input.h"
#include "unpacker.h"

#include <kanal/core/limits.h>

#include <cstdlib>
#include <string>

using namespace kanal;
using namespace kanal::xtream;

namespace
{

constexpr std::size_t kMost = 1u << 20;

/// Everything that comes out, or "failed".
std::string unpacked(std::string_view bytes, std::size_t step)
{
    BodySink sink(kMost, BodySink::Overflow::Fails);
    Unpacker unpacker(sink);
    while (!bytes.empty()) {
        const std::string_view piece = bytes.substr(0, step);
        bytes.remove_prefix(piece.size());
        if (!unpacker.feed(piece))
            return "failed";
    }
    return unpacker.finish() ? sink.take() : "failed";
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    FuzzInput input(data, size);
    const std::size_t step = 1 + input.byte();
    const std::string_view bytes = input.rest();
    const std::string pieces = unpacked(bytes, step), whole = unpacked(bytes, bytes.size() + 1);
    if (pieces != whole && pieces.size() < kMost / 2 && whole.size() < kMost / 2)
        std::abort(); // where the network cuts must not matter
    return 0;
}
