// SPDX-License-Identifier: MIT
// The rule about proxies as Qt asks for it.
#pragma once

#include <kanal/core/proxy.h>

class QNetworkProxyFactory;

namespace kanal::xtream
{

/// Owned by whoever takes it: QNetworkAccessManager::setProxyFactory() does.
[[nodiscard]] QNetworkProxyFactory *makeProxyFactory(ProxyRule rule);

} // namespace kanal::xtream
