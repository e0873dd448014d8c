// SPDX-License-Identifier: MIT
// One JSON value of a panel, and what to make of it. Panels send numbers as text, text as numbers, false for "", [] for
// null; each coercer takes whatever comes and never fails (docs/xtream-api.md §9).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace kanal::xtream
{

struct Scalar {
    enum class Kind : std::uint8_t { Absent, Null, False, True, Number, Text, Compound };

    Kind kind = Kind::Absent;
    std::string_view text; ///< Number: as written; Text: unescaped

    static Scalar of(std::string_view text) { return {Kind::Text, text}; }
    static Scalar number(std::string_view text) { return {Kind::Number, text}; }
};

/// Numbers and text alike, trimmed; 4.0 → "4". A view into the scalar's text; empty: none.
std::string_view toId(Scalar value);
/// Text trimmed; numbers as written; everything else is empty. "null", "None" and "N/A" stay: they may be names.
std::string_view toText(Scalar value);
/// The first number in it: "45 min" → 45; booleans are 0 and 1. Nothing when there is none or it does not fit.
std::optional<std::int64_t> toInt64(Scalar value);
/// As toInt64, with a fraction; "7,5" is 7.5. Never NaN or infinite.
std::optional<double> toDouble(Scalar value);
/// Nothing for what is neither yes nor no ("None").
std::optional<bool> toBool(Scalar value);
/// Unix seconds: a number (milliseconds from 10^11 on), "Y-m-d H:i:s", "d/m/Y H:i:s" or ISO. Nothing for zero, negative
/// and the rest.
std::optional<std::int64_t> toTime(Scalar value);
/// 1888 … 2200, out of "2019", 2019, "2019-05-01" or "1 May 2019"; 0: none.
std::int32_t toYear(Scalar value);
/// "HH:MM:SS" or "MM:SS" in seconds; a bare number is taken as given; 0: none.
std::int32_t toDuration(Scalar value);

} // namespace kanal::xtream
