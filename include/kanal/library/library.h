// SPDX-License-Identifier: MIT
// The library on disk: opens both databases of a profile and hands out the stores.
//   user.db      accounts, favourites, history, positions, settings: the user's own, never thrown away, backed up
//   catalogue.db what panels listed: can be thrown away and fetched again
// Every store may be used from any thread; each call is short. One writer connection per file, WAL, sqlite3 C API only.
#pragma once

#include <kanal/core/error.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace kanal::library
{

class AccountStore;
class CatalogueStore;
class UserStore;

class Library
{
public:
    /// Creates what is missing (0700 folder, 0600 files). A damaged user.db is set aside and the newest good backup
    /// restored; a damaged catalogue.db is set aside and started anew, one of an older format goes, and a list whose
    /// file cannot be read is empty until it is fetched again; `notices()` says so. Fails with Storage when the folder
    /// cannot be used or was written by a newer Kanal.
    static Result<std::unique_ptr<Library>> open(const std::filesystem::path &folder);
    ~Library();

    AccountStore &accounts();
    CatalogueStore &catalogue();
    UserStore &user();

    /// What happened at opening that the user should hear once, as stable words: "user_restored", "user_lost",
    /// "lists_lost", "read_only" (nothing is kept), "lists_frozen" (the user's own is; lists cannot be refreshed yet).
    const std::vector<std::string> &notices() const;

private:
    Library();
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

} // namespace kanal::library
