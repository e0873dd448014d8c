// SPDX-License-Identifier: MIT
// Which streams of a container are played: the first programme with a picture, its sound in a language the user likes;
// and when a programme map moves them, the ones that took their place. Pure but for reading AVFormatContext. Demux
// thread.
#pragma once

#include "av_handles.h"
#include "subtitle_source.h"

#include <kanal/playback/player.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace kanal::playback
{

Track describeTrack(const AVStream &stream);
std::vector<Track> describeTracks(const AVFormatContext &context);

class TrackSelection
{
public:
    TrackSelection(std::vector<std::string> preferredAudio, std::vector<std::string> preferredSubtitles);

    /// Chooses among the streams that are known. Keeps what is chosen while it exists.
    void choose(const AVFormatContext &context);
    /// Subtitles that are not in the container: chosen where the user prefers their language and nothing is.
    void offer(const std::vector<Track> &subtitles);
    /// The user's wish; -1: none.
    void select(TrackKind kind, int stream);

    /// Notes a packet and takes over a stream that replaces a silent one. True when the selection changed.
    bool notePacket(const AVFormatContext &context, int stream, std::int64_t ptsUs);

    int video() const { return m_video; }
    int audio() const { return m_audio; }
    SubtitleId subtitle() const { return m_subtitle; } ///< none until the user, or the preference, chooses

private:
    bool usable(const AVFormatContext &context, int stream, AVMediaType type) const;
    SubtitleId bestSubtitle(const std::vector<Track> &tracks) const;
    int bestAudio(const AVFormatContext &context, const std::vector<int> &candidates) const;

    const std::vector<std::string> m_preferredAudio, m_preferredSubtitles;
    int m_video = -1;
    int m_audio = -1;
    SubtitleId m_subtitle;
    bool m_subtitleWished = false; ///< the user chose, or chose none
    bool m_audioOff = false;
    std::map<int, std::int64_t> m_lastPts;  ///< per stream, µs
    std::optional<std::int64_t> m_firstPts; ///< of any
};

} // namespace kanal::playback
