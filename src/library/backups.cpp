// SPDX-License-Identifier: MIT
#include "backups.h"

#include "files.h"

#include <algorithm>
#include <cstdio>
#include <functional>

namespace kanal::library
{
namespace fs = std::filesystem;

namespace
{

constexpr std::size_t kKept = 3;

std::optional<std::chrono::sys_days> dayOf(const fs::path &file)
{
    const std::string name = file.filename().string();
    int year = 0;
    unsigned month = 0, day = 0;
    int end = 0;
    if (std::sscanf(name.c_str(), "user-%4d%2u%2u.db%n", &year, &month, &day, &end) != 3 ||
        std::size_t(end) != name.size())
        return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
    if (!date.ok())
        return std::nullopt;
    return std::chrono::sys_days(date);
}

} // namespace

Backups::Backups(fs::path folder)
    : m_folder(std::move(folder))
{
}

std::vector<std::chrono::sys_days> Backups::days() const
{
    std::vector<std::chrono::sys_days> days;
    std::error_code ignored;
    for (const auto &item : fs::directory_iterator(m_folder, ignored))
        if (const auto day = dayOf(item.path()))
            days.push_back(*day);
    std::sort(days.begin(), days.end(), std::greater<>());
    return days;
}

std::vector<std::chrono::sys_days> Backups::daysToRestore(std::chrono::sys_days today) const
{
    auto all = days();
    std::stable_partition(all.begin(), all.end(), [today](std::chrono::sys_days day) { return day <= today; });
    return all;
}

fs::path Backups::fileOf(std::chrono::sys_days day) const
{
    const std::chrono::year_month_day date(day);
    char name[32];
    std::snprintf(name, sizeof name, "user-%04d%02u%02u.db", int(date.year()), unsigned(date.month()),
                  unsigned(date.day()));
    return m_folder / name;
}

bool Backups::has(std::chrono::sys_days day) const
{
    std::error_code ignored;
    return fs::exists(fileOf(day), ignored);
}

Result<> Backups::make(Database &db, const DatabaseOptions &options, std::chrono::sys_days day)
{
    if (auto made = ensurePrivateFolder(m_folder); !made)
        return made;
    const fs::path temporary = fileOf(day).concat(".tmp");
    std::error_code ignored;
    fs::remove(temporary, ignored);
    Result<> done = ensurePrivateFile(temporary);
    if (done)
        done = db.copyTo(temporary);
    if (done) {
        // A copy of a damaged database must never push out a good one.
        DatabaseOptions reading = options;
        reading.access = DatabaseOptions::Access::ReadOnly;
        Database::State state;
        auto copy = Database::open(temporary, reading, state);
        const Result<bool> intact = copy ? copy->isIntact() : tl::unexpected(copy.error());
        if (!intact)
            done = tl::unexpected(intact.error());
        else if (!*intact)
            done = fail(ErrorKind::Storage, "the copy is damaged", temporary.filename().string());
    }
    if (done)
        done = replaceFile(temporary, fileOf(day));
    if (!done) {
        fs::remove(temporary, ignored);
        return done;
    }
    removeOld(day);
    return {};
}

void Backups::removeOld(std::chrono::sys_days day) const
{
    auto all = days();
    std::erase_if(all, [day](std::chrono::sys_days other) { return other > day; });
    std::error_code ignored;
    for (std::size_t i = kKept; i < all.size(); ++i)
        fs::remove(fileOf(all[i]), ignored);
}

} // namespace kanal::library
