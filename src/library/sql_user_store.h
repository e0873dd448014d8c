// SPDX-License-Identifier: MIT
// The UserStore over user.db.
#pragma once

#include "user_database.h"

#include <kanal/library/user_store.h>

#include <functional>
#include <utility>

namespace kanal::library
{

class SqlUserStore final : public UserStore
{
public:
    explicit SqlUserStore(UserDatabase &database)
        : m_database(database)
    {
    }

    Result<> setFavourite(const EntryShape &entry, bool favourite) override;
    Result<std::vector<EntryShape>> favourites(AccountId account, EntryKind kind) const override;
    Result<> orderFavourites(AccountId account, EntryKind kind, const std::vector<std::string> &ids) override;
    Result<> setHidden(const EntryShape &entry, bool hidden) override;
    Result<std::vector<EntryShape>> hidden(AccountId account, EntryKind kind) const override;
    Result<> setTrackChoice(const EntryShape &entry, const TrackChoice &choice) override;
    Result<std::vector<std::pair<std::string, TrackChoice>>> trackChoices(AccountId account,
                                                                          EntryKind kind) const override;
    Result<> forget(AccountId account) override;
    Result<std::vector<EntryShape>> marked(AccountId account, EntryKind kind) const override;
    Result<> noteWatched(const EntryShape &entry, std::chrono::sys_seconds when) override;
    Result<std::vector<EntryShape>> recents(AccountId account, EntryKind kind, int limit) const override;
    Result<> setPosition(const EntryKey &key, const Position &position) override;
    Result<std::optional<Position>> position(const EntryKey &key) const override;
    Result<std::vector<std::pair<std::string, Position>>> positions(AccountId account, EntryKind kind) const override;
    Result<> setSetting(AccountId account, const std::string &name, const std::string &value) override;
    Result<std::optional<std::string>> setting(AccountId account, const std::string &name) const override;
    void whenSettingRefused(std::function<void()> told) override { m_settingRefused = std::move(told); }
    Result<int> followRenumbered(AccountId account, EntryKind kind, const std::vector<ListedEntry> &catalogue,
                                 const std::vector<EntryShape> &before, const std::string &list) override;
    Result<std::string> followed(AccountId account, EntryKind kind) const override;
    Result<> moveEntries(AccountId account, EntryKind kind, const std::vector<Move> &moves) override;

private:
    UserDatabase &m_database;
    std::function<void()> m_settingRefused;
};

} // namespace kanal::library
