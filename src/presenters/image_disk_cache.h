// SPDX-License-Identifier: MIT
// Pictures as they came, on disk, named by the hash of their address. Above the cap the longest unused ones go. Any
// thread.
#pragma once

#include <QByteArray>
#include <QString>

#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>

namespace kanal::presenters
{

class ImageDiskCache
{
public:
    ImageDiskCache(std::filesystem::path folder, std::uintmax_t capBytes);

    std::optional<QByteArray> read(const QString &url);
    void write(const QString &url, const QByteArray &bytes);
    void remove(const QString &url);

private:
    std::filesystem::path fileOf(const QString &url) const;
    void makeRoom();

    const std::filesystem::path m_folder;
    const std::uintmax_t m_cap;
    std::mutex m_mutex;                    ///< over the size and the clearing out
    std::optional<std::uintmax_t> m_bytes; ///< nullopt: not counted yet
};

} // namespace kanal::presenters
