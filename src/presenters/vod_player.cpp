// SPDX-License-Identifier: MIT
#include "text.h"
#include "vod_context.h"

#include <kanal/core/text.h>
#include <kanal/library/catalogue_store.h>
#include <kanal/library/library.h>
#include <kanal/presenters/player_presenter.h>
#include <kanal/presenters/vod_player.h>
#include <kanal/session/catalogue_sync.h>
#include <kanal/session/entry_shape.h>
#include <kanal/session/services.h>
#include <kanal/session/stream_resolver.h>
#include <kanal/session/take_back.h>

#include <QElapsedTimer>

#include <optional>
#include <utility>

namespace kanal::presenters
{

namespace
{

constexpr qint64 kStoreEveryMs = 5000;

QString playerId(const EntryKey &key)
{
    return toQString(entryKindName(key.kind)) + QLatin1Char(':') + toQString(key.id);
}

} // namespace

struct VodPlayer::Data {
    VodPlayer &self;
    VodContext &context;
    PlayerPresenter &player;
    std::vector<VodItem> items = {};
    std::size_t index = 0;
    bool on = false; ///< items[index] is what the player has
    std::uint64_t number = 0;
    QFuture<Result<MediaRequest>> resolving = {};
    std::optional<library::EntryShape> title = {}; ///< the film or series as its list had it
    bool isLost = false;                           ///< its id belongs to another now, and where it went nobody knows
    library::Position last = {};                   ///< 0: not known yet
    bool noted = false;
    bool finished = false;
    QElapsedTimer sinceStored = {};

    const VodItem &item() const { return items[index]; }

    EntryKey titleKey() const
    {
        const VodItem &now = item();
        if (now.key.kind == EntryKind::Movie)
            return now.key;
        return {now.key.account, EntryKind::Series, now.seriesId};
    }

    NowPlaying nowPlaying() const
    {
        const VodItem &now = item();
        const bool episode = now.key.kind == EntryKind::Episode;
        return {.account = now.key.account,
                .channelId = playerId(now.key),
                .title = episode && !now.seriesName.isEmpty() ? now.seriesName + QStringLiteral(" · ") + now.title
                                                              : now.title,
                .logoUrl = now.posterUrl,
                .initials = toQString(initials(toUtf8(episode ? now.seriesName : now.title))),
                .favourite = context.marks(titleKey().kind).isFavourite(toQString(titleKey().id)),
                .what = Watched::Film};
    }

    void start(std::chrono::milliseconds from)
    {
        leave();
        on = true;
        noted = finished = isLost = false;
        last = {};
        sinceStored.start();
        const VodItem now = item();
        title.reset();
        if (auto shape = session::shapeOf(context.services.library(), titleKey()))
            title = std::move(*shape);
        player.announce(nowPlaying());
        session::PlayableEntry entry = session::MovieEntry{now.key.id, now.container};
        if (now.key.kind == EntryKind::Episode)
            entry = session::EpisodeEntry{now.key.id, now.container};
        resolving = context.services.resolver().resolve(now.key.account, entry);
        const std::uint64_t wish = ++number;
        const auto take = [this, wish, from](const Result<MediaRequest> &request) {
            if (wish != number || !on)
                return;
            if (!request)
                return player.fail(request.error());
            MediaRequest play = *request;
            play.startAt = from;
            play.title = toUtf8(nowPlaying().title);
            preferTracks(play, context.marks(titleKey().kind).tracks(titleKey().id));
            player.play(play, player.view().now);
        };
        resolving.then(&self, [take](const Result<MediaRequest> &request) { take(request); }).onCanceled(&self, [take] {
            take(kanal::fail(ErrorKind::Cancelled));
        });
        Q_EMIT self.started();
    }

    /// What is on gives way: its position is kept.
    void leave()
    {
        if (!std::exchange(on, false))
            return;
        ++number;
        session::takeBack(resolving);
        if (!finished)
            store();
    }

    void store()
    {
        sinceStored.start();
        if (last.duration.count() <= 0 || isLost)
            return;
        context.history.setPosition(item().key, last);
        note();
    }

    /// Once it was really watched, it is among what one may continue.
    void note()
    {
        if (noted || (item().key.kind == EntryKind::Movie && shareOf(last) < 0.02))
            return;
        noted = true;
        const EntryKey title = titleKey();
        if (item().key.kind == EntryKind::Episode)
            context.history.noteEpisode({item().key, item().episodeName, item().seriesId, toUtf8(item().seriesName)});
        if (const auto shape = session::shapeOf(context.services.library(), title))
            context.marks(title.kind).noteWatched(*shape);
    }

    /// The panel numbered anew: what plays goes on under its new id, or is no longer written down.
    void followList(AccountId account, EntryKind kind)
    {
        if (!on || !title || title->key.account != account || title->key.kind != kind)
            return;
        const auto snapshot = context.services.library().catalogue().snapshot(account, kind);
        if (!snapshot)
            return;
        if (const auto now = session::foundAgain(**snapshot, *title)) {
            isLost = false;
            title = *now;
            rename(now->key.id);
        } else {
            isLost = (*snapshot)->find(title->key.id).has_value();
            if (isLost)
                player.forgetAddress();
        }
    }

    void rename(const std::string &id)
    {
        if (id == titleKey().id)
            return;
        if (item().key.kind == EntryKind::Movie) {
            items[index].key.id = id;
            player.forgetAddress();
            NowPlaying now = player.view().now;
            now.channelId = playerId(item().key);
            player.updateNow(now);
        } else {
            for (VodItem &episode : items)
                episode.seriesId = id;
        }
    }

    void follow()
    {
        if (!on)
            return;
        const PlayerView &view = player.view();
        if (view.now.channelId != playerId(item().key)) {
            leave();
            Q_EMIT self.stopped();
            return;
        }
        if (view.positionMs > 0 && view.durationMs > 0)
            last = {std::chrono::milliseconds(view.positionMs), std::chrono::milliseconds(view.durationMs), false};
        if (view.state == playback::PlayState::Playing && sinceStored.elapsed() >= kStoreEveryMs)
            store();
        if (view.state == playback::PlayState::Ended && !finished)
            finish();
    }

    void finish()
    {
        if (last.duration.count() > 0)
            last.at = last.duration;
        store();
        finished = true;
        if (!self.step(1))
            Q_EMIT self.ended();
    }
};

VodPlayer::VodPlayer(VodContext &context, PlayerPresenter &player, QObject *parent)
    : QObject(parent)
    , m_data(new Data{*this, context, player})
{
    connect(&player, &PlayerPresenter::viewChanged, this, [this] { m_data->follow(); });
    connect(&player, &PlayerPresenter::nowPlayingChanged, this, [this] { m_data->follow(); });
    connect(&player, &PlayerPresenter::retryRequested, this, [this] {
        if (m_data->on && m_data->isLost)
            m_data->player.fail({.kind = ErrorKind::NotFound, .detail = "the list no longer has what plays"});
        else if (m_data->on)
            m_data->start(m_data->last.at);
    });
    connect(&player, &PlayerPresenter::trackChosen, this, [this](playback::TrackKind kind, const std::string &wish) {
        if (!m_data->on)
            return;
        const EntryKey title = m_data->titleKey(); // all episodes of a series share the choice
        if (m_data->isLost)
            return;
        if (const auto shape = session::shapeOf(m_data->context.services.library(), title))
            m_data->context.marks(title.kind).noteTrack(*shape, kind, wish);
    });
    connect(&context.services.sync(), &session::CatalogueSync::catalogueChanged, this,
            [this](AccountId account, EntryKind kind) { m_data->followList(account, kind); });
    const auto star = [this] {
        if (!m_data->on)
            return;
        NowPlaying now = m_data->player.view().now;
        now.favourite = m_data->nowPlaying().favourite;
        if (now.favourite != m_data->player.view().now.favourite)
            m_data->player.updateNow(now);
    };
    connect(&context.movieMarks, &UserMarks::changed, this, star);
    connect(&context.seriesMarks, &UserMarks::changed, this, star);
}

VodPlayer::~VodPlayer()
{
    m_data->leave();
}

void VodPlayer::playMovie(const VodItem &movie, std::chrono::milliseconds from)
{
    m_data->leave();
    m_data->items = {movie};
    m_data->index = 0;
    m_data->start(from);
}

void VodPlayer::playEpisode(std::vector<VodItem> episodes, std::size_t index, std::chrono::milliseconds from)
{
    if (index >= episodes.size())
        return;
    m_data->leave();
    m_data->items = std::move(episodes);
    m_data->index = index;
    m_data->start(from);
}

bool VodPlayer::step(int episodes)
{
    const auto next = std::ptrdiff_t(m_data->index) + episodes;
    if (!m_data->on || next < 0 || next >= std::ptrdiff_t(m_data->items.size()) || episodes == 0)
        return false;
    m_data->leave();
    m_data->index = std::size_t(next);
    const auto left = m_data->context.history.episode(m_data->item().key.id);
    m_data->start(left && isResumable(*left) ? left->at : std::chrono::milliseconds{0});
    return true;
}

bool VodPlayer::isPlaying() const
{
    return m_data->on;
}

EntryKey VodPlayer::playing() const
{
    return m_data->on ? m_data->item().key : EntryKey{};
}

void VodPlayer::toggleFavourite()
{
    if (!m_data->on || m_data->isLost)
        return;
    const EntryKey title = m_data->titleKey();
    if (const auto shape = session::shapeOf(m_data->context.services.library(), title))
        m_data->context.marks(title.kind).toggleFavourite(*shape);
}

} // namespace kanal::presenters
