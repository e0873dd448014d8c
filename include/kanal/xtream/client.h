// SPDX-License-Identifier: MIT
// Talks to panels. Owns one network thread; every call returns at once and may be made from any thread.
// Cancelling the returned future aborts the request. Futures finish with ErrorKind::Cancelled or a cancelled state
// then. Polite: one list at a time, at most two requests of a host at once, a quarter of a second between what nobody
// waits for, silence when the host asks for it (Retry-After) or refuses (429, 503).
// A list may take a minute to begin; everything else is given up after 8 s without an answer.
#pragma once

#include <kanal/core/account.h>
#include <kanal/core/details.h>
#include <kanal/core/error.h>
#include <kanal/core/proxy.h>
#include <kanal/core/rows.h>

#include <QFuture>
#include <QObject>

#include <functional>
#include <memory>
#include <span>

namespace kanal::xtream
{

/// What came of a list. An incomplete list is never reported: it is an Error of kind BadAnswer.
struct ListReport {
    std::int64_t received = 0; ///< rows in the answer
    std::int64_t kept = 0;     ///< rows handed to the sink
    std::int64_t skipped = 0;  ///< rows that could not be used
    std::int64_t bytes = 0;    ///< decoded
};

/// Takes a batch of rows on the client's network thread. The rows' text lives only during the call. An error ends the
/// transfer.
template<class Row>
using RowSink = std::function<Result<>(std::span<const Row>)>;

class Client : public QObject
{
    Q_OBJECT

public:
    explicit Client(QObject *parent = nullptr);
    ~Client() override;

    /// Signs in: what the panel says about the account. A certificate error carries the fingerprint to ask the user
    /// about.
    QFuture<Result<AccountInfo>> authenticate(const ServerLogin &login);

    /// `kind`: Live, Movie or Series.
    QFuture<Result<ListReport>> categories(const ServerLogin &login, EntryKind kind, RowSink<CategoryRow> sink);
    QFuture<Result<ListReport>> channels(const ServerLogin &login, RowSink<ChannelRow> sink);
    QFuture<Result<ListReport>> movies(const ServerLogin &login, RowSink<MovieRow> sink);
    QFuture<Result<ListReport>> series(const ServerLogin &login, RowSink<SeriesRow> sink);

    QFuture<Result<MovieDetails>> movieDetails(const ServerLogin &login, const std::string &id);
    QFuture<Result<SeriesDetails>> seriesDetails(const ServerLogin &login, const std::string &id);
    /// The running programme and the next ones (get_short_epg, else get_simple_data_table).
    QFuture<Result<std::vector<Programme>>> shortGuide(const ServerLogin &login, const std::string &streamId,
                                                       int limit);

    /// Of every request made from now on; before the first call, what the environment says. Any thread.
    void setProxy(const ProxyRule &rule);

private:
    class Worker;
    std::unique_ptr<Worker> m_worker;
};

} // namespace kanal::xtream
