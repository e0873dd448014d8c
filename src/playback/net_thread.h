// SPDX-License-Identifier: MIT
// The one thread that talks HTTP for the engine: a curl multi handle, woken for every wish from outside and every due
// timer.
//
//     TransferId id = net.begin(request, handler);   // any thread
//     net.cancel(id);                                // any thread; the socket is closed within milliseconds, whatever
//     the network does
//
// Redirects are followed by hand through kanal::UrlPolicy. Requests of one slot follow each other: a later one does not
// connect before the socket of the earlier one is closed, which panels with a limit of one stream insist on.
#pragma once

#include <kanal/core/account.h>
#include <kanal/core/clock.h>
#include <kanal/core/error.h>
#include <kanal/core/proxy.h>

#include <chrono>
#include <compare>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kanal::playback
{

class BlockPool;
class CookieJar;

inline constexpr std::string_view kDefaultUserAgent = "Kanal/0.1";

struct TransferId {
    std::uint64_t value = 0;
    auto operator<=>(const TransferId &) const = default;
};

struct SlotId {
    std::uint64_t value = 0; ///< 0: none
    auto operator<=>(const SlotId &) const = default;
};

struct NetRequest {
    std::string url;
    std::string userAgent; ///< empty: kDefaultUserAgent
    std::vector<std::pair<std::string, std::string>> headers;
    AcceptedCertificates certificates; ///< of a host that is here this one and no other, valid or not
    std::int64_t rangeFrom = -1;       ///< >= 0: asks for the bytes from here on
    std::string ifRange;               ///< with rangeFrom: only if the file still is this one (ETag)
    SlotId slot;
    std::chrono::milliseconds connectTimeout{4000}; ///< of one hop: name, TCP and TLS
    std::shared_ptr<CookieJar> cookies;             ///< of the session; null: none are kept
    bool freshName = false; ///< asks DNS again instead of the cache: after a failure the address may have moved

    bool unpack = false; ///< a small text: gzip is undone where a server sends it unasked. Media are never touched

    // For what a playlist leads to.
    bool keepAlive = false;     ///< the connection stays for the slot's next request of this sort
    std::int64_t rangeTo = -1;  ///< with rangeFrom: the last byte wanted
    std::string derivedFrom;    ///< the address the user chose: its policy holds, its secrets stay with its host
    bool fromPublicNet = false; ///< whoever led here was reached at a public address
};

/// Secrets the user gave for one host stay there.
bool belongsToHost(std::string_view headerName);

struct NetHead {
    int status = 0;
    std::string host;                                         ///< that answered, after redirects
    std::string url;                                          ///< the address that answered; may hold secrets
    std::vector<std::pair<std::string, std::string>> headers; ///< names in lower case
    Nanos connectedAt{};
    int redirects = 0;
    bool publicPeer = false; ///< the first host was reached at a public address

    std::string_view header(std::string_view lowerName) const;
    std::optional<std::int64_t> number(std::string_view lowerName) const; ///< a header that is a plain number
    std::optional<std::chrono::seconds> retryAfter(std::chrono::sys_seconds now) const;
};

enum class HeadVerdict { Accept, Refuse };
enum class BodyVerdict {
    Taken,
    Full, ///< nothing was taken: the same bytes come again after NetThread::resume()
    Stop,
};

struct NetDone {
    enum class How {
        Ended,   ///< the answer is complete
        Stopped, ///< the handler refused the head or stopped the body
        Failed,
    };
    How how = How::Ended;
    Error error; ///< Failed
};

/// What a request reports, on the net thread. Nothing is called after cancel() has taken effect.
class NetHandler
{
public:
    virtual ~NetHandler() = default;
    /// Status and headers of the final answer, before any byte of its body.
    virtual HeadVerdict onHead(const NetHead &head) = 0;
    virtual BodyVerdict onBody(std::span<const std::byte> bytes) = 0;
    /// Once, last; the socket is closed.
    virtual void onDone(const NetDone &done) = 0;
};

class NetThread
{
public:
    /// `clock` must outlive it; timers run on it.
    explicit NetThread(Clock &clock);
    ~NetThread(); ///< closes every socket; never waits for the network
    NetThread(const NetThread &) = delete;
    NetThread &operator=(const NetThread &) = delete;

    // Any thread, in order, done on the net thread; all return at once.

    TransferId begin(NetRequest request, std::shared_ptr<NetHandler> handler);
    /// Closes the socket hard (RST where data is unread). `closed` runs on the net thread once that is done, or when it
    /// already was.
    void cancel(TransferId id, std::function<void()> closed = {});
    void resume(TransferId id);
    /// Closes the connections that requests with keepAlive left open; the stream they belonged to is over.
    void closeIdle(SlotId slot, const std::string &host);
    /// Of every hop that begins from now on; before the first call, what the environment says.
    void setProxy(ProxyRule rule);
    ProxyRule proxy() const;
    void post(std::function<void()> job);
    void at(Nanos deadline, std::function<void()> job);
    /// Looks at the clock again: for tests that move a fake one.
    void poke();

    SlotId newSlot();
    const std::shared_ptr<BlockPool> &blocks() const { return m_blocks; }
    /// Connections open now.
    int openConnections() const;

    // Net thread only: what is known of hosts. Hosts are those of the original address.

    /// When a stream of this host that had been accepted was last closed by us or by it; nullopt: not since the start.
    std::optional<Nanos> streamClosedAt(const std::string &host) const;
    /// Nobody shall ask this host before `until` (429).
    void holdHost(const std::string &host, Nanos until);
    std::optional<Nanos> heldUntil(const std::string &host) const;
    /// Bits per second this host delivered lately; 0: not known.
    void noteThroughput(const std::string &host, std::int64_t bitsPerSecond);
    std::int64_t throughput(const std::string &host) const;

private:
    class Loop;
    std::shared_ptr<BlockPool> m_blocks;
    std::unique_ptr<Loop> m_loop;
};

} // namespace kanal::playback
