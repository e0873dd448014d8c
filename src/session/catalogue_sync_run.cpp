// SPDX-License-Identifier: MIT
#include "catalogue_sync_run.h"

#include "intake.h"
#include "kept_answer.h"
#include "renumbering.h"

#include <kanal/core/log.h>
#include <kanal/library/library.h>
#include <kanal/session/account_book.h>
#include <kanal/session/services.h>
#include <kanal/session/take_back.h>

#include <algorithm>
#include <chrono>

namespace kanal::session
{

namespace
{

using Change = library::CatalogueRefresh::Change;
using Trust = library::CatalogueRefresh::Trust;

constexpr std::chrono::milliseconds kProgressEvery{250};

std::optional<EntryKind> kindNamed(const std::string &name)
{
    if (name == "live")
        return EntryKind::Live;
    if (name == "movies")
        return EntryKind::Movie;
    if (name == "series")
        return EntryKind::Series;
    return std::nullopt;
}

Result<Change> commitAndFollow(Intake &intake, library::Library &library, AccountId account, EntryKind kind,
                               Trust trust)
{
    const auto now = std::chrono::time_point_cast<std::chrono::seconds>(std::chrono::system_clock::now());
    const auto shown = library.catalogue().snapshot(account, kind);
    const library::CatalogueSnapshot *before = shown && wasFollowed(library, account, **shown) ? shown->get() : nullptr;
    Result<Change> change = intake.commit(now, trust);
    if (!change || change->heldBack)
        return change;
    if (const Result<int> moved = followRenumbered(library, account, kind, before); !moved)
        log::warning("kanal.session.sync", "marked entries were not followed: " + moved.error().detail);
    else if (*moved > 0)
        log::info("kanal.session.sync", "renumbered entries followed=" + std::to_string(*moved));
    return change;
}

/// Asking on would only annoy the panel, or fill a disk that is full.
bool endsAll(ErrorKind kind)
{
    return kind == ErrorKind::RateLimited || kind == ErrorKind::Storage || kind == ErrorKind::Cancelled;
}

/// The same refusal thrice in a row is meant for us. Twice is what a panel says that does not have a kind: to its
/// categories and to its rows.
constexpr int kRefusalsToEnd = 3;

bool isRefusal(const Error &error)
{
    return error.httpStatus >= 400 || error.kind == ErrorKind::Credentials;
}

/// The sign-in was in order a moment ago: who is turned away now is not given this list, and knows the password.
Error withoutDoubt(Error error)
{
    if (error.kind == ErrorKind::Credentials) {
        error.kind = ErrorKind::NotFound;
        error.subject = subjects::kList;
    }
    return error;
}

/// What is wrong with one answer of such a panel is wrong with the next. Not Credentials: the sign-in was in order a
/// moment ago, and panels say 401 or 404 to actions they do not know.
bool concernsAll(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::Address:
    case ErrorKind::NameNotFound:
    case ErrorKind::Refused:
    case ErrorKind::Tls:
    case ErrorKind::Expired:
    case ErrorKind::Disabled:
    case ErrorKind::Connections:
        return true;
    default:
        return false;
    }
}

} // namespace

CatalogueSync::Run::Run(CatalogueSync &sync, Services &services, AccountId account)
    : m_sync(sync)
    , m_services(services)
    , m_account(account)
{
    m_report.account = account;
    m_progress.setInterval(kProgressEvery);
    connect(&m_progress, &QTimer::timeout, this, [this] { tellProgress(); });
}

CatalogueSync::Run::~Run()
{
    if (m_cancelQuestion)
        m_cancelQuestion();
    if (m_intake)
        m_intake->close();
}

/// A question to the panel: cancel() takes it back.
template<class T, class Next>
void CatalogueSync::Run::ask(QFuture<Result<T>> answer, Next next)
{
    m_cancelQuestion = [answer]() mutable { takeBack(answer); };
    whenDone(answer, this, [this, next = std::move(next)](const Result<T> &result) {
        m_cancelQuestion = {};
        if (m_cancelled)
            return end(fail(ErrorKind::Cancelled));
        next(result);
    });
}

/// Disk work, off this thread and always to its end.
template<class Work, class Next>
void CatalogueSync::Run::work(Work work, Next next)
{
    whenDone(inPool(m_services.pool(), std::move(work)), this, std::move(next));
}

void CatalogueSync::Run::want(const SyncWish &wish)
{
    for (const std::string &kind : wish.kinds) {
        m_wanted.insert(kind);
        if (wish.believe)
            m_believed.insert(kind);
        if (!wish.byItself)
            m_asked.insert(kind);
        const auto done = m_report.kinds.find(kind);
        const bool isDone = done != m_report.kinds.end() && !(wish.believe && done->second.heldBack);
        const bool underWay = kind == m_kindName && done == m_report.kinds.end();
        if (!isDone && !underWay && std::find(m_ahead.begin(), m_ahead.end(), kind) == m_ahead.end())
            m_ahead.push_back(kind);
    }
}

QFuture<Result<SyncReport>> CatalogueSync::Run::join()
{
    const Caller caller = Operation<SyncReport>::start(this);
    caller->onCancel([this, weak = std::weak_ptr(caller)] {
        if (const Caller held = weak.lock())
            leave(held);
    });
    m_callers.push_back(caller);
    return caller->future();
}

void CatalogueSync::Run::leave(const Caller &caller)
{
    std::erase(m_callers, caller);
    caller->finish(fail(ErrorKind::Cancelled));
    if (m_callers.empty())
        cancel();
}

QFuture<Result<>> CatalogueSync::Run::joinEnd()
{
    m_waiters.push_back(Operation<void>::start(this));
    return m_waiters.back()->future();
}

void CatalogueSync::Run::start()
{
    m_time.start();
    const bool needsNobody =
        !m_ahead.empty() && isBelieved(m_ahead.front()) && m_sync.isHeld(m_account, m_ahead.front());
    needsNobody ? nextKind() : signIn();
}

void CatalogueSync::Run::signIn()
{
    ask(m_services.accounts().login(m_account), [this](const Result<ServerLogin> &login) {
        if (!login)
            return refused(login.error());
        m_login = *login;
        ask(m_services.accounts().check(m_account, m_login), [this](const Result<Account> &account) {
            if (!account)
                return refused(account.error());
            m_signedIn = true;
            nextKind();
        });
    });
}

/// An error of the whole, unless a list that needed no panel was taken over already.
void CatalogueSync::Run::refused(const Error &error)
{
    if (m_report.kinds.empty())
        return end(tl::unexpected(error));
    for (const std::string &kind : m_ahead)
        m_report.kinds[kind].error = error;
    end(m_report);
}

/// What is on its way is refused at once; what is stored goes in the pool, before the refresh ends.
void CatalogueSync::Run::cancel()
{
    m_cancelled = true;
    if (m_intake)
        m_intake->refuse();
    if (m_cancelQuestion)
        m_cancelQuestion();
}

void CatalogueSync::Run::nextKind()
{
    if (m_cancelled)
        return end(fail(ErrorKind::Cancelled));
    if (m_ahead.empty())
        return end(m_report);
    const std::string next = m_ahead.front();
    const bool held = isBelieved(next) && m_sync.isHeld(m_account, next);
    if (!held && !m_signedIn)
        return signIn();
    m_ahead.pop_front();
    m_report.kinds.erase(next); // one that was held back and is asked for again
    m_kindName = next;
    const std::optional<EntryKind> kind = kindNamed(next);
    if (!kind)
        return failKind({ErrorKind::Unsupported, "no list of this kind", next});
    m_kind = *kind;
    m_told = 0;
    held ? takeHeld(next) : fetch(*kind);
}

void CatalogueSync::Run::takeHeld(const std::string &kind)
{
    Held held = m_sync.takeHeld(m_account, kind);
    m_intake = std::move(held.rows);
    commit(held.report);
}

void CatalogueSync::Run::fetch(EntryKind kind)
{
    library::CatalogueStore &store = m_services.library().catalogue();
    const auto begin = [&store, account = m_account, kind,
                        held = m_sync.takeHeld(m_account, m_kindName).rows]() -> Result<std::shared_ptr<Intake>> {
        if (held)
            held->close(); // one refresh of a list at a time
        Result<std::unique_ptr<library::CatalogueRefresh>> refresh = store.beginRefresh(account, kind);
        if (!refresh)
            return tl::unexpected(refresh.error());
        return std::make_shared<Intake>(std::move(*refresh));
    };
    work(begin, [this](const Result<std::shared_ptr<Intake>> &intake) {
        if (!intake)
            return failKind(intake.error());
        m_intake = *intake;
        if (m_cancelled)
            return end(fail(ErrorKind::Cancelled));
        m_progress.start();
        fetchCategories();
    });
}

void CatalogueSync::Run::fetchCategories()
{
    const auto sink = [intake = m_intake](std::span<const CategoryRow> rows) { return intake->add(rows); };
    ask(m_services.client().categories(m_login, m_kind, sink), [this](const Result<xtream::ListReport> &categories) {
        noteRefusal(categories);
        if (!categories && (isOver(categories.error()) || concernsAll(categories.error().kind)))
            return failKind(categories.error());
        if (!categories) { // the rows are what counts, and name categories that are known from before
            log::warning("kanal.session.sync", "no categories, kind=" + m_kindName +
                                                   " error=" + std::string(errorKindName(categories.error().kind)) +
                                                   " " + categories.error().detail);
            m_intake->keepCategories();
        }
        fetchRows();
    });
}

void CatalogueSync::Run::fetchRows()
{
    ask(rowsOfKind(), [this](const Result<xtream::ListReport> &list) {
        noteRefusal(list);
        if (!list)
            return failKind(list.error());
        commit({.received = list->received, .kept = list->kept, .skipped = list->skipped, .error = {}});
    });
}

QFuture<Result<xtream::ListReport>> CatalogueSync::Run::rowsOfKind()
{
    xtream::Client &client = m_services.client();
    switch (m_kind) {
    case EntryKind::Movie:
        return client.movies(m_login,
                             [intake = m_intake](std::span<const MovieRow> rows) { return intake->add(rows); });
    case EntryKind::Series:
        return client.series(m_login,
                             [intake = m_intake](std::span<const SeriesRow> rows) { return intake->add(rows); });
    default:
        return client.channels(m_login,
                               [intake = m_intake](std::span<const ChannelRow> rows) { return intake->add(rows); });
    }
}

/// `counts`: what the panel sent; the rest is filled in.
void CatalogueSync::Run::commit(const KindReport &counts)
{
    const auto store = [intake = m_intake, &library = m_services.library(), account = m_account, kind = m_kind,
                        trust = isBelieved(m_kindName) ? Trust::Believe : Trust::Check, name = m_kindName,
                        byItself = !m_asked.contains(m_kindName)]() -> Result<Stored> {
        const Result<Change> change = commitAndFollow(*intake, library, account, kind, trust);
        if (!change)
            return tl::unexpected(change.error());
        if (change->heldBack)
            return Stored{*change, byItself && wasKept(library.user(), account, name, change->after)};
        if (auto done = forgetKept(library.user(), account, name); !done)
            log::warning("kanal.session.sync", "an old answer stays: " + done.error().detail);
        return Stored{*change, false};
    };
    work(store, [this, counts](const Result<Stored> &stored) {
        if (!stored)
            return failKind(stored.error());
        committed(counts, *stored);
        closeIntake([this] { nextKind(); }); // what was neither taken nor held
    });
}

void CatalogueSync::Run::committed(const KindReport &counts, const Stored &stored)
{
    const Change &change = stored.change;
    tellProgress();
    m_progress.stop();
    KindReport report = counts;
    report.before = change.before;
    report.after = change.after;
    report.added = change.added;
    report.gone = change.gone;
    report.renamed = change.renamed;
    report.adultAdded = change.adultAdded;
    report.adultGone = change.adultGone;
    report.adultRenamed = change.adultRenamed;
    report.heldBack = change.heldBack;
    m_report.kinds[m_kindName] = report;
    if (stored.isLeft || (change.heldBack && m_cancelled))
        return; // nobody wants it any more
    const std::shared_ptr<Intake> rows = std::exchange(m_intake, nullptr);
    if (change.heldBack)
        m_sync.hold(m_account, m_kindName, {rows, report});
    else
        Q_EMIT m_sync.catalogueChanged(m_account, m_kind);
}

void CatalogueSync::Run::failKind(const Error &error)
{
    m_progress.stop();
    noteFailure(m_signedIn ? withoutDoubt(error) : error);
    closeIntake([this] { nextKind(); });
}

void CatalogueSync::Run::noteRefusal(const Result<xtream::ListReport> &answer)
{
    const std::optional<Error> before = std::exchange(m_refusal, {});
    if (answer || !isRefusal(answer.error()))
        return;
    m_refusal = answer.error();
    const bool again = before && before->kind == m_refusal->kind && before->httpStatus == m_refusal->httpStatus;
    m_refusals = again ? m_refusals + 1 : 1;
}

bool CatalogueSync::Run::isOver(const Error &error) const
{
    return endsAll(error.kind) || (m_refusal && m_refusals >= kRefusalsToEnd);
}

void CatalogueSync::Run::noteFailure(const Error &error)
{
    log::warning("kanal.session.sync",
                 "kind=" + m_kindName + " error=" + std::string(errorKindName(error.kind)) + " " + error.detail);
    m_report.kinds[m_kindName].error = error;
    if (!isOver(error))
        return;
    for (const std::string &kind : m_ahead)
        m_report.kinds[kind].error = error;
    m_ahead.clear();
}

/// Drops what is stored of a list that is not to be, then goes on. Disk work, so in the pool.
template<class Next>
void CatalogueSync::Run::closeIntake(Next next)
{
    if (!m_intake)
        return next();
    const auto close = [intake = std::exchange(m_intake, nullptr)]() -> Result<> {
        intake->close();
        return {};
    };
    work(close, [next](const Result<> & /*done*/) { next(); });
}

void CatalogueSync::Run::tellProgress()
{
    if (!m_intake || m_intake->rows() == m_told)
        return;
    m_told = m_intake->rows();
    Q_EMIT m_sync.progressed(m_account, QString::fromStdString(m_kindName), m_told);
}

void CatalogueSync::Run::end(Result<SyncReport> answer)
{
    if (m_ended)
        return;
    m_ended = true;
    m_progress.stop();
    closeIntake([this, answer = std::move(answer)] { tell(answer); });
}

void CatalogueSync::Run::tell(Result<SyncReport> answer)
{
    if (answer)
        answer->ms = m_time.elapsed();
    const auto callers = std::exchange(m_callers, {});
    const auto waiters = std::exchange(m_waiters, {});
    m_sync.ended(m_account, answer); // this run is not found from here on
    for (const Caller &caller : callers)
        caller->finish(answer);
    for (const auto &waiter : waiters)
        waiter->finish({});
}

} // namespace kanal::session
