// SPDX-License-Identifier: MIT
#include "catalogue_sync_run.h"
#include "intake.h"
#include "kept_answer.h"

#include <kanal/core/log.h>
#include <kanal/library/library.h>
#include <kanal/session/catalogue_sync.h>
#include <kanal/session/services.h>

#include <utility>

namespace kanal::session
{

CatalogueSync::CatalogueSync(Services &services, QObject *parent)
    : QObject(parent)
    , m_services(services)
{
}

CatalogueSync::~CatalogueSync() = default;

QFuture<Result<SyncReport>> CatalogueSync::refresh(AccountId account, const SyncWish &wish)
{
    if (const auto running = m_runs.find(account); running != m_runs.end()) {
        running->second->want(wish);
        return running->second->join();
    }
    Run &run = *m_runs.emplace(account, std::make_unique<Run>(*this, m_services, account)).first->second;
    run.want(wish);
    QFuture<Result<SyncReport>> future = run.join();
    Q_EMIT started(account);
    run.start();
    return future;
}

bool CatalogueSync::running(AccountId account) const
{
    return m_runs.contains(account);
}

bool CatalogueSync::isBusy() const
{
    return !m_runs.empty();
}

void CatalogueSync::cancel(AccountId account)
{
    if (const auto running = m_runs.find(account); running != m_runs.end())
        running->second->cancel();
}

QFuture<Result<>> CatalogueSync::stopped(AccountId account)
{
    std::vector<std::shared_ptr<Intake>> held;
    for (const auto &[kind, report] : heldBack(account))
        held.push_back(takeHeld(account, kind).rows);
    QFuture<Result<>> dropped = drop(std::move(held));
    const auto running = m_runs.find(account);
    if (running == m_runs.end())
        return dropped;
    QFuture<Result<>> future = running->second->joinEnd();
    running->second->cancel();
    return future;
}

std::map<std::string, KindReport> CatalogueSync::heldBack(AccountId account) const
{
    std::map<std::string, KindReport> kinds;
    for (const auto &[list, held] : m_held)
        if (list.first == account)
            kinds.emplace(list.second, held.report);
    return kinds;
}

QFuture<Result<SyncReport>> CatalogueSync::believe(AccountId account, const std::vector<std::string> &kinds)
{
    return refresh(account, {.kinds = kinds, .believe = true});
}

void CatalogueSync::discard(AccountId account, const std::vector<std::string> &kinds)
{
    for (const std::string &kind : kinds) {
        Held taken = takeHeld(account, kind);
        if (!taken.rows)
            continue;
        const auto leave = [&user = m_services.library().user(), account, kind, taken]() -> Result<> {
            taken.rows->close();
            if (auto noted = noteKept(user, account, kind, taken.report.after); !noted)
                log::warning("kanal.session.sync", "the answer is not remembered: " + noted.error().detail);
            return {};
        };
        inPool(m_services.pool(), leave);
    }
}

void CatalogueSync::hold(AccountId account, const std::string &kind, Held held)
{
    m_held[{account, kind}] = std::move(held);
    Q_EMIT heldBackChanged(account);
}

CatalogueSync::Held CatalogueSync::takeHeld(AccountId account, const std::string &kind)
{
    const auto found = m_held.find({account, kind});
    if (found == m_held.end())
        return {};
    Held held = std::move(found->second);
    m_held.erase(found);
    Q_EMIT heldBackChanged(account);
    return held;
}

bool CatalogueSync::isHeld(AccountId account, const std::string &kind) const
{
    return m_held.contains({account, kind});
}

/// Removing what was stored is disk work.
QFuture<Result<>> CatalogueSync::drop(std::vector<std::shared_ptr<Intake>> rows)
{
    if (rows.empty())
        return readyAnswer(Result<>{});
    return inPool(m_services.pool(), [rows = std::move(rows)]() -> Result<> {
        for (const auto &list : rows)
            list->close();
        return {};
    });
}

void CatalogueSync::ended(AccountId account, const Result<SyncReport> &report)
{
    const auto run = m_runs.find(account);
    Run *done = run->second.release();
    m_runs.erase(run);
    done->setParent(this);
    done->deleteLater(); // its own function is still on the stack
    Q_EMIT attempted({account, done->wanted(), report});
    Q_EMIT finished(account);
}

} // namespace kanal::session
