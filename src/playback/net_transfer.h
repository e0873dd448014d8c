// SPDX-License-Identifier: MIT
// One request on its way: a curl easy handle, its headers, and the redirects it follows. Net thread only; see
// net_thread.h.
#pragma once

#include "cookie_jar.h"
#include "net_thread.h"

#include <kanal/core/proxy.h>
#include <kanal/core/url.h>

#include <array>
#include <atomic>
#include <deque>
#include <set>

#include <curl/curl.h>

namespace kanal::playback
{

/// The sockets of requests that must not overlap.
struct NetSlot {
    bool closeHard = false; ///< the next close sends RST
    /// Connected and not closed yet. Sockets that never got so far are not counted: curl 7.88 closes those, too, before
    /// a transfer is gone, but tells nobody.
    std::vector<curl_socket_t> connected;
    bool kept = false;                 ///< what is connected was left open on purpose, for the next request
    std::vector<curl_socket_t> hungUp; ///< shut down by us; curl notices and closes them later
    /// Ends the connections that were kept: the server hears of it now.
    void hangUp();
    int looks = 0; ///< how often it was looked whether they are closed
    std::atomic<int> *allOpen = nullptr;
    std::optional<TransferId> active;
    std::deque<TransferId> waiting;
};

class NetTransfer
{
public:
    NetTransfer(TransferId id, NetRequest request, std::shared_ptr<NetHandler> handler, NetSlot &slot, Clock &clock);
    ~NetTransfer();
    NetTransfer(const NetTransfer &) = delete;
    NetTransfer &operator=(const NetTransfer &) = delete;

    /// Prepares the easy handle for the first address, or after followsRedirect() for the next one.
    Result<> prepareHop(CURLSH *share, const ProxyRule &proxies);
    /// After curl is done with a hop: the answer was a redirect that is to be followed now.
    bool followsRedirect() const { return m_next.has_value(); }
    /// After a hop whose certificate was not accepted: the same once more, to see which one it is. Nothing is sent.
    bool looksAtCertificate(CURLcode code);
    /// How it went; after the last hop.
    NetDone outcome(CURLcode code) const;

    CURL *easy() const { return m_easy; }
    TransferId id() const { return m_id; }
    NetSlot &slot() const { return m_slot; }
    const std::shared_ptr<NetHandler> &handler() const { return m_handler; }
    const std::string &originalHost() const { return m_originalHost; }
    bool accepted() const { return m_accepted; }
    bool keepsAlive() const { return m_request.keepAlive; }

private:
    static std::size_t headerCallback(char *data, std::size_t size, std::size_t count, void *self);
    static std::size_t bodyCallback(char *data, std::size_t size, std::size_t count, void *self);
    static int beforeRequest(void *self, char *peer, char *local, int peerPort, int localPort);
    static curl_socket_t openSocket(void *self, curlsocktype purpose, curl_sockaddr *address);
    static int closeSocket(void *slot, curl_socket_t socket);

    bool onHeaderLine(std::string_view line);
    bool onHeadComplete();
    Result<> takeRedirect(std::string_view location);
    Result<> takeProxy(const ProxyRule &proxies);
    Result<> setHeaders();
    bool stop(Error error);
    bool goesInCircles(const Url &next);
    void noteConnected(int localPort);
    Error refusedByProxy(int status) const;
    bool failedAtProxy(CURLcode code) const;
    /// Whether this hop goes to the host the user's secrets are for, and not in plain text where they were given for
    /// TLS.
    bool atHome() const { return m_url.host == m_originalHost && (m_url.scheme == "https" || !m_originallyTls); }

    const TransferId m_id;
    const NetRequest m_request;
    const std::shared_ptr<NetHandler> m_handler;
    NetSlot &m_slot;
    Clock &m_clock;
    CURL *const m_easy;
    curl_slist *const m_okAliases; ///< status lines of radio servers
    curl_slist *m_headerList = nullptr;
    std::array<char, CURL_ERROR_SIZE> m_errorText{};

    std::string m_originalHost;
    bool m_originallyTls = false;
    std::optional<UrlPolicy> m_policy;
    Url m_url; ///< of this hop
    std::optional<Proxy> m_proxy;
    std::string m_trusted;            ///< fingerprint; empty: the certificate must be valid
    std::optional<Error> m_untrusted; ///< the certificate of this hop is looked at, to be told with this
    std::optional<Url> m_next;        ///< of the next one
    std::set<std::string> m_visited;
    CookieJar::Names m_givenCookies;
    bool m_newCookies = false;               ///< since the last redirect to a place where we were
    bool m_returned = false;                 ///< to such a place, with new cookies: once
    std::vector<curl_socket_t> m_connecting; ///< sockets of this hop; one of them wins
    int m_redirects = 0;
    Nanos m_hopStarted{};
    /// The first hop reached a public address: later ones may not leave the public net.
    bool m_publicPeer = false;

    NetHead m_head;
    std::size_t m_headBytes = 0;
    bool m_headDone = false;
    bool m_accepted = false;
    bool m_stopped = false;
    std::optional<Error> m_error;
};

} // namespace kanal::playback
