// SPDX-License-Identifier: MIT
#include "demux_loop.h"

#include "av_compat.h"
#include "trace.h"

#include <kanal/core/log.h>
#include <kanal/core/redact.h>

extern "C" {
#include <libavutil/display.h>
}

#include <algorithm>
#include <cmath>
#include <limits>

namespace kanal::playback
{

namespace
{

constexpr std::int64_t kSubtitleStandsUs = 15'000'000; ///< so long ago one may have begun that is still shown
constexpr int kReopenTries = 8;                        ///< of a live stream that libavformat opens: about half a minute
constexpr std::chrono::milliseconds kReopenDelays[] = {
    std::chrono::milliseconds(0),    std::chrono::milliseconds(500),  std::chrono::milliseconds(1000),
    std::chrono::milliseconds(2000), std::chrono::milliseconds(4000), std::chrono::milliseconds(8000)};

std::shared_ptr<AVCodecParameters> copyParameters(const AVCodecParameters &parameters)
{
    std::shared_ptr<AVCodecParameters> copy(avcodec_parameters_alloc(), AvDeleter());
    avcodec_parameters_copy(copy.get(), &parameters);
    return copy;
}

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

int rotationOf(const AVStream &stream)
{
    const std::uint8_t *matrix = compat::displayMatrix(stream);
    return matrix ? clockwiseTurn(matrix) : 0;
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
{
}

DemuxLoop::~DemuxLoop() = default;

void DemuxLoop::requestSeek(std::chrono::milliseconds position, int number)
{
    {
        std::lock_guard lock(m_mutex);
        m_wishes.seek = position;
        m_wishes.seekNumber = number;
    }
    m_shared.room.notify();
}

void DemuxLoop::requestTrack(TrackKind kind, int id)
{
    {
        std::lock_guard lock(m_mutex);
        m_wishes.tracks.emplace_back(kind, id);
    }
    m_shared.room.notify();
}

void DemuxLoop::requestSubtitles(const std::filesystem::path &file)
{
    {
        std::lock_guard lock(m_mutex);
        m_wishes.subtitleFiles.push_back(file);
    }
    m_shared.room.notify();
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
    startTimeline(m_stream.takePartStart());
    announce();
}

/// Those that come are others, whatever their numbers are.
void DemuxLoop::forgetStreams()
{
    m_sounds.clear();
    m_subtitles.clear();
    m_subtitle.reset();
}

void DemuxLoop::announce()
{
    const AVFormatContext &context = m_stream.demuxer().context();
    m_knownStreams = context.nb_streams;
    m_knownGeneration = m_stream.demuxer().generation();
    m_soundTracks = int(std::count_if(context.streams, context.streams + context.nb_streams,
                                      [](const AVStream *s) { return s->codecpar->codec_type == AVMEDIA_TYPE_AUDIO; }));
    offerSounds();
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

/// The chosen streams' parameters go to the decoders with each packet.
void DemuxLoop::adoptSelection()
{
    const AVFormatContext &context = m_stream.demuxer().context();
    const auto parametersOf = [&](int stream) -> std::shared_ptr<AVCodecParameters> {
        return stream < 0 ? nullptr : copyParameters(*context.streams[stream]->codecpar);
    };
    m_videoParameters = parametersOf(m_selection.video());
    m_audioParameters = parametersOf(m_selection.audio());
    adoptSubtitle();
    std::lock_guard lock(m_shared.namesMutex);
    m_shared.hasVideo = m_selection.video() >= 0 && !m_pictureScrambled;
    m_shared.hasAudio = m_selection.audio() >= 0 || isSoundApart() || (m_offer && !m_sound);
    if (m_selection.video() >= 0) {
        AVStream *stream = context.streams[m_selection.video()];
        m_shared.pictureContext = {
            av_guess_sample_aspect_ratio(const_cast<AVFormatContext *>(&context), stream, nullptr), rotationOf(*stream),
            m_shared.id};
    }
}

void DemuxLoop::adoptSubtitle()
{
    const SubtitleId id = m_selection.subtitle();
    if (m_subtitle == id.track())
        return;
    m_subtitle = id.track();
    SubtitleSource source;
    if (id.of == SubtitleId::Of::Captions)
        source = captionSource(id.number);
    else if (id.of == SubtitleId::Of::File && std::size_t(id.number) < m_subtitleFiles.size())
        source.file = m_subtitleFiles[std::size_t(id.number)];
    else
        source = containerSource(m_stream.demuxer().context(), id);
    m_shared.subtitles.choose(std::move(source));
}

void DemuxLoop::addSubtitles(const std::filesystem::path &file)
{
    const Track track = fileTrack(int(m_subtitleFiles.size()), file);
    m_subtitleFiles.push_back(file);
    m_shared.addTrack(track);
    selectTrack(TrackKind::Subtitle, track.id);
}

void DemuxLoop::run(std::stop_token stop)
{
    trace::nameThread("demux");
    m_stream.start();
    const Result<> opened = m_stream.open();
    if (opened) {
        begin();
        if (m_shared.request.startAt.count() > 0 && m_stream.demuxer().seekable())
            seekTo(m_shared.request.startAt);
    } else if (!reopen(stop, opened.error())) {
        return;
    }
    readUntilEnd(stop);
}

Result<Demuxer::Outcome> DemuxLoop::readPacket(AVPacket &packet)
{
    const trace::Span span("read");
    return m_filmSeeker.read(m_stream.demuxer(), packet);
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
        seekTo(*wishes.seek);
        m_shared.post(SessionSought{wishes.seekNumber});
    }
}

void DemuxLoop::selectTrack(TrackKind kind, int id)
{
    const bool offered = kind == TrackKind::Audio && selectOffered(id);
    m_selection.select(kind, offered ? -1 : id);
    if (kind != TrackKind::Subtitle)
        (kind == TrackKind::Video ? m_shared.video : m_shared.audio).flush();
    adoptSelection();
    if (kind == TrackKind::Audio) {
        m_shared.parts.audio.flush(); // what was decoded of the old track since the engine's own flush
        const auto now = m_shared.parts.playbackClock.now();
        const std::int64_t heardUs = now ? now->count() - m_shared.parts.options.soundDelayUs : INT64_MIN;
        for (MediaPacket &packet : m_sounds.from(id, heardUs)) {
            packet.parameters = m_audioParameters;
            m_shared.audio.push(std::move(packet));
        }
        if (m_allRead && !offered)
            m_shared.audio.push({});
    }
    if (kind == TrackKind::Subtitle) {
        const auto now = m_shared.parts.playbackClock.now();
        for (MediaPacket &packet :
             m_subtitles.from(m_selection.subtitle().stream, now ? now->count() - kSubtitleStandsUs : INT64_MIN))
            m_shared.subtitles.push(std::move(packet));
    }
    m_shared.setTracks(describeTracks(m_stream.demuxer().context()), m_selection.video(), audioTrack(),
                       m_selection.subtitle().track());
    m_shared.post(SessionTracks{m_shared.currentTracks()});
    if (offered)
        startSound(soundBeginNow());
}

void DemuxLoop::seekTo(std::chrono::milliseconds position)
{
    const auto target = std::chrono::duration_cast<std::chrono::microseconds>(position);
    const auto sought = m_stream.parted() ? m_stream.parted()->seekTime(target)
                        : m_film          ? m_filmSeeker.seek(m_stream.demuxer(), m_selection.video(),
                                                              std::chrono::microseconds(m_film->placeOf(target.count())))
                                          : m_stream.demuxer().seek(target);
    if (!sought) {
        log::info("kanal.playback.demux", "seek failed: " + sought.error().detail);
        return;
    }
    if (m_film)
        m_film->sought(target.count());
    else if (!m_fileStartUs)
        m_fileStartUs = 0; // as Demuxer::seek takes it; the next packet is not the file's first
    stopSound();
    m_pictureTimes.restart();
    m_shared.ended = m_allRead = false;
    m_sounds.clear();
    m_subtitles.clear();
    m_shared.firstKeyUs = SessionShared::kUnknown;
    m_shared.skipUntilUs = target.count();
    m_shared.video.flush();
    m_shared.audio.flush();
    m_shared.subtitles.flush();
    m_shared.parts.audio.flush(); // what the decoders made of the old place since the engine's own flush
    m_shared.parts.presenter.flush();
    if (m_stream.parted())
        m_partEnded = true; // what the demuxer still holds is of the old place
    if (m_offer)
        startSound({target, {}});
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
    if (m_selection.notePacket(context, packet.stream_index, packet.dts))
        adoptSelection();
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

/// What another choice of the user may need: it begins where one is, not where the demuxer is.
void DemuxLoop::shelve(const AVPacket &packet, bool stamped)
{
    const AVMediaType type = m_stream.demuxer().context().streams[packet.stream_index]->codecpar->codec_type;
    const bool sound = type == AVMEDIA_TYPE_AUDIO && m_soundTracks > 1;
    if (!sound && type != AVMEDIA_TYPE_SUBTITLE)
        return;
    const auto now = m_shared.parts.playbackClock.now();
    const std::int64_t backUs = sound ? 0 : kSubtitleStandsUs;
    (sound ? m_sounds : m_subtitles)
        .keep(packet.stream_index, packet, packet.pts, packet.duration, stamped || !sound,
              now ? std::optional(now->count() - backUs) : std::nullopt);
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
