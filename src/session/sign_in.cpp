// SPDX-License-Identifier: MIT
#include "sign_in.h"

#include "operation.h"

#include <kanal/core/url.h>
#include <kanal/session/take_back.h>
#include <kanal/xtream/client.h>

#include <QElapsedTimer>
#include <QTimer>

#include <algorithm>
#include <array>
#include <chrono>
#include <iterator>

namespace kanal::session
{

namespace
{

/// Errors after which another address may still be the right one, from the least to the most telling: a server that was
/// reached says more than none.
constexpr std::array kUndecided = {
    ErrorKind::Address,  ErrorKind::NameNotFound, ErrorKind::Refused, ErrorKind::Network,     ErrorKind::Timeout,
    ErrorKind::NotFound, ErrorKind::BadAnswer,    ErrorKind::WebPage, ErrorKind::ServerError, ErrorKind::Tls,
};

bool decides(ErrorKind kind)
{
    return std::find(kUndecided.begin(), kUndecided.end(), kind) == kUndecided.end();
}

auto weight(const Error &error)
{
    // No certificate to speak of: most likely https was tried on a port that speaks http.
    const ErrorKind kind = error.kind == ErrorKind::Tls && error.fingerprint.empty() ? ErrorKind::Refused : error.kind;
    return std::distance(kUndecided.begin(), std::find(kUndecided.begin(), kUndecided.end(), kind));
}

/// Whether `server` would fail as `tried` did: the same closed or silent port, or the same unknown name, under another
/// scheme.
bool failsAlike(const std::string &server, const std::string &tried, ErrorKind kind)
{
    const Result<Url> a = Url::parse(server);
    const Result<Url> b = Url::parse(tried);
    if (!a || !b || a->host != b->host)
        return false;
    if (kind == ErrorKind::NameNotFound)
        return true;
    return kind == ErrorKind::Refused && a->effectivePort() == b->effectivePort();
}

class Search : public std::enable_shared_from_this<Search>
{
public:
    Search(std::vector<std::string> servers, ServerLogin login, xtream::Client &client, QObject *owner)
        : m_servers(std::move(servers))
        , m_login(std::move(login))
        , m_client(client)
        , m_owner(owner)
        , m_operation(Operation<SignedIn>::start(owner))
    {
        m_time.start();
    }

    QFuture<Result<SignedIn>> future() const { return m_operation->future(); }

    void next()
    {
        const auto left = kPatience - std::chrono::milliseconds(m_time.elapsed());
        if (m_at == m_servers.size() || (m_worst && left.count() <= 0)) {
            m_operation->finish(tl::unexpected(m_worst.value_or(Error{ErrorKind::Address, "no server address"})));
            return;
        }
        m_login.server = m_servers[m_at++];
        QFuture<Result<AccountInfo>> answer = m_client.authenticate(m_login);
        if (m_worst)
            QTimer::singleShot(left, m_owner, [answer]() mutable { takeBack(answer); });
        m_operation->ask(answer, [self = shared_from_this()](const Result<AccountInfo> &info) { self->take(info); });
    }

private:
    /// The first address has all the time the client gives it; those after it share what is left of this.
    static constexpr std::chrono::milliseconds kPatience{8'000};

    void take(const Result<AccountInfo> &info)
    {
        if (info) {
            m_operation->finish(SignedIn{m_login, *info});
            return;
        }
        Error error = info.error();
        if (error.kind == ErrorKind::Cancelled && m_worst && !m_operation->cancelled())
            error = {ErrorKind::Timeout, "no time left to ask this address", error.subject};
        if (decides(error.kind)) {
            m_operation->finish(tl::unexpected(error));
            return;
        }
        if (!m_worst || weight(error) > weight(*m_worst))
            m_worst = error;
        while (m_at < m_servers.size() && failsAlike(m_servers[m_at], m_login.server, error.kind))
            ++m_at;
        next();
    }

    const std::vector<std::string> m_servers;
    ServerLogin m_login;
    xtream::Client &m_client;
    QObject *const m_owner;
    std::shared_ptr<Operation<SignedIn>> m_operation;
    std::size_t m_at = 0;
    std::optional<Error> m_worst;
    QElapsedTimer m_time;
};

} // namespace

QFuture<Result<SignedIn>> signInAt(const std::vector<std::string> &servers, const ServerLogin &login,
                                   xtream::Client &client, QObject *owner)
{
    const auto search = std::make_shared<Search>(servers, login, client, owner);
    QFuture<Result<SignedIn>> future = search->future();
    search->next();
    return future;
}

} // namespace kanal::session
