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

void LivePresenter::Data::updateStale()
{
    const auto seconds = age();
    const bool old = seconds && (state.error || round.isOld(account, "live"));
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
    if (std::vector<std::string> kinds = round.due(account, pause); !kinds.empty())
        refresh({.kinds = std::move(kinds), .byItself = true});
}

void LivePresenter::Data::refreshBehind()
{
    if (auto turn = round.nextBehind(account))
        ask(turn->account, {.kinds = std::move(turn->kinds), .byItself = true});
}

void LivePresenter::Data::refresh(const session::SyncWish &wish)
{
    if (!account)
        return;
    round.scheduleOf(account).resume();
    state.refreshing = true;
    state.error.reset();
    state.needsSignIn = false;
    ask(account, wish);
    changed();
}

void LivePresenter::Data::ask(AccountId id, const session::SyncWish &wish)
{
    ++awaiting[id];
    services.sync()
        .refresh(id, wish)
        .then(&self, [this, id](const Result<session::SyncReport> &report) { refreshed(id, report); })
        .onCanceled(&self, [this, id] { refreshed(id, kanal::fail(ErrorKind::Cancelled)); });
}

void LivePresenter::Data::refreshed(AccountId id, const Result<session::SyncReport> &report)
{
    if (--awaiting[id] == 0)
        awaiting.erase(id);
    if (id != account)
        return noteUnseen(id, report);
    state.refreshing = services.sync().running(id);
    if (report)
        takeReport(*report);
    else if (report.error().kind != ErrorKind::Cancelled)
        state.setError(report.error());
    changed();
}

void LivePresenter::Data::noteUnseen(AccountId id, const Result<session::SyncReport> &report)
{
    if (!report && report.error().kind == ErrorKind::Cancelled)
        return;
    Unseen &news = unseen[id];
    news.error = report ? std::nullopt : std::optional(report.error());
    if (report)
        addUp(news.report, *report);
}

void LivePresenter::Data::showUnseen()
{
    const auto news = unseen.extract(account);
    if (news.empty())
        return;
    if (news.mapped().error)
        state.setError(*news.mapped().error);
    takeReport(news.mapped().report);
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
