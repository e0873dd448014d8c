// SPDX-License-Identifier: MIT
// Where a subtitle track comes from, and the numbers the list of tracks has for it. Streams keep their own number; the
// pages of a teletext stream, the captions inside the picture and the user's own files have numbers of their own.
#pragma once

#include "av_handles.h"
#include "byte_source.h"

#include <kanal/playback/player.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace kanal::playback
{

/// A font a container brings for its subtitles.
struct SubtitleFont {
    std::string name;
    std::vector<char> bytes;
};

/// Everything the subtitle thread needs; without parameters and file: no subtitles.
struct SubtitleSource {
    std::shared_ptr<const AVCodecParameters> parameters; ///< its packets are pushed
    int page = 0;                                        ///< of teletext: 100 … 899; 0: those marked as subtitles
    int captionField = 0;                                ///< of captions: 1 or 2
    std::vector<SubtitleFont> fonts;
    std::filesystem::path file; ///< instead of parameters: all of it is read

    bool none() const { return !parameters && file.empty(); }
};

struct SubtitleId {
    enum class Of : std::uint8_t { None, Stream, TeletextPage, Captions, File, Rendition } of = Of::None;
    int stream = -1;
    int number = 0; ///< page of the list in the stream, from 0; field, 1 or 2; file or rendition, from 0

    static SubtitleId fromTrack(int track);
    int track() const;
};

/// A file's name in UTF-8. (path::string() throws on Windows for what its code page lacks.)
std::string nameOf(const std::filesystem::path &file);
/// The tracks a subtitle stream offers: itself, or each of its teletext pages that hold subtitles; none where nothing
/// here decodes it (teletext needs a libavcodec with libzvbi).
std::vector<Track> subtitleTracksOf(const AVStream &stream);
/// What is inside the pictures: one track per field.
Track captionTrack(int field);
/// A playlist of its own.
Track renditionTrack(int number, const SubtitleOffer &offer);
/// `name` is the file's: "film.de.srt" is in German.
Track fileTrack(int number, const std::filesystem::path &file);

/// Of a track of the container; empty when it has no such track.
SubtitleSource containerSource(const AVFormatContext &context, SubtitleId id);
SubtitleSource captionSource(int field);
SubtitleSource webvttSource();

} // namespace kanal::playback
