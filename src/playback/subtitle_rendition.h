// SPDX-License-Identifier: MIT
// Subtitles that are a playlist of their own beside the picture's (WebVTT): fetched while they are chosen, on a thread
// of its own, a few seconds before they are due, at the media times the picture's demuxer makes of the clock they
// share. Nobody waits for them, and what they meet is their own affair. One is made for a place and never sought.
#pragma once

#include "session_shared.h"
#include "sound_rendition.h"
#include "webvtt.h"

#include <deque>
#include <memory>
#include <thread>

namespace kanal::playback
{

class SubtitleRendition
{
public:
    /// `shared` and `picture` must outlive it.
    SubtitleRendition(SessionShared &shared, SharedPictureTimes &picture, std::unique_ptr<PartedSource> source);
    ~SubtitleRendition(); ///< ends it; does not wait for the network

    void cancel(); ///< any thread

private:
    void run(std::stop_token stop);
    Result<std::string> readPart();
    void take(const VttSegment &segment, std::stop_token stop);
    std::optional<std::int64_t> mediaUs(const VttCue &cue, const VttSegment &segment, std::stop_token stop);
    bool waitUntilDue(std::int64_t mediaUs, std::stop_token stop);
    bool known(const VttCue &cue, std::int64_t mediaUs);
    void push(const VttCue &cue, std::int64_t mediaUs);

    SessionShared &m_shared;
    SharedPictureTimes &m_picture;
    const std::unique_ptr<PartedSource> m_source; ///< any thread may cancel it

    std::deque<std::pair<std::int64_t, std::string>> m_pushed; ///< a line is in every segment it reaches into

    std::jthread m_thread; ///< last: it uses all above
};

} // namespace kanal::playback
