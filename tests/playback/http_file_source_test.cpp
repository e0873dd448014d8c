// SPDX-License-Identifier: MIT
#include "file_source_fixture.h"

#include <atomic>

namespace kanal::playback
{

using namespace std::chrono_literals;

TEST_F(HttpFileSourceTest, ReadsAFileToItsEnd)
{
    TcpStub server([&](TcpStub::Peer &peer) { serve(peer, peer.readRequest()); });
    const auto source = open(server);
    EXPECT_TRUE(readAll(*source) == file);
    EXPECT_EQ(source->size(), std::int64_t(file.size()));
    EXPECT_TRUE(source->seekable());
    EXPECT_EQ(events.await<SourceConnected>().httpStatus, 206);
    EXPECT_EQ(server.requests().size(), 1u);
    std::array<std::byte, 16> buffer{};
    EXPECT_EQ(source->read(buffer), Result<std::size_t>(0)) << "the end stays the end";
}

TEST_F(HttpFileSourceTest, SeeksByANewRequestAndWithinMemoryWithoutOne)
{
    TcpStub server([&](TcpStub::Peer &peer) {
        serve(peer, peer.readRequest());
        peer.hold();
    });
    FilePolicy policy;
    policy.aheadBytes = 300'000;
    policy.behindBytes = 300'000;
    const auto source = open(server, policy);
    EXPECT_TRUE(readBytes(*source, 200'000) == file.substr(0, 200'000));
    ASSERT_TRUE(source->seek(1'000));
    EXPECT_TRUE(readBytes(*source, 1'000) == file.substr(1'000, 1'000));
    ASSERT_TRUE(source->seek(250'000));
    EXPECT_TRUE(readBytes(*source, 1'000) == file.substr(250'000, 1'000));
    EXPECT_EQ(server.requests().size(), 1u);

    ASSERT_TRUE(source->seek(2'500'000));
    EXPECT_TRUE(readBytes(*source, 1'000) == file.substr(2'500'000, 1'000));
    ASSERT_TRUE(source->seek(10));
    EXPECT_TRUE(readBytes(*source, 100'000) == file.substr(10, 100'000));
    ASSERT_EQ(server.requests().size(), 3u);
    EXPECT_EQ(rangeOf(server.requests()[1]), 2'500'000);
    EXPECT_EQ(rangeOf(server.requests()[2]), 10);
}

TEST_F(HttpFileSourceTest, SeeksToTheEndWithoutARequest)
{
    TcpStub server([&](TcpStub::Peer &peer) {
        serve(peer, peer.readRequest());
        peer.hold();
    });
    const auto source = open(server);
    readBytes(*source, 10);
    for (const std::int64_t offset : {std::int64_t(file.size()), std::int64_t(file.size()) + 5'000'000}) {
        ASSERT_TRUE(source->seek(offset));
        std::array<std::byte, 16> buffer{};
        EXPECT_EQ(source->read(buffer), Result<std::size_t>(0));
    }
    ASSERT_TRUE(source->seek(0));
    EXPECT_TRUE(readBytes(*source, 1'000) == file.substr(0, 1'000));
    EXPECT_EQ(server.requests().size(), 2u);
    EXPECT_FALSE(source->seek(-1));
}

TEST_F(HttpFileSourceTest, TakesAFileUpWhereItBrokeOff)
{
    TcpStub server([&](TcpStub::Peer &peer) {
        const std::string request = peer.readRequest();
        serve(peer, request, peer.index() < 3 ? 500'000 : std::string::npos);
        if (peer.index() == 1)
            peer.reset();
    });
    const auto source = open(server);
    std::promise<Result<std::string>> all;
    std::thread reader([&] { all.set_value(readAll(*source)); });
    passRetries(3);
    reader.join();
    EXPECT_TRUE(all.get_future().get() == file);
    EXPECT_EQ(events.all<SourceReconnected>().size(), 3u);
    for (std::size_t i = 1; i < server.requests().size(); ++i) {
        EXPECT_GT(rangeOf(server.requests()[i]), 0);
        EXPECT_NE(server.requests()[i].find("If-Range: \"one\""), std::string::npos);
    }
}

TEST_F(HttpFileSourceTest, IsDoneWhenAllBytesAreThereHoweverTheConnectionEnds)
{
    TcpStub server([&](TcpStub::Peer &peer) {
        serve(peer, peer.readRequest());
        server.awaitRelease();
        peer.reset();
    });
    const auto source = open(server);
    EXPECT_TRUE(readBytes(*source, file.size()) == file);
    server.release();
    std::array<std::byte, 16> buffer{};
    EXPECT_EQ(source->read(buffer), Result<std::size_t>(0));
    EXPECT_EQ(server.requests().size(), 1u);
}

TEST_F(HttpFileSourceTest, TakesAFourHundredSixteenBehindTheLastByteForTheEnd)
{
    TcpStub server([&](TcpStub::Peer &peer) {
        const std::string request = peer.readRequest();
        if (peer.index() > 0)
            return void(peer.sendHead(416));
        peer.sendHead(200, "video/mp4"); // no length, and broken off
        peer.send(file);
        server.awaitRelease();
        peer.reset();
    });
    const auto source = open(server);
    EXPECT_TRUE(readBytes(*source, file.size()) == file);
    server.release();
    events.await<SourceReconnecting>();
    std::array<std::byte, 16> buffer{};
    EXPECT_EQ(source->read(buffer), Result<std::size_t>(0));
    EXPECT_EQ(rangeOf(server.requests().back()), std::int64_t(file.size()));
}

TEST_F(HttpFileSourceTest, FollowsA206ThatBeginsEarlier)
{
    TcpStub server([&](TcpStub::Peer &peer) {
        const std::string request = peer.readRequest();
        if (rangeOf(request) == 0)
            return serve(peer, request, 1'000'000);
        peer.sendHead(206, "video/mp4", "Content-Range: bytes 900000-2999999/3000000\r\nContent-Length: 2100000\r\n");
        peer.send(std::string_view(file).substr(900'000));
    });
    const auto source = open(server);
    EXPECT_TRUE(readAll(*source) == file);
    EXPECT_EQ(server.requests().size(), 2u);
}

TEST_F(HttpFileSourceTest, DoesNotGlueTwoFilesTogether)
{
    TcpStub server([&](TcpStub::Peer &peer) {
        const std::string request = peer.readRequest();
        if (peer.index() == 0)
            return serve(peer, request, 1'000'000);
        peer.sendHead(200, "video/mp4", "ETag: \"two\"\r\nContent-Length: 5000000\r\n");
        peer.send(std::string(5'000'000, 'x'));
    });
    const auto source = open(server);
    std::promise<Result<std::string>> all;
    std::thread reader([&] { all.set_value(readAll(*source)); });
    passRetries(4); // where it broke off, and three of another file
    reader.join();
    const auto result = all.get_future().get();
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, ErrorKind::BadAnswer);
}

TEST_F(HttpFileSourceTest, AsksPlainlyWhereRangesAreDisliked)
{
    for (const int status : {405, 406, 416}) {
        SourceEvents own;
        TcpStub server([&](TcpStub::Peer &peer) {
            if (rangeOf(peer.readRequest()) >= 0)
                return void(peer.sendHead(status));
            peer.sendHead(200, "video/mp4");
            peer.send(file);
        });
        HttpFileSource source({.url = server.url("/1.mp4"), .kind = MediaKind::Vod}, net, clock, own.listener());
        source.start();
        EXPECT_TRUE(readAll(source) == file) << status;
        EXPECT_EQ(source.size(), -1);
        EXPECT_FALSE(source.seekable());
        EXPECT_EQ(server.requests().size(), 2u);
    }
}

TEST_F(HttpFileSourceTest, AsksForCatchUpWithoutARange)
{
    TcpStub server([&](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200, "video/mp4");
        peer.send(file);
    });
    const auto source = open(server, {}, MediaKind::Catchup);
    EXPECT_TRUE(readAll(*source) == file);
    EXPECT_EQ(rangeOf(server.requests().at(0)), -1);
    EXPECT_FALSE(source->seekable());
}

TEST_F(HttpFileSourceTest, GivesUpAfterFiveMinutesOfOutage)
{
    TcpStub server([&](TcpStub::Peer &peer) {
        const std::string request = peer.readRequest();
        if (peer.index() == 0)
            return serve(peer, request, 100'000);
        peer.sendHead(503);
    });
    const auto source = open(server);
    std::promise<Result<std::string>> all;
    std::thread reader([&] { all.set_value(readAll(*source)); });
    const Nanos before = clock.now();
    for (std::size_t tries = 1; events.awaitEither<SourceReconnecting, SourceFailed>(tries); ++tries)
        pass(events.await<SourceReconnecting>(tries).in);
    reader.join();
    EXPECT_NEAR(std::chrono::duration<double>(clock.now() - before).count(), 300, 10);
    EXPECT_EQ(all.get_future().get().error().httpStatus, 503);
    EXPECT_EQ(events.await<SourceFailed>().error.kind, ErrorKind::ServerError);

    ASSERT_TRUE(source->seek(50'000)) << "what is in memory still is";
    EXPECT_TRUE(readBytes(*source, 1'000) == file.substr(50'000, 1'000));
}

TEST_F(HttpFileSourceTest, ComesBackWithinThreeSecondsOfAnOutageOfHalfAMinute)
{
    std::atomic<bool> down{true};
    TcpStub server([&](TcpStub::Peer &peer) {
        const std::string request = peer.readRequest();
        if (peer.index() == 0)
            return serve(peer, request, 100'000);
        if (down)
            return peer.reset();
        serve(peer, request);
    });
    const auto source = open(server);
    std::promise<Result<std::string>> all;
    std::thread reader([&] { all.set_value(readAll(*source)); });
    const Nanos lost = clock.now();
    Nanos returned{0};
    std::size_t tries = 1;
    for (; events.awaitEither<SourceReconnecting, SourceReconnected>(tries); ++tries) {
        const auto in = events.await<SourceReconnecting>(tries).in;
        if (down && clock.now() + in > lost + 30s) { // back right after the last try that failed
            down = false;
            returned = clock.now();
        }
        pass(in);
        if (!down)
            break;
    }
    events.await<SourceReconnected>();
    EXPECT_LT(clock.now() - returned, 3s);
    reader.join();
    EXPECT_TRUE(all.get_future().get() == file);
}

TEST_F(HttpFileSourceTest, BeforeAnythingCameSixMoreTriesAreMade)
{
    TcpStub server([&](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(503);
    });
    const auto source = open(server);
    std::promise<Result<std::string>> all;
    std::thread reader([&] { all.set_value(readAll(*source)); });
    passRetries(6);
    reader.join();
    EXPECT_EQ(all.get_future().get().error().httpStatus, 503);
    EXPECT_EQ(server.requests().size(), 7u);
}

TEST_F(HttpFileSourceTest, NamesARefusalAndAWebPage)
{
    for (const int status : {401, 403, 404, 458, 884}) {
        SourceEvents own;
        TcpStub server([&](TcpStub::Peer &peer) {
            peer.readRequest();
            peer.sendHead(status, "video/mp4");
            peer.send(file);
        });
        NetThread fresh(clock);
        HttpFileSource source({.url = server.url("/1.mp4"), .kind = MediaKind::Vod}, fresh, clock, own.listener());
        source.start();
        EXPECT_EQ(readAll(source).error().httpStatus, status);
        EXPECT_EQ(server.requests().size(), 1u);
    }
    TcpStub portal([](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200, "text/html");
        peer.send("<html>sign in</html>");
    });
    EXPECT_EQ(readAll(*open(portal)).error().kind, ErrorKind::WebPage);
}

TEST_F(HttpFileSourceTest, ReplacesAStalledConnection)
{
    TcpStub server([&](TcpStub::Peer &peer) {
        serve(peer, peer.readRequest(), peer.index() == 0 ? 500'000 : std::string::npos);
        peer.hold();
    });
    const auto source = open(server);
    EXPECT_TRUE(readBytes(*source, 500'000) == file.substr(0, 500'000));
    pass(4s);
    events.await<SourceStalled>();
    pass(4s);
    passRetries(1);
    EXPECT_TRUE(readBytes(*source, 500'000) == file.substr(500'000, 500'000));
    EXPECT_EQ(server.mostOpen(), 1);
}

TEST_F(HttpFileSourceTest, ReadsNoFurtherAheadThanItMay)
{
    TcpStub server([&](TcpStub::Peer &peer) {
        serve(peer, peer.readRequest());
        peer.hold();
    });
    FilePolicy policy;
    policy.aheadBytes = 256 * 1024;
    policy.behindBytes = 64 * 1024;
    const auto source = open(server, policy);
    while (source->buffered() < policy.aheadBytes)
        std::this_thread::yield();
    letItRead();
    pass(60s);
    std::string got;
    while (got.size() < file.size()) {
        EXPECT_LE(source->buffered(), policy.aheadBytes + 64 * 1024);
        got += readBytes(*source, std::min<std::size_t>(50'000, file.size() - got.size()));
    }
    EXPECT_TRUE(got == file);
    EXPECT_TRUE(events.all<SourceReconnecting>().empty());
}

TEST_F(HttpFileSourceTest, SeeksWildlyWithoutMixingPlacesUp)
{
    TcpStub server([&](TcpStub::Peer &peer) {
        serve(peer, peer.readRequest());
        peer.hold();
    });
    FilePolicy policy;
    policy.aheadBytes = 200'000;
    policy.behindBytes = 100'000;
    const auto source = open(server, policy);
    readBytes(*source, 1);
    std::minstd_rand random(3);
    for (int i = 0; i < 200; ++i) {
        const std::size_t at = random() % (file.size() - 5000);
        ASSERT_TRUE(source->seek(std::int64_t(at)));
        const std::size_t count = 1 + random() % 5000;
        ASSERT_TRUE(readBytes(*source, count) == file.substr(at, count)) << i;
        EXPECT_LE(net.openConnections(), 1);
    }
}

TEST_F(HttpFileSourceTest, CancelEndsAReadAtOnce)
{
    TcpStub server([](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.hold();
    });
    const auto source = open(server);
    ASSERT_TRUE(server.awaitRequests(1));
    std::promise<Error> ended;
    std::thread reader([&] { ended.set_value(readAll(*source).error()); });
    source->cancel();
    EXPECT_EQ(ended.get_future().get().kind, ErrorKind::Cancelled);
    reader.join();
}

} // namespace kanal::playback
