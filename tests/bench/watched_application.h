// SPDX-License-Identifier: MIT
// Watches the GUI thread: what it takes until a widget's change is on the screen, and how long it does not listen.
#pragma once

#include "figures.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEvent>
#include <QThread>
#include <QTimer>
#include <QWidget>

#include <algorithm>
#include <functional>
#include <memory>

namespace kanal::bench
{

class WatchedApplication : public QApplication
{
public:
    WatchedApplication(int &argc, char **argv)
        : QApplication(argc, argv)
    {
    }

    /// The next painting inside this widget while `isThere` holds is waited for.
    void watch(const QWidget *area, std::function<bool()> isThere)
    {
        m_area = area;
        m_isThere = std::move(isThere);
        m_shownAt = 0;
    }
    /// When the window with the change was given to the display; 0: not yet.
    double shownAt() const { return m_shownAt; }

    bool notify(QObject *receiver, QEvent *event) override
    {
        if (QThread::currentThread() != thread())
            return QApplication::notify(receiver, event); // the threads of network and disk come by here, too
        if (m_area && event->type() == QEvent::Paint && receiver->isWidgetType()) {
            const auto *widget = static_cast<const QWidget *>(receiver);
            m_painted = m_painted || ((widget == m_area || m_area->isAncestorOf(widget)) && m_isThere());
        }
        ++m_depth;
        const bool done = QApplication::notify(receiver, event);
        --m_depth;
        if (m_depth == 0 && m_painted) { // the update of the window is over: painted and flushed
            m_painted = false;
            m_area = nullptr;
            m_shownAt = wallMs();
        }
        return done;
    }

private:
    const QWidget *m_area = nullptr;
    int m_depth = 0;
    bool m_painted = false;
    double m_shownAt = 0;
    std::function<bool()> m_isThere;
};

/// A click that comes at the worst moment waits this long: the gaps of a timer that wants to go off every millisecond.
class GapProbe
{
public:
    GapProbe()
    {
        m_timer.setTimerType(Qt::PreciseTimer);
        m_timer.setInterval(1);
        QObject::connect(&m_timer, &QTimer::timeout, [this] {
            const double now = wallMs();
            m_longest = std::max(m_longest, now - m_last - 1);
            m_last = now;
        });
        m_last = wallMs();
        m_timer.start();
    }
    double longest() const { return std::max(m_longest, wallMs() - m_last - 1); }

private:
    QTimer m_timer;
    double m_last = 0, m_longest = 0;
};

/// Runs the event loop until the condition holds; false after so many ms.
inline bool waitUntil(const std::function<bool()> &condition, int ms = 60'000)
{
    QTimer tick; // the condition may hang on time alone
    tick.start(20);
    QElapsedTimer since;
    since.start();
    while (!condition()) {
        if (since.elapsed() > ms)
            return false;
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
    }
    return true;
}

inline void idle(int ms)
{
    waitUntil([] { return false; }, ms);
}

} // namespace kanal::bench
