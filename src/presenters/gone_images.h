// SPDX-License-Identifier: MIT
// Addresses where a server said there is no picture, or gave something else: not asked for again for a day, not at the
// next start either. On disk by a hash of the address, which may hold a token. Any thread.
#pragma once

#include <kanal/core/limits.h>

#include <QString>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <unordered_map>

namespace kanal::presenters
{

class GoneImages
{
public:
    using Time = std::chrono::sys_seconds;
    static constexpr std::chrono::seconds kFor = std::chrono::hours(24);

    /// Of more than `most` the oldest are forgotten.
    explicit GoneImages(std::filesystem::path file, std::size_t most = limits::kGoneImages);

    /// The first one reads the file.
    bool contains(const QString &address, Time now);
    void note(const QString &address, Time now);
    void clear();
    /// Writes the file where it is another now.
    void store();

private:
    void ensureRead();
    void makeRoom();

    const std::filesystem::path m_file;
    const std::size_t m_most;
    std::mutex m_mutex; ///< over all below
    std::unordered_map<std::uint64_t, std::int64_t> m_since;
    bool m_read = false;
    bool m_changed = false;
};

} // namespace kanal::presenters
