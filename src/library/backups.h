// SPDX-License-Identifier: MIT
// Copies of user.db, one a day, the newest three kept: backup/user-YYYYMMDD.db. Copies from days that are not yet, made
// while a clock was wrong, push none of them out and are the last to be restored.
#pragma once

#include "database.h"

#include <chrono>
#include <filesystem>
#include <vector>

namespace kanal::library
{

class Backups
{
public:
    explicit Backups(std::filesystem::path folder);

    /// The days there are copies of, newest first.
    std::vector<std::chrono::sys_days> days() const;
    /// In the order to restore them.
    std::vector<std::chrono::sys_days> daysToRestore(std::chrono::sys_days today) const;
    std::filesystem::path fileOf(std::chrono::sys_days day) const;
    bool has(std::chrono::sys_days day) const;

    /// Copies through SQLite's backup interface, checks the copy, flushes it, gives it its name (replacing the day's
    /// earlier one) and removes what is too old.
    Result<> make(Database &db, const DatabaseOptions &options, std::chrono::sys_days day);

private:
    void removeOld(std::chrono::sys_days day) const;

    std::filesystem::path m_folder;
};

} // namespace kanal::library
