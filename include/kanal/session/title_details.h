// SPDX-License-Identifier: MIT
// What there is to know about a film or a series: what its list said, and over it what the panel answers when asked for
// this one. Answers are kept for a while, so going back and forth asks nothing. GUI thread.
#pragma once

#include <kanal/core/details.h>
#include <kanal/core/error.h>
#include <kanal/core/ids.h>

#include <QFuture>
#include <QObject>

#include <memory>
#include <string>

namespace kanal::library
{
class CatalogueSnapshot;
}

namespace kanal::session
{

class Services;

/// What the list knows; the plot is not in a snapshot.
MovieDetails listedMovie(const library::CatalogueSnapshot &snapshot, std::uint32_t row);
SeriesDetails listedSeries(const library::CatalogueSnapshot &snapshot, std::uint32_t row);
/// The answer with what it leaves out filled in from the list.
MovieDetails completed(MovieDetails answer, const MovieDetails &listed);
SeriesDetails completed(SeriesDetails answer, const SeriesDetails &listed);

/// How an episode is remembered: "S2 E4 Its title". It is found again by that when its series is numbered anew.
std::string episodeName(const Episode &episode);

class TitleDetails : public QObject
{
    Q_OBJECT

public:
    explicit TitleDetails(Services &services, QObject *parent = nullptr);
    ~TitleDetails() override;

    /// Cancelling the future ends the request. NotFound: neither the catalogue nor the panel knows it.
    QFuture<Result<MovieDetails>> movie(AccountId account, const std::string &id);
    /// Before the answer what was watched of the series has followed it to new ids.
    QFuture<Result<SeriesDetails>> series(AccountId account, const std::string &id);
    /// The plot of the list, read from disk in the pool; empty when there is none.
    QFuture<Result<std::string>> listedPlot(const EntryKey &key);
    void forget(const EntryKey &key); ///< ask again next time

Q_SIGNALS:
    /// Watched episodes have other ids now.
    void episodesMoved(kanal::AccountId account);

private:
    struct Data;
    std::unique_ptr<Data> m_data;
};

} // namespace kanal::session
