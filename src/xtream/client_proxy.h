// SPDX-License-Identifier: MIT
// Proxies from the environment (http_proxy, https_proxy, all_proxy, no_proxy), on every system in the same way; this
// computer is always reached directly.
#pragma once

#include <QNetworkProxyFactory>

namespace kanal::xtream
{

class EnvironmentProxyFactory final : public QNetworkProxyFactory
{
public:
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override;
};

} // namespace kanal::xtream
