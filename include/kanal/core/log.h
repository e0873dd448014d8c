// SPDX-License-Identifier: MIT
// The log of the rooms that have no Qt. Every message is redacted here, at the sink, whoever wrote it.
//
//     log::info("kanal.playback.net", "connected host={} ms={}"…)  →  log::info("kanal.playback.net", "connected host="
//     + host);
#pragma once

#include <functional>
#include <string_view>

namespace kanal::log
{

enum class Level { Debug, Info, Warning, Error };

/// Category names are kanal.<room>.<part>.
using Sink = std::function<void(Level level, std::string_view category, std::string_view message)>;

/// Where messages go; the default is stderr for warnings and up (all with KANAL_LOG=debug). Set once at start.
void setSink(Sink sink);
void write(Level level, std::string_view category, std::string_view message); ///< Any thread.

inline void debug(std::string_view category, std::string_view message)
{
    write(Level::Debug, category, message);
}
inline void info(std::string_view category, std::string_view message)
{
    write(Level::Info, category, message);
}
inline void warning(std::string_view category, std::string_view message)
{
    write(Level::Warning, category, message);
}
inline void error(std::string_view category, std::string_view message)
{
    write(Level::Error, category, message);
}

} // namespace kanal::log
