// SPDX-License-Identifier: MIT
// A short stream made with the real encoders: grey pictures, and each second at the same instant one white picture and
// a beep. Made in memory, the same bytes each time.
#pragma once

#include <string>

namespace kanal
{

struct FlashClipOptions {
    const char *container = "mpegts"; ///< "mpegts", "mp4", "matroska", "avi"
    const char *videoCodec = "mpeg2video";
    const char *audioCodec = "mp2"; ///< "mp2", "aac", "ac3"; empty: no sound
    int width = 320, height = 180;
    int rate = 25;
    int seconds = 6;
    int gop = 25;
    bool openGop = false;          ///< pictures before a key picture may look at it
    bool noise = false;            ///< grey as snow: as many bytes as the encoder may spend, 190 KB a second and more
    bool leftOnly = false;         ///< nothing on the right
    const char *muxerOptions = ""; ///< "movflags=frag_keyframe+empty_moov"
    bool secondSound = false;      ///< another track: a steady tone of half the level
    const char *language = "", *secondLanguage = ""; ///< of the sounds
};

/// Aborts the test program when an encoder of FFmpeg's own is missing.
std::string makeFlashClip(const FlashClipOptions &options = {});

} // namespace kanal
