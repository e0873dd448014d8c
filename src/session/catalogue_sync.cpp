// SPDX-License-Identifier: MIT
#include "catalogue_sync_run.h"

#include <kanal/session/catalogue_sync.h>

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

void CatalogueSync::cancel(AccountId account)
{
    if (const auto running = m_runs.find(account); running != m_runs.end())
        running->second->cancel();
}

QFuture<Result<>> CatalogueSync::stopped(AccountId account)
{
    const auto running = m_runs.find(account);
    if (running == m_runs.end())
        return readyAnswer(Result<>{});
    QFuture<Result<>> future = running->second->joinEnd();
    running->second->cancel();
    return future;
}

void CatalogueSync::ended(AccountId account)
{
    const auto run = m_runs.find(account);
    Run *done = run->second.release();
    m_runs.erase(run);
    done->setParent(this);
    done->deleteLater(); // its own function is still on the stack
    Q_EMIT finished(account);
}

} // namespace kanal::session
