// SPDX-License-Identifier: MIT
#include "client_worker.h"

#include "answer_words.h"

#include <kanal/core/log.h>
#include <kanal/core/url.h>
#include <kanal/xtream/client_proxy.h>

#include <algorithm>

namespace kanal::xtream
{

namespace
{

using namespace std::chrono_literals;

constexpr std::string_view kLog = "kanal.xtream.client";
constexpr auto kRetryPause = 400ms;
constexpr auto kLongestRetryPause = 2s;
constexpr auto kLongestHold = 5s;                    // longer rests are told: whoever asked decides when to come back
constexpr auto kLongestRest = std::chrono::hours(1); // a server that says "next year" is not believed

} // namespace

Client::Worker::Worker()
{
    m_context = new QObject;
    m_context->moveToThread(&m_thread);
    m_thread.setObjectName(QStringLiteral("kanal-xtream"));
    m_thread.start();
    QMetaObject::invokeMethod(
        m_context,
        [this] {
            m_manager = new QNetworkAccessManager(m_context);
            m_manager->setProxyFactory(makeProxyFactory(m_proxy));
        },
        Qt::QueuedConnection);
}

void Client::Worker::setProxy(const ProxyRule &rule)
{
    QMetaObject::invokeMethod(
        m_context,
        [this, rule] {
            m_proxy = rule;
            m_manager->setProxyFactory(makeProxyFactory(rule));
            m_manager->clearConnectionCache();
        },
        Qt::QueuedConnection);
}

Client::Worker::~Worker()
{
    QMetaObject::invokeMethod(
        m_context, [this] { abortAll(); }, Qt::BlockingQueuedConnection);
    QObject::connect(&m_thread, &QThread::finished, m_context, &QObject::deleteLater);
    m_thread.quit();
    m_thread.wait();
}

std::chrono::seconds Client::Worker::utcOffset(const std::string &server) const
{
    std::lock_guard lock(m_offsetsMutex);
    const auto found = m_offsets.find(server);
    return found == m_offsets.end() ? 0s : found->second;
}

void Client::Worker::rememberUtcOffset(const std::string &server, std::chrono::seconds offset)
{
    std::lock_guard lock(m_offsetsMutex);
    m_offsets[server] = offset;
}

Client::Worker::Host &Client::Worker::hostOf(const Job &job)
{
    const std::string &name = job.request.url.host;
    const auto pace = classifyHost(name) == HostClass::Loopback ? HostGate::Pace::Unspaced : HostGate::Pace::Spaced;
    return m_hosts.try_emplace(name, pace).first->second;
}

void Client::Worker::accept(const JobPointer &job)
{
    const std::weak_ptr<Job> weak = job;
    job->watcher.reset(job->watch([this, weak] {
        if (const JobPointer cancelled = weak.lock())
            finish(cancelled, fail(ErrorKind::Cancelled));
    }));
    Host &host = hostOf(*job);
    if (refuse(job))
        return;
    if (job->total > 0ms) {
        job->deadline = std::make_unique<QTimer>();
        job->deadline->setSingleShot(true);
        QObject::connect(job->deadline.get(), &QTimer::timeout, m_context, [this, weak] {
            if (const JobPointer late = weak.lock())
                finish(late, fail(ErrorKind::Timeout, "no complete answer in time", late->request.url.host));
        });
        job->deadline->start(job->total);
    }
    host.waiting.push_back(job);
    startWaiting(job->request.url.host);
}

/// What rests for longer than anybody holds a request back is refused at once. True: it was.
bool Client::Worker::refuse(const JobPointer &job)
{
    const auto rest = hostOf(*job).gate.rests(job->haste, m_clock.now());
    if (!rest || *rest <= kLongestHold)
        return false;
    Error error{ErrorKind::RateLimited, "the server asked for a pause", job->request.url.host};
    error.retryAfter = *rest;
    finish(job, tl::unexpected(error));
    return true;
}

/// What somebody waits for goes first; a request that may not start yet lets others pass.
void Client::Worker::startWaiting(const std::string &name)
{
    Host &host = m_hosts.at(name);
    std::optional<Nanos> next;
    for (const Haste haste : {Haste::Person, Haste::Background})
        for (std::size_t i = 0; i < host.waiting.size();) {
            const JobPointer job = host.waiting[i];
            const Nanos now = m_clock.now();
            const auto start = job->haste == haste ? host.gate.mayStart(job->kind, haste, now) : std::nullopt;
            if (!start || *start > now) {
                if (start)
                    next = std::min(next.value_or(*start), *start);
                ++i;
                continue;
            }
            host.waiting.erase(host.waiting.begin() + std::ptrdiff_t(i));
            host.running.push_back(job);
            host.gate.started(job->kind, now);
            job->started = true;
            begin(job);
        }
    if (next)
        startLater(name, *next);
}

void Client::Worker::startLater(const std::string &name, Nanos moment)
{
    std::optional<Nanos> &wakes = m_hosts.at(name).wakes;
    const Nanos now = m_clock.now();
    if (wakes && *wakes > now && *wakes <= moment)
        return;
    wakes = moment;
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(moment - now);
    QTimer::singleShot(wait, Qt::PreciseTimer, m_context, [this, name] { startWaiting(name); });
}

void Client::Worker::begin(const JobPointer &job)
{
    const std::weak_ptr<Job> weak = job;
    job->request.proxies = m_proxy;
    job->transfer = new Transfer(*m_manager, job->request, *job->sink, [this, weak](Result<Answer> answer) {
        if (const JobPointer answered = weak.lock())
            onAnswer(answered, std::move(answer));
    });
    job->transfer->setParent(m_context);
    // Not on the spot: a transfer that is refused at once would end in the middle of startWaiting().
    QMetaObject::invokeMethod(
        job->transfer, [transfer = job->transfer] { transfer->start(); }, Qt::QueuedConnection);
}

void Client::Worker::onAnswer(const JobPointer &job, Result<Answer> answer)
{
    if (answer && retriesSoon(job, *answer))
        return;
    if (answer && (answer->status == 429 || answer->status == 503))
        keepStill(*job, *answer);
    else if (answer && answer->succeeded())
        hostOf(*job).gate.answered();
    finish(job, std::move(answer));
}

/// The host has enough of us: what waits for its turn waits on, or hears that it would be too long.
void Client::Worker::keepStill(const Job &job, const Answer &answer)
{
    Host &host = hostOf(job);
    const Nanos now = m_clock.now();
    if (const auto rest = parseRetryAfter(answer.retryAfter, m_clock.wallNow()); rest && *rest > 0s)
        host.gate.restUntil(now + std::min<std::chrono::seconds>(*rest, kLongestRest));
    else
        host.gate.backOff(now);
    for (const JobPointer &waiting : std::deque(host.waiting))
        refuse(waiting);
}

/// Small panels answer the first request with 503 while they wake up. Asked once more, after a breath, with the slot
/// kept.
bool Client::Worker::retriesSoon(const JobPointer &job, const Answer &answer)
{
    if (answer.status != 503 || job->retry == Retry503::Never || std::exchange(job->retried, true))
        return false;
    const auto asked = parseRetryAfter(answer.retryAfter, m_clock.wallNow());
    if (asked && *asked > kLongestRetryPause)
        return false;
    job->transfer->deleteLater();
    job->transfer = nullptr;
    const std::weak_ptr<Job> weak = job;
    const std::chrono::milliseconds pause = std::max<std::chrono::milliseconds>(kRetryPause, asked.value_or(0s));
    QTimer::singleShot(pause, m_context, [this, weak] {
        if (const JobPointer again = weak.lock(); again && !again->done)
            begin(again);
    });
    return true;
}

void Client::Worker::finish(const JobPointer &job, Result<Answer> answer)
{
    if (std::exchange(job->done, true))
        return;
    // NOLINTNEXTLINE(performance-unnecessary-copy-initialization): `job` may lie in a queue that lets go of it below
    const JobPointer alive = job;
    if (job->transfer) {
        job->transfer->abandon(); // its sink may go with the job, below
        job->transfer->deleteLater();
    }
    // These may be the ones that called us.
    if (job->watcher)
        job->watcher.release()->deleteLater();
    if (job->deadline)
        job->deadline.release()->deleteLater();
    Host &host = hostOf(*job);
    std::erase(host.waiting, job);
    std::erase(host.running, job);
    if (job->started)
        host.gate.ended(job->kind);
    if (!answer)
        log::info(kLog, "request failed kind=" + std::string(errorKindName(answer.error().kind)) +
                            " host=" + job->request.url.host + " detail=" + answer.error().detail);
    alive->complete(std::move(answer));
    startWaiting(alive->request.url.host);
}

void Client::Worker::abortAll()
{
    for (auto &[name, host] : m_hosts) {
        const std::deque<JobPointer> waiting = std::exchange(host.waiting, {}); // nothing starts any more
        for (const JobPointer &job : waiting)
            finish(job, fail(ErrorKind::Cancelled));
        const std::deque<JobPointer> running = host.running;
        for (const JobPointer &job : running)
            finish(job, fail(ErrorKind::Cancelled));
    }
}

} // namespace kanal::xtream
