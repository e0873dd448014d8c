// SPDX-License-Identifier: MIT
#include "track_selection.h"

#include <kanal/core/media_request.h>
#include <kanal/core/text.h>

#include <algorithm>
#include <numeric>
#include <tuple>

namespace kanal::playback
{

namespace
{

constexpr std::int64_t kSilentUs = 1'500'000; ///< a stream that comes alone for so long replaces the chosen one
/// Sound for some, not for all.
constexpr int kSpecialSound = AV_DISPOSITION_VISUAL_IMPAIRED | AV_DISPOSITION_HEARING_IMPAIRED |
                              AV_DISPOSITION_CLEAN_EFFECTS | AV_DISPOSITION_COMMENT;

std::string tag(const AVDictionary *metadata, const char *name)
{
    const AVDictionaryEntry *entry = av_dict_get(metadata, name, nullptr, 0);
    return entry ? cleanText(entry->value, 64) : std::string();
}

/// How early the wishes name this language or title; their number: not at all.
std::size_t rankOf(const std::vector<std::string> &wishes, const std::string &language, const std::string &title)
{
    const auto found = std::find_if(wishes.begin(), wishes.end(), [&](const std::string &wish) {
        return !wish.empty() && (equalsIgnoringCase(wish, language) || equalsIgnoringCase(wish, title));
    });
    return std::size_t(found - wishes.begin());
}

void preferFirst(std::vector<std::string> &wishes, const std::string &wish)
{
    if (wish.empty() || wish == kNoSubtitles)
        return;
    std::erase(wishes, wish);
    wishes.insert(wishes.begin(), wish);
}

template<class Wanted>
const AVProgram *programmeWith(const AVFormatContext &context, Wanted wanted)
{
    for (unsigned p = 0; p < context.nb_programs; ++p) {
        const AVProgram &programme = *context.programs[p];
        if (std::any_of(programme.stream_index, programme.stream_index + programme.nb_stream_indexes, wanted))
            return &programme;
    }
    return nullptr;
}

/// The streams of the programme whose picture is played, else of the first with a picture; all of them where there are
/// no programmes.
std::vector<int> candidateStreams(const AVFormatContext &context, int video)
{
    const AVProgram *programme = programmeWith(context, [&](unsigned index) { return int(index) == video; });
    if (!programme)
        programme = programmeWith(context, [&](unsigned index) {
            return context.streams[index]->codecpar->codec_type == AVMEDIA_TYPE_VIDEO;
        });
    if (programme)
        return {programme->stream_index, programme->stream_index + programme->nb_stream_indexes};
    std::vector<int> streams(context.nb_streams);
    std::iota(streams.begin(), streams.end(), 0);
    return streams;
}

Track describeTrack(const AVStream &stream)
{
    const AVCodecParameters &codec = *stream.codecpar;
    Track track;
    track.id = stream.index;
    track.kind = codec.codec_type == AVMEDIA_TYPE_VIDEO   ? TrackKind::Video
                 : codec.codec_type == AVMEDIA_TYPE_AUDIO ? TrackKind::Audio
                                                          : TrackKind::Subtitle;
    track.codec = avcodec_get_name(codec.codec_id);
    track.language = tag(stream.metadata, "language");
    track.title = tag(stream.metadata, "title");
    track.width = codec.width;
    track.height = codec.height;
    const AVRational rate = stream.avg_frame_rate.num > 0 ? stream.avg_frame_rate : stream.r_frame_rate;
    track.frameRate = rate.num > 0 && rate.den > 0 ? av_q2d(rate) : 0;
    track.channels = codec.ch_layout.nb_channels;
    track.sampleRate = codec.sample_rate;
    track.undecodable = codec.codec_id != AV_CODEC_ID_NONE && !avcodec_find_decoder(codec.codec_id);
    return track;
}

} // namespace

std::vector<Track> describeTracks(const AVFormatContext &context)
{
    std::vector<Track> tracks;
    for (unsigned i = 0; i < context.nb_streams; ++i) {
        const AVStream &stream = *context.streams[i];
        const AVMediaType type = stream.codecpar->codec_type;
        const bool playable = type == AVMEDIA_TYPE_VIDEO || type == AVMEDIA_TYPE_AUDIO || type == AVMEDIA_TYPE_SUBTITLE;
        if (!playable || (stream.disposition & AV_DISPOSITION_ATTACHED_PIC))
            continue;
        if (type != AVMEDIA_TYPE_SUBTITLE)
            tracks.push_back(describeTrack(stream));
        else
            for (Track &track : subtitleTracksOf(stream))
                tracks.push_back(std::move(track));
    }
    return tracks;
}

TrackSelection::TrackSelection(std::vector<std::string> preferredAudio, std::vector<std::string> preferredSubtitles)
    : m_preferredAudio(std::move(preferredAudio))
    , m_preferredSubtitles(std::move(preferredSubtitles))
{
}

bool TrackSelection::usable(const AVFormatContext &context, int stream, AVMediaType type) const
{
    if (stream < 0 || stream >= int(context.nb_streams))
        return false;
    const AVStream &candidate = *context.streams[stream];
    return candidate.codecpar->codec_type == type && !(candidate.disposition & AV_DISPOSITION_ATTACHED_PIC) &&
           avcodec_find_decoder(candidate.codecpar->codec_id);
}

/// In a language the user wants to hear; then what is for all before what describes the picture for the blind, then
/// what the container begins with by itself, then the first.
int TrackSelection::bestAudio(const AVFormatContext &context, const std::vector<int> &candidates) const
{
    using Rank = std::tuple<std::size_t, bool, bool>;
    Rank bestRank;
    int best = -1;
    for (const int stream : candidates) {
        if (!usable(context, stream, AVMEDIA_TYPE_AUDIO))
            continue;
        const AVStream &sound = *context.streams[stream];
        const Rank rank(rankOf(m_preferredAudio, tag(sound.metadata, "language"), tag(sound.metadata, "title")),
                        (sound.disposition & kSpecialSound) != 0, (sound.disposition & AV_DISPOSITION_DEFAULT) == 0);
        if (best < 0 || rank < bestRank) {
            bestRank = rank;
            best = stream;
        }
    }
    return best;
}

/// In a language the user wants to read: whole ones before those of signs alone, those without sound effects described
/// before those with. Without any, the signs of the language that is heard, unless the user wants none.
SubtitleId TrackSelection::bestSubtitle(const std::vector<Track> &tracks, const std::string &heard) const
{
    std::size_t bestRank = m_preferredSubtitles.size() * 4;
    SubtitleId best, signs;
    const bool none =
        std::find(m_preferredSubtitles.begin(), m_preferredSubtitles.end(), kNoSubtitles) != m_preferredSubtitles.end();
    for (const Track &track : tracks) {
        const std::size_t wish = rankOf(m_preferredSubtitles, track.language, track.title);
        const std::size_t rank = wish * 4 + (track.forced ? 2 : 0) + (track.forHardOfHearing ? 1 : 0);
        if (wish < m_preferredSubtitles.size() && rank < bestRank) {
            bestRank = rank;
            best = SubtitleId::fromTrack(track.id);
        }
        if (track.forced && track.language == heard && !none && signs.of == SubtitleId::Of::None)
            signs = SubtitleId::fromTrack(track.id);
    }
    return best.of == SubtitleId::Of::None ? signs : best;
}

void TrackSelection::offer(const std::vector<Track> &subtitles, const std::string &heard)
{
    if (m_subtitle.of == SubtitleId::Of::None && !m_subtitlesOff)
        m_subtitle = bestSubtitle(subtitles, heard);
}

void TrackSelection::choose(const AVFormatContext &context)
{
    const std::vector<int> candidates = candidateStreams(context, m_video);
    if (!usable(context, m_video, AVMEDIA_TYPE_VIDEO)) {
        const auto found = std::find_if(candidates.begin(), candidates.end(),
                                        [&](int s) { return usable(context, s, AVMEDIA_TYPE_VIDEO); });
        m_video = found == candidates.end() ? -1 : *found;
    }
    const bool inside = m_subtitle.of == SubtitleId::Of::Stream || m_subtitle.of == SubtitleId::Of::TeletextPage;
    if (inside && !usable(context, m_subtitle.stream, AVMEDIA_TYPE_SUBTITLE))
        m_subtitle = {};
    std::vector<int> usualFirst = candidates;
    std::stable_partition(usualFirst.begin(), usualFirst.end(), [&](int stream) {
        return (context.streams[stream]->disposition & AV_DISPOSITION_DEFAULT) != 0;
    });
    std::vector<Track> contained;
    for (const int stream : usualFirst)
        if (usable(context, stream, AVMEDIA_TYPE_SUBTITLE))
            for (Track &track : subtitleTracksOf(*context.streams[stream]))
                contained.push_back(std::move(track));
    if (!m_audioOff && !usable(context, m_audio, AVMEDIA_TYPE_AUDIO))
        m_audio = bestAudio(context, candidates);
    offer(contained, usable(context, m_audio, AVMEDIA_TYPE_AUDIO) ? tag(context.streams[m_audio]->metadata, "language")
                                                                  : std::string());
}

void TrackSelection::select(TrackKind kind, int stream, const std::string &wish)
{
    restart();
    if (kind == TrackKind::Video) {
        m_video = stream;
    } else if (kind == TrackKind::Audio) {
        m_audio = stream;
        m_silentAudio = -1;
        m_audioOff = stream < 0;
        preferFirst(m_preferredAudio, wish);
    } else {
        m_subtitle = SubtitleId::fromTrack(stream);
        m_subtitlesOff = stream < 0;
        preferFirst(m_preferredSubtitles, wish);
    }
}

void TrackSelection::forget()
{
    restart();
    m_video = m_audio = m_silentAudio = -1;
    if (m_subtitle.stream >= 0)
        m_subtitle = {};
}

void TrackSelection::restart()
{
    m_elsewhere.clear();
    m_videoAlone.clear();
    m_audioAlone.clear();
}

/// A programme that is announced and never sent, while the picture of another comes: that one is played.
bool TrackSelection::notePlace(const AVFormatContext &context, int stream, std::int64_t ptsUs)
{
    const std::vector<int> candidates = candidateStreams(context, m_video);
    if (std::find(candidates.begin(), candidates.end(), stream) != candidates.end()) {
        m_elsewhere.clear();
        return false;
    }
    const bool video = context.streams[stream]->codecpar->codec_type == AVMEDIA_TYPE_VIDEO;
    if (!video || ptsUs - m_elsewhere.try_emplace(stream, ptsUs).first->second <= kSilentUs)
        return false;
    forget();
    m_video = stream;
    choose(context);
    return true;
}

bool TrackSelection::notePacket(const AVFormatContext &context, int stream, std::int64_t ptsUs, const IsGone &isGone)
{
    const AVMediaType type = context.streams[stream]->codecpar->codec_type;
    const bool video = type == AVMEDIA_TYPE_VIDEO;
    if ((!video && type != AVMEDIA_TYPE_AUDIO) || (!video && m_audioOff))
        return false;
    int &chosen = video ? m_video : m_audio;
    Alone &alone = video ? m_videoAlone : m_audioAlone;
    if (stream == chosen) {
        m_elsewhere.clear();
        alone.clear();
        return false;
    }
    if (!usable(context, stream, type))
        return false;
    if (notePlace(context, stream, ptsUs))
        return true;
    const bool back = !video && stream == m_silentAudio;
    if (chosen >= 0 && !back) {
        // Not the distance to the chosen stream's last packet: after a seek, or a hole in all, that says nothing.
        const std::int64_t patience = isGone && isGone(chosen) ? 0 : kSilentUs;
        if (ptsUs - alone.try_emplace(stream, ptsUs).first->second <= patience)
            return false;
        const std::vector<int> candidates = candidateStreams(context, m_video);
        if (std::find(candidates.begin(), candidates.end(), stream) == candidates.end())
            return false;
    }
    if (!video && (back || m_silentAudio < 0))
        m_silentAudio = back ? -1 : chosen;
    chosen = stream;
    alone.clear();
    return true;
}

} // namespace kanal::playback
