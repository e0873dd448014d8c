// SPDX-License-Identifier: MIT
#include "gone_images.h"

#include <QByteArray>
#include <QCryptographicHash>
#include <QFile>
#include <QSaveFile>
#include <QtEndian>

#include <algorithm>
#include <system_error>
#include <utility>
#include <vector>

namespace kanal::presenters
{

namespace
{

constexpr std::size_t kLineBytes = 64; ///< more than a line has

QString toQString(const std::filesystem::path &path)
{
    return QString::fromStdU16String(path.u16string());
}

std::uint64_t keyOf(const QString &address)
{
    const QByteArray hash = QCryptographicHash::hash(address.toUtf8(), QCryptographicHash::Sha256);
    return qFromBigEndian<quint64>(hash.constData());
}

} // namespace

GoneImages::GoneImages(std::filesystem::path file, std::size_t most)
    : m_file(std::move(file))
    , m_most(most)
{
}

/// Lines of "hash seconds"; what is no such line is skipped.
void GoneImages::ensureRead()
{
    if (std::exchange(m_read, true))
        return;
    QFile file(toQString(m_file));
    if (!file.open(QIODevice::ReadOnly) || file.size() > qint64(m_most * kLineBytes))
        return;
    const QList<QByteArray> lines = file.readAll().split('\n');
    for (const QByteArray &line : lines) {
        const qsizetype blank = line.indexOf(' ');
        bool isHash = false, isTime = false;
        const quint64 hash = line.left(blank).toULongLong(&isHash, 16);
        const qint64 since = line.mid(blank + 1).toLongLong(&isTime);
        if (blank > 0 && isHash && isTime)
            m_since.insert_or_assign(hash, since);
    }
    makeRoom();
}

bool GoneImages::contains(const QString &address, Time now)
{
    const std::uint64_t key = keyOf(address);
    const std::lock_guard lock(m_mutex);
    ensureRead();
    const auto found = m_since.find(key);
    if (found == m_since.end())
        return false;
    const Time since{std::chrono::seconds(found->second)};
    return since <= now && now - since < kFor; // not from the future: the clock was put right
}

void GoneImages::note(const QString &address, Time now)
{
    const std::uint64_t key = keyOf(address);
    const std::lock_guard lock(m_mutex);
    ensureRead();
    m_since.insert_or_assign(key, now.time_since_epoch().count());
    m_changed = true;
    makeRoom();
}

void GoneImages::makeRoom()
{
    if (m_since.size() <= m_most)
        return;
    std::vector<std::int64_t> times;
    times.reserve(m_since.size());
    for (const auto &[key, since] : m_since)
        times.push_back(since);
    const auto goal =
        times.end() - std::ptrdiff_t(m_most / 10 * 9); // some air, so that the next one does not do so again
    std::nth_element(times.begin(), goal, times.end());
    std::erase_if(m_since, [oldest = *goal](const auto &each) { return each.second < oldest; });
    if (m_since.size() > m_most) // all of one second
        m_since.clear();
}

void GoneImages::clear()
{
    const std::lock_guard lock(m_mutex);
    m_read = true;
    m_changed = true;
    m_since.clear();
}

void GoneImages::store()
{
    QByteArray lines;
    {
        const std::lock_guard lock(m_mutex);
        if (!std::exchange(m_changed, false))
            return;
        for (const auto &[key, since] : m_since)
            lines += QByteArray::number(qulonglong(key), 16) + ' ' + QByteArray::number(qlonglong(since)) + '\n';
    }
    std::error_code ignored;
    std::filesystem::create_directories(m_file.parent_path(), ignored);
    QSaveFile file(toQString(m_file));
    if (file.open(QIODevice::WriteOnly) && file.write(lines) == lines.size())
        file.commit(); // one that cannot be written costs requests, nothing else
}

} // namespace kanal::presenters
