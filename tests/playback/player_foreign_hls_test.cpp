// SPDX-License-Identifier: MIT
// Playlists that are left to libavformat, because of a key of another sort: they are fetched over our HTTP all the
// same.
#include "hls_lock.h"
#include "hls_stub.h"
#include "player_probe.h"

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

using namespace std::chrono_literals;

constexpr const char *kForeignKey = "#EXT-X-KEY:METHOD=SAMPLE-AES,URI=\"key\"\n";
constexpr const char *kInTheClear = "#EXT-X-KEY:METHOD=NONE\n"; // from here on; the list is libavformat's nevertheless
constexpr const char *kEnd = "#EXT-X-ENDLIST\n";

std::string headed(const std::string &lines)
{
    return listHead(0) + kForeignKey + lines + kEnd;
}

std::string location(const std::string &to)
{
    return "Location: " + to + "\r\n";
}

TEST(PlayerForeignHls, PlaysOverOneConnectionFromWhereItWasSent)
{
    HlsStub stub;
    addSegments(stub, "/real/s", 4);
    stub.page("/film.m3u8", [](const std::string &) {
        return HlsStub::Answer{302, "", location("/real/list.m3u8?t=1") + "Set-Cookie: token=7\r\n"};
    });
    stub.page("/real/list.m3u8", textPage([] { return headed(kInTheClear + segmentLines(0, 4, "s")); }));
    PlayerProbe probe;
    probe.open(stub.url("/film.m3u8"), MediaKind::Vod);
    ASSERT_TRUE(probe.awaitState(PlayState::Ended));
    EXPECT_GE(probe.frames(), 98u);
    EXPECT_EQ(probe.player.stats().container, "hls");
    EXPECT_EQ(stub.server().mostOpen(), 1);
    for (const std::string &head : stub.server().requests())
        if (head.starts_with("GET /real/s")) {
            EXPECT_NE(head.find("Cookie: token=7"), std::string::npos) << head;
        }
}

TEST(PlayerForeignHls, PlaysLockedSegments)
{
    constexpr HlsBlock key{1, 2, 3}, iv{9, 8, 7};
    HlsStub stub;
    for (std::int64_t i = 0; i < 3; ++i)
        stub.file("/s" + std::to_string(i), lockSegment(tsSegment(i), key, iv));
    stub.file("/lock", std::string(reinterpret_cast<const char *>(key.data()), key.size()));
    stub.page("/film.m3u8", textPage([] {
                  return headed("#EXT-X-KEY:METHOD=AES-128,URI=\"lock\",IV=0x09080700000000000000000000000000\n" +
                                segmentLines(0, 3, "s"));
              }));
    PlayerProbe probe;
    probe.open(stub.url("/film.m3u8"), MediaKind::Vod);
    ASSERT_TRUE(probe.awaitState(PlayState::Ended));
    EXPECT_GE(probe.frames(), 73u);
    EXPECT_EQ(probe.player.stats().container, "hls");
}

TEST(PlayerForeignHls, PlaysPiecesOfOneFile)
{
    HlsStub stub;
    std::string file, lines;
    for (std::int64_t i = 0; i < 3; ++i) {
        lines += "#EXTINF:1.0,\n#EXT-X-BYTERANGE:" + std::to_string(tsSegment(i).size()) + "@" +
                 std::to_string(file.size()) + "\nall.ts\n";
        file += tsSegment(i);
    }
    stub.file("/all.ts", file);
    stub.page("/film.m3u8", textPage([lines] { return headed(kInTheClear + lines); }));
    PlayerProbe probe;
    probe.open(stub.url("/film.m3u8"), MediaKind::Vod);
    ASSERT_TRUE(probe.awaitState(PlayState::Ended));
    EXPECT_GE(probe.frames(), 73u);
    EXPECT_EQ(stub.asked("/all.ts"), 3);
}

/// What sends a public server's player into the local network: the segments, the key, the list itself.
class PlayerForeignHlsRedirect : public testing::TestWithParam<const char *>
{
};

TEST_P(PlayerForeignHlsRedirect, IntoTheLocalNetworkIsNotFollowed)
{
    const std::string home = "http://tv.example/", router = "http://192.168.1.1/reboot", which = GetParam();
    std::atomic<int> listAsked{0};
    HlsStub proxy; // in front of hosts that are not there
    proxy.file(router, tsSegment(0));
    proxy.page(home + "film.m3u8", [&](const std::string &) {
        if (which == "list" && ++listAsked > 2) // after our own client and the look before libavformat
            return HlsStub::Answer{302, "", location(router)};
        return HlsStub::Answer{200, headed((which == "key" ? "" : kInTheClear) + segmentLines(0, 2, "s"))};
    });
    for (const char *name : {"s0", "s1", "key"})
        proxy.page(home + name, [&, name](const std::string &) {
            const bool leads = which == (name[0] == 's' ? "segments" : "key");
            return leads ? HlsStub::Answer{302, "", location(router)} : HlsStub::Answer{200, std::string(16, 'k')};
        });
    PlayerProbe probe;
    probe.player.setProxy(ProxyRule::through("127.0.0.1:" + std::to_string(proxy.server().port())).value());
    probe.open(home + "film.m3u8", MediaKind::Vod);
    ASSERT_TRUE(probe.awaitState(PlayState::Failed));
    EXPECT_EQ(probe.error().kind, ErrorKind::Address) << probe.error().detail;
    EXPECT_EQ(proxy.asked(router), 0);
}

INSTANTIATE_TEST_SUITE_P(Of, PlayerForeignHlsRedirect, testing::Values("list", "key", "segments"));

} // namespace
} // namespace kanal::playback
