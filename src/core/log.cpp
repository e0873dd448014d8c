// SPDX-License-Identifier: MIT
#include <kanal/core/log.h>
#include <kanal/core/redact.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <string>

namespace kanal::log
{

namespace
{

std::mutex s_mutex;
std::shared_ptr<const Sink> s_sink; // guarded by s_mutex

constexpr std::string_view levelName(Level level)
{
    switch (level) {
    case Level::Debug:
        return "debug";
    case Level::Info:
        return "info";
    case Level::Warning:
        return "warning";
    case Level::Error:
        return "error";
    }
    return "error";
}

bool wantsEverything()
{
    static const bool wants = [] {
        const char *value = std::getenv("KANAL_LOG");
        return value && std::string_view(value) == "debug";
    }();
    return wants;
}

void writeToStderr(Level level, std::string_view category, std::string_view message)
{
    if (level < Level::Warning && !wantsEverything())
        return;
    std::string line(levelName(level));
    line.append(" ").append(category).append(": ").append(redact(message)).append("\n");
    std::fwrite(line.data(), 1, line.size(), stderr);
}

} // namespace

void setSink(Sink sink)
{
    auto shared = sink ? std::make_shared<const Sink>(std::move(sink)) : nullptr;
    std::lock_guard lock(s_mutex);
    s_sink = std::move(shared);
}

void write(Level level, std::string_view category, std::string_view message)
{
    std::shared_ptr<const Sink> sink;
    {
        std::lock_guard lock(s_mutex);
        sink = s_sink;
    }
    if (sink)
        (*sink)(level, category, redact(message));
    else
        writeToStderr(level, category, message);
}

} // namespace kanal::log
