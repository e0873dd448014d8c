// SPDX-License-Identifier: MIT
#include "image_disk_cache.h"

#include "text.h"

#include <kanal/core/limits.h>

#include <QCryptographicHash>
#include <QFile>
#include <QSaveFile>

#include <algorithm>
#include <chrono>
#include <system_error>
#include <vector>

namespace kanal::presenters
{

namespace
{

namespace fs = std::filesystem;

QString toQString(const fs::path &path)
{
    return QString::fromStdU16String(path.u16string());
}

struct Entry {
    fs::path path;
    fs::file_time_type used;
    std::uintmax_t bytes;
};

std::vector<Entry> entriesIn(const fs::path &folder)
{
    std::vector<Entry> entries;
    std::error_code ignored;
    for (fs::recursive_directory_iterator it(folder, ignored), end; it != end; it.increment(ignored)) {
        std::error_code error;
        if (!it->is_regular_file(error) || error)
            continue;
        const auto bytes = it->file_size(error);
        const auto used = it->last_write_time(error);
        if (!error)
            entries.push_back({it->path(), used, bytes});
    }
    return entries;
}

} // namespace

ImageDiskCache::ImageDiskCache(fs::path folder, std::uintmax_t capBytes)
    : m_folder(std::move(folder))
    , m_cap(capBytes)
{
}

/// Two letters of folder keep each small. The hash hides the address, which may hold a token.
fs::path ImageDiskCache::fileOf(const QString &url) const
{
    const QByteArray hash = QCryptographicHash::hash(url.toUtf8(), QCryptographicHash::Sha256).toHex();
    const std::string name(hash.constData(), std::size_t(hash.size()));
    return m_folder / name.substr(0, 2) / name.substr(2, 38);
}

std::optional<QByteArray> ImageDiskCache::read(const QString &url)
{
    const fs::path path = fileOf(url);
    QFile file(toQString(path));
    if (!file.open(QIODevice::ReadOnly) || file.size() > qint64(limits::kLogoBytes))
        return std::nullopt;
    QByteArray bytes = file.readAll();
    std::error_code ignored; // the time of use is what makeRoom() goes by; a read-only folder just loses it
    fs::last_write_time(path, fs::file_time_type::clock::now(), ignored);
    return bytes;
}

void ImageDiskCache::write(const QString &url, const QByteArray &bytes)
{
    const fs::path path = fileOf(url);
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    QSaveFile file(toQString(path));
    if (error || !file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return; // a cache that cannot be written costs time, nothing else
    const std::lock_guard lock(m_mutex);
    if (m_bytes)
        *m_bytes += std::uintmax_t(bytes.size());
    makeRoom();
}

void ImageDiskCache::remove(const QString &url)
{
    std::error_code ignored;
    fs::remove(fileOf(url), ignored);
}

void ImageDiskCache::makeRoom()
{
    if (m_bytes && *m_bytes <= m_cap)
        return;
    std::vector<Entry> entries = entriesIn(m_folder);
    std::uintmax_t bytes = 0;
    for (const Entry &entry : entries)
        bytes += entry.bytes;
    if (bytes > m_cap) {
        std::sort(entries.begin(), entries.end(), [](const Entry &a, const Entry &b) { return a.used < b.used; });
        const std::uintmax_t goal = m_cap / 10 * 9; // some air, so that the next picture does not start this again
        for (const Entry &entry : entries) {
            if (bytes <= goal)
                break;
            std::error_code error;
            if (fs::remove(entry.path, error))
                bytes -= entry.bytes;
        }
    }
    m_bytes = bytes;
}

} // namespace kanal::presenters
