// SPDX-License-Identifier: MIT
#include "clip_maker.h"

#include "clip_tracks.h"

#include <kanal/core/log.h>

#include <algorithm>
#include <memory>
#include <new>

namespace kanal::panel
{
namespace
{

const char *muxerOf(Container container)
{
    switch (container) {
    case Container::MpegTs:
        return "mpegts";
    case Container::Matroska:
        return "matroska";
    case Container::Mp4:
    case Container::Mp4MoovAtEnd:
        break;
    }
    return "mp4";
}

Result<OutputPtr> openOutput(const ClipSpec &spec, const std::filesystem::path &file)
{
    AVFormatContext *raw = nullptr;
    int code = avformat_alloc_output_context2(&raw, nullptr, muxerOf(spec.container), nullptr);
    OutputPtr output(raw);
    if (code < 0)
        return avFail(ErrorKind::Unsupported, "muxer", code);
    const std::u8string utf8 = file.u8string(); // what FFmpeg expects on every system
    code = avio_open(&output->pb, reinterpret_cast<const char *>(utf8.c_str()), AVIO_FLAG_WRITE);
    if (code < 0)
        return avFail(ErrorKind::Storage, "clip file", code);
    av_dict_set(&output->metadata, spec.isLoop() ? "service_name" : "title", spec.title.c_str(), 0);
    if (spec.isLoop()) {
        av_dict_set(&output->metadata, "service_provider", "Kanal", 0);
        output->max_delay = 150'000;          // the clock runs twice this ahead of the pictures
        output->output_ts_offset = 1'000'000; // no time is ever negative, reordering included
    }
    return output;
}

/// The languages of each stream: teletext has all of them in one, as pages.
std::vector<std::string> subtitleStreams(const ClipSpec &spec)
{
    if (spec.subtitles != Subtitles::Teletext)
        return spec.subtitleLanguages;
    std::string all;
    for (const std::string &language : spec.subtitleLanguages)
        all += (all.empty() ? "" : ",") + language;
    return {all};
}

Result<std::vector<std::unique_ptr<ClipTrack>>> addTracks(const ClipSpec &spec, AVFormatContext &output)
{
    std::vector<std::unique_ptr<ClipTrack>> tracks;
    if (!spec.isRadio()) {
        auto video = makeVideoTrack(spec, output);
        if (!video)
            return tl::unexpected(video.error());
        tracks.push_back(std::move(*video));
    }
    for (const AudioSpec &audio : spec.audio) {
        auto track = makeAudioTrack(spec, audio, output);
        if (!track)
            return tl::unexpected(track.error());
        tracks.push_back(std::move(*track));
    }
    for (const std::string &language : subtitleStreams(spec)) {
        auto track = makeSubtitleTrack(spec, language, output);
        if (track)
            tracks.push_back(std::move(*track));
        else // a build without the encoder still has a channel, only without subtitles
            log::warning("kanal.panel.clips", "clip=" + spec.name + " no subtitles: " + track.error().detail);
    }
    return tracks;
}

int writeHeader(const ClipSpec &spec, AVFormatContext &output)
{
    AVDictionary *options = nullptr;
    if (spec.container == Container::Mp4) { // the index in front, in room kept for it: no second pass over the file
        const std::string room = std::to_string(32 * 1024 + spec.seconds * 2048 * int(1 + spec.audio.size()));
        av_dict_set(&options, "moov_size", room.c_str(), 0);
    }
    if (spec.isLoop())
        av_dict_set(&options, "pes_payload_size", "1024", 0); // small audio packets arrive near their time
    const int code = avformat_write_header(&output, &options);
    av_dict_free(&options);
    return code;
}

Result<> makeIt(const ClipSpec &spec, const std::filesystem::path &file, const GoOn &goOn)
{
    auto output = openOutput(spec, file);
    if (!output)
        return tl::unexpected(output.error());
    auto tracks = addTracks(spec, **output);
    if (!tracks)
        return tl::unexpected(tracks.error());
    if (const int code = writeHeader(spec, **output); code < 0)
        return avFail(ErrorKind::Storage, "clip header", code);
    for (;;) {
        if (!goOn())
            return fail(ErrorKind::Cancelled, "clip not wanted any more");
        ClipTrack &behind = **std::min_element(
            tracks->begin(), tracks->end(), [](const auto &a, const auto &b) { return a->position() < b->position(); });
        if (behind.position() == kTrackDone)
            break;
        if (Result<> stepped = behind.step(**output); !stepped)
            return stepped;
    }
    if (const int code = av_write_trailer(output->get()); code < 0)
        return avFail(ErrorKind::Storage, "clip trailer", code);
    const int code = avio_closep(&(*output)->pb);
    return code < 0 ? Result<>(avFail(ErrorKind::Storage, "closing a clip", code)) : Result<>();
}

std::string codecName(const ClipSpec &spec)
{
    switch (spec.video.codec) {
    case VideoCodec::H264:
        return "H.264";
    case VideoCodec::Hevc:
        return "HEVC";
    case VideoCodec::Mpeg2:
        return "MPEG-2";
    case VideoCodec::None:
        break;
    }
    return "RADIO";
}

} // namespace

std::string taglineOf(const ClipSpec &spec)
{
    std::string line = codecName(spec) + " * " + std::to_string(spec.video.width) + " X " +
                       std::to_string(spec.video.height) + " * " +
                       std::to_string(spec.video.frameRate * (spec.video.interlaced ? 2 : 1)) +
                       (spec.video.interlaced ? " FIELDS" : " FPS");
    for (const AudioSpec &audio : spec.audio) {
        line += audio.codec == AudioCodec::Aac ? " * AAC" : audio.codec == AudioCodec::Mp2 ? " * MP2" : " * AC-3";
        if (spec.audio.size() > 1)
            line += " " + audio.language;
    }
    return line;
}

std::string extensionOf(Container container)
{
    return container == Container::MpegTs ? "ts" : container == Container::Matroska ? "mkv" : "mp4";
}

Result<> makeClip(const ClipSpec &spec, const std::filesystem::path &file, const GoOn &goOn)
{
    try {
        return makeIt(spec, file, goOn);
    } catch (const std::bad_alloc &) {
        return fail(ErrorKind::Storage, "no memory to make a clip");
    }
}

} // namespace kanal::panel
