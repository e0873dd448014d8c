// SPDX-License-Identifier: MIT
#include "source_feed.h"

#include "sniff.h"

#include <kanal/core/text.h>
#include <kanal/core/url.h>

#include <algorithm>

namespace kanal::playback
{

using namespace std::chrono_literals;

namespace
{

const char *textOf(Trickle trickle)
{
    switch (trickle) {
    case Trickle::FewBytes:
        return "less than 1 KB/s";
    case Trickle::NothingBegins:
        return "bytes, but nothing to see or hear";
    case Trickle::ClockCrawls:
        return "less than a tenth of what the stream needs";
    case Trickle::No:
        break;
    }
    return "";
}

bool isCalledPage(const NetHead &head)
{
    return lowered(head.header("content-type")).find("html") != std::string::npos;
}

} // namespace

double toMs(Nanos time)
{
    return std::chrono::duration<double, std::milli>(time).count();
}

AnswerLook lookOf(std::span<const std::byte> prefix, const NetHead &head)
{
    const StreamForm form = sniff(prefix);
    const bool enough = prefix.size() >= kSniffBytes;
    if (form == StreamForm::Html)
        return enough || isCalledPage(head) ? AnswerLook::Page : AnswerLook::Undecided;
    if (form != StreamForm::Unknown)
        return AnswerLook::Media;
    if (!enough)
        return AnswerLook::Undecided;
    return isCalledPage(head) ? AnswerLook::Page : AnswerLook::Media;
}

AnswerLook lookOfWhole(std::span<const std::byte> answer, const NetHead &head)
{
    const StreamForm form = sniff(answer);
    return form == StreamForm::Html || (form == StreamForm::Unknown && isCalledPage(head)) ? AnswerLook::Page
                                                                                           : AnswerLook::Media;
}

SourceFeed::SourceFeed(MediaRequest request, NetThread &net, Clock &clock, SourceListener listener, SlotId slot,
                       std::shared_ptr<CookieJar> cookies)
    : m_request(std::move(request))
    , m_net(net)
    , m_clock(clock)
    , m_slot(slot.value != 0 ? slot : net.newSlot())
    , m_cookies(cookies ? std::move(cookies) : std::make_shared<CookieJar>())
    , m_listener(std::move(listener))
{
    if (const Result<Url> url = Url::parse(m_request.url))
        m_host = url->host;
}

void SourceFeed::cancel()
{
    if (m_cancelled.exchange(true))
        return;
    wakeReader();
    m_net.post([self = shared_from_this()] {
        self->m_over = true;
        self->endTransfer();
        self->closeIdle();
    });
}

void SourceFeed::forgetListener()
{
    const std::lock_guard lock(m_listenerMutex);
    m_listener = nullptr;
}

void SourceFeed::emit(const SourceEvent &event)
{
    const std::lock_guard lock(m_listenerMutex);
    if (m_listener && !m_cancelled)
        m_listener(event);
}

void SourceFeed::alarm(Nanos deadline, std::function<void()> what)
{
    m_net.at(deadline, [weak = weak_from_this(), number = ++m_alarms, what = std::move(what)] {
        if (const auto self = weak.lock(); self && self->m_alarms == number && !self->m_over)
            what();
    });
}

NetRequest SourceFeed::baseRequest() const
{
    NetRequest request;
    request.url = m_request.url; // always the original one: redirect targets carry tokens of seconds
    request.userAgent = m_request.userAgent;
    request.headers = m_request.headers;
    request.certificates = m_request.certificates;
    request.slot = m_slot;
    request.cookies = m_cookies;
    return request;
}

void SourceFeed::begin(NetRequest request)
{
    m_full = m_stalled = false;
    m_transferring = true;
    m_transfer = m_net.begin(std::move(request), shared_from_this());
}

void SourceFeed::endTransfer(std::function<void()> closed)
{
    disarm();
    m_transferring = false;
    m_net.cancel(m_transfer, [weak = weak_from_this(), closed = std::move(closed)] {
        if (const auto self = weak.lock(); self && !self->m_over && closed)
            closed();
    });
}

void SourceFeed::breakOff(Error error)
{
    endTransfer([this, error = std::move(error), id = m_transfer] {
        if (m_transfer == id)
            failed(error);
    });
}

std::optional<Error> SourceFeed::refusal(const NetHead &head, Situation situation) const
{
    const auto kind = refusalOf(head.status, situation);
    if (!kind)
        return std::nullopt;
    Error error{*kind, "HTTP " + std::to_string(head.status), head.host, head.status};
    error.retryAfter = head.retryAfter(m_clock.wallNow());
    return error;
}

bool SourceFeed::ownStreamJustClosed() const
{
    const auto closedAt = m_net.streamClosedAt(m_host);
    return closedAt && m_clock.now() - *closedAt < kSlotRelease;
}

void SourceFeed::beginWatch()
{
    m_lastByteAt = m_clock.now();
    m_trickle.begin(m_lastByteAt, progressNow());
}

void SourceFeed::noteBytes(std::size_t count)
{
    m_lastByteAt = m_clock.now();
    received += std::int64_t(count);
    if (std::exchange(m_stalled, false))
        emit(SourceResumed{});
}

StreamProgress SourceFeed::progressNow() const
{
    StreamProgress progress = streamProgress();
    progress.bytes = received;
    return progress;
}

void SourceFeed::resumeWatch()
{
    m_full = false;
    beginWatch();
    m_net.resume(m_transfer);
}

void SourceFeed::watch()
{
    const Patience limits = patience();
    if (awaitsFirstByte() && !paused())
        return breakOff({ErrorKind::Timeout, "no answer in time", m_host});
    if (awaitsFirstByte())
        return alarm(m_clock.now() + limits.firstByte, [this] { watch(); });
    if (auto error = checkSilence(limits))
        breakOff(*std::move(error));
    else
        alarm(nextCheck(limits), [this] { watch(); });
}

std::optional<Error> SourceFeed::checkSilence(const Patience &patience)
{
    if (m_full)
        beginWatch();
    const Nanos now = m_clock.now();
    const Nanos silence = now - m_lastByteAt;
    if (silence >= patience.drop)
        return Error{ErrorKind::Timeout, "the stream fell silent", m_host};
    if (silence >= patience.stall && !m_stalled) {
        m_stalled = true;
        emit(SourceStalled{});
    }
    if (const Trickle trickle = m_trickle.look(now, progressNow()); trickle != Trickle::No)
        return Error{ErrorKind::Timeout, textOf(trickle), m_host};
    return std::nullopt;
}

Nanos SourceFeed::nextCheck(const Patience &patience) const
{
    return std::min<Nanos>(m_lastByteAt + (m_stalled ? patience.drop : patience.stall), m_trickle.nextLook());
}

} // namespace kanal::playback
