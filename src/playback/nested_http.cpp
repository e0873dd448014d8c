// SPDX-License-Identifier: MIT
#include "nested_http.h"

#include "byte_ring.h"
#include "content_range.h"
#include "cookie_jar.h"
#include "hls_cipher.h"
#include "status_policy.h"

extern "C" {
#include <libavutil/opt.h>
}

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <condition_variable>
#include <cstddef>
#include <cstring>
#include <utility>

namespace kanal::playback
{

namespace
{

constexpr std::chrono::seconds kPatience{8}; ///< without a byte
constexpr std::size_t kAhead = 1 << 20;
constexpr int kBufferBytes = 32 * 1024;
constexpr std::string_view kLocked = "crypto+";

std::string option(const AVDictionary *options, const char *name)
{
    const AVDictionaryEntry *entry = av_dict_get(options, name, nullptr, 0);
    return entry ? entry->value : std::string();
}

std::int64_t number(const std::string &text)
{
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

std::optional<HlsBlock> blockOf(const std::string &hex)
{
    HlsBlock block{};
    if (hex.size() != 2 * block.size())
        return std::nullopt;
    for (std::size_t i = 0; i < block.size(); ++i) {
        const char *from = hex.data() + 2 * i;
        if (std::from_chars(from, from + 2, block[i], 16).ptr != from + 2)
            return std::nullopt;
    }
    return block;
}

} // namespace

/// One request and what comes of it.
class NestedHttp::Answer final : public NetHandler, public std::enable_shared_from_this<Answer>
{
public:
    Answer(NetThread &net, const Clock &clock)
        : m_net(net)
        , m_clock(clock)
        , m_ring(kAhead, net.blocks())
    {
    }

    // Demux thread.
    Result<NetHead> begin(NetRequest request);
    Result<std::size_t> read(std::span<std::byte> into) { return m_ring.read(into); }
    bool over() const { return m_over; }

    // Any thread.
    void cancel();

    // Net thread.
    HeadVerdict onHead(const NetHead &head) override;
    BodyVerdict onBody(std::span<const std::byte> bytes) override;
    void onDone(const NetDone &done) override;

private:
    void watch(TransferId id);
    void end(std::optional<Error> error);

    NetThread &m_net;
    const Clock &m_clock;
    ByteRing m_ring;
    std::atomic<bool> m_over{false};

    std::mutex m_mutex; ///< the next four
    std::condition_variable m_changed;
    TransferId m_id;
    std::optional<Result<NetHead>> m_head;
    bool m_cancelled = false;

    // Net thread.
    std::int64_t m_from = 0; ///< where the answer is to begin
    std::int64_t m_skip = 0; ///< so much of it comes before that
    std::optional<Error> m_refusal;
    Nanos m_cameAt{};
    bool m_full = false;
};

Result<NetHead> NestedHttp::Answer::begin(NetRequest request)
{
    m_from = std::max<std::int64_t>(request.rangeFrom, 0);
    m_ring.setOnRoom([this] { // on the reader's thread, so it is alive
        m_net.post([self = shared_from_this(), this, id = m_id] {
            m_full = false;
            m_cameAt = m_clock.now();
            m_net.resume(id);
        });
    });
    std::unique_lock lock(m_mutex);
    if (m_cancelled)
        return fail(ErrorKind::Cancelled, "open");
    m_id = m_net.begin(std::move(request), shared_from_this());
    m_net.post([self = shared_from_this(), this, id = m_id] {
        m_cameAt = m_clock.now();
        watch(id);
    });
    m_changed.wait(lock, [this] { return m_head.has_value(); });
    return *m_head;
}

void NestedHttp::Answer::cancel()
{
    m_ring.cancel();
    TransferId id;
    {
        const std::lock_guard lock(m_mutex);
        m_cancelled = true;
        id = m_id;
        if (!m_head)
            m_head = fail(ErrorKind::Cancelled, "open");
    }
    m_changed.notify_all();
    m_over = true;
    m_net.cancel(id);
}

HeadVerdict NestedHttp::Answer::onHead(const NetHead &head)
{
    m_cameAt = m_clock.now();
    if (const auto kind = refusalOf(head.status, {}))
        m_refusal = Error{*kind, "HTTP " + std::to_string(head.status), head.host, head.status};
    m_skip = m_from - placeOf(head, m_from).begin;
    if (m_skip < 0)
        m_refusal = Error{ErrorKind::BadAnswer, "another place than the one that was asked for", head.host};
    if (m_refusal)
        return HeadVerdict::Refuse;
    {
        const std::lock_guard lock(m_mutex);
        if (!m_head)
            m_head = head;
    }
    m_changed.notify_all();
    return HeadVerdict::Accept;
}

BodyVerdict NestedHttp::Answer::onBody(std::span<const std::byte> bytes)
{
    if (!m_ring.askRoom()) {
        m_full = true;
        return BodyVerdict::Full;
    }
    m_cameAt = m_clock.now();
    const auto skipped = std::min(m_skip, std::int64_t(bytes.size()));
    m_skip -= skipped;
    if (const auto rest = bytes.subspan(std::size_t(skipped)); !rest.empty())
        m_ring.push(rest);
    return BodyVerdict::Taken;
}

void NestedHttp::Answer::onDone(const NetDone &done)
{
    switch (done.how) {
    case NetDone::How::Ended:
        return end(std::nullopt);
    case NetDone::How::Stopped:
        return end(m_refusal);
    case NetDone::How::Failed:
        return end(done.error);
    }
}

/// Rings when it has been silent for too long.
void NestedHttp::Answer::watch(TransferId id)
{
    if (m_over)
        return;
    const Nanos now = m_clock.now();
    if (m_full)
        m_cameAt = now;
    if (now - m_cameAt >= kPatience) {
        end(Error{ErrorKind::Timeout, "the server fell silent"});
        return m_net.cancel(id);
    }
    m_net.at(m_cameAt + kPatience, [weak = weak_from_this(), id] {
        if (const auto self = weak.lock())
            self->watch(id);
    });
}

void NestedHttp::Answer::end(std::optional<Error> error)
{
    m_over = true;
    m_ring.finish(error);
    {
        const std::lock_guard lock(m_mutex);
        if (!m_head)
            m_head = tl::unexpected(error.value_or(Error{ErrorKind::Network, "an answer without a head"}));
    }
    m_changed.notify_all();
}

/// What an AVIOContext of ours leads to. libavformat asks it, as it asks its own, for the address after redirects, and
/// finds that as an option.
struct NestedHttp::Stream {
    struct Body {
        NestedHttp &owner;
        std::shared_ptr<Answer> answer;
        std::string location;
        std::optional<HlsCipher> cipher = {}; ///< of what is locked as a whole
        std::vector<std::byte> plain = {};
        bool plainEnds = false;

        Result<std::size_t> read(std::span<std::byte> into) { return cipher ? readPlain(into) : answer->read(into); }
        Result<std::size_t> readPlain(std::span<std::byte> into);
    };

    const AVClass *avClass; ///< first, as libavutil wants it
    const char *location;
    Body *body;

    static int read(void *self, std::uint8_t *into, int size);
    static const AVClass *ioClass();
    static const AVClass *streamClass();
};

const AVClass *NestedHttp::Stream::streamClass()
{
    static const std::array<AVOption, 2> options = [] {
        std::array<AVOption, 2> made{};
        made[0].name = "location";
        made[0].offset = int(offsetof(Stream, location));
        made[0].type = AV_OPT_TYPE_STRING;
        return made;
    }();
    static const AVClass made = [] {
        AVClass each{};
        each.class_name = "kanal stream";
        each.item_name = av_default_item_name;
        each.option = options.data();
        each.version = LIBAVUTIL_VERSION_INT;
        return each;
    }();
    return &made;
}

const AVClass *NestedHttp::Stream::ioClass()
{
    static const AVClass made = [] {
        AVClass each{};
        each.class_name = "kanal io";
        each.item_name = av_default_item_name;
        each.version = LIBAVUTIL_VERSION_INT;
        each.child_next = [](void *io, void *before) -> void * {
            return before ? nullptr : static_cast<AVIOContext *>(io)->opaque;
        };
        return each;
    }();
    return &made;
}

int NestedHttp::Stream::read(void *self, std::uint8_t *into, int size)
{
    Body &body = *static_cast<Stream *>(self)->body;
    const Result<std::size_t> count = body.read(std::span(reinterpret_cast<std::byte *>(into), std::size_t(size)));
    body.owner.m_readError = count ? std::nullopt : std::optional(count.error());
    if (count)
        return *count == 0 ? AVERROR_EOF : int(*count);
    return count.error().kind == ErrorKind::Cancelled ? AVERROR_EXIT : AVERROR(EIO);
}

Result<std::size_t> NestedHttp::Stream::Body::readPlain(std::span<std::byte> into)
{
    while (plain.empty() && !plainEnds) {
        std::vector<std::byte> locked(kBufferBytes);
        Result<std::size_t> count = answer->read(locked);
        if (!count)
            return count;
        plainEnds = *count == 0;
        if (!plainEnds)
            cipher->feed(std::span(locked).first(*count), plain);
        else if (!cipher->finish(plain))
            return fail(ErrorKind::BadAnswer, "a locked segment without its end");
    }
    const std::size_t count = std::min(into.size(), plain.size());
    std::memcpy(into.data(), plain.data(), count);
    plain.erase(plain.begin(), plain.begin() + std::ptrdiff_t(count));
    return count;
}

NestedHttp::NestedHttp(const MediaRequest &request, NetThread &net, const Clock &clock, SlotId slot,
                       std::shared_ptr<CookieJar> cookies)
    : m_request(request)
    , m_net(net)
    , m_clock(clock)
    , m_slot(slot)
    , m_cookies(std::move(cookies))
{
    if (const auto url = Url::parse(request.url))
        m_host = url->host;
}

NestedHttp::~NestedHttp()
{
    cancel();
}

void NestedHttp::cancel()
{
    std::vector<std::weak_ptr<Answer>> answers;
    {
        const std::lock_guard lock(m_mutex);
        if (std::exchange(m_cancelled, true)) // whoever follows in the slot may have a connection there by now
            return;
        answers.swap(m_answers);
    }
    for (const auto &each : answers)
        if (const auto answer = each.lock())
            answer->cancel();
    m_net.closeIdle(m_slot, m_host);
}

Result<std::shared_ptr<NestedHttp::Answer>> NestedHttp::add()
{
    const std::lock_guard lock(m_mutex);
    if (m_cancelled)
        return fail(ErrorKind::Cancelled, "open");
    std::erase_if(m_answers, [](const auto &each) { return each.expired(); });
    auto answer = std::make_shared<Answer>(m_net, m_clock);
    m_answers.push_back(answer);
    return answer;
}

bool NestedHttp::isSlotFree()
{
    const std::lock_guard lock(m_mutex);
    return std::all_of(m_answers.begin(), m_answers.end(), [](const auto &each) {
        const auto answer = each.lock();
        return !answer || answer->over();
    });
}

NetRequest NestedHttp::requestFor(const std::string &url, const AVDictionary *options) const
{
    NetRequest request;
    request.url = url;
    request.userAgent = m_request.userAgent;
    request.headers = m_request.headers;
    request.certificates = m_request.certificates;
    request.cookies = m_cookies;
    request.unpack = url == m_request.url || url.find(".m3u8") != std::string::npos; // media never
    if (url != m_request.url) {
        request.derivedFrom = m_request.url;
        request.fromPublicNet = m_publicNet;
    }
    const std::int64_t from = number(option(options, "offset")), end = number(option(options, "end_offset"));
    if (end > 0) {
        request.rangeFrom = from;
        request.rangeTo = end - 1;
    }
    return request;
}

Result<AVIOContext *> NestedHttp::open(const std::string &url, const AVDictionary *options)
{
    const bool locked = url.starts_with(kLocked);
    const auto key = blockOf(option(options, "key")), iv = blockOf(option(options, "iv"));
    if (locked && (!key || !iv))
        return fail(ErrorKind::BadAnswer, "a locked segment without a key");
    NetRequest request = requestFor(locked ? url.substr(kLocked.size()) : url, options);
    if (isSlotFree()) { // else it would wait for one that waits to be read
        request.slot = m_slot;
        request.keepAlive = true;
    }
    const Result<std::shared_ptr<Answer>> answer = add();
    if (!answer)
        return tl::unexpected(answer.error());
    const bool first = request.derivedFrom.empty();
    const Result<NetHead> head = (*answer)->begin(std::move(request));
    if (!head)
        return tl::unexpected(head.error());
    if (first)
        m_publicNet = head->publicPeer;
    auto body = std::make_unique<Stream::Body>(Stream::Body{*this, *answer, head->url});
    if (locked)
        body->cipher.emplace(*key, *iv);
    auto stream = std::make_unique<Stream>();
    stream->avClass = Stream::streamClass();
    stream->location = body->location.c_str();
    auto *buffer = static_cast<unsigned char *>(av_malloc(kBufferBytes));
    AVIOContext *io = avio_alloc_context(buffer, kBufferBytes, 0, stream.get(), Stream::read, nullptr, nullptr);
    if (!io) {
        av_free(buffer);
        return fail(ErrorKind::Storage, "no memory");
    }
    io->av_class = Stream::ioClass();
    io->seekable = 0;
    stream.release()->body = body.release();
    return io;
}

void NestedHttp::close(AVIOContext *io)
{
    if (!io)
        return;
    const std::unique_ptr<Stream> stream(static_cast<Stream *>(io->opaque));
    const std::unique_ptr<Stream::Body> body(stream->body);
    body->answer->cancel();
    const AvioPtr freed(io);
}

} // namespace kanal::playback
