// SPDX-License-Identifier: MIT
#include "sound_rendition.h"

#include "stop_wait.h"
#include "trace.h"

#include <kanal/core/log.h>

namespace kanal::playback
{

namespace
{

const AVRational kMicroseconds{1, 1'000'000};

std::int64_t ticksToUs(std::int64_t ticks)
{
    return ticks * 100 / 9;
}

} // namespace

void SharedPictureTimes::note(std::int64_t rawUs, std::int64_t mediaUs, std::int64_t durationUs)
{
    const std::lock_guard lock(m_mutex);
    m_times.note(rawUs, mediaUs, durationUs);
    m_changed.notify_all();
}

void SharedPictureTimes::finish()
{
    const std::lock_guard lock(m_mutex);
    m_times.finish();
    m_changed.notify_all();
}

void SharedPictureTimes::restart()
{
    const std::lock_guard lock(m_mutex);
    m_times = {};
}

std::optional<std::int64_t> SharedPictureTimes::place(const SoundPlace &sound, std::int64_t rawUs, std::stop_token stop)
{
    std::unique_lock lock(m_mutex);
    SoundPlace::Verdict verdict{};
    const bool told = waitUnlessStopped(m_changed, lock, stop, [&] {
        verdict = sound.of(rawUs, m_times);
        return verdict.what != SoundPlace::Verdict::What::Wait;
    });
    return told && verdict.what == SoundPlace::Verdict::What::At ? std::optional(verdict.mediaUs) : std::nullopt;
}

SoundRendition::SoundRendition(SessionShared &shared, SharedPictureTimes &picture, std::unique_ptr<ByteSource> source)
    : m_shared(shared)
    , m_picture(picture)
    , m_stream(shared, std::move(source), {})
    , m_thread([this](std::stop_token stop) { run(stop); })
{
}

SoundRendition::~SoundRendition()
{
    cancel();
}

void SoundRendition::cancel()
{
    m_thread.request_stop();
    m_stream.cancel();
}

std::int64_t SoundRendition::bytesReceived() const
{
    return m_stream.source()->bytesReceived();
}

void SoundRendition::run(std::stop_token stop)
{
    trace::nameThread("sound rendition");
    m_stream.start();
    if (const Result<> opened = m_stream.open(); !opened)
        return giveUp(opened.error());
    adoptStream();
    const PacketPtr packet = makePacket();
    while (waitForRoom(stop)) {
        const Result<Demuxer::Outcome> outcome = m_stream.demuxer().read(*packet);
        if (outcome && *outcome == Demuxer::Outcome::Packet) {
            take(*packet, stop);
            av_packet_unref(packet.get());
        } else if (!outcome && m_stream.demuxer().sourceFailed()) {
            return giveUp(outcome.error());
        } else if (!nextPart()) {
            return;
        }
    }
}

bool SoundRendition::waitForRoom(std::stop_token stop)
{
    return m_shared.room.wait(stop, [this] {
        const BufferLimit &limit = m_shared.parts.limits.of(m_shared.request.kind);
        return m_shared.audio.durationUs() <= limit.aheadUs && m_shared.audio.bytes() <= limit.bytes / 2;
    });
}

bool SoundRendition::nextPart()
{
    const Result<bool> more = m_stream.nextPart();
    if (more && *more)
        adoptStream();
    else if (more)
        end();
    else
        giveUp(more.error());
    return more && *more;
}

/// The first sound of the container is what is heard.
void SoundRendition::adoptStream()
{
    const AVFormatContext &context = m_stream.demuxer().context();
    m_knownStreams = context.nb_streams;
    m_knownGeneration = m_stream.demuxer().generation();
    m_selection.choose(context);
    if (m_selection.audio() < 0)
        return;
    const AVCodecParameters &codec = *context.streams[m_selection.audio()]->codecpar;
    std::shared_ptr<AVCodecParameters> copy(avcodec_parameters_alloc(), AvDeleter());
    avcodec_parameters_copy(copy.get(), &codec);
    m_parameters = std::move(copy);
    m_shared.refineTrack(TrackKind::Audio, [&](Track &track) {
        if (track.codec.empty())
            track.codec = avcodec_get_name(m_parameters->codec_id);
    });
}

/// On the clock that is shared with the picture.
std::optional<std::int64_t> SoundRendition::rawUs(const AVPacket &packet, const AVStream &stream) const
{
    const std::int64_t time = packet.dts != AV_NOPTS_VALUE ? packet.dts : packet.pts;
    if (time == AV_NOPTS_VALUE)
        return std::nullopt;
    if (m_stream.demuxer().form() == StreamForm::Ts)
        return ticksToUs(time);
    return av_rescale_q(time, stream.time_base, kMicroseconds) + ticksToUs(m_stream.demuxer().bareStartTicks());
}

void SoundRendition::take(AVPacket &packet, std::stop_token stop)
{
    const AVFormatContext &context = m_stream.demuxer().context();
    if (m_stream.demuxer().generation() != m_knownGeneration || context.nb_streams != m_knownStreams)
        adoptStream();
    if (packet.stream_index != m_selection.audio())
        return;
    const AVStream &stream = *context.streams[packet.stream_index];
    const std::int64_t durationUs = av_rescale_q(packet.duration, stream.time_base, kMicroseconds);
    // A frame that is not the first of its PES has no time of its own: the decoder counts on, the queue as well.
    const auto raw = rawUs(packet, stream);
    if (raw)
        m_lastUs = m_picture.place(m_place, *raw, stop);
    else if (m_lastUs)
        m_lastUs = m_place.expectedUs();
    const auto mediaUs = m_lastUs;
    if (!mediaUs || stop.stop_requested())
        return;
    m_place.took(*mediaUs, durationUs);
    MediaPacket out;
    out.ptsUs = *mediaUs;
    out.durationUs = durationUs;
    out.parameters = m_parameters;
    packet.pts = packet.dts = raw ? *mediaUs : AV_NOPTS_VALUE;
    packet.duration = durationUs;
    out.packet = makePacket();
    av_packet_move_ref(out.packet.get(), &packet);
    m_shared.audio.push(std::move(out));
}

/// The picture goes on without it.
void SoundRendition::giveUp(const Error &why)
{
    if (why.kind == ErrorKind::Cancelled)
        return;
    log::warning("kanal.playback.demux", "no sound: " + why.detail);
    m_lost = true;
    m_shared.hasAudio = false;
    if (!m_shared.hasVideo)
        m_shared.post(SessionFailed{why});
    end();
}

void SoundRendition::end()
{
    m_shared.audio.push({});
    m_ended = true;
    m_shared.room.notify();
}

} // namespace kanal::playback
