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
constexpr Nanos kCatchUpPatience = std::chrono::seconds(12); ///< a still picture is better than a torn one
constexpr std::int64_t kUsualPictureUs = 40'000;

} // namespace

VideoLoop::VideoLoop(SessionShared &shared)
    : m_shared(shared)
    , m_converter(shared.parts.pictures)
    , m_decoder(shared.parts.decoders, shared.parts.hardware)
    , m_profile(compat::kUnknownProfile)
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
    m_groups.clear();
    m_waitingSince = Nanos(0);
    m_catchingUp = false;
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
    followProgramme(packet, stop);
    if (!ready(packet))
        return;
    if (!m_decoder.isOpen() && !openDecoder(packet))
        return;
    if (m_shared.parts.presenter.wish().paintsRgbOnly)
        m_groups.add(packet);
    m_decoder.context().skip_frame = m_pace.behind() ? AVDISCARD_NONREF : AVDISCARD_DEFAULT;
    const trace::Span span("decode and queue picture");
    decode(packet.packet.get(), stop);
    if (m_pace.hopeless()) {
        log::info("kanal.playback.video", "decoding is too slow: on with the next key picture in time");
        closeDecoder();
        m_catchingUp = true;
    }
}

/// What the decoder was opened for, or could not be, is over: the programme changed under the same session.
bool VideoLoop::isOther(const std::shared_ptr<const AVCodecParameters> &parameters) const
{
    return parameters != m_parameters && parameters && m_parameters && !sameDecoder(*parameters, *m_parameters);
}

/// Another programme, or pictures this decoder is too small for.
void VideoLoop::followProgramme(const MediaPacket &packet, std::stop_token stop)
{
    const bool other = isOther(packet.parameters);
    m_parameters = packet.parameters;
    if (other) {
        if (m_decoder.isOpen())
            decode(nullptr, stop);
        closeDecoder();
        m_plan = {};
        m_pace.restart();
        m_profile = compat::kUnknownProfile;
    } else if (packet.key && m_decoder.isOpen() && m_parameters && outgrown()) {
        decode(nullptr, stop);
        m_decoder.close();
    }
}

/// Nothing before a key picture; after a while anything.
bool VideoLoop::ready(const MediaPacket &packet)
{
    if (m_decoder.isOpen())
        return true;
    const Nanos now = m_shared.parts.clock.now();
    if (m_waitingSince == Nanos(0))
        m_waitingSince = now;
    if (packet.key && (!m_catchingUp || DecodePace::beginsAgain(lateness(packet.ptsUs), waiting())))
        return true;
    return now - m_waitingSince > (m_catchingUp ? kCatchUpPatience : kKeyPatience);
}

VideoLoop::Plan VideoLoop::plan() const
{
    const auto pixels = [](int columns, int rows) { return std::int64_t(columns) * rows; };
    const bool told = pixels(m_parameters->width, m_parameters->height) > pixels(m_width, m_height); // it grows
    const int width = told ? m_parameters->width : m_width, height = told ? m_parameters->height : m_height;
    const int cores = int(std::max(1u, std::thread::hardware_concurrency()));
    const int threads =
        std::max(decoderThreads(m_parameters->codec_id, width, height, m_pace.rate().value_or(m_frameRate), cores),
                 usableThreads(m_pace.threads(m_plan.threads), cores));
    HardwareDecoder &hardware = m_shared.parts.hardware;
    const bool wanted = m_shared.parts.options.hardware == HardwareDecoding::Auto && hardware.ready() &&
                        worthHardware(*m_parameters, width, height);
    if (!wanted)
        return {threads, {}};
    std::vector<std::string> devices = hardware.trusted(*seenParameters());
    if (devices.empty())
        hardware.lookFurther(); // one that is found takes it from a later key picture on
    return {threads, std::move(devices)};
}

/// The pictures have become larger or more, or decoding them takes too long.
bool VideoLoop::outgrown() const
{
    const Plan better = plan();
    const bool card = !better.devices.empty() && better.devices != m_plan.devices;
    return !m_decoder.onCard() && (card || better.threads > m_plan.threads);
}

CodecParametersPtr VideoLoop::seenParameters() const
{
    CodecParametersPtr seen(avcodec_parameters_alloc());
    avcodec_parameters_copy(seen.get(), m_parameters.get());
    if (seen->profile == compat::kUnknownProfile)
        seen->profile = m_profile;
    return seen;
}

bool VideoLoop::openDecoder(const MediaPacket &first)
{
    if (!m_parameters)
        return false;
    if (m_parameters->width == 0 && !m_previewed)
        m_frameRate = 0;
    if (first.key && m_shared.waiting && !m_previewed) // not where it plays already: its time is yet to come
        showFirst(first, *m_parameters);
    m_previewed = false;
    m_plan = plan();
    if (!first.key)
        m_plan.devices.clear();
    m_pace.restart();
    m_waitingSince = Nanos(0);
    m_catchingUp = false;
    const auto use = m_plan.devices.empty() ? PictureDecoder::Use::Software : PictureDecoder::Use::Hardware;
    const auto opened = m_decoder.open(*seenParameters(), m_plan.threads, use);
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
    m_shared.firstLook.done();
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
    m_profile = context->profile;
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
    const SurfaceWish wish = m_shared.parts.presenter.wish();
    const auto picture = m_converter.convert(std::move(frame), wish, about);
    if (!picture || !wanted)
        return false;
    (*picture)->preview = true;
    PacketGroups alone;
    if (wish.paintsRgbOnly)
        alone.add(key);
    (*picture)->source = alone.sourceOf(key.ptsUs, false);
    m_aspect = (*picture)->displayAspect;
    const FrameRef first = *picture;
    if (!m_shared.parts.presenter.showNow(m_shared.id, first))
        return false;
    m_shared.marks.mark(&StartPhases::firstPicture, m_shared.parts.clock.now());
    m_shared.parts.presenter.awaitShown(FirstLook::kPainting);
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
    const Clock &clock = m_shared.parts.clock;
    const Nanos begun = clock.now();
    m_waited = Nanos(0);
    m_decoder.decode(packet, [&](FramePtr frame) {
        ++m_shared.framesDecoded;
        deliver(std::move(frame), stop);
        return !stop.stop_requested();
    });
    const double speed = m_shared.parts.playbackClock.rate();
    m_pace.spent(std::chrono::duration_cast<Nanos>((clock.now() - begun - m_waited) * speed));
    noteDecoder();
}

void VideoLoop::deliver(FramePtr frame, std::stop_token stop)
{
    if (m_serial != m_shared.video.serial())
        return; // a seek is on its way
    stamp(*frame);
    noteCaptions(*frame);
    measureLateness(frame->best_effort_timestamp);
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
    (*picture)->source = m_groups.sourceOf((*picture)->pts.count(), m_deinterlacer.active());
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
    if (m_serial != m_shared.video.serial()) // a seek came while this was converted
        return;
    const Nanos since = m_shared.parts.clock.now();
    m_shared.parts.presenter.push(m_shared.id, shown, stop);
    m_waited += m_shared.parts.clock.now() - since;
}

void VideoLoop::measureLateness(std::int64_t ptsUs)
{
    if (ptsUs == AV_NOPTS_VALUE)
        return;
    m_pace.pictureOut(MediaTime(ptsUs));
    if (m_shared.parts.playbackClock.running())
        m_pace.noteLateness(lateness(ptsUs), waiting(), m_shared.parts.clock.now());
    else
        m_pace.forgetLateness();
}

/// < 0: early, or there is no clock yet.
MediaTime VideoLoop::lateness(std::int64_t ptsUs) const
{
    const auto now = m_shared.parts.playbackClock.now();
    return now ? *now - MediaTime(ptsUs) : MediaTime(-1);
}

MediaTime VideoLoop::waiting() const
{
    return MediaTime(m_shared.video.durationUs());
}

} // namespace kanal::playback
