// SPDX-License-Identifier: MIT
#include "detail_decoders.h"
#include "fixture.h"
#include "json_text.h"

#include <kanal/core/text.h>

#include <map>
#include <random>

#include <gtest/gtest.h>

namespace kanal::xtream
{
namespace
{

using namespace std::chrono_literals;

using Shape = std::map<int, std::vector<std::string>>; // episode ids by season

Shape shapeOf(const SeriesDetails &series)
{
    Shape shape;
    for (const Season &season : series.seasons)
        for (const Episode &episode : season.episodes)
            shape[season.number].push_back(episode.id);
    return shape;
}

TEST(SeriesDetails, ReadEpisodesInEveryShape)
{
    const std::pair<const char *, Shape> rows[] = {
        {"1_object_by_season", {{1, {"11", "12"}}, {2, {"21"}}}},
        {"2_array_of_arrays", {{0, {"1"}}, {1, {"11", "12"}}}},
        {"3_flat_array", {{1, {"11", "12"}}, {2, {"21"}}}},
        {"4_absent", {}},
        {"5_empty_list", {}},
        {"5_null", {}},
        {"5_false", {}},
        {"6_single_object", {{1, {"11"}}, {2, {"21"}}}},
        {"7_wrong_season_key", {{1, {"11"}}, {2, {"21"}}}},
        {"8_empty_object", {}},
        {"9_object_of_objects", {{1, {"11", "12"}}}},
        {"10_info_is_list", {{1, {"11", "12", "13"}}}},
        {"12_mixed_types", {{1, {"13", "11"}}}},
    };
    for (const auto &[name, expected] : rows) {
        const auto series = decodeSeriesDetails(fixture("episodes/" + std::string(name) + ".json"));
        ASSERT_TRUE(series) << name;
        EXPECT_EQ(shapeOf(*series), expected) << name;
        EXPECT_EQ(series->name, "Show");
    }
}

TEST(SeriesDetails, ReadWhatThereIsToKnow)
{
    const auto series = decodeSeriesDetails(fixture("episodes/1_object_by_season.json"));
    ASSERT_TRUE(series);
    EXPECT_EQ(series->plot, "Plot");
    EXPECT_EQ(series->year, 2017);
    EXPECT_EQ(series->rating, 8);
    EXPECT_EQ(series->posterUrl, "http://h/c.jpg");
    EXPECT_EQ(series->backdropUrl, "http://h/b.jpg");
    ASSERT_EQ(series->seasons.size(), 2u); // "Ghost" has no episodes
    EXPECT_EQ(series->seasons[0].name, "First");
    EXPECT_EQ(series->seasons[0].overview, ""); // an address is no text
    EXPECT_EQ(series->seasons[0].coverUrl, "http://h/s1.jpg");
    const Episode &episode = series->seasons[0].episodes[0];
    EXPECT_EQ(episode.title, "Part 1");
    EXPECT_EQ(episode.container, "mkv");
    EXPECT_EQ(episode.plot, "P");
    EXPECT_EQ(episode.durationSeconds, 42 * 60 + 10);
}

TEST(SeriesDetails, DoNotKnowUnknownSeries)
{
    for (const char *name : {"11_unknown_series", "11_empty_info"})
        EXPECT_EQ(decodeSeriesDetails(fixture("episodes/" + std::string(name) + ".json")).error().kind,
                  ErrorKind::NotFound)
            << name;
    for (const char *text : {"", "null", "Blocked", "{\"info\":{\"name\":\"x\"", "<html>"})
        EXPECT_EQ(decodeSeriesDetails(text).error().kind, ErrorKind::BadAnswer) << text;
}

TEST(EpisodeTitles, LoseWhatTheyRepeat)
{
    const auto title = [](const char *text) { return episodeTitle(text, "Show", 1, 2); };
    EXPECT_EQ(title("EN - Show (2017) - S01E02 - The Name"), "The Name");
    EXPECT_EQ(title("Show S01 E02: The Name"), "The Name");
    EXPECT_EQ(title("show.s01e02.The Name"), "The Name");
    EXPECT_EQ(title("Show - The Name"), "The Name");
    EXPECT_EQ(title("The Name"), "The Name");
    EXPECT_EQ(title("Show S01E02"), "Show S01E02"); // nothing would be left
    EXPECT_EQ(title("Showdown"), "Showdown");
    EXPECT_EQ(title("Boss4E2 story"), "Boss4E2 story");
    EXPECT_EQ(title(""), "");
}

TEST(MovieDetails, ReadWhatThereIsToKnow)
{
    const auto movie = decodeMovieDetails(fixture("details/movie_full.json"), "7");
    ASSERT_TRUE(movie);
    EXPECT_EQ(movie->id, "7");
    EXPECT_EQ(movie->name, "Film (1999)");
    EXPECT_EQ(movie->container, "mkv");
    EXPECT_EQ(movie->plot, "Plot & more");
    EXPECT_EQ(movie->cast, "A, B");
    EXPECT_EQ(movie->director, "D");
    EXPECT_EQ(movie->country, "US");
    EXPECT_EQ(movie->posterUrl, "http://h/p.jpg");
    EXPECT_EQ(movie->backdropUrl, "http://h/b.jpg");
    EXPECT_EQ(movie->trailer, "abcdefghijk");
    EXPECT_EQ(movie->year, 1999);
    EXPECT_EQ(movie->durationSeconds, 8340);
    EXPECT_DOUBLE_EQ(movie->rating, 8.4);
    EXPECT_EQ(movie->tmdbId, "550");
}

TEST(MovieDetails, UnderstandRunTimesInSecondsAndMinutes)
{
    const auto seconds = decodeMovieDetails(fixture("details/movie_seconds_runtime.json"), "7");
    ASSERT_TRUE(seconds);
    EXPECT_EQ(seconds->durationSeconds, 8340);
    EXPECT_EQ(seconds->backdropUrl, "http://h/b.jpg");
    EXPECT_EQ(seconds->rating, 7.5);
    EXPECT_EQ(seconds->tmdbId, "");
    EXPECT_EQ(seconds->plot, "D");
    EXPECT_EQ(decodeMovieDetails(fixture("details/movie_minutes.json"), "7")->durationSeconds, 139 * 60);
}

TEST(MovieDetails, LiveWithHalfAnAnswer)
{
    EXPECT_EQ(decodeMovieDetails(fixture("details/movie_data_only.json"), "7")->name, "Film");
    EXPECT_EQ(decodeMovieDetails(fixture("details/movie_unknown.json"), "7").error().kind, ErrorKind::NotFound);
    EXPECT_EQ(decodeMovieDetails("[]", "7").error().kind, ErrorKind::NotFound);
    EXPECT_EQ(decodeMovieDetails(R"({"info":{"plot":"x"}})", "7")->id, "7");
    EXPECT_EQ(decodeMovieDetails("", "7").error().kind, ErrorKind::BadAnswer);
}

std::vector<Programme> guide(const char *name, std::chrono::seconds offset = {})
{
    const auto programmes = decodeGuide(fixture("guide/" + std::string(name) + ".json"), "5", offset);
    EXPECT_TRUE(programmes) << name;
    return programmes.value_or(std::vector<Programme>{});
}

constexpr std::chrono::sys_seconds kStart{1735338300s};
constexpr std::chrono::sys_seconds kStop{1735340400s};

TEST(GuideRows, ReadTheSameProgrammeFromEveryFamily)
{
    for (const auto &[name, offset] : {std::pair("classic", 0s), std::pair("end_is_unix", 0s),
                                       std::pair("local_times_only", 3600s), std::pair("bare_list", 0s)}) {
        const auto programmes = guide(name, offset);
        ASSERT_EQ(programmes.size(), 1u) << name;
        EXPECT_EQ(programmes[0].start, kStart) << name;
        EXPECT_EQ(programmes[0].stop, kStop) << name;
        EXPECT_EQ(programmes[0].title, "Evening news") << name;
        EXPECT_EQ(programmes[0].channelId, "5");
    }
    EXPECT_EQ(guide("classic")[0].description, "All the news é");
    EXPECT_EQ(guide("classic")[0].panelStart, "2024-12-27 23:25:00");
    EXPECT_EQ(guide("bare_list")[0].panelStart, "");
}

TEST(GuideRows, FindTheEndWhereNoneIsGiven)
{
    const auto programmes = guide("no_end");
    ASSERT_EQ(programmes.size(), 2u);
    EXPECT_EQ(programmes[0].stop, programmes[1].start);
    EXPECT_EQ(programmes[1].stop, programmes[1].start + 30min);
}

TEST(GuideRows, ReadObjectsInPlaceOfLists)
{
    const auto byIndex = guide("keyed_by_index");
    ASSERT_EQ(byIndex.size(), 2u);
    EXPECT_EQ(byIndex[0].title, "First show");
    const auto byStream = guide("keyed_by_stream");
    ASSERT_EQ(byStream.size(), 1u);
    EXPECT_EQ(byStream[0].title, "Right show");
}

TEST(GuideRows, SkipBadRowsAndRepetitions)
{
    const auto programmes = guide("bad_rows");
    ASSERT_EQ(programmes.size(), 1u);
    EXPECT_EQ(programmes[0].title, "Kept one");
    EXPECT_TRUE(guide("empty").empty());
    EXPECT_TRUE(guide("list").empty());
}

TEST(GuideText, IsBase64OnlyWhereThatMakesText)
{
    EXPECT_EQ(decodeGuideText("RXZlbmluZyBuZXdz"), "Evening news");
    EXPECT_EQ(decodeGuideText("RXZlbmluZyBuZXc"), "Evening new"); // no padding
    EXPECT_EQ(decodeGuideText("RXZlbmlu\nZyBuZXdz"), "Evening news");
    EXPECT_EQ(decodeGuideText("w4l0w6k="), "Été");
    for (const char *text :
         {"News", "Live", "Film", "Sport", "Football", "Match of the Day", "Tom & Jerry", "24/7", "", "abc", "Été"})
        EXPECT_EQ(decodeGuideText(text), text);
}

TEST(DetailDecoders, SurviveMutations)
{
    std::mt19937 random(4711);
    std::vector<std::string> seeds;
    for (const char *name :
         {"episodes/1_object_by_season.json", "episodes/12_mixed_types.json", "details/movie_full.json",
          "guide/classic.json", "guide/keyed_by_stream.json", "guide/bad_rows.json"})
        seeds.push_back(fixture(name));
    static constexpr std::string_view kTypes[] = {
        "null", "false", "\"\"", "[]", "{}", "-1", "1e999", "\"x\"", "[[{}]]", "99999999999999999999", "\"\xFF\""};
    for (int round = 0; round < 3000; ++round) {
        std::string text = seeds[random() % seeds.size()];
        for (unsigned i = 0; i < 1 + random() % 4 && !text.empty(); ++i) {
            const std::size_t at = random() % text.size();
            const auto colon = text.find(':', at);
            const auto end = colon == std::string::npos ? colon : text.find_first_of(",}", colon);
            if (random() % 3 == 0)
                text[at] = char(random());
            else if (random() % 5 == 0)
                text.resize(at);
            else if (end != std::string::npos)
                text.replace(colon + 1, end - colon - 1, kTypes[random() % std::size(kTypes)]);
        }
        const auto series = decodeSeriesDetails(text).value_or(SeriesDetails{});
        for (const Season &season : series.seasons)
            for (const Episode &episode : season.episodes)
                EXPECT_TRUE(isValidUtf8(episode.title));
        if (const auto movie = decodeMovieDetails(text, "1")) {
            EXPECT_GE(movie->rating, 0);
            EXPECT_LE(movie->rating, 10);
        }
        for (const Programme &programme : decodeGuide(text, "5").value_or(std::vector<Programme>{}))
            EXPECT_LT(programme.start, programme.stop);
    }
}

/// Replaces about every tenth value somewhere in it by one of another type.
void swapTypes(Json &json, std::mt19937 &random)
{
    static const Json kOdd[] = {nullptr,
                                false,
                                true,
                                "",
                                "x",
                                -1,
                                1e308,
                                "1e999",
                                Json::array(),
                                Json::object(),
                                Json::array({Json::object()}),
                                18446744073709551615ULL,
                                "99999999999999999999",
                                Json::object({{"a", Json::array({1})}})};
    for (auto &item : json)
        if (random() % 10 == 0)
            item = kOdd[random() % std::size(kOdd)];
        else if (item.is_structured())
            swapTypes(item, random);
}

TEST(DetailDecoders, TypesSwappedAtRandomCostFieldsNeverTheAnswer)
{
    const Json film = parseJson(fixture("details/movie_full.json")).value();
    const Json show = parseJson(fixture("episodes/1_object_by_season.json")).value();
    const Json guide = parseJson(fixture("guide/classic.json")).value();
    for (unsigned seed = 0; seed < 1000; ++seed) {
        std::mt19937 random(seed);
        Json swapped = film;
        swapTypes(swapped, random);
        if (const auto movie = decodeMovieDetails(swapped.dump(), "7")) {
            EXPECT_TRUE(movie->rating >= 0 && movie->rating <= 10) << seed;
            EXPECT_GE(movie->durationSeconds, 0) << seed;
            EXPECT_TRUE(movie->year == 0 || (movie->year > 1800 && movie->year < 3000)) << seed << ' ' << movie->year;
        } else {
            EXPECT_EQ(movie.error().kind, ErrorKind::NotFound) << seed;
        }
        swapped = show;
        swapTypes(swapped, random);
        if (const auto series = decodeSeriesDetails(swapped.dump())) {
            for (const Season &season : series->seasons)
                for (const Episode &episode : season.episodes)
                    EXPECT_FALSE(episode.id.empty()) << seed;
        } else {
            EXPECT_EQ(series.error().kind, ErrorKind::NotFound) << seed;
        }
        swapped = guide;
        swapTypes(swapped, random);
        const auto programmes = decodeGuide(swapped.dump(), "5");
        ASSERT_TRUE(programmes) << seed << ": " << programmes.error().detail;
        for (const Programme &programme : *programmes)
            EXPECT_LT(programme.start, programme.stop) << seed;
    }
}

} // namespace
} // namespace kanal::xtream
