// SPDX-License-Identifier: MIT
// The client against a real server on loopback.
#include "client_fixture.h"
#include "zipped.h"

#include <kanal/core/limits.h>
#include <kanal/core/redact.h>

namespace kanal::xtream
{
namespace
{

using namespace std::chrono_literals;

TEST_F(ClientTest, SignsInWithEncodedCredentials)
{
    HttpStub server([](const auto &) { return HttpStub::json(kAccount); });
    const auto info = await(client.authenticate(loginAt(server)));
    ASSERT_TRUE(info);
    EXPECT_EQ(info->status, AccountStatus::Active);
    EXPECT_EQ(info->maxConnections, 2);
    EXPECT_EQ(info->utcOffset, 3600s);
    ASSERT_EQ(server.requests().size(), 1u);
    const auto request = server.requests().front();
    EXPECT_EQ(request.target, "/player_api.php?username=bob%2B1&password=p%26w%20d");
    EXPECT_TRUE(request.header("user-agent").starts_with("Kanal/"));
    EXPECT_EQ(request.header("accept-encoding"), "gzip");
    EXPECT_EQ(request.header("cookie"), "");
}

TEST_F(ClientTest, SendsTheUserAgentOfTheLogin)
{
    HttpStub server([](const auto &) { return HttpStub::json(kAccount); });
    ServerLogin login = loginAt(server);
    login.userAgent = "VLC/3.0.18\r\nEvil: 1";
    ASSERT_TRUE(await(client.authenticate(login)));
    EXPECT_EQ(server.requests().front().header("user-agent"), "VLC/3.0.18  Evil: 1");
    EXPECT_EQ(server.requests().front().header("evil"), "");
}

TEST_F(ClientTest, KnowsTheThreeFacesOfWrongCredentials)
{
    const HttpStub::Reply faces[] = {
        HttpStub::json(R"({"user_info":{"auth":0}})"),
        {404, kNginxPage, {{"Content-Type", "text/html"}}},
        {401, R"({"user_info":{"auth":0}})", {{"Content-Type", "application/json"}}},
        {401, R"({"error":"Unauthorized"})", {{"WWW-Authenticate", "Basic realm=\"panel\""}}},
    };
    for (const auto &face : faces) {
        HttpStub server([&face](const auto &) { return face; });
        const auto info = await(client.authenticate(loginAt(server)));
        ASSERT_FALSE(info);
        EXPECT_EQ(info.error().kind, ErrorKind::Credentials) << face.status;
        EXPECT_EQ(info.error().httpStatus, face.status);
        EXPECT_EQ(server.requests().size(), 1u);
    }
}

TEST_F(ClientTest, WaitsForTheFirstByteOfAListLongerThanForASmallAnswer)
{
    HttpStub server([](const HttpStub::Request &request) {
        HttpStub::Reply reply = HttpStub::json(request.asks("get_live_streams") ? kChannels : "{}");
        reply.delay = limits::kHeaderTimeout + 1500ms; // real time: it is Qt that waits, with coarse timers
        return reply;
    });
    const auto details = client.movieDetails(loginAt(server), "1");
    EXPECT_EQ(channelNames(server), kBoth);
    const auto answer = await(details);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ErrorKind::Timeout);
}

TEST_F(ClientTest, TakesACaptivePortalForAWebPage)
{
    HttpStub portal([](const auto &) {
        return HttpStub::Reply{200, "<!doctype html><html><title>Hotel WiFi</title></html>"};
    });
    HttpStub server([&portal](const auto &) { return HttpStub::Reply{302, {}, {{"Location", portal.url("/login")}}}; });
    const auto info = await(client.authenticate(loginAt(server)));
    ASSERT_FALSE(info);
    EXPECT_EQ(info.error().kind, ErrorKind::WebPage);
    EXPECT_NE(info.error().detail.find("Hotel WiFi"), std::string::npos);
    EXPECT_EQ(portal.requests().at(0).target, "/login"); // no credentials went there
}

TEST_F(ClientTest, AsksOnceMoreAfterAFirst503)
{
    HttpStub server(
        [](const auto &request) { return request.number == 1 ? HttpStub::Reply{503} : HttpStub::json(kChannels); });
    EXPECT_EQ(channelNames(server).value_or(std::vector<std::string>{}), kBoth);
    EXPECT_EQ(server.requests().size(), 2u);
}

TEST_F(ClientTest, GivesUpAfterASecond503)
{
    HttpStub server([](const auto &) { return HttpStub::Reply{503}; });
    const auto info = await(client.authenticate(loginAt(server)));
    ASSERT_FALSE(info);
    EXPECT_EQ(info.error().kind, ErrorKind::ServerError);
    EXPECT_EQ(server.requests().size(), 2u);
}

TEST_F(ClientTest, RestsAsLongAsTheServerAsks)
{
    HttpStub server([](const auto &) { return HttpStub::Reply{429, {}, {{"Retry-After", "120"}}}; });
    const auto first = await(client.authenticate(loginAt(server)));
    const auto second = await(client.authenticate(loginAt(server)));
    ASSERT_FALSE(first);
    ASSERT_FALSE(second);
    EXPECT_EQ(first.error().kind, ErrorKind::RateLimited);
    EXPECT_EQ(first.error().retryAfter, 120s);
    EXPECT_EQ(second.error().kind, ErrorKind::RateLimited);
    EXPECT_GE(second.error().retryAfter, 100s);
    EXPECT_EQ(server.requests().size(), 1u);
}

TEST_F(ClientTest, FollowsRedirectsOfThePanel)
{
    HttpStub server([](const auto &request) {
        if (request.path() == "/player_api.php")
            return HttpStub::Reply{301, "moved", {{"Location", "/panel/api.php?u=1"}}};
        if (request.path() == "/panel/api.php")
            return HttpStub::Reply{307, {}, {{"Location", "final.php"}}};
        return HttpStub::json(kAccount);
    });
    EXPECT_TRUE(await(client.authenticate(loginAt(server))));
    EXPECT_EQ(server.requests().back().target, "/panel/final.php");
}

TEST_F(ClientTest, EndsARedirectLoop)
{
    HttpStub server([](const auto &) { return HttpStub::Reply{302, {}, {{"Location", "/again"}}}; });
    const auto info = await(client.authenticate(loginAt(server)));
    ASSERT_FALSE(info);
    EXPECT_EQ(info.error().kind, ErrorKind::BadAnswer);
    EXPECT_EQ(server.requests().size(), std::size_t(limits::kRedirects) + 1);
}

TEST_F(ClientTest, DoesNotFollowARedirectOutOfTheWeb)
{
    for (const char *target : {"file:///etc/passwd", "ftp://127.0.0.1/x", "javascript:alert(1)"}) {
        HttpStub server([target](const auto &) { return HttpStub::Reply{302, {}, {{"Location", target}}}; });
        const auto info = await(client.authenticate(loginAt(server)));
        ASSERT_FALSE(info) << target;
        EXPECT_EQ(info.error().subject, subjects::kRedirect) << "the address that was entered is not to blame";
        EXPECT_EQ(server.requests().size(), 1u);
    }
}

TEST_F(ClientTest, InflatesWhateverIsPacked)
{
    const std::string once = zipped(kChannels);
    const std::pair<std::string, std::vector<std::pair<std::string, std::string>>> rows[] = {
        {once, {{"Content-Encoding", "gzip"}}},
        {once, {}},                                     // gzip without a header
        {zipped(once), {{"Content-Encoding", "gzip"}}}, // twice
        {kChannels, {}},
    };
    for (const auto &[body, headers] : rows) {
        HttpStub server([&](const auto &) { return HttpStub::Reply{200, body, headers}; });
        EXPECT_EQ(channelNames(server).value_or(std::vector<std::string>{}), kBoth);
    }
}

TEST_F(ClientTest, InflatesSignInsAndErrorPagesToo)
{
    HttpStub server([](const auto &) { return HttpStub::Reply{200, zipped(kAccount)}; });
    EXPECT_TRUE(await(client.authenticate(loginAt(server))));
    HttpStub refusing([](const auto &) {
        return HttpStub::Reply{404, zipped(kNginxPage), {{"Content-Encoding", "gzip"}}};
    });
    EXPECT_EQ(await(client.authenticate(loginAt(refusing))).error().kind, ErrorKind::Credentials);
}

TEST_F(ClientTest, TakesACutOffListForABadAnswer)
{
    const std::string list(kChannels);
    const std::string half = list.substr(0, list.size() - 10);
    const HttpStub::Reply rows[] = {
        {.body = half, .ending = HttpStub::Ending::Close, .noLength = true},
        {.body = half, .ending = HttpStub::Ending::Close, .length = list.size()},
        {.body = half, .ending = HttpStub::Ending::Reset, .length = list.size()},
        {.body = zipped(list).substr(0, 40), .ending = HttpStub::Ending::Close, .noLength = true},
        {.body = ""},
    };
    for (const auto &row : rows) {
        HttpStub server([&row](const auto &) { return row; });
        const auto names = channelNames(server);
        ASSERT_FALSE(names);
        EXPECT_EQ(names.error().kind, ErrorKind::BadAnswer) << names.error().detail;
    }
}

TEST_F(ClientTest, TakesAListThatIsWholeThoughTheConnectionBroke)
{
    HttpStub server([](const auto &) {
        return HttpStub::Reply{.body = kChannels, .ending = HttpStub::Ending::Close, .length = 100'000};
    });
    EXPECT_EQ(channelNames(server).value_or(std::vector<std::string>{}), kBoth);
}

TEST_F(ClientTest, TellsAnAccountInPlaceOfAListFromAList)
{
    HttpStub dead([](const auto &) {
        return HttpStub::json(
            R"({"user_info":{"username":"bob","auth":1,"status":"Expired","exp_date":"1500000000"}})");
    });
    const auto names = channelNames(dead);
    ASSERT_FALSE(names);
    EXPECT_EQ(names.error().kind, ErrorKind::Expired);
    HttpStub page([](const auto &) { return HttpStub::Reply{200, "<html><title>Blocked</title></html>"}; });
    EXPECT_EQ(channelNames(page).error().kind, ErrorKind::WebPage);
}

TEST_F(ClientTest, StreamsALargeListInBatches)
{
    std::string list = "[";
    for (int i = 0; i < 20'000; ++i)
        list += (i ? "," : "") + std::string(R"({"num":1,"name":"A channel with a name of some length","stream_id":)") +
                std::to_string(i) + "}";
    list += "]";
    HttpStub server([&list](const auto &) { return HttpStub::json(list); });
    int batches = 0;
    std::int64_t next = 0;
    const auto report = await(client.channels(loginAt(server), [&](std::span<const ChannelRow> rows) -> Result<> {
        ++batches;
        for (const ChannelRow &row : rows)
            EXPECT_EQ(row.id, std::to_string(next++));
        return {};
    }));
    ASSERT_TRUE(report);
    EXPECT_EQ(report->received, 20'000);
    EXPECT_EQ(report->kept, 20'000);
    EXPECT_EQ(report->bytes, std::int64_t(list.size()));
    EXPECT_GT(batches, 3);
}

TEST_F(ClientTest, AnErrorOfTheSinkEndsTheTransfer)
{
    HttpStub server([](const auto &) { return HttpStub::json(kChannels); });
    const auto report = await(client.channels(loginAt(server), [](std::span<const ChannelRow>) -> Result<> {
        return fail(ErrorKind::Storage, "disk full");
    }));
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().kind, ErrorKind::Storage);
}

TEST_F(ClientTest, AsksForTheListsByTheirActions)
{
    HttpStub server([](const auto &) { return HttpStub::json("[]"); });
    const ServerLogin login = loginAt(server);
    const auto categories = [](std::span<const CategoryRow>) -> Result<> { return {}; };
    EXPECT_TRUE(await(client.categories(login, EntryKind::Live, categories)));
    EXPECT_TRUE(await(client.categories(login, EntryKind::Movie, categories)));
    EXPECT_TRUE(await(client.categories(login, EntryKind::Series, categories)));
    EXPECT_TRUE(await(client.channels(login, [](auto) -> Result<> { return {}; })));
    EXPECT_TRUE(await(client.movies(login, [](auto) -> Result<> { return {}; })));
    EXPECT_TRUE(await(client.series(login, [](auto) -> Result<> { return {}; })));
    const char *expected[] = {"get_live_categories", "get_vod_categories", "get_series_categories",
                              "get_live_streams",    "get_vod_streams",    "get_series"};
    const auto requests = server.requests();
    ASSERT_EQ(requests.size(), std::size(expected));
    for (std::size_t i = 0; i < requests.size(); ++i)
        EXPECT_TRUE(requests[i].target.ends_with(std::string("&action=") + expected[i])) << requests[i].target;
}

TEST_F(ClientTest, KeepsConnectionsAndSurvivesTheirEnd)
{
    HttpStub server([](const auto &request) {
        return request.number == 2 ? HttpStub::Reply{.closeUnanswered = true} : HttpStub::json(kAccount);
    });
    EXPECT_TRUE(await(client.authenticate(loginAt(server))));
    EXPECT_TRUE(await(client.authenticate(loginAt(server))));
    const auto requests = server.requests();
    ASSERT_EQ(requests.size(), 3u);
    EXPECT_EQ(requests[0].connection, requests[1].connection);
    EXPECT_NE(requests[1].connection, requests[2].connection);
}

TEST_F(ClientTest, NeverSendsMoreThanTwoRequestsAtOnce)
{
    HttpStub server([](const auto &) {
        auto reply = HttpStub::json(kAccount);
        reply.delay = 20ms;
        return reply;
    });
    std::vector<QFuture<Result<AccountInfo>>> futures;
    for (int i = 0; i < 8; ++i)
        futures.push_back(client.authenticate(loginAt(server)));
    for (auto &future : futures)
        EXPECT_TRUE(await(future));
    EXPECT_EQ(server.requests().size(), 8u);
    EXPECT_LE(server.mostAtOnce(), 2);
}

TEST_F(ClientTest, FetchesOneListAtATime)
{
    HttpStub server([](const auto &) {
        auto reply = HttpStub::json("[]");
        reply.delay = 20ms;
        return reply;
    });
    std::vector<QFuture<Result<ListReport>>> futures;
    for (int i = 0; i < 3; ++i)
        futures.push_back(client.movies(loginAt(server), [](auto) -> Result<> { return {}; }));
    for (auto &future : futures)
        EXPECT_TRUE(await(future));
    EXPECT_EQ(server.mostAtOnce(), 1);
}

TEST_F(ClientTest, TellsWhyNoConnectionCameAbout)
{
    ServerLogin login{"http://127.0.0.1:1", "bob", "secret-word", {}, {}};
    {
        HttpStub gone([](const auto &) { return HttpStub::Reply{}; });
        login.server = gone.url();
    }
    EXPECT_EQ(await(client.authenticate(login)).error().kind, ErrorKind::Refused);
    login.server = "http://no-such-host.invalid";
    const auto unknown = await(client.authenticate(login)).error();
    EXPECT_TRUE(unknown.kind == ErrorKind::NameNotFound || unknown.kind == ErrorKind::Network ||
                unknown.kind == ErrorKind::Timeout);
    login.server = "not an address";
    EXPECT_EQ(await(client.authenticate(login)).error().kind, ErrorKind::Address);
}

TEST_F(ClientTest, NeverPutsThePasswordIntoAnError)
{
    HttpStub server([](const auto &request) { return HttpStub::Reply{200, "Denied for " + request.target}; });
    ServerLogin login{server.url(), "bob", "secret-word", {}, {}};
    const auto error = await(client.authenticate(login)).error();
    EXPECT_EQ(error.detail.find("secret-word"), std::string::npos);
    EXPECT_NE(error.detail.find("***"), std::string::npos);
    clearSecrets();
}

TEST_F(ClientTest, TakesAnotherProtocolForABadAnswerOrATrouble)
{
    HttpStub server([](const auto &) {
        return HttpStub::Reply{.ending = HttpStub::Ending::Close, .raw = "SSH-2.0-OpenSSH_9.2\r\n\r\n"};
    });
    EXPECT_FALSE(await(client.authenticate(loginAt(server))));
}

TEST_F(ClientTest, FetchesDetails)
{
    HttpStub server([](const auto &request) {
        if (request.asks("action=get_vod_info&vod_id=7"))
            return HttpStub::json(
                R"({"info":{"plot":"A plot."},"movie_data":{"stream_id":7,"name":"Film","container_extension":"mkv"}})");
        return HttpStub::json(
            R"({"info":{"name":"Show"},"episodes":{"1":[{"id":"9","season":1,"episode_num":1,"title":"Pilot"}]}})");
    });
    const auto movie = await(client.movieDetails(loginAt(server), "7"));
    ASSERT_TRUE(movie);
    EXPECT_EQ(movie->name, "Film");
    const auto series = await(client.seriesDetails(loginAt(server), "8"));
    ASSERT_TRUE(series);
    EXPECT_EQ(series->seasons.at(0).episodes.at(0).id, "9");
}

TEST_F(ClientTest, DoesNotDoubtTheSignInWhenASecondaryActionIsRefused)
{
    const HttpStub::Reply refusals[] = {{401, R"({"user_info":{"auth":0}})"},
                                        {404, kNginxPage},
                                        HttpStub::json(kAccount),
                                        {404, R"({"detail":"Not found"})"}};
    for (const auto &refusal : refusals) {
        HttpStub server([&refusal](const auto &) { return refusal; });
        EXPECT_EQ(await(client.movieDetails(loginAt(server), "1")).error().kind, ErrorKind::NotFound);
        EXPECT_EQ(await(client.shortGuide(loginAt(server), "1", 4)).error().kind, ErrorKind::NotFound);
    }
}

std::string guideRow(const char *title, std::chrono::sys_seconds start, std::chrono::sys_seconds stop)
{
    return R"({"title":")" + std::string(title) + R"(","start_timestamp":")" +
           std::to_string(start.time_since_epoch().count()) + R"(","stop_timestamp":)" +
           std::to_string(stop.time_since_epoch().count()) + "}";
}

TEST_F(ClientTest, AsksForTheWholeTableWhereTheShortGuideIsUnknown)
{
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    HttpStub server([now](const auto &request) {
        if (request.asks("get_short_epg"))
            return HttpStub::Reply{401, R"({"user_info":{"auth":0}})"};
        return HttpStub::json("{\"epg_listings\":[" + guideRow("Past", now - 2h, now - 1h) + "," +
                              guideRow("Now playing", now - 1h, now + 1h) + "," +
                              guideRow("Next one", now + 1h, now + 2h) + "," +
                              guideRow("Later on", now + 2h, now + 3h) + "]}");
    });
    const auto programmes = await(client.shortGuide(loginAt(server), "5", 2));
    ASSERT_TRUE(programmes);
    ASSERT_EQ(programmes->size(), 2u);
    EXPECT_EQ(programmes->at(0).title, "Now playing");
    EXPECT_EQ(programmes->at(1).title, "Next one");
    EXPECT_EQ(server.requests().size(), 2u);
}

TEST_F(ClientTest, AnEmptyGuideIsNoError)
{
    HttpStub server([](const auto &request) {
        return request.asks("get_short_epg") ? HttpStub::json(R"({"epg_listings":[]})")
                                             : HttpStub::Reply{401, R"({"user_info":{"auth":0}})"};
    });
    const auto programmes = await(client.shortGuide(loginAt(server), "5", 2));
    ASSERT_TRUE(programmes);
    EXPECT_TRUE(programmes->empty());
    EXPECT_EQ(server.requests().size(), 2u);
}

} // namespace
} // namespace kanal::xtream
