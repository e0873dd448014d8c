// SPDX-License-Identifier: MIT
#include <kanal/xtream/endpoints.h>

#include <gtest/gtest.h>

namespace kanal::xtream
{
namespace
{

const ServerLogin kLogin{"http://h.example:8080/sub", "bob@x", "p/w +&", {}, {}};

TEST(Endpoints, EncodeCredentialsInQueries)
{
    EXPECT_EQ(apiUrl(kLogin), "http://h.example:8080/sub/player_api.php?username=bob%40x&password=p%2Fw%20%2B%26");
    EXPECT_EQ(apiUrl(kLogin, "get_short_epg", {{"stream_id", "7"}, {"limit", "4"}}),
              "http://h.example:8080/sub/"
              "player_api.php?username=bob%40x&password=p%2Fw%20%2B%26&action=get_short_epg&stream_id=7&limit=4");
    EXPECT_EQ(guideUrl(kLogin), "http://h.example:8080/sub/xmltv.php?username=bob%40x&password=p%2Fw%20%2B%26");
}

TEST(Endpoints, EncodeEachSegmentOfAPath)
{
    const std::string credentials = "/bob%40x/p%2Fw%20%2B%26/";
    EXPECT_EQ(liveUrl(kLogin, "42", "ts"), "http://h.example:8080/sub/live" + credentials + "42.ts");
    EXPECT_EQ(liveUrl(kLogin, "42", ""), "http://h.example:8080/sub/live" + credentials + "42");
    EXPECT_EQ(movieUrl(kLogin, "42", "MKV"), "http://h.example:8080/sub/movie" + credentials + "42.MKV");
    EXPECT_EQ(movieUrl(kLogin, "42", ""), "http://h.example:8080/sub/movie" + credentials + "42.mp4");
    EXPECT_EQ(episodeUrl(kLogin, "4/2", "avi"), "http://h.example:8080/sub/series" + credentials + "4%2F2.avi");
}

TEST(Endpoints, SpellCatchUpInEveryForm)
{
    const ServerLogin login{"http://h", "u", "p", {}, {}};
    const auto url = [&](TimeshiftForm form, int minutes = 90) {
        return timeshiftUrl(login, "5", "2026-01-02:03-04", minutes, form);
    };
    EXPECT_EQ(url(TimeshiftForm::Path), "http://h/timeshift/u/p/90/2026-01-02:03-04/5.ts");
    EXPECT_EQ(url(TimeshiftForm::PathM3u8), "http://h/timeshift/u/p/90/2026-01-02:03-04/5.m3u8");
    EXPECT_EQ(url(TimeshiftForm::PathUnderscore), "http://h/timeshift/u/p/90/2026-01-02_03-04/5.ts");
    EXPECT_EQ(url(TimeshiftForm::Query),
              "http://h/streaming/timeshift.php?username=u&password=p&stream=5&start=2026-01-02%3A03-04&duration=90");
    EXPECT_EQ(url(TimeshiftForm::Path, 0), "http://h/timeshift/u/p/1/2026-01-02:03-04/5.ts");
}

} // namespace
} // namespace kanal::xtream
