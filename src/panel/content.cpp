// SPDX-License-Identifier: MIT
#include "content.h"

#include "themes.h"

#include <algorithm>

namespace kanal::panel
{
namespace
{

VideoSpec video(VideoCodec codec, int width, int height, int frameRate)
{
    VideoSpec spec;
    spec.codec = codec;
    spec.width = width;
    spec.height = height;
    spec.frameRate = frameRate;
    return spec;
}

VideoSpec radio()
{
    VideoSpec spec;
    spec.codec = VideoCodec::None;
    return spec;
}

Channel channel(int id, std::string name, std::string category, Topic topic, int archiveDays, std::string monogram,
                VideoSpec video, const Theme &theme)
{
    Channel made{id, name, std::move(category), {}, archiveDays, topic, {}};
    made.guideId = "kanal." + std::to_string(id);
    made.clip.name = "live-" + std::to_string(id);
    made.clip.theme = theme;
    made.clip.theme.seed = std::uint32_t(id);
    made.clip.title = std::move(name);
    made.clip.monogram = std::move(monogram);
    made.clip.video = video;
    return made;
}

Channel heading(int id, std::string name, std::string category)
{
    return Channel{id, std::move(name), std::move(category), {}, 0, Topic::Sports, {}};
}

std::vector<Channel> demoChannels()
{
    using V = VideoCodec;
    std::vector<Channel> list;
    list.push_back(channel(101, "Kanal News HD", "1", Topic::News, 3, "KN", video(V::H264, 1280, 720, 25), kDusk));
    list.push_back(channel(102, "World 24", "1", Topic::News, 3, "W24", video(V::H264, 1280, 720, 50), kCity));

    Channel local = channel(103, "Harbour Local", "1", Topic::News, 0, "HL", video(V::H264, 720, 576, 25), kHarbour);
    local.clip.video.displayWidth = 1024;
    local.clip.video.gopSeconds = 2;
    list.push_back(local);

    list.push_back(heading(110, "##### SPORTS #####", "2"));
    list.push_back(
        channel(111, "Arena Sport 1 FHD", "2", Topic::Sports, 3, "A1", video(V::H264, 1920, 1080, 50), kMeadow));
    list.push_back(
        channel(112, "Arena Sport 2 HEVC", "2", Topic::Sports, 0, "A2", video(V::Hevc, 1280, 720, 25), kAlps));
    Channel velocity = channel(113, "Velocity", "2", Topic::Sports, 1, "V", video(V::H264, 1280, 720, 50), kDesert);
    velocity.clip.video.gopSeconds = 2;
    velocity.clip.video.bFrames = 2;
    list.push_back(velocity);

    Channel pebble = channel(121, "Pebble Kids", "3", Topic::Kids, 1, "PK", video(V::H264, 1280, 720, 25), kCandy);
    pebble.clip.audio = {{AudioCodec::Ac3, "eng", 262}};
    list.push_back(pebble);
    Channel tiny = channel(122, "Tiny Planet", "3", Topic::Kids, 0, "TP", video(V::H264, 1280, 720, 25), kLagoon);
    tiny.clip.audio = {{AudioCodec::Aac, "eng", 262}, {AudioCodec::Aac, "deu", 196}};
    tiny.clip.subtitles = Subtitles::DvbBitmaps;
    tiny.clip.subtitleLanguages = {"eng", "deu"};
    list.push_back(tiny);

    Channel pulse = channel(131, "Pulse Music", "4", Topic::Music, 0, "PM", video(V::Mpeg2, 1920, 1080, 25), kNeon);
    pulse.clip.video.interlaced = true;
    pulse.clip.audio = {{AudioCodec::Mp2, "eng", 247}};
    pulse.clip.seconds = 6;
    pulse.clip.music = 0.12;
    list.push_back(pulse);
    list.push_back(channel(132, "Nightwave", "4", Topic::Music, 3, "NW", video(V::H264, 1280, 720, 25), kNight));
    list.back().clip.music = 0.12;
    Channel one = channel(133, "Kanal Radio", "4", Topic::Music, 0, "KR", radio(), kDusk);
    one.clip.music = 0.2;
    list.push_back(one);
    Channel harbour = channel(134, "Harbour FM", "4", Topic::Music, 0, "FM", radio(), kHarbour);
    harbour.clip.audio = {{AudioCodec::Mp2, "eng", 165}};
    harbour.clip.seconds = 6;
    harbour.clip.music = 0.2;
    list.push_back(harbour);

    Channel cinema = channel(141, "Cinema One", "5", Topic::Cinema, 3, "C1", video(V::H264, 1280, 720, 24), kNight);
    cinema.clip.theme.accent = {196, 150, 52};
    cinema.clip.theme.shape = Land::Skyline;
    cinema.clip.audio = {{AudioCodec::Ac3, "eng", 147}};
    cinema.clip.captions = true;
    list.push_back(cinema);
    Channel nature =
        channel(142, "D\u00e9couverte Nature", "5", Topic::Nature, 3, "DN", video(V::H264, 1280, 720, 25), kAlps);
    nature.clip.title = "Decouverte Nature"; // our typeface has no accents
    nature.clip.theme.accent = {46, 150, 90};
    nature.clip.subtitles = Subtitles::Teletext;
    nature.clip.subtitleLanguages = {"fra", "eng"};
    list.push_back(nature);
    return list;
}

Facts facts(std::string plot, std::string cast, std::string director, std::string genre, std::string year,
            double rating)
{
    return {std::move(plot), std::move(cast), std::move(director), std::move(genre), std::move(year), rating};
}

Film film(int id, std::string name, std::string category, std::string extension, Container container, int seconds,
          const Theme &theme, Facts facts)
{
    Film made{id, name + " (" + facts.year + ")", std::move(category), std::move(extension), std::move(facts), {}};
    made.clip.name = "film-" + std::to_string(id);
    made.clip.container = container;
    made.clip.seconds = seconds;
    made.clip.theme = theme;
    made.clip.theme.seed = std::uint32_t(id);
    made.clip.title = std::move(name);
    made.clip.monogram = made.facts.year.substr(2);
    made.clip.video = video(VideoCodec::H264, 640, 360, 24);
    return made;
}

std::vector<Film> demoFilms()
{
    std::vector<Film> list;
    list.push_back(film(1001, "Northern Lights", "10", "mp4", Container::Mp4, 90, kNight,
                        facts("A lighthouse keeper signals to a ship that is not on any map.", "Ada Holm, Jonas Berg",
                              "Mira Lund", "Drama, Mystery", "2021", 7.8)));
    list.push_back(film(1002, "The Long Harbour", "10", "mp4", Container::Mp4MoovAtEnd, 60, kHarbour,
                        facts("Three sisters inherit a ferry and a debt.", "Ines Duarte, Rui Leal", "Carla Nunes",
                              "Drama", "2019", 7.1)));
    list.push_back(film(1003, "Paper Planets", "11", "mkv", Container::Matroska, 60, kCandy,
                        facts("A paper boy folds his way to the moon.", "Tom Reed, Lily Ash", "Noor Aziz",
                              "Adventure, Family", "2022", 8.2)));
    Film polyglot = film(1004, "Polyglot", "10", "mkv", Container::Matroska, 60, kDusk,
                         facts("An interpreter hears two versions of the same promise.", "Hanna Vogel, Luc Morel",
                               "Petra Klein", "Thriller", "2020", 7.4));
    polyglot.clip.audio = {{AudioCodec::Aac, "eng", 220}, {AudioCodec::Ac3, "deu", 165}, {AudioCodec::Aac, "fra", 294}};
    polyglot.clip.subtitles = Subtitles::SubRip;
    polyglot.clip.subtitleLanguages = {"eng", "deu", "fra"};
    list.push_back(polyglot);
    list.push_back(film(1005, "Glass Mountain", "11", "MKV", Container::Matroska, 60, kAlps,
                        facts("A climber follows a radio voice up the wrong mountain.", "Nils Aune", "Sara Foss",
                              "Adventure", "2023", 6.9)));
    list.back().clip.video.codec = VideoCodec::Hevc;
    list.push_back(film(1006, "Second Summer", "10", "mp4", Container::Mp4, 60, kMeadow,
                        facts("A swimming pool opens again, and so do old questions.", "Greta Sund, Omar Faris",
                              "Jo Field", "Comedy", "2018", 6.4)));
    list.back().clip.video = video(VideoCodec::H264, 1280, 720, 25);
    list.back().clip.video.bFrames = 2;
    list.push_back(film(1007, "A Short History of Birds", "12", "mp4", Container::Mp4, 60, kLagoon,
                        facts("Ten thousand kilometres on two wings.", "", "Ana Silva", "Documentary", "2024", 8.5)));
    list.back().clip.audio = {{AudioCodec::Ac3, "eng", 262}};
    list.push_back(film(1008, "Midnight Signal", "11", "mkv", Container::Matroska, 60, kNeon,
                        facts("A night shift at a relay station, and one call too many.", "Kei Mori, Dana Holt",
                              "Ruth Beck", "Science Fiction", "2017", 7.0)));
    list.back().clip.video = video(VideoCodec::Mpeg2, 720, 576, 25);
    list.back().clip.video.displayWidth = 1024;
    list.back().clip.audio = {{AudioCodec::Mp2, "eng", 147}};
    list.push_back(
        film(1009, "Tiny Machines", "12", "mp4", Container::Mp4, 60, kDesert,
             facts("The people who repair watches for a living.", "", "Paul Adler", "Documentary", "2025", 7.7)));
    return list;
}

Series series(int id, std::string name, std::string category, const Theme &theme, Facts facts,
              const std::vector<std::vector<std::string>> &seasons, int firstSeason, std::string extension)
{
    Series made{id, std::move(name), std::move(category), std::move(facts), theme, {}};
    made.theme.seed = std::uint32_t(id);
    for (std::size_t s = 0; s < seasons.size(); ++s) {
        for (std::size_t e = 0; e < seasons[s].size(); ++e) {
            Episode episode{id * 100 + int(s) * 10 + int(e) + 1, firstSeason + int(s), int(e) + 1, seasons[s][e], {}};
            episode.clip.name = "episode-" + std::to_string(episode.id);
            episode.clip.container = extension == "mkv" ? Container::Matroska : Container::Mp4;
            episode.clip.seconds = 30;
            episode.clip.theme = made.theme;
            episode.clip.title = episode.title;
            episode.clip.monogram = std::to_string(episode.season) + "." + std::to_string(episode.number);
            episode.clip.video = video(VideoCodec::H264, 640, 360, 25);
            made.episodes.push_back(std::move(episode));
        }
    }
    return made;
}

std::vector<Series> demoSeries()
{
    return {
        series(2001, "Harbour Lights", "20", kHarbour,
               facts("The night shift of a small port, one ship at a time.", "Ines Duarte, Tom Reed", "Carla Nunes",
                     "Drama", "2021", 8.1),
               {{"The First Tide", "Low Water", "Fog Bell"}, {"Dry Dock", "Homeward"}}, 1, "mp4"),
        series(
            2002, "Field Notes", "21", kMeadow,
            facts("A naturalist walks the same mile for a year.", "Ana Silva", "Ana Silva", "Documentary", "2023", 8.8),
            {{"Before the Walk"}, {"January", "February", "March"}}, 0, "mkv"),
        series(2003, "The Signal Box", "20", kNeon,
               facts("A railway that runs on coincidence.", "Kei Mori, Greta Sund", "Ruth Beck", "Comedy", "2022", 7.3),
               {{"Points", "Branch Line", "Slow Train", "Terminus"}}, 1, "mp4"),
    };
}

/// Tests want the same shapes at a fraction of the work.
void shrink(ClipSpec &clip)
{
    clip.name += "-small";
    if (!clip.isLoop())
        clip.seconds = 12;
    const bool anamorphic = clip.video.displayWidth != 0;
    clip.video.width = anamorphic ? 240 : 320;
    clip.video.displayWidth = anamorphic ? 320 : 0;
    clip.video.height = 180;
}

} // namespace

Content demoContent(ClipSize size)
{
    Content content;
    content.liveCategories = {
        {"1", "News"}, {"2", "Sports"}, {"3", "Kids"}, {"4", "Music & Radio"}, {"5", "Cinema & Nature"}};
    content.filmCategories = {{"10", "Drama"}, {"11", "Adventure"}, {"12", "Documentary"}};
    content.seriesCategories = {{"20", "Drama & Comedy"}, {"21", "Documentary"}};
    content.channels = demoChannels();
    content.films = demoFilms();
    content.series = demoSeries();
    if (size == ClipSize::Small) {
        for (Channel &channel : content.channels) {
            if (!channel.isHeading())
                shrink(channel.clip);
        }
        for (Film &film : content.films)
            shrink(film.clip);
        for (Series &series : content.series) {
            for (Episode &episode : series.episodes)
                shrink(episode.clip);
        }
    }
    return content;
}

std::string twoDigits(int value)
{
    const std::string digits = std::to_string(value);
    return digits.size() < 2 ? std::string(1, '0').append(digits) : digits;
}

const Channel *Content::channel(int id) const
{
    const auto found = std::find_if(channels.begin(), channels.end(), [id](const Channel &c) { return c.id == id; });
    return found == channels.end() ? nullptr : &*found;
}

const Film *Content::film(int id) const
{
    const auto found = std::find_if(films.begin(), films.end(), [id](const Film &f) { return f.id == id; });
    return found == films.end() ? nullptr : &*found;
}

const Series *Content::seriesOf(int id) const
{
    const auto found = std::find_if(series.begin(), series.end(), [id](const Series &s) { return s.id == id; });
    return found == series.end() ? nullptr : &*found;
}

const Episode *Content::episode(int id) const
{
    for (const Series &one : series) {
        for (const Episode &episode : one.episodes) {
            if (episode.id == id)
                return &episode;
        }
    }
    return nullptr;
}

std::vector<ClipSpec> Content::clips() const
{
    std::vector<ClipSpec> all;
    for (const Channel &channel : channels) {
        if (!channel.isHeading())
            all.push_back(channel.clip);
    }
    for (const Film &film : films)
        all.push_back(film.clip);
    for (const Series &one : series) {
        for (const Episode &episode : one.episodes)
            all.push_back(episode.clip);
    }
    return all;
}

} // namespace kanal::panel
