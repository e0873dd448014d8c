// SPDX-License-Identifier: MIT
// Fields that films, series and episodes share in detail answers, under their many names.
#pragma once

#include "json_text.h"

#include <initializer_list>
#include <string>

namespace kanal::xtream
{

/// The first of them that holds text.
std::string firstText(std::initializer_list<const Json *> candidates, std::size_t maxBytes);
/// The first text of the first of them that holds any (lists included), of a length that can be opened.
std::string firstAddress(std::initializer_list<const Json *> candidates);
int firstYear(std::initializer_list<const Json *> candidates);
/// duration_secs, duration, else the run time of `info`.
int durationOf(const Json &info);
/// 0 … 10.
double ratingOf(const Json &info);

} // namespace kanal::xtream
