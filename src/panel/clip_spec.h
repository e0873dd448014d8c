// SPDX-License-Identifier: MIT
// What a clip is to be: pictures, sound, container. Pure description; clip_maker.h makes it.
#pragma once

#include "scenery.h"

#include <string>
#include <vector>

namespace kanal::panel
{

enum class VideoCodec { None, H264, Hevc, Mpeg2 };
enum class AudioCodec { Aac, Mp2, Ac3 };
enum class Container { MpegTs, Mp4, Mp4MoovAtEnd, Matroska };
enum class Subtitles { None, DvbBitmaps, SubRip, Teletext };

struct VideoSpec {
    VideoCodec codec = VideoCodec::H264;
    int width = 1280, height = 720;
    int displayWidth = 0; ///< with square pixels; 0: the same as `width`
    int frameRate = 25;   ///< frames a second; interlaced video has twice as many fields
    bool interlaced = false;
    int gopSeconds = 1; ///< a key frame every so often, and nothing refers across it
    int bFrames = 0;
};

struct AudioSpec {
    AudioCodec codec = AudioCodec::Aac;
    std::string language = "eng";
    double root = 220; ///< the key of its music, Hz: tracks are told apart by ear
};

struct ClipSpec {
    std::string name; ///< of its file, without the ending
    Container container = Container::MpegTs;
    int seconds = 8; ///< a loop's length must hold whole audio frames: 8 s for AAC and AC-3, 6 s for MP2
    Theme theme;
    std::string title, monogram;
    VideoSpec video;
    std::vector<AudioSpec> audio{AudioSpec{}};
    double music = 0.05; ///< loudness
    Subtitles subtitles = Subtitles::None;
    std::vector<std::string> subtitleLanguages{};
    bool captions = false; ///< CEA-608 inside the pictures

    bool isLoop() const { return container == Container::MpegTs; }
    bool isRadio() const { return video.codec == VideoCodec::None; }
};

/// "H.264 * 1280 X 720 * 25 FPS * AAC STEREO", for the lower third.
std::string taglineOf(const ClipSpec &spec);
/// "ts", "mp4", "mkv"
std::string extensionOf(Container container);

} // namespace kanal::panel
