// SPDX-License-Identifier: MIT
// user.db: what is the user's own. Opened with a check of every page, restored from its backups when damaged, copied
// once a day. Favourites, history, positions and settings belong to an identity, the pair of server and user, not to an
// account: an account that is removed and added again finds them, and one whose server moved takes them along.
#pragma once

#include "backups.h"
#include "database.h"

#include <kanal/core/ids.h>
#include <kanal/core/log.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace kanal::library
{

extern const DatabaseOptions kUserDatabase;

class UserDatabase
{
public:
    enum class Outcome { Fine, Restored, Lost };
    static Result<std::unique_ptr<UserDatabase>> open(const std::filesystem::path &profile,
                                                      DatabaseOptions::Access access, Outcome &outcome);
    /// Brings today's backup up to date.
    ~UserDatabase();

    /// Runs `use(Database &)`, which returns a Result, alone on its connection. While one writes (it waits for the
    /// disk, once a day for a backup) that is a connection of its own: who reads may be the GUI thread.
    template<class Use>
    auto read(Use use) -> decltype(use(std::declval<Database &>()))
    {
        if (const std::unique_lock free(m_mutex, std::try_to_lock); free)
            return use(m_db);
        if (const std::lock_guard lock(m_readerMutex); Database *reader = ensureReader())
            if (auto answer = use(*reader); answer)
                return answer;
        const std::lock_guard lock(m_mutex);
        return use(m_db);
    }

    enum class Durability { Every, Soon }; ///< Soon: a power cut may take the last ones
    /// Runs `use(Database &)`, which returns a Result, in one transaction; on the disk when this returns.
    template<class Use>
    auto write(Use use, Durability durability = Durability::Every) -> decltype(use(std::declval<Database &>()))
    {
        const std::lock_guard lock(m_mutex);
        if (m_db.isReadOnly())
            return fail(ErrorKind::Storage, "opened for reading only", m_db.file().filename().string());
        if (durability == Durability::Soon)
            relax();
        auto done = writeWhole(use);
        m_standsIn = m_db.standsIn();
        if (durability == Durability::Soon)
            tighten();
        if (done)
            backUpOncePerDay();
        return done;
    }

private:
    UserDatabase(Database db, Backups backups);
    template<class Use>
    auto writeWhole(Use &use) -> decltype(use(std::declval<Database &>()))
    {
        Transaction transaction(m_db);
        if (auto begun = transaction.begun(); !begun)
            return tl::unexpected(begun.error());
        auto done = use(m_db);
        if (done)
            if (auto committed = transaction.commit(); !committed)
                return tl::unexpected(committed.error());
        return done;
    }
    Database *ensureReader();
    void relax();
    void tighten();
    void backUpOncePerDay();
    void backUp(std::chrono::sys_days day);

    std::mutex m_mutex;
    Database m_db;
    Backups m_backups;
    std::chrono::sys_days m_backedUp{};
    std::int64_t m_changesBackedUp = 0;

    std::atomic<bool> m_standsIn = false; ///< m_db's

    std::mutex m_readerMutex;
    std::optional<Database> m_reader; ///< beside m_db, made when it is needed first; closed before it: it never writes
};

/// The identity behind an account; 0 is the profile's own. NotFound.
Result<std::int64_t> identityOf(Database &db, AccountId account);

} // namespace kanal::library
