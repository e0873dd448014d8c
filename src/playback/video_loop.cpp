// SPDX-License-Identifier: MIT
#include "video_loop.h"

#include "av_compat.h"
#include "trace.h"

#include <kanal/core/log.h>

#include <algorithm>
#include <thread>
#include <utility>

namespace kanal::playback
{

namespace
{

constexpr Nanos kKeyPatience =
    std::chrono::seconds(3); ///< then decoding starts at any picture (open GOP, intra refresh)
constexpr std::int64_t kUsualPictureUs = 40'000;
constexpr MediaTime kLate = std::chrono::milliseconds(200);

} // namespace

VideoLoop::VideoLoop(SessionShared &shared)
    : m_shared(shared)
    , m_converter(shared.parts.pictures)
    , m_decoder(shared.parts.decoders, shared.parts.hardware)
{
}

VideoLoop::~VideoLoop()
{
    closeDecoder();
}

void VideoLoop::closeDecoder()
{
    m_decoder.close();
    m_deinterlacer.reset();
}

void VideoLoop::run(std::stop_token stop)
{
    trace::nameThread("video");
    while (auto packet = m_shared.video.pop(stop))
        handle(std::move(*packet), stop);
}

void VideoLoop::handle(MediaPacket packet, std::stop_token stop)
{
    if (packet.serial != m_serial) { // a seek or another track
        m_serial = packet.serial;
        closeDecoder();
        m_waitingSince = Nanos(0);
        m_nextUs = packet.ptsUs;
        m_failed = m_previewed = false;
    }
    if (packet.use != MediaPacket::Use::Play)
        return preview(packet);
    if (!packet.packet) {
        if (m_decoder.isOpen()) {
            decode(nullptr, stop);
            for (FramePtr &picture : m_deinterlacer.filter(nullptr))
                showLater(std::move(picture), stop);
        }
        m_shared.post(SessionDrained{TrackKind::Video});
        return;
    }
    if (m_failed && !isOther(packet.parameters))
        return;
    if (std::exchange(m_failed, false))
        m_shared.hasVideo = true; // this one may be decoded
    if (!ready(packet, stop))
        return;
    if (!m_decoder.isOpen() && !openDecoder(packet))
        return;
    skipWhenLate();
    const trace::Span span("decode and queue picture");
    decode(packet.packet.get(), stop);
}

/// What the decoder was opened for, or could not be, is over: the programme changed under the same session.
bool VideoLoop::isOther(const std::shared_ptr<const AVCodecParameters> &parameters) const
{
    return parameters != m_parameters && parameters && m_parameters && !sameDecoder(*parameters, *m_parameters);
}

/// Nothing before a key picture; after a while anything.
bool VideoLoop::ready(const MediaPacket &packet, std::stop_token stop)
{
    const auto &parameters = packet.parameters;
    if (m_decoder.isOpen() && isOther(parameters)) {
        decode(nullptr, stop);
        closeDecoder();
        m_waitingSince = Nanos(0);
    }
    m_parameters = parameters;
    if (m_decoder.isOpen())
        return true;
    const Nanos now = m_shared.parts.clock.now();
    if (m_waitingSince == Nanos(0))
        m_waitingSince = now;
    return packet.key || now - m_waitingSince > kKeyPatience;
}

bool VideoLoop::openDecoder(const MediaPacket &first)
{
    if (!m_parameters)
        return false;
    const AVCodecParameters &parameters = *m_parameters;
    int width = parameters.width, height = parameters.height;
    if (parameters.width == 0 && !m_previewed)
        m_frameRate = 0;
    if (first.key && m_shared.waiting && !m_previewed) // not where it plays already: its time is yet to come
        showFirst(first, parameters);
    m_previewed = false;
    if (m_width > 0) {
        width = m_width;
        height = m_height;
    }
    const int threads =
        decoderThreads(width, height, m_frameRate, int(std::max(1u, std::thread::hardware_concurrency())));
    const bool hardware = first.key && m_shared.parts.options.hardware == HardwareDecoding::Auto &&
                          worthHardware(parameters, width, height);
    const auto opened =
        m_decoder.open(parameters, threads, hardware ? PictureDecoder::Use::Hardware : PictureDecoder::Use::Software);
    if (!opened) {
        m_failed = true;
        m_shared.hasVideo = false;
        m_shared.refineTrack(TrackKind::Video, [](Track &track) { track.undecodable = true; });
        if (!m_shared.hasAudio) // nothing else to play
            m_shared.post(SessionFailed{opened.error()});
        log::warning("kanal.playback.video", "cannot decode " + opened.error().subject);
        return false;
    }
    if (!first.key)
        m_decoder.context().flags |= AV_CODEC_FLAG_OUTPUT_CORRUPT;
    noteDecoder();
    return true;
}

/// The card may have handed over to software.
void VideoLoop::noteDecoder()
{
    std::string name = m_decoder.name();
    if (name == m_decoderName)
        return;
    m_decoderName = name;
    std::lock_guard lock(m_shared.namesMutex);
    m_shared.videoDecoder = std::move(name);
}

void VideoLoop::preview(const MediaPacket &key)
{
    if (!m_decoder.isOpen() && m_shared.waiting && key.parameters)
        m_previewed = showFirst(key, *key.parameters);
}

/// The key picture by itself; null: it is none, or something of it is missing.
FramePtr VideoLoop::decodeAlone(const MediaPacket &key, const AVCodecParameters &parameters)
{
    auto lease = m_shared.parts.decoders.take(parameters, 1);
    if (!lease)
        return nullptr;
    const trace::Span span("first picture");
    AVCodecContext *context = lease->context.get();
    FramePtr frame = makeFrame();
    const bool decoded = avcodec_send_packet(context, key.packet.get()) == 0 &&
                         avcodec_send_packet(context, nullptr) == 0 && avcodec_receive_frame(context, frame.get()) == 0;
    m_frameRate = context->framerate.num > 0 ? av_q2d(context->framerate) : 0;
    m_shared.parts.decoders.giveBack(std::move(*lease));
    const bool whole = key.use != MediaPacket::Use::PreviewIfWhole || frame->decode_error_flags == 0;
    return decoded && whole ? std::move(frame) : nullptr;
}

/// Shows the key picture now: the real decoder needs some more packets before its first picture.
bool VideoLoop::showFirst(const MediaPacket &key, const AVCodecParameters &parameters)
{
    FramePtr frame = decodeAlone(key, parameters);
    if (!frame)
        return false;
    m_width = frame->width;
    m_height = frame->height;
    PictureContext about;
    {
        std::lock_guard lock(m_shared.namesMutex);
        about = m_shared.pictureContext;
    }
    frame->best_effort_timestamp = key.ptsUs;
    const bool wanted = m_shared.skipUntilUs == SessionShared::kUnknown || key.ptsUs >= m_shared.skipUntilUs;
    const auto picture = m_converter.convert(std::move(frame), m_shared.parts.presenter.wish(), about);
    if (!picture || !wanted)
        return false;
    (*picture)->preview = true;
    m_aspect = (*picture)->displayAspect;
    const FrameRef first = *picture;
    if (!m_shared.parts.presenter.showNow(m_shared.id, first))
        return false;
    m_shared.marks.mark(&StartPhases::firstPicture, m_shared.parts.clock.now());
    noteSize(*first, true);
    return true;
}

void VideoLoop::noteSize(const VideoFrame &frame, bool first)
{
    m_shared.post(SessionPicture{frame.sourceWidth, frame.sourceHeight, frame.displayAspect, first});
    m_shared.refineTrack(TrackKind::Video, [&](Track &track) {
        track.width = frame.sourceWidth;
        track.height = frame.sourceHeight;
        if (m_frameRate > 0)
            track.frameRate = m_frameRate;
        track.interlaced = m_deinterlacer.active();
    });
}

void VideoLoop::decode(const AVPacket *packet, std::stop_token stop)
{
    m_decoder.decode(packet, [&](FramePtr frame) {
        ++m_shared.framesDecoded;
        deliver(std::move(frame), stop);
        return !stop.stop_requested();
    });
    noteDecoder();
}

void VideoLoop::deliver(FramePtr frame, std::stop_token stop)
{
    if (m_serial != m_shared.video.serial())
        return; // a seek is on its way
    stamp(*frame);
    noteCaptions(*frame);
    m_deinterlacer.setMode(m_shared.parts.options.deinterlace);
    for (FramePtr &picture : m_deinterlacer.filter(std::move(frame)))
        showLater(std::move(picture), stop);
}

/// A picture without a time follows the one before; nobody knows better where it belongs.
void VideoLoop::stamp(AVFrame &frame)
{
    const std::int64_t usualUs = m_frameRate > 0 ? std::int64_t(1e6 / m_frameRate) : kUsualPictureUs;
    if (frame.best_effort_timestamp == AV_NOPTS_VALUE)
        frame.best_effort_timestamp = m_nextUs;
    const std::int64_t lengthUs = compat::duration(frame);
    m_nextUs = frame.best_effort_timestamp + (lengthUs > 0 ? lengthUs : usualUs);
}

/// They are chosen at once where the user wants them and nothing else was chosen.
void VideoLoop::offerCaptions(const Track &captions)
{
    const std::vector<Track> known = m_shared.currentTracks();
    m_shared.addTrack(captions);
    const auto &wishes = m_shared.request.preferredSubtitles;
    const bool wanted = std::find(wishes.begin(), wishes.end(), captions.title) != wishes.end();
    const bool taken = std::any_of(known.begin(), known.end(), [](const Track &track) {
        return track.kind == TrackKind::Subtitle && track.selected;
    });
    if (wanted && !taken)
        m_shared.chooseTrack(TrackKind::Subtitle, captions.id);
}

/// Captions travel inside the pictures, in the order they are shown.
void VideoLoop::noteCaptions(const AVFrame &frame)
{
    const auto triplets = captionBytes(frame);
    if (triplets.empty() || frame.best_effort_timestamp == AV_NOPTS_VALUE)
        return;
    if (const auto field = m_captions.note(triplets))
        offerCaptions(captionTrack(*field));
    for (const int field : {1, 2})
        if (m_captions.seen(field))
            m_shared.subtitles.pushCaptions(captionPacket(triplets, frame.best_effort_timestamp), field);
}

void VideoLoop::showLater(FramePtr frame, std::stop_token stop)
{
    if (stop.stop_requested())
        return; // another channel wants the processor
    const std::int64_t skipUntil = m_shared.skipUntilUs;
    if (skipUntil != SessionShared::kUnknown && frame->best_effort_timestamp != AV_NOPTS_VALUE &&
        frame->best_effort_timestamp < skipUntil)
        return;
    if (frame->best_effort_timestamp != AV_NOPTS_VALUE &&
        m_shared.parts.presenter.tooLate(MediaTime(frame->best_effort_timestamp)))
        return;
    PictureContext about;
    {
        std::lock_guard lock(m_shared.namesMutex);
        about = m_shared.pictureContext;
    }
    auto picture = m_converter.convert(std::move(frame), m_shared.parts.presenter.wish(), about);
    if (!picture)
        return;
    const FrameRef shown = *picture;
    const bool interlaced = m_deinterlacer.active();
    const bool changed = shown->sourceWidth != m_width || shown->sourceHeight != m_height ||
                         shown->displayAspect != m_aspect || interlaced != m_interlaced;
    m_width = shown->sourceWidth;
    m_height = shown->sourceHeight;
    m_aspect = shown->displayAspect;
    m_interlaced = interlaced;
    if (m_shared.marks.mark(&StartPhases::firstPicture, m_shared.parts.clock.now()))
        noteSize(*shown, true);
    else if (changed)
        noteSize(*shown, false);
    if (m_serial == m_shared.video.serial()) // a seek may have come while this was converted
        m_shared.parts.presenter.push(m_shared.id, shown, stop);
}

/// Too slow for the stream: leave out pictures nothing depends on until it has caught up.
void VideoLoop::skipWhenLate()
{
    const MediaTime late = m_shared.parts.presenter.lateness();
    m_decoder.context().skip_frame = late > kLate ? AVDISCARD_NONREF : AVDISCARD_DEFAULT;
}

} // namespace kanal::playback
