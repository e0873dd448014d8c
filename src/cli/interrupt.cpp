// SPDX-License-Identifier: MIT
#include "interrupt.h"

#include <QSocketNotifier>

#include <array>
#include <atomic>
#include <csignal>
#include <cstdlib>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <unistd.h>
#else
#include <windows.h>
#endif

namespace kanal::cli
{

namespace
{

constexpr int kEndedBySignal = 130;

std::atomic<bool> s_happened = false;

#ifdef Q_OS_UNIX

std::array<int, 2> s_pipe = {-1, -1};

extern "C" void onSignal(int)
{
    if (s_happened.exchange(true))
        _exit(kEndedBySignal);
    const char wake = 1;
    [[maybe_unused]] const auto written = write(s_pipe[1], &wake, 1);
}

#else

Interrupt *s_interrupt = nullptr;

BOOL WINAPI onConsoleEvent(DWORD)
{
    if (s_happened.exchange(true))
        std::_Exit(kEndedBySignal);
    QMetaObject::invokeMethod(s_interrupt, &Interrupt::raised, Qt::QueuedConnection); // this is a thread of its own
    return TRUE;
}

#endif

} // namespace

#ifdef Q_OS_UNIX

Interrupt::Interrupt(QObject *parent)
    : QObject(parent)
{
    if (pipe(s_pipe.data()) != 0)
        return; // without it a signal ends the program, as ever
    for (const int end : s_pipe)
        fcntl(end, F_SETFD, FD_CLOEXEC);
    auto *notifier = new QSocketNotifier(s_pipe[0], QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, [this, notifier] {
        notifier->setEnabled(false);
        Q_EMIT raised();
    });
    struct sigaction action = {};
    action.sa_handler = onSignal; // no SA_RESTART: a prompt that waits for a line is woken
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
}

#else

Interrupt::Interrupt(QObject *parent)
    : QObject(parent)
{
    s_interrupt = this;
    SetConsoleCtrlHandler(onConsoleEvent, TRUE);
}

#endif

bool Interrupt::happened()
{
    return s_happened;
}

} // namespace kanal::cli
