// SPDX-License-Identifier: MIT
#include "decoded.h"
#include "demo_panel.h"
#include "ts_reader.h"

#include <QElapsedTimer>

#include <algorithm>
#include <fstream>

namespace kanal::panel
{
namespace
{

constexpr std::int64_t kSecond = 90'000;

/// A minute of the recent past: several loops of the very stream that live viewers get.
std::string archivedMinute(DemoPanel &demo, int channel)
{
    const long long start = demo.json("")["server_info"]["timestamp_now"].get<long long>() - 600;
    return demo.get("/timeshift/demo/demo/1/" + std::to_string(start) + "/" + std::to_string(channel) + ".ts").body;
}

/// The last twenty seconds of a live stream, which come at once.
std::string recentPast(DemoPanel &demo, int channel)
{
    DemoPanel::Stream stream = demo.live(channel, "?burst=20000");
    EXPECT_EQ(stream.answer.status, 200);
    std::string bytes;
    for (;;) {
        const std::string more = stream.client->readBytes(1);
        bytes += more;
        const TsFacts facts = readTs(bytes.substr(0, bytes.size() / 188 * 188));
        if (more.empty() || (facts.clocks.size() > 1 && facts.clocks.back() - facts.clocks.front() > 19 * kSecond))
            return bytes.substr(0, bytes.size() / 188 * 188);
    }
}

std::string saved(const std::string &bytes, const char *name)
{
    const std::string path = scratchFile(name).string();
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
}

TEST(PanelStream, LiveRedirectsToATokenAndBeginsWithTablesAndAKeyFrame)
{
    DemoPanel demo;
    DemoPanel::Stream stream = demo.live(101);
    EXPECT_EQ(stream.answer.status, 200);
    EXPECT_EQ(stream.answer.headers["content-type"], "video/mp2t");
    EXPECT_FALSE(stream.answer.headers.contains("content-length"));
    std::string bytes = stream.client->readBytes(40'000);
    bytes.resize(bytes.size() / 188 * 188);
    const TsFacts facts = readTs(bytes);
    EXPECT_TRUE(facts.whole);
    ASSERT_GE(facts.firstPids.size(), 3u);
    EXPECT_EQ(facts.firstPids[0], 0); // PAT
    EXPECT_TRUE(std::find(facts.firstPids.begin(), facts.firstPids.begin() + 3, 0x1000) !=
                facts.firstPids.begin() + 3); // PMT
    EXPECT_TRUE(facts.videoBeginsWithKeyFrame);
    ASSERT_FALSE(facts.clocks.empty());
}

TEST(PanelStream, BurstComesAtOnceAndTheRestInRealTime)
{
    DemoPanel demo;
    DemoPanel::Stream stream = demo.live(101, "?burst=5000");
    ASSERT_EQ(stream.answer.status, 200);
    QElapsedTimer timer;
    timer.start();
    std::string bytes;
    const auto spanOf = [&] {
        const TsFacts facts = readTs(bytes.substr(0, bytes.size() / 188 * 188));
        return facts.clocks.size() < 2 ? 0.0 : double(facts.clocks.back() - facts.clocks.front()) / kSecond;
    };
    while (spanOf() < 4.9)
        bytes += stream.client->readBytes(1);
    EXPECT_LT(timer.elapsed(), 1'500);
    while (spanOf() < 8)
        bytes += stream.client->readBytes(1);
    EXPECT_GT(timer.elapsed(), 1'800); // 5 s and up to a second before for the key frame came at once
    EXPECT_LT(timer.elapsed(), 4'500);
}

TEST(PanelStream, WithoutBurstAViewerJoinsAtTheLiveEdge)
{
    DemoPanel demo({}, {}, 0);
    DemoPanel::Stream edge = demo.live(101), past = demo.live(101, "?burst=4000");
    ASSERT_EQ(edge.answer.status, 200);
    const auto firstClock = [](DemoPanel::Stream &stream) {
        std::string bytes;
        for (;;) {
            bytes += stream.client->readBytes(1);
            const TsFacts facts = readTs(bytes.substr(0, bytes.size() / 188 * 188));
            if (!facts.clocks.empty())
                return facts.clocks.front();
        }
    };
    const std::int64_t distance = firstClock(edge) - firstClock(past);
    EXPECT_GT(distance, 3 * kSecond);
    EXPECT_LT(distance, 6 * kSecond);
}

TEST(PanelStream, TwoViewersSeeTheSameBytes)
{
    DemoPanel demo;
    DemoPanel::Stream one = demo.live(101, "?burst=6000"), two = demo.live(101, "?burst=4000");
    const std::string longer = one.client->readBytes(120'000), shorter = two.client->readBytes(20'000);
    ASSERT_GE(shorter.size(), 20'000u);
    EXPECT_NE(longer.find(shorter.substr(0, 18'800)), std::string::npos);
}

TEST(PanelStream, IsContinuousOverManyLoops)
{
    DemoPanel demo;
    for (const int channel : {101, 113, 121}) {
        const TsFacts facts = readTs(archivedMinute(demo, channel));
        EXPECT_TRUE(facts.whole) << channel;
        EXPECT_EQ(facts.continuityErrors, 0) << channel;
        ASSERT_GT(facts.clocks.size(), 500u) << channel;
        EXPECT_NEAR(double(facts.clocks.back() - facts.clocks.front()), 60.0 * kSecond, 2.1 * kSecond) << channel;
        EXPECT_GT(stepsOf(facts.clocks).smallest, 0) << channel;
        EXPECT_LE(stepsOf(facts.clocks).largest, kSecond / 10) << channel;
        const Steps decoding = stepsOf(facts.decodeTimes);
        EXPECT_EQ(decoding.smallest, decoding.largest) << channel; // one frame, each time, loop or not
        for (const auto &[pid, stamps] : facts.stamps) {
            EXPECT_LT(stepsOf(stamps).largest, kSecond / 2) << channel << " " << pid;
            EXPECT_GT(stepsOf(stamps).smallest, -kSecond / 5) << channel << " " << pid;
        }
    }
}

TEST(PanelStream, PictureFlashesExactlyWhenTheSoundBeeps)
{
    DemoPanel demo;
    for (const int channel :
         {101, 112, 113, 121, 131, 141}) { // AAC; HEVC; B-frames; AC-3; fields and MP2; 24 frames a second
        Decoded decoded = decodeFile(saved(recentPast(demo, channel), "recent.ts"));
        ASSERT_TRUE(decoded.opened) << channel;
        ASSERT_GT(decoded.flashes.size(), 15u) << channel;
        decoded.flashes.pop_back(); // perhaps in the picture that the end of the bytes cut in two
        int together = 0;
        for (const double flash : decoded.flashes) {
            const auto near = std::min_element(decoded.beeps.begin(), decoded.beeps.end(), [flash](double a, double b) {
                return std::abs(a - flash) < std::abs(b - flash);
            });
            together += near != decoded.beeps.end() && std::abs(*near - flash) <= 0.010;
        }
        EXPECT_GE(together, int(decoded.flashes.size()) - 1)
            << channel; // the beginning may hold a flash without its beep
        for (std::size_t i = 1; i < decoded.flashes.size(); ++i)
            EXPECT_NEAR(decoded.flashes[i] - decoded.flashes[i - 1], 1.0, 0.002) << channel;
    }
}

TEST(PanelStream, PicturesCarryTheirNumbers)
{
    DemoPanel demo;
    const Decoded decoded = decodeFile(saved(archivedMinute(demo, 101), "numbers.ts"));
    ASSERT_GT(decoded.numbers.size(), 1'400u);
    for (std::size_t i = 1; i < decoded.numbers.size(); ++i)
        EXPECT_EQ(decoded.numbers[i], (decoded.numbers[i - 1] + 1) % 200); // 8 s at 25 frames
}

TEST(PanelStream, InterlacedChannelHasFields)
{
    DemoPanel demo;
    const std::string bytes = recentPast(demo, 131);
    EXPECT_EQ(readTs(bytes).continuityErrors, 0);
    const Decoded decoded = decodeFile(saved(bytes, "interlaced.ts"));
    ASSERT_GE(decoded.tracks.size(), 2u);
    EXPECT_EQ(decoded.tracks[0], "video mpeg2video");
    EXPECT_EQ(decoded.tracks[1], "audio mp2 eng");
    EXPECT_GT(decoded.interlaced, 100);
}

TEST(PanelStream, OneChannelSpeaksTwoLanguagesWithSubtitles)
{
    DemoPanel demo;
    DemoPanel::Stream stream = demo.live(122, "?burst=9000");
    ASSERT_EQ(stream.answer.status, 200);
    const std::string bytes = stream.client->readBytes(300'000);
    const Decoded decoded = decodeFile(saved(bytes.substr(0, bytes.size() / 188 * 188), "languages.ts"));
    EXPECT_EQ(decoded.tracks, (std::vector<std::string>{"video h264", "audio aac eng", "audio aac deu",
                                                        "subtitle dvb_subtitle eng", "subtitle dvb_subtitle deu"}));
}

TEST(PanelStream, RadioHasSoundAlone)
{
    DemoPanel demo;
    DemoPanel::Stream stream = demo.live(133, "?burst=12000");
    ASSERT_EQ(stream.answer.status, 200);
    const std::string bytes = stream.client->readBytes(120'000);
    EXPECT_EQ(bytes.substr(0, 1), "\x47");
    const Decoded decoded = decodeFile(saved(bytes.substr(0, bytes.size() / 188 * 188), "radio.ts"));
    EXPECT_EQ(decoded.tracks, (std::vector<std::string>{"audio aac eng"}));
    EXPECT_GT(decoded.beeps.size(), 4u);
}

TEST(PanelStream, OldFormAndWrongRequests)
{
    DemoPanel demo;
    EXPECT_EQ(demo.get("/demo/demo/101").status, 302);
    EXPECT_EQ(demo.get("/live/demo/no/101.ts").status, 401);
    EXPECT_EQ(demo.get("/live/demo/demo/999.ts").status, 404);
    EXPECT_EQ(demo.get("/live/demo/demo/110.ts").status, 404); // a heading
    EXPECT_EQ(demo.get("/live/demo/demo/101.avi").status, 405);
    EXPECT_EQ(demo.get("/live/demo/demo/101.ts?token=stale").status, 403);
    EXPECT_EQ(demo.get("/nowhere/at/all/in/this/panel").status, 404);
    HttpClient head(demo.panel.port());
    head.send("/live/demo/demo/101.ts", {}, "HEAD");
    EXPECT_EQ(head.readHead().status, 200);
    EXPECT_EQ(demo.panel.counters().streamsOpened, 0);
}

TEST(PanelStream, TokensGrowStale)
{
    DemoPanel demo;
    const std::string target = demo.redirected("/live/demo/demo/133.ts");
    int status = 0, opened = 0;
    EXPECT_TRUE(eventually(
        [&] {
            HttpClient client(demo.panel.port());
            client.send(target);
            status = client.readHead().status;
            opened += status == 200;
            return status != 200 && status != 458;
        },
        20'000));
    EXPECT_EQ(status, 403);
    EXPECT_GT(opened, 0);
}

TEST(PanelStream, HlsSegmentsAreStableContinuousAndBeginWithKeyFrames)
{
    DemoPanel demo;
    const std::string target = demo.redirected("/live/demo/demo/101.m3u8");
    const Answer playlist = demo.get(target);
    ASSERT_EQ(playlist.status, 200);
    EXPECT_EQ(playlist.headers.at("content-type"), "application/x-mpegurl");
    std::vector<std::string> urls;
    for (std::size_t at = playlist.body.find("http"); at != std::string::npos; at = playlist.body.find("http", at + 1))
        urls.push_back(playlist.body.substr(at, playlist.body.find('\n', at) - at));
    ASSERT_EQ(urls.size(), 5u);
    const std::size_t number = playlist.body.find("#EXT-X-MEDIA-SEQUENCE:") + 22;
    const std::string sequence = playlist.body.substr(number, playlist.body.find('\n', number) - number);
    EXPECT_TRUE(urls[0].ends_with("/" + sequence + ".ts"));
    std::string all;
    for (const std::string &url : urls) {
        const Answer segment = demo.get(url.substr(demo.panel.url().size()));
        ASSERT_EQ(segment.status, 200);
        const TsFacts facts = readTs(segment.body);
        EXPECT_TRUE(facts.videoBeginsWithKeyFrame);
        EXPECT_EQ(facts.decodeTimes.size(), 50u); // 2 s at 25 frames
        all += segment.body;
    }
    const TsFacts facts = readTs(all);
    EXPECT_EQ(facts.continuityErrors, 0);
    EXPECT_EQ(stepsOf(facts.decodeTimes).smallest, stepsOf(facts.decodeTimes).largest);
    const std::string second = demo.get(urls[1].substr(demo.panel.url().size())).body;
    EXPECT_NE(all.find(second), std::string::npos);     // the same again
    EXPECT_EQ(demo.panel.counters().streamsOpenNow, 1); // a session, not its connections
    const std::string beyond = urls[4].substr(demo.panel.url().size());
    const std::size_t slash = beyond.rfind('/');
    EXPECT_EQ(demo.get(beyond.substr(0, slash + 1) + std::to_string(std::stoll(sequence) + 50) + ".ts").status, 404);
    EXPECT_EQ(demo.get("/hls/demo/demo/101/none/1.ts").status, 403);
}

TEST(PanelStream, CatchupAnswersByItsRules)
{
    DemoPanel demo;
    const nlohmann::json server = demo.json("")["server_info"];
    const long long now = server["timestamp_now"].get<long long>();
    const std::string login = "/timeshift/demo/demo/";
    EXPECT_EQ(demo.get(login + "1/" + std::to_string(now - 4 * 86'400) + "/101.ts").status, 404); // too old
    EXPECT_EQ(demo.get(login + "1/" + std::to_string(now - 600) + "/103.ts").status, 403);        // not archived
    EXPECT_EQ(demo.get(login + "1/tomorrow/101.ts").status, 400);
    EXPECT_EQ(demo.get(login + "0/" + std::to_string(now - 600) + "/101.ts").status, 400);

    // Panel-local start, both spellings, both forms: the same bytes.
    std::string local;
    const nlohmann::json table = demo.json("get_simple_data_table", "&stream_id=101");
    for (const nlohmann::json &row : table["epg_listings"]) {
        if (row["has_archive"] == 1)
            local = row["start"].get<std::string>();
    }
    ASSERT_EQ(local.size(), 19u);
    std::string colon = local.substr(0, 10) + ":" + local.substr(11, 2) + "-" + local.substr(14, 2);
    std::string underscore = colon;
    underscore[10] = '_';
    const Answer form = demo.get(login + "1/" + colon + "/101.ts");
    EXPECT_EQ(form.status, 200);
    EXPECT_EQ(form.body.size() % 188, 0u);
    EXPECT_EQ(demo.get(login + "1/" + underscore + "/101.ts").body, form.body);
    EXPECT_EQ(
        demo.get("/streaming/timeshift.php?username=demo&password=demo&stream=101&duration=1&start=" + colon).body,
        form.body);
    const Answer part = demo.get(login + "1/" + colon + "/101.ts", "Range: bytes=1000-1999\r\n");
    EXPECT_EQ(part.status, 206);
    EXPECT_EQ(part.body, form.body.substr(1000, 1000));
    const std::string list = demo.get(login + "3/" + colon + "/101.m3u8").body;
    EXPECT_EQ(std::size_t(std::count(list.begin(), list.end(), '\n')), 5u + 2 * 3 + 1);
    EXPECT_NE(list.find("#EXT-X-ENDLIST"), std::string::npos);
}

TEST(PanelStream, LimitIsExact)
{
    DemoPanel demo;
    DemoPanel::Stream one = demo.live(101), two = demo.live(101);
    EXPECT_EQ(one.answer.status, 200);
    EXPECT_EQ(two.answer.status, 200);
    EXPECT_EQ(demo.live(101).answer.status, 458);
    EXPECT_EQ(demo.panel.counters().streamsOpenNow, 2);
    one.client->close();
    EXPECT_TRUE(eventually([&] { return demo.panel.counters().streamsOpenNow == 1; }));
    EXPECT_EQ(demo.live(101).answer.status, 200);
    EXPECT_EQ(demo.panel.counters().mostStreamsAtOnce, 2);
    EXPECT_EQ(demo.panel.counters().refused, 1);
}

TEST(PanelStream, ComesBackOnTheSamePort)
{
    DemoPanel demo;
    const int port = demo.panel.port();
    DemoPanel::Stream before = demo.live(101);
    ASSERT_EQ(before.answer.status, 200);
    demo.panel.stop();
    EXPECT_TRUE(before.client->readUntilClosed());
    ASSERT_TRUE(demo.panel.start());
    EXPECT_EQ(demo.panel.port(), port);
    DemoPanel::Stream after = demo.live(102);
    EXPECT_EQ(after.answer.status, 200);
    EXPECT_EQ(demo.panel.counters().streamsOpenNow, 1);
}

TEST(PanelStream, ManyViewersAtOnce)
{
    DemoPanel demo("many");
    std::vector<DemoPanel::Stream> viewers;
    for (int i = 0; i < 24; ++i) {
        viewers.push_back(demo.live(i % 2 ? 101 : 133));
        ASSERT_EQ(viewers.back().answer.status, 200);
    }
    for (DemoPanel::Stream &viewer : viewers)
        EXPECT_GE(viewer.client->readBytes(20'000).size(), 20'000u);
    EXPECT_EQ(demo.panel.counters().streamsOpenNow, 24);
}

TEST(PanelStream, StopsAtOnceWithStreamsOpenAndAClipHalfMade)
{
    const QTemporaryDir folder;
    const std::filesystem::path clips(folder.path().toStdU16String());
    Panel panel({.clipFolder = clips});
    ASSERT_TRUE(panel.start());
    HttpClient client(panel.port()), redirecting(panel.port());
    const std::string location = redirecting.get("/live/demo/demo/111.ts").headers["location"];
    client.send(location.substr(panel.url().size()));
    const auto beingMade = [&] {
        std::error_code ignored;
        return std::filesystem::exists(clips / "v3" / "live-111.ts.lock", ignored);
    };
    ASSERT_TRUE(eventually(beingMade));
    QElapsedTimer timer;
    timer.start();
    panel.stop();
    EXPECT_LT(timer.elapsed(), 3'000);
    EXPECT_TRUE(std::filesystem::is_empty(clips / "v3")); // nothing half-made is left
    EXPECT_TRUE(client.readUntilClosed(2'000));
    EXPECT_EQ(panel.counters().streamsOpenNow, 0);
}

} // namespace
} // namespace kanal::panel
