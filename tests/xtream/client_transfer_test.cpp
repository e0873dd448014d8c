// SPDX-License-Identifier: MIT
// Deadlines, with short ones in place of the real ones.
#include "client_transfer.h"

#include <QCoreApplication>
#include <QEventLoop>

#include <functional>
#include <vector>

#include <gtest/gtest.h>
#include <support/http_stub.h>

namespace kanal::xtream
{
namespace
{

using namespace std::chrono_literals;

class TransferTest : public testing::Test
{
protected:
    Result<Answer> run(const HttpStub &server, Deadlines deadlines)
    {
        std::optional<Result<Answer>> outcome;
        QEventLoop loop;
        Transfer transfer(m_manager, {*Url::parse(server.url("/x")), {}, {}, deadlines}, m_sink,
                          [&](Result<Answer> answer) {
                              outcome = std::move(answer);
                              loop.quit();
                          });
        transfer.start();
        if (!outcome)
            loop.exec();
        return *outcome;
    }

    QNetworkAccessManager m_manager;
    BodySink m_sink{1 << 20, BodySink::Overflow::Fails};
};

/// Says when it is given something, and how often it was.
struct WatchedSink : ByteSink {
    std::vector<char> piece = std::vector<char>(4096);
    std::function<void()> onBytes;
    int calls = 0;

    std::span<char> room() override { return piece; }
    Result<> commit(std::size_t) override
    {
        ++calls;
        onBytes();
        return {};
    }
};

constexpr Deadlines kPatient{.connect = 10s, .header = 10s, .idle = 10s, .rateWindow = 10s};

TEST_F(TransferTest, GivesUpOnAServerThatNeverAnswers)
{
    HttpStub server([](const auto &) { return HttpStub::Reply{.silent = true}; });
    Deadlines deadlines = kPatient;
    deadlines.header = 100ms;
    const auto answer = run(server, deadlines);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ErrorKind::Timeout);
    EXPECT_TRUE(server.awaitDisconnects(1));
}

TEST_F(TransferTest, GivesUpOnABodyThatStops)
{
    HttpStub server([](const auto &) {
        return HttpStub::Reply{.body = "begun", .ending = HttpStub::Ending::Hang, .length = 1000};
    });
    Deadlines deadlines = kPatient;
    deadlines.idle = 100ms;
    const auto answer = run(server, deadlines);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ErrorKind::Timeout);
}

TEST_F(TransferTest, GivesUpOnABodyThatTrickles)
{
    HttpStub server(
        [](const auto &) { return HttpStub::Reply{.body = "slow", .ending = HttpStub::Ending::Hang, .length = 1000}; });
    Deadlines deadlines = kPatient;
    deadlines.rateWindow = 100ms;
    const auto answer = run(server, deadlines);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ErrorKind::Timeout);
    EXPECT_NE(answer.error().detail.find("bytes came within"), std::string::npos);
}

TEST_F(TransferTest, GivesUpOnABodyThatTakesTooLongAsAWhole)
{
    HttpStub server(
        [](const auto &) { return HttpStub::Reply{.body = "slow", .ending = HttpStub::Ending::Hang, .length = 1000}; });
    Deadlines deadlines = kPatient;
    deadlines.total = 100ms;
    const auto answer = run(server, deadlines);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ErrorKind::Timeout);
    EXPECT_NE(answer.error().detail.find("whole answer"), std::string::npos);
}

TEST_F(TransferTest, ARedirectDoesNotBeginTheWholeTimeAnew)
{
    HttpStub server([](const HttpStub::Request &request) {
        return HttpStub::Reply{
            .status = 302, .headers = {{"Location", "/" + std::to_string(request.number)}}, .delay = 60ms};
    });
    Deadlines deadlines = kPatient;
    deadlines.total = 150ms;
    const auto answer = run(server, deadlines);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ErrorKind::Timeout);
}

TEST(ListDeadlines, AListThatTricklesHoldsItsSlotForAQuarterOfAnHourAtMost)
{
    EXPECT_EQ(kListDeadlines.total, 15min);
    EXPECT_GE(kListDeadlines.leastInWindow / kListDeadlines.rateWindow.count(), 2) << "bytes a millisecond: 2 KB/s";
    EXPECT_GT(kListDeadlines.rateWindow, kListDeadlines.idle) << "a panel may stop for a page of its database";
}

TEST_F(TransferTest, GivesUpOnAnEndlessBody)
{
    HttpStub server([](const auto &) { return HttpStub::Reply{.body = std::string(2 << 20, 'x')}; });
    const auto answer = run(server, kPatient);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ErrorKind::BadAnswer);
}

TEST_F(TransferTest, KeepsTheBeginningOfAnErrorPage)
{
    HttpStub server([](const auto &) { return HttpStub::Reply{404, std::string(1 << 20, 'x')}; });
    const auto answer = run(server, kPatient);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 404);
    EXPECT_EQ(answer->body.size(), 64u * 1024);
    EXPECT_EQ(m_sink.take(), "");
}

TEST_F(TransferTest, TellsOddStatusCodes)
{
    HttpStub server([](const auto &) {
        return HttpStub::Reply{884, "body", {{"Retry-After", "7"}, {"Content-Type", "text/x"}}};
    });
    const auto answer = run(server, kPatient);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 884);
    EXPECT_FALSE(answer->succeeded());
    EXPECT_EQ(answer->retryAfter, "7");
    EXPECT_EQ(answer->contentType, "text/x");
    EXPECT_EQ(answer->body, "body");
}

TEST_F(TransferTest, AnAbandonedOneLeavesItsSinkAlone)
{
    HttpStub server([](const auto &) { return HttpStub::Reply{.body = std::string(1 << 20, 'x')}; });
    WatchedSink sink;
    bool finished = false;
    auto *transfer = new Transfer(m_manager, {*Url::parse(server.url("/x")), {}, {}, kPatient}, sink,
                                  [&](const Result<Answer> &) { finished = true; });
    QEventLoop loop;
    sink.onBytes = [&] { loop.quit(); }; // more bytes are there: the next turn is queued
    transfer->start();
    loop.exec();
    const int before = sink.calls;
    ASSERT_GT(before, 0);
    transfer->abandon();
    QObject::connect(transfer, &QObject::destroyed, &loop, &QEventLoop::quit);
    transfer->deleteLater();
    loop.exec();
    EXPECT_EQ(sink.calls, before);
    EXPECT_FALSE(finished);
    EXPECT_TRUE(server.awaitDisconnects(1));
}

TEST_F(TransferTest, OneThatIsAbandonedBeforeItsStartAsksForNothing)
{
    HttpStub server([](const auto &) { return HttpStub::Reply{.body = "x"}; });
    Transfer transfer(m_manager, {*Url::parse(server.url("/x")), {}, {}, kPatient}, m_sink, {});
    transfer.abandon();
    transfer.start();
    EXPECT_TRUE(run(server, kPatient)); // whatever was asked before this is answered before it
    EXPECT_EQ(server.requests().size(), 1u);
}

} // namespace
} // namespace kanal::xtream
