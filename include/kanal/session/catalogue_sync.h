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
#include <vector>

namespace kanal::session
{

class Services;

struct KindReport {
    std::int64_t received = 0, kept = 0, skipped = 0;
    std::uint32_t added = 0, gone = 0, renamed = 0;
    bool heldBack = false;      ///< the panel's list shrank suspiciously; the old one stays
    std::optional<Error> error; ///< this kind failed; the others may not have
};

struct SyncReport {
    AccountId account;
    std::map<std::string, KindReport> kinds; ///< "live", "movies", "series", "guide"
    std::int64_t ms = 0;
};

struct SyncWish {
    std::vector<std::string> kinds = {"live", "movies", "series"};
    bool believe = false; ///< accept a suspiciously smaller list
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
    void cancel(AccountId account);
    /// Cancels and finishes when nothing of this account's refresh runs any more.
    QFuture<Result<>> stopped(AccountId account);

Q_SIGNALS:
    void started(kanal::AccountId account);
    /// Rows of this kind so far; a few times a second.
    void progressed(kanal::AccountId account, const QString &kind, qint64 rows);
    /// A kind's new generation is visible.
    void catalogueChanged(kanal::AccountId account, kanal::EntryKind kind);
    void finished(kanal::AccountId account);

private:
    class Run;
    void ended(AccountId account);

    Services &m_services;
    std::map<AccountId, std::unique_ptr<Run>> m_runs;
};

} // namespace kanal::session
