// SPDX-License-Identifier: MIT
// What servers make of ranges, and what they say in the middle of a film instead of its bytes.
#include "content_range.h"
#include "file_source_fixture.h"

#include <functional>

namespace kanal::playback
{

TEST_F(HttpFileSourceTest, SkipsToThePlaceWhereAServerIgnoresRanges)
{
    TcpStub server([&](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200, "video/mp4", "Content-Length: " + std::to_string(file.size()) + "\r\n");
        peer.send(std::string_view(file).substr(0, peer.index() == 0 ? 1'000'000 : std::string::npos));
    });
    const auto source = open(server);
    EXPECT_TRUE(readAll(*source) == file);
    EXPECT_EQ(server.requests().size(), 2u);
    EXPECT_FALSE(source->seekable());
}

TEST_F(HttpFileSourceTest, WithoutRangesNothingIsSoughtBeyondWhatWasRead)
{
    TcpStub server([&](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200, "video/mp4", "Content-Length: " + std::to_string(file.size()) + "\r\n");
        peer.send(file);
        peer.hold();
    });
    FilePolicy policy;
    policy.aheadBytes = policy.behindBytes = 100'000;
    const auto source = open(server, policy);
    readBytes(*source, 1'000'000);
    EXPECT_EQ(source->seek(2'000'000).error().kind, ErrorKind::Unsupported);
    ASSERT_TRUE(source->seek(5)) << "what was read once can be read again";
    EXPECT_TRUE(readBytes(*source, 1'000) == file.substr(5, 1'000));
}

TEST_F(HttpFileSourceTest, APlaceFarIntoAFileIsRefusedWhereRangesWereALie)
{
    TcpStub server([&](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200, "video/mp4",
                      "Accept-Ranges: bytes\r\nContent-Length: " + std::to_string(file.size()) + "\r\n");
        peer.send(file);
        peer.hold();
    });
    FilePolicy policy;
    policy.aheadBytes = policy.behindBytes = 100'000;
    policy.longestSkip = 1'000'000;
    const auto source = open(server, policy);
    EXPECT_TRUE(readBytes(*source, 1'500'000) == file.substr(0, 1'500'000));
    ASSERT_TRUE(source->seek(2'900'000));
    std::array<std::byte, 16> buffer{};
    EXPECT_EQ(source->read(buffer).error().kind, ErrorKind::Unsupported);
    EXPECT_FALSE(source->seekable());
    EXPECT_TRUE(events.all<SourceFailed>().empty()) << "it is no end: one may go back";
    ASSERT_TRUE(source->seek(1'400'000)) << "further than is skipped, but one was there";
    EXPECT_TRUE(readBytes(*source, 1'000) == file.substr(1'400'000, 1'000));
}

TEST_F(HttpFileSourceTest, CatchUpIsNotReadThroughFromItsBeginning)
{
    TcpStub server([&](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200, "video/mp4");
        peer.send(file);
        server.awaitRelease();
        peer.reset();
    });
    FilePolicy policy;
    policy.longestSkip = 1'000'000;
    const auto source = open(server, policy, MediaKind::Catchup);
    EXPECT_TRUE(readBytes(*source, file.size()) == file);
    server.release();
    passRetries(1);
    std::array<std::byte, 16> buffer{};
    EXPECT_EQ(source->read(buffer).error().kind, ErrorKind::Unsupported);
}

/// What a server says in the middle of a film instead of its bytes.
struct Instead {
    const char *name;
    std::function<void(TcpStub::Peer &)> answer;
    ErrorKind why;
};

class HttpFileInstead : public HttpFileSourceTest, public ::testing::WithParamInterface<Instead>
{
};

TEST_P(HttpFileInstead, IsNeitherTheEndNorTheFile)
{
    TcpStub server([&](TcpStub::Peer &peer) {
        const std::string request = peer.readRequest();
        if (peer.index() == 1)
            return GetParam().answer(peer);
        serve(peer, request, peer.index() == 0 ? 1'000'000 : std::string::npos);
    });
    const auto source = open(server);
    std::promise<Result<std::string>> all;
    std::thread reader([&] { all.set_value(readAll(*source)); });
    passRetries(2);
    reader.join();
    EXPECT_TRUE(all.get_future().get() == file);
    EXPECT_EQ(events.await<SourceReconnecting>(2).why.kind, GetParam().why);
    EXPECT_EQ(source->size(), std::int64_t(file.size()));
    EXPECT_TRUE(source->seekable());
    EXPECT_EQ(rangeOf(server.requests().back()), 1'000'000) << "ranges are still asked for";
}

const std::string kPage = "<!DOCTYPE html><html><body>Please sign in</body></html>";

INSTANTIATE_TEST_SUITE_P(
    Answers, HttpFileInstead,
    ::testing::Values(Instead{"APage",
                              [](TcpStub::Peer &peer) {
                                  peer.sendHead(200, "text/html",
                                                "Content-Length: " + std::to_string(kPage.size()) + "\r\n");
                                  peer.send(kPage);
                              },
                              ErrorKind::WebPage},
                      Instead{"APageWithoutLength",
                              [](TcpStub::Peer &peer) {
                                  peer.sendHead(200, "text/html");
                                  peer.send(kPage);
                              },
                              ErrorKind::WebPage},
                      Instead{"NothingAtAll",
                              [](TcpStub::Peer &peer) { peer.sendHead(200, "video/mp4", "Content-Length: 0\r\n"); },
                              ErrorKind::Network},
                      Instead{"NothingWithoutLength", [](TcpStub::Peer &peer) { peer.sendHead(200, "video/mp4"); },
                              ErrorKind::Network},
                      Instead{"AnotherFilm",
                              [](TcpStub::Peer &peer) {
                                  peer.sendHead(200, "video/mp4", "Content-Length: 50000\r\n");
                                  peer.send(fileOf(50'000));
                              },
                              ErrorKind::BadAnswer},
                      Instead{"AShorterOne",
                              [](TcpStub::Peer &peer) {
                                  peer.sendHead(206, "video/mp4", "Content-Range: bytes 1000000-1000009/1000010\r\n");
                                  peer.send("0123456789");
                              },
                              ErrorKind::BadAnswer},
                      Instead{"ARefusalOfWhatIsThere", [](TcpStub::Peer &peer) { peer.sendHead(416, "text/plain"); },
                              ErrorKind::BadAnswer}),
    [](const auto &info) { return info.param.name; });

TEST_F(HttpFileSourceTest, TrustsAPromiseOfRangesUntilItIsBroken)
{
    TcpStub server([&](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200, "video/mp4",
                      "Accept-Ranges: 0-2999999\r\nContent-Length: " + std::to_string(file.size()) + "\r\n");
        peer.send(file);
        peer.hold();
    });
    FilePolicy policy;
    policy.aheadBytes = 100'000;
    const auto source = open(server, policy);
    readBytes(*source, 10);
    EXPECT_TRUE(source->seekable());
    ASSERT_TRUE(source->seek(2'000'000));
    EXPECT_TRUE(readBytes(*source, 1'000) == file.substr(2'000'000, 1'000));
    EXPECT_FALSE(source->seekable());
}

TEST(ContentRange, ReadsWhatServersWrite)
{
    const auto is = [](std::string_view text, std::int64_t first, std::int64_t total) {
        const ContentRange range = parseContentRange(text);
        return range.first == first && range.total == total;
    };
    EXPECT_TRUE(is("bytes 5-9/100", 5, 100));
    EXPECT_TRUE(is("Bytes=5-9/100", 5, 100));
    EXPECT_TRUE(is("bytes 5-9/*", 5, -1));
    EXPECT_TRUE(is("bytes */100", -1, 100));
    EXPECT_TRUE(is("bytes 5-9", 5, -1));
    EXPECT_TRUE(is("bytes 500-900/100", -1, -1));
    EXPECT_TRUE(is("bytes -5-9/100", -1, 100));
    EXPECT_TRUE(is("bytes 99999999999999999999-9/5", -1, 5));
    EXPECT_TRUE(is("", -1, -1));
    EXPECT_TRUE(is("lines 1-2/3", -1, -1));
}

} // namespace kanal::playback
