// SPDX-License-Identifier: MIT
// Secrets known by where they stand, not by what they are.
#pragma once

#include <string>
#include <string_view>

namespace kanal
{

std::string maskSecretShapes(std::string_view text, std::string_view mask);

} // namespace kanal
