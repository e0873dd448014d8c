// SPDX-License-Identifier: MIT
// rooms: xtream core
// The three big lists and the categories, fed in pieces of any size.
#include "fuzz_input.h"
#include "list_decoder.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string>
#include <utility>

using namespace kanal;
using namespace kanal::xtream;

namespace
{

struct Decoded {
    std::int64_t received, kept;
    std::string rows;

    friend bool operator==(const Decoded &, const Decoded &) = default;
};

/// Nothing: no list.
template<class Row>
std::optional<Decoded> decoded(std::string_view text, std::size_t step, std::size_t batch)
{
    std::int64_t rows = 0;
    std::string told;
    ListDecoder<Row> decoder(
        [&](std::span<const Row> batch) -> Result<> {
            rows += std::int64_t(batch.size());
            for (const Row &row : batch)
                told.append(row.id).append(1, '\n').append(row.name).append(1, '\n');
            return {};
        },
        1'700'000'000, batch);
    while (!text.empty()) {
        const auto room = decoder.room();
        const std::size_t count = std::min({step, room.size(), text.size()});
        std::memcpy(room.data(), text.data(), count);
        text.remove_prefix(count);
        if (!decoder.commit(count))
            return {};
    }
    const auto report = decoder.finish();
    if (report && (report->kept != rows || report->kept + report->skipped != report->received))
        std::abort(); // a row was lost without being counted
    return report ? std::optional(Decoded{report->received, report->kept, std::move(told)}) : std::nullopt;
}

template<class Row>
void decode(FuzzInput &input)
{
    const std::size_t step = 1 + input.byte() * 7, batch = 1 + input.byte() * 4;
    const std::string_view text = input.rest();
    const auto guessed = decoded<Row>(text, step, batch), looked = decoded<Row>(text, step, text.size() + 1);
    // Brackets without a partner inside a row may be forgiven by who does not count them.
    if (looked && guessed != looked)
        std::abort(); // what was guessed to be the end of a row was none
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
