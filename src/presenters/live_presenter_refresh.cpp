// SPDX-License-Identifier: MIT
// Refreshing as the page of channels sees it: when the next one is due, what came of it, what waits for an answer.
#include "live_presenter_data.h"
#include "passing_news.h"
#include "refresh_summary.h"
#include "spoken_time.h"

#include <kanal/library/library.h>
#include <kanal/session/services.h>
#include <kanal/session/shown_entries.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace kanal::presenters
{

namespace
{

using namespace std::chrono_literals;

std::chrono::sys_seconds now()
{
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

} // namespace

std::optional<std::chrono::seconds> LivePresenter::Data::age() const
{
    if (!snapshot || snapshot->generation() == 0)
        return std::nullopt;
    return std::max<std::chrono::seconds>(now() - snapshot->refreshedAt(), 0s);
}

RefreshSchedule::Lists LivePresenter::Data::lists() const
{
    RefreshSchedule::Lists lists;
    lists.hours = settings.get(settings::kRefreshHours);
    lists.jitter = RefreshSchedule::jitterOf(jitterSeed + std::uint64_t(account.value));
    lists.heldBack = !heldBack().empty();
    const library::CatalogueStore &store = services.library().catalogue();
    for (const auto &[name, kind] :
         {std::pair("live", EntryKind::Live), {"movies", EntryKind::Movie}, {"series", EntryKind::Series}})
        if (const auto shown = store.shown(account, kind))
            lists.refreshed[name] = shown->refreshedAt;
    return lists;
}

void LivePresenter::Data::updateStale()
{
    const auto seconds = age();
    const bool old = seconds && (state.error || schedule().isOld("live", lists(), now()));
    const QString text = old ? ageText(*seconds) : QString();
    if (text == state.staleText)
        return;
    state.staleText = text;
    Q_EMIT self.stateChanged();
}

void LivePresenter::Data::refreshDue(RefreshSchedule::Pause pause)
{
    if (!account || state.refreshing)
        return;
    if (std::vector<std::string> kinds = schedule().due(lists(), now(), pause); !kinds.empty())
        refresh({.kinds = std::move(kinds), .byItself = true});
}

/// Whoever asked for it: a panel that does not answer one page rests from the others.
void LivePresenter::Data::noteAttempt(const session::SyncAttempt &attempt)
{
    RefreshSchedule &attempts = schedules[attempt.account];
    const Result<session::SyncReport> &report = attempt.report;
    if (!report && report.error().kind == ErrorKind::Cancelled) {
        attempts.noteCancelled(now()); // here or on another page
        return;
    }
    if (!report) {
        static const std::vector<std::string> all = session::SyncWish{}.kinds;
        for (const std::string &kind : attempt.kinds.empty() ? all : attempt.kinds) // no list can be had
            attempts.noteFailure(kind, report.error(), now());
        return;
    }
    for (const auto &[kind, result] : report->kinds)
        if (result.error)
            attempts.noteFailure(kind, *result.error, now());
        else
            attempts.noteAnswer(kind, now());
}

/// The user left the list as it was: that is an answer as good as a new list.
void LivePresenter::Data::noteKept()
{
    std::vector<std::string> before = std::exchange(held, heldBack());
    if (services.sync().running(account)) // taken over, or fetched again
        return;
    for (const std::string &kind : before)
        if (std::find(held.begin(), held.end(), kind) == held.end())
            schedule().noteAnswer(kind, now());
}

void LivePresenter::Data::refresh(const session::SyncWish &wish)
{
    if (!account)
        return;
    schedule().resume();
    state.refreshing = true;
    state.error.reset();
    state.needsSignIn = false;
    const AccountId id = account;
    ++awaiting;
    services.sync()
        .refresh(id, wish)
        .then(&self, [this, id](const Result<session::SyncReport> &report) { refreshed(id, report); })
        .onCanceled(&self, [this, id] { refreshed(id, kanal::fail(ErrorKind::Cancelled)); });
    changed();
}

void LivePresenter::Data::refreshed(AccountId id, const Result<session::SyncReport> &report)
{
    --awaiting;
    if (id != account)
        return;
    state.refreshing = services.sync().running(id);
    if (report)
        takeReport(*report);
    else if (report.error().kind != ErrorKind::Cancelled)
        state.setError(report.error());
    changed();
}

void LivePresenter::Data::takeReport(const session::SyncReport &report)
{
    const auto live = report.kinds.find("live");
    if (live != report.kinds.end() && live->second.error)
        state.setError(*live->second.error);
    if (!showFailures(report) && !state.canBelieve)
        showInPassing(state, self, refreshSummary(report, services.shownEntries().adult()), [this] { changed(); });
}

/// Films and series are refreshed from here, so here it is said that they could not be; once, not at every attempt.
/// True: that is what the notice is about.
bool LivePresenter::Data::showFailures(const session::SyncReport &report)
{
    const auto live = report.kinds.find("live");
    for (const auto &[kind, result] : report.kinds) {
        const bool said = live != report.kinds.end() && live->second.error && result.error &&
                          live->second.error->kind == result.error->kind;
        if (result.error && !said)
            failures[kind] = *result.error;
        else
            failures.erase(kind);
    }
    const QString before = std::exchange(failureNotice, failureText(failures));
    if (failureNotice == before)
        return !before.isEmpty() && state.notice == before;
    if (state.notice == before && !before.isEmpty())
        state.setNotice({});
    if (failureNotice.isEmpty() || state.canBelieve || state.waitsToBeRead())
        return false;
    state.setNotice(failureNotice);
    return true;
}

std::vector<std::string> LivePresenter::Data::heldBack() const
{
    std::vector<std::string> kinds;
    for (const auto &[kind, report] : services.sync().heldBack(account))
        kinds.push_back(kind);
    return kinds;
}

/// What was held back waits for an answer; answered, wherever that was, it needs no notice.
void LivePresenter::Data::showHeldBack()
{
    const QString text = heldBackText(services.sync().heldBack(account));
    if (text.isEmpty() && !state.canBelieve)
        return;
    state.setNotice(text.isEmpty() ? standing : text);
    state.canBelieve = !text.isEmpty();
}

} // namespace kanal::presenters
