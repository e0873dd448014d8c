// SPDX-License-Identifier: MIT
#include "operation.h"
#include "renumbering.h"

#include <kanal/core/log.h>
#include <kanal/library/catalogue_store.h>
#include <kanal/library/library.h>
#include <kanal/session/account_book.h>
#include <kanal/session/catalogue_sync.h>
#include <kanal/session/services.h>
#include <kanal/session/title_details.h>
#include <kanal/xtream/client.h>

#include <QElapsedTimer>

#include <list>
#include <optional>
#include <utility>

namespace kanal::session
{

namespace
{

constexpr std::size_t kKept = 64;
constexpr qint64 kFreshMs = 60LL * 60 * 1000;

void fill(std::string &answer, const std::string &listed)
{
    if (answer.empty())
        answer = listed;
}

template<class Details>
void fillCommon(Details &answer, const Details &listed)
{
    fill(answer.name, listed.name);
    fill(answer.plot, listed.plot);
    fill(answer.genre, listed.genre);
    fill(answer.cast, listed.cast);
    fill(answer.director, listed.director);
    fill(answer.posterUrl, listed.posterUrl);
    fill(answer.backdropUrl, listed.backdropUrl);
    fill(answer.trailer, listed.trailer);
    if (answer.year == 0)
        answer.year = listed.year;
    if (answer.rating <= 0)
        answer.rating = listed.rating;
}

/// The newest answers, each for a while.
template<class Details>
class Shelf
{
public:
    Shelf() { m_clock.start(); }

    std::optional<Details> find(const EntryKey &key) const
    {
        for (const Kept &kept : m_kept)
            if (kept.key == key && m_clock.elapsed() - kept.since < kFreshMs)
                return kept.details;
        return std::nullopt;
    }
    void put(const EntryKey &key, const Details &details)
    {
        drop(key);
        m_kept.push_front({key, details, m_clock.elapsed()});
        if (m_kept.size() > kKept)
            m_kept.pop_back();
    }
    void drop(const EntryKey &key)
    {
        m_kept.remove_if([&](const Kept &kept) { return kept.key == key; });
    }
    /// Their ids may belong to other titles now, those of questions under way too.
    void dropAll(AccountId account)
    {
        ++m_epoch;
        m_kept.remove_if([&](const Kept &kept) { return kept.key.account == account; });
    }
    std::uint64_t epoch() const { return m_epoch; }

private:
    struct Kept {
        EntryKey key;
        Details details;
        qint64 since;
    };
    std::list<Kept> m_kept;
    std::uint64_t m_epoch = 0;
    QElapsedTimer m_clock;
};

} // namespace

MovieDetails listedMovie(const library::CatalogueSnapshot &snapshot, std::uint32_t row)
{
    const MovieRow movie = snapshot.movie(row);
    MovieDetails details;
    details.id = movie.id;
    details.name = movie.name;
    details.container = movie.container;
    details.genre = movie.genre;
    details.cast = movie.cast;
    details.director = movie.director;
    details.posterUrl = movie.posterUrl;
    details.year = movie.year;
    details.rating = double(movie.rating);
    return details;
}

SeriesDetails listedSeries(const library::CatalogueSnapshot &snapshot, std::uint32_t row)
{
    const SeriesRow series = snapshot.series(row);
    SeriesDetails details;
    details.name = series.name;
    details.genre = series.genre;
    details.cast = series.cast;
    details.director = series.director;
    details.posterUrl = series.posterUrl;
    details.backdropUrl = series.backdropUrl;
    details.trailer = series.trailer;
    details.year = series.year;
    details.rating = double(series.rating);
    return details;
}

MovieDetails completed(MovieDetails answer, const MovieDetails &listed)
{
    fillCommon(answer, listed);
    fill(answer.id, listed.id);
    fill(answer.container, listed.container);
    fill(answer.country, listed.country);
    if (answer.durationSeconds <= 0)
        answer.durationSeconds = listed.durationSeconds;
    return answer;
}

SeriesDetails completed(SeriesDetails answer, const SeriesDetails &listed)
{
    fillCommon(answer, listed);
    if (answer.seasons.empty())
        answer.seasons = listed.seasons;
    return answer;
}

struct TitleDetails::Data {
    Services &services;
    Shelf<MovieDetails> movies;
    Shelf<SeriesDetails> series;

    /// Login, then `question(login)`, then the answer goes on the shelf.
    /// `settle(details)`: what the disk has to do before the answer is given.
    template<class Details, class Question, class Settle>
    QFuture<Result<Details>> ask(QObject *owner, Shelf<Details> &shelf, const EntryKey &key, Question question,
                                 Settle settle)
    {
        if (const std::optional<Details> kept = shelf.find(key))
            return readyAnswer(Result<Details>(*kept));
        const auto operation = Operation<Details>::start(owner);
        operation->step(services.accounts().login(key.account), [operation, key, question, settle, &shelf,
                                                                 epoch =
                                                                     shelf.epoch()](const Result<ServerLogin> &login) {
            if (!login)
                return operation->finish(tl::unexpected(login.error()));
            if (operation->cancelled())
                return operation->finish(fail(ErrorKind::Cancelled));
            operation->ask(question(*login), [operation, key, settle, &shelf, epoch](const Result<Details> &details) {
                if (details && epoch == shelf.epoch())
                    shelf.put(key, *details);
                if (!details)
                    return operation->finish(details);
                operation->step(settle(*details),
                                [operation, details](const Result<int> & /*moved*/) { operation->finish(details); });
            });
        });
        return operation->future();
    }
};

TitleDetails::TitleDetails(Services &services, QObject *parent)
    : QObject(parent)
    , m_data(new Data{services, {}, {}})
{
    connect(&services.sync(), &CatalogueSync::catalogueChanged, this, [this](AccountId account, EntryKind kind) {
        if (kind == EntryKind::Movie)
            m_data->movies.dropAll(account);
        else if (kind == EntryKind::Series)
            m_data->series.dropAll(account);
    });
}

TitleDetails::~TitleDetails() = default;

QFuture<Result<MovieDetails>> TitleDetails::movie(AccountId account, const std::string &id)
{
    return m_data->ask<MovieDetails>(
        this, m_data->movies, {account, EntryKind::Movie, id},
        [this, id](const ServerLogin &login) { return m_data->services.client().movieDetails(login, id); },
        [](const MovieDetails & /*details*/) { return readyAnswer(Result<int>(0)); });
}

QFuture<Result<SeriesDetails>> TitleDetails::series(AccountId account, const std::string &id)
{
    return m_data->ask<SeriesDetails>(
        this, m_data->series, {account, EntryKind::Series, id},
        [this, id](const ServerLogin &login) { return m_data->services.client().seriesDetails(login, id); },
        [this, account, id](const SeriesDetails &details) {
            const auto followed =
                inPool(m_data->services.pool(), [&library = m_data->services.library(), account, id, details] {
                    return followEpisodes(library, account, id, details);
                });
            whenDone(followed, this, [this, account](const Result<int> &moved) {
                if (!moved)
                    log::warning("kanal.session.details", "episodes were not followed: " + moved.error().detail);
                else if (*moved > 0)
                    Q_EMIT episodesMoved(account);
            });
            return followed;
        });
}

QFuture<Result<std::string>> TitleDetails::listedPlot(const EntryKey &key)
{
    library::CatalogueStore &store = m_data->services.library().catalogue();
    return inPool(m_data->services.pool(),
                  [&store, key]() -> Result<std::string> { return store.plot(key.account, key.kind, key.id); });
}

void TitleDetails::forget(const EntryKey &key)
{
    m_data->movies.drop(key);
    m_data->series.drop(key);
}

} // namespace kanal::session
