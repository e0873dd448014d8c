// SPDX-License-Identifier: MIT
#include <kanal/xtream/client_proxy.h>

#include <QNetworkProxyFactory>
#include <QUrl>

namespace kanal::xtream
{

namespace
{

/// What nothing is reached through: a proxy Kanal does not know must not be gone round.
constexpr quint16 kNowhere = 0;

QNetworkProxy proxyOf(const Proxy &proxy)
{
    if (proxy.kind == Proxy::Kind::Unknown)
        return {QNetworkProxy::HttpProxy, QStringLiteral("proxy.invalid"), kNowhere};
    return {proxy.kind == Proxy::Kind::Socks5 ? QNetworkProxy::Socks5Proxy : QNetworkProxy::HttpProxy,
            QString::fromStdString(proxy.host), quint16(proxy.port), QString::fromStdString(proxy.user),
            QString::fromStdString(proxy.password)};
}

class RuleFactory final : public QNetworkProxyFactory
{
public:
    explicit RuleFactory(ProxyRule rule)
        : m_rule(std::move(rule))
    {
    }

    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override
    {
        const Result<Url> url = Url::parse(query.url().toEncoded().toStdString());
        const std::optional<Proxy> proxy = url ? m_rule.proxyFor(*url) : std::nullopt;
        return {proxy ? proxyOf(*proxy) : QNetworkProxy(QNetworkProxy::NoProxy)};
    }

private:
    const ProxyRule m_rule;
};

} // namespace

QNetworkProxyFactory *makeProxyFactory(ProxyRule rule)
{
    return new RuleFactory(std::move(rule));
}

} // namespace kanal::xtream
