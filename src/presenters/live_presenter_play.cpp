// SPDX-License-Identifier: MIT
// What plays, as the page of channels sees it: choosing it, following it through the player and from list to list.
#include "hidden_rows.h"
#include "live_presenter_data.h"
#include "text.h"

#include <kanal/core/text.h>
#include <kanal/library/library.h>
#include <kanal/session/entry_shape.h>
#include <kanal/session/services.h>

#include <numeric>
#include <utility>

namespace kanal::presenters
{

NowPlaying LivePresenter::Data::nowPlaying(const library::CatalogueSnapshot &list, std::uint32_t row) const
{
    const ChannelRow channel = list.channel(row);
    const QString id = toQString(channel.id);
    return {.account = account,
            .channelId = id,
            .title = toQString(channel.name),
            .number = int(channel.number),
            .logoUrl = toQString(channel.logoUrl),
            .initials = toQString(initials(channel.name)),
            .radio = channel.form == LiveForm::Radio,
            .favourite = marks.isFavourite(id)};
}

void LivePresenter::Data::tune(std::uint32_t row)
{
    const NowPlaying now = nowPlaying(*snapshot, row);
    if (snapshot->channel(row).form == LiveForm::Heading)
        return;
    // A channel that was only passed by in a quick run is no "last channel".
    if (playingHere() && playing != now.channelId && tuner.hasStarted())
        previous = playing;
    watched.stop();
    noted = false;
    playing = now.channelId;
    shape = session::shapeOf(*snapshot, row);
    playingAccount = account;
    channels.setPlaying(playing);
    tuner.tune(account, now, marks.tracks(toUtf8(playing)));
    Q_EMIT self.playingChanged(playing);
}

void LivePresenter::Data::playIfReady()
{
    if (!playWhenReady || state.phase != ListState::Phase::Ready)
        return;
    playWhenReady = false;
    if (const EntryKey found = std::exchange(wished, {}); found.account == account)
        return self.playAnywhere(toQString(found.id));
    for (const std::string &id : marks.recents())
        if (const auto row = snapshot->find(id); row && !marks.hidden().contains(id))
            return tune(*row);
    std::vector<std::uint32_t> all(snapshot->size());
    std::iota(all.begin(), all.end(), 0U);
    for (std::vector<std::uint32_t> candidates : {rows, all}) {
        dropRows(candidates, hiddenRows(*snapshot, marks.hidden())); // they may be what is in view
        if (const auto first = stepFrom(*snapshot, candidates, std::nullopt, 1, AtEnds::Stop))
            return tune(candidates[*first]);
    }
}

/// Watches what becomes of the channel: after a while of play it counts as watched; when the player was stopped nothing
/// plays.
void LivePresenter::Data::followPlayer()
{
    const PlayerView &view = player.view();
    if (playing.isEmpty())
        return;
    if (view.now.channelId != playing) {
        tuner.cancel();
        watched.stop();
        playing.clear();
        channels.setPlaying({});
        Q_EMIT self.playingChanged({});
        return;
    }
    if (view.state == playback::PlayState::Playing && !noted && !watched.isActive())
        watched.start(settings.get(settings::kWatchedAfterMs));
    else if (view.state == playback::PlayState::Failed || view.state == playback::PlayState::Idle)
        watched.stop();
}

void LivePresenter::Data::noteWatched()
{
    noted = true;
    if (!playingHere() || !snapshot)
        return;
    if (const auto row = snapshot->find(toUtf8(playing)))
        marks.noteWatched(session::shapeOf(*snapshot, *row));
}

void LivePresenter::Data::retry()
{
    if (!playingHere())
        return;
    forgetWish();
    if (const auto row = snapshot ? snapshot->find(toUtf8(playing)) : std::nullopt)
        tune(*row);
    else
        player.fail({.kind = ErrorKind::NotFound, .detail = "the list no longer has what plays"});
}

/// The panel numbered anew: what plays, what did before and what is current in the list go on under their new ids.
void LivePresenter::Data::followList()
{
    const auto now = services.library().catalogue().snapshot(account, EntryKind::Live);
    if (!now)
        return;
    if (snapshot) {
        previous = toQString(session::idNow(*snapshot, **now, toUtf8(previous)));
        const QString current = toQString(session::idNow(*snapshot, **now, toUtf8(stand.place)));
        if (current != std::exchange(stand.place, current))
            saveFilter.start();
        if (stand.top != kTopOfList)
            stand.top = toQString(session::idNow(*snapshot, **now, toUtf8(stand.top)));
    }
    if (playingHere() && shape)
        followPlaying(**now);
}

/// One that is lost while its id is another's has an id no panel has: it plays on, and no star, retry or note meant for
/// it reaches the stranger. The next list may bring it back.
void LivePresenter::Data::followPlaying(const library::CatalogueSnapshot &list)
{
    NowPlaying now = player.view().now;
    if (const auto found = session::foundAgain(list, *shape)) {
        shape = *found;
        const bool favourite = now.favourite; // its star follows when the marks do
        now = nowPlaying(list, list.find(shape->key.id).value());
        now.favourite = favourite;
    } else if (list.find(shape->key.id)) {
        now.channelId = toQString(library::waitingId(*shape));
    }
    if (now.channelId != std::exchange(playing, now.channelId)) {
        tuner.rename(toUtf8(playing));
        player.forgetAddress();
    }
    if (now != player.view().now)
        player.updateNow(now);
}

} // namespace kanal::presenters
