// SPDX-License-Identifier: MIT
#include "session_shared.h"

#include "trace.h"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

namespace kanal::playback
{

namespace
{

bool sameTrack(const Track &a, const Track &b)
{
    const auto fields = [](const Track &track) {
        return std::tie(track.codec, track.width, track.height, track.frameRate, track.channels, track.sampleRate,
                        track.interlaced, track.undecodable, track.encrypted);
    };
    return fields(a) == fields(b);
}

/// A transport stream takes MP2 for MP3; its sound was heard.
bool sameCodec(const std::string &known, const std::string &listed)
{
    return known == listed || (known == "mp2" && listed == "mp3");
}

const char *stageName(StartPhases::Ms StartPhases::*stage)
{
    using P = StartPhases;
    static const std::pair<P::Ms P::*, const char *> names[] = {
        {&P::connect, "connect"},      {&P::firstByte, "first byte"},       {&P::tracks, "tracks"},
        {&P::firstKey, "key picture"}, {&P::firstPicture, "first picture"}, {&P::firstSound, "first sound"},
        {&P::playing, "playing"},
    };
    const auto found =
        std::find_if(std::begin(names), std::end(names), [&](const auto &n) { return n.first == stage; });
    return found == std::end(names) ? "stage" : found->second;
}

} // namespace

bool PhaseMarks::markMs(StartPhases::Ms StartPhases::*stage, double ms)
{
    std::lock_guard lock(m_mutex);
    if (m_phases.*stage)
        return false;
    m_phases.*stage = ms;
    trace::stage(stageName(stage), m_session, ms);
    return true;
}

void SessionShared::setTracks(std::vector<Track> list, int video, int audio, int subtitle)
{
    std::lock_guard lock(namesMutex);
    list.insert(list.end(), addedTracks.begin(), addedTracks.end());
    for (Track &track : list)
        track.selected = track.id == video || track.id == audio || track.id == subtitle;
    for (Track &track : list) // a decoder has seen more than the container says
        for (const Track &known : tracks)
            if (known.id == track.id && sameCodec(known.codec, track.codec) && known.kind == track.kind) {
                const bool selected = track.selected;
                track = known;
                track.selected = selected;
            }
    tracks = std::move(list);
}

void SessionShared::addTrack(Track track)
{
    std::vector<Track> changed;
    {
        std::lock_guard lock(namesMutex);
        addedTracks.push_back(track);
        tracks.push_back(std::move(track));
        changed = tracks;
    }
    post(SessionTracks{std::move(changed)});
}

std::vector<Track> SessionShared::currentTracks() const
{
    std::lock_guard lock(namesMutex);
    return tracks;
}

void SessionShared::refineTrack(TrackKind kind, const std::function<void(Track &)> &refine)
{
    std::vector<Track> changed;
    {
        std::lock_guard lock(namesMutex);
        for (Track &track : tracks) {
            if (track.kind != kind || !track.selected)
                continue;
            const Track before = track;
            refine(track);
            for (Track &added : addedTracks)
                if (added.id == track.id)
                    added = track;
            if (!sameTrack(track, before))
                changed = tracks;
        }
    }
    if (!changed.empty())
        post(SessionTracks{std::move(changed)});
}

StartPhases PhaseMarks::phases() const
{
    std::lock_guard lock(m_mutex);
    return m_phases;
}

} // namespace kanal::playback
