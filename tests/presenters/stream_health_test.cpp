// SPDX-License-Identifier: MIT
#include <kanal/presenters/stream_health.h>

#include <QLocale>

#include <gtest/gtest.h>

namespace kanal::presenters
{
namespace
{

playback::PlayerStats wellRunning()
{
    playback::PlayerStats stats;
    stats.state = playback::PlayState::Playing;
    stats.inputSpeed = 1.0;
    stats.bufferedSeconds = 1.5;
    stats.framesShown = 1000;
    return stats;
}

TEST(StreamHealth, SaysNothingWhileAllIsWell)
{
    EXPECT_EQ(streamHealth(wellRunning()), QString());
    EXPECT_EQ(streamHealth({}), QString()) << "too early to say";
}

TEST(StreamHealth, NamesAServerThatIsTooSlow)
{
    auto stats = wellRunning();
    stats.inputSpeed = 0.62;
    stats.bufferedSeconds = 0.4;
    EXPECT_TRUE(streamHealth(stats).contains(QStringLiteral("62 %"))) << streamHealth(stats).toStdString();
}

TEST(StreamHealth, SaysThatNothingComesWhileTheReserveLasts)
{
    auto stats = wellRunning();
    stats.bufferedSeconds = 8;
    stats.stalled = true;
    EXPECT_TRUE(streamHealth(stats).contains(QLocale().toString(8.0, 'f', 1))) << streamHealth(stats).toStdString();
}

TEST(StreamHealth, ALargeReserveIsNoTrouble)
{
    auto stats = wellRunning();
    stats.inputSpeed = 0.5; // the burst is over, the server waits
    stats.bufferedSeconds = 8;
    EXPECT_EQ(streamHealth(stats), QString());
}

TEST(StreamHealth, WhatIsWaitedForIsNotInHand)
{
    auto stats = wellRunning();
    stats.state = playback::PlayState::Buffering;
    stats.inputSpeed = 0.05;
    stats.bufferedSeconds = 3; // of the eight that must be there after the third interruption
    EXPECT_TRUE(streamHealth(stats).contains(QStringLiteral("5 %"))) << streamHealth(stats).toStdString();
}

TEST(StreamHealth, NamesAComputerThatIsTooSlow)
{
    auto stats = wellRunning();
    stats.framesShown = 700;
    stats.framesDropped = 300;
    EXPECT_TRUE(streamHealth(stats).contains(QStringLiteral("30 %")));
    stats.framesShown = 7;
    stats.framesDropped = 3;
    EXPECT_EQ(streamHealth(stats), QString()) << "ten pictures say nothing";
}

} // namespace
} // namespace kanal::presenters
