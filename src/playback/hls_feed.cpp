// SPDX-License-Identifier: MIT
#include "hls_feed.h"

#include "content_range.h"
#include "sniff.h"

#include <kanal/core/limits.h>
#include <kanal/core/log.h>

#include <algorithm>
#include <random>

namespace kanal::playback
{

using namespace std::chrono_literals;

namespace
{

constexpr std::chrono::milliseconds kRetries[] = {250ms, 500ms, 1000ms, 2000ms};
constexpr int kSkippedAtMost = 3; ///< segments in a row; then it is no gap but an outage
constexpr std::chrono::seconds kLongSegment{10};
/// So long after its last use a panel with one connection refuses another session beside it.
constexpr std::chrono::milliseconds kSessionRelease{1100};
constexpr std::size_t kKeyBytes = 64;
constexpr std::size_t kMapBytes = 4 << 20;
constexpr std::size_t kTellsPlaylist = 64;

bool isTransient(const Error &error)
{
    if (error.httpStatus != 0)
        return error.httpStatus >= 500 || error.httpStatus == 408 || error.httpStatus == 425;
    return error.kind == ErrorKind::Network || error.kind == ErrorKind::Timeout || error.kind == ErrorKind::Refused;
}

/// Not there, nowhere we go, or no media: the next segment may be better.
bool concernsOnlyThis(const Error &error)
{
    if (error.kind == ErrorKind::Address)
        return true;
    return error.httpStatus == 404 || error.httpStatus == 410 || error.httpStatus == 416 ||
           (error.httpStatus == 0 && error.kind == ErrorKind::BadAnswer);
}

} // namespace

HlsFeed::HlsFeed(MediaRequest request, NetThread &net, Clock &clock, SourceListener listener, HlsPolicy policy)
    : SourceFeed(std::move(request), net, clock, std::move(listener), policy.slot, policy.cookies)
    , parts(policy.bytes)
    , m_policy(std::move(policy))
    , m_tracker(live() ? HlsTracker::Begin::NearTheEnd : HlsTracker::Begin::AtTheStart,
                m_policy.rendition ? std::optional(m_policy.rendition->begin.furtherBack) : std::nullopt)
    , m_stamp(!live())
    , m_backoff(m_policy.jitterSeed != 0 ? m_policy.jitterSeed : std::random_device{}())
{
    if (m_policy.rendition) {
        m_playlistUrl = m_policy.rendition->rendition.url;
        m_publicNet = m_policy.rendition->publicNet;
        m_seekTo = m_policy.rendition->begin.at;
        m_everDelivered = true; // the stream did: a sound that is refused may come again
    }
    if (const auto url = Url::parse(m_request.url))
        m_gate.emplace(*url);
}

void HlsFeed::start()
{
    m_startedAt = m_clock.now();
    parts.setOnRoom([this] { // on the reader's thread, so the source is alive
        m_net.post([self = shared_from_this(), this] { onRoom(); });
    });
    m_net.post([self = shared_from_this(), this] {
        if (!m_over)
            step();
    });
}

void HlsFeed::seek(std::chrono::microseconds position)
{
    const HlsParts::Round round = parts.restart();
    m_net.post([self = shared_from_this(), this, position, round] {
        m_round = round;
        if (m_over)
            return parts.finish(round, m_finalError);
        m_seekTo = position;
        m_newPart = m_stamp = true;
        m_kept.clear();
        m_delivered = 0;
        m_retries = 0;
        endTransfer([this, round] {
            if (m_round == round)
                step();
        });
    });
}

void HlsFeed::onRoom()
{
    if (m_transferring && paused())
        resumeWatch();
    else if (!m_over && std::exchange(m_waitsForRoom, false))
        step();
}

/// The next request, or the wait for it.
void HlsFeed::step()
{
    if (m_over || m_transferring)
        return;
    const Nanos now = m_clock.now();
    m_waitsForRoom = false;
    if (m_playlistUrl.empty())
        return enter();
    if (m_wanted)
        return ask(Job::Switch, m_variants[*m_wanted].url);
    if (!m_tracker.loaded() || m_lookAgain)
        return ask(Job::Reload, m_playlistUrl);
    if (m_seekTo)
        m_tracker.seek(*std::exchange(m_seekTo, std::nullopt));
    const auto reloadAt = m_tracker.reloadAt();
    if (reloadAt && now >= *reloadAt)
        return ask(Job::Reload, m_playlistUrl);
    if (m_tracker.next()) {
        if (parts.askRoom())
            return takeNext();
        m_waitsForRoom = true;
    } else if (m_tracker.atEnd()) {
        return finish();
    } else if (m_tracker.stuck(now)) {
        return lost({ErrorKind::Timeout, "the playlist stands still", m_host});
    }
    if (reloadAt)
        alarm(*reloadAt, [this] { step(); });
}

void HlsFeed::enter()
{
    const Nanos now = m_clock.now();
    if (const auto held = m_net.heldUntil(m_host); held && *held > now) {
        const auto in = std::chrono::ceil<std::chrono::milliseconds>(*held - now);
        emit(SourceReconnecting{
            m_backoff.attempts(), in, {ErrorKind::RateLimited, "the host asked for a pause", m_host, 429}});
        alarm(*held, [this] { step(); });
        return;
    }
    if (m_hasSession && now < m_usedAt + kSessionRelease)
        return alarm(m_usedAt + kSessionRelease, [this] { step(); });
    ask(Job::Entry, m_request.url);
}

void HlsFeed::ask(Job job, const std::string &url, HlsSpan span)
{
    m_job = job;
    m_refusal.reset();
    m_body.clear();
    m_anyByte = m_wasPaused = m_lookAgain = false;
    m_askedAt = m_clock.now();
    NetRequest request = baseRequest();
    request.url = url;
    request.connectTimeout = m_policy.connect;
    request.keepAlive = true;
    request.unpack = isPlaylist(job);
    if (job == Job::Entry) {
        request.freshName = m_backoff.attempts() > 0;
    } else {
        request.derivedFrom = m_request.url;
        request.fromPublicNet = m_publicNet;
    }
    if (!span.whole()) {
        request.rangeFrom = span.from;
        request.rangeTo = span.from + std::max<std::int64_t>(span.length, 1) - 1;
    }
    begin(std::move(request));
    alarm(m_askedAt + patience().firstByte, [this] { watch(); });
}

/// Of a live stream that plays, the buffer is soon at its end, and another try costs nothing; that one may take its
/// time.
SourceFeed::Patience HlsFeed::patience() const
{
    if (live() && m_everDelivered && m_retries == 0)
        return {m_policy.stall, m_policy.stall, m_policy.stall};
    return {m_policy.firstByte, m_policy.stall, m_policy.drop};
}

/// Of the segment under way, as far as its length is known: one that crawls is asked for again.
StreamProgress HlsFeed::streamProgress() const
{
    StreamProgress progress;
    const std::int64_t whole =
        m_segment.span.whole() ? m_head.number("content-length").value_or(0) : m_segment.span.length;
    if (m_job == Job::Segment && whole > 0 && m_segment.duration > 0us)
        progress.time = std::chrono::duration_cast<Nanos>(std::chrono::duration<double>(m_segment.duration) *
                                                          (double(m_segmentBytes) / double(whole)));
    return progress;
}

/// A list of one entry around a live stream: an answer without a length that lasts far longer than it should. What
/// comes the next time is not what came before.
bool HlsFeed::isEndless() const
{
    return live() && m_job == Job::Segment && m_anyByte && m_segment.span.whole() && !m_head.number("content-length") &&
           m_clock.now() - m_askedAt > std::max<Nanos>(3 * m_segment.duration, kLongSegment);
}

HeadVerdict HlsFeed::onHead(const NetHead &head)
{
    if (!m_transferring)
        return HeadVerdict::Refuse;
    m_head = head;
    m_situation = {m_everDelivered, m_job == Job::Entry && ownStreamJustClosed()};
    m_refusal = refusal(head, m_situation);
    const bool denied = head.status == 401 || head.status == 403; // there is no such session any more
    if (!m_refusal || (m_job != Job::Entry && !denied))
        m_usedAt = m_clock.now();
    if (m_refusal)
        return HeadVerdict::Refuse;
    if (m_job == Job::Entry) {
        m_publicNet = head.publicPeer;
        m_hasSession = head.redirects > 0;
    }
    if (m_job == Job::Segment)
        m_reader.answerBeginsAt(head.status == 206 ? placeOf(head, m_segment.span.from).begin : 0);
    return HeadVerdict::Accept;
}

BodyVerdict HlsFeed::onBody(std::span<const std::byte> bytes)
{
    if (!m_transferring)
        return BodyVerdict::Stop;
    m_usedAt = m_clock.now();
    return m_job == Job::Segment ? takeSegment(bytes) : takeText(bytes);
}

BodyVerdict HlsFeed::takeText(std::span<const std::byte> bytes)
{
    received += std::int64_t(bytes.size());
    m_body.insert(m_body.end(), bytes.begin(), bytes.end());
    const std::size_t most = m_job == Job::Key ? kKeyBytes : m_job == Job::Map ? kMapBytes : limits::kPlaylistBytes;
    if (m_body.size() > most)
        m_refusal = Error{ErrorKind::BadAnswer, "a playlist or key that is too long", m_head.host};
    else if (isPlaylist(m_job) && m_body.size() >= kTellsPlaylist && sniff(m_body) != StreamForm::Hls)
        m_refusal = sniff(m_body) == StreamForm::Html
                        ? Error{ErrorKind::WebPage, "a web page instead of a playlist", m_head.host}
                        : Error{ErrorKind::BadAnswer, "no playlist", m_head.host};
    return m_refusal ? BodyVerdict::Stop : BodyVerdict::Taken;
}

void HlsFeed::onDone(const NetDone &done)
{
    if (!m_transferring)
        return;
    disarm();
    m_transferring = false;
    if (m_job == Job::Segment && m_reader.complete())
        return segmentDone();
    if (done.how == NetDone::How::Failed)
        return failed(done.error);
    if (done.how == NetDone::How::Stopped)
        return failed(m_refusal.value_or(Error{}));
    dispatch();
}

void HlsFeed::dispatch()
{
    switch (m_job) {
    case Job::Entry:
        return takeEntry();
    case Job::Reload:
    case Job::Switch:
        return takeMedia();
    case Job::Key:
        return takeKey();
    case Job::Map:
        return takeMap();
    case Job::Segment:
        return segmentDone();
    }
}

/// A request is over, its socket closed or free: once more, without this piece, or from the entry.
void HlsFeed::failed(Error error)
{
    if (m_job == Job::Entry)
        return lost(std::move(error));
    if (m_job == Job::Switch) { // the variant we have is better than none
        m_wanted.reset();
        m_noSwitchUntil = m_clock.now() + 60s;
        return step();
    }
    if (m_job == Job::Segment) {
        handOutKept();
        if (isEndless())
            m_endless = m_tracker.nextNumber();
        const bool goesOn = m_endless == m_tracker.nextNumber();
        m_newPart |= goesOn;
        m_delivered = goesOn ? 0 : std::max(m_delivered, m_reader.delivered());
        const std::int64_t before = std::exchange(m_brokeOffAt, m_segmentBytes);
        if (isTransient(error) && m_delivered > 0 && m_segmentBytes > 0 && m_segmentBytes == before)
            return passOver(error.detail); // twice the same end, short of what was promised: there is no more of it
    }
    if (!isPlaylist(m_job) && concernsOnlyThis(error)) {
        // Some servers list a segment a moment before they have it.
        const bool perhapsLater = error.httpStatus == 404 && live() && m_tracker.isLast() && m_retries < 2;
        return perhapsLater ? retry(kRetries[m_retries]) : skip(std::move(error));
    }
    if (isTransient(error) && m_retries < int(std::size(kRetries)))
        return retry(kRetries[m_retries]);
    if (!isTransient(error) && m_everDelivered && m_quietly != Quietly::Reentered)
        return tryQuietly();
    lost(std::move(error));
}

/// Addresses out of a playlist carry tokens that grow old: those of a new list, else of a new session.
void HlsFeed::tryQuietly()
{
    m_retries = 0;
    if (m_quietly == Quietly::Nothing && !isPlaylist(m_job)) {
        m_quietly = Quietly::LookedAgain;
        m_lookAgain = true;
    } else {
        m_quietly = Quietly::Reentered;
        m_playlistUrl.clear();
    }
    step();
}

void HlsFeed::retry(std::chrono::milliseconds in)
{
    ++m_retries;
    alarm(m_clock.now() + in, [this] { step(); });
}

void HlsFeed::skip(Error why)
{
    m_delivered = 0;
    if (++m_skipped >= kSkippedAtMost)
        return lost(std::move(why), live() && m_everDelivered ? Lasting::Outage : Lasting::AsTheErrorSays);
    passOver(why.detail);
}

/// On with the next segment.
void HlsFeed::passOver(const std::string &why)
{
    log::info("kanal.playback.hls",
              "segment left host=" + m_host + " number=" + std::to_string(m_tracker.nextNumber()) + " why=" + why);
    m_retries = 0;
    m_delivered = 0;
    m_tracker.advance();
    if (!live())
        m_newPart = m_stamp = true; // what follows is where the playlist says
    step();
}

/// The stream broke off: come back through the entry, or give up. A live list that is there, and whose pieces or keys
/// are not, is no answer to us: its server has trouble.
void HlsFeed::lost(Error error, Lasting lasting)
{
    const Nanos now = m_clock.now();
    if (m_goodSince && now - *m_goodSince >= m_policy.steady)
        m_backoff.reset();
    m_goodSince.reset();
    m_stayed = lasting == Lasting::Outage && m_hasSession && !m_stayed; // every other time: it may be the session
    m_lookAgain = m_stayed;
    if (!m_stayed)
        m_playlistUrl.clear();
    m_keys.clear(); // another may be behind the same address by now
    m_wanted.reset();
    m_retries = m_skipped = 0;
    m_situation.hasPlayed = m_everDelivered;
    const RetryRule rule = lasting == Lasting::Outage ? RetryRule{kWhileOutageLasts} : retryRule(error, m_situation);
    const int most = live() || m_everDelivered ? rule.retries : std::min(rule.retries, m_policy.tries);
    if (most != kWhileOutageLasts && ++m_boundedFailures > most)
        return giveUp(std::move(error));
    if (!m_outageSince)
        m_outageSince = now;
    const auto in = std::max(m_backoff.next(), rule.atLeast);
    if (now + in > *m_outageSince + m_policy.giveUp)
        return giveUp(std::move(error));
    if (error.kind == ErrorKind::RateLimited)
        m_net.holdHost(m_host, now + in);
    log::info("kanal.playback.hls", "reconnecting host=" + m_host + " attempt=" + std::to_string(m_backoff.attempts()) +
                                        " in_ms=" + std::to_string(in.count()) + " why=" + error.detail);
    m_isLost = true;
    emit(SourceReconnecting{m_backoff.attempts(), in, std::move(error)});
    if (in == 0ms)
        step();
    else
        alarm(now + in, [this] { step(); });
}

void HlsFeed::giveUp(Error error)
{
    m_over = true;
    m_finalError = error;
    closeIdle();
    parts.finish(m_round, error);
    emit(SourceFailed{std::move(error)});
}

void HlsFeed::handToLavf(const char *why)
{
    log::info("kanal.playback.hls", std::string("left to libavformat: ") + why);
    m_over = true;
    m_finalError = Error{ErrorKind::Unsupported, why, subjects::kProtection};
    needsLavf = true;
    closeIdle();
    parts.finish(m_round, m_finalError);
}

/// Every segment of a list that has ended was fetched.
void HlsFeed::finish()
{
    if (live()) { // a clip that tells why there is nothing to see, or a server between two programmes
        m_rewind = true;
        return lost({ErrorKind::Network, "the server ended the stream", m_host});
    }
    closeIdle();
    parts.finish(m_round, std::nullopt);
}

} // namespace kanal::playback
