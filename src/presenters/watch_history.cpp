// SPDX-License-Identifier: MIT
#include "watch_history.h"

#include <kanal/core/log.h>
#include <kanal/library/library.h>
#include <kanal/session/catalogue_sync.h>
#include <kanal/session/services.h>
#include <kanal/session/title_details.h>

#include <algorithm>

namespace kanal::presenters
{

namespace
{

constexpr double kBegun = 0.02;
constexpr double kSeen = 0.95;
constexpr int kEpisodes = 500;

} // namespace

double shareOf(const library::Position &position)
{
    if (position.duration.count() <= 0)
        return 0;
    return std::clamp(double(position.at.count()) / double(position.duration.count()), 0.0, 1.0);
}

bool isResumable(const library::Position &position)
{
    const double share = shareOf(position);
    return share >= kBegun && share <= kSeen;
}

WatchHistory::WatchHistory(session::Services &services, QObject *parent)
    : QObject(parent)
    , m_store(services.library().user())
{
    connect(&services.sync(), &session::CatalogueSync::catalogueChanged, this,
            [this](AccountId account, EntryKind kind) {
                if (account == m_account && kind != EntryKind::Live)
                    reload();
            });
    connect(&services.details(), &session::TitleDetails::episodesMoved, this, [this](AccountId account) {
        if (account == m_account)
            reload();
    });
}

WatchHistory::~WatchHistory() = default;

WatchHistory::Known WatchHistory::read(library::UserStore &store, AccountId account)
{
    Known known;
    const auto take = [&](EntryKind kind, Positions &positions) {
        if (const auto stored = store.positions(account, kind))
            positions.insert(stored->begin(), stored->end());
        else
            log::warning("kanal.presenters.history", "not read: " + stored.error().detail);
    };
    take(EntryKind::Movie, known.movies);
    take(EntryKind::Episode, known.episodes);
    if (const auto episodes = store.recents(account, EntryKind::Episode, kEpisodes))
        for (const library::EntryShape &episode : *episodes)
            known.last.try_emplace(episode.guideId, episode.key.id); // the newest comes first
    return known;
}

void WatchHistory::setAccount(AccountId account)
{
    if (account == m_account)
        return;
    m_account = account;
    ++m_edits;
    m_known = account ? read(m_store, account) : Known{};
}

void WatchHistory::reload()
{
    m_writer.post([this, account = m_account, edits = m_edits] {
        QMetaObject::invokeMethod(
            this,
            [this, account, edits, known = read(m_store, account)] {
                if (account != m_account)
                    return;
                if (edits != m_edits)
                    return reload();
                m_known = known;
                Q_EMIT changed();
            },
            Qt::QueuedConnection);
    });
}

std::optional<library::Position> WatchHistory::movie(const std::string &id) const
{
    const auto found = m_known.movies.find(id);
    return found == m_known.movies.end() ? std::nullopt : std::optional(found->second);
}

std::optional<library::Position> WatchHistory::episode(const std::string &id) const
{
    const auto found = m_known.episodes.find(id);
    return found == m_known.episodes.end() ? std::nullopt : std::optional(found->second);
}

std::string WatchHistory::lastEpisode(const std::string &seriesId) const
{
    const auto found = m_known.last.find(seriesId);
    return found == m_known.last.end() ? std::string() : found->second;
}

void WatchHistory::setPosition(const EntryKey &key, const library::Position &position)
{
    library::Position stored = position;
    const double share = shareOf(position);
    if (share > kSeen) { // seen to the end: it begins anew next time
        stored.watched = true;
        stored.at = std::chrono::milliseconds{0};
    }
    if (key.account == m_account)
        (key.kind == EntryKind::Movie ? m_known.movies : m_known.episodes)[key.id] = stored;
    ++m_edits;
    write(key.kind, [this, key, stored] { return m_store.setPosition(key, stored); });
    Q_EMIT changed();
}

void WatchHistory::write(EntryKind kind, std::function<Result<>()> change)
{
    m_writer.post([this, kind, change = std::move(change)] {
        const Result<> done = change();
        if (done)
            return;
        log::warning("kanal.presenters.history", "not stored: " + done.error().detail);
        QMetaObject::invokeMethod(
            this, [this, kind] { Q_EMIT notNoted(kind); }, Qt::QueuedConnection);
    });
}

void WatchHistory::noteEpisode(const library::EntryShape &episode)
{
    if (episode.key.account == m_account)
        m_known.last[episode.guideId] = episode.key.id;
    ++m_edits;
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    write(EntryKind::Episode, [this, episode, now] { return m_store.noteWatched(episode, now); });
    Q_EMIT changed();
}

} // namespace kanal::presenters
