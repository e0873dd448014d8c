// SPDX-License-Identifier: MIT
#include "http_live_source.h"

#include "backoff.h"
#include "byte_ring.h"
#include "sniff.h"
#include "source_feed.h"
#include "ts_splicer.h"

#include <kanal/core/log.h>
#include <kanal/core/text.h>

#include <algorithm>
#include <atomic>
#include <random>

namespace kanal::playback
{

using namespace std::chrono_literals;

namespace
{

/// A replay comes in a burst. What takes longer is a stream that began anew.
constexpr std::int64_t kManyScrambled = 200;
constexpr Nanos kScrambledFor = std::chrono::seconds(3);
constexpr auto kLongestSkip = 2s;
/// Called a transport stream, and in so many bytes not three packets in a row: it is none.
constexpr std::int64_t kGarbageBytes = 4096;

} // namespace

class HttpLiveSource::Feed final : public SourceFeed
{
public:
    Feed(MediaRequest request, NetThread &net, Clock &clock, SourceListener listener, LivePolicy policy);

    // Any thread.
    void start();
    ByteRing ring;
    std::atomic<double> keySentMs{-1};

    // Net thread.
    HeadVerdict onHead(const NetHead &head) override;
    BodyVerdict onBody(std::span<const std::byte> bytes) override;
    void onDone(const NetDone &done) override;

private:
    enum class Phase { Idle, Waiting, Connecting, Streaming };

    void wakeReader() override { ring.cancel(); }
    StreamProgress streamProgress() const override;
    void followClocks();
    bool isEncrypted() const;
    void connect();
    void onRoom();
    void firstByte();
    void deliver(std::span<const std::byte> bytes);
    Patience patience() const override { return {m_policy.firstByte, m_policy.stall, m_policy.drop}; }
    bool awaitsFirstByte() const override { return m_phase == Phase::Connecting; }
    void failed(Error error) override;
    void giveUp(Error error);

    const LivePolicy m_policy;

    // Net thread only.
    Phase m_phase = Phase::Idle;
    NetHead m_head;
    std::optional<Error> m_refusal;
    std::vector<std::byte> m_prefix; ///< first bytes of a connection until it is known what they are
    StreamForm m_form = StreamForm::Unknown;
    bool m_wasTs = false;
    bool m_everDelivered = false;
    std::int64_t m_connectionBytes = 0;
    Nanos m_streamingSince{};
    StreamTime m_streamTime;
    TsSplicer m_splicer;
    Situation m_situation;
    Backoff m_backoff;
    int m_boundedFailures = 0;
    std::optional<Nanos> m_outageSince;
};

HttpLiveSource::Feed::Feed(MediaRequest request, NetThread &net, Clock &clock, SourceListener listener,
                           LivePolicy policy)
    : SourceFeed(std::move(request), net, clock, std::move(listener), policy.slot, policy.cookies)
    , ring(policy.ringBytes, net.blocks())
    , m_policy(policy)
    , m_backoff(policy.jitterSeed != 0 ? policy.jitterSeed : std::random_device{}())
{
}

void HttpLiveSource::Feed::start()
{
    m_startedAt = m_clock.now();
    ring.setOnRoom([this] { // on the reader's thread, so the source is alive
        m_net.post([self = shared_from_this(), this] { onRoom(); });
    });
    m_net.post([self = shared_from_this(), this] {
        if (m_phase == Phase::Idle)
            connect();
    });
}

void HttpLiveSource::Feed::onRoom()
{
    if (m_transferring && paused())
        resumeWatch();
}

void HttpLiveSource::Feed::connect()
{
    if (m_over)
        return;
    const Nanos now = m_clock.now();
    if (const auto held = m_net.heldUntil(m_host); held && *held > now) {
        m_phase = Phase::Waiting;
        const auto in = std::chrono::ceil<std::chrono::milliseconds>(*held - now);
        emit(SourceReconnecting{
            m_backoff.attempts(), in, {ErrorKind::RateLimited, "the host asked for a pause", m_host, 429}});
        alarm(*held, [this] { connect(); });
        return;
    }
    m_phase = Phase::Connecting;
    m_refusal.reset();
    m_prefix.clear();
    m_connectionBytes = 0;
    NetRequest request = baseRequest();
    request.connectTimeout = m_policy.connect;
    request.freshName = m_backoff.attempts() > 0;
    begin(std::move(request));
    alarm(now + m_policy.firstByte, [this] { watch(); });
}

HeadVerdict HttpLiveSource::Feed::onHead(const NetHead &head)
{
    if (!m_transferring)
        return HeadVerdict::Refuse;
    m_head = head;
    m_situation = {m_everDelivered, ownStreamJustClosed()}; // only now: the last stream's end may have been on its way
    m_refusal = refusal(head, m_situation);
    return m_refusal ? HeadVerdict::Refuse : HeadVerdict::Accept;
}

BodyVerdict HttpLiveSource::Feed::onBody(std::span<const std::byte> bytes)
{
    if (!m_transferring)
        return BodyVerdict::Stop;
    if (!ring.askRoom()) {
        pauseWatch();
        return BodyVerdict::Full;
    }
    noteBytes(bytes.size());
    m_connectionBytes += std::int64_t(bytes.size());
    if (m_phase == Phase::Streaming) {
        deliver(bytes);
        if (!isEncrypted())
            return BodyVerdict::Taken;
        m_refusal = Error{ErrorKind::Unsupported, "every packet is scrambled", subjects::kEncryption};
        return BodyVerdict::Stop;
    }
    m_prefix.insert(m_prefix.end(), bytes.begin(), bytes.end());
    switch (lookOf(m_prefix, m_head)) {
    case AnswerLook::Undecided:
        break;
    case AnswerLook::Page:
        m_refusal = Error{ErrorKind::WebPage, "a web page instead of a stream", m_head.host};
        return BodyVerdict::Stop;
    case AnswerLook::Media:
        firstByte();
        break;
    }
    return BodyVerdict::Taken;
}

void HttpLiveSource::Feed::firstByte()
{
    const Nanos now = m_clock.now();
    m_form = sniff(m_prefix);
    const bool calledTs = lowered(m_head.header("content-type")).find("mp2t") != std::string::npos;
    if (m_form == StreamForm::Unknown && (m_wasTs || calledTs))
        m_form = StreamForm::Ts; // garbage first: the splicer finds where the packets begin
    m_wasTs |= m_form == StreamForm::Ts;
    m_phase = Phase::Streaming;
    m_streamingSince = now;
    beginWatch();
    noteBytes(0);
    if (m_everDelivered) {
        emit(SourceReconnected{});
    } else {
        emit(SourceConnected{toMs(m_head.connectedAt - m_startedAt), toMs(now - m_startedAt), m_head.status,
                             std::string(m_head.header("content-type")), m_head.host});
    }
    m_splicer.beginConnection(m_form == StreamForm::Ts ? TsSplicer::Form::Ts : TsSplicer::Form::Other);
    deliver(std::exchange(m_prefix, {}));
    alarm(now + m_policy.stall, [this] { watch(); });
}

void HttpLiveSource::Feed::deliver(std::span<const std::byte> bytes)
{
    const Nanos now = m_clock.now();
    const TsSplicer::Sink pass = [this](Bytes piece) {
        m_everDelivered = true;
        ring.push(piece);
    };
    if (m_splicer.skipping() && now - m_streamingSince > kLongestSkip)
        m_splicer.stopSkipping(now, pass);
    m_splicer.feed(bytes, now, pass);
    followClocks();
    if (keySentMs < 0) {
        if (const auto &key = m_splicer.scanner().firstKeyPicture())
            keySentMs = toMs(key->arrival - m_startedAt);
    }
}

/// A stream for a set-top box with a card: nothing in it can be read.
bool HttpLiveSource::Feed::isEncrypted() const
{
    const TsCounters &seen = m_splicer.scanner().counters();
    return m_form == StreamForm::Ts && seen.clearStarts == 0 && seen.scrambled >= kManyScrambled &&
           m_clock.now() - m_streamingSince >= kScrambledFor;
}

/// A replay is skipped with all speed; what is no transport stream only has its bytes.
StreamProgress HttpLiveSource::Feed::streamProgress() const
{
    StreamProgress progress;
    if (m_form != StreamForm::Ts || m_splicer.skipping())
        return progress;
    progress.units = m_splicer.scanner().counters().pesStarts;
    progress.time = m_streamTime.run();
    return progress;
}

void HttpLiveSource::Feed::followClocks()
{
    const TsScanner &scanner = m_splicer.scanner();
    if (const auto clock = scanner.lastPcr())
        m_streamTime.see(kNullPid, *clock);
    if (const TsProgram *program = scanner.program()) {
        for (const TsStream &stream : program->streams)
            if (const auto pts = scanner.lastPts(stream.pid))
                m_streamTime.see(stream.pid, *pts);
    }
}

void HttpLiveSource::Feed::onDone(const NetDone &done)
{
    if (!m_transferring)
        return;
    disarm();
    m_transferring = false;
    if (done.how == NetDone::How::Failed)
        return failed(done.error);
    if (done.how == NetDone::How::Stopped)
        return failed(m_refusal.value_or(Error{}));
    if (m_phase == Phase::Connecting && !m_prefix.empty()) {
        if (lookOfWhole(m_prefix, m_head) == AnswerLook::Page)
            return failed({ErrorKind::WebPage, "a web page instead of a stream", m_head.host});
        firstByte();
        disarm();
    }
    const bool hasEnd = m_form == StreamForm::Hls || m_request.kind != MediaKind::Live;
    if (m_phase == Phase::Streaming && hasEnd) {
        m_over = true;
        ring.finish(std::nullopt);
        return;
    }
    if (!m_everDelivered && m_connectionBytes >= kGarbageBytes)
        return failed({ErrorKind::BadAnswer, "bytes that are no stream", m_host});
    failed({ErrorKind::Network, m_connectionBytes > 0 ? "the server ended the stream" : "an empty answer", m_host});
}

/// A try is over, its socket closed: come back or give up.
void HttpLiveSource::Feed::failed(Error error)
{
    const Nanos now = m_clock.now();
    if (m_phase == Phase::Streaming && now - m_streamingSince >= m_policy.steady)
        m_backoff.reset();
    if (paused() || (m_phase == Phase::Streaming && m_connectionBytes >= kSuccessBytes)) {
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
        alarm(now + in, [this] { connect(); });
}

void HttpLiveSource::Feed::giveUp(Error error)
{
    m_over = true;
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
double HttpLiveSource::keySentMs() const
{
    return m_feed->keySentMs;
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
