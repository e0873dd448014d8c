// SPDX-License-Identifier: MIT
#include "title_presenter_data.h"

#include "text.h"

#include <kanal/core/text.h>
#include <kanal/library/catalogue_store.h>
#include <kanal/library/library.h>
#include <kanal/presenters/track_text.h>
#include <kanal/session/catalogue_sync.h>
#include <kanal/session/entry_shape.h>
#include <kanal/session/services.h>
#include <kanal/session/take_back.h>
#include <kanal/session/title_details.h>

#include <QLocale>
#include <QStringList>

#include <algorithm>
#include <utility>

namespace kanal::presenters
{

namespace
{

QString seasonName(const Season &season)
{
    if (season.number == 0)
        return TitlePresenter::tr("Specials");
    return TitlePresenter::tr("Season %1").arg(season.number);
}

QString episodeCode(const Episode &episode)
{
    return TitlePresenter::tr("S%1 E%2").arg(episode.season).arg(episode.number);
}

QString factsOf(int year, int seconds, double rating, int seasons)
{
    QStringList facts;
    if (year > 0)
        facts << QString::number(year);
    if (seconds > 0)
        facts << runningTimeText(seconds);
    if (seasons > 0)
        facts << (seasons == 1 ? TitlePresenter::tr("1 season") : TitlePresenter::tr("%1 seasons").arg(seasons));
    if (rating > 0)
        facts << QStringLiteral("★ %1").arg(QLocale().toString(rating, 'f', 1));
    return facts.join(QStringLiteral("   ·   "));
}

template<class Details>
void showCommon(TitleState &state, const Details &details)
{
    state.name = shownName(details.name, details.year);
    state.initials = toQString(initials(details.name));
    state.plot = toQString(details.plot);
    state.genre = toQString(details.genre);
    state.cast = toQString(details.cast);
    state.director = toQString(details.director);
    state.posterUrl = toQString(details.posterUrl);
    state.backdropUrl = toQString(details.backdropUrl);
    state.year = details.year;
    state.rating = details.rating;
}

} // namespace

TitlePresenter::Data::Data(TitlePresenter &owner, VodContext &vodContext, VodPlayer &vodPlayer)
    : self(owner)
    , context(vodContext)
    , player(vodPlayer)
    , episodes(vodContext.history)
{
    const auto marksChanged = [this] {
        if (state.key.account)
            changed();
    };
    QObject::connect(&context.movieMarks, &UserMarks::changed, &self, marksChanged);
    QObject::connect(&context.seriesMarks, &UserMarks::changed, &self, marksChanged);
    QObject::connect(&context.history, &WatchHistory::changed, &self, [this] {
        if (!state.key.account)
            return;
        episodes.historyChanged();
        changed();
    });
    QObject::connect(&context.services.sync(), &session::CatalogueSync::catalogueChanged, &self,
                     [this](AccountId account, EntryKind kind) { followList(account, kind); });
}

void TitlePresenter::Data::takeBack()
{
    ++number;
    session::takeBack(askingMovie);
    session::takeBack(askingSeries);
}

void TitlePresenter::Data::close()
{
    takeBack();
    state = {};
    shape.reset();
    renumbered = false;
    movie = {};
    series = {};
    episodes.setEpisodes({});
}

/// The panel numbered anew: what is open goes on under its new id.
void TitlePresenter::Data::followList(AccountId account, EntryKind kind)
{
    if (!shape || state.key.account != account || state.key.kind != kind)
        return;
    const auto snapshot = context.services.library().catalogue().snapshot(account, kind);
    const auto now = snapshot ? session::foundAgain(**snapshot, *shape) : std::nullopt;
    if (!now)
        return;
    shape = *now;
    if (now->key.id == state.key.id)
        return;
    state.key.id = now->key.id;
    renumbered = true;
    takeBack();
    ask(); // its episodes are others, too
}

void TitlePresenter::Data::open(const EntryKey &key)
{
    close();
    state.key = key;
    const auto snapshot = context.services.library().catalogue().snapshot(key.account, key.kind);
    const auto row = snapshot ? (*snapshot)->find(key.id) : std::nullopt;
    if (row)
        shape = session::shapeOf(**snapshot, *row);
    if (key.kind == EntryKind::Movie) {
        movie = row ? session::listedMovie(**snapshot, *row) : MovieDetails{};
        showMovie();
    } else {
        series = row ? session::listedSeries(**snapshot, *row) : SeriesDetails{};
        showSeries();
    }
    if (row)
        context.services.details().listedPlot(key).then(&self, [this, asked = number](const Result<std::string> &plot) {
            if (asked != number || !plot || plot->empty())
                return;
            std::string &known = state.key.kind == EntryKind::Movie ? movie.plot : series.plot;
            if (known.empty())
                known = *plot;
            state.key.kind == EntryKind::Movie ? showMovie() : showSeries();
        });
    ask();
}

/// What comes fills `details` up; what cannot be had leaves them.
template<class Details>
void TitlePresenter::Data::listen(QFuture<Result<Details>> &future, Details &details, void (Data::*show)())
{
    const auto take = [this, asked = number, &details, show](const Result<Details> &answer) {
        if (asked != number)
            return;
        state.loading = false;
        if (answer) {
            details = session::completed(*answer, details);
        } else if (answer.error().kind != ErrorKind::Cancelled) {
            state.error = errorText(answer.error());
            state.needsSignIn = answer.error().kind == ErrorKind::Credentials ||
                                (answer.error().kind == ErrorKind::NotFound && answer.error().subject == "password");
        }
        (this->*show)();
    };
    future.then(&self, take).onCanceled(&self, [take] { take(kanal::fail(ErrorKind::Cancelled)); });
}

void TitlePresenter::Data::ask()
{
    if (!state.key.account)
        return;
    state.loading = true;
    state.error.reset();
    state.needsSignIn = false;
    session::TitleDetails &details = context.services.details();
    if (state.key.kind == EntryKind::Movie) {
        askingMovie = details.movie(state.key.account, state.key.id);
        listen(askingMovie, movie, &Data::showMovie);
    } else {
        askingSeries = details.series(state.key.account, state.key.id);
        listen(askingSeries, series, &Data::showSeries);
    }
    changed();
}

void TitlePresenter::Data::showMovie()
{
    showCommon(state, movie);
    state.country = toQString(movie.country);
    state.durationSeconds = movie.durationSeconds;
    state.facts = factsOf(movie.year, movie.durationSeconds, movie.rating, 0);
    changed();
}

void TitlePresenter::Data::showSeries()
{
    showCommon(state, series);
    const bool first = state.seasons.empty();
    state.seasons.clear();
    for (const Season &season : series.seasons)
        state.seasons.push_back({season.number, seasonName(season), int(season.episodes.size())});
    state.facts = factsOf(series.year, 0, series.rating, int(series.seasons.size()));
    showProgress();
    if (first && !state.seasons.empty()) {
        // The season one is in; else the first that is no box of specials.
        state.season = 0;
        for (std::size_t i = 0; i < series.seasons.size(); ++i)
            for (const Episode &episode : series.seasons[i].episodes)
                if (toQString(episode.id) == state.playEpisode)
                    state.season = int(i);
    }
    if (first || std::exchange(renumbered, false))
        showSeason();
    changed();
}

void TitlePresenter::Data::showSeason()
{
    const auto index = std::size_t(state.season);
    episodes.setEpisodes(index < series.seasons.size() ? series.seasons[index].episodes : std::vector<Episode>{});
}

/// What the main button does: a film from where it was left; of a series the episode that was on last, the one after it
/// when that was seen to the end, else the first.
void TitlePresenter::Data::showProgress()
{
    state.resumeMs = 0;
    state.progress = 0;
    state.watched = false;
    state.playText.clear();
    state.playEpisode.clear();
    std::optional<library::Position> left;
    QString what;
    if (state.key.kind == EntryKind::Movie) {
        left = context.history.movie(state.key.id);
        state.watched = left && left->watched;
        what = tr("Play");
    } else {
        std::vector<const Episode *> all;
        for (const Season &season : series.seasons)
            for (const Episode &episode : season.episodes)
                all.push_back(&episode);
        if (all.empty())
            return;
        const std::string last = context.history.lastEpisode(state.key.id);
        auto chosen = std::find_if(all.begin(), all.end(), [&](const Episode *episode) { return episode->id == last; });
        if (chosen != all.end()) {
            left = context.history.episode(last);
            if (left && left->watched && std::next(chosen) != all.end()) {
                ++chosen;
                left = context.history.episode((*chosen)->id);
            }
        } else {
            chosen = std::find_if(all.begin(), all.end(), [](const Episode *episode) { return episode->season > 0; });
            if (chosen == all.end())
                chosen = all.begin();
        }
        state.playEpisode = toQString((*chosen)->id);
        what = tr("Play %1").arg(episodeCode(**chosen));
        if (left && isResumable(*left))
            what = tr("Resume %1").arg(episodeCode(**chosen));
    }
    if (left && isResumable(*left)) {
        state.resumeMs = qint64(left->at.count());
        state.progress = shareOf(*left);
        if (state.key.kind == EntryKind::Movie)
            what = tr("Resume");
        what = tr("%1 at %2").arg(what, durationText(state.resumeMs));
    }
    state.playText = what;
}

void TitlePresenter::Data::changed()
{
    state.favourite = context.marks(state.key.kind).isFavourite(toQString(state.key.id));
    showProgress();
    Q_EMIT self.stateChanged();
}

std::vector<VodItem> TitlePresenter::Data::items() const
{
    std::vector<VodItem> out;
    for (const Season &season : series.seasons)
        for (const Episode &episode : season.episodes) {
            QString title = episodeCode(episode);
            if (!episode.title.empty())
                title += QLatin1Char(' ') + toQString(episode.title);
            VodItem item;
            item.key.account = state.key.account;
            item.key.kind = EntryKind::Episode;
            item.key.id = episode.id;
            item.title = title;
            item.posterUrl = state.posterUrl;
            item.container = episode.container;
            item.seriesId = state.key.id;
            item.episodeName = session::episodeName(episode);
            item.seriesName = state.name;
            out.push_back(std::move(item));
        }
    return out;
}

} // namespace kanal::presenters
