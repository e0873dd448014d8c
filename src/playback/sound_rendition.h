// SPDX-License-Identifier: MIT
// A sound that is a stream of its own beside the picture's: demuxed on a thread of its own into the queue of sound
// packets, at the media times the picture's demuxer makes of the clock they share. One is made for a place and a track,
// and never sought: another place or track is another one.
#pragma once

#include "session_shared.h"
#include "sound_place.h"
#include "stream_opener.h"
#include "track_selection.h"

#include <atomic>
#include <thread>

namespace kanal::playback
{

/// PictureTimes for two threads.
class SharedPictureTimes
{
public:
    void note(std::int64_t rawUs, std::int64_t mediaUs, std::int64_t durationUs);
    void finish();
    /// After a seek.
    void restart();
    /// Waits until the picture was read far enough to tell; nullopt: stopped, or a packet without a picture.
    std::optional<std::int64_t> place(const SoundPlace &sound, std::int64_t rawUs, std::stop_token stop);

private:
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    PictureTimes m_times;
};

class SoundRendition
{
public:
    /// `shared` and `picture` must outlive it.
    SoundRendition(SessionShared &shared, SharedPictureTimes &picture, std::unique_ptr<ByteSource> source);
    ~SoundRendition(); ///< ends it; does not wait for the network

    // Any thread.
    void cancel();
    /// Nothing more will come; all of it is in the queue.
    bool ended() const { return m_ended; }
    bool lost() const { return m_lost; } ///< it could not be had
    std::int64_t bytesReceived() const;

private:
    void run(std::stop_token stop);
    bool waitForRoom(std::stop_token stop);
    bool nextPart();
    void adoptStream();
    void take(AVPacket &packet, std::stop_token stop);
    std::optional<std::int64_t> rawUs(const AVPacket &packet, const AVStream &stream) const;
    void giveUp(const Error &why);
    void end();

    SessionShared &m_shared;
    SharedPictureTimes &m_picture;
    StreamOpener m_stream; ///< any thread may cancel it

    // Its thread.
    TrackSelection m_selection{{}, {}};
    std::shared_ptr<const AVCodecParameters> m_parameters;
    unsigned m_knownStreams = 0;
    int m_knownGeneration = 0;
    SoundPlace m_place;
    std::optional<std::int64_t> m_lastUs; ///< of the last packet; nullopt: it was dropped

    std::atomic<bool> m_ended{false}, m_lost{false};
    std::jthread m_thread; ///< last: it uses all above
};

} // namespace kanal::playback
