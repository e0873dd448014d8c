// SPDX-License-Identifier: MIT
#include <kanal/core/account.h>

namespace kanal
{

std::string_view accountStatusName(AccountStatus status)
{
    switch (status) {
    case AccountStatus::Unknown:
        return "unknown";
    case AccountStatus::Active:
        return "active";
    case AccountStatus::Trial:
        return "trial";
    case AccountStatus::Expired:
        return "expired";
    case AccountStatus::Disabled:
        return "disabled";
    case AccountStatus::Banned:
        return "banned";
    }
    return "unknown";
}

} // namespace kanal
