// SPDX-License-Identifier: MIT
#include "track_selection.h"

#include <kanal/core/text.h>

#include <algorithm>

namespace kanal::playback
{

namespace
{

constexpr std::int64_t kSilentUs = 1'500'000; ///< a chosen stream without packets for so long may be replaced

std::string tag(const AVDictionary *metadata, const char *name)
{
    const AVDictionaryEntry *entry = av_dict_get(metadata, name, nullptr, 0);
    return entry ? cleanText(entry->value, 64) : std::string();
}

/// How early the wishes name this language or title; their number: not at all.
std::size_t rankOf(const std::vector<std::string> &wishes, const std::string &language, const std::string &title)
{
    const auto found = std::find_if(wishes.begin(), wishes.end(), [&](const std::string &wish) {
        return !wish.empty() && (wish == language || wish == title);
    });
    return std::size_t(found - wishes.begin());
}

/// The streams of the first programme with a picture; all of them where there are no programmes.
std::vector<int> candidateStreams(const AVFormatContext &context)
{
    std::vector<int> streams;
    for (unsigned p = 0; p < context.nb_programs; ++p) {
        const AVProgram &program = *context.programs[p];
        const bool picture =
            std::any_of(program.stream_index, program.stream_index + program.nb_stream_indexes, [&](unsigned index) {
                return context.streams[index]->codecpar->codec_type == AVMEDIA_TYPE_VIDEO;
            });
        if (picture) {
            streams.assign(program.stream_index, program.stream_index + program.nb_stream_indexes);
            return streams;
        }
    }
    for (unsigned i = 0; i < context.nb_streams; ++i)
        streams.push_back(int(i));
    return streams;
}

} // namespace

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

int TrackSelection::bestAudio(const AVFormatContext &context, const std::vector<int> &candidates) const
{
    int first = -1;
    std::size_t bestRank = m_preferredAudio.size();
    int best = -1;
    for (const int stream : candidates) {
        if (!usable(context, stream, AVMEDIA_TYPE_AUDIO))
            continue;
        if (first < 0)
            first = stream;
        const std::size_t rank = rankOf(m_preferredAudio, tag(context.streams[stream]->metadata, "language"),
                                        tag(context.streams[stream]->metadata, "title"));
        if (rank < bestRank) {
            bestRank = rank;
            best = stream;
        }
    }
    return best >= 0 ? best : first;
}

/// In a language the user wants to read: whole ones before those of signs alone, those without sound effects described
/// before those with, then the one the container would choose. Without any, the signs of the language that is heard.
SubtitleId TrackSelection::bestSubtitle(const AVFormatContext &context, const std::vector<int> &candidates) const
{
    std::size_t bestRank = m_preferredSubtitles.size() * 8;
    SubtitleId best, signs;
    const std::string heard =
        usable(context, m_audio, AVMEDIA_TYPE_AUDIO) ? tag(context.streams[m_audio]->metadata, "language") : "";
    for (const int stream : candidates) {
        if (!usable(context, stream, AVMEDIA_TYPE_SUBTITLE))
            continue;
        for (const Track &track : subtitleTracksOf(*context.streams[stream])) {
            const std::size_t wish = rankOf(m_preferredSubtitles, track.language, track.title);
            const bool usual = (context.streams[stream]->disposition & AV_DISPOSITION_DEFAULT) != 0;
            const std::size_t rank =
                wish * 8 + (track.forced ? 4 : 0) + (track.forHardOfHearing ? 2 : 0) + (usual ? 0 : 1);
            if (wish < m_preferredSubtitles.size() && rank < bestRank) {
                bestRank = rank;
                best = SubtitleId::fromTrack(track.id);
            }
            if (track.forced && track.language == heard && signs.of == SubtitleId::Of::None)
                signs = SubtitleId::fromTrack(track.id);
        }
    }
    return best.of == SubtitleId::Of::None ? signs : best;
}

void TrackSelection::choose(const AVFormatContext &context)
{
    const std::vector<int> candidates = candidateStreams(context);
    if (!usable(context, m_video, AVMEDIA_TYPE_VIDEO)) {
        const auto found = std::find_if(candidates.begin(), candidates.end(),
                                        [&](int s) { return usable(context, s, AVMEDIA_TYPE_VIDEO); });
        m_video = found == candidates.end() ? -1 : *found;
    }
    const bool contained = m_subtitle.of == SubtitleId::Of::Stream || m_subtitle.of == SubtitleId::Of::TeletextPage;
    if (contained && !usable(context, m_subtitle.stream, AVMEDIA_TYPE_SUBTITLE))
        m_subtitle = {};
    if (!m_audioOff && !usable(context, m_audio, AVMEDIA_TYPE_AUDIO))
        m_audio = bestAudio(context, candidates);
    if (m_subtitle.of == SubtitleId::Of::None && !m_subtitleWished)
        m_subtitle = bestSubtitle(context, candidates);
}

void TrackSelection::select(TrackKind kind, int stream)
{
    if (kind == TrackKind::Video) {
        m_video = stream;
    } else if (kind == TrackKind::Audio) {
        m_audio = stream;
        m_audioOff = stream < 0;
    } else {
        m_subtitle = SubtitleId::fromTrack(stream);
        m_subtitleWished = true;
    }
}

bool TrackSelection::notePacket(const AVFormatContext &context, int stream, std::int64_t ptsUs)
{
    m_lastPts[stream] = ptsUs;
    if (!m_firstPts)
        m_firstPts = ptsUs;
    const auto replaces = [&](int &chosen, AVMediaType type) {
        if (stream == chosen || !usable(context, stream, type))
            return false;
        const auto last = m_lastPts.find(chosen); // none: announced in the map, never seen (a dead PID)
        const bool silent = chosen < 0 || ptsUs - (last == m_lastPts.end() ? *m_firstPts : last->second) > kSilentUs;
        if (!silent)
            return false;
        chosen = stream;
        return true;
    };
    if (context.streams[stream]->codecpar->codec_type == AVMEDIA_TYPE_VIDEO)
        return replaces(m_video, AVMEDIA_TYPE_VIDEO);
    return !m_audioOff && replaces(m_audio, AVMEDIA_TYPE_AUDIO);
}

} // namespace kanal::playback
