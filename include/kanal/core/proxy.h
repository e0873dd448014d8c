// SPDX-License-Identifier: MIT
// Which proxy a request goes through: the one rule for streams, the panel's API and pictures, asked again for every
// hop. A value.
//
//     const ProxyRule rule = ProxyRule::fromEnvironment();
//     if (const std::optional<Proxy> proxy = rule.proxyFor(url)) …
#pragma once

#include <kanal/core/error.h>
#include <kanal/core/url.h>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kanal
{

struct Proxy {
    enum class Kind {
        Http,
        Socks5,  ///< names are looked up by the proxy
        Unknown, ///< asked for, but none Kanal knows: what should go through it fails
    };
    Kind kind = Kind::Http;
    std::string host; ///< without brackets for IPv6
    int port = 0;
    std::string user, password; ///< as they are, not as an address spells them; never shown

    std::string name() const;    ///< "host:port", for people
    std::string address() const; ///< as ProxyRule::through() takes it; with the password: never shown or logged

    friend bool operator==(const Proxy &, const Proxy &) = default;
};

class ProxyRule
{
public:
    /// No proxy for anything.
    ProxyRule() = default;

    /// http_proxy, https_proxy, all_proxy and no_proxy, in small letters or, where those are not set, in capitals.
    static ProxyRule fromEnvironment();
    /// The same, of an environment of one's own: the value of a name, empty where it is not set.
    static ProxyRule fromEnvironment(const std::function<std::string(const char *)> &valueOf);
    /// Everything through this one: "host:port", "http://user:password@host:port" or "socks5://host:port".
    /// Fails with Address, or with Unsupported for a kind of proxy that Kanal does not know.
    static Result<ProxyRule> through(std::string_view address);

    /// The proxy for this address; nullopt: none. What is on this computer is never asked for through one.
    std::optional<Proxy> proxyFor(const Url &url) const;

    friend bool operator==(const ProxyRule &, const ProxyRule &) = default;

private:
    std::optional<Proxy> m_http, m_https;
    std::vector<std::string> m_direct; ///< the entries of no_proxy
};

} // namespace kanal
