// SPDX-License-Identifier: MIT
// Refreshes the catalogue of an account: login, three category lists, three lists, one after another, straight from the
// socket into the store. One refresh per account at a time; asking again while one runs joins it.
#pragma once

#include <kanal/core/error.h>
#include <kanal/core/ids.h>

#include <QFuture>
#include <QObject>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace kanal::session
{

class Intake;
class Services;

struct KindReport {
    std::int64_t received = 0, kept = 0, skipped = 0;
    std::uint32_t before = 0, after = 0; ///< rows of the list, duplicates merged; before 0: its first list
    std::uint32_t added = 0, gone = 0, renamed = 0;
    std::uint32_t adultAdded = 0, adultGone = 0, adultRenamed = 0; ///< of them, for adults
    bool heldBack = false;      ///< the panel's list shrank suspiciously, or is another's; the old one stays
    std::optional<Error> error; ///< this kind failed; the others may not have
};

struct SyncReport {
    AccountId account;
    std::map<std::string, KindReport> kinds; ///< "live", "movies", "series", "guide"
    std::int64_t ms = 0;
};

struct SyncWish {
    std::vector<std::string> kinds = {"live", "movies", "series"};
    /// Accept a suspiciously smaller list of these kinds: the one that was held back, else what the panel lists now.
    bool believe = false;
    /// Nobody asked for it: what the user chose to leave once is left again, while the panel lists as many rows.
    bool byItself = false;
};

/// What became of a refresh.
struct SyncAttempt {
    AccountId account;
    std::vector<std::string> kinds; ///< that were wanted
    Result<SyncReport> report;
};

class CatalogueSync : public QObject
{
    Q_OBJECT

public:
    explicit CatalogueSync(Services &services, QObject *parent = nullptr);
    ~CatalogueSync() override;

    /// Every caller gets a future of their own: cancelling it takes back this wish only, the refresh ends with the last
    /// one. Fails only when nothing could be fetched (sign-in refused, host unreachable); single kinds fail inside the
    /// report.
    QFuture<Result<SyncReport>> refresh(AccountId account, const SyncWish &wish = {});
    bool running(AccountId account) const;
    bool isBusy() const; ///< with any account
    /// What was not taken over stays as it was; lists that were are kept.
    void cancel(AccountId account);
    /// Cancels and finishes when nothing of this account's refresh runs any more, and nothing of it is held back.
    QFuture<Result<>> stopped(AccountId account);

    /// The lists of an account that were not believed, by kind. They wait, whole and on the disk, for the user: until
    /// that list is refreshed again, its account goes, or Kanal ends.
    std::map<std::string, KindReport> heldBack(AccountId account) const;
    /// Takes them over without asking the panel; what is no longer held back is fetched and believed.
    QFuture<Result<SyncReport>> believe(AccountId account, const std::vector<std::string> &kinds);
    /// Forgets them: the lists stay as they are, also when a refresh by itself finds the same again.
    void discard(AccountId account, const std::vector<std::string> &kinds);

Q_SIGNALS:
    void started(kanal::AccountId account);
    /// Rows of this kind so far; a few times a second.
    void progressed(kanal::AccountId account, const QString &kind, qint64 rows);
    /// A kind's new generation is visible.
    void catalogueChanged(kanal::AccountId account, kanal::EntryKind kind);
    /// Whoever asked, once for each refresh, before finished().
    void attempted(const kanal::session::SyncAttempt &attempt);
    void finished(kanal::AccountId account);
    /// heldBack() answers something else now.
    void heldBackChanged(kanal::AccountId account);

private:
    class Run;
    struct Held {
        std::shared_ptr<Intake> rows; ///< null: there are none
        KindReport report;
    };
    void ended(AccountId account, const Result<SyncReport> &report);
    void hold(AccountId account, const std::string &kind, Held held);
    Held takeHeld(AccountId account, const std::string &kind);
    bool isHeld(AccountId account, const std::string &kind) const;
    QFuture<Result<>> drop(std::vector<std::shared_ptr<Intake>> rows);

    Services &m_services;
    std::map<std::pair<AccountId, std::string>, Held> m_held; ///< by account and kind
    std::map<AccountId, std::unique_ptr<Run>> m_runs;
};

} // namespace kanal::session
