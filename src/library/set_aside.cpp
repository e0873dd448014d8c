// SPDX-License-Identifier: MIT
#include "set_aside.h"

#include "files.h"

#include <chrono>
#include <cstdio>
#include <string>

namespace kanal::library
{
namespace fs = std::filesystem;

namespace
{

std::string badSuffix()
{
    using namespace std::chrono;
    const auto now = floor<seconds>(system_clock::now());
    const auto day = floor<days>(now);
    const year_month_day date(day);
    const hh_mm_ss time(now - day);
    char text[40];
    std::snprintf(text, sizeof text, ".bad-%04d%02u%02u-%02d%02d%02d", int(date.year()), unsigned(date.month()),
                  unsigned(date.day()), int(time.hours().count()), int(time.minutes().count()),
                  int(time.seconds().count()));
    return text;
}

void removeOlder(const fs::path &database)
{
    const std::string prefix = database.filename().string() + ".bad-";
    std::error_code ignored;
    for (const auto &item : fs::directory_iterator(database.parent_path(), ignored))
        if (item.path().filename().string().starts_with(prefix))
            fs::remove(item.path(), ignored);
}

} // namespace

Result<> setAside(const fs::path &database, KeepOlder older)
{
    if (older == KeepOlder::No)
        removeOlder(database);
    const fs::path base = fs::path(database).concat(badSuffix());
    fs::path target = base;
    std::error_code error;
    for (int n = 2; fs::exists(target, error); ++n)
        target = fs::path(base).concat("-").concat(std::to_string(n));
    // The log first: left beside a new database it would be replayed into it.
    for (const char *suffix : {"-wal", "-shm", ""}) {
        const fs::path from = fs::path(database).concat(suffix);
        if (!fs::exists(from, error))
            continue;
        fs::rename(from, fs::path(target).concat(suffix), error);
        if (error)
            return storageFailure(from, error.value(), "cannot set aside");
    }
    return {};
}

Result<> removeDatabase(const fs::path &database)
{
    removeOlder(database);
    std::error_code error;
    for (const char *suffix : {"-wal", "-shm", ""})
        if (const fs::path file = fs::path(database).concat(suffix); !fs::remove(file, error) && error)
            return storageFailure(file, error.value(), "cannot remove");
    return {};
}

} // namespace kanal::library
