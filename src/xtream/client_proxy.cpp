// SPDX-License-Identifier: MIT
#include "client_proxy.h"

#include <kanal/core/text.h>
#include <kanal/core/url.h>

#include <QUrl>

#include <algorithm>
#include <string>

namespace kanal::xtream
{

namespace
{

std::string environment(const char *lowerCase, const char *upperCase)
{
    const QByteArray value = qEnvironmentVariableIsEmpty(lowerCase) ? qgetenv(upperCase) : qgetenv(lowerCase);
    return value.toStdString();
}

bool isExcluded(std::string_view host)
{
    const std::string list = environment("no_proxy", "NO_PROXY");
    for (std::string_view entry : split(list, ',')) {
        entry = trimmed(entry);
        if (entry == "*")
            return true;
        if (entry.starts_with("*"))
            entry.remove_prefix(1);
        const std::string_view name = entry.starts_with(".") ? entry.substr(1) : entry;
        if (name.empty() || host.size() < name.size() ||
            !equalsIgnoringCase(host.substr(host.size() - name.size()), name))
            continue;
        if (host.size() == name.size() || host[host.size() - name.size() - 1] == '.')
            return true;
    }
    return false;
}

std::optional<QNetworkProxy> parseProxy(std::string text)
{
    if (text.empty())
        return {};
    if (text.find("://") == std::string::npos)
        text.insert(0, "http://");
    const auto url = Url::parse(text);
    if (!url)
        return {};
    const bool socks = url->scheme.starts_with("socks");
    const int port = url->port != 0 ? url->port : socks ? 1080 : url->effectivePort();
    QNetworkProxy proxy(socks ? QNetworkProxy::Socks5Proxy : QNetworkProxy::HttpProxy,
                        QString::fromStdString(url->host), quint16(port));
    const auto colon = std::min(url->userInfo.find(':'), url->userInfo.size());
    proxy.setUser(QString::fromStdString(percentDecode(url->userInfo.substr(0, colon))));
    if (colon < url->userInfo.size())
        proxy.setPassword(QString::fromStdString(percentDecode(url->userInfo.substr(colon + 1))));
    return proxy;
}

} // namespace

QList<QNetworkProxy> EnvironmentProxyFactory::queryProxy(const QNetworkProxyQuery &query)
{
    const std::string host = query.peerHostName().toStdString();
    const bool direct = host.empty() || classifyHost(host) == HostClass::Loopback || isExcluded(host);
    std::optional<QNetworkProxy> proxy;
    if (!direct) {
        const bool tls =
            query.protocolTag() == QStringLiteral("https") || query.url().scheme() == QStringLiteral("https");
        proxy = parseProxy(tls ? environment("https_proxy", "HTTPS_PROXY") : environment("http_proxy", "HTTP_PROXY"));
        if (!proxy)
            proxy = parseProxy(environment("all_proxy", "ALL_PROXY"));
    }
    return {proxy.value_or(QNetworkProxy(QNetworkProxy::NoProxy))};
}

} // namespace kanal::xtream
