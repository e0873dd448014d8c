// SPDX-License-Identifier: MIT
// Waiting for answers and signals with the event loop running; a test fails instead of hanging.
#pragma once

#include <kanal/core/error.h>

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QEventLoop>
#include <QFuture>
#include <QFutureWatcher>
#include <QTimer>

#include <chrono>

#include <gtest/gtest.h>

namespace kanal::session
{

inline constexpr std::chrono::seconds kPatience{20};

template<class T>
Result<T> answerTo(QFuture<Result<T>> future)
{
    QEventLoop loop;
    QFutureWatcher<Result<T>> watcher;
    QObject::connect(&watcher, &QFutureWatcherBase::finished, &loop, &QEventLoop::quit);
    watcher.setFuture(future);
    QTimer::singleShot(kPatience, &loop, &QEventLoop::quit);
    if (!future.isFinished())
        loop.exec();
    if (!future.isFinished()) {
        ADD_FAILURE() << "no answer in time";
        return fail(ErrorKind::Timeout);
    }
    if (future.isCanceled() || future.resultCount() == 0)
        return fail(ErrorKind::Cancelled);
    return future.result();
}

template<class Condition>
bool eventually(Condition condition)
{
    const QDeadlineTimer deadline(kPatience);
    while (!condition()) {
        if (deadline.hasExpired())
            return false;
        QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
    }
    return true;
}

/// The kind of an answer that must be an error; the test fails on a success.
template<class T>
ErrorKind kindOf(const Result<T> &answer)
{
    EXPECT_FALSE(answer.has_value()) << "a success where an error was due";
    return answer ? ErrorKind::Cancelled : answer.error().kind;
}

} // namespace kanal::session
