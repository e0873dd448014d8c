// SPDX-License-Identifier: MIT
// What the client does when a panel has enough of it, over real sockets.
#include <kanal/xtream/client.h>

#include <QElapsedTimer>

#include <gtest/gtest.h>
#include <support/http_stub.h>

namespace kanal::xtream
{
namespace
{

using namespace std::chrono_literals;

using List = QFuture<Result<ListReport>>;

struct ClientPolitenessTest : testing::Test {
    Client client;

    static ServerLogin loginAt(const HttpStub &server) { return {server.url(), "bob", "secret-word", {}, {}}; }
    List channels(const HttpStub &server)
    {
        return client.channels(loginAt(server), [](std::span<const ChannelRow>) -> Result<> { return {}; });
    }
    template<class T>
    static Result<T> await(QFuture<Result<T>> future)
    {
        future.waitForFinished();
        return future.resultCount() > 0 ? future.result() : fail(ErrorKind::Cancelled);
    }
};

TEST_F(ClientPolitenessTest, ALongPauseIsToldToEverythingThatWaits)
{
    HttpStub server([](const auto &) {
        return HttpStub::Reply{.status = 429, .headers = {{"Retry-After", "120"}}, .delay = 100ms};
    });
    List first = channels(server), second = channels(server), third = channels(server); // lists go one by one
    for (const List &list : {first, second, third}) {
        const auto report = await(list);
        ASSERT_FALSE(report);
        EXPECT_EQ(report.error().kind, ErrorKind::RateLimited);
        EXPECT_GE(report.error().retryAfter, 100s);
    }
    EXPECT_EQ(server.requests().size(), 1u);
}

TEST_F(ClientPolitenessTest, AShortPauseIsWaitedForBySomebodyInFrontOfTheScreenToo)
{
    HttpStub server([](const HttpStub::Request &request) {
        if (request.number == 1)
            return HttpStub::Reply{.status = 429, .headers = {{"Retry-After", "1"}}, .delay = 100ms};
        return HttpStub::json(request.asks("get_vod_info") ? R"({"info":{"name":"Film"}})" : "[]");
    });
    List refused = channels(server), waiting = channels(server);
    EXPECT_FALSE(await(refused));
    QElapsedTimer since;
    since.start();
    auto details = client.movieDetails(loginAt(server), "7");
    EXPECT_TRUE(await(waiting));
    EXPECT_TRUE(await(details));
    EXPECT_GE(since.elapsed(), 900);
    EXPECT_EQ(server.requests().size(), 3u);
}

TEST_F(ClientPolitenessTest, ARefusalWithoutATimeHoldsListsBackButNoClick)
{
    HttpStub server([](const HttpStub::Request &request) {
        if (request.number == 1)
            return HttpStub::Reply{.status = 429, .delay = 100ms};
        return HttpStub::json(request.asks("get_vod_info") ? R"({"info":{"name":"Film"}})" : "[]");
    });
    List refused = channels(server), waiting = channels(server);
    EXPECT_FALSE(await(refused));
    QElapsedTimer since;
    since.start();
    EXPECT_TRUE(await(client.movieDetails(loginAt(server), "7")));
    EXPECT_FALSE(waiting.isFinished());
    EXPECT_LT(since.elapsed(), 1000);
    EXPECT_TRUE(await(waiting));
    EXPECT_GE(since.elapsed(), 1900);
}

TEST_F(ClientPolitenessTest, OneHostsPauseIsNoneOfAnothers)
{
    HttpStub strict([](const auto &) { return HttpStub::Reply{.status = 429, .headers = {{"Retry-After", "120"}}}; });
    HttpStub other([](const auto &) { return HttpStub::json("[]"); });
    EXPECT_FALSE(await(channels(strict)));
    ServerLogin login = loginAt(other);
    login.server = "http://localhost:" + std::to_string(other.port());
    EXPECT_TRUE(await(client.channels(login, [](std::span<const ChannelRow>) -> Result<> { return {}; })));
}

} // namespace
} // namespace kanal::xtream
