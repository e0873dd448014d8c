// SPDX-License-Identifier: MIT
#include <kanal/core/proxy.h>
#include <kanal/core/redact.h>
#include <kanal/core/text.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstdlib>

namespace kanal
{

namespace
{

constexpr std::size_t kShownBytes = 100; // of what cannot be read as an address
constexpr int kSocksPort = 1080;

std::string withScheme(std::string_view address)
{
    return address.find("://") == std::string_view::npos ? "http://" + std::string(address) : std::string(address);
}

Proxy::Kind kindNamed(std::string_view scheme)
{
    if (scheme == "http")
        return Proxy::Kind::Http;
    return scheme == "socks5" || scheme == "socks5h" ? Proxy::Kind::Socks5 : Proxy::Kind::Unknown;
}

Result<Proxy> parseProxy(std::string_view text)
{
    const Result<Url> url = Url::parse(withScheme(trimmed(text)));
    if (!url)
        return tl::unexpected(url.error());
    Proxy proxy{kindNamed(url->scheme), url->host, url->port, {}, {}};
    if (proxy.port == 0)
        proxy.port = proxy.kind == Proxy::Kind::Socks5 ? kSocksPort : url->effectivePort();
    const auto colon = std::min(url->userInfo.find(':'), url->userInfo.size());
    proxy.user = percentDecode(url->userInfo.substr(0, colon));
    if (colon < url->userInfo.size())
        proxy.password = percentDecode(url->userInfo.substr(colon + 1));
    registerSecret(proxy.password);
    return proxy;
}

/// Whoever set a proxy does not want to be seen without it: what cannot be read is a proxy, too, that nothing gets
/// through.
std::optional<Proxy> proxyIn(const std::string &text)
{
    if (trimmed(text).empty())
        return std::nullopt;
    return parseProxy(text).value_or(Proxy{Proxy::Kind::Unknown, cleanText(redact(text), kShownBytes), 0, {}, {}});
}

std::optional<std::uint32_t> ipv4(std::string_view text)
{
    const auto parts = split(text, '.');
    std::uint32_t address = 0;
    for (const std::string_view part : parts) {
        std::uint8_t value = 0;
        const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value);
        if (error != std::errc() || end != part.data() + part.size())
            return std::nullopt;
        address = address << 8 | value;
    }
    return parts.size() == 4 ? std::optional(address) : std::nullopt;
}

/// "192.168.0.0/16".
bool holdsAddress(std::string_view range, std::string_view host)
{
    const auto slash = range.find('/');
    if (slash == std::string_view::npos)
        return false;
    const auto base = ipv4(range.substr(0, slash)), address = ipv4(host);
    unsigned bits = 0;
    const auto [end, error] = std::from_chars(range.data() + slash + 1, range.data() + range.size(), bits);
    if (!base || !address || error != std::errc() || end != range.data() + range.size() || bits > 32)
        return false;
    return bits == 0 || (*base ^ *address) >> (32 - bits) == 0;
}

/// Takes ":8080" off a name; 0: there was none.
int takePort(std::string_view &entry)
{
    const auto colon = entry.rfind(':');
    const bool isAddress = entry.find(':') != colon && entry.find(']') == std::string_view::npos; // a bare IPv6 one
    if (colon == std::string_view::npos || isAddress)
        return 0;
    int port = 0;
    const auto [end, error] = std::from_chars(entry.data() + colon + 1, entry.data() + entry.size(), port);
    if (error != std::errc() || end != entry.data() + entry.size())
        return 0;
    entry = entry.substr(0, colon);
    return port;
}

/// "example.org", ".example.org" and "*.example.org" all mean the name and what ends with it.
bool isDirect(std::string_view entry, const Url &url)
{
    if (entry == "*" || holdsAddress(entry, url.host))
        return true;
    if (const int port = takePort(entry); port != 0 && port != url.effectivePort())
        return false;
    if (entry.size() > 1 && entry.front() == '[' && entry.back() == ']')
        return equalsIgnoringCase(entry.substr(1, entry.size() - 2), url.host);
    entry.remove_prefix(std::min(entry.find_first_not_of("*."), entry.size()));
    const std::string_view host = url.host;
    if (entry.empty() || host.size() < entry.size() ||
        !equalsIgnoringCase(host.substr(host.size() - entry.size()), entry))
        return false;
    return host.size() == entry.size() || host[host.size() - entry.size() - 1] == '.';
}

} // namespace

std::string Proxy::name() const
{
    const std::string shown = host.find(':') == std::string::npos ? host : '[' + host + ']';
    return port == 0 ? shown : shown + ':' + std::to_string(port);
}

std::string Proxy::address() const
{
    std::string text = kind == Kind::Socks5 ? "socks5://" : "http://";
    if (!user.empty())
        text += percentEncode(user) + (password.empty() ? "" : ':' + percentEncode(password)) + '@';
    return text + name();
}

ProxyRule ProxyRule::fromEnvironment()
{
    return fromEnvironment([](const char *name) {
        const char *value = std::getenv(name);
        return std::string(value ? value : "");
    });
}

ProxyRule ProxyRule::fromEnvironment(const std::function<std::string(const char *)> &valueOf)
{
    const auto value = [&](const char *small, const char *capitals) {
        const std::string found = valueOf(small);
        return found.empty() ? valueOf(capitals) : found;
    };
    const auto all = proxyIn(value("all_proxy", "ALL_PROXY"));
    ProxyRule rule;
    rule.m_http = proxyIn(value("http_proxy", "HTTP_PROXY"));
    rule.m_https = proxyIn(value("https_proxy", "HTTPS_PROXY"));
    for (auto *proxy : {&rule.m_http, &rule.m_https})
        if (!*proxy)
            *proxy = all;
    const std::string direct = value("no_proxy", "NO_PROXY");
    for (const std::string_view entry : split(direct, ','))
        if (!trimmed(entry).empty())
            rule.m_direct.emplace_back(trimmed(entry));
    return rule;
}

Result<ProxyRule> ProxyRule::through(std::string_view address)
{
    const Result<Proxy> proxy = parseProxy(address);
    if (!proxy)
        return tl::unexpected(proxy.error());
    if (proxy->kind == Proxy::Kind::Unknown)
        return fail(ErrorKind::Unsupported, "a proxy that is neither http nor socks5", proxy->name());
    ProxyRule rule;
    rule.m_http = rule.m_https = *proxy;
    return rule;
}

std::optional<Proxy> ProxyRule::proxyFor(const Url &url) const
{
    if (classifyHost(url.host) == HostClass::Loopback ||
        std::any_of(m_direct.begin(), m_direct.end(), [&](const std::string &entry) { return isDirect(entry, url); }))
        return std::nullopt;
    return url.scheme == "https" ? m_https : m_http;
}

} // namespace kanal
