// SPDX-License-Identifier: MIT
// The demux thread of a session: opens the container, puts packets into the queues on one continuous timeline, follows
// programme changes and seeks; reopens live streams of libavformat's own I/O when they end (our own sources heal
// themselves).
#pragma once

#include "file_timeline.h"
#include "film_seeker.h"
#include "packet_shelf.h"
#include "session_shared.h"
#include "sound_rendition.h"
#include "stream_opener.h"
#include "subtitle_rendition.h"
#include "timeline.h"
#include "track_selection.h"

#include <memory>
#include <optional>
#include <stop_token>

namespace kanal::playback
{

struct SeekWish {
    std::chrono::milliseconds to;
    Seek how = Seek::Exact;
    std::chrono::milliseconds from{0}; ///< where one was: to go back to where the server refuses
    int number = 0;
};

class DemuxLoop
{
public:
    DemuxLoop(SessionShared &shared, std::unique_ptr<ByteSource> source, StreamOpener::MakeSource playlistSource);
    ~DemuxLoop();

    void run(std::stop_token stop);

    // Any thread.
    void cancel();
    /// SessionSought with the number follows; of several that wait the last is done.
    void requestSeek(const SeekWish &wish);
    void requestTrack(TrackKind kind, int id);
    void requestSubtitles(const std::filesystem::path &file);

private:
    struct Wishes {
        std::optional<SeekWish> seek;
        std::vector<std::pair<TrackKind, int>> tracks;
        std::vector<std::filesystem::path> subtitleFiles;
        bool none() const { return !seek && tracks.empty() && subtitleFiles.empty(); }
    };

    void begin();
    bool isFile() const;
    void forgetStreams();
    Timeline::Wrap wrap() const;
    std::chrono::milliseconds duration() const;
    void startTimeline(std::optional<std::chrono::microseconds> at);
    void noteQueued();
    bool reopen(std::stop_token stop, Error why);
    void announce();
    Result<Demuxer::Outcome> readPacket(AVPacket &packet);
    void readUntilEnd(std::stop_token stop);
    void takeWishes();
    bool isThere(TrackKind kind, int id) const;
    void selectTrack(TrackKind kind, int id);
    void hearFrom(std::int64_t fromUs);
    void followReplacement(int sound);
    void tellTracks();
    bool seekTo(std::chrono::milliseconds position, Seek how);
    void goBack();
    void route(AVPacket &packet);
    void putOnTimeline(AVPacket &packet);
    void shelve(const AVPacket &packet, bool stamped);
    void noteKey(std::int64_t ptsUs);
    void handOn(const KeyPicture &key);
    void noteWhetherScrambled(int stream, std::int64_t dtsUs);
    void adoptSelection();
    void adoptSubtitle();
    void addSubtitles(const std::filesystem::path &file);
    void end();

    // demux_sound.cpp: sounds that are streams of their own.
    void offerSounds();
    bool isSoundApart() const { return m_sound && !m_sound->lost(); }
    int audioTrack() const;
    void startSound(SoundBegin begin);
    SoundBegin soundBeginNow() const;
    void stopSound();
    std::optional<std::size_t> offerOf(int id) const; ///< of a track's id: which of m_offers, if it is apart
    bool selectOffered(int id);
    void noteWhetherAllIsRead();
    bool enough() const;
    std::int64_t bytesReceived() const;

    // demux_subtitles.cpp: subtitles that are playlists of their own.
    void offerSubtitles();
    void startSubtitles(SoundBegin begin);
    void stopSubtitles();

    bool advance(std::stop_token stop);
    bool waitForRoom(std::stop_token stop);
    void wakeForTrack();

    SessionShared &m_shared;
    StreamOpener m_stream; ///< any thread may cancel it

    // Demux thread.
    std::optional<Timeline> m_timeline;
    std::optional<Timeline::Wrap> m_wrap; ///< of m_timeline
    bool m_partEnded = false;             ///< the demuxer has nothing more
    bool m_allRead = false;               ///< nor has any that would come after it
    TrackSelection m_selection;
    PacketShelf m_sounds;
    PacketShelf m_subtitles;
    int m_soundTracks = 0;
    unsigned m_knownStreams = 0;
    int m_knownGeneration = 0;
    std::optional<int> m_subtitle; ///< the track the subtitle thread was given; -1: none
    std::vector<std::filesystem::path> m_subtitleFiles;
    int m_attempt = 0;
    std::int64_t m_lastEndUs = 0;
    std::optional<std::chrono::milliseconds> m_leftAt; ///< until the first packet after a seek
    std::optional<std::int64_t> m_fileStartUs;         ///< the container's first time: position 0
    std::optional<FileTimeline> m_film;                ///< of a transport stream that is a file
    FilmSeeker m_filmSeeker;
    std::optional<std::int64_t> m_pictureReadUs; ///< the last one, or the first packet of all
    bool m_pictureScrambled = false;
    std::shared_ptr<const AVCodecParameters> m_videoParameters, m_audioParameters;

    std::mutex m_mutex; ///< the next three
    Wishes m_wishes;
    bool m_reading = false;    ///< and nothing else: it may be woken
    bool m_readsParts = false; ///< meanwhile

    SoundOffers m_offers;
    std::optional<std::size_t> m_offer; ///< the one that is chosen, if it is apart
    SharedPictureTimes m_pictureTimes;
    std::mutex m_soundMutex; ///< the next three, for cancel()
    bool m_cancelled = false;
    std::unique_ptr<SoundRendition> m_sound;
    std::unique_ptr<SubtitleRendition> m_subtitleList; ///< the chosen one

    std::vector<SubtitleOffer> m_subtitleOffers;
};

} // namespace kanal::playback
