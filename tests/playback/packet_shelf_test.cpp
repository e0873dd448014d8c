// SPDX-License-Identifier: MIT
#include "packet_shelf.h"

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

constexpr std::int64_t kSecond = 1'000'000;

class PacketShelfTest : public testing::Test
{
protected:
    void keep(int stream, std::int64_t ptsUs, int size = 100, std::optional<std::int64_t> heardUs = {})
    {
        const PacketPtr packet = makePacket();
        ASSERT_EQ(av_new_packet(packet.get(), size), 0);
        shelf.keep(stream, *packet, ptsUs, kSecond, true, heardUs);
    }
    std::int64_t firstOf(int stream, std::int64_t fromUs) const
    {
        const auto packets = shelf.from(stream, fromUs);
        return packets.empty() ? -1 : packets.front().ptsUs;
    }

    PacketShelf shelf{100'000};
};

TEST_F(PacketShelfTest, KeepsWhatIsAheadHoweverFarTheDemuxerReads)
{
    for (int second = 0; second <= 60; ++second)
        keep(1, second * kSecond, 100, 2 * kSecond);
    EXPECT_EQ(firstOf(1, 2 * kSecond), 2 * kSecond);
    EXPECT_EQ(shelf.from(1, 2 * kSecond).size(), 59u);
}

TEST_F(PacketShelfTest, KeepsAllBeforeAnythingIsHeard)
{
    for (int second = 0; second <= 60; ++second)
        keep(1, second * kSecond);
    EXPECT_EQ(firstOf(1, 0), 0);
}

TEST_F(PacketShelfTest, LetsGoOfWhatWasHeard)
{
    for (int second = 0; second <= 60; ++second)
        keep(1, second * kSecond, 100, 30 * kSecond);
    EXPECT_EQ(firstOf(1, 0), 29 * kSecond);
}

TEST_F(PacketShelfTest, HoldsNoMoreThanItMayAndSparesTheSmallTrack)
{
    for (int second = 0; second <= 60; ++second) {
        keep(1, second * kSecond, 10'000);
        keep(2, second * kSecond, 100);
    }
    EXPECT_EQ(firstOf(2, 0), 0);
    EXPECT_EQ(firstOf(1, 0), 52 * kSecond);
    shelf.clear();
    keep(1, 0, 90'000);
    EXPECT_EQ(firstOf(1, 0), 0) << "what was cleared counts no more";
}

} // namespace
} // namespace kanal::playback
