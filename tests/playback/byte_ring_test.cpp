// SPDX-License-Identifier: MIT
#include "byte_ring.h"

#include <atomic>
#include <random>
#include <string>
#include <thread>

#include <gtest/gtest.h>

namespace kanal::playback
{

namespace
{

std::span<const std::byte> bytesOf(std::string_view text)
{
    return std::as_bytes(std::span(text));
}

std::string pattern(std::size_t count, std::uint32_t seed)
{
    std::minstd_rand random(seed);
    std::string bytes(count, '\0');
    for (char &c : bytes)
        c = char(random());
    return bytes;
}

std::string readSome(ByteRing &ring, std::size_t most)
{
    std::string text(most, '\0');
    const auto got = ring.read(std::as_writable_bytes(std::span(text)));
    text.resize(got.value_or(0));
    return text;
}

} // namespace

TEST(ByteRing, KeepsOrderAcrossBlocks)
{
    ByteRing ring(1 << 20);
    const std::string sent = pattern(300'000, 1);
    for (std::size_t at = 0; at < sent.size(); at += 7777)
        ring.push(bytesOf(std::string_view(sent).substr(at, 7777)));
    EXPECT_EQ(ring.size(), sent.size());
    std::string got;
    while (ring.size() > 0)
        got += readSome(ring, 10'001);
    EXPECT_EQ(got, sent);
}

TEST(ByteRing, AsksTheProducerToWaitWhenFullAndTellsItAtHalf)
{
    ByteRing ring(100'000);
    int told = 0;
    ring.setOnRoom([&] { ++told; });
    const std::string piece = pattern(20'000, 2);
    int pushed = 0;
    while (ring.askRoom()) {
        ring.push(bytesOf(piece));
        ++pushed;
    }
    EXPECT_EQ(pushed, 5);
    readSome(ring, 40'000);
    EXPECT_EQ(told, 0);
    readSome(ring, 20'000);
    EXPECT_EQ(told, 1);
    readSome(ring, 40'000);
    EXPECT_EQ(told, 1) << "once is enough";
}

TEST(ByteRing, GivesWhatIsLeftBeforeTheEndOrTheError)
{
    ByteRing ended(1000);
    ended.push(bytesOf("abc"));
    ended.finish(std::nullopt);
    EXPECT_EQ(readSome(ended, 10), "abc");
    std::array<std::byte, 4> buffer{};
    EXPECT_EQ(ended.read(buffer), Result<std::size_t>(0));

    ByteRing failed(1000);
    failed.push(bytesOf("xyz"));
    failed.finish(Error{ErrorKind::Timeout});
    failed.finish(std::nullopt); // too late to change it
    EXPECT_EQ(readSome(failed, 10), "xyz");
    EXPECT_EQ(failed.read(buffer).error().kind, ErrorKind::Timeout);
}

TEST(ByteRing, CancelWakesTheReaderAndDropsTheBytes)
{
    ByteRing ring(1000);
    std::thread reader([&] {
        std::array<std::byte, 4> buffer{};
        EXPECT_EQ(ring.read(buffer).error().kind, ErrorKind::Cancelled);
    });
    ring.cancel();
    reader.join();
    ring.push(bytesOf("late"));
    EXPECT_EQ(ring.size(), 0u);
    std::array<std::byte, 4> buffer{};
    EXPECT_EQ(ring.read(buffer).error().kind, ErrorKind::Cancelled);
}

TEST(ByteRing, CarriesBytesBetweenTwoThreads)
{
    ByteRing ring(64 * 1024);
    const std::string sent = pattern(3'000'000, 3);
    std::atomic<bool> room{true};
    ring.setOnRoom([&] {
        room = true;
        room.notify_one();
    });
    std::thread producer([&] {
        std::minstd_rand random(4);
        for (std::size_t at = 0; at < sent.size();) {
            if (!ring.askRoom()) {
                room.wait(false);
                room = false;
                continue;
            }
            const std::size_t count = std::min<std::size_t>(1 + random() % 5000, sent.size() - at);
            ring.push(bytesOf(std::string_view(sent).substr(at, count)));
            at += count;
        }
        ring.finish(std::nullopt);
    });
    std::string got;
    for (std::string piece = readSome(ring, 9000); !piece.empty(); piece = readSome(ring, 9000)) {
        got += piece;
        EXPECT_LE(ring.size(), 64u * 1024 + 5000);
    }
    producer.join();
    EXPECT_TRUE(got == sent);
}

TEST(BlockPool, HandsTheWarmestBlockOutFirst)
{
    BlockPool pool;
    BlockPool::Block first = pool.take();
    BlockPool::Block second = pool.take();
    const std::byte *const warmest = second.get();
    pool.giveBack(std::move(first));
    pool.giveBack(std::move(second));
    EXPECT_EQ(pool.take().get(), warmest);
}

} // namespace kanal::playback
