// SPDX-License-Identifier: MIT
// The CatalogueStore over catalogue.db and its mapped files (see catalogue_files.h for how they hang together).
#pragma once

#include "catalogue_files.h"
#include "clean_snapshot.h"
#include "list_comparison.h"
#include "row_snapshot.h"

#include <kanal/library/catalogue_store.h>

#include <atomic>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <vector>

namespace kanal::library
{

/// What the store and the refreshes it handed out share. Any thread.
class CatalogueCore
{
public:
    enum class LastEnd { Well, Crashed };
    struct Found {
        Database::State state = Database::State::Fine;
        bool lost = false; ///< of what was stored something cannot be read
        bool readOnly = false;
    };
    /// Opens, or sets a damaged database aside and starts anew, and sweeps what a crash left behind. Where nothing can
    /// be written, what is there is read; fails only for what a newer Kanal wrote.
    static Result<std::shared_ptr<CatalogueCore>> open(const std::filesystem::path &profile,
                                                       DatabaseOptions::Access access, LastEnd lastEnd, Found &found);

    std::shared_ptr<const RowSnapshot> snapshot(const ListKey &list);
    std::shared_ptr<const CatalogueSnapshot> snapshotWithoutAdult(const ListKey &list);
    bool isAtHand(const ListKey &list);
    void judge(const ListKey &list, std::vector<CategoryJudgement> judgements);
    std::optional<ShownList> shown(const ListKey &list);
    bool isLost(const ListKey &list);
    Result<std::vector<CatalogueNews::Entry>> entriesGone(const ListKey &list, std::chrono::sys_seconds since);
    Result<> removeAccount(AccountId account);
    /// Lists of accounts that are no more.
    Result<> keepOnly(const std::set<AccountId> &accounts);
    Result<std::string> plot(const ListKey &list, std::string_view id);
    Result<std::vector<CatalogueNews>> news(const ListKey &list, std::chrono::sys_seconds since);
    Result<std::vector<std::string>> idsAdded(const ListKey &list, std::chrono::sys_seconds since);

    // For refreshes.
    struct Started {
        RowFileName name;
        RowFileBuilder builder;
    };
    Result<Started> start(const ListKey &list);
    Result<> show(const ListKey &list, const ShownList &shown, const RowSnapshot &before,
                  const ListDifference &difference);
    /// The refresh is over; what it stored goes unless it is shown.
    void end(const ListKey &list, std::uint64_t generation);

private:
    CatalogueCore(const std::filesystem::path &profile, LastEnd lastEnd);
    Result<> openToWrite(Found &found);
    void openToRead(DatabaseOptions::Access access);
    Result<> openAgainToWrite();
    enum class Old { SetAside, Remove };
    Result<> startAnew(Old database);
    Result<> sweep();
    bool findLost();
    void sweepFiles() const;
    void removeFiles(const ListKey &list, std::uint64_t generation) const;
    void dropGeneration(const ListKey &list, std::uint64_t generation);
    std::shared_ptr<const RowSnapshot> judged(const ListKey &list,
                                              const std::shared_ptr<const RowSnapshot> &snapshot) const;
    Result<RowFile> openRowFile(const ListKey &list, const ShownList &shown) const;
    std::shared_ptr<const RowSnapshot> load(const ListKey &list, const ShownList &shown) const;
    std::shared_ptr<const RowSnapshot> opened(const ListKey &list, const ShownList &shown,
                                              std::shared_ptr<const RowSnapshot> snapshot);
    /// One refresh of a list at a time. The first of all starts a damaged database anew.
    Result<> claim(const ListKey &list);
    Result<> mend();
    Result<> mendLocked();
    Result<Started> startClaimed(const ListKey &list);
    /// Runs `use` with the database under its mutex; Storage when there is none to write to.
    template<class Use>
    auto withDatabase(Use use) -> decltype(use(std::declval<Database &>()));
    template<class Answer, class Use>
    Result<Answer> reading(Use use);

    const CataloguePaths m_paths;
    const LastEnd m_lastEnd;

    std::mutex m_listsMutex; // taken before m_databaseMutex, never after it; held for moments only
    std::map<ListKey, ShownList> m_shown;
    std::map<ListKey, std::shared_ptr<const RowSnapshot>> m_loaded;
    std::map<ListKey, std::vector<CategoryJudgement>> m_judgements; // few have any
    std::map<ListKey, std::weak_ptr<const CleanSnapshot>> m_clean;  // of those, as long as somebody shows them
    std::map<ListKey, std::uint64_t> m_refreshing;                  // to which generation; 0: not known yet
    std::set<ListKey> m_opening;                                    // by whoever needed it first
    std::condition_variable m_opened;

    std::mutex m_databaseMutex;
    std::optional<Database> m_database;
    bool m_mayBeWrittenLater = false;    // the profile is ours, but its disk was full at the start
    std::atomic<bool> m_damaged = false; // SQLite said so
};

class SqlCatalogueStore final : public CatalogueStore
{
public:
    explicit SqlCatalogueStore(std::shared_ptr<CatalogueCore> core);

    using CatalogueStore::snapshot;
    Result<std::shared_ptr<const CatalogueSnapshot>> snapshot(AccountId account, EntryKind kind,
                                                              AdultEntries adult) const override;
    bool isAtHand(AccountId account, EntryKind kind) const override;
    void judge(AccountId account, EntryKind kind, std::vector<CategoryJudgement> judgements) override;
    std::optional<Shown> shown(AccountId account, EntryKind kind) const override;
    bool isLost(AccountId account, EntryKind kind) const override;
    Result<std::unique_ptr<CatalogueRefresh>> beginRefresh(AccountId account, EntryKind kind) override;
    Result<> removeAccount(AccountId account) override;
    Result<std::string> plot(AccountId account, EntryKind kind, std::string_view id) const override;
    Result<std::vector<CatalogueNews>> news(AccountId account, EntryKind kind,
                                            std::chrono::sys_seconds since) const override;
    Result<std::vector<std::string>> idsAdded(AccountId account, EntryKind kind,
                                              std::chrono::sys_seconds since) const override;

private:
    std::shared_ptr<CatalogueCore> m_core;
};

} // namespace kanal::library
