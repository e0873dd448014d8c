// SPDX-License-Identifier: MIT
#include "refresh_round.h"

#include <kanal/library/catalogue_store.h>
#include <kanal/library/library.h>
#include <kanal/presenters/settings.h>
#include <kanal/session/account_book.h>
#include <kanal/session/catalogue_sync.h>
#include <kanal/session/services.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace kanal::presenters
{

namespace
{

using namespace std::chrono_literals;

constexpr std::chrono::seconds kRestOfRefused = 24h;

std::chrono::sys_seconds now()
{
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

} // namespace

RefreshRound::RefreshRound(session::Services &services, Settings &settings)
    : m_services(services)
    , m_settings(settings)
{
}

RefreshSchedule::Lists RefreshRound::listsOf(AccountId account) const
{
    RefreshSchedule::Lists lists;
    lists.hours = m_settings.get(settings::kRefreshHours);
    lists.jitter = RefreshSchedule::jitterOf(m_jitterSeed + std::uint64_t(account.value));
    const library::CatalogueStore &store = m_services.library().catalogue();
    for (const auto &[name, kind] :
         {std::pair("live", EntryKind::Live), {"movies", EntryKind::Movie}, {"series", EntryKind::Series}})
        if (const auto shown = store.shown(account, kind))
            lists.refreshed[name] = shown->refreshedAt;
    return lists;
}

bool RefreshRound::isOld(AccountId account, const std::string &kind)
{
    return scheduleOf(account).isOld(kind, listsOf(account), now());
}

std::vector<std::string> RefreshRound::due(AccountId account, RefreshSchedule::Pause pause)
{
    return scheduleOf(account).due(listsOf(account), now(), pause);
}

std::optional<RefreshRound::Turn> RefreshRound::nextBehind(AccountId inView)
{
    if (m_settings.get(settings::kRefreshHours) == 0 || m_services.sync().isBusy())
        return std::nullopt;
    const Result<std::vector<Account>> accounts = m_services.accounts().accounts();
    if (!accounts)
        return std::nullopt;
    for (const Account &account : *accounts) {
        if (account.id == inView || wasRefused(account.id))
            continue;
        if (auto kinds = due(account.id, RefreshSchedule::Pause::Keep); !kinds.empty())
            return Turn{account.id, std::move(kinds)};
    }
    return std::nullopt;
}

void RefreshRound::noteAttempt(const session::SyncAttempt &attempt)
{
    const Result<session::SyncReport> &report = attempt.report;
    if (!report && report.error().kind == ErrorKind::Cancelled)
        return scheduleOf(attempt.account).noteCancelled(now()); // here or on another page
    if (!report) {
        static const std::vector<std::string> all = session::SyncWish{}.kinds;
        for (const std::string &kind : attempt.kinds.empty() ? all : attempt.kinds) // no list can be had
            noteFailure(attempt.account, kind, report.error());
        return;
    }
    for (const auto &[kind, result] : report->kinds)
        if (result.error)
            noteFailure(attempt.account, kind, *result.error);
        else
            noteAnswer(attempt.account, kind);
}

void RefreshRound::noteFailure(AccountId account, const std::string &kind, const Error &error)
{
    scheduleOf(account).noteFailure(kind, error, now());
    if (RefreshSchedule::isFinal(error.kind))
        m_settings.set(settings::kRefusedAt, QString::number(now().time_since_epoch().count()), account);
}

void RefreshRound::noteAnswer(AccountId account, const std::string &kind)
{
    scheduleOf(account).noteAnswer(kind, now());
    if (!m_settings.get(settings::kRefusedAt, account).isEmpty())
        m_settings.set(settings::kRefusedAt, {}, account);
}

bool RefreshRound::wasRefused(AccountId account) const
{
    bool good = false;
    const qint64 at = m_settings.get(settings::kRefusedAt, account).toLongLong(&good);
    const std::chrono::sys_seconds refused{std::chrono::seconds(at)};
    return good && refused <= now() && now() - refused < kRestOfRefused;
}

void RefreshRound::noteHeldBack(AccountId account)
{
    std::vector<std::string> &held = m_held[account];
    const std::vector<std::string> before = std::exchange(held, heldBackOf(account));
    if (m_services.sync().running(account)) // taken over, or fetched again
        return;
    for (const std::string &kind : before)
        if (std::find(held.begin(), held.end(), kind) == held.end())
            noteAnswer(account, kind);
}

std::vector<std::string> RefreshRound::heldBackOf(AccountId account) const
{
    std::vector<std::string> kinds;
    for (const auto &[kind, report] : m_services.sync().heldBack(account))
        kinds.push_back(kind);
    return kinds;
}

} // namespace kanal::presenters
