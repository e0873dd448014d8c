// SPDX-License-Identifier: MIT
// What every command works with: the global options, the profile (opened when first needed), and a way to wait for an
// answer.
#pragma once

#include "interrupt.h"
#include "output.h"

#include <kanal/core/account.h>
#include <kanal/core/error.h>
#include <kanal/core/proxy.h>
#include <kanal/session/services.h>

#include <QEventLoop>
#include <QFuture>
#include <QFutureWatcher>

#include <functional>
#include <memory>
#include <string>

#include <CLI/App.hpp>

namespace kanal::cli
{

constexpr int kDone = 0;
constexpr int kFailed = 1;
constexpr int kUsage = 2;

/// A command gives its exit status, or the error that main() reports.
using Command = std::function<Result<int>()>;

class Context
{
public:
    struct Options {
        bool json = false;
        std::string profile;
        std::string secrets;
        std::string account;
    };

    Options options;
    Command command; ///< the one that was chosen

    Interrupt &interrupt() { return m_interrupt; }
    /// The profile; fails with Storage when it cannot be used.
    Result<session::Services *> services();
    /// As the profile has it, where one was opened; else as the environment says.
    ProxyRule proxy() const;
    /// The account chosen by `nameOrId`, else by --account, else the active one.
    Result<Account> account(const std::string &nameOrId = {});

    /// Runs the event loop until the answer is there; Ctrl+C cancels the question.
    template<class T>
    Result<T> await(QFuture<Result<T>> future);

private:
    Interrupt m_interrupt;
    std::unique_ptr<session::Services> m_services;
};

template<class T>
Result<T> Context::await(QFuture<Result<T>> future)
{
    QEventLoop loop;
    QFutureWatcher<Result<T>> watcher;
    QObject::connect(&watcher, &QFutureWatcherBase::finished, &loop, &QEventLoop::quit);
    QObject::connect(&m_interrupt, &Interrupt::raised, &loop, [&future] {
        if (!future.isFinished())
            future.cancel();
    });
    watcher.setFuture(future);
    if (Interrupt::happened() && !future.isFinished())
        future.cancel();
    if (!future.isFinished())
        loop.exec();
    if (future.isCanceled() || future.resultCount() == 0)
        return fail(ErrorKind::Cancelled);
    return future.result();
}

} // namespace kanal::cli
