// SPDX-License-Identifier: MIT
#include "cli_run.h"

#include <algorithm>
#include <filesystem>

#include <gmock/gmock.h>

namespace kanal::cli
{
namespace
{

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;
using testing::UnorderedElementsAre;

class Lists : public CliWithPanelTest
{
protected:
    json listed(std::vector<std::string> arguments)
    {
        arguments.push_back("--json");
        const Outcome list = run(arguments);
        EXPECT_EQ(list.status, 0) << list.err;
        EXPECT_TRUE(list.json().is_array()) << list.out;
        return list.json();
    }
};

TEST_F(Lists, SyncCountsEveryKind)
{
    ASSERT_EQ(signIn().status, 0);
    const Outcome sync = run({"sync", "--json"});
    ASSERT_EQ(sync.status, 0) << sync.err;
    const json report = sync.json();
    EXPECT_THAT(keysOf(report), UnorderedElementsAre("account", "kinds", "ms"));
    EXPECT_EQ(report["account"], "Home");
    EXPECT_THAT(keysOf(report["kinds"]), UnorderedElementsAre("live", "movies", "series"));
    for (const char *kind : {"live", "movies", "series"}) {
        const json &counts = report["kinds"][kind];
        EXPECT_GT(counts["received"].get<int>(), 0) << kind;
        EXPECT_EQ(counts["received"].get<int>(), counts["kept"].get<int>() + counts["skipped"].get<int>()) << kind;
        EXPECT_EQ(counts["before"], 0) << kind;
        EXPECT_GT(counts["after"].get<int>(), 0) << kind;
    }
    const Outcome films = run({"sync", "--json", "--kind", "movies"});
    EXPECT_THAT(keysOf(films.json()["kinds"]), UnorderedElementsAre("movies")) << "what was asked for, no more";
}

TEST_F(Lists, ChannelsHaveTheirKeys)
{
    signInAndSync();
    const json channels = listed({"channels"});
    ASSERT_GE(channels.size(), 3u);
    EXPECT_THAT(keysOf(channels[0]), UnorderedElementsAre("id", "number", "name", "category", "category_name", "logo",
                                                          "guide_id", "archive_days", "adult", "favourite"));
    EXPECT_TRUE(channels[0]["id"].is_string());
    EXPECT_TRUE(channels[0]["category"].is_string());
    EXPECT_FALSE(channels[0]["category_name"].get<std::string>().empty());
    EXPECT_EQ(channels[0]["favourite"], false);
}

TEST_F(Lists, AStoredListThatCannotBeReadIsSaidToBeAndIsFetchedAgain)
{
    signInAndSync();
    const std::size_t films = listed({"movies"}).size();
    for (const auto &file : std::filesystem::directory_iterator(std::filesystem::path(folder()) / "catalogue"))
        std::filesystem::remove(file);
    const Outcome lost = run({"movies", "--json"});
    EXPECT_EQ(lost.status, 0);
    EXPECT_EQ(lost.json(), json::array());
    EXPECT_THAT(lost.err, HasSubstr("cannot be read; kanal-cli sync fetches it again"));
    ASSERT_EQ(run({"sync", "--json"}).status, 0);
    EXPECT_EQ(listed({"movies"}).size(), films);
}

TEST_F(Lists, CategoriesCountWhatTheirListHolds)
{
    signInAndSync();
    const json categories = listed({"categories", "live"});
    ASSERT_FALSE(categories.empty());
    EXPECT_THAT(keysOf(categories[0]), UnorderedElementsAre("id", "name", "count", "adult"));
    const std::string id = categories[0]["id"];
    const json byId = listed({"channels", "--category", id});
    EXPECT_EQ(byId.size(), categories[0]["count"].get<std::size_t>());
    EXPECT_EQ(listed({"channels", "--category", categories[0]["name"].get<std::string>()}), byId);
    EXPECT_EQ(run({"channels", "--category", "no such", "--json"}).errorKind(), "not_found");
}

TEST_F(Lists, LimitLimits)
{
    signInAndSync();
    EXPECT_EQ(listed({"channels", "--limit", "2"}).size(), 2u);
}

TEST_F(Lists, MoviesAndSeriesHaveTheirKeys)
{
    signInAndSync();
    const json movies = listed({"movies"});
    ASSERT_FALSE(movies.empty());
    EXPECT_THAT(keysOf(movies[0]),
                UnorderedElementsAre("id", "name", "category_name", "rating", "added", "container", "adult"));
    const json series = listed({"series"});
    ASSERT_FALSE(series.empty());
    EXPECT_THAT(keysOf(series[0]), UnorderedElementsAre("id", "name", "category_name", "rating", "adult"));
    const json episodes = listed({"episodes", series[0]["id"].get<std::string>()});
    ASSERT_FALSE(episodes.empty());
    EXPECT_TRUE(episodes[0]["id"].is_string());
    EXPECT_FALSE(episodes[0]["container"].get<std::string>().empty());
}

TEST_F(Lists, SearchFindsAChannelByItsName)
{
    signInAndSync();
    const json channels = listed({"channels", "--limit", "1"});
    const std::string name = channels[0]["name"];
    const json found = listed({"search", name});
    ASSERT_FALSE(found.empty());
    EXPECT_THAT(keysOf(found[0]), UnorderedElementsAre("kind", "id", "name", "account", "score"));
    const bool there = std::any_of(found.begin(), found.end(), [&](const json &hit) {
        return hit["kind"] == "live" && hit["id"] == channels[0]["id"] && hit["account"] == "Home";
    });
    EXPECT_TRUE(there) << found.dump();
    EXPECT_TRUE(listed({"search", "qqxxyyzz"}).empty());
    EXPECT_TRUE(listed({"search", "***"}).empty());
    EXPECT_TRUE(listed({"search", name, "--kind", "movie"}).empty());
}

TEST_F(Lists, KindsMayStandBeforeWhatTheyAreOf)
{
    signInAndSync();
    const std::string name = listed({"channels"})[0]["name"];
    EXPECT_FALSE(listed({"search", "--kind", "live", name}).empty());
    EXPECT_FALSE(listed({"search", "--kind", "live,movie", name, "--account", "Home"}).empty());
    EXPECT_FALSE(listed({"search", "--kind", "movie", "--kind", "live", name}).empty());
    EXPECT_EQ(run({"search", "--kind", "live,films", name}).status, 2);
    const Outcome sync = run({"sync", "--json", "--kind", "live,series", "Home"});
    ASSERT_EQ(sync.status, 0) << sync.err;
    EXPECT_THAT(keysOf(sync.json()["kinds"]), UnorderedElementsAre("live", "series"));
}

TEST_F(Lists, SearchLiftsFavourites)
{
    signInAndSync();
    const json before = listed({"search", "e", "--kind", "live"});
    ASSERT_GE(before.size(), 3u);
    const std::string last = before.back()["id"];
    ASSERT_EQ(run({"favourites", "add", "live:" + last}).status, 0);
    const json after = listed({"search", "e", "--kind", "live"});
    const auto scoreOf = [&last](const json &hits) {
        for (const json &hit : hits)
            if (hit["id"] == last)
                return hit["score"].get<double>();
        return 0.0;
    };
    EXPECT_GT(scoreOf(after), scoreOf(before));
}

TEST_F(Lists, FavouritesAreMarkedUntilTakenOff)
{
    signInAndSync();
    const std::string id = listed({"channels", "--limit", "1"})[0]["id"];
    ASSERT_EQ(run({"favourites", "add", "live:" + id}).status, 0);
    EXPECT_EQ(listed({"channels", "--limit", "1"})[0]["favourite"], true);
    EXPECT_EQ(listed({"favourites", "list"})[0]["id"], id);
    EXPECT_EQ(listed({"channels", "--favourites"}).size(), 1u);
    ASSERT_EQ(run({"favourites", "remove", "live:" + id}).status, 0);
    EXPECT_TRUE(listed({"favourites", "list"}).empty());
    EXPECT_EQ(run({"favourites", "add", "live:no-such", "--json"}).errorKind(), "not_found");
    EXPECT_EQ(run({"favourites", "remove", "live:" + id, "--json"}).errorKind(), "not_found") << "it is none any more";
}

TEST_F(Lists, UrlsAreMaskedUnlessRevealed)
{
    signInAndSync();
    const std::string id = listed({"channels", "--limit", "1"})[0]["id"];
    const Outcome masked = run({"url", "live:" + id, "--json"});
    ASSERT_EQ(masked.status, 0) << masked.err;
    EXPECT_EQ(masked.json()["masked"], true);
    EXPECT_THAT(masked.out, Not(HasSubstr(kPassword)));
    const Outcome revealed = run({"url", "live:" + id, "--reveal", "--json"});
    EXPECT_EQ(revealed.json()["masked"], false);
    EXPECT_EQ(revealed.json()["url"], panel().url() + "/live/demo/" + kPassword + "/" + id + ".ts");
}

TEST_F(Lists, AnUnknownEntryIsNotFoundAndNonsenseIsNoAddress)
{
    signInAndSync();
    EXPECT_EQ(run({"url", "live:no-such", "--json"}).errorKind(), "not_found");
    EXPECT_EQ(run({"url", "nonsense", "--json"}).errorKind(), "address");
    EXPECT_EQ(run({"url", "file:///etc/passwd", "--json"}).errorKind(), "unsupported");
}

TEST_F(Lists, NowSaysWhatIsOn)
{
    signInAndSync();
    const json channels = listed({"channels", "--limit", "1"});
    const json now = listed({"now", channels[0]["id"].get<std::string>()});
    ASSERT_EQ(now.size(), 1u);
    EXPECT_FALSE(now[0]["title"].get<std::string>().empty());
    EXPECT_EQ(now[0]["channel"], channels[0]["id"]);
}

TEST_F(Lists, TablesAreAlignedUnderTheirHeadings)
{
    signInAndSync();
    const Outcome table = run({"categories", "live"});
    ASSERT_EQ(table.status, 0);
    EXPECT_TRUE(table.out.starts_with("Id")) << table.out;
    const std::size_t column = table.out.find("Name");
    std::size_t line = table.out.find('\n') + 1;
    int rows = 0;
    for (std::size_t end; (end = table.out.find('\n', line)) != std::string::npos; line = end + 1, ++rows)
        EXPECT_EQ(table.out.at(line + column - 1), ' ');
    EXPECT_GT(rows, 1);
}

TEST_F(Lists, WithoutASyncTheListIsEmptyAndSaysWhy)
{
    ASSERT_EQ(signIn().status, 0);
    const Outcome channels = run({"channels", "--json"});
    EXPECT_EQ(channels.status, 0);
    EXPECT_EQ(channels.json(), json::array());
    EXPECT_THAT(channels.err, HasSubstr("sync"));
}

} // namespace
} // namespace kanal::cli
