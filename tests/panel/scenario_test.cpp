// SPDX-License-Identifier: MIT
#include "demo_panel.h"

#include <fstream>

namespace kanal::panel
{
namespace
{

using nlohmann::json;

TEST(PanelScenario, EveryListedOneStarts)
{
    for (const auto &[name, description] : scenarios()) {
        EXPECT_FALSE(description.empty());
        if (name == "replay:DIR")
            continue;
        Panel panel({.scenario = name, .clipFolder = sharedClips(), .smallClips = true});
        EXPECT_TRUE(panel.start()) << name;
    }
}

TEST(PanelScenario, SignInFaces)
{
    struct Face {
        const char *name;
        int status;
        const char *body; // its beginning
    };
    const Face faces[] = {{"auth0", 200, R"({"user_info":{"auth":0}})"},
                          {"nginx404", 404, "<html>\r\n<head><title>404 Not Found"},
                          {"json401", 401, R"({"user_info":{"auth":0)"},
                          {"empty", 200, ""},
                          {"null-envelope", 200, R"({"user_info":{"username":null)"},
                          {"ratelimited", 429, "<html>"},
                          {"html", 200, "<!DOCTYPE html>"},
                          {"blocked-text", 200, "Blocked"},
                          {"server-error", 500, "<html>"}};
    for (const Face &face : faces) {
        DemoPanel demo(face.name);
        const Answer answer = demo.api("");
        EXPECT_EQ(answer.status, face.status) << face.name;
        EXPECT_TRUE(answer.body.starts_with(face.body)) << face.name << ": " << answer.body;
        if (*face.body == '\0') {
            EXPECT_TRUE(answer.body.empty());
        }
    }
    EXPECT_EQ(DemoPanel("ratelimited").api("").headers.at("retry-after"), "30");
    DemoPanel garbage("garbage");
    EXPECT_TRUE(json::parse(garbage.api("").body, nullptr, false).is_discarded());
}

TEST(PanelScenario, UnusableAccountsShowThemselvesForEveryActionAndStreamNothing)
{
    for (const auto &[name, status] :
         {std::pair("expired", "Expired"), std::pair("disabled", "Disabled"), std::pair("banned", "Banned")}) {
        DemoPanel demo(name);
        for (const char *action : {"", "get_live_streams", "get_vod_categories"}) {
            const json account = demo.json(action);
            EXPECT_EQ(account["user_info"]["auth"], 1);
            EXPECT_EQ(account["user_info"]["status"], status);
        }
        EXPECT_EQ(demo.get("/live/demo/demo/101.ts").status, 403);
    }
    DemoPanel expired("expired");
    const json account = expired.json("");
    EXPECT_LT(std::stoll(account["user_info"]["exp_date"].get<std::string>()),
              account["server_info"]["timestamp_now"].get<long long>());
}

TEST(PanelScenario, ConnectionsSignsInButRefusesStreams)
{
    DemoPanel demo("connections");
    EXPECT_EQ(demo.json("")["user_info"]["status"], "Active");
    EXPECT_EQ(demo.live(101).answer.status, 458);
    EXPECT_EQ(demo.get("/movie/demo/demo/1001.mp4").status, 458);
    EXPECT_EQ(demo.panel.counters().refused, 2);
    EXPECT_EQ(demo.panel.counters().streamsOpened, 0);
}

TEST(PanelScenario, MixedTypesAreMixed)
{
    DemoPanel demo("mixed-types");
    const json channels = demo.json("get_live_streams"), films = demo.json("get_vod_streams");
    ASSERT_TRUE(channels.is_object());
    EXPECT_FALSE(channels.contains("3")); // the hole
    bool textId = false, numberId = false, hugeId = false, nullName = false;
    for (const json &row : channels) {
        if (!row.is_object() || !row.contains("stream_id"))
            continue;
        textId = textId || row["stream_id"].is_string();
        numberId = numberId || row["stream_id"].is_number();
        hugeId =
            hugeId || (row["stream_id"].is_string() && std::stoll(row["stream_id"].get<std::string>()) > 0x7fffffffLL);
        nullName = nullName || row["name"].is_null();
    }
    EXPECT_TRUE(textId && numberId && hugeId && nullName);
    ASSERT_TRUE(films.is_array());
    EXPECT_TRUE(std::any_of(films.begin(), films.end(), [](const json &row) { return row.is_null(); }));
    EXPECT_EQ(demo.get("/live/demo/demo/3000000101.ts").status, 302);
}

TEST(PanelScenario, First503RefusesEachAddressOnce)
{
    DemoPanel demo("first503");
    EXPECT_EQ(demo.api("").status, 503);
    EXPECT_EQ(demo.api("").status, 200);
    EXPECT_EQ(demo.api("get_series").status, 503);
    EXPECT_EQ(demo.api("get_series").status, 200);
    EXPECT_EQ(demo.get("/live/demo/demo/101.ts").status, 503);
    EXPECT_EQ(demo.get("/live/demo/demo/101.ts").status, 302);
}

TEST(PanelScenario, ListsCanBeEmptyOrShrink)
{
    DemoPanel empty("empty-lists");
    EXPECT_EQ(empty.json("get_live_streams"), json::array());
    DemoPanel shrinking("shrinking");
    EXPECT_GT(shrinking.json("get_live_streams").size(), 10u);
    EXPECT_EQ(shrinking.json("get_live_streams"), json::array());
}

TEST(PanelScenario, NoTsLeavesHls)
{
    DemoPanel demo("no-ts");
    EXPECT_EQ(demo.json("")["user_info"]["allowed_output_formats"], json::array({"m3u8"}));
    EXPECT_EQ(demo.get("/live/demo/demo/101.ts").status, 405);
    EXPECT_EQ(demo.get("/live/demo/demo/101.m3u8").status, 302);
}

TEST(PanelScenario, EntriesOfHugeListsOpenUnderTheirOwnNames)
{
    DemoPanel demo("huge");
    for (const char *id : {"1000003", "1000050", "1149999"}) {
        const json film = demo.json("get_vod_info", std::string("&vod_id=") + id);
        EXPECT_EQ(film["movie_data"]["stream_id"], std::stoi(id));
        const std::string number = std::to_string(std::stoi(id) - 1'000'000);
        EXPECT_NE(film["info"]["name"].get<std::string>().find(" " + number + " "), std::string::npos) << film["info"];
    }
    const json series = demo.json("get_series_info", "&series_id=520050");
    EXPECT_TRUE(series["info"]["name"].get<std::string>().ends_with(" 20050")) << series["info"];
    ASSERT_FALSE(series["episodes"].empty());
    const json episodes = *series["episodes"].begin();
    const std::string file =
        episodes[0]["id"].get<std::string>() + "." + episodes[0]["container_extension"].get<std::string>();
    EXPECT_EQ(demo.get("/series/demo/demo/" + file, "Range: bytes=0-9\r\n").status, 206);
}

TEST(PanelScenario, HugeListsAreSentWhole)
{
    DemoPanel demo("huge");
    const json channels = demo.json("get_live_streams");
    ASSERT_EQ(channels.size(), 20'000u);
    EXPECT_EQ(channels[19'999]["num"], 20'000);
    const json films = demo.json("get_vod_streams", "&category_id=1001");
    EXPECT_EQ(films.size(), 413u);
    EXPECT_EQ(films[0]["category_id"], "1001");
    EXPECT_EQ(demo.json("get_vod_categories").size(), 364u);
    EXPECT_EQ(demo.get("/live/demo/demo/100007.ts").status, 302);
}

TEST(PanelScenario, ReplayServesCapturedAnswers)
{
    const QTemporaryDir folder;
    std::ofstream(folder.filePath(QStringLiteral("auth.json")).toStdString())
        << R"({"user_info":{"auth":1,"username":"captured"}})";
    std::ofstream(folder.filePath(QStringLiteral("get_live_streams.json")).toStdString()) << R"([{"stream_id":7}])";
    DemoPanel demo("replay:" + folder.path().toStdString());
    EXPECT_EQ(demo.json("")["user_info"]["username"], "captured");
    EXPECT_EQ(demo.json("get_live_streams")[0]["stream_id"], 7);
    EXPECT_GT(demo.json("get_vod_streams").size(), 5u); // not captured: ours
}

TEST(PanelScenario, Limit1RefusesTheNewcomerUntilTheOldOneIsGone)
{
    DemoPanel demo("limit1");
    DemoPanel::Stream first = demo.live(101);
    ASSERT_EQ(first.answer.status, 200);
    EXPECT_EQ(demo.live(101).answer.status, 458);
    EXPECT_EQ(demo.json("")["user_info"]["active_cons"], "1");
    first.client->close();
    DemoPanel::Stream second = demo.live(101); // at once: the panel waits a moment for the old one to go
    EXPECT_EQ(second.answer.status, 200);
    const PanelCounters counters = demo.panel.counters();
    EXPECT_EQ(counters.streamsOpened, 2);
    EXPECT_EQ(counters.mostStreamsAtOnce, 1);
    EXPECT_EQ(counters.refused, 1);
    second.client->close();
    EXPECT_TRUE(eventually([&] { return demo.panel.counters().streamsOpenNow == 0; }));
}

} // namespace
} // namespace kanal::panel
