// SPDX-License-Identifier: MIT
#include "demo_panel.h"
#include "faults.h"
#include "ts_reader.h"

#include <QElapsedTimer>

#include <fstream>

namespace kanal::panel
{
namespace
{

std::filesystem::path script(const std::string &json)
{
    static int count = 0;
    const std::filesystem::path path = scratchFile("fault-" + std::to_string(++count) + ".json");
    std::ofstream(path) << json;
    return path;
}

std::filesystem::path shipped(const std::string &name)
{
    return std::filesystem::path(KANAL_TEST_DATA) / ".." / "faults" / (name + ".json");
}

TEST(PanelFault, EveryShippedScriptLoads)
{
    int count = 0;
    for (const auto &entry : std::filesystem::directory_iterator(shipped("rst").parent_path())) {
        if (entry.path().extension() != ".json")
            continue;
        const Result<FaultScript> loaded = FaultScript::load(entry.path());
        ASSERT_TRUE(loaded) << entry.path() << ": " << loaded.error().detail;
        EXPECT_FALSE(loaded->empty()) << entry.path();
        ++count;
    }
    EXPECT_GE(count, 18);
}

TEST(PanelFault, BrokenScriptsSayWhy)
{
    for (const char *text : {"", "[]", R"({"steps":[{"action":"explode"}]})", R"({"applies":"moon","steps":[]})",
                             R"({"steps":7})", R"({"steps":[{"action":"rst","at_s":"soon"}]})"}) {
        const Result<FaultScript> parsed = FaultScript::parse(text);
        ASSERT_FALSE(parsed) << text;
        EXPECT_EQ(parsed.error().kind, ErrorKind::BadAnswer);
        EXPECT_NE(parsed.error().detail.find("fault script"), std::string::npos);
    }
}

TEST(PanelFault, PatternsMatch)
{
    EXPECT_TRUE(matchesPattern("*", ""));
    EXPECT_TRUE(matchesPattern("/live/*.ts", "/live/demo/demo/101.ts"));
    EXPECT_FALSE(matchesPattern("/live/*.ts", "/live/demo/demo/101.m3u8"));
    EXPECT_TRUE(matchesPattern("*101*", "/live/demo/demo/101.ts"));
    EXPECT_FALSE(matchesPattern("/live", "/live/demo"));
}

TEST(PanelFault, ResetComesAfterSoManyBytesOnTheFirstConnectionOnly)
{
    DemoPanel demo({}, script(R"({"applies":"live","steps":[{"conn":1,"after_bytes":50000,"action":"rst"}]})"), 6'000);
    DemoPanel::Stream first = demo.live(101);
    ASSERT_EQ(first.answer.status, 200);
    const auto ended = first.client->readUntilClosed();
    ASSERT_TRUE(ended);
    EXPECT_LE(first.client->received(), 50'000u);
    DemoPanel::Stream second = demo.live(101);
    EXPECT_GT(second.client->readBytes(80'000).size(), 79'999u);
}

TEST(PanelFault, EndComesAfterExactlySoManyBytes)
{
    DemoPanel demo({}, script(R"({"applies":"live","steps":[{"after_bytes":50000,"action":"fin"}]})"), 6'000);
    DemoPanel::Stream stream = demo.live(101);
    EXPECT_EQ(stream.client->readUntilClosed(), QAbstractSocket::RemoteHostClosedError);
    EXPECT_EQ(stream.client->readBytes(0, 1).size() + stream.client->received(), 50'000u);
}

TEST(PanelFault, StallKeepsTheConnectionAndEndsInItsTime)
{
    DemoPanel demo({}, script(R"({"applies":"live","steps":[{"at_s":0.5,"until_s":2.5,"action":"stall"}]})"));
    DemoPanel::Stream stream = demo.live(101);
    QElapsedTimer timer;
    qint64 longest = 0, at = 0;
    for (timer.start(); timer.elapsed() < 4'000; at = timer.elapsed()) {
        ASSERT_FALSE(stream.client->readBytes(1).empty());
        longest = std::max(longest, timer.elapsed() - at);
    }
    EXPECT_GT(longest, 1'500);
    EXPECT_LT(longest, 3'000);
}

TEST(PanelFault, RefusalsAndRedirects)
{
    EXPECT_EQ(DemoPanel({}, shipped("code458")).live(101).answer.status, 458);
    EXPECT_EQ(DemoPanel({}, shipped("code403")).live(101).answer.status, 403);
    EXPECT_EQ(DemoPanel({}, shipped("refused")).live(101).answer.status, 0);
    DemoPanel once({}, shipped("first503"));
    EXPECT_EQ(once.live(101).answer.status, 503);
    EXPECT_EQ(once.live(101).answer.status, 200);
    DemoPanel file({}, shipped("redirect-file"));
    DemoPanel::Stream stream = file.live(101);
    EXPECT_EQ(stream.answer.status, 302);
    EXPECT_EQ(stream.answer.headers["location"], "file:///etc/passwd");
    DemoPanel loop({}, shipped("redirect-loop"));
    EXPECT_EQ(loop.live(101).answer.headers["location"], "/live/demo/demo/101.ts");
}

TEST(PanelFault, Code884SendsThePictureAllTheSame)
{
    DemoPanel demo({}, shipped("code884-with-body"));
    DemoPanel::Stream stream = demo.live(101);
    EXPECT_EQ(stream.answer.status, 884);
    const std::string bytes = stream.client->readBytes(18'800);
    EXPECT_TRUE(readTs(bytes.substr(0, 18'800)).whole);
}

TEST(PanelFault, HtmlInsteadOfAStream)
{
    DemoPanel demo({}, shipped("html"));
    DemoPanel::Stream stream = demo.live(101);
    EXPECT_EQ(stream.answer.status, 200);
    EXPECT_TRUE(stream.client->readBytes(10).starts_with("<!DOCTYPE html>"));
}

TEST(PanelFault, SilentConnectionsStayOpenWithoutAWord)
{
    DemoPanel demo({}, shipped("silent"));
    HttpClient client(demo.panel.port());
    client.send(demo.redirected("/live/demo/demo/101.ts"));
    EXPECT_EQ(client.readHead(300).status, 0);
    EXPECT_EQ(client.socket.state(), QAbstractSocket::ConnectedState);
}

TEST(PanelFault, PacketsGetLostAndBytesDamagedTheSameWayEachTime)
{
    const auto errorsOf = [](const std::string &action) {
        DemoPanel demo(
            {}, script(R"({"applies":"timeshift","seed":7,"steps":[{"action":")" + action + R"(","value":0.01}]})"));
        const long long start = 1'000 * (demo.json("")["server_info"]["timestamp_now"].get<long long>() / 1'000 - 1);
        const Answer answer = demo.get("/timeshift/demo/demo/1/" + std::to_string(start) + "/101.ts");
        return std::pair(answer.body.size(), readTs(answer.body).continuityErrors);
    };
    const auto lost = errorsOf("drop_ts");
    EXPECT_GT(lost.second, 30);
    EXPECT_EQ(errorsOf("drop_ts"), lost);
    DemoPanel damaged({}, script(R"({"applies":"movie","steps":[{"action":"corrupt","value":0.001}]})"));
    DemoPanel whole;
    const std::string good = whole.get("/movie/demo/demo/1009.mp4").body,
                      bad = damaged.get("/movie/demo/demo/1009.mp4").body;
    ASSERT_EQ(good.size(), bad.size());
    std::size_t different = 0;
    for (std::size_t i = 0; i < good.size(); ++i)
        different += good[i] != bad[i];
    EXPECT_NEAR(double(different), double(good.size()) / 1000, double(good.size()) / 2500);
}

TEST(PanelFault, ClockRunsOverWhereItIsToldTo)
{
    DemoPanel demo({}, script(R"({"applies":"live","steps":[{"action":"restamp","mode":"wrap","value":3}]})"), 6'000);
    DemoPanel::Stream stream = demo.live(101);
    std::string bytes = stream.client->readBytes(150'000);
    const TsFacts facts = readTs(bytes.substr(0, bytes.size() / 188 * 188));
    EXPECT_EQ(facts.continuityErrors, 0);
    ASSERT_GT(facts.clocks.size(), 10u);
    EXPECT_GT(facts.clocks.front(), (std::int64_t(1) << 33) - 4 * 90'000);
    EXPECT_LT(facts.clocks.back(), 10 * 90'000);
    EXPECT_GT(stepsOf(facts.decodeTimes).smallest, 0);
    EXPECT_EQ(stepsOf(facts.decodeTimes).smallest, stepsOf(facts.decodeTimes).largest);
}

TEST(PanelFault, ReplaySendsThePastAgain)
{
    DemoPanel demo({}, script(R"({"applies":"live","steps":[{"conn":2,"action":"replay","value":6}]})"), 1'000);
    const auto firstClock = [](DemoPanel::Stream stream) {
        return readTs(stream.client->readBytes(18'800).substr(0, 18'800)).clocks.at(0);
    };
    const std::int64_t first = firstClock(demo.live(101)), second = firstClock(demo.live(101));
    EXPECT_LT(second - first, -3 * 90'000);
}

TEST(PanelFault, ApiAnswersCanBeCutShort)
{
    DemoPanel demo({},
                   script(R"({"applies":"api","steps":[{"path":"*player_api.php","action":"truncate","value":100}]})"));
    const Answer answer = demo.api("get_live_streams");
    EXPECT_EQ(answer.body.size(), 100u);
    EXPECT_FALSE(answer.complete);
    EXPECT_TRUE(demo.get("/get.php?username=demo&password=demo&type=m3u_plus").complete);
}

TEST(PanelFault, ConnectionsAreCountedByTheirPathAndTheHarmIsTold)
{
    DemoPanel demo({}, script(R"({"applies":"api","steps":[)"
                              R"({"path":"*player_api.php","conn":2,"action":"status","status":503},)"
                              R"({"path":"*nowhere*","action":"refuse"}]})"));
    const std::string other = "/get.php?username=demo&password=demo&type=m3u_plus";
    EXPECT_EQ(demo.get(other).status, 200);
    EXPECT_EQ(demo.get(other).status, 200);
    EXPECT_EQ(demo.api("get_live_categories").status, 200);
    EXPECT_EQ(demo.panel.counters().faultsMet, 0);
    EXPECT_EQ(demo.get(other).status, 200);
    EXPECT_EQ(demo.api("get_live_categories").status, 503);
    EXPECT_EQ(demo.api("get_live_categories").status, 200);
    EXPECT_EQ(demo.panel.counters().faultsMet, 1);
}

TEST(PanelFault, TrickleIsSlow)
{
    DemoPanel demo({}, script(R"({"applies":"live","steps":[{"action":"rate_Bps","value":4000}]})"), 6'000);
    DemoPanel::Stream stream = demo.live(101);
    QElapsedTimer timer;
    timer.start();
    stream.client->readBytes(6'000);
    EXPECT_GT(timer.elapsed(), 1'000);
    EXPECT_LT(timer.elapsed(), 4'000);
}

} // namespace
} // namespace kanal::panel
