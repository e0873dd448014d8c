// SPDX-License-Identifier: MIT
#pragma once

#include "engine.h"

namespace kanal::playback
{

/// What the engine's library gives out, wherever it is linked.
EngineEntry engineOffers();

/// In the library of its own, the name it is found by: `void kanalEngine(EngineEntry *)`.
inline constexpr char kEngineLibrary[] = "kanal-engine";
inline constexpr char kEngineSymbol[] = "kanalEngine";

} // namespace kanal::playback
