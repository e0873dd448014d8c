// SPDX-License-Identifier: MIT
#include "client_worker.h"
#include "detail_decoders.h"
#include "list_decoder.h"
#include "login_classifier.h"

#include <kanal/core/limits.h>
#include <kanal/core/redact.h>
#include <kanal/xtream/client.h>
#include <kanal/xtream/endpoints.h>

#include <algorithm>

namespace kanal::xtream
{

namespace
{

using namespace std::chrono_literals;

// Signing in ends within 8 s whatever happens: there is somebody waiting in front of it.
constexpr auto kSignInTotal = 7500ms;
constexpr auto kDetailsTotal = 30s;

std::chrono::sys_seconds wallNow()
{
    return SteadyClock().wallNow();
}

HttpAnswer httpAnswer(const Answer &answer, std::string_view body)
{
    return {answer.status, body, answer.contentType, answer.retryAfter};
}

/// A job for an action of the API; fails where the login's server is no address.
Result<std::shared_ptr<Job>> makeJob(const ServerLogin &login, std::string_view action, const Parameters &parameters)
{
    registerSecret(login.password);
    registerSecret(login.user);
    const auto url = Url::parse(apiUrl(login, action, parameters));
    if (!url)
        return tl::unexpected(url.error());
    auto job = std::make_shared<Job>();
    job->request = {*url, login.userAgent, login.certificates};
    return job;
}

template<class T>
QFuture<Result<T>> failed(Error error)
{
    QPromise<Result<T>> promise;
    promise.start();
    promise.addResult(Result<T>(tl::unexpected(std::move(error))));
    promise.finish();
    return promise.future();
}

/// The list decoder as the transfer sees it.
template<class Row>
class ListSink final : public ByteSink
{
public:
    explicit ListSink(RowSink<Row> sink)
        : m_decoder(std::move(sink), wallNow().time_since_epoch().count())
    {
    }

    std::span<char> room() override { return m_decoder.room(); }
    Result<> commit(std::size_t count) override { return m_decoder.commit(count); }
    ListDecoder<Row> &decoder() { return m_decoder; }

private:
    ListDecoder<Row> m_decoder;
};

template<class Row>
Result<ListReport> concludeList(ListDecoder<Row> &decoder, const Answer &answer)
{
    if (!answer.succeeded())
        return tl::unexpected(classifyRefusal(httpAnswer(answer, answer.body), wallNow()));
    const Result<ListCount> count = decoder.finish();
    if (count) // the document is complete, whatever became of the connection behind it
        return ListReport{count->received, count->kept, count->skipped, count->bytes};
    if (answer.interruption) {
        Error error{ErrorKind::BadAnswer, count.error().detail + ": " + answer.interruption->detail,
                    answer.interruption->subject};
        error.httpStatus = answer.status;
        return tl::unexpected(error);
    }
    if (!decoder.refusal().empty())
        if (Error said = classifyRefusal(httpAnswer(answer, decoder.refusal()), wallNow());
            said.kind != ErrorKind::BadAnswer)
            return tl::unexpected(said);
    if (!decoder.other().empty())
        return tl::unexpected(classifyRefusal(httpAnswer(answer, decoder.other()), wallNow()));
    Error error = count.error();
    error.httpStatus = answer.status;
    return tl::unexpected(error);
}

/// What a refused secondary action means. Panels answer actions they do not know with "401, auth 0", "404" or the
/// account itself: that is no reason to doubt the sign-in.
Error secondaryRefusal(const Answer &answer, std::string_view body)
{
    Error error = classifyRefusal(httpAnswer(answer, body), wallNow());
    if (error.kind == ErrorKind::Credentials ||
        (error.kind == ErrorKind::BadAnswer && body.find("\"user_info\"") != std::string_view::npos))
        error.kind = ErrorKind::NotFound;
    return error;
}

/// Decodes the answer to a secondary action.
template<class T>
Result<T> concludeSecondary(BodySink &sink, const Answer &answer,
                            const std::function<Result<T>(std::string_view)> &decode)
{
    if (!answer.succeeded())
        return tl::unexpected(secondaryRefusal(answer, answer.body));
    const std::string body = sink.take();
    if (body.find("\"user_info\"") != std::string::npos)
        return tl::unexpected(secondaryRefusal(answer, body));
    Result<T> decoded = decode(body);
    if (decoded || decoded.error().kind != ErrorKind::BadAnswer)
        return decoded;
    return tl::unexpected(secondaryRefusal(answer, body));
}

} // namespace

Client::Client(QObject *parent)
    : QObject(parent)
    , m_worker(std::make_unique<Worker>())
{
}

Client::~Client() = default;

void Client::setProxy(const ProxyRule &rule)
{
    m_worker->setProxy(rule);
}

QFuture<Result<AccountInfo>> Client::authenticate(const ServerLogin &login)
{
    auto job = makeJob(login, {}, {});
    if (!job)
        return failed<AccountInfo>(job.error());
    (*job)->retry = Retry503::Once;
    (*job)->total = kSignInTotal;
    auto sink = std::make_unique<BodySink>(limits::kAnswerBytes, BodySink::Overflow::Fails);
    BodySink &body = *sink;
    (*job)->sink = std::move(sink);
    return m_worker->submit<AccountInfo>(*job,
                                         [worker = m_worker.get(), server = login.server, &body](const Answer &answer) {
                                             const std::string text = answer.succeeded() ? body.take() : answer.body;
                                             auto info = classifyLogin(httpAnswer(answer, text), wallNow());
                                             if (info && info->utcOffset)
                                                 worker->rememberUtcOffset(server, *info->utcOffset);
                                             return info;
                                         });
}

namespace
{

template<class Row>
Result<std::shared_ptr<Job>> makeListJob(const ServerLogin &login, std::string_view action, RowSink<Row> sink,
                                         ListDecoder<Row> *&decoder)
{
    auto job = makeJob(login, action, {});
    if (!job)
        return job;
    auto list = std::make_unique<ListSink<Row>>(std::move(sink));
    decoder = &list->decoder();
    (*job)->sink = std::move(list);
    (*job)->kind = RequestKind::List;
    (*job)->haste = Haste::Background;
    (*job)->request.deadlines = kListDeadlines;
    (*job)->retry = Retry503::Once;
    return job;
}

} // namespace

/// Every list is fetched in the same way; only the action and the kind of row differ.
template<class Row>
static QFuture<Result<ListReport>> fetchList(auto &worker, const ServerLogin &login, std::string_view action,
                                             RowSink<Row> sink)
{
    ListDecoder<Row> *decoder = nullptr;
    auto job = makeListJob<Row>(login, action, std::move(sink), decoder);
    if (!job)
        return failed<ListReport>(job.error());
    return worker.template submit<ListReport>(
        *job, [decoder](const Answer &answer) { return concludeList(*decoder, answer); });
}

QFuture<Result<ListReport>> Client::categories(const ServerLogin &login, EntryKind kind, RowSink<CategoryRow> sink)
{
    const std::string_view action = kind == EntryKind::Movie                                  ? "get_vod_categories"
                                    : kind == EntryKind::Series || kind == EntryKind::Episode ? "get_series_categories"
                                                                                              : "get_live_categories";
    return fetchList<CategoryRow>(*m_worker, login, action, std::move(sink));
}

QFuture<Result<ListReport>> Client::channels(const ServerLogin &login, RowSink<ChannelRow> sink)
{
    return fetchList<ChannelRow>(*m_worker, login, "get_live_streams", std::move(sink));
}

QFuture<Result<ListReport>> Client::movies(const ServerLogin &login, RowSink<MovieRow> sink)
{
    return fetchList<MovieRow>(*m_worker, login, "get_vod_streams", std::move(sink));
}

QFuture<Result<ListReport>> Client::series(const ServerLogin &login, RowSink<SeriesRow> sink)
{
    return fetchList<SeriesRow>(*m_worker, login, "get_series", std::move(sink));
}

namespace
{

struct SecondaryJob {
    std::shared_ptr<Job> job;
    BodySink *body = nullptr;
};

Result<SecondaryJob> makeSecondaryJob(const ServerLogin &login, std::string_view action, const Parameters &parameters)
{
    auto job = makeJob(login, action, parameters);
    if (!job)
        return tl::unexpected(job.error());
    auto sink = std::make_unique<BodySink>(limits::kAnswerBytes, BodySink::Overflow::Fails);
    SecondaryJob made{*job, sink.get()};
    made.job->sink = std::move(sink);
    made.job->total = kDetailsTotal;
    return made;
}

} // namespace

QFuture<Result<MovieDetails>> Client::movieDetails(const ServerLogin &login, const std::string &id)
{
    const auto made = makeSecondaryJob(login, "get_vod_info", {{"vod_id", id}});
    if (!made)
        return failed<MovieDetails>(made.error());
    return m_worker->submit<MovieDetails>(made->job, [body = made->body, id](const Answer &answer) {
        return concludeSecondary<MovieDetails>(*body, answer,
                                               [&id](std::string_view text) { return decodeMovieDetails(text, id); });
    });
}

QFuture<Result<SeriesDetails>> Client::seriesDetails(const ServerLogin &login, const std::string &id)
{
    const auto made = makeSecondaryJob(login, "get_series_info", {{"series_id", id}});
    if (!made)
        return failed<SeriesDetails>(made.error());
    return m_worker->submit<SeriesDetails>(made->job, [body = made->body](const Answer &answer) {
        return concludeSecondary<SeriesDetails>(*body, answer, decodeSeriesDetails);
    });
}

namespace
{

using GuidePromise = std::shared_ptr<QPromise<Result<std::vector<Programme>>>>;

/// The running programme and what follows: whole schedules begin days ago.
std::vector<Programme> upcoming(std::vector<Programme> programmes, int limit)
{
    const auto now = wallNow();
    std::erase_if(programmes, [now](const Programme &programme) { return programme.stop <= now; });
    if (limit > 0 && programmes.size() > std::size_t(limit))
        programmes.resize(std::size_t(limit));
    return programmes;
}

/// Asks one action after the other until one of them has programmes: many panels know only one of them, some only its
/// misspelt name.
template<class Worker>
void askGuide(Worker &worker, GuidePromise promise, const ServerLogin &login, const std::string &streamId, int limit,
              int attempt, Result<std::vector<Programme>> best)
{
    static constexpr std::string_view kActions[] = {"get_short_epg", "get_simple_data_table", "get_simple_date_table"};
    const auto made =
        makeSecondaryJob(login, kActions[attempt], {{"stream_id", streamId}, {"limit", std::to_string(limit)}});
    const auto settle = [promise](Result<std::vector<Programme>> result) {
        promise->addResult(std::move(result));
        promise->finish();
    };
    if (!made)
        return settle(tl::unexpected(made.error()));
    made->job->haste = Haste::Background; // asked channel by channel they are the burst that panels ban
    worker.template submitRaw<std::vector<Programme>>(
        promise, made->job, [=, &worker, body = made->body](Result<Answer> answer) {
            if (!answer)
                return settle(tl::unexpected(answer.error()));
            const auto offset = worker.utcOffset(login.server);
            auto result = concludeSecondary<std::vector<Programme>>(
                *body, *answer, [&](std::string_view text) { return decodeGuide(text, streamId, offset); });
            if (result)
                result = upcoming(std::move(*result), limit);
            const bool unknown =
                !result && (result.error().kind == ErrorKind::NotFound || result.error().kind == ErrorKind::BadAnswer);
            const bool empty = result && result->empty();
            // The misspelt action is for panels that refused the right one.
            const bool more = attempt == 0 ? unknown || empty : attempt == 1 && unknown && !best;
            if (more)
                return askGuide(worker, promise, login, streamId, limit, attempt + 1, result);
            // "Nothing on" of one action is an answer even where the other is refused.
            settle(!result && best ? best : result);
        });
}

} // namespace

QFuture<Result<std::vector<Programme>>> Client::shortGuide(const ServerLogin &login, const std::string &streamId,
                                                           int limit)
{
    auto promise = std::make_shared<QPromise<Result<std::vector<Programme>>>>();
    promise->start();
    askGuide(*m_worker, promise, login, streamId, std::max(limit, 1), 0, fail(ErrorKind::NotFound));
    return promise->future();
}

} // namespace kanal::xtream
