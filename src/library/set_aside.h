// SPDX-License-Identifier: MIT
// What to do with a database that cannot be used: never delete it at once.
#pragma once

#include <kanal/core/error.h>

#include <filesystem>

namespace kanal::library
{

enum class KeepOlder { Yes, No };

/// Renames the database and the log beside it to NAME.bad-YYYYMMDD-HHMMSS; a missing one is fine. KeepOlder::No removes
/// the ones that were set aside before: catalogues are large and can be fetched again.
Result<> setAside(const std::filesystem::path &database, KeepOlder older);

} // namespace kanal::library
