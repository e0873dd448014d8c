// SPDX-License-Identifier: MIT
#include "datagram_sender.h"
#include "demuxer.h"
#include "net_thread.h"
#include "support/fake_clock.h"
#include "support/flash_clip.h"
#include "support/ts_clip.h"

#include <cstring>
#include <future>
#include <optional>

#include <gtest/gtest.h>
#include <pthread.h>

namespace kanal::playback
{
namespace
{

/// Bytes that are there at once.
class MemorySource final : public ByteSource
{
public:
    explicit MemorySource(std::string bytes)
        : m_bytes(std::move(bytes))
    {
    }

    void start() override {}
    Result<std::size_t> read(std::span<std::byte> into) override
    {
        const std::size_t count = std::min(into.size(), m_bytes.size() - m_at);
        std::memcpy(into.data(), m_bytes.data() + m_at, count);
        m_at += count;
        return count;
    }
    Result<> seek(std::int64_t) override { return fail(ErrorKind::Unsupported); }
    std::int64_t size() const override { return -1; }
    bool seekable() const override { return false; }
    std::int64_t bytesReceived() const override { return std::int64_t(m_at); }
    std::size_t buffered() const override { return m_bytes.size() - m_at; }
    void cancel() override {}

private:
    const std::string m_bytes;
    std::size_t m_at = 0;
};

/// A packet that holds a programme map, with the pictures as another codec.
std::string retyped(std::string packet, char type)
{
    constexpr std::size_t kSection = 5, kFirstType = 12;
    const auto byte = [&](std::size_t at) { return std::size_t(std::uint8_t(packet[kSection + at])); };
    const std::size_t length = ((byte(1) & 0x0F) << 8 | byte(2)) + 3;
    std::string body = packet.substr(kSection, length - 4);
    body[kFirstType] = type;
    return packet.replace(kSection, length, TsClip::section(body));
}

/// On a stack as small as some systems give to a thread.
void withSmallStack(std::function<void()> work)
{
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, 512 * 1024);
    pthread_t thread{};
    const auto run = [](void *self) -> void * {
        (*static_cast<std::function<void()> *>(self))();
        return nullptr;
    };
    ASSERT_EQ(pthread_create(&thread, &attributes, run, &work), 0);
    pthread_join(thread, nullptr);
    pthread_attr_destroy(&attributes);
}

TEST(Demuxer, AProgrammeMapThatChangesWithEachPacketIsReadThrough)
{
    const TsClip clip({.pictures = 25});
    const std::string pat = clip.bytes().substr(0, 188), pmt = clip.bytes().substr(188, 188);
    std::string stream = pat;
    for (int i = 0; i < 3000; ++i)
        stream += retyped(pmt, i % 2 == 0 ? '\x1B' : '\x02'); // H.264, MPEG-2
    stream += clip.bytes();
    withSmallStack([&] {
        FakeClock clock;
        NetThread net(clock);
        MemorySource source(stream);
        MediaRequest request;
        request.url = "http://panel.example/1.ts";
        Demuxer demuxer(request, &source, clock, net, net.newSlot());
        ASSERT_TRUE(demuxer.open());
        const PacketPtr packet = makePacket();
        const auto outcome = demuxer.read(*packet);
        ASSERT_TRUE(outcome);
        EXPECT_EQ(*outcome, Demuxer::Outcome::Packet);
        EXPECT_GT(demuxer.generation(), 2000);
    });
}

TEST(Demuxer, ALiveStreamWithoutASourceOfOursIsGivenUpAfterFourSecondsOfSilence)
{
    std::optional<DatagramSender> sender(std::in_place, makeFlashClip({.seconds = 2}), 2);
    FakeClock clock;
    NetThread net(clock);
    MediaRequest request;
    request.url = "udp://127.0.0.1:" + std::to_string(sender->port());
    Demuxer demuxer(request, nullptr, clock, net, net.newSlot());
    ASSERT_TRUE(demuxer.open());
    sender.reset();
    auto silent = std::async(std::launch::async, [&] {
        const PacketPtr packet = makePacket();
        for (;;) {
            const auto outcome = demuxer.read(*packet);
            if (!outcome)
                return outcome.error();
            av_packet_unref(packet.get());
        }
    });
    std::chrono::seconds passed{0}; // from when what had come was read, and perhaps a second before
    for (; silent.wait_for(std::chrono::milliseconds(250)) == std::future_status::timeout; ++passed)
        clock.advance(std::chrono::seconds(1));
    EXPECT_EQ(silent.get().kind, ErrorKind::Timeout);
    EXPECT_GE(passed, std::chrono::seconds(4));
    EXPECT_LE(passed, std::chrono::seconds(6));
}

} // namespace
} // namespace kanal::playback
