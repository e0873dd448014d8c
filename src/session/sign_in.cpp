// SPDX-License-Identifier: MIT
#include "sign_in.h"

#include "operation.h"

#include <kanal/core/url.h>
#include <kanal/xtream/client.h>

#include <algorithm>
#include <array>
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

auto weight(ErrorKind kind)
{
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
    return (kind == ErrorKind::Refused || kind == ErrorKind::Timeout) && a->effectivePort() == b->effectivePort();
}

class Search : public std::enable_shared_from_this<Search>
{
public:
    Search(std::vector<std::string> servers, ServerLogin login, xtream::Client &client, QObject *owner)
        : m_servers(std::move(servers))
        , m_login(std::move(login))
        , m_client(client)
        , m_operation(Operation<SignedIn>::start(owner))
    {
    }

    QFuture<Result<SignedIn>> future() const { return m_operation->future(); }

    void next()
    {
        if (m_at == m_servers.size()) {
            m_operation->finish(tl::unexpected(m_worst.value_or(Error{ErrorKind::Address, "no server address"})));
            return;
        }
        m_login.server = m_servers[m_at++];
        m_operation->ask(m_client.authenticate(m_login),
                         [self = shared_from_this()](const Result<AccountInfo> &info) { self->take(info); });
    }

private:
    void take(const Result<AccountInfo> &info)
    {
        if (info) {
            m_operation->finish(SignedIn{m_login, *info});
            return;
        }
        const Error &error = info.error();
        if (decides(error.kind)) {
            m_operation->finish(tl::unexpected(error));
            return;
        }
        if (!m_worst || weight(error.kind) > weight(m_worst->kind))
            m_worst = error;
        while (m_at < m_servers.size() && failsAlike(m_servers[m_at], m_login.server, error.kind))
            ++m_at;
        next();
    }

    const std::vector<std::string> m_servers;
    ServerLogin m_login;
    xtream::Client &m_client;
    std::shared_ptr<Operation<SignedIn>> m_operation;
    std::size_t m_at = 0;
    std::optional<Error> m_worst;
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
