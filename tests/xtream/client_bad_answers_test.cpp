// SPDX-License-Identifier: MIT
// Whatever a server answers to the small questions (sign-in, film, series, guide): an error or what can be read of it,
// within the limits, and the next good answer is heard. The lists: tests/session/bad_answers_test.cpp.
#include "client_fixture.h"
#include "fixture.h"
#include "zipped.h"

#include <kanal/core/limits.h>
#include <kanal/core/text.h>

#include <array>

namespace kanal::xtream
{
namespace
{

enum class Outcome { Error, Value };

/// One of the small questions, without its answer's type.
struct Question {
    const char *name;
    const char *good; ///< an answer that is one
    Outcome (*ask)(Client &, const ServerLogin &);
};

template<class T>
Outcome outcomeOf(QFuture<Result<T>> future)
{
    future.waitForFinished();
    return future.resultCount() > 0 && future.result() ? Outcome::Value : Outcome::Error;
}

const Question kQuestions[] = {
    {"SignIn", kAccount,
     [](Client &client, const ServerLogin &login) { return outcomeOf(client.authenticate(login)); }},
    {"Film", R"({"info":{"plot":"A plot."},"movie_data":{"stream_id":7,"name":"Film"}})",
     [](Client &client, const ServerLogin &login) { return outcomeOf(client.movieDetails(login, "7")); }},
    {"Series", R"({"info":{"name":"Show"},"episodes":{"1":[{"id":"9","episode_num":1,"title":"Pilot"}]}})",
     [](Client &client, const ServerLogin &login) { return outcomeOf(client.seriesDetails(login, "8")); }},
    {"Guide", R"({"epg_listings":[{"title":"News","start_timestamp":4000000000,"stop_timestamp":4000003600}]})",
     [](Client &client, const ServerLogin &login) { return outcomeOf(client.shortGuide(login, "5", 2)); }},
};

class SmallAnswers : public ClientTest, public testing::WithParamInterface<Question>
{
protected:
    Outcome outcome(const HttpStub::Reply &reply)
    {
        HttpStub server([&reply](const auto &) { return reply; });
        const Outcome of = GetParam().ask(client, loginAt(server));
        HttpStub well([](const auto &) { return HttpStub::json(GetParam().good); });
        EXPECT_EQ(GetParam().ask(client, loginAt(well)), Outcome::Value) << "the next answer is not heard";
        return of;
    }
};

TEST_P(SmallAnswers, WhatIsNoAnswerIsAnError)
{
    const std::string deep(10'000, '['), objects = [] {
        std::string text;
        for (int i = 0; i < 10'000; ++i)
            text += "{\"info\":";
        return text + "1" + std::string(10'000, '}');
    }();
    const std::pair<const char *, HttpStub::Reply> rows[] = {
        {"a web page", {200, "<!doctype html><html><title>Hotel WiFi</title></html>"}},
        {"nothing", {200, ""}},
        {"a word", HttpStub::json("\"maintenance\"")},
        {"null", HttpStub::json("null")},
        {"a fatal error of PHP", {200, fixture("lists/04_php_fatal_error.txt")}},
        {"depth 10,000", HttpStub::json(deep)},
        {"closed depth 10,000", HttpStub::json(deep + std::string(10'000, ']'))},
        {"objects 10,000 deep", HttpStub::json(objects)},
        {"NUL bytes", {200, std::string(5000, '\0')}},
    };
    for (const auto &[what, reply] : rows)
        EXPECT_EQ(outcome(reply), Outcome::Error) << what;
}

/// These say that there is nothing; what that means is for each of them to know. None may fail to end.
TEST_P(SmallAnswers, EmptyOnesEnd)
{
    // A sign-in is never empty, and there is no film without a word about it; "nothing on" is an answer.
    const std::string_view name = GetParam().name;
    for (const std::string_view body :
         {"[]", "{}", "false", R"({"info":[],"movie_data":[],"episodes":[],"epg_listings":null})"})
        EXPECT_EQ(outcome(HttpStub::json(std::string(body))),
                  name == "Guide" && body != "false" ? Outcome::Value : Outcome::Error)
            << body;
}

TEST_P(SmallAnswers, ACutOffOneIsAnErrorWhereverItEnds)
{
    std::string whole = GetParam().good;
    whole.insert(1, R"("filler":")" + std::string(8 * 1024, 'x') + "\",");
    for (std::size_t end = 1; end < whole.size(); end += 1024)
        EXPECT_EQ(outcome({200, whole.substr(0, end), {}, HttpStub::Ending::Close, {}, true}), Outcome::Error) << end;
    EXPECT_EQ(outcome(HttpStub::json(whole.substr(0, whole.size() - 1))), Outcome::Error);
    EXPECT_EQ(outcome(HttpStub::json(whole)), Outcome::Value);
}

TEST_P(SmallAnswers, OneWithoutEndEndsAtTheLimit)
{
    const std::string body = R"({"x":")" + std::string(limits::kAnswerBytes + (1u << 20), 'y');
    EXPECT_EQ(outcome({200, body, {}, HttpStub::Ending::Hang, {}, true}), Outcome::Error);
}

TEST_P(SmallAnswers, AGzipBombIsNotUnpackedToItsEnd)
{
    static const std::string more = zipped(std::string(64u << 20, 'y')); // 64 KB
    std::string body = zipped(R"({"x":")");
    for (int i = 0; i < 40; ++i)
        body += more;
    EXPECT_EQ(outcome({200, body, {{"Content-Encoding", "gzip"}}}), Outcome::Error);
}

INSTANTIATE_TEST_SUITE_P(Questions, SmallAnswers, testing::ValuesIn(kQuestions),
                         [](const auto &tested) { return std::string(tested.param.name); });

TEST_F(ClientTest, AHugeTextInDetailsIsCutNotRefused)
{
    const std::string huge(5u << 20, 'y');
    HttpStub server([&huge](const HttpStub::Request &request) {
        if (request.asks("get_vod_info"))
            return HttpStub::json(R"({"info":{"plot":")" + huge + R"("},"movie_data":{"stream_id":7,"name":")" + huge +
                                  R"("}})");
        if (request.asks("get_series_info"))
            return HttpStub::json(R"({"info":{"name":"Show","plot":")" + huge +
                                  R"("},"episodes":{"1":[{"id":"9","episode_num":1,"title":")" + huge + R"("}]}})");
        return HttpStub::json(R"({"epg_listings":[{"title":")" + huge +
                              R"(","start_timestamp":4000000000,"stop_timestamp":4000003600}]})");
    });
    const auto movie = await(client.movieDetails(loginAt(server), "7"));
    ASSERT_TRUE(movie);
    EXPECT_LE(movie->name.size(), limits::kNameBytes);
    EXPECT_LE(movie->plot.size(), limits::kTextBytes);
    const auto series = await(client.seriesDetails(loginAt(server), "8"));
    ASSERT_TRUE(series);
    EXPECT_LE(series->plot.size(), limits::kTextBytes);
    EXPECT_LE(series->seasons.at(0).episodes.at(0).title.size(), limits::kNameBytes);
    const auto guide = await(client.shortGuide(loginAt(server), "5", 2));
    ASSERT_TRUE(guide);
    ASSERT_EQ(guide->size(), 1u);
    EXPECT_LE(guide->front().title.size(), limits::kTextBytes);
}

/// Cloudflare's own codes, with its page or without: the panel behind it is down, the account is as it was.
TEST_F(ClientTest, TheCodesOfCloudflareMeanThatTheServerIsInTrouble)
{
    const std::string page = "<!DOCTYPE html><html><head><title>panel.example | 5xx: Web server is down</title></head>"
                             "<body><h1>Error</h1>cloudflare</body></html>";
    for (int status = 520; status <= 526; ++status)
        for (const std::string &body : {page, std::string("error code: ") + std::to_string(status), std::string()}) {
            HttpStub server([&](const auto &) { return HttpStub::Reply{status, body, {{"Server", "cloudflare"}}}; });
            const auto info = await(client.authenticate(loginAt(server)));
            ASSERT_FALSE(info) << status;
            EXPECT_EQ(info.error().kind, ErrorKind::ServerError) << status << body;
            EXPECT_EQ(info.error().httpStatus, status);
            EXPECT_EQ(channelNames(server).error().kind, ErrorKind::ServerError) << status;
            EXPECT_EQ(await(client.movieDetails(loginAt(server), "7")).error().kind, ErrorKind::ServerError) << status;
            EXPECT_EQ(server.requests().size(), 3u) << "each was asked once";
        }
}

} // namespace
} // namespace kanal::xtream
