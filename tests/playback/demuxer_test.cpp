// SPDX-License-Identifier: MIT
#include "demuxer.h"
#include "net_thread.h"
#include "support/fake_clock.h"
#include "support/ts_clip.h"

#include <cstring>

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

} // namespace
} // namespace kanal::playback
