// SPDX-License-Identifier: MIT
#include "subtitle_source.h"

#include <kanal/core/text.h>

#include <algorithm>
#include <cctype>

namespace kanal::playback
{

namespace
{

constexpr int kPageTracks = 10'000;
constexpr int kPagesPerStream = 100;
constexpr int kCaptionTracks = 20'000;
constexpr int kFileTracks = 30'000;
constexpr int kRenditionTracks = 50'000;
constexpr std::size_t kMostFontBytes = 32u << 20; ///< of all fonts of a container

/// A page of a teletext stream as its descriptor lists it (EN 300 468, 6.2.43): type and magazine, number in BCD.
struct TeletextPage {
    int page = 0;
    bool subtitles = false, forHardOfHearing = false;
    std::string language;
};

std::vector<TeletextPage> teletextPages(const AVStream &stream)
{
    const AVCodecParameters &codec = *stream.codecpar;
    if (codec.codec_id != AV_CODEC_ID_DVB_TELETEXT || !codec.extradata)
        return {};
    std::vector<TeletextPage> pages;
    const AVDictionaryEntry *entry = av_dict_get(stream.metadata, "language", nullptr, 0);
    const std::string languages = entry ? entry->value : ""; // "eng,deu"
    for (int at = 0; at + 1 < codec.extradata_size && int(pages.size()) < kPagesPerStream; at += 2) {
        const int type = codec.extradata[at] >> 3, magazine = codec.extradata[at] & 7;
        const int tens = codec.extradata[at + 1] >> 4, ones = codec.extradata[at + 1] & 0xF;
        const std::size_t word = pages.size() * 4;
        pages.push_back({(magazine == 0 ? 8 : magazine) * 100 + tens * 10 + ones,
                         (type == 2 || type == 5) && tens < 10 && ones < 10, type == 5,
                         word < languages.size() ? cleanText(languages.substr(word, 3), 8) : std::string()});
    }
    return pages;
}

Track plainTrack(const AVStream &stream)
{
    const auto tag = [&](const char *name) {
        const AVDictionaryEntry *entry = av_dict_get(stream.metadata, name, nullptr, 0);
        return entry ? cleanText(entry->value, 64) : std::string();
    };
    Track track;
    track.id = stream.index;
    track.kind = TrackKind::Subtitle;
    track.codec = avcodec_get_name(stream.codecpar->codec_id);
    track.language = tag("language");
    track.title = tag("title");
    track.forHardOfHearing = (stream.disposition & AV_DISPOSITION_HEARING_IMPAIRED) != 0;
    track.forced = (stream.disposition & AV_DISPOSITION_FORCED) != 0;
    return track;
}

std::vector<SubtitleFont> fontsOf(const AVFormatContext &context)
{
    std::vector<SubtitleFont> fonts;
    std::size_t bytes = 0;
    for (unsigned i = 0; i < context.nb_streams; ++i) {
        const AVStream &stream = *context.streams[i];
        const AVCodecParameters &codec = *stream.codecpar;
        const bool font = codec.codec_id == AV_CODEC_ID_TTF || codec.codec_id == AV_CODEC_ID_OTF;
        if (!font || codec.extradata_size <= 0 || bytes + std::size_t(codec.extradata_size) > kMostFontBytes)
            continue;
        bytes += std::size_t(codec.extradata_size);
        const AVDictionaryEntry *name = av_dict_get(stream.metadata, "filename", nullptr, 0);
        fonts.push_back({name ? cleanText(name->value, 128) : std::string("font"),
                         {codec.extradata, codec.extradata + codec.extradata_size}});
    }
    return fonts;
}

std::shared_ptr<AVCodecParameters> emptyParameters()
{
    return {avcodec_parameters_alloc(), AvDeleter()};
}

} // namespace

SubtitleId SubtitleId::fromTrack(int track)
{
    if (track < 0)
        return {};
    if (track >= kRenditionTracks)
        return {Of::Rendition, -1, track - kRenditionTracks};
    if (track >= kFileTracks)
        return {Of::File, -1, track - kFileTracks};
    if (track >= kCaptionTracks)
        return {Of::Captions, -1, track - kCaptionTracks};
    if (track >= kPageTracks)
        return {Of::TeletextPage, (track - kPageTracks) / kPagesPerStream, (track - kPageTracks) % kPagesPerStream};
    return {Of::Stream, track, 0};
}

int SubtitleId::track() const
{
    switch (of) {
    case Of::Stream:
        return stream;
    case Of::TeletextPage:
        return kPageTracks + stream * kPagesPerStream + number;
    case Of::Captions:
        return kCaptionTracks + number;
    case Of::File:
        return kFileTracks + number;
    case Of::Rendition:
        return kRenditionTracks + number;
    case Of::None:
        break;
    }
    return -1;
}

std::string nameOf(const std::filesystem::path &file)
{
    const std::u8string name = file.filename().u8string();
    return cleanText({reinterpret_cast<const char *>(name.data()), name.size()}, 128);
}

std::vector<Track> subtitleTracksOf(const AVStream &stream)
{
    std::vector<Track> tracks;
    if (!avcodec_find_decoder(stream.codecpar->codec_id))
        return tracks;
    const std::vector<TeletextPage> pages = teletextPages(stream);
    for (std::size_t i = 0; i < pages.size(); ++i) {
        if (!pages[i].subtitles)
            continue;
        Track track = plainTrack(stream);
        track.id = SubtitleId{SubtitleId::Of::TeletextPage, stream.index, int(i)}.track();
        track.language = pages[i].language;
        track.title = std::to_string(pages[i].page);
        track.forHardOfHearing = pages[i].forHardOfHearing;
        tracks.push_back(std::move(track));
    }
    if (tracks.empty())
        tracks.push_back(plainTrack(stream));
    return tracks;
}

Track captionTrack(int field)
{
    Track track;
    track.id = SubtitleId{SubtitleId::Of::Captions, -1, field}.track();
    track.kind = TrackKind::Subtitle;
    track.codec = avcodec_get_name(AV_CODEC_ID_EIA_608);
    track.title = field == 2 ? "CC3" : "CC1";
    return track;
}

Track renditionTrack(int number, const SubtitleOffer &offer)
{
    Track track;
    track.id = SubtitleId{SubtitleId::Of::Rendition, -1, number}.track();
    track.kind = TrackKind::Subtitle;
    track.codec = avcodec_get_name(AV_CODEC_ID_WEBVTT);
    track.title = offer.name;
    track.language = offer.language;
    track.forHardOfHearing = offer.forHardOfHearing;
    return track;
}

Track fileTrack(int number, const std::filesystem::path &file)
{
    Track track;
    track.id = SubtitleId{SubtitleId::Of::File, -1, number}.track();
    track.kind = TrackKind::Subtitle;
    track.title = nameOf(file);
    const std::string language = nameOf(file.stem().extension()); // "film.de.srt"
    const auto isLetter = [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; };
    if ((language.size() == 3 || language.size() == 4) && std::all_of(language.begin() + 1, language.end(), isLetter))
        track.language = lowered(language.substr(1));
    return track;
}

SubtitleSource containerSource(const AVFormatContext &context, SubtitleId id)
{
    if (id.stream < 0 || id.stream >= int(context.nb_streams))
        return {};
    const AVStream &stream = *context.streams[id.stream];
    SubtitleSource source;
    const std::shared_ptr<AVCodecParameters> copy = emptyParameters();
    avcodec_parameters_copy(copy.get(), stream.codecpar);
    source.parameters = copy;
    if (id.of == SubtitleId::Of::TeletextPage) {
        const std::vector<TeletextPage> pages = teletextPages(stream);
        if (id.number < int(pages.size()))
            source.page = pages[std::size_t(id.number)].page;
    }
    if (stream.codecpar->codec_id == AV_CODEC_ID_ASS)
        source.fonts = fontsOf(context);
    return source;
}

SubtitleSource webvttSource()
{
    SubtitleSource source;
    const std::shared_ptr<AVCodecParameters> parameters = emptyParameters();
    parameters->codec_type = AVMEDIA_TYPE_SUBTITLE;
    parameters->codec_id = AV_CODEC_ID_WEBVTT;
    source.parameters = parameters;
    return source;
}

SubtitleSource captionSource(int field)
{
    SubtitleSource source;
    const std::shared_ptr<AVCodecParameters> parameters = emptyParameters();
    parameters->codec_type = AVMEDIA_TYPE_SUBTITLE;
    parameters->codec_id = AV_CODEC_ID_EIA_608;
    source.parameters = parameters;
    source.captionField = field;
    return source;
}

} // namespace kanal::playback
