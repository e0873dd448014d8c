// SPDX-License-Identifier: MIT
#include "status_policy.h"

#include <gtest/gtest.h>

namespace kanal::playback
{

using namespace std::chrono_literals;

namespace
{

constexpr Situation kStart{};
constexpr Situation kZap{.ownStreamJustClosed = true};
constexpr Situation kMidPlay{.hasPlayed = true};

RetryRule rule(int status, Situation situation, std::optional<std::chrono::seconds> retryAfter = {})
{
    Error error{refusalOf(status, situation).value(), {}, {}, status};
    error.retryAfter = retryAfter;
    return retryRule(error, situation);
}

} // namespace

TEST(StatusPolicy, EveryStatusButTwoHundredsIsARefusal)
{
    for (int status = 0; status <= 999; ++status)
        EXPECT_EQ(refusalOf(status, kStart).has_value(), status < 200 || status >= 300) << status;
}

TEST(StatusPolicy, NamesTheRefusal)
{
    const std::pair<int, ErrorKind> rows[] = {
        {304, ErrorKind::BadAnswer},   {400, ErrorKind::ServerError}, {401, ErrorKind::Credentials},
        {403, ErrorKind::NotFound},    {404, ErrorKind::NotFound},    {405, ErrorKind::Unsupported},
        {406, ErrorKind::NotFound},    {410, ErrorKind::NotFound},    {429, ErrorKind::RateLimited},
        {456, ErrorKind::Connections}, {458, ErrorKind::Connections}, {509, ErrorKind::Connections},
        {461, ErrorKind::ServerError}, {500, ErrorKind::ServerError}, {503, ErrorKind::ServerError},
        {600, ErrorKind::ServerError}, {884, ErrorKind::ServerError}, {999, ErrorKind::ServerError},
    };
    for (const auto &[status, kind] : rows)
        EXPECT_EQ(refusalOf(status, kStart), kind) << status;
    EXPECT_EQ(refusalOf(403, kZap), ErrorKind::Connections);
}

TEST(StatusPolicy, NeverRetriesARefusalAtTheStart)
{
    for (const int status :
         {400, 401, 403, 404, 405, 406, 410, 418, 456, 458, 459, 461, 462, 501, 509, 512, 513, 600, 700, 884, 999})
        EXPECT_EQ(rule(status, kStart).retries, 0) << status;
}

TEST(StatusPolicy, TriesOnceMoreWhereOurOwnLastStreamMayStillCount)
{
    for (const int status : {401, 403, 456, 458, 509}) {
        EXPECT_EQ(rule(status, kZap).retries, 1) << status;
        EXPECT_GE(rule(status, kZap).atLeast, 1s) << status;
        EXPECT_LE(rule(status, kZap).atLeast, 2s) << status;
    }
    for (const int status : {404, 405, 461, 700, 884, 999})
        EXPECT_EQ(rule(status, kZap).retries, 0) << status;
    EXPECT_GE(rule(503, kZap).atLeast, 1s);
}

TEST(StatusPolicy, WaitsOutServerTrouble)
{
    for (const int status : {408, 500, 502, 503, 504, 520, 526, 530}) {
        EXPECT_EQ(rule(status, kStart).retries, kWhileOutageLasts) << status;
        EXPECT_EQ(rule(status, kMidPlay).retries, kWhileOutageLasts) << status;
    }
    EXPECT_EQ(rule(503, kStart, 20s).atLeast, 20s);
}

TEST(StatusPolicy, HonoursRetryAfterAndWaitsTwoSecondsAtLeast)
{
    EXPECT_EQ(rule(429, kStart).atLeast, 2s);
    EXPECT_EQ(rule(429, kStart, 1s).atLeast, 2s);
    EXPECT_EQ(rule(429, kMidPlay, 30s).atLeast, 30s);
    EXPECT_GT(rule(429, kStart).retries, 0);
}

TEST(StatusPolicy, GivesARunningStreamAFewTries)
{
    EXPECT_EQ(rule(401, kMidPlay).retries, 3);
    EXPECT_EQ(rule(403, kMidPlay).retries, 3);
    EXPECT_EQ(rule(404, kMidPlay).retries, 2);
    EXPECT_EQ(rule(410, kMidPlay).retries, 2);
    EXPECT_EQ(rule(458, kMidPlay).retries, 1);
    EXPECT_EQ(rule(405, kMidPlay).retries, 0);
    EXPECT_EQ(rule(884, kMidPlay).retries, 0);
}

TEST(StatusPolicy, TellsTransportTroubleAtTheStartSoonAndHealsItLater)
{
    for (const ErrorKind kind : {ErrorKind::NameNotFound, ErrorKind::Timeout, ErrorKind::Refused, ErrorKind::Network}) {
        EXPECT_EQ(retryRule({kind}, kMidPlay).retries, kWhileOutageLasts);
        EXPECT_LE(retryRule({kind}, kStart).retries, 3);
    }
    EXPECT_EQ(retryRule({ErrorKind::NameNotFound}, kStart).retries, 0);
    EXPECT_EQ(retryRule({ErrorKind::Timeout}, kStart).retries, 0);
    EXPECT_EQ(retryRule({ErrorKind::Refused}, kStart).retries, 1);
    EXPECT_LE(retryRule({ErrorKind::Refused}, kStart).atLeast, 1s);
    EXPECT_EQ(retryRule({ErrorKind::Tls}, kStart).retries, 0);
    EXPECT_EQ(retryRule({ErrorKind::Tls}, kMidPlay).retries, 3);
    for (const Situation situation : {kStart, kMidPlay})
        EXPECT_EQ(retryRule({ErrorKind::Address}, situation).retries, 0);
}

} // namespace kanal::playback
