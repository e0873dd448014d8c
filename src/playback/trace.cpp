// SPDX-License-Identifier: MIT
#include "trace.h"

#include <kanal/core/log.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <mutex>
#include <string>

namespace kanal::playback::trace
{

namespace
{

constexpr std::size_t kFlushBytes = 64 * 1024;

std::int64_t nowUs()
{
    return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

/// Small numbers for the threads, in the order in which they first say something.
int threadNumber()
{
    static std::atomic<int> next{1};
    thread_local const int number = next++;
    return number;
}

/// The events as JSON text, one a line. The format allows the closing bracket to be missing, so a crash costs only what
/// was not flushed.
class Writer
{
public:
    Writer()
    {
        const char *path = std::getenv("KANAL_TRACE");
        if (!path || !*path)
            return;
        m_file.open(path, std::ios::binary | std::ios::trunc);
        if (!m_file)
            log::warning("kanal.playback.trace", "the file named by KANAL_TRACE cannot be written");
        else
            m_text = "[\n";
    }
    ~Writer()
    {
        std::lock_guard lock(m_mutex);
        if (m_file.is_open()) // no comma after the last one
            m_file << m_text << R"({"ph":"M","pid":1,"name":"process_name","args":{"name":"kanal"}})"
                   << "\n]\n";
    }

    bool open() const { return m_file.is_open(); }

    void write(const char *phase, const char *name, std::int64_t atUs, const std::string &more)
    {
        char head[160];
        std::snprintf(head, sizeof head, R"({"ph":"%s","pid":1,"tid":%d,"ts":%lld,"name":"%.60s")", phase,
                      threadNumber(), static_cast<long long>(atUs), name);
        std::lock_guard lock(m_mutex);
        m_text.append(head).append(more).append("},\n");
        if (m_text.size() > kFlushBytes) {
            m_file << m_text;
            m_text.clear();
        }
    }

private:
    std::mutex m_mutex;
    std::ofstream m_file;
    std::string m_text;
};

Writer &writer()
{
    static Writer writer;
    return writer;
}

std::string ofSession(std::uint64_t session)
{
    return R"(,"cat":"start","id":)" + std::to_string(session);
}

} // namespace

bool on()
{
    static const bool open = writer().open();
    return open;
}

Span::Span(const char *name)
    : m_name(on() ? name : nullptr)
{
    if (m_name)
        m_beganUs = nowUs();
}

Span::~Span()
{
    if (m_name)
        writer().write("X", m_name, m_beganUs, R"(,"dur":)" + std::to_string(nowUs() - m_beganUs));
}

void stage(const char *name, std::uint64_t session, double ms)
{
    if (!on())
        return;
    const std::int64_t now = nowUs();
    writer().write("b", name, now - std::int64_t(ms * 1000), ofSession(session));
    writer().write("e", name, now, ofSession(session));
}

void moment(const char *name, std::uint64_t session)
{
    if (on())
        writer().write("i", name, nowUs(), R"(,"s":"p","args":{"session":)" + std::to_string(session) + "}");
}

void counter(const char *name, double value)
{
    if (on())
        writer().write("C", name, nowUs(), R"(,"args":{"value":)" + std::to_string(value) + "}");
}

void nameThread(const char *name)
{
    if (on())
        writer().write("M", "thread_name", nowUs(), R"(,"args":{"name":")" + std::string(name) + "\"}");
}

} // namespace kanal::playback::trace
