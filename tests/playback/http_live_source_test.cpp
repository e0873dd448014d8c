// SPDX-License-Identifier: MIT
// How a live source keeps a stream going, and how it lets go.
#include "live_source_fixture.h"

#include <atomic>
#include <future>
#include <thread>

namespace kanal::playback
{

using namespace std::chrono_literals;

TEST_F(HttpLiveSourceTest, DeliversTheStreamAndTellsOfTheConnection)
{
    TcpStub server([&](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200);
        peer.send(clip.bytes());
        peer.hold();
    });
    const auto source = open(server);
    EXPECT_EQ(readBytes(*source, clip.bytes().size()), clip.bytes());
    const auto connected = events.await<SourceConnected>();
    EXPECT_EQ(connected.httpStatus, 200);
    EXPECT_EQ(connected.contentType, "video/mp2t");
    EXPECT_EQ(connected.finalHost, "127.0.0.1");
    EXPECT_LE(connected.connectMs, connected.firstByteMs + 1000); // the network runs on real time, the rest on ours
    EXPECT_EQ(source->bytesReceived(), std::int64_t(clip.bytes().size()));
    EXPECT_GE(source->keySentMs(), 0);
    EXPECT_EQ(source->size(), -1);
    EXPECT_FALSE(source->seekable());
    EXPECT_EQ(source->seek(0).error().kind, ErrorKind::Unsupported);
}

TEST_F(HttpLiveSourceTest, GoesOnAtOnceAfterAResetWithNothingLostAndNothingDoubled)
{
    TcpStub server([&](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200);
        if (peer.index() == 0) {
            peer.send(clip.pictures(0, 100));
            server.awaitRelease(); // what was sent is read before the reset throws it away
            peer.reset();
        } else {
            peer.send(clip.pictures(75, 200)); // panels replay their last seconds
            peer.hold();
        }
    });
    const auto source = open(server);
    std::string got = readBytes(*source, clip.pictures(0, 100).size());
    server.release();
    got += readBytes(*source, clip.pictures(100, 200).size());
    EXPECT_EQ(got, clip.bytes());
    const auto reconnecting = events.await<SourceReconnecting>();
    EXPECT_EQ(reconnecting.attempt, 1);
    EXPECT_EQ(reconnecting.in, 0ms);
    EXPECT_EQ(reconnecting.why.kind, ErrorKind::Network);
    events.await<SourceReconnected>();
    EXPECT_EQ(server.mostOpen(), 1);
}

TEST_F(HttpLiveSourceTest, TakesTheEndOfALiveStreamForADrop)
{
    TcpStub server([&](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200);
        if (peer.index() == 0)
            peer.send(clip.pictures(0, 100));
        else {
            peer.send(clip.pictures(100, 200));
            peer.hold();
        }
    });
    const auto source = open(server);
    EXPECT_EQ(readBytes(*source, clip.bytes().size()), clip.bytes());
    EXPECT_EQ(server.requests().size(), 2u);
}

TEST_F(HttpLiveSourceTest, NoticesAStallAndReplacesTheConnection)
{
    TcpStub server([&](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200);
        peer.send(peer.index() == 0 ? clip.pictures(0, 100) : clip.pictures(100, 200));
        peer.hold();
    });
    const auto source = open(server);
    std::string got = readBytes(*source, clip.pictures(0, 100).size());
    pass(3900ms);
    EXPECT_TRUE(events.all<SourceStalled>().empty());
    pass(100ms);
    events.await<SourceStalled>();
    EXPECT_TRUE(events.all<SourceReconnecting>().empty());
    pass(4s);
    EXPECT_EQ(events.await<SourceReconnecting>().why.kind, ErrorKind::Timeout);
    got += readBytes(*source, clip.pictures(100, 200).size());
    EXPECT_EQ(got, clip.bytes());
    EXPECT_EQ(server.mostOpen(), 1) << "the old connection goes first";
}

TEST_F(HttpLiveSourceTest, TellsWhenAStallPassesByItself)
{
    TcpStub server([&](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200);
        peer.send(clip.pictures(0, 100));
        server.awaitRelease();
        peer.send(clip.pictures(100, 200));
        peer.hold();
    });
    const auto source = open(server);
    readBytes(*source, clip.pictures(0, 100).size());
    pass(5s);
    events.await<SourceStalled>();
    server.release();
    events.await<SourceResumed>();
    EXPECT_EQ(readBytes(*source, clip.pictures(100, 200).size()), clip.pictures(100, 200));
    EXPECT_EQ(server.requests().size(), 1u);
}

TEST_F(HttpLiveSourceTest, DropsAConnectionThatTrickles)
{
    TcpStub server([&](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200);
        if (peer.index() > 0)
            return peer.hold();
        peer.send(clip.pictures(0, 1));
        server.awaitRelease();
        peer.send("a");
        peer.hold();
    });
    const auto source = open(server);
    readBytes(*source, clip.pictures(0, 1).size());
    pass(3s);
    server.release();
    while (source->bytesReceived() <= std::int64_t(clip.pictures(0, 1).size()))
        std::this_thread::yield();
    pass(3s);
    pass(4s);
    EXPECT_EQ(events.await<SourceReconnecting>().why.kind, ErrorKind::Timeout);
}

TEST_F(HttpLiveSourceTest, DropsAConnectionThatSendsOnlyStuffing)
{
    std::string stuffing;
    for (int i = 0; i < 500; ++i)
        stuffing += std::string("\x47\x1F\xFF\x10", 4) + std::string(184, '\xFF');
    TcpStub server([&](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200);
        if (peer.index() > 0)
            return peer.hold();
        for (int i = 0; i < 6; ++i)
            peer.send(stuffing);
        peer.hold();
    });
    const auto source = open(server);
    readBytes(*source, 6 * stuffing.size());
    pass(7s);
    EXPECT_TRUE(events.all<SourceReconnecting>().empty());
    pass(4s);
    events.await<SourceReconnecting>();
}

TEST_F(HttpLiveSourceTest, ReadsAPlaylistToItsEnd)
{
    const std::string playlist = "#EXTM3U\n#EXTINF:2,\nsegment1.ts\n";
    TcpStub server([&](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200, "application/x-mpegurl");
        peer.send(playlist);
    });
    const auto source = open(server);
    EXPECT_EQ(readAll(*source), playlist);
    EXPECT_EQ(server.requests().size(), 1u);
}

TEST_F(HttpLiveSourceTest, PassesRadioThroughAcrossReconnects)
{
    const std::string frames = "\xFF\xF1" + std::string(5000, 'a');
    TcpStub server([&](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200, "audio/aac");
        peer.send(frames);
        if (peer.index() > 0)
            peer.hold();
    });
    const auto source = open(server);
    EXPECT_EQ(readBytes(*source, 2 * frames.size()), frames + frames);
}

TEST_F(HttpLiveSourceTest, SkipsGarbageInTheMiddle)
{
    TcpStub server([&](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200);
        peer.send(clip.pictures(0, 100));
        peer.send(std::string(200'001, '\x01'));
        peer.send(clip.pictures(100, 200));
        peer.hold();
    });
    const auto source = open(server);
    EXPECT_EQ(readBytes(*source, clip.bytes().size()), clip.bytes());
}

TEST_F(HttpLiveSourceTest, HealsAnOutageInTheMiddle)
{
    auto server = std::make_unique<TcpStub>([&](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200);
        peer.send(clip.pictures(0, 100));
        peer.hold();
    });
    const int port = server->port();
    const auto source = open(*server);
    std::string got = readBytes(*source, clip.pictures(0, 100).size());
    server.reset();
    for (std::size_t attempt = 1; attempt <= 4; ++attempt) // 0, 0.5, 1, 2 s: nobody is there
        pass(events.await<SourceReconnecting>(attempt).in);
    const auto last = events.await<SourceReconnecting>(5);
    EXPECT_EQ(last.why.kind, ErrorKind::Refused);
    TcpStub again(
        [&](TcpStub::Peer &peer) {
            peer.readRequest();
            peer.sendHead(200);
            peer.send(clip.pictures(75, 200));
            peer.hold();
        },
        port);
    pass(last.in);
    got += readBytes(*source, clip.pictures(100, 200).size());
    EXPECT_EQ(got, clip.bytes());
}

TEST_F(HttpLiveSourceTest, BeginsItsBackOffAnewAfterTenGoodSeconds)
{
    TcpStub server([&](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200);
        if (peer.index() < 2)
            return void(peer.send(clip.pictures(0, 100)));
        if (peer.index() == 2) {
            peer.send(clip.pictures(100, 150));
            server.awaitRelease();
        }
        peer.send(clip.pictures(150, 200));
        peer.hold();
    });
    const auto source = open(server);
    readBytes(*source, clip.pictures(0, 100).size());
    EXPECT_EQ(events.await<SourceReconnecting>(1).in, 0ms);
    pass(events.await<SourceReconnecting>(2).in);
    readBytes(*source, clip.pictures(100, 150).size());
    pass(10s); // good seconds, then a stall that ends the connection
    EXPECT_EQ(events.await<SourceReconnecting>(3).in, 0ms);
    EXPECT_EQ(events.await<SourceReconnecting>(3).attempt, 1);
    server.release();
}

TEST_F(HttpLiveSourceTest, HoldsTheServerBackWhenNobodyReads)
{
    std::atomic<std::size_t> sent{0};
    const TsClip longClip({.pictures = 1500, .packetsPerPicture = 60});
    TcpStub server([&](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200);
        peer.send(longClip.bytes());
        peer.hold();
    });
    LivePolicy policy;
    policy.ringBytes = 256 * 1024;
    const auto source = open(server, policy);
    while (source->buffered() < policy.ringBytes)
        std::this_thread::yield();
    pass(60s); // nobody is to blame: no stall, no new connection
    net.post([&] { sent = 1; });
    while (sent == 0)
        std::this_thread::yield();
    EXPECT_LE(source->buffered(), policy.ringBytes + 64 * 1024);
    EXPECT_TRUE(events.all<SourceStalled>().empty());
    EXPECT_TRUE(events.all<SourceReconnecting>().empty());
    std::string got;
    while (got.size() < longClip.bytes().size()) {
        const std::string piece =
            readBytes(*source, std::min<std::size_t>(100'000, longClip.bytes().size() - got.size()));
        ASSERT_FALSE(piece.empty());
        EXPECT_LE(source->buffered(), policy.ringBytes + 64 * 1024);
        got += piece;
    }
    EXPECT_TRUE(got == longClip.bytes());
}

TEST_F(HttpLiveSourceTest, NeverHasTwoConnectionsWhileZapping)
{
    TcpStub server([&](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200);
        peer.send(clip.pictures(0, 5)); // little, so that no send is under way when the client goes
        peer.hold();
    });
    LivePolicy policy;
    policy.slot = net.newSlot();
    std::unique_ptr<HttpLiveSource> source;
    for (int zap = 0; zap < 50; ++zap) {
        if (source)
            source->cancel();
        auto next = open(server, policy);
        source = std::move(next);
        const std::size_t watched = zap % 3 == 0 ? 0 : 5000; // some are left before they answered
        EXPECT_EQ(readBytes(*source, watched).size(), watched);
    }
    EXPECT_EQ(server.mostOpen(), 1);
}

TEST_F(HttpLiveSourceTest, CancelEndsAReadAtOnce)
{
    TcpStub server([](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.hold();
    });
    const auto source = open(server);
    ASSERT_TRUE(server.awaitRequests(1));
    std::promise<Error> ended;
    std::thread reader([&] { ended.set_value(failureOf(*source)); });
    const auto before = std::chrono::steady_clock::now();
    source->cancel();
    EXPECT_EQ(ended.get_future().get().kind, ErrorKind::Cancelled);
    EXPECT_LT(std::chrono::steady_clock::now() - before, 1s);
    reader.join();
    EXPECT_TRUE(events.all<SourceFailed>().empty());
}

TEST_F(HttpLiveSourceTest, CancelEndsAWaitForTheNextTry)
{
    TcpStub server([](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(503);
    });
    auto source = open(server);
    const auto wait = events.await<SourceReconnecting>(2);
    source.reset();
    pass(wait.in + 10s);
    std::promise<void> looked;
    net.post([&] { looked.set_value(); });
    looked.get_future().wait();
    EXPECT_EQ(server.requests().size(), 2u);
}

} // namespace kanal::playback
