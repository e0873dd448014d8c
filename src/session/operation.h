// SPDX-License-Identifier: MIT
// How a use case is strung together from answers that come later: whenDone() for one answer, Operation for a chain that
// is handed out as one future, inPool() for disk work. Handlers run on the context's thread; when the context dies they
// are dropped, and with them the promise, so that whoever waits sees a cancelled future and never hangs.
#pragma once

#include <kanal/core/error.h>
#include <kanal/session/take_back.h>

#include <QFuture>
#include <QFutureWatcher>
#include <QObject>
#include <QPromise>
#include <QThreadPool>

#include <functional>
#include <memory>
#include <type_traits>

namespace kanal::session
{

/// What a finished future holds; a cancelled one is an Error of kind Cancelled.
template<class T>
Result<T> answerOf(const QFuture<Result<T>> &done)
{
    if (done.isCanceled() || done.resultCount() == 0)
        return fail(ErrorKind::Cancelled);
    return done.result();
}

/// Hands the answer to `handler` on `context`'s thread, cancelled futures included. A watcher and not
/// .then().onCanceled(): one handler, one kind of answer, and none of the continuations that crash on Qt 6.4.
template<class T, class Handler>
void whenDone(const QFuture<Result<T>> &future, QObject *context, Handler handler)
{
    auto *watcher = new QFutureWatcher<Result<T>>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context, [watcher, handler = std::move(handler)] {
        watcher->deleteLater();
        handler(answerOf(watcher->future()));
    });
    watcher->setFuture(future);
}

template<class T>
QFuture<Result<T>> readyAnswer(Result<T> answer)
{
    QPromise<Result<T>> promise;
    promise.start();
    promise.addResult(std::move(answer));
    promise.finish();
    return promise.future();
}

/// Runs `work`, which returns a Result, in the pool.
template<class Work>
auto inPool(QThreadPool &pool, Work work) -> QFuture<std::invoke_result_t<Work &>>
{
    using Answer = std::invoke_result_t<Work &>;
    auto promise = std::make_shared<QPromise<Answer>>();
    promise->start();
    QFuture<Answer> future = promise->future();
    pool.start([promise = std::move(promise), work = std::move(work)]() mutable {
        promise->addResult(work());
        promise->finish();
    });
    return future;
}

/// A chain of steps behind one future. Cancelling that future cancels the question under way; the chain then ends
/// itself. Kept alive by the handler of its current step alone, so it ends with its owner.
template<class T>
class Operation : public std::enable_shared_from_this<Operation<T>>
{
public:
    static std::shared_ptr<Operation> start(QObject *owner)
    {
        auto operation = std::shared_ptr<Operation>(new Operation(owner));
        operation->m_promise.start();
        auto *watcher = new QFutureWatcher<Result<T>>(owner);
        QObject::connect(watcher, &QFutureWatcherBase::canceled, owner, [weak = std::weak_ptr(operation)] {
            if (auto self = weak.lock(); self && self->m_onCancel)
                self->m_onCancel();
        });
        QObject::connect(watcher, &QFutureWatcherBase::finished, watcher, &QObject::deleteLater);
        watcher->setFuture(operation->future());
        return operation;
    }

    QFuture<Result<T>> future() const { return m_promise.future(); }

    bool cancelled() const { return m_promise.isCanceled(); }

    /// A step that may be cancelled: a question to a panel. `next(answer)` runs on the owner's thread; it takes the
    /// following step or finishes.
    template<class U, class Next>
    void ask(QFuture<Result<U>> answer, Next next)
    {
        if (cancelled() && !answer.isFinished())
            answer.cancel();
        onCancel([answer]() mutable { takeBack(answer); });
        step(answer, [self = this->shared_from_this(), next = std::move(next)](const Result<U> &result) {
            self->onCancel({});
            next(result);
        });
    }

    /// A step that is taken to its end once begun: what is half stored helps nobody.
    template<class U, class Next>
    void step(const QFuture<Result<U>> &answer, Next next)
    {
        whenDone(answer, m_owner,
                 [self = this->shared_from_this(), next = std::move(next)](const Result<U> &result) { next(result); });
    }

    /// What cancelling does while no question is under way.
    void onCancel(std::function<void()> handler) { m_onCancel = std::move(handler); }

    void finish(Result<T> answer)
    {
        m_promise.addResult(std::move(answer));
        m_promise.finish();
    }

private:
    explicit Operation(QObject *owner)
        : m_owner(owner)
    {
    }

    QObject *m_owner;
    QPromise<Result<T>> m_promise;
    std::function<void()> m_onCancel;
};

/// What `make` makes of the answer; there at once where the answer is: a zap waits for no turn of the event loop.
template<class T, class Make>
auto transformed(const QFuture<Result<T>> &answer, QObject *context, Make make)
    -> QFuture<std::invoke_result_t<Make &, const Result<T> &>>
{
    using Made = std::invoke_result_t<Make &, const Result<T> &>;
    if (answer.isFinished())
        return readyAnswer(Made(make(answerOf(answer))));
    const auto operation = Operation<typename Made::value_type>::start(context);
    operation->step(answer, [operation, make](const Result<T> &result) { operation->finish(make(result)); });
    return operation->future();
}

} // namespace kanal::session
