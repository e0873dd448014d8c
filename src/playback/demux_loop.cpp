// SPDX-License-Identifier: MIT
#include "demux_loop.h"

#include "trace.h"

#include <kanal/core/log.h>
#include <kanal/core/redact.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

namespace kanal::playback
{

namespace
{

constexpr int kReopenTries = 8; ///< of a live stream that libavformat opens: about half a minute
constexpr std::chrono::milliseconds kReopenDelays[] = {
    std::chrono::milliseconds(0),    std::chrono::milliseconds(500),  std::chrono::milliseconds(1000),
    std::chrono::milliseconds(2000), std::chrono::milliseconds(4000), std::chrono::milliseconds(8000)};

bool mayRetry(const Error &error)
{
    switch (error.kind) {
    case ErrorKind::Timeout:
    case ErrorKind::Network:
    case ErrorKind::ServerError:
    case ErrorKind::Refused:
    case ErrorKind::BadAnswer:
        return true;
    default:
        return false;
    }
}

std::optional<std::int64_t> known(std::int64_t time)
{
    return time == AV_NOPTS_VALUE ? std::nullopt : std::optional(time);
}

} // namespace

DemuxLoop::DemuxLoop(SessionShared &shared, std::unique_ptr<ByteSource> source, StreamOpener::MakeSource playlistSource)
    : m_shared(shared)
    , m_stream(shared, std::move(source), std::move(playlistSource))
    , m_selection(shared.request.preferredAudio, shared.request.preferredSubtitles)
    , m_sounds(shared.parts.limits.of(shared.request.kind).bytes / 2)
    , m_subtitles(shared.parts.limits.of(shared.request.kind).bytes / 8)
{
    m_stream.onKeyPicture([this](const KeyPicture &key) { handOn(key); });
}

DemuxLoop::~DemuxLoop() = default;

void DemuxLoop::requestSeek(const SeekWish &wish)
{
    {
        std::lock_guard lock(m_mutex);
        m_wishes.seek = wish;
        if (m_reading)
            m_stream.wake();
    }
    m_shared.room.notify();
}

void DemuxLoop::requestTrack(TrackKind kind, int id)
{
    {
        std::lock_guard lock(m_mutex);
        m_wishes.tracks.emplace_back(kind, id);
        wakeForTrack();
    }
    m_shared.room.notify();
}

void DemuxLoop::requestSubtitles(const std::filesystem::path &file)
{
    {
        std::lock_guard lock(m_mutex);
        m_wishes.subtitleFiles.push_back(file);
        wakeForTrack();
    }
    m_shared.room.notify();
}

/// Between two pieces of a playlist nothing comes for seconds. What comes without a break brings the next packet soon,
/// and would be cut.
void DemuxLoop::wakeForTrack()
{
    if (m_reading && m_readsParts)
        m_stream.wake();
}

/// Our own sources heal themselves; a live stream under libavformat's I/O is opened again, with back-off.
bool DemuxLoop::reopen(std::stop_token stop, Error why)
{
    const bool neverPlayed = m_knownStreams == 0 && m_lastEndUs == 0;
    while (m_shared.request.kind == MediaKind::Live && !m_stream.source() && mayRetry(why) &&
           m_attempt < kReopenTries &&
           !(neverPlayed && why.kind == ErrorKind::Timeout)) { // it has been waited for long enough
        const auto delay = kReopenDelays[std::min<std::size_t>(std::size_t(m_attempt), std::size(kReopenDelays) - 1)];
        ++m_attempt;
        m_shared.post(SourceEvent(SourceReconnecting{m_attempt, delay, why}));
        if (!m_shared.parts.clock.sleepUntil(m_shared.parts.clock.now() + delay, stop))
            return false;
        const Result<> opened = m_stream.open();
        if (opened) {
            m_wrap.reset();
            forgetStreams();
            m_shared.post(SourceEvent(SourceReconnected{}));
            begin();
            return true;
        }
        why = opened.error();
    }
    if (!stop.stop_requested() && why.kind != ErrorKind::Cancelled)
        m_shared.post(SessionFailed{why});
    return false;
}

/// A demuxer was opened, for the first time or for the next part.
void DemuxLoop::begin()
{
    m_selection.restart();
    startTimeline(m_stream.takePartStart());
    announce();
    if (const auto key = m_stream.demuxer().takeKeyPicture())
        handOn(*key);
}

/// Those that come are others, whatever their numbers are.
void DemuxLoop::forgetStreams()
{
    m_sounds.clear();
    m_subtitles.clear();
    m_subtitle.reset();
    m_selection.forget();
}

void DemuxLoop::announce()
{
    const AVFormatContext &context = m_stream.demuxer().context();
    m_knownStreams = context.nb_streams;
    m_knownGeneration = m_stream.demuxer().generation();
    m_soundTracks = int(std::count_if(context.streams, context.streams + context.nb_streams,
                                      [](const AVStream *s) { return s->codecpar->codec_type == AVMEDIA_TYPE_AUDIO; }));
    offerSounds();
    offerSubtitles();
    m_selection.choose(context);
    adoptSelection();
    m_fileStartUs = known(context.start_time);
    if (!m_film && isFile() && m_stream.demuxer().form() == StreamForm::Ts)
        m_film.emplace(m_stream.demuxer().seekable() ? m_fileStartUs.value_or(0) : m_fileStartUs);
    if (isFile())
        m_shared.parts.audio.padAll(m_shared.id);
    {
        std::lock_guard lock(m_shared.namesMutex);
        m_shared.container = m_stream.demuxer().containerName();
    }
    m_shared.setTracks(describeTracks(context), m_selection.video(), audioTrack(), m_selection.subtitle().track());
    m_shared.marks.mark(&StartPhases::tracks, m_shared.parts.clock.now());
    m_shared.post(SessionOpened{m_shared.currentTracks(), duration(), m_stream.demuxer().seekable()});
    if (m_offer && !m_sound)
        startSound({});
}

void DemuxLoop::run(std::stop_token stop)
{
    trace::nameThread("demux");
    m_stream.start();
    const Result<> opened = m_stream.open();
    if (opened) {
        begin();
        if (m_shared.request.startAt.count() > 0 && m_stream.demuxer().seekable())
            seekTo(m_shared.request.startAt, Seek::Exact);
    } else if (!reopen(stop, opened.error())) {
        return;
    }
    readUntilEnd(stop);
}

Result<Demuxer::Outcome> DemuxLoop::readPacket(AVPacket &packet)
{
    {
        std::lock_guard lock(m_mutex);
        if (!m_wishes.none())
            return Demuxer::Outcome::Woken;
        m_reading = true;
        m_readsParts = m_stream.parted() != nullptr;
    }
    const trace::Span span("read");
    auto outcome = m_filmSeeker.read(m_stream.demuxer(), packet);
    std::lock_guard lock(m_mutex);
    m_reading = false;
    m_stream.forgetWake();
    return outcome;
}

void DemuxLoop::readUntilEnd(std::stop_token stop)
{
    PacketPtr packet = makePacket();
    while (waitForRoom(stop)) {
        takeWishes();
        if (m_partEnded) {
            if (!advance(stop))
                return;
            continue;
        }
        const Result<Demuxer::Outcome> outcome = readPacket(*packet);
        if (outcome && *outcome == Demuxer::Outcome::Packet) {
            m_leftAt.reset();
            m_shared.bytes = m_stream.source() ? bytesReceived() : m_shared.bytes + packet->size;
            if (m_stream.source() && m_shared.keySentMs < 0)
                m_shared.keySentMs = m_stream.source()->keySentMs();
            route(*packet);
            av_packet_unref(packet.get());
            noteQueued();
            continue;
        }
        if (stop.stop_requested())
            return;
        if (outcome && *outcome == Demuxer::Outcome::Woken)
            continue;
        if (m_leftAt && !outcome && outcome.error().kind == ErrorKind::Unsupported) {
            goBack();
            continue;
        }
        if (m_stream.parted() && (outcome || !m_stream.demuxer().sourceFailed())) {
            m_partEnded = true;
            continue;
        }
        if (outcome && m_shared.request.kind != MediaKind::Live) {
            end();
            continue; // waits for a seek
        }
        if (!reopen(stop, outcome ? Error{ErrorKind::Network, "the stream ended"} : outcome.error()))
            return;
    }
}

/// On to the next part. False: it is over.
bool DemuxLoop::advance(std::stop_token stop)
{
    m_partEnded = false;
    const Result<bool> more = m_stream.nextPart();
    if (more && *more)
        begin();
    else if (more)
        end();
    return more || reopen(stop, more.error());
}

void DemuxLoop::noteQueued()
{
    if (!m_stream.parted())
        return;
    m_shared.pieceUs = m_stream.parted()->pieceLength().count();
    std::int64_t queued = std::numeric_limits<std::int64_t>::max();
    if (m_shared.hasVideo)
        queued = std::min(queued, m_shared.video.durationUs());
    if (m_shared.hasAudio)
        queued = std::min(queued, m_shared.audio.durationUs());
    if (m_shared.hasVideo || m_shared.hasAudio)
        m_stream.parted()->noteQueued(std::chrono::microseconds(queued));
}

bool DemuxLoop::waitForRoom(std::stop_token stop)
{
    return m_shared.room.wait(stop, [this] {
        {
            std::lock_guard lock(m_mutex);
            if (!m_wishes.none())
                return true;
        }
        noteWhetherAllIsRead();
        if (m_allRead)
            return false;
        m_shared.full = enough();
        return !m_shared.full;
    });
}

void DemuxLoop::takeWishes()
{
    Wishes wishes;
    {
        std::lock_guard lock(m_mutex);
        wishes = std::exchange(m_wishes, {});
    }
    for (const auto &[kind, id] : wishes.tracks)
        selectTrack(kind, id);
    for (const std::filesystem::path &file : wishes.subtitleFiles)
        addSubtitles(file);
    if (wishes.seek) {
        m_leftAt = wishes.seek->from;
        if (!seekTo(wishes.seek->to, wishes.seek->how))
            goBack();
        m_shared.post(SessionSought{wishes.seek->number});
    }
}

bool DemuxLoop::seekTo(std::chrono::milliseconds position, Seek how)
{
    const auto target = std::chrono::duration_cast<std::chrono::microseconds>(position);
    const auto sought = m_stream.parted() ? m_stream.parted()->seekTime(target)
                        : m_film          ? m_filmSeeker.seek(m_stream.demuxer(), m_selection.video(),
                                                              std::chrono::microseconds(m_film->placeOf(target.count())))
                                          : m_stream.demuxer().seek(target);
    if (!sought) {
        log::info("kanal.playback.demux", "seek failed: " + sought.error().detail);
        return false;
    }
    if (m_film)
        m_film->sought(target.count());
    else if (!m_fileStartUs)
        m_fileStartUs = 0; // as Demuxer::seek takes it; the next packet is not the file's first
    stopSound();
    stopSubtitles();
    m_selection.restart();
    m_pictureTimes.restart();
    m_shared.ended = m_allRead = false;
    m_sounds.clear();
    m_subtitles.clear();
    m_shared.firstKeyUs = SessionShared::kUnknown;
    m_shared.skipUntilUs = how == Seek::Exact ? target.count() : SessionShared::kUnknown;
    m_shared.video.flush();
    m_shared.audio.flush();
    m_shared.subtitles.flush();
    m_shared.parts.audio.flush(); // what the decoders made of the old place since the engine's own flush
    m_shared.parts.presenter.flush();
    if (m_stream.parted())
        m_partEnded = true; // what the demuxer still holds is of the old place
    if (m_offer)
        startSound({target, {}});
    startSubtitles({target, {}});
    return true;
}

/// The place was not to be had, as where a server has no ranges, whatever it said: on where one was.
void DemuxLoop::goBack()
{
    const auto left = *std::exchange(m_leftAt, std::nullopt);
    if (!seekTo(left, Seek::Exact)) // what is queued is of there
        m_shared.skipUntilUs = std::chrono::duration_cast<std::chrono::microseconds>(left).count();
    m_shared.post(SessionSeekRefused{m_stream.demuxer().seekable()});
}

/// Everything there is was read.
void DemuxLoop::end()
{
    if (std::exchange(m_allRead, true))
        return;
    m_pictureTimes.finish();
    m_shared.video.push({});
    if (!m_sound)
        m_shared.audio.push({});
    noteWhetherAllIsRead();
}

void DemuxLoop::route(AVPacket &packet)
{
    const AVFormatContext &context = m_stream.demuxer().context();
    if (m_stream.demuxer().generation() != m_knownGeneration) {
        forgetStreams();
        announce();
    } else if (context.nb_streams != m_knownStreams) {
        announce();
    }

    // Without stream info the parser does not know how long a frame lasts: only the first frame of a PES has a time.
    // The others keep none for the decoder, which counts on; what is computed here serves the queues.
    const bool stamped = known(packet.pts) || known(packet.dts);
    putOnTimeline(packet);
    const int sound = m_selection.audio();
    const auto isGone = [&](int stream) { return m_stream.demuxer().isGone(*context.streams[stream]); };
    if (m_stream.demuxer().form() == StreamForm::Ts &&
        m_selection.notePacket(context, packet.stream_index, packet.dts, isGone))
        followReplacement(sound);
    noteWhetherScrambled(packet.stream_index, packet.dts);
    shelve(packet, stamped);

    const bool video = packet.stream_index == m_selection.video();
    const bool subtitle = packet.stream_index == m_selection.subtitle().stream;
    if (!video && !subtitle && packet.stream_index != m_selection.audio())
        return;
    m_attempt = 0;
    MediaPacket out;
    out.key = (packet.flags & AV_PKT_FLAG_KEY) != 0;
    out.ptsUs = packet.pts;
    out.durationUs = packet.duration;
    out.parameters = video ? m_videoParameters : m_audioParameters;
    if (video && out.key)
        noteKey(packet.pts);
    if (!stamped)
        packet.pts = packet.dts = AV_NOPTS_VALUE;
    out.packet = makePacket();
    av_packet_move_ref(out.packet.get(), &packet);
    if (subtitle)
        m_shared.subtitles.push(std::move(out));
    else
        (video ? m_shared.video : m_shared.audio).push(std::move(out));
}

/// The first key picture, two pictures before libavformat hands it on; that one follows.
void DemuxLoop::handOn(const KeyPicture &key)
{
    const int video = m_selection.video();
    const bool known = video >= 0 && m_stream.demuxer().generation() == m_knownGeneration;
    if (!m_shared.waiting || !known || m_stream.demuxer().context().streams[video]->id != key.pid || m_pictureScrambled)
        return;
    MediaPacket out;
    out.packet = makePacket();
    if (av_new_packet(out.packet.get(), int(key.bytes.size())) < 0)
        return;
    std::memcpy(out.packet->data, key.bytes.data(), key.bytes.size());
    out.packet->flags |= AV_PKT_FLAG_KEY;
    out.ptsUs = m_timeline->map(video, key.pts, key.dts ? key.dts : key.pts, 0).ptsUs;
    out.parameters = m_videoParameters;
    out.key = true;
    out.use = key.guessed ? MediaPacket::Use::PreviewIfWhole : MediaPacket::Use::Preview;
    m_shared.marks.mark(&StartPhases::firstKey, m_shared.parts.clock.now());
    m_shared.video.push(std::move(out));
    m_shared.firstLook.wait();
}

void DemuxLoop::noteKey(std::int64_t ptsUs)
{
    m_filmSeeker.noteKey(ptsUs);
    if (m_shared.firstKeyUs != SessionShared::kUnknown)
        return;
    m_shared.firstKeyUs = ptsUs;
    m_shared.marks.mark(&StartPhases::firstKey, m_shared.parts.clock.now());
    m_shared.parts.audio.keepFrom(MediaTime(std::max(ptsUs, m_shared.skipUntilUs.load())));
}

} // namespace kanal::playback
