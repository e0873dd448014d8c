// SPDX-License-Identifier: MIT
// The words that stand before an address, a user name or a password in the mails of providers, in the languages they
// are written in.
#pragma once

#include <optional>
#include <string_view>

namespace kanal::xtream
{

enum class LoginLabel { Server, Port, User, Password };

/// Of a text such as "Mot de passe", "  • USERNAME" or "Benutzer-Name"; nothing when it is no label.
std::optional<LoginLabel> loginLabel(std::string_view text);

} // namespace kanal::xtream
