// SPDX-License-Identifier: MIT
// Who is watching: the account's stream slots and what the tests want to know about them. Slots are taken and given
// back on the server thread; the counters may be read on any.
#pragma once

#include <kanal/panel/panel.h>

#include <atomic>
#include <map>
#include <memory>
#include <string>

namespace kanal::panel
{

class StreamLedger
{
public:
    /// Whoever holds it has a stream open.
    class Slot
    {
    public:
        explicit Slot(std::shared_ptr<std::atomic<int>> openNow)
            : m_openNow(std::move(openNow))
        {
        }
        ~Slot() { --*m_openNow; }
        Slot(const Slot &) = delete;
        Slot &operator=(const Slot &) = delete;

    private:
        std::shared_ptr<std::atomic<int>> m_openNow;
    };
    using SlotPtr = std::shared_ptr<Slot>;

    explicit StreamLedger(int limit)
        : m_limit(limit)
    {
    }

    /// A slot, or null when all are in use. Connections with the same non-empty `name` share one: a player reading a
    /// file jumps by opening the next connection before the last one is closed.
    SlotPtr take(const std::string &name = {});

    void countApiCall() { ++m_apiCalls; }
    void countRefusal() { ++m_refused; }
    void countMediaRequest() { ++m_media; }
    void noteFaults(int met) { m_faults = met; }
    int openNow() const { return *m_openNow; }
    PanelCounters counters() const;

private:
    const int m_limit;
    std::shared_ptr<std::atomic<int>> m_openNow = std::make_shared<std::atomic<int>>(0);
    std::atomic<int> m_apiCalls = 0, m_opened = 0, m_most = 0, m_refused = 0, m_media = 0, m_faults = 0;
    std::map<std::string, std::weak_ptr<Slot>> m_named;
};

} // namespace kanal::panel
