// SPDX-License-Identifier: MIT
// The demux thread's part in choosing: which streams go to the decoders, and what was read of a track before it was
// chosen.
#include "av_compat.h"
#include "demux_loop.h"

#include <kanal/playback/track_wish.h>

#include <utility>

namespace kanal::playback
{

namespace
{

constexpr std::int64_t kSubtitleStandsUs = 15'000'000; ///< so long ago one may have begun that is still shown

std::shared_ptr<AVCodecParameters> copyParameters(const AVCodecParameters &parameters)
{
    std::shared_ptr<AVCodecParameters> copy(avcodec_parameters_alloc(), AvDeleter());
    avcodec_parameters_copy(copy.get(), &parameters);
    return copy;
}

int rotationOf(const AVStream &stream)
{
    const std::uint8_t *matrix = compat::displayMatrix(stream);
    return matrix ? clockwiseTurn(matrix) : 0;
}

} // namespace

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
    stopSubtitles();
    SubtitleSource source;
    if (id.of == SubtitleId::Of::Captions)
        source = captionSource(id.number);
    else if (id.of == SubtitleId::Of::File && std::size_t(id.number) < m_subtitleFiles.size())
        source.file = m_subtitleFiles[std::size_t(id.number)];
    else if (id.of == SubtitleId::Of::Rendition)
        source = webvttSource();
    else
        source = containerSource(m_stream.demuxer().context(), id);
    m_shared.subtitles.choose(std::move(source));
    startSubtitles(soundBeginNow());
}

void DemuxLoop::addSubtitles(const std::filesystem::path &file)
{
    const Track track = fileTrack(int(m_subtitleFiles.size()), file);
    m_subtitleFiles.push_back(file);
    m_shared.addTrack(track);
    selectTrack(TrackKind::Subtitle, track.id);
}

/// What is chosen was seen a moment ago, perhaps of a stream that has begun anew since, with fewer tracks.
bool DemuxLoop::isThere(TrackKind kind, int id) const
{
    if (id < 0 || kind == TrackKind::Subtitle) // none; subtitles are looked up where they are read
        return true;
    if (kind == TrackKind::Audio && offerOf(id))
        return true;
    const AVFormatContext &context = m_stream.demuxer().context();
    const AVMediaType type = kind == TrackKind::Video ? AVMEDIA_TYPE_VIDEO : AVMEDIA_TYPE_AUDIO;
    return id < int(context.nb_streams) && context.streams[id]->codecpar->codec_type == type;
}

void DemuxLoop::selectTrack(TrackKind kind, int id)
{
    if (!isThere(kind, id))
        return tellTracks();
    const bool offered = kind == TrackKind::Audio && selectOffered(id);
    m_selection.select(kind, offered ? -1 : id, trackWish(m_shared.currentTracks(), kind, id));
    if (kind != TrackKind::Subtitle)
        (kind == TrackKind::Video ? m_shared.video : m_shared.audio).flush();
    adoptSelection();
    const auto now = m_shared.parts.playbackClock.now();
    if (kind == TrackKind::Audio) {
        m_shared.parts.audio.flush(); // what was decoded of the old track since the engine's own flush
        hearFrom(now ? now->count() - m_shared.parts.options.soundDelayUs : INT64_MIN);
        if (m_allRead && !offered)
            m_shared.audio.push({});
    }
    if (kind == TrackKind::Subtitle)
        for (MediaPacket &packet :
             m_subtitles.from(m_selection.subtitle().stream, now ? now->count() - kSubtitleStandsUs : INT64_MIN))
            m_shared.subtitles.push(std::move(packet));
    tellTracks();
    if (offered)
        startSound(soundBeginNow());
}

/// What was read of the chosen sound before it was chosen.
void DemuxLoop::hearFrom(std::int64_t fromUs)
{
    for (MediaPacket &packet : m_sounds.from(m_selection.audio(), fromUs)) {
        packet.parameters = m_audioParameters;
        m_shared.audio.push(std::move(packet));
    }
}

/// A stream fell silent and another goes on, or it is back.
void DemuxLoop::followReplacement(int sound)
{
    adoptSelection();
    if (m_selection.audio() != sound) {
        const auto now = m_shared.parts.playbackClock.now();
        hearFrom(m_shared.audio.lastEndUs().value_or(now ? now->count() : INT64_MIN));
    }
    tellTracks();
}

void DemuxLoop::tellTracks()
{
    m_shared.setTracks(describeTracks(m_stream.demuxer().context()), m_selection.video(), audioTrack(),
                       m_selection.subtitle().track());
    m_shared.post(SessionTracks{m_shared.currentTracks()});
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

} // namespace kanal::playback
