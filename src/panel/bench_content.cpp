// SPDX-License-Identifier: MIT
#include "content.h"
#include "themes.h"

namespace kanal::panel
{
namespace
{

VideoSpec fullHd(VideoCodec codec, int gopSeconds)
{
    VideoSpec spec;
    spec.codec = codec;
    spec.width = 1920;
    spec.height = 1080;
    spec.frameRate = 50;
    spec.gopSeconds = gopSeconds;
    spec.bFrames = 3;
    return spec;
}

VideoSpec interlacedMpeg2(int width, int height, int displayWidth)
{
    VideoSpec spec;
    spec.codec = VideoCodec::Mpeg2;
    spec.width = width;
    spec.height = height;
    spec.displayWidth = displayWidth;
    spec.interlaced = true;
    return spec;
}

/// Two channels alone in a category: one key steps from each to the other.
void addPair(Content &content, int firstId, const std::string &name, const VideoSpec &video, const AudioSpec &audio)
{
    const std::string category = std::to_string(firstId);
    content.liveCategories.push_back({category, name});
    for (int i = 0; i < 2; ++i) {
        Channel made{firstId + i, name + (i ? " B" : " A"), category, {}, 0, Topic::Sports, {}};
        made.clip.name = "bench-" + std::to_string(made.id);
        made.clip.seconds = 24; // whole frames of every sound we have, and of pictures
        made.clip.theme = i ? kNight : kMeadow;
        made.clip.theme.seed = std::uint32_t(made.id);
        made.clip.title = made.name;
        made.clip.monogram = i ? "B" : "A";
        made.clip.video = video;
        made.clip.audio = {audio};
        content.channels.push_back(std::move(made));
    }
}

} // namespace

Content benchContent()
{
    Content content;
    addPair(content, 1, "1080p50 H.264", fullHd(VideoCodec::H264, 1), {AudioCodec::Aac, "eng", 220});
    addPair(content, 11, "1080p50 H.264, key frame every 2 s", fullHd(VideoCodec::H264, 2),
            {AudioCodec::Aac, "eng", 220});
    addPair(content, 21, "576i MPEG-2", interlacedMpeg2(720, 576, 1024), {AudioCodec::Mp2, "eng", 165});
    return content;
}

} // namespace kanal::panel
