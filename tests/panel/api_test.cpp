// SPDX-License-Identifier: MIT
#include "demo_panel.h"

#include <kanal/core/text.h>
#include <kanal/core/time_text.h>

#include <set>

namespace kanal::panel
{
namespace
{

using nlohmann::json;

TEST(PanelApi, AccountTellsTimeInItsOwnZone)
{
    DemoPanel demo;
    const json account = demo.json("");
    EXPECT_EQ(account["user_info"]["auth"], 1);
    EXPECT_EQ(account["user_info"]["status"], "Active");
    EXPECT_EQ(account["user_info"]["max_connections"], "2");
    const json &server = account["server_info"];
    EXPECT_EQ(server["port"], std::to_string(demo.panel.port()));
    const auto local = parsePlainTime(server["time_now"].get<std::string>());
    ASSERT_TRUE(local);
    const long long offset = local->time_since_epoch().count() - server["timestamp_now"].get<long long>();
    const bool berlin = server["timezone"] == "Europe/Berlin"; // else this computer knows no time zones
    EXPECT_TRUE(berlin ? offset == 3600 || offset == 7200 : offset == 0) << offset;
}

TEST(PanelApi, WrongPasswordIsAuth0AndNoPasswordIsEmpty)
{
    DemoPanel demo;
    const Answer wrong = demo.get("/player_api.php?username=demo&password=no");
    EXPECT_EQ(wrong.status, 200);
    EXPECT_EQ(json::parse(wrong.body), json::parse(R"({"user_info":{"auth":0}})"));
    EXPECT_EQ(demo.get("/player_api.php?username=demo").body, "");
    EXPECT_EQ(demo.get("/get.php?username=demo&password=no&type=m3u_plus").status, 404);
    EXPECT_EQ(demo.get("/xmltv.php?username=demo&password=no").status, 401);
}

TEST(PanelApi, UnknownActionShowsTheAccount)
{
    DemoPanel demo;
    EXPECT_EQ(demo.json("get_horoscope")["user_info"]["username"], "demo");
}

TEST(PanelApi, ListsChannelsInCategories)
{
    DemoPanel demo;
    const json categories = demo.json("get_live_categories"), channels = demo.json("get_live_streams");
    EXPECT_GE(categories.size(), 4u);
    EXPECT_GE(channels.size(), 13u);
    std::set<std::string> known, radio;
    for (const json &category : categories)
        known.insert(category["category_id"].get<std::string>());
    int number = 0, headings = 0;
    for (const json &channel : channels) {
        EXPECT_EQ(channel["num"], ++number);
        EXPECT_TRUE(known.contains(channel["category_id"].get<std::string>()));
        EXPECT_TRUE(channel["stream_id"].is_number_integer());
        headings += channel["name"].get<std::string>().starts_with("#####");
        if (channel["stream_type"] == "radio_streams")
            radio.insert(channel["name"].get<std::string>());
        EXPECT_EQ(channel["tv_archive"] == 1, channel["tv_archive_duration"].is_string());
    }
    EXPECT_EQ(headings, 1);
    EXPECT_EQ(radio.size(), 2u);
    const json sports = demo.json("get_live_streams", "&category_id=2");
    ASSERT_FALSE(sports.empty());
    for (const json &channel : sports)
        EXPECT_EQ(channel["category_id"], "2");
    EXPECT_EQ(sports[0]["num"], 1);
}

TEST(PanelApi, ListsFilmsAndTheirDetails)
{
    DemoPanel demo;
    const json films = demo.json("get_vod_streams");
    EXPECT_GE(films.size(), 8u);
    std::set<std::string> extensions;
    for (const json &film : films)
        extensions.insert(film["container_extension"].get<std::string>());
    EXPECT_EQ(extensions, (std::set<std::string>{"mp4", "mkv", "MKV"}));
    const json info = demo.json("get_vod_info", "&vod_id=1004");
    EXPECT_EQ(info["movie_data"]["stream_id"], 1004);
    EXPECT_EQ(info["info"]["video"]["codec_name"], "h264");
    EXPECT_EQ(demo.json("get_vod_info", "&vod_id=5"), json::parse(R"({"info":[]})"));
}

TEST(PanelApi, SeriesWithSpecialsHaveAListOfLists)
{
    DemoPanel demo;
    EXPECT_GE(demo.json("get_series").size(), 3u);
    const json usual = demo.json("get_series_info", "&series_id=2001");
    ASSERT_TRUE(usual["episodes"].is_object());
    EXPECT_EQ(usual["episodes"]["1"].size(), 3u);
    EXPECT_EQ(usual["episodes"]["2"].size(), 2u);
    EXPECT_TRUE(usual["episodes"]["1"][0]["id"].is_string());
    EXPECT_EQ(usual["seasons"][1]["episode_count"], 2);
    const json special = demo.json("get_series_info", "&series_id=2002");
    ASSERT_TRUE(special["episodes"].is_array());
    ASSERT_TRUE(special["episodes"][0].is_array());
    EXPECT_EQ(special["episodes"][0][0]["season"], 0);
    EXPECT_EQ(demo.json("get_series_info", "&series_id=1"), json::array());
}

TEST(PanelApi, ShortGuideBeginsWithWhatIsOn)
{
    DemoPanel demo;
    const long long now = demo.json("")["server_info"]["timestamp_now"].get<long long>();
    const json rows = demo.json("get_short_epg", "&stream_id=101")["epg_listings"];
    ASSERT_EQ(rows.size(), 4u);
    const auto stamp = [](const json &row, const char *name) { return std::stoll(row[name].get<std::string>()); };
    EXPECT_LE(stamp(rows[0], "start_timestamp"), now + 1);
    EXPECT_GT(stamp(rows[0], "stop_timestamp"), now - 1);
    EXPECT_EQ(stamp(rows[1], "start_timestamp"), stamp(rows[0], "stop_timestamp"));
    std::string title;
    ASSERT_TRUE(base64Decode(rows[0]["title"].get<std::string>(), title));
    EXPECT_FALSE(title.empty());
    EXPECT_EQ(demo.json("get_short_epg", "&stream_id=101&limit=2")["epg_listings"].size(), 2u);
    EXPECT_TRUE(demo.json("get_short_epg", "&stream_id=110")["epg_listings"].empty());
}

TEST(PanelApi, WholeScheduleMarksNowAndTheArchive)
{
    DemoPanel demo;
    const json rows = demo.json("get_simple_data_table", "&stream_id=101")["epg_listings"];
    int playing = 0, kept = 0, future = 0;
    const long long now = demo.json("")["server_info"]["timestamp_now"].get<long long>();
    for (const json &row : rows) {
        playing += row["now_playing"] == 1;
        kept += row["has_archive"] == 1;
        future += std::stoll(row["start_timestamp"].get<std::string>()) > now;
        EXPECT_FALSE(row["has_archive"] == 1 && std::stoll(row["stop_timestamp"].get<std::string>()) > now + 1);
    }
    EXPECT_EQ(playing, 1);
    EXPECT_GT(kept, 20);
    EXPECT_GT(future, 100);
    const json unarchived = demo.json("get_simple_data_table", "&stream_id=103");
    for (const json &row : unarchived["epg_listings"])
        EXPECT_EQ(row["has_archive"], 0);
}

TEST(PanelApi, PlaylistHasEveryKindOfEntry)
{
    DemoPanel demo;
    const std::string m3u = demo.get("/get.php?username=demo&password=demo&type=m3u_plus&output=ts").body;
    EXPECT_TRUE(m3u.starts_with("#EXTM3U\r\n"));
    EXPECT_NE(m3u.find("tvg-id=\"kanal.101\" tvg-name=\"Kanal News HD\""), std::string::npos);
    EXPECT_NE(m3u.find("group-title=\"Sports\""), std::string::npos);
    EXPECT_NE(m3u.find(demo.panel.url() + "/live/demo/demo/101.ts\r\n"), std::string::npos);
    EXPECT_NE(m3u.find("/movie/demo/demo/1005.MKV\r\n"), std::string::npos);
    EXPECT_NE(m3u.find("Field Notes S00 E01\r\n"), std::string::npos);
    EXPECT_NE(demo.get("/get.php?username=demo&password=demo&type=m3u_plus&output=hls").body.find("/101.m3u8\r\n"),
              std::string::npos);
}

TEST(PanelApi, GuideHoldsPastDaysAndAWeek)
{
    DemoPanel demo;
    const std::string xml = demo.get("/xmltv.php?username=demo&password=demo").body;
    EXPECT_TRUE(xml.starts_with("<?xml"));
    EXPECT_TRUE(xml.ends_with("</tv>\n"));
    std::set<std::string> days;
    std::size_t programmes = 0;
    for (std::size_t at = xml.find("<programme start=\""); at != std::string::npos;
         at = xml.find("<programme start=\"", at + 1)) {
        days.insert(xml.substr(at + 18, 8));
        ++programmes;
    }
    EXPECT_GE(days.size(), 10u);
    EXPECT_GT(programmes, 3'000u);
}

TEST(PanelApi, GuideComesAsAGzipFileOnRequest)
{
    DemoPanel demo;
    const Answer answer = demo.get("/xmltv.php?username=demo&password=demo&gzip=1");
    ASSERT_GT(answer.body.size(), 1'000u);
    EXPECT_EQ(answer.body.substr(0, 2), "\x1f\x8b");
    EXPECT_FALSE(answer.headers.contains("content-encoding"));
    const std::string plain = demo.get("/xmltv.php?username=demo&password=demo").body;
    const auto *tail = reinterpret_cast<const unsigned char *>(answer.body.data() + answer.body.size() - 4);
    EXPECT_EQ(plain.size(), std::size_t(tail[0] | tail[1] << 8 | tail[2] << 16 | tail[3] << 24));
    EXPECT_LT(answer.body.size() * 4, plain.size());
}

TEST(PanelApi, PaintsLogosAndPosters)
{
    DemoPanel demo;
    for (const char *path : {"/logos/101.png", "/posters/1001.png", "/posters/2001.png", "/backdrops/2001.png"}) {
        const Answer answer = demo.get(path);
        EXPECT_EQ(answer.status, 200) << path;
        EXPECT_EQ(answer.headers.at("content-type"), "image/png");
        EXPECT_EQ(answer.body.substr(0, 4), "\x89PNG") << path;
    }
    EXPECT_NE(demo.get("/logos/101.png").body, demo.get("/logos/102.png").body);
    EXPECT_EQ(demo.get("/logos/110.png").status, 404);
    EXPECT_EQ(demo.get("/logos/..%2f101.png").status, 404);
}

TEST(PanelApi, KeepsAConnectionForTheNextRequest)
{
    DemoPanel demo;
    HttpClient client(demo.panel.port());
    EXPECT_EQ(client.get("/player_api.php?username=demo&password=demo").status, 200);
    const quint16 port = client.socket.localPort();
    EXPECT_EQ(client.get("/xmltv.php?username=demo&password=demo").status, 200);
    EXPECT_EQ(client.get("/player_api.php?username=demo&password=demo&action=get_series").status, 200);
    EXPECT_EQ(client.socket.localPort(), port);
    EXPECT_EQ(demo.panel.counters().apiCalls, 2);
}

TEST(PanelApi, SurvivesWhatIsNoHttp)
{
    DemoPanel demo;
    const std::pair<std::string, int> cases[] = {
        {"garbage\r\n\r\n", 400},
        {"GET\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nno colon here\r\n\r\n", 400},
        {"GET / SPDY/9\r\n\r\n", 400},
        {"\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nX: " + std::string(80'000, 'a'), 431},
        {"POST /player_api.php HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello", 400}};
    for (const auto &[bytes, status] : cases) {
        HttpClient client(demo.panel.port());
        ASSERT_TRUE(client.sendRaw(bytes));
        const int got = client.readHead(2'000).status;
        EXPECT_TRUE(got == status || (status == 431 && got == 0))
            << bytes.substr(0, 40) << " got " << got; // RST may overtake a 431
    }
    EXPECT_EQ(demo.api("").status, 200);
}

TEST(PanelApi, UnknownScenarioAndFaultFileDoNotStart)
{
    Panel scenario({.scenario = "no-such-mood", .smallClips = true});
    EXPECT_EQ(scenario.start().error().kind, ErrorKind::NotFound);
    Panel fault({.faultFile = sharedClips() / "no-such-file.json", .smallClips = true});
    EXPECT_EQ(fault.start().error().kind, ErrorKind::NotFound);
}

} // namespace
} // namespace kanal::panel
