// SPDX-License-Identifier: MIT
#include "detail_decoders.h"
#include "media_fields.h"

#include <kanal/core/limits.h>
#include <kanal/core/text.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <map>

namespace kanal::xtream
{

namespace
{

constexpr std::size_t kMostEpisodes = 50'000;
constexpr int kUnknownSeason = -1;

int seasonNumber(Scalar value)
{
    const auto number = toInt64(value);
    return number && *number >= 0 && *number < 100'000 ? int(*number) : kUnknownSeason;
}

std::string_view strippedOfSeparators(std::string_view text)
{
    constexpr std::string_view kSeparators = " -–—:|·.,_";
    const auto first = text.find_first_not_of(kSeparators);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" -:|,_") - first + 1);
}

/// Where "S01E02", "S1 E2" or "1x02" of this very episode ends in `text`; npos: it is not there.
std::size_t codeEnd(std::string_view text, int season, int number)
{
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if ((c != 'S' && c != 's') || (at > 0 && std::isalnum(static_cast<unsigned char>(text[at - 1]))))
            continue;
        int s = 0;
        int e = 0;
        const char *end = text.data() + text.size();
        auto [afterSeason, bad] = std::from_chars(text.data() + at + 1, end, s);
        if (bad != std::errc())
            continue;
        while (afterSeason < end && (*afterSeason == ' ' || *afterSeason == '.'))
            ++afterSeason;
        if (afterSeason == end || (*afterSeason != 'E' && *afterSeason != 'e'))
            continue;
        const auto [afterEpisode, worse] = std::from_chars(afterSeason + 1, end, e);
        // Old panels count episodes through, and file some under the wrong season: one of the two numbers has to fit.
        if (worse == std::errc() && (s == season || e == number))
            return std::size_t(afterEpisode - text.data());
    }
    return std::string_view::npos;
}

Episode decodeEpisode(const Json &row, int seasonKey)
{
    const Json &info = member(row, "info");
    Episode episode;
    episode.id = toId(JsonScalar(member(row, {"id", "stream_id", "episode_id"})));
    episode.container = jsonText(member(row, "container_extension"), 32);
    episode.title = jsonText(member(row, {"title", "name"}), limits::kNameBytes);
    episode.plot =
        firstText({&member(info, "plot"), &member(info, "overview"), &member(row, "plot")}, limits::kTextBytes);
    episode.imageUrl = firstAddress({&member(info, "movie_image"), &member(info, "cover_big"), &member(row, "cover")});
    episode.airDate =
        firstText({&member(info, "releasedate"), &member(info, "air_date"), &member(info, "release_date")}, 32);
    if (episode.airDate.starts_with("0000"))
        episode.airDate.clear();
    // An episode's own word counts more than the shelf it was put on.
    const int own = seasonNumber(JsonScalar(member(row, "season")));
    episode.season = own != kUnknownSeason ? own : std::max(seasonKey, 0);
    episode.number = std::max(seasonNumber(JsonScalar(member(row, {"episode_num", "episode"}))), 0);
    episode.durationSeconds = durationOf(info);
    episode.rating = ratingOf(info);
    return episode;
}

class EpisodeCollector
{
public:
    /// {"1":[…]}, [[…],[…]], [{…},{…}], {"1":{…}}, absent, [], null, false.
    void read(const Json &episodes)
    {
        if (episodes.is_object() && isEpisode(episodes)) {
            add(episodes, kUnknownSeason);
        } else if (episodes.is_object()) {
            for (const auto &[key, value] : episodes.items())
                readSeason(value, seasonNumber(Scalar::of(key)));
        } else if (episodes.is_array()) {
            int index = 0; // PHP makes a list of seasons when their numbers are 0, 1, 2 …
            for (const Json &value : episodes)
                value.is_array() ? readSeason(value, index++) : readSeason(value, kUnknownSeason);
        }
    }

    std::map<int, Season> seasons;

private:
    static bool isEpisode(const Json &row)
    {
        return row.is_object() && !member(row, {"id", "stream_id", "episode_id"}).is_null() &&
               !member(row, {"id", "stream_id", "episode_id"}).is_structured();
    }

    void readSeason(const Json &value, int key)
    {
        if (isEpisode(value))
            add(value, key);
        else if (value.is_array() || value.is_object()) // a list, or a list with holes
            for (const Json &row : value)
                if (isEpisode(row))
                    add(row, key);
    }

    void add(const Json &row, int key)
    {
        Episode episode = decodeEpisode(row, key);
        if (episode.id.empty() || m_count == kMostEpisodes)
            return;
        ++m_count;
        Season &season = seasons[episode.season];
        season.number = episode.season;
        season.episodes.push_back(std::move(episode));
    }

    std::size_t m_count = 0;
};

/// `seasons` only lends names and pictures: it may describe seasons without episodes, and lack those that have some.
void labelSeasons(std::map<int, Season> &seasons, const Json &labels)
{
    if (!labels.is_array() && !labels.is_object())
        return;
    for (const Json &label : labels) {
        const auto found = seasons.find(seasonNumber(JsonScalar(member(label, "season_number"))));
        if (found == seasons.end())
            continue;
        found->second.name = jsonText(member(label, "name"), limits::kNameBytes);
        found->second.overview = jsonText(member(label, "overview"), limits::kTextBytes);
        if (found->second.overview.starts_with("http://") || found->second.overview.starts_with("https://"))
            found->second.overview.clear();
        found->second.coverUrl =
            firstAddress({&member(label, "cover_big"), &member(label, "cover"), &member(label, "cover_tmdb")});
    }
}

} // namespace

std::string episodeTitle(std::string_view title, std::string_view show, int season, int number)
{
    std::string_view rest = title;
    if (const auto end = codeEnd(rest, season, number); end != std::string_view::npos)
        rest = strippedOfSeparators(rest.substr(end));
    else if (!show.empty() && rest.size() > show.size() && equalsIgnoringCase(rest.substr(0, show.size()), show) &&
             std::string_view(" -:|").find(rest[show.size()]) != std::string_view::npos)
        rest = strippedOfSeparators(rest.substr(show.size()));
    return std::string(rest.empty() ? title : rest);
}

Result<SeriesDetails> decodeSeriesDetails(std::string_view body)
{
    const auto json = parseJson(body);
    if (!json)
        return tl::unexpected(json.error());
    const Json &info = member(*json, "info");
    EpisodeCollector collector;
    collector.read(member(*json, "episodes"));
    if (collector.seasons.empty() && (!info.is_object() || info.empty()))
        return fail(ErrorKind::NotFound, "the panel knows nothing of this series");
    labelSeasons(collector.seasons, member(*json, "seasons"));

    SeriesDetails series;
    series.name = jsonText(member(info, {"name", "title"}), limits::kNameBytes);
    series.plot = firstText({&member(info, "plot"), &member(info, "description")}, limits::kTextBytes);
    series.genre = jsonText(member(info, "genre"), limits::kNameBytes);
    series.cast = firstText({&member(info, "cast"), &member(info, "actors")}, limits::kTextBytes);
    series.director = jsonText(member(info, "director"), limits::kNameBytes);
    series.posterUrl = firstAddress({&member(info, "cover"), &member(info, "cover_big"), &member(info, "movie_image")});
    series.backdropUrl = firstAddress({&member(info, "backdrop_path")});
    series.trailer = firstAddress({&member(info, "youtube_trailer"), &member(info, "trailer")});
    series.year = firstYear({&member(info, "releaseDate"), &member(info, "release_date"), &member(info, "year")});
    series.rating = ratingOf(info);
    for (auto &[number, season] : collector.seasons) {
        std::stable_sort(season.episodes.begin(), season.episodes.end(),
                         [](const Episode &a, const Episode &b) { return a.number < b.number; });
        for (Episode &episode : season.episodes)
            episode.title = episodeTitle(episode.title, series.name, episode.season, episode.number);
        series.seasons.push_back(std::move(season));
    }
    return series;
}

} // namespace kanal::xtream
