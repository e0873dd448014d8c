// SPDX-License-Identifier: MIT
// Takes apart whatever people paste into the sign-in dialog: an address, a get.php or player_api.php link, a provider's
// mail.
#pragma once

#include <kanal/core/error.h>

#include <string>
#include <string_view>
#include <vector>

namespace kanal::xtream
{

struct PastedLogin {
    /// Base addresses worth trying, best first: "host:8080" gives http then https; a link gives its own base; sub-paths
    /// are kept.
    std::vector<std::string> servers;
    std::string user;     ///< empty: the text held none
    std::string password; ///< empty: the text held none
};

/// Fails with ErrorKind::Address when no address can be found.
Result<PastedLogin> parsePastedLogin(std::string_view text);

} // namespace kanal::xtream
