// SPDX-License-Identifier: MIT
#include "process_guard.h"

#include <QtGlobal>

#ifdef Q_OS_UNIX
#include <QCoreApplication>
#include <QSocketNotifier>

#include <csignal>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>
#endif

#ifdef Q_OS_LINUX
#include <cstdint>
#include <string_view>

#include <link.h>
#include <sys/mman.h>
#endif

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace kanal::app
{

void returnLargeMemory()
{
#ifdef __GLIBC__
    constexpr int kLarge = 1 << 20;
    mallopt(M_MMAP_THRESHOLD, kLarge); // setting it ends its growing, too
    mallopt(M_ARENA_MAX, 2);           // each session brings threads, and each thread would bring its own
#endif
}

#ifdef Q_OS_LINUX

namespace
{

/// Only what can be read from the file again: code and constants. What linking wrote lies in the parts that may be
/// written.
int returnPagesOf(dl_phdr_info *library, std::size_t, void *)
{
    if (std::string_view(library->dlpi_name).starts_with("linux-vdso"))
        return 0; // no file
    const auto page = std::uintptr_t(sysconf(_SC_PAGESIZE));
    for (int i = 0; i < library->dlpi_phnum; ++i) {
        const auto &part = library->dlpi_phdr[i];
        if (part.p_type != PT_LOAD || (part.p_flags & PF_W) != 0)
            continue;
        const std::uintptr_t from = library->dlpi_addr + part.p_vaddr;
        const std::uintptr_t first = (from + page - 1) / page * page, last = (from + part.p_filesz) / page * page;
        if (first < last)
            madvise(reinterpret_cast<void *>(first), last - first, MADV_DONTNEED);
    }
    return 0;
}

} // namespace

void returnSpentMemory()
{
    dl_iterate_phdr(returnPagesOf, nullptr);
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

#else

void returnSpentMemory() {}

#endif

#ifdef Q_OS_UNIX

namespace
{

constexpr unsigned kPatienceSeconds = 2;

int g_wakeUp[2] = {-1, -1}; // a signal handler reaches nothing else

void wakeUp(int signal)
{
    const char byte = char(signal);
    [[maybe_unused]] const auto written = write(g_wakeUp[1], &byte, 1);
    alarm(kPatienceSeconds);
}

void giveUp(int)
{
    _exit(EXIT_FAILURE);
}

void handle(int signal, void (*handler)(int))
{
    struct sigaction action = {};
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    sigaction(signal, &action, nullptr);
}

} // namespace

void forbidCoreFiles()
{
#ifdef NDEBUG
    const rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
#endif
}

void quitOnSignals()
{
    if (pipe(g_wakeUp) != 0)
        return; // the signals end the process the default way
    for (const int end : g_wakeUp) {
        fcntl(end, F_SETFD, FD_CLOEXEC);
        fcntl(end, F_SETFL, O_NONBLOCK);
    }
    auto *notifier = new QSocketNotifier(g_wakeUp[0], QSocketNotifier::Read, qApp);
    QObject::connect(notifier, &QSocketNotifier::activated, qApp, [notifier] {
        notifier->setEnabled(false);
        QCoreApplication::quit();
    });
    handle(SIGTERM, wakeUp);
    handle(SIGINT, wakeUp);
    handle(SIGALRM, giveUp);
}

#else

void forbidCoreFiles() {}
void quitOnSignals() {}

#endif

} // namespace kanal::app
