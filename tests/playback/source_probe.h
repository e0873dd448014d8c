// SPDX-License-Identifier: MIT
// What a test needs around a ByteSource: its events, and reading with a deadline.
#pragma once

#include "byte_source.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <vector>

namespace kanal::playback
{

class SourceEvents
{
public:
    SourceListener listener()
    {
        return [this](const SourceEvent &event) {
            const std::lock_guard lock(m_mutex);
            m_events.push_back(event);
            m_changed.notify_all();
        };
    }

    template<class Event>
    std::vector<Event> all() const
    {
        const std::lock_guard lock(m_mutex);
        return allLocked<Event>();
    }

    /// The nth of its kind, from 1; waits up to ten seconds and then fails by throwing.
    template<class Event>
    Event await(std::size_t nth = 1) const
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait_for(lock, std::chrono::seconds(10), [&] { return allLocked<Event>().size() >= nth; });
        return allLocked<Event>().at(nth - 1);
    }

    /// True once there are `count` of the first kind, false once there is one of the other.
    template<class Event, class Other>
    bool awaitEither(std::size_t count) const
    {
        std::unique_lock lock(m_mutex);
        const auto come = [&] { return allLocked<Event>().size() >= count; };
        m_changed.wait_for(lock, std::chrono::seconds(10), [&] { return come() || !allLocked<Other>().empty(); });
        return come();
    }

private:
    template<class Event>
    std::vector<Event> allLocked() const
    {
        std::vector<Event> found;
        for (const SourceEvent &event : m_events) {
            if (const auto *wanted = std::get_if<Event>(&event))
                found.push_back(*wanted);
        }
        return found;
    }

    mutable std::mutex m_mutex;
    mutable std::condition_variable m_changed;
    std::vector<SourceEvent> m_events;
};

/// Reads exactly `count` bytes, or what comes before the end or an error.
inline std::string readBytes(ByteSource &source, std::size_t count)
{
    std::string all(count, '\0');
    std::size_t done = 0;
    while (done < count) {
        const auto got = source.read(std::as_writable_bytes(std::span(all)).subspan(done));
        if (!got || *got == 0)
            break;
        done += *got;
    }
    all.resize(done);
    return all;
}

/// Reads to the end; the error that ended it, if one did.
inline Result<std::string> readAll(ByteSource &source)
{
    std::string all;
    std::array<std::byte, 65536> buffer;
    for (;;) {
        const auto got = source.read(buffer);
        if (!got)
            return tl::unexpected(got.error());
        if (*got == 0)
            return all;
        all.append(reinterpret_cast<const char *>(buffer.data()), *got);
    }
}

} // namespace kanal::playback
