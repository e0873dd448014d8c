// SPDX-License-Identifier: MIT
#include "http_file_source.h"

#include "backoff.h"
#include "content_range.h"
#include "file_window.h"
#include "source_feed.h"

#include <kanal/core/log.h>

#include <algorithm>
#include <atomic>
#include <random>

namespace kanal::playback
{

using namespace std::chrono_literals;

namespace
{

constexpr auto kSilent = 500ms; ///< so long without a byte, and nobody waits here for a place further on

} // namespace

class HttpFileSource::Feed final : public SourceFeed
{
public:
    Feed(MediaRequest request, NetThread &net, Clock &clock, SourceListener listener, FilePolicy policy);

    // Reader's thread.
    void start();
    void restart(std::int64_t offset);

    // Any thread.
    FileWindow window;
    std::atomic<std::int64_t> fileSize{-1};
    std::atomic<bool> seekable{false};
    std::atomic<std::int64_t> furthest{0}; ///< so far it was read
    bool isSilent() const { return m_cameAt.load() + kSilent < m_clock.now(); }

    // Net thread.
    HeadVerdict onHead(const NetHead &head) override;
    BodyVerdict onBody(std::span<const std::byte> bytes) override;
    void onDone(const NetDone &done) override;

private:
    enum class Phase { Waiting, Connecting, Streaming, Done };
    enum class AfterStop { Fail, End, AskPlainly };

    void wakeReader() override { window.cancel(); }
    void beginAt(std::int64_t offset, WindowNumber number);
    void connect();
    void onRoom();
    void firstByte();
    void take(std::span<const std::byte> bytes);
    Patience patience() const override { return {m_policy.firstByte, m_policy.stall, m_policy.drop}; }
    bool awaitsFirstByte() const override { return m_phase == Phase::Connecting; }
    void failed(Error error) override;
    void giveUp(Error error);
    void finish(std::optional<Error> error);
    Error page() const { return {ErrorKind::WebPage, "a web page instead of a film", m_head.host}; }
    HeadVerdict stop(AfterStop then);
    HeadVerdict stop(Error error);
    HeadVerdict placeBody(const NetHead &head);
    std::optional<Error> settle();
    bool isAnother(const std::string &validator) const;
    bool beginsInTheMiddle() const { return m_head.status == 206 && m_place.begin > 0; }
    bool isTooFar() const;
    bool asksRange() const { return m_useRanges && (m_offset > 0 || m_request.kind == MediaKind::Vod); }
    bool complete() const { return fileSize >= 0 && m_offset >= fileSize; }

    const FilePolicy m_policy;

    std::atomic<Nanos> m_cameAt{Nanos(0)}; ///< the last bytes

    // Net thread only.
    Phase m_phase = Phase::Waiting;
    WindowNumber m_window = 0;
    std::int64_t m_offset = 0; ///< of the next byte for the window
    std::int64_t m_skip = 0;   ///< bytes of this answer that come before it
    bool m_useRanges = true;
    std::string m_validator;
    NetHead m_head;
    BodyPlace m_place; ///< of this answer, as its head says: believed once its bytes are media
    AfterStop m_afterStop = AfterStop::Fail;
    std::optional<Error> m_refusal;
    std::vector<std::byte> m_prefix;
    bool m_everDelivered = false;
    bool m_resuming = false; ///< the next first byte heals a drop
    std::int64_t m_connectionBytes = 0;
    Situation m_situation;
    Backoff m_backoff;
    std::optional<Nanos> m_outageSince;
    int m_boundedFailures = 0; ///< in a row, of those that are not to be repeated for long
};

HttpFileSource::Feed::Feed(MediaRequest request, NetThread &net, Clock &clock, SourceListener listener,
                           FilePolicy policy)
    : SourceFeed(std::move(request), net, clock, std::move(listener), policy.slot, policy.cookies)
    , window(policy.aheadBytes, policy.behindBytes, net.blocks())
    , m_policy(policy)
    , m_backoff(policy.jitterSeed != 0 ? policy.jitterSeed : std::random_device{}())
{
}

void HttpFileSource::Feed::start()
{
    m_startedAt = m_clock.now();
    window.setOnRoom([this] { // on the reader's thread, so the source is alive
        m_net.post([self = shared_from_this(), this] { onRoom(); });
    });
    m_net.post([self = shared_from_this(), this] { beginAt(0, 0); });
}

void HttpFileSource::Feed::restart(std::int64_t offset)
{
    const WindowNumber number = window.restart(offset);
    m_net.post([self = shared_from_this(), this, offset, number] { beginAt(offset, number); });
}

void HttpFileSource::Feed::onRoom()
{
    if (m_transferring && paused())
        resumeWatch();
}

void HttpFileSource::Feed::beginAt(std::int64_t offset, WindowNumber number)
{
    if (m_over)
        return;
    m_window = number;
    m_offset = offset;
    m_resuming = false;
    m_backoff.reset();
    m_outageSince.reset();
    m_boundedFailures = 0;
    m_phase = Phase::Waiting;
    endTransfer([this, number] {
        if (m_window == number)
            connect();
    });
}

void HttpFileSource::Feed::connect()
{
    if (complete())
        return finish(std::nullopt);
    m_phase = Phase::Connecting;
    m_afterStop = AfterStop::Fail;
    m_refusal.reset();
    m_prefix.clear();
    m_connectionBytes = 0;
    NetRequest request = baseRequest();
    request.connectTimeout = m_policy.connect;
    request.freshName = m_backoff.attempts() > 0;
    if (asksRange()) {
        request.rangeFrom = m_offset;
        if (m_offset > 0)
            request.ifRange = m_validator;
    }
    const Nanos now = m_clock.now();
    begin(std::move(request));
    alarm(now + m_policy.firstByte, [this] { watch(); });
}

HeadVerdict HttpFileSource::Feed::stop(AfterStop then)
{
    m_afterStop = then;
    return HeadVerdict::Refuse;
}

HeadVerdict HttpFileSource::Feed::stop(Error error)
{
    m_refusal = std::move(error);
    return HeadVerdict::Refuse;
}

HeadVerdict HttpFileSource::Feed::onHead(const NetHead &head)
{
    if (!m_transferring)
        return HeadVerdict::Refuse;
    m_head = head;
    m_situation = {m_everDelivered, ownStreamJustClosed()};
    if (head.status == 416 && m_offset > 0) { // nothing there: the end, where we do not know the length
        const std::int64_t total = parseContentRange(head.header("content-range")).total;
        if (std::max(total, fileSize.load()) > m_offset)
            return stop(Error{ErrorKind::BadAnswer, "HTTP 416 for a range inside the file", head.host});
        return stop(AfterStop::End);
    }
    const bool dislikesRanges = head.status == 405 || head.status == 406 || head.status == 416;
    if (dislikesRanges && asksRange() && m_offset == 0)
        return stop(AfterStop::AskPlainly);
    if (auto error = refusal(head, m_situation))
        return stop(*std::move(error));
    return placeBody(head);
}

/// Where this answer lies in the file, if it is of the file: a page in the middle of a film says 200, too.
HeadVerdict HttpFileSource::Feed::placeBody(const NetHead &head)
{
    m_place = placeOf(head, asksRange() ? m_offset : 0);
    m_skip = m_offset - m_place.begin;
    if (m_skip < 0)
        return stop(Error{ErrorKind::BadAnswer, "another place than the one that was asked for", head.host});
    return HeadVerdict::Accept;
}

bool HttpFileSource::Feed::isTooFar() const
{
    return m_skip > m_policy.longestSkip && (m_offset > furthest || m_request.kind == MediaKind::Catchup);
}

/// Another file than the one that is being read.
bool HttpFileSource::Feed::isAnother(const std::string &validator) const
{
    if (m_offset > 0 && !m_validator.empty() && !validator.empty() && validator != m_validator)
        return true;
    if (fileSize < 0)
        return false;
    if (m_head.status != 206)
        return m_place.fileSize >= 0 && m_place.fileSize != fileSize;
    const std::int64_t total = parseContentRange(m_head.header("content-range")).total;
    return total >= 0 && total < fileSize;
}

/// The answer is media: if it is ours, what its head says counts from now on.
std::optional<Error> HttpFileSource::Feed::settle()
{
    const std::string validator = validatorOf(m_head);
    if (isAnother(validator))
        return Error{ErrorKind::BadAnswer, "the file has changed on the server", m_head.host};
    if (m_head.status == 206)
        seekable = true;
    else if (asksRange() && m_offset > 0)
        seekable = m_useRanges = false;
    else if (!m_everDelivered)
        seekable = promisesRanges(m_head) && m_place.fileSize >= 0;
    if (isTooFar())
        return Error{ErrorKind::Unsupported, "the server cannot continue in the middle of a file", subjects::kSeeking};
    fileSize = std::max(fileSize.load(), m_place.fileSize);
    m_validator = validator;
    return std::nullopt;
}

BodyVerdict HttpFileSource::Feed::onBody(std::span<const std::byte> bytes)
{
    if (!m_transferring)
        return BodyVerdict::Stop;
    if (!window.askRoom(m_window)) {
        pauseWatch();
        return BodyVerdict::Full;
    }
    noteBytes(bytes.size());
    m_cameAt = m_clock.now();
    m_connectionBytes += std::int64_t(bytes.size());
    if (m_phase == Phase::Streaming) {
        take(bytes);
        return BodyVerdict::Taken;
    }
    m_prefix.insert(m_prefix.end(), bytes.begin(), bytes.end());
    const AnswerLook look = beginsInTheMiddle() ? AnswerLook::Media : lookOf(m_prefix, m_head);
    if (look == AnswerLook::Undecided)
        return BodyVerdict::Taken;
    m_refusal = look == AnswerLook::Page ? std::optional(page()) : settle();
    if (m_refusal)
        return BodyVerdict::Stop;
    firstByte();
    return BodyVerdict::Taken;
}

void HttpFileSource::Feed::firstByte()
{
    const Nanos now = m_clock.now();
    m_phase = Phase::Streaming;
    beginWatch();
    if (std::exchange(m_resuming, false) && m_everDelivered)
        emit(SourceReconnected{});
    else if (!m_everDelivered)
        emit(SourceConnected{toMs(m_head.connectedAt - m_startedAt), toMs(now - m_startedAt), m_head.status,
                             std::string(m_head.header("content-type")), m_head.host});
    take(std::exchange(m_prefix, {}));
    alarm(now + m_policy.stall, [this] { watch(); });
}

void HttpFileSource::Feed::take(std::span<const std::byte> bytes)
{
    const auto skipped = std::min(m_skip, std::int64_t(bytes.size()));
    m_skip -= skipped;
    bytes = bytes.subspan(std::size_t(skipped));
    if (bytes.empty())
        return;
    m_everDelivered = true;
    m_offset += std::int64_t(bytes.size());
    furthest = std::max(furthest.load(), m_offset);
    window.append(m_window, bytes);
}

void HttpFileSource::Feed::onDone(const NetDone &done)
{
    if (!m_transferring)
        return;
    disarm();
    m_transferring = false;
    if (done.how == NetDone::How::Stopped) {
        switch (m_afterStop) {
        case AfterStop::End:
            return finish(std::nullopt);
        case AfterStop::AskPlainly:
            m_useRanges = false;
            return connect();
        case AfterStop::Fail:
            return failed(m_refusal.value_or(Error{}));
        }
    }
    if (m_phase == Phase::Connecting && !m_prefix.empty()) {
        const bool isPage = !beginsInTheMiddle() && lookOfWhole(m_prefix, m_head) == AnswerLook::Page;
        if (auto error = isPage ? std::optional(page()) : settle())
            return failed(*std::move(error));
        firstByte();
        disarm();
    }
    // All bytes are there: how the connection ended does not matter. One panel resets it right after the last byte.
    if (complete() || (done.how == NetDone::How::Ended && fileSize < 0 && m_phase == Phase::Streaming && m_skip == 0))
        return finish(std::nullopt);
    if (done.how == NetDone::How::Failed)
        return failed(done.error);
    failed({ErrorKind::Network, m_connectionBytes > 0 ? "the file broke off" : "an empty answer", m_host});
}

/// A try is over, its socket closed: take the file up where it broke off, or give up.
void HttpFileSource::Feed::failed(Error error)
{
    if (complete())
        return finish(std::nullopt);
    if (m_phase == Phase::Streaming && m_connectionBytes >= kSuccessBytes) {
        m_backoff.reset();
        m_outageSince.reset();
        m_boundedFailures = 0;
    }
    m_phase = Phase::Waiting;
    m_situation.hasPlayed = m_everDelivered;
    const RetryRule rule = retryRule(error, m_situation);
    const Nanos now = m_clock.now();
    const bool bounded = rule.retries != kWhileOutageLasts || !m_everDelivered;
    if (bounded && ++m_boundedFailures > std::min(rule.retries, m_policy.tries))
        return giveUp(std::move(error));
    if (!m_outageSince)
        m_outageSince = now;
    const auto in = std::max(m_backoff.next(), rule.atLeast);
    if (now + in > *m_outageSince + m_policy.giveUp)
        return giveUp(std::move(error));
    m_resuming = true;
    log::info("kanal.playback.net", "resuming host=" + m_host + " offset=" + std::to_string(m_offset) +
                                        " attempt=" + std::to_string(m_backoff.attempts()) +
                                        " in_ms=" + std::to_string(in.count()) + " why=" + error.detail);
    emit(SourceReconnecting{m_backoff.attempts(), in, std::move(error)});
    if (in == 0ms)
        connect();
    else
        alarm(now + in, [this] { connect(); });
}

void HttpFileSource::Feed::giveUp(Error error)
{
    finish(error);
    const bool onlyThere = error.kind == ErrorKind::Unsupported && m_everDelivered; // the reader may go back
    if (!onlyThere)
        emit(SourceFailed{std::move(error)});
}

void HttpFileSource::Feed::finish(std::optional<Error> error)
{
    m_phase = Phase::Done;
    window.finish(m_window, std::move(error));
}

HttpFileSource::HttpFileSource(MediaRequest request, NetThread &net, Clock &clock, SourceListener listener,
                               FilePolicy policy)
    : m_feed(std::make_shared<Feed>(std::move(request), net, clock, std::move(listener), policy))
{
}

HttpFileSource::~HttpFileSource()
{
    m_feed->cancel();
    m_feed->forgetListener();
}

Result<> HttpFileSource::seek(std::int64_t offset)
{
    if (offset < 0)
        return fail(ErrorKind::Unsupported, "a place before the beginning");
    if (m_feed->window.seekWithin(offset, m_feed->isSilent() ? FileWindow::Coming::No : FileWindow::Coming::Yes))
        return {};
    if (!m_feed->seekable && offset > m_feed->furthest) // what was read once can be read through again
        return fail(ErrorKind::Unsupported, "the server does not allow seeking");
    m_feed->restart(offset);
    return {};
}

void HttpFileSource::start()
{
    m_feed->start();
}
Result<std::size_t> HttpFileSource::read(std::span<std::byte> into)
{
    return m_feed->window.read(into);
}
std::int64_t HttpFileSource::size() const
{
    return m_feed->fileSize;
}
bool HttpFileSource::seekable() const
{
    return m_feed->seekable;
}
std::int64_t HttpFileSource::bytesReceived() const
{
    return m_feed->received;
}
std::size_t HttpFileSource::buffered() const
{
    return m_feed->window.ahead();
}
void HttpFileSource::wake()
{
    m_feed->window.setWoken(true);
}
void HttpFileSource::forgetWake()
{
    m_feed->window.setWoken(false);
}
void HttpFileSource::cancel()
{
    m_feed->cancel();
}

} // namespace kanal::playback
