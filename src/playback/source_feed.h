// SPDX-License-Identifier: MIT
// What the net-thread halves of the HTTP sources share: who listens, one alarm, watching for silence. It may outlive
// its source until the socket is closed.
#pragma once

#include "byte_source.h"
#include "cookie_jar.h"
#include "net_thread.h"
#include "status_policy.h"
#include "trickle_watch.h"

#include <kanal/core/media_request.h>

#include <atomic>
#include <memory>
#include <mutex>

namespace kanal::playback
{

/// A connection that brought this much was worth something: failures before it count no more.
inline constexpr std::int64_t kSuccessBytes = 32 * 1024;
/// Enough bytes to tell TS from anything else wherever a packet begins.
inline constexpr std::size_t kSniffBytes = 600;

double toMs(Nanos time);

/// What the first bytes and the Content-Type of an answer make of it. PHP sends TS as text/html, portals send pages as
/// video: the bytes count, the header only where they do not tell.
enum class AnswerLook { Media, Page, Undecided };
AnswerLook lookOf(std::span<const std::byte> prefix, const NetHead &head);
/// The same for a whole answer that is shorter than that.
AnswerLook lookOfWhole(std::span<const std::byte> answer, const NetHead &head);

class SourceFeed : public NetHandler, public std::enable_shared_from_this<SourceFeed>
{
public:
    SourceFeed(MediaRequest request, NetThread &net, Clock &clock, SourceListener listener, SlotId slot,
               std::shared_ptr<CookieJar> cookies);

    // Any thread.
    void cancel();
    void forgetListener();
    std::atomic<std::int64_t> received{0};
    const std::shared_ptr<CookieJar> &cookies() const { return m_cookies; }

protected:
    /// Ends every wait of the reader. Any thread.
    virtual void wakeReader() = 0;
    /// The request is over from our side; its socket is closed. Net thread.
    virtual void failed(Error error) = 0;

    void emit(const SourceEvent &event);
    bool cancelled() const { return m_cancelled; }

    // Net thread.
    /// Only the alarm set last rings.
    void alarm(Nanos deadline, std::function<void()> what);
    void disarm() { ++m_alarms; }
    /// The request with what every try of this source has in common.
    NetRequest baseRequest() const;
    void begin(NetRequest request);
    /// Ends the request, if there is one; `closed` runs when its socket is closed and nothing of it comes any more.
    void endTransfer(std::function<void()> closed = {});
    /// Cancels the request; failed(error) follows when its socket is closed.
    void breakOff(Error error);
    /// A refusal, if the head is one.
    std::optional<Error> refusal(const NetHead &head, Situation situation) const;
    bool ownStreamJustClosed() const;
    /// The connections that were kept for this stream are needed no more.
    void closeIdle() { m_net.closeIdle(m_slot, m_host); }

    // Silence. Net thread.
    struct Patience {
        std::chrono::milliseconds firstByte{8000}; ///< from the request on; ends the connection
        std::chrono::milliseconds stall{4000};     ///< is told
        std::chrono::milliseconds drop{8000};      ///< ends the connection
    };
    /// Rings again and again while a request runs, or breaks it off: silence before the first byte, silence later,
    /// trickling.
    void watch();
    void beginWatch();
    void noteBytes(std::size_t count);
    /// The reader is slow, not the server: nothing is expected.
    void pauseWatch() { m_full = true; }
    void resumeWatch();
    bool paused() const { return m_full; }

    const MediaRequest m_request;
    NetThread &m_net;
    Clock &m_clock;
    std::string m_host; ///< of the original address
    Nanos m_startedAt{};
    TransferId m_transfer;
    bool m_transferring = false; ///< false: what still comes of the last request is not wanted
    bool m_over = false;

private:
    virtual Patience patience() const = 0;
    /// Nothing that counts has come of this request yet.
    virtual bool awaitsFirstByte() const = 0;
    /// How far the stream has come by itself; the bytes are filled in.
    virtual StreamProgress streamProgress() const { return {}; }
    StreamProgress progressNow() const;
    /// The error that ends the connection now, if any; tells of stalls.
    std::optional<Error> checkSilence(const Patience &patience);
    Nanos nextCheck(const Patience &patience) const;

    const SlotId m_slot;
    const std::shared_ptr<CookieJar> m_cookies;
    std::recursive_mutex m_listenerMutex; // recursive: the listener may cancel
    SourceListener m_listener;
    std::atomic<bool> m_cancelled{false};
    std::uint64_t m_alarms = 0;

    bool m_full = false;
    bool m_stalled = false;
    Nanos m_lastByteAt{};
    TrickleWatch m_trickle;
};

} // namespace kanal::playback
