// SPDX-License-Identifier: MIT
// What a list of channels comes to.
#pragma once

#include "list_decoder.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kanal::xtream
{

inline constexpr std::int64_t kNow = 1'795'550'400;

/// A row whose text outlives the sink's call.
struct Kept {
    std::string id, name, category, more, logo, guide;
    std::int32_t number = 0;
    std::int32_t archiveDays = 0;
    std::int64_t added = 0;
    LiveForm form = LiveForm::Television;
    bool adult = false;

    friend bool operator==(const Kept &, const Kept &) = default;
};

struct Decoded {
    Result<ListCount> count = fail(ErrorKind::BadAnswer);
    std::vector<Kept> rows;
    std::string other;

    std::vector<std::string> ids() const
    {
        std::vector<std::string> out;
        for (const Kept &row : rows)
            out.push_back(row.id);
        return out;
    }
};

inline std::string rowText(int id, std::string_view name = "A name")
{
    return R"({"num":)" + std::to_string(id) + R"(,"name":")" + std::string(name) + R"(","stream_id":)" +
           std::to_string(id) + "}";
}

inline Decoded decode(std::string_view text, std::size_t piece = 64 * 1024, std::size_t batch = kBatchBytes)
{
    Decoded decoded;
    ListDecoder<ChannelRow> decoder(
        [&](std::span<const ChannelRow> rows) -> Result<> {
            for (const ChannelRow &row : rows)
                decoded.rows.push_back({std::string(row.id), std::string(row.name), std::string(row.categoryId),
                                        std::string(row.moreCategoryIds), std::string(row.logoUrl),
                                        std::string(row.guideId), row.number, row.archiveDays, row.added, row.form,
                                        row.adult});
            return {};
        },
        kNow, batch);
    while (!text.empty()) {
        const auto room = decoder.room();
        const std::size_t count = std::min({piece, room.size(), text.size()});
        std::copy_n(text.data(), count, room.data());
        text.remove_prefix(count);
        if (const auto taken = decoder.commit(count); !taken) {
            decoded.count = tl::unexpected(taken.error());
            return decoded;
        }
    }
    decoded.count = decoder.finish();
    decoded.other = decoder.other();
    return decoded;
}

} // namespace kanal::xtream
