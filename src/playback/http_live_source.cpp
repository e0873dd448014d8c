// SPDX-License-Identifier: MIT
#include "http_live_source.h"

#include "backoff.h"
#include "byte_ring.h"
#include "sniff.h"
#include "status_policy.h"

#include <kanal/core/log.h>
#include <kanal/core/text.h>
#include <kanal/core/url.h>

#include <atomic>
#include <mutex>
#include <random>

namespace kanal::playback
{

using namespace std::chrono_literals;

namespace
{

/// A connection that brought this much was worth something: the outage is over.
constexpr std::int64_t kSuccessBytes = 32 * 1024;
constexpr auto kRateWindow = 10s;
constexpr std::int64_t kRateWindowBytes = 10 * 1024;
/// Enough bytes to tell TS from anything else wherever a packet begins.
constexpr std::size_t kSniffBytes = 600;

double toMs(Nanos time)
{
    return std::chrono::duration<double, std::milli>(time).count();
}

} // namespace

/// The part that lives on the net thread; it may outlive the source until its socket is closed.
class HttpLiveSource::Feed final : public NetHandler, public std::enable_shared_from_this<Feed>
{
public:
    Feed(MediaRequest request, NetThread &net, Clock &clock, SourceListener listener, LivePolicy policy);

    // Any thread.
    void start();
    void cancel();
    void forgetListener();
    ByteRing ring;
    std::atomic<std::int64_t> received{0};

    // Net thread.
    HeadVerdict onHead(const NetHead &head) override;
    BodyVerdict onBody(std::span<const std::byte> bytes) override;
    void onDone(const NetDone &done) override;

private:
    enum class Phase { Idle, Waiting, Connecting, Streaming, Over };
    enum class Look { Media, Page, Undecided };

    void connect();
    void shutDown();
    void firstByte();
    Look look() const;
    void deliver(std::span<const std::byte> bytes);
    void watch();
    void breakOff(Error error);
    void failed(Error error);
    void giveUp(Error error);
    void emit(const SourceEvent &event);
    void alarm(Nanos deadline, void (Feed::*what)());
    BodyVerdict refuse(ErrorKind kind, std::string detail);

    const MediaRequest m_request;
    NetThread &m_net;
    Clock &m_clock;
    const LivePolicy m_policy;
    std::string m_host;

    std::recursive_mutex m_listenerMutex; // recursive: the listener may cancel
    SourceListener m_listener;
    std::atomic<bool> m_cancelled{false};
    Nanos m_startedAt{};

    // Net thread only.
    Phase m_phase = Phase::Idle;
    TransferId m_transfer;
    std::uint64_t m_alarms = 0; ///< only the alarm set last counts
    NetHead m_head;
    std::optional<Error> m_refusal;
    std::vector<std::byte> m_prefix; ///< first bytes of a connection until it is known what they are
    bool m_formKnown = false;
    StreamForm m_form = StreamForm::Unknown;
    bool m_everDelivered = false;
    bool m_stalled = false;
    bool m_full = false;
    std::int64_t m_connectionBytes = 0;
    Nanos m_lastByteAt{};
    Nanos m_streamingSince{};
    Nanos m_windowSince{};
    std::int64_t m_windowBytes = 0;
    Situation m_situation;
    Backoff m_backoff;
    int m_boundedFailures = 0;
    std::optional<Nanos> m_outageSince;
};

HttpLiveSource::Feed::Feed(MediaRequest request, NetThread &net, Clock &clock, SourceListener listener,
                           LivePolicy policy)
    : ring(policy.ringBytes, net.blocks())
    , m_request(std::move(request))
    , m_net(net)
    , m_clock(clock)
    , m_policy([&] {
        if (policy.slot.value == 0)
            policy.slot = net.newSlot();
        return policy;
    }())
    , m_listener(std::move(listener))
    , m_backoff(policy.jitterSeed != 0 ? policy.jitterSeed : std::random_device{}())
{
    if (const Result<Url> url = Url::parse(m_request.url))
        m_host = url->host;
}

void HttpLiveSource::Feed::start()
{
    m_startedAt = m_clock.now();
    ring.setOnRoom([weak = weak_from_this(), &net = m_net] {
        net.post([weak] {
            const auto self = weak.lock();
            if (!self || self->m_phase != Phase::Streaming)
                return;
            self->m_full = false;
            self->m_lastByteAt = self->m_windowSince = self->m_clock.now();
            self->m_net.resume(self->m_transfer);
        });
    });
    m_net.post([self = shared_from_this()] {
        if (self->m_phase == Phase::Idle)
            self->connect();
    });
}

void HttpLiveSource::Feed::cancel()
{
    if (m_cancelled.exchange(true))
        return;
    ring.cancel();
    m_net.post([self = shared_from_this()] { self->shutDown(); });
}

void HttpLiveSource::Feed::forgetListener()
{
    const std::lock_guard lock(m_listenerMutex);
    m_listener = nullptr;
}

void HttpLiveSource::Feed::emit(const SourceEvent &event)
{
    const std::lock_guard lock(m_listenerMutex);
    if (m_listener && !m_cancelled)
        m_listener(event);
}

void HttpLiveSource::Feed::alarm(Nanos deadline, void (Feed::*what)())
{
    m_net.at(deadline, [weak = weak_from_this(), what, number = ++m_alarms] {
        if (const auto self = weak.lock(); self && self->m_alarms == number && self->m_phase != Phase::Over)
            ((*self).*what)();
    });
}

void HttpLiveSource::Feed::shutDown()
{
    const bool busy = m_phase == Phase::Connecting || m_phase == Phase::Streaming;
    m_phase = Phase::Over;
    if (busy)
        m_net.cancel(m_transfer);
}

void HttpLiveSource::Feed::connect()
{
    if (m_phase == Phase::Over)
        return;
    const Nanos now = m_clock.now();
    if (const auto held = m_net.heldUntil(m_host); held && *held > now) {
        m_phase = Phase::Waiting;
        const auto in = std::chrono::ceil<std::chrono::milliseconds>(*held - now);
        emit(SourceReconnecting{
            m_backoff.attempts(), in, {ErrorKind::RateLimited, "the host asked for a pause", m_host, 429}});
        alarm(*held, &Feed::connect);
        return;
    }
    const auto closedAt = m_net.streamClosedAt(m_host);
    m_situation = {m_everDelivered, closedAt && now - *closedAt < kSlotRelease};
    m_phase = Phase::Connecting;
    m_refusal.reset();
    m_prefix.clear();
    m_formKnown = false;
    m_stalled = m_full = false;
    m_connectionBytes = 0;

    NetRequest request;
    request.url = m_request.url; // always the original one: redirect targets carry tokens of seconds
    request.userAgent = m_request.userAgent;
    request.headers = m_request.headers;
    request.pinnedCertificate = m_request.pinnedCertificate;
    request.connectTimeout = m_policy.connect;
    request.slot = m_policy.slot;
    request.freshName = m_backoff.attempts() > 0;
    m_transfer = m_net.begin(std::move(request), shared_from_this());
    alarm(now + m_policy.firstByte, &Feed::watch);
}

HeadVerdict HttpLiveSource::Feed::onHead(const NetHead &head)
{
    if (m_phase != Phase::Connecting)
        return HeadVerdict::Refuse;
    m_head = head;
    if (const auto kind = refusalOf(head.status, m_situation)) {
        m_refusal = Error{*kind, "HTTP " + std::to_string(head.status), head.host, head.status,
                          head.retryAfter(m_clock.wallNow())};
        return HeadVerdict::Refuse;
    }
    return HeadVerdict::Accept;
}

BodyVerdict HttpLiveSource::Feed::onBody(std::span<const std::byte> bytes)
{
    if (m_phase == Phase::Over)
        return BodyVerdict::Stop;
    if (!ring.askRoom()) {
        m_full = true;
        return BodyVerdict::Full;
    }
    const Nanos now = m_clock.now();
    m_lastByteAt = now;
    m_windowBytes += std::int64_t(bytes.size());
    m_connectionBytes += std::int64_t(bytes.size());
    received += std::int64_t(bytes.size());
    if (m_stalled) {
        m_stalled = false;
        emit(SourceResumed{});
    }
    if (m_formKnown) {
        deliver(bytes);
        return BodyVerdict::Taken;
    }
    m_prefix.insert(m_prefix.end(), bytes.begin(), bytes.end());
    switch (look()) {
    case Look::Undecided:
        return BodyVerdict::Taken;
    case Look::Page:
        return refuse(ErrorKind::WebPage, "a web page instead of a stream");
    case Look::Media:
        break;
    }
    firstByte();
    return BodyVerdict::Taken;
}

BodyVerdict HttpLiveSource::Feed::refuse(ErrorKind kind, std::string detail)
{
    m_refusal = Error{kind, std::move(detail), m_head.host};
    return BodyVerdict::Stop;
}

/// PHP sends TS as text/html, portals send pages as video: what the bytes are counts, the header only where they do not
/// tell.
HttpLiveSource::Feed::Look HttpLiveSource::Feed::look() const
{
    const StreamForm form = sniff(m_prefix);
    const bool enough = m_prefix.size() >= kSniffBytes;
    const bool calledPage = lowered(m_head.header("content-type")).find("html") != std::string::npos;
    if (form == StreamForm::Html)
        return enough || calledPage ? Look::Page : Look::Undecided;
    if (form != StreamForm::Unknown)
        return Look::Media;
    if (!enough)
        return Look::Undecided;
    return calledPage ? Look::Page : Look::Media;
}

void HttpLiveSource::Feed::firstByte()
{
    const Nanos now = m_clock.now();
    m_formKnown = true;
    m_form = sniff(m_prefix);
    m_phase = Phase::Streaming;
    m_streamingSince = m_windowSince = now;
    m_windowBytes = 0;
    if (m_everDelivered) {
        emit(SourceReconnected{});
    } else {
        emit(SourceConnected{toMs(m_head.connectedAt - m_startedAt), toMs(now - m_startedAt), m_head.status,
                             std::string(m_head.header("content-type")), m_head.host});
    }
    deliver(std::exchange(m_prefix, {}));
    alarm(now + m_policy.stall, &Feed::watch);
}

void HttpLiveSource::Feed::deliver(std::span<const std::byte> bytes)
{
    m_everDelivered = true;
    ring.push(bytes);
}

/// The connection's only alarm: silence before the first byte, silence later, trickling.
void HttpLiveSource::Feed::watch()
{
    const Nanos now = m_clock.now();
    if (m_phase == Phase::Connecting) {
        breakOff({ErrorKind::Timeout, "no answer in time", m_host});
        return;
    }
    if (m_full) // the reader is slow, not the server
        m_lastByteAt = m_windowSince = now;
    const Nanos silence = now - m_lastByteAt;
    if (silence >= m_policy.drop) {
        breakOff({ErrorKind::Timeout, "the stream fell silent", m_host});
        return;
    }
    if (silence >= m_policy.stall && !m_stalled) {
        m_stalled = true;
        emit(SourceStalled{});
    }
    if (now - m_windowSince >= kRateWindow) {
        if (m_windowBytes < kRateWindowBytes) {
            breakOff({ErrorKind::Timeout, "less than 1 KB/s", m_host});
            return;
        }
        m_windowSince = now;
        m_windowBytes = 0;
    }
    alarm(std::min<Nanos>(m_lastByteAt + (m_stalled ? m_policy.drop : m_policy.stall), m_windowSince + kRateWindow),
          &Feed::watch);
}

/// Ends the connection from our side; what follows waits until its socket is closed.
void HttpLiveSource::Feed::breakOff(Error error)
{
    ++m_alarms;
    m_net.cancel(m_transfer, [weak = weak_from_this(), error = std::move(error)] {
        if (const auto self = weak.lock())
            self->failed(error);
    });
}

void HttpLiveSource::Feed::onDone(const NetDone &done)
{
    if (m_phase == Phase::Over)
        return;
    ++m_alarms;
    if (done.how == NetDone::How::Failed)
        return failed(done.error);
    if (done.how == NetDone::How::Stopped)
        return failed(m_refusal.value_or(Error{}));
    if (!m_formKnown && !m_prefix.empty()) { // a whole answer too short to be told by its look
        const bool page = sniff(m_prefix) == StreamForm::Html ||
                          lowered(m_head.header("content-type")).find("html") != std::string::npos;
        if (page)
            return failed({ErrorKind::WebPage, "a web page instead of a stream", m_head.host});
        firstByte();
        ++m_alarms;
    }
    if (m_everDelivered && (m_form == StreamForm::Hls || m_request.kind != MediaKind::Live)) {
        m_phase = Phase::Over;
        ring.finish(std::nullopt);
        return;
    }
    failed({ErrorKind::Network, m_connectionBytes > 0 ? "the server ended the stream" : "an empty answer", m_host});
}

/// A try is over, its socket closed: come back or give up.
void HttpLiveSource::Feed::failed(Error error)
{
    if (m_phase == Phase::Over)
        return;
    const Nanos now = m_clock.now();
    if (m_phase == Phase::Streaming && now - m_streamingSince >= m_policy.steady)
        m_backoff.reset();
    if (m_phase == Phase::Streaming && m_connectionBytes >= kSuccessBytes) {
        m_outageSince.reset();
        m_boundedFailures = 0;
    }
    m_phase = Phase::Waiting;
    m_situation.hasPlayed = m_everDelivered;
    const RetryRule rule = retryRule(error, m_situation);
    if (rule.retries != kWhileOutageLasts && ++m_boundedFailures > rule.retries)
        return giveUp(std::move(error));
    if (!m_outageSince)
        m_outageSince = now;
    const auto in = std::max(m_backoff.next(), rule.atLeast);
    if (now + in > *m_outageSince + m_policy.giveUp)
        return giveUp(std::move(error));
    if (error.kind == ErrorKind::RateLimited)
        m_net.holdHost(m_host, now + in);
    log::info("kanal.playback.net", "reconnecting host=" + m_host + " attempt=" + std::to_string(m_backoff.attempts()) +
                                        " in_ms=" + std::to_string(in.count()) + " why=" + error.detail);
    emit(SourceReconnecting{m_backoff.attempts(), in, std::move(error)});
    if (in == 0ms)
        connect();
    else
        alarm(now + in, &Feed::connect);
}

void HttpLiveSource::Feed::giveUp(Error error)
{
    m_phase = Phase::Over;
    ring.finish(error);
    emit(SourceFailed{std::move(error)});
}

HttpLiveSource::HttpLiveSource(MediaRequest request, NetThread &net, Clock &clock, SourceListener listener,
                               LivePolicy policy)
    : m_feed(std::make_shared<Feed>(std::move(request), net, clock, std::move(listener), policy))
{
}

HttpLiveSource::~HttpLiveSource()
{
    m_feed->cancel();
    m_feed->forgetListener();
}

void HttpLiveSource::start()
{
    m_feed->start();
}
Result<std::size_t> HttpLiveSource::read(std::span<std::byte> into)
{
    return m_feed->ring.read(into);
}
Result<> HttpLiveSource::seek(std::int64_t)
{
    return fail(ErrorKind::Unsupported, "a live stream cannot be sought");
}
std::int64_t HttpLiveSource::bytesReceived() const
{
    return m_feed->received;
}
std::size_t HttpLiveSource::buffered() const
{
    return m_feed->ring.size();
}
void HttpLiveSource::cancel()
{
    m_feed->cancel();
}

} // namespace kanal::playback
