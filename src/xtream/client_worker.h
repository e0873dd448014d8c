// SPDX-License-Identifier: MIT
// The inside of Client: its network thread and the jobs that wait for their turn with each host.
#pragma once

#include "client_transfer.h"
#include "host_gate.h"

#include <kanal/core/account.h>
#include <kanal/xtream/client.h>

#include <QFutureWatcher>
#include <QPromise>
#include <QThread>

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace kanal::xtream
{

enum class Retry503 { Never, Once };

/// A request that is to be made and what is to be done with its answer.
struct Job {
    TransferRequest request;
    RequestKind kind = RequestKind::Small;
    Haste haste = Haste::Person;
    Retry503 retry = Retry503::Never;
    std::chrono::milliseconds total{0}; ///< 0: only the deadlines of a transfer
    std::unique_ptr<ByteSink> sink;
    /// Called once with the outcome; finishes the promise.
    std::function<void(Result<Answer>)> complete;
    /// Makes, on the network thread, the object that reports a cancelled future.
    std::function<QObject *(std::function<void()> onCancelled)> watch;

    // Network thread.
    std::unique_ptr<QObject> watcher;
    std::unique_ptr<QTimer> deadline;
    Transfer *transfer = nullptr;
    bool started = false;
    bool retried = false;
    bool done = false;
};

class Client::Worker
{
public:
    Worker();
    ~Worker();

    /// Any thread. `conclude` runs on the network thread.
    template<class T>
    QFuture<Result<T>> submit(std::shared_ptr<Job> job, std::function<Result<T>(const Answer &)> conclude)
    {
        auto promise = std::make_shared<QPromise<Result<T>>>();
        promise->start();
        QFuture<Result<T>> future = promise->future();
        submitTo<T>(promise, std::move(job), std::move(conclude));
        return future;
    }

    /// The same for a promise that exists already: a second request towards one answer.
    template<class T>
    void submitTo(std::shared_ptr<QPromise<Result<T>>> promise, std::shared_ptr<Job> job,
                  std::function<Result<T>(const Answer &)> conclude)
    {
        submitRaw<T>(promise, std::move(job), [promise, conclude = std::move(conclude)](Result<Answer> answer) {
            Result<T> result = answer ? conclude(*answer) : tl::unexpected(answer.error());
            promise->addResult(std::move(result));
            promise->finish();
        });
    }

    template<class T>
    void submitRaw(std::shared_ptr<QPromise<Result<T>>> promise, std::shared_ptr<Job> job,
                   std::function<void(Result<Answer>)> complete)
    {
        job->complete = std::move(complete);
        job->watch = [future = promise->future()](std::function<void()> onCancelled) -> QObject * {
            auto *watcher = new QFutureWatcher<Result<T>>;
            QObject::connect(watcher, &QFutureWatcher<Result<T>>::canceled, watcher, std::move(onCancelled));
            watcher->setFuture(future);
            return watcher;
        };
        QMetaObject::invokeMethod(
            m_context, [this, job = std::move(job)] { accept(job); }, Qt::QueuedConnection);
    }

    /// What the panel's clock was ahead of UTC at the last sign-in. Any thread.
    std::chrono::seconds utcOffset(const std::string &server) const;
    void rememberUtcOffset(const std::string &server, std::chrono::seconds offset);

    void setProxy(const ProxyRule &rule); ///< any thread

private:
    using JobPointer = std::shared_ptr<Job>;
    struct Host {
        explicit Host(HostGate::Pace pace)
            : gate(pace)
        {
        }
        HostGate gate;
        std::deque<JobPointer> waiting;
        std::deque<JobPointer> running;
        std::optional<Nanos> wakes; ///< when startWaiting() is called again
    };

    // Network thread.
    void accept(const JobPointer &job);
    Host &hostOf(const Job &job);
    void startWaiting(const std::string &host);
    void startLater(const std::string &host, Nanos moment);
    bool refuse(const JobPointer &job);
    void keepStill(const Job &job, const Answer &answer);
    void begin(const JobPointer &job);
    void onAnswer(const JobPointer &job, Result<Answer> answer);
    bool retriesSoon(const JobPointer &job, const Answer &answer);
    void finish(const JobPointer &job, Result<Answer> answer);
    void abortAll();

    QThread m_thread;
    QObject *m_context = nullptr; // lives on m_thread; everything below belongs to it
    QNetworkAccessManager *m_manager = nullptr;
    ProxyRule m_proxy = ProxyRule::fromEnvironment();
    std::map<std::string, Host> m_hosts;
    SteadyClock m_clock;

    mutable std::mutex m_offsetsMutex;
    std::map<std::string, std::chrono::seconds> m_offsets; // by server; guarded by m_offsetsMutex
};

} // namespace kanal::xtream
