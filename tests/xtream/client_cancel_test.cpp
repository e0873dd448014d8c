// SPDX-License-Identifier: MIT
// Questions that are taken back: nothing of them is heard any more, and nobody waits for them.
#include "client_fixture.h"

#include <atomic>
#include <memory>
#include <thread>

namespace kanal::xtream
{
namespace
{

TEST_F(ClientTest, CancellingAbortsTheRequestAtOnce)
{
    HttpStub server([](const auto &) { return HttpStub::Reply{.silent = true}; });
    auto future = client.authenticate(loginAt(server));
    ASSERT_TRUE(server.awaitRequests(1));
    future.cancel();
    future.waitForFinished();
    EXPECT_TRUE(future.isCanceled());
    EXPECT_TRUE(server.awaitDisconnects(1));
}

/// Tells what is called after it went.
struct Standing {
    volatile bool is = true;
    Standing() = default;
    Standing(const Standing &) = delete;
    Standing &operator=(const Standing &) = delete;
    ~Standing() { is = false; }
};

TEST_F(ClientTest, NoRowComesAfterAListWasCancelled)
{
    std::string list = "[";
    for (int i = 0; i < 20'000; ++i)
        list += (i ? "," : "") + std::string(R"({"num":1,"name":"A channel with a name of some length","stream_id":)") +
                std::to_string(i) + "}";
    list += ","; // and more to come: every one of them is cut off by its reader
    HttpStub server([&list](const auto &) {
        return HttpStub::Reply{.body = list, .ending = HttpStub::Ending::Hang, .noLength = true};
    });
    for (int round = 0; round < 20; ++round) {
        const auto rows = std::make_shared<std::atomic<bool>>(false);
        const auto sink = std::make_shared<Standing>();
        auto future = client.channels(loginAt(server), [rows, sink](std::span<const ChannelRow>) -> Result<> {
            EXPECT_TRUE(sink->is);
            rows->store(true);
            return {};
        });
        while (!rows->load())
            std::this_thread::yield();
        future.cancel();
    }
    EXPECT_TRUE(server.awaitDisconnects(20));
}

TEST_F(ClientTest, CancellingReleasesTheQueue)
{
    HttpStub server([](const auto &request) {
        return request.number <= 2 ? HttpStub::Reply{.silent = true} : HttpStub::json(kAccount);
    });
    auto first = client.authenticate(loginAt(server));
    auto second = client.authenticate(loginAt(server));
    auto third = client.authenticate(loginAt(server));
    ASSERT_TRUE(server.awaitRequests(2));
    first.cancel();
    EXPECT_TRUE(await(third));
    second.cancel();
}

TEST_F(ClientTest, LeavingEndsEverythingThatRuns)
{
    HttpStub server([](const auto &) { return HttpStub::Reply{.silent = true}; });
    auto leaving = std::make_unique<Client>();
    std::vector<QFuture<Result<AccountInfo>>> futures;
    for (int i = 0; i < 4; ++i)
        futures.push_back(leaving->authenticate(loginAt(server)));
    ASSERT_TRUE(server.awaitRequests(2));
    leaving.reset();
    for (auto &future : futures) {
        EXPECT_TRUE(future.isFinished());
        EXPECT_EQ(await(future).error().kind, ErrorKind::Cancelled);
    }
}

} // namespace
} // namespace kanal::xtream
