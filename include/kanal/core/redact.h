// SPDX-License-Identifier: MIT
// Takes secrets out of text before it is logged, shown or stored. Every URL and every text of a server goes through
// here.
#pragma once

#include <string>
#include <string_view>

namespace kanal
{

/// Masks user, password, token and similar query values, user:pass@ and the two path segments after
/// /live /movie /series /timeshift /timeshifts /hls /hlsr, bare /U/P/ID paths, and every registered secret (plain,
/// percent-, base64-encoded).
std::string redact(std::string_view text);

/// From now on redact() masks this value wherever it stands. Values under 3 characters are ignored. Any thread.
void registerSecret(std::string_view secret);
/// For tests.
void clearSecrets();

} // namespace kanal
