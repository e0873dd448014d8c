// SPDX-License-Identifier: MIT
#include "net_transfer.h"

#include "certificate_pin.h"

#include <kanal/core/account.h>
#include <kanal/core/limits.h>
#include <kanal/core/redact.h>
#include <kanal/core/text.h>

#include <algorithm>
#include <cerrno>
#include <iterator>
#include <utility>

#include <curl/curl.h>

namespace kanal::playback
{

namespace
{

constexpr long kBufferBytes = 64 * 1024;
constexpr std::int64_t kShortBody = 16 * 1024;
constexpr std::string_view kCutWords[] = {"syscall",    "reset",         "unexpected eof", "closed connection",
                                          "terminated", "pull function", "broken pipe"};

bool hasLineBreak(std::string_view text)
{
    return text.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos;
}

/// A server that goes away in the middle of a handshake is no server with a bad certificate. The libraries behind curl
/// say so in their own words only.
bool handshakeWasCut(long osError, std::string_view words)
{
    if (osError == ECONNRESET || osError == EPIPE)
        return true;
    const std::string said = lowered(words);
    return std::any_of(std::begin(kCutWords), std::end(kCutWords),
                       [&](std::string_view word) { return said.find(word) != std::string::npos; });
}

ErrorKind kindOf(CURLcode code, long osError, std::string_view words)
{
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
        return ErrorKind::NameNotFound;
    case CURLE_COULDNT_CONNECT:
        return osError == ECONNREFUSED ? ErrorKind::Refused : ErrorKind::Network;
    case CURLE_OPERATION_TIMEDOUT:
        return ErrorKind::Timeout;
    case CURLE_SSL_CONNECT_ERROR:
        return handshakeWasCut(osError, words) ? ErrorKind::Network : ErrorKind::Tls;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_USE_SSL_FAILED:
        return ErrorKind::Tls;
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT:
        return ErrorKind::Address;
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_BAD_CONTENT_ENCODING:
        return ErrorKind::BadAnswer;
    default:
        return ErrorKind::Network;
    }
}

} // namespace

NetTransfer::NetTransfer(TransferId id, NetRequest request, std::shared_ptr<NetHandler> handler, NetSlot &slot,
                         Clock &clock)
    : m_id(id)
    , m_request(std::move(request))
    , m_handler(std::move(handler))
    , m_slot(slot)
    , m_clock(clock)
    , m_easy(curl_easy_init())
    , m_okAliases(curl_slist_append(nullptr, "ICY 200 OK"))
{
}

NetTransfer::~NetTransfer()
{
    curl_easy_cleanup(m_easy);
    curl_slist_free_all(m_headerList);
    curl_slist_free_all(m_okAliases);
}

Result<> NetTransfer::prepareHop(CURLSH *share, const ProxyRule &proxies)
{
    if (m_next) {
        m_url = *std::exchange(m_next, std::nullopt);
    } else if (!m_untrusted) { // else the same once more
        Result<Url> url = Url::parse(m_request.url);
        if (!url)
            return tl::unexpected(url.error());
        m_url = *std::move(url);
        const Result<Url> chosen = m_request.derivedFrom.empty() ? m_url : Url::parse(m_request.derivedFrom);
        if (!chosen)
            return tl::unexpected(chosen.error());
        m_originalHost = chosen->host;
        m_originallyTls = chosen->scheme == "https";
        m_policy.emplace(*chosen);
        m_publicPeer = m_request.fromPublicNet;
        if (auto allowed = m_policy->check(m_url); !allowed)
            return allowed;
        m_visited.insert(m_url.str());
    }
    if (m_url.scheme != "http" && m_url.scheme != "https")
        return fail(ErrorKind::Address, "scheme " + m_url.scheme + " is not for this client", m_url.host);
    m_hopStarted = m_clock.now();
    m_head = {};
    m_headBytes = 0;
    m_headDone = false;
    m_connecting.clear();
    m_error.reset();

    curl_easy_setopt(m_easy, CURLOPT_URL, m_url.str().c_str());
    curl_easy_setopt(m_easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(m_easy, CURLOPT_HTTP_VERSION, long(CURL_HTTP_VERSION_1_1));
    curl_easy_setopt(m_easy, CURLOPT_HTTP200ALIASES, m_okAliases);
    curl_easy_setopt(m_easy, CURLOPT_HTTP_CONTENT_DECODING, m_request.unpack ? 1L : 0L);
    curl_easy_setopt(m_easy, CURLOPT_ACCEPT_ENCODING, m_request.unpack ? "gzip" : nullptr);
    curl_easy_setopt(m_easy, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(m_easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(m_easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(m_easy, CURLOPT_TCP_NODELAY, 1L);
    curl_easy_setopt(m_easy, CURLOPT_TCP_KEEPALIVE, 1L);
    curl_easy_setopt(m_easy, CURLOPT_BUFFERSIZE, kBufferBytes);
    curl_easy_setopt(m_easy, CURLOPT_CONNECTTIMEOUT_MS, long(m_request.connectTimeout.count()));
    curl_easy_setopt(m_easy, CURLOPT_DNS_CACHE_TIMEOUT, m_request.freshName ? 0L : 300L);
    curl_easy_setopt(m_easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    curl_easy_setopt(m_easy, CURLOPT_ERRORBUFFER, m_errorText.data());
    curl_easy_setopt(m_easy, CURLOPT_PRIVATE, this);
    // Removing the handle must not wait for a resolver thread that hangs in getaddrinfo.
    curl_easy_setopt(m_easy, CURLOPT_QUICK_EXIT, 1L);
    // Idle keep-alive sockets count as used connections at some panels: only the pieces of one stream share one.
    curl_easy_setopt(m_easy, CURLOPT_FORBID_REUSE, m_request.keepAlive ? 0L : 1L);
    curl_easy_setopt(m_easy, CURLOPT_FRESH_CONNECT, m_request.keepAlive && !m_request.freshName ? 0L : 1L);
    curl_easy_setopt(m_easy, CURLOPT_SHARE, share);

    curl_easy_setopt(m_easy, CURLOPT_HEADERFUNCTION, &NetTransfer::headerCallback);
    curl_easy_setopt(m_easy, CURLOPT_HEADERDATA, this);
    curl_easy_setopt(m_easy, CURLOPT_WRITEFUNCTION, &NetTransfer::bodyCallback);
    curl_easy_setopt(m_easy, CURLOPT_WRITEDATA, this);
    curl_easy_setopt(m_easy, CURLOPT_PREREQFUNCTION, &NetTransfer::beforeRequest);
    curl_easy_setopt(m_easy, CURLOPT_PREREQDATA, this);
    curl_easy_setopt(m_easy, CURLOPT_OPENSOCKETFUNCTION, &NetTransfer::openSocket);
    curl_easy_setopt(m_easy, CURLOPT_OPENSOCKETDATA, this);
    curl_easy_setopt(m_easy, CURLOPT_CLOSESOCKETFUNCTION, &NetTransfer::closeSocket);
    curl_easy_setopt(m_easy, CURLOPT_CLOSESOCKETDATA, &m_slot);

    m_trusted = acceptedFor(m_request.certificates, m_url.host);
    const bool anyCertificate = !m_trusted.empty() || m_untrusted; // beforeRequest() looks at it
    curl_easy_setopt(m_easy, CURLOPT_SSL_VERIFYPEER, anyCertificate ? 0L : 1L);
    curl_easy_setopt(m_easy, CURLOPT_SSL_VERIFYHOST, anyCertificate ? 0L : 2L);
    curl_easy_setopt(m_easy, CURLOPT_CERTINFO, anyCertificate ? 1L : 0L);
    curl_easy_setopt(m_easy, CURLOPT_SSL_SESSIONID_CACHE, m_untrusted ? 0L : 1L);
    if (auto way = takeProxy(proxies); !way)
        return way;
    return setHeaders();
}

/// Said in full, so that curl looks at no variable of the environment itself.
Result<> NetTransfer::takeProxy(const ProxyRule &proxies)
{
    m_proxy = proxies.proxyFor(m_url);
    if (m_proxy && m_proxy->kind == Proxy::Kind::Unknown) {
        Error error{ErrorKind::Unsupported, "a proxy that is neither http nor socks5", m_url.host};
        error.proxy = m_proxy->name();
        return tl::unexpected(std::move(error));
    }
    const bool socks = m_proxy && m_proxy->kind == Proxy::Kind::Socks5;
    const std::string address = m_proxy ? m_proxy->name() : std::string();
    curl_easy_setopt(m_easy, CURLOPT_PROXY, address.c_str());
    curl_easy_setopt(m_easy, CURLOPT_PROXYTYPE, long(socks ? CURLPROXY_SOCKS5_HOSTNAME : CURLPROXY_HTTP));
    curl_easy_setopt(m_easy, CURLOPT_NOPROXY, "");
    const bool known = m_proxy && !m_proxy->user.empty();
    curl_easy_setopt(m_easy, CURLOPT_PROXYUSERNAME, known ? m_proxy->user.c_str() : nullptr);
    curl_easy_setopt(m_easy, CURLOPT_PROXYPASSWORD, known ? m_proxy->password.c_str() : nullptr);
    return {};
}

Result<> NetTransfer::setHeaders()
{
    curl_slist_free_all(std::exchange(m_headerList, nullptr));
    const auto add = [this](const std::string &line) { m_headerList = curl_slist_append(m_headerList, line.c_str()); };
    const std::string &agent = m_request.userAgent;
    if (hasLineBreak(agent))
        return fail(ErrorKind::Address, "line break in the user agent", m_url.host);
    curl_easy_setopt(m_easy, CURLOPT_USERAGENT, agent.empty() ? std::string(kDefaultUserAgent).c_str() : agent.c_str());
    if (atHome() && !m_url.userInfo.empty())
        curl_easy_setopt(m_easy, CURLOPT_USERPWD, percentDecode(m_url.userInfo).c_str());
    else
        curl_easy_setopt(m_easy, CURLOPT_USERPWD, nullptr);

    if (m_request.cookies)
        m_givenCookies = m_request.cookies->giveTo(m_easy);
    curl_easy_setopt(m_easy, CURLOPT_COOKIE, nullptr);
    for (const auto &[name, value] : m_request.headers) {
        if (name.empty() || hasLineBreak(name) || hasLineBreak(value) || name.find(':') != std::string::npos)
            return fail(ErrorKind::Address, "malformed request header", m_url.host);
        if (atHome() && equalsIgnoringCase(name, "Cookie"))
            curl_easy_setopt(m_easy, CURLOPT_COOKIE, value.c_str()); // beside those of the jar
        else if (atHome() || !belongsToHost(name))
            add(value.empty() ? name + ";" : name + ": " + value);
    }
    if (m_request.rangeFrom >= 0) {
        add("Range: bytes=" + std::to_string(m_request.rangeFrom) + "-" +
            (m_request.rangeTo >= 0 ? std::to_string(m_request.rangeTo) : std::string()));
        if (!m_request.ifRange.empty() && !hasLineBreak(m_request.ifRange))
            add("If-Range: " + m_request.ifRange);
    }
    if (m_request.unpack)
        add("Accept-Encoding:"); // not asked for
    if (!m_request.keepAlive)
        add("Connection: close");
    curl_easy_setopt(m_easy, CURLOPT_HTTPHEADER, m_headerList);
    return {};
}

std::size_t NetTransfer::headerCallback(char *data, std::size_t size, std::size_t count, void *self)
{
    const std::size_t bytes = size * count;
    return static_cast<NetTransfer *>(self)->onHeaderLine({data, bytes}) ? bytes : 0;
}

bool NetTransfer::onHeaderLine(std::string_view line)
{
    if (m_headDone)
        return true; // trailers of a chunked body
    m_headBytes += line.size();
    if (m_headBytes > limits::kHeaderBytes)
        return stop({ErrorKind::BadAnswer, "headers without end", m_url.host});
    line = trimmed(line);
    if (line.empty())
        return onHeadComplete();
    const std::size_t colon = line.find(':');
    if (line.starts_with("HTTP/") || colon == std::string_view::npos) {
        m_head.headers.clear(); // the status line of a new head
        return true;
    }
    m_head.headers.emplace_back(lowered(line.substr(0, colon)), std::string(trimmed(line.substr(colon + 1))));
    return true;
}

bool NetTransfer::onHeadComplete()
{
    long status = 0;
    curl_easy_getinfo(m_easy, CURLINFO_RESPONSE_CODE, &status);
    if (status < 200 && status >= 100)
        return true; // an interim answer; the real head follows
    if (m_request.cookies)
        m_newCookies |= m_request.cookies->takeFrom(m_easy, m_givenCookies);
    if (m_proxy && status == 407)
        return stop(refusedByProxy(407));
    m_headDone = true;
    m_head.status = int(status);
    m_head.host = m_url.host;
    m_head.url = m_url.str();
    m_head.redirects = m_redirects;
    m_head.publicPeer = m_publicPeer;
    curl_off_t connectTook = 0;
    curl_easy_getinfo(m_easy, CURLINFO_CONNECT_TIME_T, &connectTook);
    m_head.connectedAt = m_hopStarted + std::chrono::microseconds(connectTook);

    const std::string_view location = m_head.header("location");
    const bool redirect = status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    if (redirect && !location.empty()) {
        if (auto taken = takeRedirect(location); !taken)
            return stop(std::move(taken).error());
        // The body of a redirect is of no use; a short one costs less than a new connection.
        return m_request.keepAlive && m_head.number("content-length").value_or(kShortBody + 1) <= kShortBody;
    }
    if (m_handler->onHead(m_head) == HeadVerdict::Refuse) {
        m_stopped = true;
        return false;
    }
    m_accepted = true;
    return true;
}

Result<> NetTransfer::takeRedirect(std::string_view location)
{
    if (++m_redirects > limits::kRedirects)
        return fail(ErrorKind::BadAnswer, "more than " + std::to_string(limits::kRedirects) + " redirects", m_url.host);
    Result<Url> next = resolveUrl(m_url, location);
    if (!next)
        return tl::unexpected(next.error());
    if (auto allowed = m_policy->check(*next); !allowed)
        return allowed;
    if (goesInCircles(*next))
        return fail(ErrorKind::BadAnswer, "redirects go round in a circle", m_url.host);
    m_next = *std::move(next);
    return {};
}

/// Where we were already. A server that looks whether cookies are kept sets one and sends us there again: once.
bool NetTransfer::goesInCircles(const Url &next)
{
    if (m_visited.insert(next.str()).second)
        return false;
    return !std::exchange(m_newCookies, false) || std::exchange(m_returned, true);
}

std::size_t NetTransfer::bodyCallback(char *data, std::size_t size, std::size_t count, void *self)
{
    auto &transfer = *static_cast<NetTransfer *>(self);
    const std::size_t bytes = size * count;
    if (transfer.m_next)
        return bytes;
    switch (transfer.m_handler->onBody({reinterpret_cast<const std::byte *>(data), bytes})) {
    case BodyVerdict::Taken:
        return bytes;
    case BodyVerdict::Full:
        return CURL_WRITEFUNC_PAUSE;
    case BodyVerdict::Stop:
        break;
    }
    transfer.m_stopped = true;
    return bytes == 0 ? 1 : 0; // anything but `bytes` ends the transfer
}

/// Connected and, with https, past the handshake; nothing of the request is sent yet.
int NetTransfer::beforeRequest(void *self, char *peer, char *, int, int localPort)
{
    auto &transfer = *static_cast<NetTransfer *>(self);
    transfer.noteConnected(localPort);
    if (transfer.m_redirects == 0 && transfer.m_request.derivedFrom.empty())
        transfer.m_publicPeer =
            classifyHost(transfer.m_proxy || !peer ? transfer.m_url.host.c_str() : peer) == HostClass::Public;
    if (transfer.m_untrusted) {
        transfer.m_untrusted->fingerprint = certificateFingerprint(transfer.m_easy);
        return CURL_PREREQFUNC_ABORT;
    }
    if (transfer.m_url.scheme != "https" || transfer.m_trusted.empty())
        return CURL_PREREQFUNC_OK;
    const std::string fingerprint = certificateFingerprint(transfer.m_easy);
    if (isSameFingerprint(fingerprint, transfer.m_trusted))
        return CURL_PREREQFUNC_OK;
    Error error{ErrorKind::Tls, "the certificate is not the one that was accepted", transfer.m_url.host};
    error.fingerprint = fingerprint;
    transfer.stop(std::move(error));
    return CURL_PREREQFUNC_ABORT;
}

bool NetTransfer::stop(Error error)
{
    m_error = std::move(error);
    return false;
}

bool NetTransfer::looksAtCertificate(CURLcode code)
{
    const bool notAccepted = code == CURLE_PEER_FAILED_VERIFICATION && m_trusted.empty() && !m_untrusted && !m_error;
    if (notAccepted)
        m_untrusted = outcome(code).error;
    return notAccepted;
}

NetDone NetTransfer::outcome(CURLcode code) const
{
    if (m_untrusted)
        return {NetDone::How::Failed, *m_untrusted};
    if (m_error)
        return {NetDone::How::Failed, *m_error};
    if (m_stopped)
        return {NetDone::How::Stopped, {}};
    if (code == CURLE_OK)
        return {NetDone::How::Ended, {}};
    long osError = 0;
    curl_easy_getinfo(m_easy, CURLINFO_OS_ERRNO, &osError);
    const std::string_view text = m_errorText[0] != '\0' ? m_errorText.data() : curl_easy_strerror(code);
    long connectStatus = 0; // of the tunnel that https takes through a proxy
    curl_easy_getinfo(m_easy, CURLINFO_HTTP_CONNECTCODE, &connectStatus);
    if (m_proxy && connectStatus >= 300)
        return {NetDone::How::Failed, refusedByProxy(int(connectStatus))};
    Error error{kindOf(code, osError, text), redact(text), m_url.host};
    if (m_proxy && failedAtProxy(code))
        error.proxy = m_proxy->name();
    return {NetDone::How::Failed, std::move(error)};
}

/// No status of the server: it never heard of us.
Error NetTransfer::refusedByProxy(int status) const
{
    Error error{ErrorKind::Network, "the proxy answered " + std::to_string(status), m_url.host};
    if (status == 407) // asking again is of no use
        error.httpStatus = status;
    error.proxy = m_proxy->name();
    return error;
}

bool NetTransfer::failedAtProxy(CURLcode code) const
{
    curl_off_t connectTook = 0;
    curl_easy_getinfo(m_easy, CURLINFO_CONNECT_TIME_T, &connectTook);
    return code == CURLE_COULDNT_RESOLVE_PROXY || code == CURLE_COULDNT_CONNECT || code == CURLE_PROXY ||
           (code == CURLE_OPERATION_TIMEDOUT && connectTook == 0);
}

} // namespace kanal::playback
