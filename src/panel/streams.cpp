// SPDX-License-Identifier: MIT
#include "streams.h"

#include "hls.h"

#include <kanal/core/text.h>
#include <kanal/core/url.h>

#include <QPointer>
#include <QRandomGenerator>
#include <QTimer>

#include <algorithm>
#include <charconv>
#include <cstdlib>

namespace kanal::panel
{
namespace
{

using std::chrono::days;
using std::chrono::minutes;
using std::chrono::sys_seconds;

constexpr Ticks kTokenLife = 6 * kTicksPerSecond;
constexpr Ticks kHlsPatience = 8 * kTicksPerSecond;
constexpr int kTooManyStreams = 458; // what panels answer at the limit; no standard code

struct FileName {
    std::string id, extension;
};

FileName fileName(const std::string &text)
{
    const std::size_t dot = text.rfind('.');
    return dot == std::string::npos ? FileName{text, {}} : FileName{text.substr(0, dot), text.substr(dot + 1)};
}

std::string mimeOf(const std::string &extension)
{
    const std::string lower = lowered(extension);
    return lower == "mp4"   ? "video/mp4"
           : lower == "mkv" ? "video/x-matroska"
           : lower == "ts"  ? "video/mp2t"
                            : "application/octet-stream";
}

Ticks ticksOf(sys_seconds time)
{
    return time.time_since_epoch().count() * kTicksPerSecond;
}

/// 0 where there is none.
int numberIn(const std::string &text)
{
    return QString::fromStdString(text).toInt();
}

} // namespace

Streams::Streams(Site &site, ClipStore &clips, FaultScript &faults, QObject *parent)
    : QObject(parent)
    , m_site(site)
    , m_clips(clips)
    , m_faults(faults)
{
}

std::optional<HttpResponse> Streams::refusal(const std::string &user, const std::string &password, int id) const
{
    if (!m_site.knows(user, password))
        return HttpResponse::empty(401);
    if (!m_site.scenario.accountUsable())
        return HttpResponse::empty(403);
    return id ? std::nullopt : std::optional(HttpResponse::empty(404));
}

HttpResponse Streams::tooMany()
{
    m_site.ledger.countRefusal();
    return HttpResponse::text(kTooManyStreams, "text/html", {});
}

std::string Streams::newToken()
{
    const Ticks now = m_site.clock.ticks();
    std::erase_if(m_tokens, [now](const auto &entry) { return now - entry.second > kTokenLife; });
    std::string token =
        QString::number(QRandomGenerator::global()->generate64(), 16).toStdString() + std::to_string(++m_tokenCount);
    m_tokens[token] = now;
    return token;
}

bool Streams::tokenIsFresh(const std::string &token) const
{
    const auto found = m_tokens.find(token);
    return found != m_tokens.end() && m_site.clock.ticks() - found->second <= kTokenLife;
}

void Streams::takeSlot(const std::string &name, std::function<void(StreamLedger::SlotPtr)> ready, int patienceMs)
{
    constexpr int kAgainMs = 20;
    if (StreamLedger::SlotPtr slot = m_site.scenario.streamsRefused ? nullptr : m_site.ledger.take(name)) {
        ready(std::move(slot));
        return;
    }
    // Xtream panels end the account's idle HLS sessions in favour of a newcomer.
    const auto idle = std::find_if(m_hlsSessions.begin(), m_hlsSessions.end(), [this](const auto &entry) {
        return m_site.clock.ticks() - entry.second.lastUse > kTicksPerSecond;
    });
    if (idle != m_hlsSessions.end())
        m_hlsSessions.erase(idle);
    if (patienceMs <= 0 || m_site.scenario.streamsRefused) {
        ready(nullptr);
        return;
    }
    QTimer::singleShot(kAgainMs, this, [this, name, ready = std::move(ready), patienceMs] {
        takeSlot(name, ready, patienceMs - kAgainMs);
    });
}

void Streams::withFile(const ClipSpec &spec, Reply reply, std::function<void(const std::filesystem::path &)> ready)
{
    m_clips.want(spec, [self = QPointer(this), reply, ready](const Result<std::filesystem::path> &made) {
        if (!self)
            return;
        // Perhaps on a worker: back to the server's thread.
        QMetaObject::invokeMethod(self, [made, reply, ready] {
            if (made)
                ready(*made);
            else
                reply(HttpResponse::empty(503));
        });
    });
    if (!m_site.options.smallClips)
        m_clips.prepareInBackground(m_site.content.clips());
}

void Streams::withClip(const ClipSpec &spec, Reply reply, std::function<void(ClipPtr)> ready)
{
    if (const auto open = m_open.find(spec.name); open != m_open.end()) {
        ready(open->second);
        return;
    }
    withFile(spec, reply, [this, spec, reply, ready](const std::filesystem::path &path) {
        auto clip = TsClip::open(path, spec.seconds);
        if (!clip) {
            reply(HttpResponse::empty(503));
            return;
        }
        m_open[spec.name] = *clip;
        ready(*clip);
    });
}

void Streams::live(const HttpRequest &request, const std::string &user, const std::string &password,
                   const std::string &file, Reply reply)
{
    const FileName name = fileName(file);
    const Channel *channel = m_site.content.channel(channelIdOf(m_site, name.id));
    if (auto refused = refusal(user, password, channel && !channel->isHeading() ? channel->id : 0)) {
        reply(std::move(*refused));
        return;
    }
    const bool hls = name.extension == "m3u8";
    if (!hls && (m_site.scenario.tsForbidden || (!name.extension.empty() && name.extension != "ts"))) {
        reply(HttpResponse::empty(405));
        return;
    }
    if (request.method == "HEAD") {
        reply(HttpResponse::empty(200)); // a HEAD proves nothing, as with the panels' own web servers
        return;
    }
    if (!request.query.contains("token")) {
        std::string location = m_site.url + "/live/" + percentEncode(user) + "/" + percentEncode(password) + "/" +
                               percentEncode(name.id) + (hls ? ".m3u8" : ".ts") + "?token=" + newToken();
        if (request.query.contains("burst"))
            location += "&burst=" + percentEncode(request.queryValue("burst"));
        reply(HttpResponse::redirect(location));
        return;
    }
    const FaultScript::Encounter encounter = m_faults.meet(hls ? RequestKind::Hls : RequestKind::Live, request.path);
    if (auto fault = encounter.instead())
        reply(std::move(*fault));
    else if (hls)
        livePlaylist(request, *channel, encounter, std::move(reply));
    else
        liveTs(request, *channel, encounter, std::move(reply));
}

void Streams::liveTs(const HttpRequest &request, const Channel &channel, const FaultScript::Encounter &encounter,
                     Reply reply)
{
    if (!tokenIsFresh(request.queryValue("token"))) {
        reply(HttpResponse::empty(403));
        return;
    }
    const bool asked = request.query.contains("burst");
    const int burstMs = std::clamp(asked ? numberIn(request.queryValue("burst")) : m_site.options.burstMs, 0, 60'000);
    const Ticks burst = burstMs * kTicksPerSecond / 1000 + Ticks(encounter.replaySeconds() * double(kTicksPerSecond));
    withClip(channel.clip, reply, [=, this, viewer = request.viewer](const ClipPtr &open) {
        if (viewer.expired())
            return; // gone while the clip was made: no stream, and none that stands in the next one's way
        takeSlot({}, [=, this](StreamLedger::SlotPtr slot) {
            if (!slot) {
                reply(tooMany());
                return;
            }
            const Ticks now = m_site.clock.ticks();
            HttpResponse response;
            response.contentType = "video/mp2t";
            response.delivery = HttpResponse::Delivery::Endless;
            response.body = std::make_shared<LiveSource>(
                open, m_site.clock, burst > 0 ? open->entryAt(now - burst) : open->packetAt(now), slot);
            changeLater(encounter, response, reply, slot);
        });
    });
}

/// Answers with a live stream that the script may turn into another channel's.
void Streams::changeLater(const FaultScript::Encounter &encounter, HttpResponse response, Reply reply,
                          StreamLedger::SlotPtr slot)
{
    const auto change = encounter.becomes();
    const Channel *other = change ? m_site.content.channel(*change) : nullptr;
    if (!other) {
        reply(encounter.through(std::move(response)));
        return;
    }
    withClip(other->clip, reply, [=, this](const ClipPtr &clip) mutable {
        response.body = std::make_shared<ChangingSource>(
            response.body,
            [clip, slot, &clock = m_site.clock] {
                return std::make_shared<LiveSource>(clip, clock, clip->entryAt(clock.ticks()), slot);
            },
            [encounter] { return encounter.hasBecome(); });
        reply(encounter.through(std::move(response)));
    });
}

void Streams::livePlaylist(const HttpRequest &request, const Channel &channel, const FaultScript::Encounter &encounter,
                           Reply reply)
{
    const std::string token = request.queryValue("token");
    const std::string folder = m_site.url + "/hls/" + percentEncode(m_site.options.user) + "/" +
                               percentEncode(m_site.options.password) + "/" + std::to_string(channel.id) + "/" + token +
                               "/";
    const auto answer = [=, this](const ClipPtr &clip) {
        reply(encounter.through(HttpResponse::text(
            200, "application/x-mpegurl",
            hlsPlaylist(*clip, m_site.clock.ticks(), folder, encounter.segmentEnding(), encounter.playlistTwist()))));
    };
    if (const auto session = m_hlsSessions.find(token); session != m_hlsSessions.end()) {
        session->second.lastUse = m_site.clock.ticks();
        withClip(channel.clip, reply, answer);
        return;
    }
    if (!tokenIsFresh(token)) {
        reply(HttpResponse::empty(403));
        return;
    }
    takeSlot({}, [=, this, clip = channel.clip, id = channel.id](StreamLedger::SlotPtr slot) {
        if (!slot) {
            reply(tooMany());
            return;
        }
        m_hlsSessions[token] = {slot, m_site.clock.ticks(), id};
        withClip(clip, reply, answer);
    });
}

void Streams::hlsSegment(const HttpRequest &request, Reply reply)
{
    const Channel *channel = m_site.content.channel(channelIdOf(m_site, request.segment(3)));
    if (auto refused = refusal(request.segment(1), request.segment(2), channel ? channel->id : 0)) {
        reply(std::move(*refused));
        return;
    }
    const auto session = m_hlsSessions.find(request.segment(4));
    if (session == m_hlsSessions.end() || session->second.channel != channel->id) {
        reply(HttpResponse::empty(403));
        return;
    }
    session->second.lastUse = m_site.clock.ticks();
    const FaultScript::Encounter encounter = m_faults.meet(RequestKind::Hls, request.path);
    if (auto fault = encounter.instead()) {
        reply(std::move(*fault));
        return;
    }
    const std::string number = fileName(request.segment(5)).id;
    std::int64_t sequence = 0;
    if (std::from_chars(number.data(), number.data() + number.size(), sequence).ec != std::errc()) {
        reply(HttpResponse::empty(404));
        return;
    }
    if (encounter.hasBecome())
        if (const Channel *other = m_site.content.channel(*encounter.becomes()))
            channel = other;
    withClip(channel->clip, reply, [=, this, slot = session->second.slot](const ClipPtr &clip) {
        const auto span = hlsSegmentSpan(*clip, sequence, m_site.clock.ticks());
        if (!span) {
            reply(HttpResponse::empty(404));
            return;
        }
        const std::int64_t size = (span->second - span->first) * kTsPacket;
        HttpResponse response;
        response.contentType = "video/mp2t";
        response.body = std::make_shared<SpanSource>(clip, m_site.clock.stampOffset(), span->first,
                                                     ByteRange{0, size, ByteRange::Kind::Whole}, slot);
        reply(encounter.through(std::move(response)));
    });
}

void Streams::movie(const HttpRequest &request, Reply reply)
{
    const FileName name = fileName(request.segment(3));
    const Film *film = m_site.content.film(filmIdOf(m_site, name.id));
    if (film && (name.extension == "m3u8" || request.segments.size() > 4))
        return hlsMovie(request, film->clip, std::move(reply));
    file(request, RequestKind::Movie, film ? &film->clip : nullptr, std::move(reply));
}

/// A film in pieces: its pictures and sound in a transport stream.
void Streams::hlsMovie(const HttpRequest &request, ClipSpec spec, Reply reply)
{
    constexpr int kWholeFrames = 8; // seconds
    if (auto refused = refusal(request.segment(1), request.segment(2), 1)) {
        reply(std::move(*refused));
        return;
    }
    const FaultScript::Encounter encounter = m_faults.meet(RequestKind::HlsMovie, request.path);
    if (auto fault = encounter.instead()) {
        reply(std::move(*fault));
        return;
    }
    spec.container = Container::MpegTs;
    spec.seconds = (spec.seconds + kWholeFrames - 1) / kWholeFrames * kWholeFrames;
    spec.subtitles = Subtitles::None;
    const std::string folder = m_site.url + "/movie/" + percentEncode(m_site.options.user) + "/" +
                               percentEncode(m_site.options.password) + "/" + fileName(request.segment(3)).id + "/";
    const std::string piece = request.segments.size() > 4 ? fileName(request.segment(4)).id : std::string();
    withClip(spec, reply, [=](const ClipPtr &clip) {
        if (piece.empty()) {
            reply(encounter.through(HttpResponse::text(200, "application/x-mpegurl", hlsFilmPlaylist(*clip, folder))));
            return;
        }
        const auto span = hlsFilmSegmentSpan(*clip, numberIn(piece));
        if (!span) {
            reply(HttpResponse::empty(404));
            return;
        }
        const std::int64_t size = (span->second - span->first) * kTsPacket;
        HttpResponse response;
        response.contentType = "video/mp2t";
        response.body =
            std::make_shared<SpanSource>(clip, 0, span->first, ByteRange{0, size, ByteRange::Kind::Whole}, nullptr);
        reply(encounter.through(std::move(response)));
    });
}

void Streams::episode(const HttpRequest &request, Reply reply)
{
    const Episode *episode = m_site.content.episode(episodeIdOf(m_site, fileName(request.segment(3)).id));
    file(request, RequestKind::Series, episode ? &episode->clip : nullptr, std::move(reply));
}

void Streams::file(const HttpRequest &request, RequestKind kind, const ClipSpec *clip, Reply reply)
{
    if (auto refused = refusal(request.segment(1), request.segment(2), clip ? 1 : 0)) {
        reply(std::move(*refused));
        return;
    }
    const FaultScript::Encounter encounter = m_faults.meet(kind, request.path);
    if (auto fault = encounter.instead()) {
        reply(std::move(*fault));
        return;
    }
    takeSlot(request.path, [=, this, spec = *clip](StreamLedger::SlotPtr slot) {
        if (!slot) {
            reply(tooMany());
            return;
        }
        withFile(spec, reply, [=](const std::filesystem::path &path) {
            auto opened = std::make_unique<QFile>(path);
            if (!opened->open(QIODevice::ReadOnly)) {
                reply(HttpResponse::empty(503));
                return;
            }
            const std::int64_t size = opened->size();
            const ByteRange range = parseRange(request.header("range"), size);
            HttpResponse response = rangedResponse(range, size, mimeOf(extensionOf(spec.container)));
            if (range.kind != ByteRange::Kind::Unsatisfiable)
                response.body = std::make_shared<FileSource>(std::move(opened), range, slot);
            reply(encounter.through(std::move(response)));
        });
    });
}

void Streams::timeshift(const HttpRequest &request, Reply reply)
{
    const bool byQuery = request.segment(0) == "streaming";
    const std::string user = byQuery ? request.queryValue("username") : request.segment(1);
    const std::string password = byQuery ? request.queryValue("password") : request.segment(2);
    const std::string length = byQuery ? request.queryValue("duration") : request.segment(3);
    const std::string startText = byQuery ? request.queryValue("start") : request.segment(4);
    FileName name = fileName(byQuery ? request.queryValue("stream") : request.segment(5));
    if (byQuery)
        name.extension = request.query.contains("extension") ? request.queryValue("extension") : "ts";
    const Channel *channel = m_site.content.channel(channelIdOf(m_site, name.id));
    if (auto refused = refusal(user, password, channel ? channel->id : 0)) {
        reply(std::move(*refused));
        return;
    }
    const FaultScript::Encounter encounter = m_faults.meet(RequestKind::Timeshift, request.path);
    if (auto fault = encounter.instead()) {
        reply(std::move(*fault));
        return;
    }
    const auto start = m_site.clock.parseStart(startText);
    const int wanted = std::clamp(numberIn(length), 0, 24 * 60);
    const sys_seconds now = m_site.clock.now();
    if (!start || wanted == 0 || channel->archiveDays == 0 || *start > now ||
        *start < now - days(channel->archiveDays)) {
        reply(HttpResponse::empty(!start || wanted == 0 ? 400 : channel->archiveDays == 0 ? 403 : 404));
        return;
    }
    if (name.extension == "m3u8") {
        reply(encounter.through(archivePlaylist(*channel, *start, wanted)));
        return;
    }
    takeSlot(request.path + request.queryValue("start"), [=, this, spec = channel->clip](StreamLedger::SlotPtr slot) {
        if (!slot) {
            reply(tooMany());
            return;
        }
        withClip(spec, reply, [=, this](const ClipPtr &clip) {
            const Ticks end = std::min(ticksOf(*start + minutes(wanted)), m_site.clock.ticks());
            const PacketNo from = clip->entryAt(ticksOf(*start)), to = std::max(from, clip->entryAt(end));
            const std::int64_t size = (to - from) * kTsPacket;
            const ByteRange range = parseRange(request.header("range"), size);
            HttpResponse response = rangedResponse(range, size, "video/mp2t");
            if (range.kind != ByteRange::Kind::Unsatisfiable)
                response.body = std::make_shared<SpanSource>(clip, m_site.clock.stampOffset(), from, range, slot);
            reply(encounter.through(std::move(response)));
        });
    });
}

HttpResponse Streams::archivePlaylist(const Channel &channel, sys_seconds start, int length) const
{
    std::string out =
        "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:60\n#EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-MEDIA-SEQUENCE:0\n";
    const sys_seconds end = std::min(start + minutes(length), m_site.clock.now());
    for (sys_seconds at = start; at + minutes(1) <= end; at += minutes(1))
        out += "#EXTINF:60.000,\n" + m_site.url + "/timeshift/" + percentEncode(m_site.options.user) + "/" +
               percentEncode(m_site.options.password) + "/1/" + std::to_string(at.time_since_epoch().count()) + "/" +
               std::to_string(channel.id) + ".ts\n";
    return HttpResponse::text(200, "application/x-mpegurl", out + "#EXT-X-ENDLIST\n");
}

void Streams::sweep()
{
    const Ticks now = m_site.clock.ticks();
    std::erase_if(m_hlsSessions, [now](const auto &entry) { return now - entry.second.lastUse > kHlsPatience; });
}

} // namespace kanal::panel
