// SPDX-License-Identifier: MIT
// Deadlines, with short ones in place of the real ones.
#include "client_transfer.h"

#include <QCoreApplication>
#include <QEventLoop>

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
    EXPECT_NE(answer.error().detail.find("1 KB/s"), std::string::npos);
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

} // namespace
} // namespace kanal::xtream
