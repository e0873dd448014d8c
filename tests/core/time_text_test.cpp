// SPDX-License-Identifier: MIT
#include <kanal/core/time_text.h>

#include <gtest/gtest.h>

namespace kanal
{
namespace
{

using namespace std::chrono_literals;

std::int64_t iso(std::string_view text)
{
    const auto time = parseIsoTime(text);
    return time ? time->time_since_epoch().count() : -1;
}

std::int64_t plain(std::string_view text)
{
    const auto time = parsePlainTime(text);
    return time ? time->time_since_epoch().count() : -1;
}

TEST(TimeText, WritesIso)
{
    const std::chrono::sys_seconds time(1795550400s);
    EXPECT_EQ(isoTime(time), "2026-11-24T20:00:00Z");
    EXPECT_EQ(isoTime(time, 60min), "2026-11-24T21:00:00+01:00");
    EXPECT_EQ(isoTime(time, -210min), "2026-11-24T16:30:00-03:30");
}

TEST(TimeText, ReadsIso)
{
    EXPECT_EQ(iso("2026-11-24T20:00:00Z"), 1795550400);
    EXPECT_EQ(iso("2026-11-24T21:00:00+01:00"), 1795550400);
    EXPECT_EQ(iso("2026-11-24T16:30:00-0330"), 1795550400);
    EXPECT_EQ(iso("2026-11-24T20:00"), 1795550400);
    EXPECT_EQ(iso("2026-11-24 20:00:00.123"), 1795550400);
    EXPECT_EQ(iso("2026-11-24"), 1795550400 - 20 * 3600);
    EXPECT_EQ(iso(isoTime(std::chrono::sys_seconds(12345s), 345min)), 12345);
}

TEST(TimeText, RefusesWhatIsNoIsoTime)
{
    for (const char *bad :
         {"", "today", "2026-13-01", "2026-02-30", "2026-11-24T", "2026-11-24T25:00", "2026-11-24T20:61:00",
          "2026-11-24T20:00:00+1", "2026-11-24T20:00:00 x", "0000-00-00", "20261124"})
        EXPECT_EQ(iso(bad), -1) << bad;
}

TEST(TimeText, ReadsThePlainTimesOfPanels)
{
    EXPECT_EQ(plain("2026-11-24 20:00:00"), 1795550400);
    EXPECT_EQ(plain("2026-11-24:20-00"), 1795550400);
    EXPECT_EQ(plain("2026-11-24_20-00"), 1795550400);
    EXPECT_EQ(plain("2026-11-24 20-00-30"), 1795550430);
    EXPECT_EQ(plain("2026-11-24-20:00:30"), 1795550430);
    EXPECT_EQ(plain(" 2026-11-24 20:00 "), 1795550400);
    EXPECT_EQ(plain("2024-02-29 00:00:00"), 1709164800);
}

TEST(TimeText, TakesZeroDatesAsNone)
{
    for (const char *none : {"0000-00-00 00:00:00", "0000-00-00", "", "N/A", "1795550400", "2023-02-29 00:00:00"})
        EXPECT_EQ(plain(none), -1) << none;
}

} // namespace
} // namespace kanal
