// SPDX-License-Identifier: MIT
// What to do with a database that cannot be used.
#pragma once

#include <kanal/core/error.h>

#include <filesystem>

namespace kanal::library
{

enum class KeepOlder { Yes, No };

/// Renames the database and the log beside it to NAME.bad-YYYYMMDD-HHMMSS; a missing one is fine. KeepOlder::No removes
/// the ones that were set aside before: catalogues are large and can be fetched again.
Result<> setAside(const std::filesystem::path &database, KeepOlder older);
/// One of an older Kanal that nobody will read: with its log, and what was set aside before.
Result<> removeDatabase(const std::filesystem::path &database);

} // namespace kanal::library
