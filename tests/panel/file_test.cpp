// SPDX-License-Identifier: MIT
#include "decoded.h"
#include "demo_panel.h"

#include <fstream>

namespace kanal::panel
{
namespace
{

TEST(PanelFile, RangesAreExact)
{
    DemoPanel demo;
    const std::string path = "/movie/demo/demo/1009.mp4";
    const Answer whole = demo.get(path);
    ASSERT_EQ(whole.status, 200);
    EXPECT_EQ(whole.headers.at("accept-ranges"), "bytes");
    EXPECT_EQ(whole.headers.at("content-type"), "video/mp4");
    const std::string size = std::to_string(whole.body.size());
    struct Case {
        const char *range;
        std::size_t first, length;
    };
    for (const Case &c :
         {Case{"bytes=0-0", 0, 1}, Case{"bytes=100-299", 100, 200}, Case{"bytes=1000-", 1000, whole.body.size() - 1000},
          Case{"bytes=-50", whole.body.size() - 50, 50}, Case{"bytes=10-99999999999", 10, whole.body.size() - 10}}) {
        const Answer part = demo.get(path, "Range: " + std::string(c.range) + "\r\n");
        EXPECT_EQ(part.status, 206) << c.range;
        EXPECT_EQ(part.body, whole.body.substr(c.first, c.length)) << c.range;
        EXPECT_EQ(part.headers.at("content-range"),
                  "bytes " + std::to_string(c.first) + "-" + std::to_string(c.first + c.length - 1) + "/" + size);
    }
    const Answer beyond = demo.get(path, "Range: bytes=" + size + "-\r\n");
    EXPECT_EQ(beyond.status, 416);
    EXPECT_EQ(beyond.headers.at("content-range"), "bytes */" + size);
    for (const char *odd : {"bytes=5-2", "bytes=a-b", "lines=1-2", "bytes=0-1,5-6"})
        EXPECT_EQ(demo.get(path, "Range: " + std::string(odd) + "\r\n").status, 200) << odd;
}

TEST(PanelFile, IndexIsWhereTheCatalogueSays)
{
    DemoPanel demo;
    const auto positionOf = [&](const char *path, const char *atom) { return demo.get(path).body.find(atom); };
    const std::string front = demo.get("/movie/demo/demo/1009.mp4").body,
                      back = demo.get("/movie/demo/demo/1002.mp4").body;
    EXPECT_LT(front.find("moov"), front.find("mdat"));
    EXPECT_GT(back.rfind("moov"), back.find("mdat"));
    EXPECT_EQ(positionOf("/movie/demo/demo/1003.mkv", "\x1a\x45\xdf\xa3"), 0u);
}

TEST(PanelFile, FilmWithManyTracks)
{
    DemoPanel demo;
    const std::string path = scratchFile("polyglot.mkv").string();
    std::ofstream(path, std::ios::binary) << demo.get("/movie/demo/demo/1004.mkv").body;
    const Decoded decoded = decodeFile(path);
    EXPECT_EQ(decoded.tracks,
              (std::vector<std::string>{"video h264", "audio aac eng", "audio ac3 deu", "audio aac fra",
                                        "subtitle subrip eng", "subtitle subrip deu", "subtitle subrip fra"}));
    EXPECT_NEAR(decoded.seconds, 12, 0.1);
    ASSERT_GE(decoded.flashes.size(), 11u);
    ASSERT_GE(decoded.beeps.size(), 11u);
    EXPECT_NEAR(decoded.flashes.back(), decoded.beeps.back(), 0.010);
}

TEST(PanelFile, EpisodesPlayAndUnknownOnesDoNot)
{
    DemoPanel demo;
    EXPECT_EQ(demo.get("/series/demo/demo/200101.mp4", "Range: bytes=0-9\r\n").status, 206);
    EXPECT_EQ(demo.get("/series/demo/demo/1.mp4").status, 404);
    EXPECT_EQ(demo.get("/movie/demo/demo/101.mp4").status, 404);
    EXPECT_EQ(demo.get("/movie/demo/no/1001.mp4").status, 401);
}

TEST(PanelFile, JumpingInAFilmTakesOneSlot)
{
    DemoPanel demo("limit1");
    HttpClient first(demo.panel.port()), second(demo.panel.port());
    ASSERT_EQ(demo.get("/movie/demo/demo/1001.mp4", "Range: bytes=0-9\r\n").status, 206);
    first.socket.setReadBufferSize(1024);
    first.send("/movie/demo/demo/1001.mp4");
    ASSERT_EQ(first.readHead().status, 200);
    second.send("/movie/demo/demo/1001.mp4", "Range: bytes=100-199\r\n");
    EXPECT_EQ(second.read().status, 206);
    EXPECT_LE(demo.panel.counters().mostStreamsAtOnce, 1);
}

} // namespace
} // namespace kanal::panel
