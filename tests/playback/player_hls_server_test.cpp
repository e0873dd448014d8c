// SPDX-License-Identifier: MIT
// Whole starts through Player on HLS servers that renew keys, set cookies and pack their answers.
#include "hls_cipher.h"
#include "hls_lock.h"
#include "hls_stub.h"
#include "player_probe.h"

extern "C" {
#include <libavutil/crc.h>
}

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

std::string film(std::int64_t count)
{
    return listHead(0) + segmentLines(0, count, "s") + "#EXT-X-ENDLIST\n";
}

TEST(PlayerHlsServer, AKeyThatIsRenewedBehindItsAddressIsFetchedAnew)
{
    const HlsBlock keys[] = {{7, 7, 7}, {9, 9, 9}};
    HlsStub stub;
    std::atomic<int> fetches{0};
    stub.page("/key", [&](const std::string &) {
        const HlsBlock &key = keys[std::min<int>(fetches++, 1)];
        return HlsStub::Answer{200, std::string(key.begin(), key.end())};
    });
    for (std::int64_t n = 0; n < 6; ++n)
        stub.file("/s" + std::to_string(n), lockSegment(tsSegment(n), keys[n < 3 ? 0 : 1], HlsCipher::vectorOf(n)));
    stub.page("/film.m3u8", textPage([] {
                  return listHead(0) + "#EXT-X-KEY:METHOD=AES-128,URI=\"key\"\n" + segmentLines(0, 6, "s") +
                         "#EXT-X-ENDLIST\n";
              }));
    PlayerProbe probe;
    probe.open(stub.url("/film.m3u8"), MediaKind::Vod);
    ASSERT_TRUE(probe.awaitState(PlayState::Ended));
    EXPECT_GE(probe.frames(), 145u) << "nothing was left out";
    EXPECT_EQ(stub.asked("/key"), 2);
    EXPECT_EQ(probe.player.stats().reconnects, 0);
}

TEST(PlayerHlsServer, ACookieOfTheListOpensItsSegments)
{
    HlsStub stub;
    for (std::int64_t n = 0; n < 3; ++n)
        stub.page("/s" + std::to_string(n), [n](const std::string &head) {
            const bool known = head.find("Cookie: token=abc") != std::string::npos;
            return known ? HlsStub::Answer{200, tsSegment(n)} : HlsStub::Answer{403, "no token"};
        });
    stub.page("/film.m3u8", [](const std::string &) {
        return HlsStub::Answer{200, film(3), "Set-Cookie: token=abc; path=/\r\n"};
    });
    PlayerProbe probe;
    probe.open(stub.url("/film.m3u8"), MediaKind::Vod);
    EXPECT_TRUE(probe.awaitState(PlayState::Ended)) << probe.error().detail;
}

/// As gzip writes what it cannot make smaller.
std::string gzipped(const std::string &text)
{
    const auto number = [](std::uint32_t value, int bytes) {
        std::string out;
        for (int i = 0; i < bytes; ++i)
            out += char(value >> (8 * i));
        return out;
    };
    const auto *data = reinterpret_cast<const std::uint8_t *>(text.data());
    const std::uint32_t sum = ~av_crc(av_crc_get_table(AV_CRC_32_IEEE_LE), 0xFFFFFFFF, data, text.size());
    const auto size = std::uint32_t(text.size());
    return std::string("\x1f\x8b\x08\0\0\0\0\0\0\xff\x01", 11) + number(size, 2) + number(~size, 2) + text +
           number(sum, 4) + number(size, 4);
}

TEST(PlayerHlsServer, AListThatIsPackedUnaskedIsUnpackedAndASegmentIsNot)
{
    const std::string packed = "Content-Encoding: gzip\r\n";
    HlsStub stub;
    for (std::int64_t n = 0; n < 3; ++n) // some servers say so of everything
        stub.page("/s" + std::to_string(n), [=](const std::string &) {
            return HlsStub::Answer{200, tsSegment(n), packed};
        });
    stub.page("/film.m3u8", [=](const std::string &head) {
        const bool asked = head.find("Accept-Encoding") != std::string::npos;
        return asked ? HlsStub::Answer{400} : HlsStub::Answer{200, gzipped(film(3)), packed};
    });
    PlayerProbe probe;
    probe.open(stub.url("/film.m3u8"), MediaKind::Vod);
    ASSERT_TRUE(probe.awaitState(PlayState::Ended)) << probe.error().detail;
    EXPECT_GE(probe.frames(), 70u);
}

/// A panel that counts a session for each time its address is asked for.
struct CountingPanel {
    CountingPanel()
    {
        addSegments(stub, "/real/s");
        stub.page("/live.m3u8", [this](const std::string &) {
            return HlsStub::Answer{302, "", "Location: /real/list?t=" + std::to_string(++sessions) + "\r\n"};
        });
        stub.page("/real/list", textPage([this] { return list.text("s"); }));
    }

    const SlidingList list;
    std::atomic<int> sessions{0};
    HlsStub stub;
};

TEST(PlayerHlsServer, ASegmentThatIsRefusedOnceCostsNoOtherSession)
{
    std::atomic<int> asked{0};
    CountingPanel panel;
    panel.stub.page("/real/s4", [&](const std::string &) {
        return ++asked == 1 ? HlsStub::Answer{403, "not now"} : HlsStub::Answer{200, tsSegment(4)};
    });
    PlayerProbe probe;
    probe.open(panel.stub.url("/live.m3u8"));
    ASSERT_TRUE(panel.stub.awaitAsked("/real/s6", 1));
    EXPECT_EQ(asked, 2);
    EXPECT_EQ(panel.sessions, 1);
    EXPECT_EQ(probe.player.stats().reconnects, 0);
}

TEST(PlayerHlsServer, AnotherSessionIsNotAskedForWithinASecondOfTheLastUse)
{
    const SteadyClock clock;
    std::mutex mutex;
    Nanos lastUse{0}, between = Nanos::max();
    CountingPanel panel;
    panel.stub.page("/real/s4", [&](const std::string &) { // no media, whatever the list says
        const std::lock_guard lock(mutex);
        lastUse = clock.now();
        return HlsStub::Answer{200, "<html>please wait</html>", {}, "text/html"};
    });
    panel.stub.page("/live.m3u8", [&](const std::string &) {
        const std::lock_guard lock(mutex);
        if (lastUse > Nanos(0))
            between = std::min(between, clock.now() - lastUse);
        return HlsStub::Answer{302, "", "Location: /real/list?t=" + std::to_string(++panel.sessions) + "\r\n"};
    });
    PlayerProbe probe;
    probe.open(panel.stub.url("/live.m3u8"));
    ASSERT_TRUE(panel.stub.awaitAsked("/live.m3u8", 2));
    const std::lock_guard lock(mutex);
    EXPECT_GE(between, std::chrono::seconds(1));
}

} // namespace
} // namespace kanal::playback
