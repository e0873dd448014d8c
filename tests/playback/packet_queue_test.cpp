// SPDX-License-Identifier: MIT
#include "packet_queue.h"
#include "subtitle_inbox.h"

#include <thread>

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

MediaPacket packetAt(std::int64_t ptsUs)
{
    MediaPacket packet;
    packet.packet.reset(av_packet_alloc());
    packet.ptsUs = ptsUs;
    return packet;
}

TEST(PacketQueue, GivesPacketsInTheirOrder)
{
    QueueRoom room;
    PacketQueue queue(room);
    queue.push(packetAt(1));
    queue.push(packetAt(2));
    EXPECT_EQ(queue.pop({})->ptsUs, 1);
    EXPECT_EQ(queue.pop({})->ptsUs, 2);
}

TEST(PacketQueue, WhoIsStoppedGetsNothingMoreThoughThereIsMore)
{
    QueueRoom room;
    PacketQueue queue(room);
    queue.push(packetAt(1));
    std::stop_source stopped;
    stopped.request_stop();
    EXPECT_FALSE(queue.pop(stopped.get_token()));
    EXPECT_EQ(queue.packets(), 1u);
}

TEST(PacketQueue, AStopEndsTheWaitForAPacket)
{
    QueueRoom room;
    PacketQueue queue(room);
    bool got = true;
    {
        const std::jthread waiting([&](std::stop_token stop) { got = queue.pop(stop).has_value(); });
    }
    EXPECT_FALSE(got);
}

TEST(QueueRoom, WhoIsStoppedFindsNoRoom)
{
    QueueRoom room;
    std::stop_source stopped;
    stopped.request_stop();
    EXPECT_FALSE(room.wait(stopped.get_token(), [] { return true; }));
}

TEST(SubtitleInbox, WhoIsStoppedGetsNothingMoreThoughThereIsMore)
{
    SubtitleInbox inbox;
    inbox.push(packetAt(1));
    std::stop_source stopped;
    stopped.request_stop();
    EXPECT_FALSE(inbox.take(stopped.get_token()));
}

} // namespace
} // namespace kanal::playback
