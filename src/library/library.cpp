// SPDX-License-Identifier: MIT
#include "files.h"
#include "sql_account_store.h"
#include "sql_catalogue_store.h"
#include "sql_user_store.h"
#include "user_database.h"

#include <kanal/core/log.h>
#include <kanal/library/library.h>

#include <set>

namespace kanal::library
{
namespace fs = std::filesystem;

struct Library::Parts {
    std::unique_ptr<FolderLock> lock; // released last
    std::unique_ptr<UserDatabase> userDatabase;
    std::unique_ptr<SqlAccountStore> accounts;
    std::unique_ptr<SqlUserStore> user;
    std::unique_ptr<SqlCatalogueStore> catalogue;
    std::vector<std::string> notices;
};

namespace
{

using Access = DatabaseOptions::Access;

/// How the folder can be used; the lock is held by whoever may write.
Result<Access> claim(const fs::path &folder, std::unique_ptr<FolderLock> &lock)
{
    std::error_code ignored;
    if (auto made = ensurePrivateFolder(folder); !made)
        return tl::unexpected(made.error());
    const bool writable = isWritableFolder(folder);
    if (writable)
        lock = FolderLock::take(folder / "kanal.lock");
    if (lock)
        return Access::ReadWrite;
    if (fs::exists(folder / "user.db", ignored))
        return writable ? Access::ReadOnly : Access::Frozen;
    return fail(ErrorKind::Storage, writable ? "in use by another Kanal" : "cannot be written", folder.string());
}

Result<std::unique_ptr<UserDatabase>> openUser(const fs::path &folder, Access &access, UserDatabase::Outcome &outcome)
{
    auto user = UserDatabase::open(folder, access, outcome);
    if (user || access != Access::ReadWrite)
        return user;
    // A full disk refuses the log a writer needs; what is there can still be read.
    UserDatabase::Outcome ignored;
    auto readable = UserDatabase::open(folder, Access::Frozen, ignored);
    if (!readable)
        return user; // the first reason is the one to tell
    log::warning("kanal.library", "opened for reading only: " + user.error().detail);
    access = Access::Frozen;
    return readable;
}

} // namespace

Library::Library()
    : m_parts(std::make_unique<Parts>())
{
}

Library::~Library() = default;

Result<std::unique_ptr<Library>> Library::open(const fs::path &folder)
{
    std::unique_ptr<Library> library(new Library);
    Parts &parts = *library->m_parts;
    auto access = claim(folder, parts.lock);
    if (!access)
        return tl::unexpected(access.error());

    UserDatabase::Outcome outcome;
    auto user = openUser(folder, *access, outcome);
    if (!user)
        return tl::unexpected(user.error());
    parts.userDatabase = std::move(*user);
    parts.accounts = std::make_unique<SqlAccountStore>(*parts.userDatabase);
    parts.user = std::make_unique<SqlUserStore>(*parts.userDatabase);
    if (outcome == UserDatabase::Outcome::Restored)
        parts.notices.push_back("user_restored");
    if (outcome == UserDatabase::Outcome::Lost)
        parts.notices.push_back("user_lost");

    const auto lastEnd =
        parts.lock && !parts.lock->previousEndedWell() ? CatalogueCore::LastEnd::Crashed : CatalogueCore::LastEnd::Well;
    CatalogueCore::Found found;
    auto catalogue = CatalogueCore::open(folder, *access, lastEnd, found);
    if (!catalogue)
        return tl::unexpected(catalogue.error());
    if (found.lost)
        parts.notices.push_back("lists_lost");
    if (found.readOnly) {
        parts.notices.push_back(*access == Access::ReadWrite ? "lists_frozen" : "read_only");
    } else if (const auto accounts = parts.accounts->all()) {
        std::set<AccountId> known;
        for (const Account &account : *accounts)
            known.insert(account.id);
        if (auto kept = (*catalogue)->keepOnly(known); !kept)
            log::warning("kanal.library", "lists of removed accounts stay: " + kept.error().detail);
    }
    parts.catalogue = std::make_unique<SqlCatalogueStore>(std::move(*catalogue));
    return library;
}

AccountStore &Library::accounts()
{
    return *m_parts->accounts;
}

CatalogueStore &Library::catalogue()
{
    return *m_parts->catalogue;
}

UserStore &Library::user()
{
    return *m_parts->user;
}

const std::vector<std::string> &Library::notices() const
{
    return m_parts->notices;
}

} // namespace kanal::library
