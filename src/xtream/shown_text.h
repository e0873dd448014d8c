// SPDX-License-Identifier: MIT
// Text of a row made fit to show, without a copy where nothing has to be changed: nearly always.
#pragma once

#include "scalar.h"
#include "text_arena.h"

#include <string_view>

namespace kanal::xtream
{

/// Trimmed, entities decoded, control characters and direction overrides gone, cut to `maxBytes`. A view of the scalar
/// or of the arena.
std::string_view shownText(Scalar value, std::size_t maxBytes, TextArena &arena);

/// An address as given; empty when it is longer than any address we open.
std::string_view addressText(Scalar value);

/// How many equal marks a name wears in front and behind: 5 for "##### SPORTS #####" and "=====> News <====="; 0 for a
/// name without.
std::size_t headingMarks(std::string_view name);

} // namespace kanal::xtream
