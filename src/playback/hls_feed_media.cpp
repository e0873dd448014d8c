// SPDX-License-Identifier: MIT
// Playlists, variants, keys and segments of HlsFeed.
#include "hls_feed.h"
#include "sniff.h"

#include <kanal/core/log.h>

#include <algorithm>

namespace kanal::playback
{

using namespace std::chrono_literals;

namespace
{

constexpr std::size_t kKeysKept = 16;
constexpr int kUsualScreen = 1080;
constexpr auto kLookAgain = 500ms; ///< at a segment that is kept back

} // namespace

void HlsFeed::takeEntry()
{
    const auto base = Url::parse(m_head.url);
    if (!base || !m_gate)
        return lost({ErrorKind::Address, "the playlist came from no address", m_host});
    HlsPlaylist playlist = parseHls(text(), *base, *m_gate);
    if (playlist.kind == HlsKind::None) {
        const bool page = lookOfWhole(m_body, m_head) == AnswerLook::Page;
        return lost(page ? Error{ErrorKind::WebPage, "a web page instead of a playlist", m_head.host}
                         : Error{ErrorKind::BadAnswer, "no playlist", m_head.host});
    }
    if (m_policy.rendition)
        return takeRendition(isText() ? playlist.subtitles : playlist.sounds);
    if (playlist.kind == HlsKind::Media) {
        m_variants.clear();
        return takeMedia();
    }
    if (playlist.variants.empty())
        return lost({ErrorKind::Address, "a playlist without variants that may be opened", m_head.host});
    const std::optional<HlsVariant> before =
        m_variant < m_variants.size() ? std::optional(m_variants[m_variant]) : std::nullopt;
    m_variants = std::move(playlist.variants);
    const auto same = std::find_if(m_variants.begin(), m_variants.end(), [&](const HlsVariant &variant) {
        return before && variant.bandwidth == before->bandwidth && variant.height == before->height;
    });
    m_variant = same != m_variants.end() ? std::size_t(same - m_variants.begin()) : firstVariant();
    const HlsVariant &variant = m_variants[m_variant];
    note(m_sounds, soundsOf(variant, playlist.sounds));
    note(m_subtitles, subtitlesOf(variant, playlist.subtitles));
    log::info("kanal.playback.hls", "variant bandwidth=" + std::to_string(variant.bandwidth) + " height=" +
                                        std::to_string(variant.height) + " of=" + std::to_string(m_variants.size()));
    m_playlistUrl = variant.url;
    ask(Job::Reload, m_playlistUrl);
}

/// The rendition we are, found again through the list of variants.
void HlsFeed::takeRendition(const std::vector<HlsRendition> &renditions)
{
    const HlsRendition &wanted = m_policy.rendition->rendition;
    const auto same = std::find_if(renditions.begin(), renditions.end(), [&](const HlsRendition &each) {
        return each.group == wanted.group && each.name == wanted.name && !each.url.empty();
    });
    if (same == renditions.end())
        return lost({ErrorKind::NotFound, "the rendition is no longer in the list", m_host});
    m_playlistUrl = same->url;
    ask(Job::Reload, m_playlistUrl);
}

bool HlsFeed::isText() const
{
    return m_policy.rendition && m_policy.rendition->what == HlsRenditionPlace::What::Subtitles;
}

std::vector<HlsRendition> HlsFeed::sounds() const
{
    const std::lock_guard lock(m_renditionsMutex);
    return m_sounds;
}

std::vector<HlsRendition> HlsFeed::subtitles() const
{
    const std::lock_guard lock(m_renditionsMutex);
    return m_subtitles;
}

/// Their numbers stay: a list that was read again only says where they are now.
void HlsFeed::note(std::vector<HlsRendition> &known, std::vector<HlsRendition> now)
{
    const std::lock_guard lock(m_renditionsMutex);
    if (known.empty()) {
        known = std::move(now);
        return;
    }
    for (HlsRendition &each : known)
        for (const HlsRendition &found : now)
            if (found.group == each.group && found.name == each.name)
                each.url = found.url;
}

HlsWish HlsFeed::wish() const
{
    HlsWish wish;
    wish.throughput = m_meter.bitsPerSecond();
    if (wish.throughput == 0)
        wish.throughput = m_net.throughput(m_host);
    wish.screenHeight = std::max(kUsualScreen, m_policy.surfaceHeight ? m_policy.surfaceHeight() : 0);
    return withQuality(wish, m_policy.quality ? m_policy.quality() : Quality::Auto);
}

std::size_t HlsFeed::firstVariant() const
{
    return std::size_t(chooseVariant(m_variants, wish()) - m_variants.data());
}

void HlsFeed::takeMedia()
{
    const auto base = Url::parse(m_head.url);
    if (!base || !m_gate)
        return failed({ErrorKind::Address, "the playlist came from no address", m_host});
    if (parseHls(text(), *base, *m_gate).kind == HlsKind::Master)
        return lost({ErrorKind::BadAnswer, "a list of variants where segments should be", m_head.host});
    Result<HlsMediaPlaylist> list = parseHlsMedia(text(), *base, *m_gate);
    if (!list)
        return m_job == Job::Switch ? failed(list.error()) : lost(list.error());
    if (list->foreignKeys && !m_everDelivered)
        return handToLavf("an encryption that is not ours");
    if (list->foreignKeys)
        return lost({ErrorKind::Unsupported, "an encryption that is not ours", subjects::kProtection});
    const Nanos now = m_clock.now();
    m_retries = 0;
    m_playlistUrl = m_head.url;
    if (m_isLost)
        m_tracker.forgive(now);
    HlsTracker::News news{};
    if (m_job == Job::Switch) {
        m_variant = *std::exchange(m_wanted, std::nullopt);
        m_newPart = true;
        news = m_tracker.change(*std::move(list), now);
        log::info("kanal.playback.hls",
                  "changed to variant bandwidth=" + std::to_string(m_variants[m_variant].bandwidth));
    } else {
        news = m_tracker.update(*std::move(list), now);
    }
    if (std::exchange(m_rewind, false) && m_tracker.atEnd()) {
        m_tracker.rewind();
        m_newPart = true;
    }
    if (news == HlsTracker::News::Jumped) {
        log::info("kanal.playback.hls", "jumped to number=" + std::to_string(m_tracker.nextNumber()));
        m_delivered = 0;
        m_newPart = true;
    }
    segmentUs = m_tracker.target().count();
    if (!live() && m_tracker.ended())
        durationUs = m_tracker.duration().count();
    step();
}

void HlsFeed::noteQueued(std::chrono::microseconds queued)
{
    m_queuedUs = queued.count();
    m_queuedAtNs = m_clock.now().count();
}

/// What is still to be played. The demuxer tells only while it has something to read: since then it has become less.
std::chrono::microseconds HlsFeed::level() const
{
    const std::int64_t bandwidth = std::max<std::int64_t>(m_variants[m_variant].bandwidth, 1);
    const auto fetched = std::chrono::microseconds(std::int64_t(double(parts.size()) * 8e6 / double(bandwidth)));
    const auto since = std::chrono::duration_cast<std::chrono::microseconds>(m_clock.now() - Nanos(m_queuedAtNs));
    return std::max(std::chrono::microseconds(m_queuedUs) - since, std::chrono::microseconds(0)) + fetched;
}

HlsSituation HlsFeed::situation() const
{
    return {wish(), level(), m_tracker.target()};
}

void HlsFeed::considerVariant()
{
    if (m_variants.size() < 2 || m_clock.now() < m_noSwitchUntil)
        return;
    const std::size_t next = nextVariant(m_variants, m_variant, situation());
    if (next != m_variant)
        m_wanted = next;
}

HlsProgress HlsFeed::progress() const
{
    const auto guess = std::int64_t(double(m_variants[m_variant].bandwidth) / 8 *
                                    std::chrono::duration<double>(m_segment.duration).count());
    const std::int64_t whole = !m_segment.span.whole() ? m_segment.span.length
                               : m_anyByte             ? m_head.number("content-length").value_or(guess)
                                                       : guess;
    const bool handedOut = !m_keepsBack && (m_segmentBytes > 0 || m_delivered > 0);
    return {m_segmentBytes, whole, m_clock.now() - m_askedAt, handedOut};
}

/// The line may have fallen in the middle of a segment: what would take longer than there is to play is taken from a
/// smaller variant instead, from its beginning where nothing of it was handed out, else from the next one on.
void HlsFeed::considerBreakingOff()
{
    if (m_variants.size() < 2 || m_clock.now() < m_noSwitchUntil || m_wasPaused)
        return;
    const HlsProgress now = progress();
    const auto instead = variantInstead(m_variants, m_variant, situation(), now);
    if (!instead || (now.handedOut && !live())) // of a film nothing is left out
        return;
    log::info("kanal.playback.hls", "broke off number=" + std::to_string(m_tracker.nextNumber()) +
                                        " bytes=" + std::to_string(now.received) + " of=" + std::to_string(now.whole));
    m_meter.fallTo(rateOf(now).value_or(0));
    m_net.noteThroughput(m_host, m_meter.bitsPerSecond());
    m_wanted = instead;
    m_kept.clear();
    m_delivered = 0;
    if (now.handedOut)
        m_tracker.advance();
    endTransfer([this] { step(); });
}

/// While a segment is kept back, whether bytes come or not.
void HlsFeed::lookAtSegment()
{
    if (!m_keepsBack || !m_transferring || m_job != Job::Segment)
        return;
    considerBreakingOff();
    if (!m_transferring)
        return;
    if (!mayBeKeptBack(level()) || m_kept.size() > m_policy.bytes)
        return handOutKept();
    m_net.at(m_clock.now() + kLookAgain, [weak = weak_from_this(), this, number = m_segmentsAsked] {
        if (const auto self = weak.lock(); self && number == m_segmentsAsked && !m_over)
            lookAtSegment();
    });
}

void HlsFeed::handOutKept()
{
    m_keepsBack = false;
    if (const std::vector<std::byte> kept = std::exchange(m_kept, {}); !kept.empty())
        handOut(kept);
}

void HlsFeed::takeNext()
{
    const HlsSegment &segment = *m_tracker.next();
    if (!segment.usable() || segment.span.length == 0) {
        log::debug("kanal.playback.hls", "gap number=" + std::to_string(m_tracker.nextNumber()));
        m_tracker.advance();
        if (!live())
            m_newPart = m_stamp = true;
        m_net.post([self = shared_from_this(), this] { step(); }); // a list may be nothing but gaps: no recursion
        return;
    }
    if (!prepare(segment))
        return;
    if (m_delivered == 0) {
        m_newPart |= parts.abandoned() || segment.discontinuity || bool(segment.map) != bool(m_map);
        if (!segment.map)
            m_map.reset();
    }
    m_segment = segment;
    beginSegment();
}

/// What the segment needs before its own bytes; false while that is on its way.
bool HlsFeed::prepare(const HlsSegment &segment)
{
    if (segment.map && !(m_map && m_map->sameAs(*segment.map))) {
        if (!haveKey(segment.map->key))
            return false;
        m_mapAsked = segment.map;
        ask(Job::Map, segment.map->url, segment.map->span);
        return false;
    }
    return haveKey(segment.key);
}

bool HlsFeed::haveKey(const std::shared_ptr<const HlsKey> &key)
{
    if (!key || m_keys.contains(key->url))
        return true;
    m_keyUrl = key->url;
    ask(Job::Key, m_keyUrl);
    return false;
}

void HlsFeed::takeKey()
{
    HlsBlock key{};
    if (m_body.size() != key.size())
        return failed({ErrorKind::BadAnswer, "no key", m_head.host});
    std::transform(m_body.begin(), m_body.end(), key.begin(), [](std::byte b) { return std::uint8_t(b); });
    if (m_keys.size() >= kKeysKept)
        m_keys.clear();
    m_keys[m_keyUrl] = key;
    m_retries = 0;
    step();
}

void HlsFeed::takeMap()
{
    HlsSegmentReader::Plan plan;
    plan.span = m_mapAsked->span;
    if (m_mapAsked->key)
        plan.cipher.emplace(m_keys[m_mapAsked->key->url], m_mapAsked->key->iv.value_or(HlsBlock{}));
    std::vector<std::byte> head;
    const auto keep = [&head](Bytes piece) { head.insert(head.end(), piece.begin(), piece.end()); };
    HlsSegmentReader reader;
    reader.begin(std::move(plan));
    reader.answerBeginsAt(m_head.status == 206 ? m_mapAsked->span.from : 0);
    reader.feed(m_body, keep);
    if (!reader.finish(keep))
        return failed({ErrorKind::BadAnswer, "no head of a segment", m_head.host});
    m_map = m_mapAsked;
    m_mapBytes = std::move(head);
    m_newPart = true;
    m_retries = 0;
    step();
}

void HlsFeed::beginSegment()
{
    HlsSegmentReader::Plan plan;
    plan.span = m_segment.span;
    plan.delivered = m_delivered;
    plan.text = isText();
    if (m_segment.key)
        plan.cipher.emplace(m_keys[m_segment.key->url],
                            m_segment.key->iv.value_or(HlsCipher::vectorOf(m_tracker.nextNumber())));
    m_reader.begin(std::move(plan));
    m_segmentBytes = 0;
    m_segmentBegins = m_delivered == 0;
    if (m_segmentBegins)
        m_brokeOffAt = 0;
    m_kept.clear();
    m_keepsBack = m_delivered == 0 && m_variants.size() > 1 && m_everDelivered && mayBeKeptBack(level());
    ++m_segmentsAsked;
    ask(Job::Segment, m_segment.url, m_segment.span);
    lookAtSegment();
}

BodyVerdict HlsFeed::takeSegment(std::span<const std::byte> bytes)
{
    if (!parts.askRoom()) {
        pauseWatch();
        m_wasPaused = true;
        return BodyVerdict::Full;
    }
    if (!std::exchange(m_anyByte, true)) {
        beginWatch();
        alarm(m_clock.now() + m_policy.stall, [this] { watch(); });
    }
    noteBytes(bytes.size());
    m_segmentBytes += std::int64_t(bytes.size());
    m_reader.feed(bytes, [this](Bytes piece) { deliver(piece); });
    if (m_reader.form() == StreamForm::Html) {
        m_refusal = Error{ErrorKind::WebPage, "a web page instead of a segment", m_head.host};
        return BodyVerdict::Stop;
    }
    if (!m_keepsBack)
        considerBreakingOff();
    if (!m_transferring)
        return BodyVerdict::Stop;
    // A 206 ends there by itself, and its connection stays of use.
    return m_reader.complete() && m_head.status != 206 ? BodyVerdict::Stop : BodyVerdict::Taken;
}

void HlsFeed::deliver(Bytes piece)
{
    if (m_keepsBack)
        m_kept.insert(m_kept.end(), piece.begin(), piece.end());
    else
        handOut(piece);
}

void HlsFeed::handOut(Bytes piece)
{
    const Nanos now = m_clock.now();
    // Sound without a container says only at the head of each segment when it is.
    const bool bare = std::exchange(m_segmentBegins, false) && m_reader.form() == StreamForm::Other;
    if (m_newPart || bare || m_reader.form() != m_partForm) {
        PartStart start;
        if (m_stamp)
            start.at = m_segment.start;
        parts.beginPart(m_round, start);
        if (m_map)
            parts.push(m_round, m_mapBytes);
        m_partForm = m_reader.form();
        m_newPart = m_stamp = false;
    }
    parts.push(m_round, piece);
    if (!std::exchange(m_everDelivered, true))
        emit(SourceConnected{toMs(m_head.connectedAt - m_startedAt), toMs(now - m_startedAt), m_head.status,
                             std::string(m_head.header("content-type")), m_head.host});
    if (std::exchange(m_isLost, false))
        emit(SourceReconnected{});
    if (!m_goodSince)
        m_goodSince = now;
}

void HlsFeed::segmentDone()
{
    if (isEndless())
        return failed({ErrorKind::Network, "the server ended the stream", m_head.host});
    const auto pass = [this](Bytes piece) { deliver(piece); };
    const bool whole = m_reader.finish(pass);
    handOutKept();
    if (isText())
        parts.endPart(m_round); // each piece is read by itself
    if (m_reader.form() == StreamForm::Html)
        return failed({ErrorKind::WebPage, "a web page instead of a segment", m_head.host});
    if (!whole && m_reader.delivered() == 0 && m_segment.key && !std::exchange(m_keyDoubted, true)) {
        m_keys.erase(m_segment.key->url); // renewed behind the same address
        return step();
    }
    if (!whole && m_reader.delivered() == 0)
        return failed({ErrorKind::BadAnswer, "a segment without media", m_head.host});
    if (!m_wasPaused && !m_policy.rendition) { // pieces so small say little of the line
        m_meter.add(m_segmentBytes, m_clock.now() - m_askedAt);
        m_net.noteThroughput(m_host, m_meter.bitsPerSecond());
    }
    m_retries = m_skipped = m_boundedFailures = 0;
    m_delivered = 0;
    m_keyDoubted = m_stayed = false;
    m_quietly = Quietly::Nothing;
    m_outageSince.reset();
    m_tracker.advance();
    considerVariant();
    step();
}

} // namespace kanal::playback
