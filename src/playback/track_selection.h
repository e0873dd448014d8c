// SPDX-License-Identifier: MIT
// Which streams of a container are played: the first programme with a picture, its sound in a language the user likes;
// and when one falls silent because a programme map moved it, the one that took its place. Pure but for reading
// AVFormatContext. Demux thread.
#pragma once

#include "av_handles.h"
#include "subtitle_source.h"

#include <kanal/playback/player.h>

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace kanal::playback
{

std::vector<Track> describeTracks(const AVFormatContext &context);

class TrackSelection
{
public:
    TrackSelection(std::vector<std::string> preferredAudio, std::vector<std::string> preferredSubtitles);

    /// Chooses among the streams that are known. Keeps what is chosen while it exists.
    void choose(const AVFormatContext &context);
    /// Subtitles, also of outside the container: one is chosen where none is and the user prefers its language, or it
    /// has only the signs in the language that is `heard`.
    void offer(const std::vector<Track> &subtitles, const std::string &heard = {});
    /// The user's choice; -1: none. `wish`: the language or title that finds it again among other streams.
    void select(TrackKind kind, int stream, const std::string &wish = {});
    /// The streams that come are others, whatever their numbers are.
    void forget();
    /// What comes next comes from another place: nobody was silent until then.
    void restart();

    /// Notes a packet of a transport stream and takes over a stream that replaces a silent one, at once where that one
    /// `isGone` from the programme. True when the selection changed.
    using IsGone = std::function<bool(int stream)>;
    bool notePacket(const AVFormatContext &context, int stream, std::int64_t ptsUs, const IsGone &isGone = {});

    int video() const { return m_video; }
    int audio() const { return m_audio; }
    SubtitleId subtitle() const { return m_subtitle; } ///< none until the user, or the preference, chooses

private:
    bool usable(const AVFormatContext &context, int stream, AVMediaType type) const;
    bool notePlace(const AVFormatContext &context, int stream, std::int64_t ptsUs);
    SubtitleId bestSubtitle(const std::vector<Track> &tracks, const std::string &heard) const;
    int bestAudio(const AVFormatContext &context, const std::vector<int> &candidates) const;

    /// Streams that bring packets while the chosen one of their kind brings none; since when, µs.
    using Alone = std::map<int, std::int64_t>;

    std::vector<std::string> m_preferredAudio, m_preferredSubtitles;
    int m_video = -1;
    int m_audio = -1;
    int m_silentAudio = -1; ///< the one that m_audio stands in for
    SubtitleId m_subtitle;
    bool m_subtitlesOff = false; ///< by the user, as the next
    bool m_audioOff = false;
    Alone m_videoAlone, m_audioAlone;
    Alone m_elsewhere; ///< pictures of other programmes, while nothing comes of the one that is played
};

} // namespace kanal::playback
