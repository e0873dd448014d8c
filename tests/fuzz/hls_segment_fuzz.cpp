// SPDX-License-Identifier: MIT
// rooms: playback core
// Bodies of segments, locked or not, whole or as a piece of a file: nothing is invented, and a second try hands out
// what the first one did, without what was delivered already.
#include "fuzz_input.h"
#include "hls_segment_reader.h"
#include "playback/hls_lock.h"

#include <limits>
#include <string>

using namespace kanal::playback;

namespace
{

constexpr HlsBlock kKey{7, 7, 7};

struct Try {
    std::uint8_t choices; ///< bits: locked, a piece of a file, text, the body is locked as it should be
    std::int64_t from = 0, length = -1, answerBegins = 0;
    std::size_t pieceSize = 1;
    std::string body;
};

struct Outcome {
    std::string bytes;
    std::int64_t delivered = 0;
    bool whole = false;
    StreamForm form = StreamForm::Unknown;
};

Outcome run(const Try &one, std::int64_t delivered)
{
    HlsSegmentReader::Plan plan;
    if ((one.choices & 1) != 0)
        plan.cipher.emplace(kKey, HlsCipher::vectorOf(3));
    plan.span = {one.from, one.length};
    plan.delivered = delivered;
    plan.text = (one.choices & 4) != 0;
    HlsSegmentReader reader;
    reader.begin(std::move(plan));
    reader.answerBeginsAt(one.answerBegins);
    Outcome out;
    const auto sink = [&out](Bytes piece) {
        require(!piece.empty());
        out.bytes.append(reinterpret_cast<const char *>(piece.data()), piece.size());
    };
    const auto all = std::as_bytes(std::span(one.body));
    for (std::size_t at = 0; at < all.size(); at += one.pieceSize)
        reader.feed(all.subspan(at, std::min(one.pieceSize, all.size() - at)), sink);
    require(!reader.complete() || one.length >= 0);
    out.whole = reader.finish(sink);
    out.delivered = reader.delivered();
    out.form = reader.form();
    return out;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    FuzzInput input(data, size);
    Try one{input.byte(), {}, {}, {}, {}, {}};
    one.pieceSize = 1 + input.byte() * 4u;
    const std::int64_t delivered = input.byte() * 16;
    one.length = -1;
    if ((one.choices & 2) != 0) {
        constexpr std::int64_t kAny = std::numeric_limits<std::int64_t>::max();
        one.from = input.number() & ((one.choices & 16) != 0 ? kAny : 0xFF); // a playlist may say anything
        one.length = input.number() & ((one.choices & 16) != 0 ? kAny : 0xFFF);
        one.answerBegins = input.number() & ((one.choices & 32) != 0 ? kAny : 0xFF); // and so may an answer
    }
    one.body = std::string(input.rest());
    if ((one.choices & 9) == 9)
        one.body = lockSegment(one.body, kKey, HlsCipher::vectorOf(3));
    const Outcome first = run(one, 0), second = run(one, delivered);
    require(first.bytes.size() <= one.body.size() && first.delivered == std::int64_t(first.bytes.size()));
    require(first.form != StreamForm::Html || first.bytes.empty());
    require(second.whole == first.whole && second.delivered == first.delivered && second.form == first.form);
    require(second.bytes == first.bytes.substr(std::min(first.bytes.size(), std::size_t(delivered))));
    return 0;
}
