// SPDX-License-Identifier: MIT
// Answers that are no playlist, or one that leads where nobody may go: final, named, no picture of them.
#include "hls_stub.h"
#include "player_probe.h"

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

struct Refusal {
    const char *name;
    HlsStub::Answer answer;
    ErrorKind kind;
    int status;
};

class PlayerHlsRefused : public testing::TestWithParam<Refusal>
{
};

TEST_P(PlayerHlsRefused, IsFinalAndNamed)
{
    HlsStub stub;
    addSegments(stub);
    stub.page("/live.m3u8", [](const std::string &) { return GetParam().answer; });
    PlayerProbe probe;
    probe.open(stub.url("/live.m3u8"));
    ASSERT_TRUE(probe.awaitState(PlayState::Failed));
    EXPECT_EQ(probe.error().kind, GetParam().kind) << probe.error().detail;
    EXPECT_EQ(probe.error().httpStatus, GetParam().status);
    EXPECT_EQ(probe.frames(), 0u);
    EXPECT_EQ(stub.server().requests().size(), 1u);
}

const std::string kGoodText = listHead(0) + segmentLines(0, 4, "s");

INSTANTIATE_TEST_SUITE_P(
    Answers, PlayerHlsRefused,
    testing::Values(
        Refusal{
            "Html", {200, "<html><title>Welcome to the hotel</title></html>", {}, "text/html"}, ErrorKind::WebPage, 0},
        Refusal{"LongHtml", {200, "<!DOCTYPE html>" + std::string(5000, ' '), {}, "video/x"}, ErrorKind::WebPage, 0},
        Refusal{"Forbidden", {403, kGoodText}, ErrorKind::NotFound, 403},
        Refusal{"Login", {401, kGoodText}, ErrorKind::Credentials, 401},
        Refusal{"Full", {458, kGoodText}, ErrorKind::Connections, 458},
        Refusal{"Strange", {884, kGoodText}, ErrorKind::ServerError, 884},
        Refusal{"NotAllowed", {405, kGoodText}, ErrorKind::Unsupported, 405},
        Refusal{"Empty", {200, ""}, ErrorKind::BadAnswer, 0},
        Refusal{"Garbage", {200, std::string(3000, '\x7f')}, ErrorKind::BadAnswer, 0},
        Refusal{"ToAFile", {302, "", "Location: file:///etc/passwd\r\n"}, ErrorKind::Address, 0},
        Refusal{"FileSegments",
                {200, listHead(0) + "#EXTINF:1,\nfile:///etc/passwd\n#EXTINF:1,\nftp://example.org/a\n"},
                ErrorKind::Address,
                0},
        Refusal{"FileKey",
                {200, listHead(0) + "#EXT-X-KEY:METHOD=AES-128,URI=\"file:///etc/passwd\"\n#EXTINF:1,\ns0\n"},
                ErrorKind::Address,
                0},
        Refusal{"FileMap",
                {200, listHead(0) + "#EXT-X-MAP:URI=\"file:///etc/passwd\"\n#EXTINF:1,\ns0\n"},
                ErrorKind::Address,
                0},
        Refusal{"FileVariants",
                {200, "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nfile:///etc/passwd\n"},
                ErrorKind::Address,
                0},
        Refusal{"Endless",
                {200, "#EXTM3U\n" + std::string(60'000, '#') + "\n", {}, "audio/mpegurl", 0, 0, true},
                ErrorKind::BadAnswer,
                0},
        Refusal{"LongLine", {200, "#EXTM3U\n#" + std::string(5 << 20, 'x')}, ErrorKind::BadAnswer, 0}),
    [](const auto &info) { return std::string(info.param.name); });

} // namespace
} // namespace kanal::playback
