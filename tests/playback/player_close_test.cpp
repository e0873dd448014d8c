// SPDX-License-Identifier: MIT
// Addresses that libavformat connects to by itself: stop() takes the connection away, whatever it waits for.
#include "player_probe.h"

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

using namespace std::chrono_literals;

/// libavformat looks at its interrupt callback ten times a second.
constexpr auto kSoon = 150ms;

struct Silence {
    const char *name, *scheme;
    std::string_view says; ///< when it was asked for something
};

class PlayerClose : public testing::TestWithParam<Silence>
{
};

TEST_P(PlayerClose, TakesTheConnectionAway)
{
    std::mutex mutex;
    std::condition_variable changed;
    bool asked = false, closed = false;
    const auto note = [&](bool &what) {
        const std::lock_guard lock(mutex);
        what = true;
        changed.notify_all();
    };
    TcpStub server([&](TcpStub::Peer &peer) {
        if (peer.awaitBytes())
            note(asked);
        peer.send(GetParam().says);
        peer.hold();
        note(closed);
    });
    PlayerProbe probe;
    const std::string url = server.url("/live/1");
    probe.open(GetParam().scheme + url.substr(url.find(':')));
    std::unique_lock lock(mutex);
    ASSERT_TRUE(changed.wait_for(lock, 10s, [&] { return asked; }));
    const Nanos begun = probe.now();
    probe.player.stop();
    EXPECT_LT(probe.now() - begun, 20ms) << "stop() waits for nothing";
    ASSERT_TRUE(changed.wait_for(lock, 10s, [&] { return closed; }));
    const Nanos took = probe.now() - begun;
    EXPECT_LT(took, kSoon);
    RecordProperty("ms", int(took / 1ms));
}

INSTANTIATE_TEST_SUITE_P(Protocols, PlayerClose,
                         testing::Values(Silence{"rtsp", "rtsp", ""}, Silence{"rtmp", "rtmp", ""},
                                         Silence{"half_an_answer", "rtsp", "RTSP/1.0 200 OK\r\nCSeq: 1\r\n"}),
                         [](const auto &info) { return std::string(info.param.name); });

/// A port nobody sends to: udp has no connection, its socket is what counts.
TEST(PlayerClose, GivesAPortBack)
{
    const auto isFree = [](int port) {
        const int socket = ::socket(AF_INET, SOCK_DGRAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_ANY);
        address.sin_port = htons(std::uint16_t(port));
        const bool bound = bind(socket, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0;
        close(socket);
        return bound;
    };
    const int port = TcpStub::closedPort();
    PlayerProbe probe;
    probe.open("udp://127.0.0.1:" + std::to_string(port));
    const auto becomes = [&](bool free, Nanos limit) {
        const Nanos end = probe.now() + limit;
        while (isFree(port) != free && probe.now() < end)
            std::this_thread::sleep_for(2ms); // there is nothing that tells
        return isFree(port) == free;
    };
    ASSERT_TRUE(becomes(false, 5s));
    const Nanos begun = probe.now();
    probe.player.stop();
    EXPECT_TRUE(becomes(true, 5s));
    EXPECT_LT(probe.now() - begun, kSoon + 100ms) << "the receiving thread is looked at in turn";
}

} // namespace
} // namespace kanal::playback
