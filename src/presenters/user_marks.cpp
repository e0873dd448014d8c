// SPDX-License-Identifier: MIT
#include "user_marks.h"

#include "text.h"

#include <kanal/core/log.h>
#include <kanal/library/library.h>
#include <kanal/session/catalogue_sync.h>
#include <kanal/session/entry_shape.h>
#include <kanal/session/services.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <utility>

namespace kanal::presenters
{

namespace
{

constexpr int kRecents = 50;

std::vector<std::string> ids(const Result<std::vector<library::EntryShape>> &entries)
{
    std::vector<std::string> out;
    if (!entries) {
        log::warning("kanal.presenters.marks", "not read: " + entries.error().detail);
        return out;
    }
    out.reserve(entries->size());
    for (const library::EntryShape &entry : *entries)
        out.push_back(entry.key.id);
    return out;
}

void moveToFront(std::vector<std::string> &ids, const std::string &id)
{
    std::erase(ids, id);
    ids.insert(ids.begin(), id);
    if (ids.size() > std::size_t(kRecents))
        ids.resize(kRecents);
}

} // namespace

void preferTracks(MediaRequest &request, const library::TrackChoice &choice)
{
    if (!choice.audio.empty())
        request.preferredAudio = {choice.audio};
    if (!choice.subtitle.empty())
        request.preferredSubtitles = {choice.subtitle};
}

UserMarks::UserMarks(session::Services &services, EntryKind kind, QObject *parent)
    : QObject(parent)
    , m_library(services.library())
    , m_store(m_library.user())
    , m_kind(kind)
{
    connect(&services.sync(), &session::CatalogueSync::catalogueChanged, this,
            [this](AccountId account, EntryKind changedKind) {
                if (changedKind == m_kind && m_marks.contains(account)) // in view or not
                    reload(account);
            });
}

UserMarks::~UserMarks() = default;

UserMarks::Marks UserMarks::read(library::UserStore &store, AccountId account, EntryKind kind)
{
    const std::vector<std::string> hidden = ids(store.hidden(account, kind));
    Marks marks{ids(store.favourites(account, kind)),
                ids(store.recents(account, kind, kRecents)),
                {hidden.begin(), hidden.end()},
                {}};
    if (const auto tracks = store.trackChoices(account, kind))
        marks.tracks.insert(tracks->begin(), tracks->end());
    return marks;
}

void UserMarks::setAccount(AccountId account)
{
    m_account = account;
    if (!m_marks.contains(account))
        m_marks[account] = account ? read(m_store, account, m_kind) : Marks{};
    Q_EMIT changed();
}

void UserMarks::reload(AccountId account)
{
    m_writer.post([this, account, edits = m_edits] {
        QMetaObject::invokeMethod(
            this,
            [this, account, edits, marks = read(m_store, account, m_kind)] {
                if (edits != m_edits) {
                    reload(account);
                    return;
                }
                m_marks[account] = marks;
                Q_EMIT changed();
            },
            Qt::QueuedConnection);
    });
}

const UserMarks::Marks &UserMarks::marks() const
{
    static const Marks none;
    const auto found = m_marks.find(m_account);
    return found == m_marks.end() ? none : found->second;
}

const std::vector<std::string> &UserMarks::favourites() const
{
    return marks().favourites;
}

const std::vector<std::string> &UserMarks::recents() const
{
    return marks().recents;
}

bool UserMarks::isFavourite(const QString &id) const
{
    const std::vector<std::string> &ids = favourites();
    return std::find(ids.begin(), ids.end(), toUtf8(id)) != ids.end();
}

QSet<QString> UserMarks::favouriteIds() const
{
    QSet<QString> out;
    for (const std::string &id : favourites())
        out.insert(toQString(id));
    return out;
}

const std::set<std::string> &UserMarks::hidden() const
{
    return marks().hidden;
}

library::TrackChoice UserMarks::tracks(const std::string &id) const
{
    const auto found = marks().tracks.find(id);
    return found == marks().tracks.end() ? library::TrackChoice{} : found->second;
}

void UserMarks::toggleFavourite(const library::EntryShape &entry)
{
    std::vector<std::string> &ids = m_marks[entry.key.account].favourites;
    const bool favourite = std::erase(ids, entry.key.id) == 0;
    if (favourite)
        ids.push_back(entry.key.id);
    write(entry, [this, favourite](const auto &now) { return m_store.setFavourite(now, favourite); });
}

void UserMarks::write(const library::EntryShape &entry, std::function<Result<>(const library::EntryShape &)> change)
{
    write(entry.key.account,
          [this, entry, change = std::move(change)] { return change(session::asListedNow(m_library, entry)); });
}

void UserMarks::write(AccountId account, std::function<Result<>()> change)
{
    ++m_edits;
    m_writer.post([this, account, change = std::move(change)] {
        const Result<> done = change();
        if (done)
            return;
        QMetaObject::invokeMethod(
            this,
            [this, account, error = done.error()] {
                reload(account);
                Q_EMIT writeFailed(error);
            },
            Qt::QueuedConnection);
    });
    Q_EMIT changed();
}

void UserMarks::moveFavourite(const QString &id, int step, const std::function<bool(const std::string &)> &isShown)
{
    std::vector<std::string> &ids = m_marks[m_account].favourites;
    const auto from = std::find(ids.begin(), ids.end(), toUtf8(id));
    if (from == ids.end())
        return;
    const std::ptrdiff_t at = from - ids.begin(), direction = step < 0 ? -1 : 1;
    std::ptrdiff_t to = at;
    for (std::ptrdiff_t next = at + direction, left = std::abs(step); left > 0 && next >= 0 && next < std::ssize(ids);
         next += direction)
        if (isShown(ids[std::size_t(next)])) {
            to = next;
            --left;
        }
    if (to == at)
        return;
    if (to < at)
        std::rotate(ids.begin() + to, ids.begin() + at, ids.begin() + at + 1);
    else
        std::rotate(ids.begin() + at, ids.begin() + at + 1, ids.begin() + to + 1);
    write(m_account,
          [this, account = m_account, order = ids] { return m_store.orderFavourites(account, m_kind, order); });
}

void UserMarks::toggleHidden(const library::EntryShape &entry)
{
    std::set<std::string> &ids = m_marks[entry.key.account].hidden;
    const bool hidden = ids.erase(entry.key.id) == 0;
    if (hidden)
        ids.insert(entry.key.id);
    write(entry, [this, hidden](const auto &now) { return m_store.setHidden(now, hidden); });
}

void UserMarks::noteTrack(const library::EntryShape &entry, playback::TrackKind kind, const std::string &wish)
{
    library::TrackChoice &choice = m_marks[entry.key.account].tracks[entry.key.id];
    (kind == playback::TrackKind::Audio ? choice.audio : choice.subtitle) = wish;
    write(entry, [this, choice](const auto &now) { return m_store.setTrackChoice(now, choice); });
}

void UserMarks::noteWatched(const library::EntryShape &entry)
{
    moveToFront(m_marks[entry.key.account].recents, entry.key.id);
    ++m_edits;
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    m_writer.post([this, entry, now] {
        const Result<> done = m_store.noteWatched(session::asListedNow(m_library, entry), now);
        if (done)
            return;
        log::warning("kanal.presenters.marks", "not noted: " + done.error().detail);
        QMetaObject::invokeMethod(
            this, [this] { Q_EMIT notNoted(); }, Qt::QueuedConnection);
    });
    Q_EMIT changed();
}

} // namespace kanal::presenters
