// SPDX-License-Identifier: MIT
// The huge panel in a child process, so that its work is not counted; and waiting for an answer of session.
#pragma once

#include <kanal/core/error.h>
#include <kanal/core/log.h>
#include <kanal/panel/panel.h>

#include <QCoreApplication>
#include <QEventLoop>
#include <QFuture>
#include <QFutureWatcher>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace kanal::bench
{

[[noreturn]] inline void giveUp(const std::string &why)
{
    std::fprintf(stderr, "bench: %s\n", why.c_str());
    std::exit(1);
}

/// Made before Qt has threads; ends when this is gone, however the program ends.
class PanelProcess
{
public:
    PanelProcess()
    {
        std::array<int, 2> up{}, down{};
        if (pipe(up.data()) != 0 || pipe(down.data()) != 0)
            giveUp("no pipe");
        m_child = fork();
        if (m_child == 0) {
            close(up[0]);
            close(down[1]);
            serve(up[1], down[0]);
        }
        close(up[1]);
        close(down[0]);
        m_told = up[0];
        m_stop = down[1];
        while (m_text.find('\n') == std::string::npos)
            if (!readMore())
                giveUp("the panel did not start");
        m_url = m_text.substr(0, m_text.find('\n'));
        m_text.erase(0, m_text.find('\n') + 1);
        fcntl(m_told, F_SETFL, O_NONBLOCK);
    }
    ~PanelProcess()
    {
        close(m_stop);
        close(m_told);
        waitpid(m_child, nullptr, 0);
    }
    PanelProcess(const PanelProcess &) = delete;
    PanelProcess &operator=(const PanelProcess &) = delete;

    const std::string &url() const { return m_url; }

    /// When the last byte of the latest list of so many rows was given to the socket, as wallMs() counts; 0: not yet.
    double sentMs(int rows)
    {
        while (readMore()) {
        }
        for (std::size_t end; (end = m_text.find('\n')) != std::string::npos; m_text.erase(0, end + 1)) {
            int count = 0;
            long long micros = 0;
            if (std::sscanf(m_text.c_str(), "rows=%d list_sent_us=%lld", &count, &micros) == 2)
                m_sent[count] = double(micros) / 1000;
        }
        const auto found = m_sent.find(rows);
        return found == m_sent.end() ? 0 : found->second;
    }

private:
    bool readMore()
    {
        std::array<char, 4096> piece{};
        const ssize_t count = read(m_told, piece.data(), piece.size());
        if (count > 0)
            m_text.append(piece.data(), std::size_t(count));
        return count > 0;
    }

    [[noreturn]] static void serve(int tell, int stop)
    {
        // It stands for another machine: drawing posters must not take the processor from who shows them.
        if (nice(10) == -1)
            std::fprintf(stderr, "bench: the panel keeps its priority\n");
        const auto say = [tell](const std::string &line) { return write(tell, line.data(), line.size()) > 0; };
        log::setSink([say](log::Level, std::string_view category, std::string_view message) {
            if (category == "kanal.panel.lists")
                say(std::string(message) + '\n');
        });
        int argc = 0;
        QCoreApplication application(argc, nullptr);
        panel::PanelOptions options;
        options.scenario = "huge";
        panel::Panel panel(options);
        char byte = 0;
        if (panel.start() && say(panel.url() + '\n'))
            while (read(stop, &byte, 1) > 0) {
            }
        _exit(0);
    }

    pid_t m_child = 0;
    int m_told = -1, m_stop = -1;
    std::string m_url, m_text;
    std::map<int, double> m_sent; // by number of rows
};

template<class T>
T answerOf(QFuture<Result<T>> future)
{
    QEventLoop loop;
    QFutureWatcher<Result<T>> watcher;
    QObject::connect(&watcher, &QFutureWatcherBase::finished, &loop, &QEventLoop::quit);
    watcher.setFuture(future);
    if (!future.isFinished())
        loop.exec();
    const Result<T> answer = future.result();
    if (!answer)
        giveUp(answer.error().detail);
    return *answer;
}

} // namespace kanal::bench
