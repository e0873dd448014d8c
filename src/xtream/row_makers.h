// SPDX-License-Identifier: MIT
// From a row as it came to a row of ours.
#pragma once

#include "raw_row.h"

#include <kanal/core/rows.h>

#include <optional>
#include <span>

namespace kanal::xtream
{

struct MakerContext {
    TextArena &arena;
    std::int64_t now; ///< Unix seconds; later dates of addition are placeholders
};

/// The names of the fields of a row kind, and the row made of them; nothing when it has no id.
template<class Row>
struct RowMaker;

template<>
struct RowMaker<CategoryRow> {
    static std::span<const FieldName> names();
    static std::optional<CategoryRow> make(const RawRow &raw, MakerContext &context);
};
template<>
struct RowMaker<ChannelRow> {
    static std::span<const FieldName> names();
    static std::optional<ChannelRow> make(const RawRow &raw, MakerContext &context);
};
template<>
struct RowMaker<MovieRow> {
    static std::span<const FieldName> names();
    static std::optional<MovieRow> make(const RawRow &raw, MakerContext &context);
};
template<>
struct RowMaker<SeriesRow> {
    static std::span<const FieldName> names();
    static std::optional<SeriesRow> make(const RawRow &raw, MakerContext &context);
};

} // namespace kanal::xtream
