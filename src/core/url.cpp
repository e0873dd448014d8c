// SPDX-License-Identifier: MIT
#include <kanal/core/limits.h>
#include <kanal/core/text.h>
#include <kanal/core/url.h>

#include <algorithm>
#include <charconv>

namespace kanal
{

namespace
{

bool isAlpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isScheme(std::string_view text)
{
    return !text.empty() && isAlpha(text.front()) && std::all_of(text.begin(), text.end(), [](char c) {
        return isAlpha(c) || isDigit(c) || c == '+' || c == '-' || c == '.';
    });
}

bool isHost(std::string_view host)
{
    // Whatever browsers would read as something else than a host is refused rather than guessed at.
    return !host.empty() && host.find_first_of("\\<>\"^`{}|%@[]") == std::string_view::npos;
}

int defaultPort(std::string_view scheme)
{
    if (scheme == "http")
        return 80;
    if (scheme == "https")
        return 443;
    if (scheme == "rtsp")
        return 554;
    if (scheme == "rtsps")
        return 322;
    if (scheme == "rtmp")
        return 1935;
    if (scheme == "rtmps")
        return 443;
    return 0;
}

int hexValue(char c)
{
    if (isDigit(c))
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/// host[:port] or [v6][:port]; false when it is neither.
bool readAuthority(std::string_view authority, Url &url)
{
    std::string_view port;
    if (!authority.empty() && authority.front() == '[') {
        const auto close = authority.find(']');
        if (close == std::string_view::npos)
            return false;
        url.host = lowered(authority.substr(1, close - 1));
        if (url.host.find(':') == std::string::npos || url.host.find_first_of("\\<>\"^`{}|@[/") != std::string::npos)
            return false;
        port = authority.substr(close + 1);
        if (!port.empty() && port.front() != ':')
            return false;
    } else {
        const auto colon = std::min(authority.find(':'), authority.size());
        url.host = lowered(authority.substr(0, colon));
        if (!isHost(url.host))
            return false;
        port = authority.substr(colon);
    }
    if (port.size() <= 1) // nothing, or a bare ':'
        return true;
    port.remove_prefix(1);
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), url.port);
    return error == std::errc() && end == port.data() + port.size() && url.port > 0 && url.port <= 65535;
}

/// RFC 3986 5.2.4.
std::string withoutDots(std::string_view path)
{
    std::vector<std::string_view> kept;
    const auto parts = split(path, '/');
    for (std::size_t i = 1; i < parts.size(); ++i) { // parts[0] is what stands before the leading slash
        const bool last = i + 1 == parts.size();
        if (parts[i] == "..") {
            if (!kept.empty())
                kept.pop_back();
            if (last)
                kept.emplace_back();
        } else if (parts[i] == ".") {
            if (last)
                kept.emplace_back();
        } else {
            kept.push_back(parts[i]);
        }
    }
    std::string out;
    for (std::string_view part : kept)
        out.append("/").append(part);
    return out;
}

} // namespace

Result<Url> Url::parse(std::string_view text)
{
    if (text.size() > limits::kUrlBytes)
        return fail(ErrorKind::Address, "address is longer than " + std::to_string(limits::kUrlBytes) + " bytes");
    for (unsigned char c : text)
        if (c <= 0x20 || c == 0x7f)
            return fail(ErrorKind::Address, "address holds a blank or a control character");

    const auto colon = text.find("://");
    if (colon == std::string_view::npos || !isScheme(text.substr(0, colon)))
        return fail(ErrorKind::Address, "address has no scheme");
    Url url;
    url.scheme = lowered(text.substr(0, colon));
    text.remove_prefix(colon + 3);
    text = text.substr(0, text.find('#'));

    const auto authorityEnd = std::min(text.find_first_of("/?"), text.size());
    std::string_view authority = text.substr(0, authorityEnd);
    text.remove_prefix(authorityEnd);
    if (authority.find('\\') != std::string_view::npos) // browsers end the host there, others do not
        return fail(ErrorKind::Address, "address has a backslash in its host");
    if (const auto at = authority.rfind('@'); at != std::string_view::npos) {
        url.userInfo = authority.substr(0, at);
        authority.remove_prefix(at + 1);
    }
    if (!readAuthority(authority, url))
        return fail(ErrorKind::Address, "address has no valid host or port");

    const auto question = std::min(text.find('?'), text.size());
    url.path = text.substr(0, question);
    if (question < text.size())
        url.query = text.substr(question + 1);
    return url;
}

std::string Url::server() const
{
    std::string out = origin().substr(scheme.size() + 3) + path;
    while (out.ends_with('/'))
        out.pop_back();
    return out;
}

std::string Url::origin() const
{
    std::string out = scheme + "://";
    if (host.find(':') != std::string::npos)
        out.append("[").append(host).append("]");
    else
        out += host;
    if (port != 0 && port != defaultPort(scheme))
        out.append(":").append(std::to_string(port));
    return out;
}

std::string Url::str() const
{
    std::string out = origin() + path;
    if (!query.empty())
        out.append("?").append(query);
    return out;
}

int Url::effectivePort() const
{
    return port != 0 ? port : defaultPort(scheme);
}

std::string Url::queryValue(std::string_view name) const
{
    for (std::string_view pair : split(query, '&')) {
        const auto equals = std::min(pair.find('='), pair.size());
        if (percentDecode(pair.substr(0, equals)) != name || equals == pair.size())
            continue;
        std::string value(pair.substr(equals + 1));
        std::replace(value.begin(), value.end(), '+', ' ');
        return percentDecode(value);
    }
    return {};
}

std::string percentEncode(std::string_view text)
{
    constexpr char kHex[] = "0123456789ABCDEF";
    std::string out;
    out.reserve(text.size() + text.size() / 4);
    for (char c : text) {
        if (isAlpha(c) || isDigit(c) || c == '-' || c == '.' || c == '_' || c == '~') {
            out += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            out += '%';
            out += kHex[byte >> 4];
            out += kHex[byte & 15];
        }
    }
    return out;
}

std::string percentDecode(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && hexValue(text[i + 1]) >= 0 && hexValue(text[i + 2]) >= 0) {
            out += char(hexValue(text[i + 1]) * 16 + hexValue(text[i + 2]));
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

Result<Url> resolveUrl(const Url &base, std::string_view reference)
{
    std::string text;
    for (char c : trimmed(reference)) { // servers put raw blanks into Location; browsers encode them
        if (c == ' ')
            text += "%20";
        else
            text += c;
    }
    const auto firstSpecial = std::min(text.find_first_of("/?#"), text.size());
    const auto colon = text.find(':');
    if (colon < firstSpecial && isScheme(std::string_view(text).substr(0, colon)))
        return Url::parse(text);
    if (text.starts_with("//"))
        return Url::parse(base.scheme + ":" + text);

    const std::string_view path = std::string_view(text).substr(0, std::min(text.find_first_of("?#"), text.size()));
    const std::string_view rest = std::string_view(text).substr(path.size());
    if (path.empty()) {
        const bool ownQuery = !rest.empty() && rest.front() == '?';
        const std::string query = base.query.empty() ? std::string() : "?" + base.query;
        return Url::parse(base.origin() + base.path + (ownQuery ? std::string(rest) : query));
    }
    std::string merged(path);
    if (path.front() != '/')
        merged = base.path.substr(0, base.path.rfind('/') + 1) + merged; // npos + 1 is 0: an empty base path
    if (merged.front() != '/')
        merged.insert(merged.begin(), '/');
    return Url::parse(base.origin() + withoutDots(merged) + std::string(rest));
}

UrlPolicy::UrlPolicy(const Url &userChose)
    : m_scheme(userChose.scheme)
    , m_host(userChose.host)
    , m_class(classifyHost(userChose.host))
{
}

Result<> UrlPolicy::check(const Url &derived) const
{
    if (derived.scheme != "http" && derived.scheme != "https") {
        static constexpr std::string_view kOnRequest[] = {"rtsp", "rtsps", "rtp", "udp", "srt", "rtmp", "rtmps"};
        const bool known =
            std::find(std::begin(kOnRequest), std::end(kOnRequest), derived.scheme) != std::end(kOnRequest);
        if (!known || derived.scheme != m_scheme)
            return fail(ErrorKind::Address, "scheme " + derived.scheme + " is not opened", derived.host);
    }
    const bool local = m_class != HostClass::Public && m_class != HostClass::Reserved;
    if (local || derived.host == m_host || classifyHost(derived.host) == HostClass::Public)
        return {};
    return fail(ErrorKind::Address, "a public server points into the local network", derived.host);
}

} // namespace kanal
