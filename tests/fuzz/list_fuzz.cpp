// SPDX-License-Identifier: MIT
// rooms: xtream core
// The three big lists and the categories, fed in pieces of any size.
#include "fuzz_input.h"
#include "list_decoder.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

using namespace kanal;
using namespace kanal::xtream;

namespace
{

template<class Row>
void decode(FuzzInput &input)
{
    std::int64_t rows = 0;
    ListDecoder<Row> decoder(
        [&](std::span<const Row> batch) -> Result<> {
            rows += std::int64_t(batch.size());
            return {};
        },
        1'700'000'000);
    const std::size_t step = 1 + input.byte() * 7;
    std::string_view text = input.rest();
    while (!text.empty()) {
        const auto room = decoder.room();
        const std::size_t count = std::min({step, room.size(), text.size()});
        std::memcpy(room.data(), text.data(), count);
        text.remove_prefix(count);
        if (!decoder.commit(count))
            return;
    }
    const auto report = decoder.finish();
    if (report && (report->kept != rows || report->kept + report->skipped != report->received))
        std::abort(); // a row was lost without being counted
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    FuzzInput input(data, size);
    switch (input.byte() % 4) {
    case 0:
        decode<ChannelRow>(input);
        break;
    case 1:
        decode<MovieRow>(input);
        break;
    case 2:
        decode<SeriesRow>(input);
        break;
    default:
        decode<CategoryRow>(input);
    }
    return 0;
}
