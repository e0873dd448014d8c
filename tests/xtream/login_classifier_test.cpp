// SPDX-License-Identifier: MIT
// The table of everything a panel may answer to a sign-in (docs/xtream-api.md §1).
#include "login_classifier.h"

#include <iterator>
#include <random>
#include <span>
#include <string>

#include <gtest/gtest.h>

namespace kanal::xtream
{
namespace
{

using namespace std::chrono_literals;

const std::chrono::sys_seconds kNow{1795550400s}; // 2026-11-24 20:00 UTC

constexpr const char *kNginx404 =
    "<html>\r\n<head><title>404 Not Found</title></head>\r\n<body>\r\n<center><h1>404 Not Found</h1></center>\r\n"
    "<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";
constexpr const char *kNginx403 =
    "<html><head><title>403 Forbidden</title></head><body><center><h1>403 Forbidden</h1></center><hr>"
    "<center>nginx/1.18.0</center></body></html>";
constexpr const char *kNginx502 =
    "<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center><hr>"
    "<center>nginx</center></body></html>";

struct Case {
    const char *name;
    int status;
    const char *body;
    std::optional<ErrorKind> kind; ///< nothing: signed in
};

const Case kCases[] = {
    // Working accounts.
    {"plain", 200, R"({"user_info":{"username":"u","auth":1,"status":"Active","exp_date":null},"server_info":{}})", {}},
    {"auth as text", 200, R"({"user_info":{"username":"u","auth":"1","status":"Active"}})", {}},
    {"auth as boolean", 200, R"({"user_info":{"username":"u","auth":true,"status":"active"}})", {}},
    {"auth missing", 200, R"({"user_info":{"username":"u","status":"Active"}})", {}},
    {"status missing", 200, R"({"user_info":{"username":"u","auth":1}})", {}},
    {"status unknown word", 200, R"({"user_info":{"username":"u","auth":1,"status":"Enabled"}})", {}},
    {"trial", 200, R"({"user_info":{"username":"u","auth":1,"status":"Active","is_trial":"1"}})", {}},
    {"expiry in the future",
     200,
     R"({"user_info":{"username":"u","auth":1,"status":"Active","exp_date":"1900000000"}})",
     {}},
    {"expiry empty", 200, R"({"user_info":{"username":"u","auth":1,"status":"Active","exp_date":""}})", {}},
    {"expiry zero", 200, R"({"user_info":{"username":"u","auth":1,"status":"Active","exp_date":0}})", {}},
    {"expiry unreadable", 200, R"({"user_info":{"username":"u","auth":1,"status":"Active","exp_date":"never"}})", {}},
    {"byte order mark", 200, "\xEF\xBB\xBF{\"user_info\":{\"username\":\"u\",\"auth\":1}}", {}},
    {"blank lines around", 200, "\r\n\r\n{\"user_info\":{\"username\":\"u\",\"auth\":1}}\n\n", {}},
    {"PHP notice in front",
     200,
     "<br />\n<b>Notice</b>: Undefined index: a[1] in <b>/x.php</b> on line <b>3</b><br "
     "/>\n{\"user_info\":{\"username\":\"u\",\"auth\":1}}",
     {}},
    {"PHP warning behind", 200, "{\"user_info\":{\"username\":\"u\",\"auth\":1}}\nWarning: Cannot modify header", {}},
    {"invalid UTF-8 in the message",
     200,
     "{\"user_info\":{\"username\":\"u\",\"auth\":1,\"message\":\"caf\xE9\"}}",
     {}},
    {"error status, working account", 404, R"({"user_info":{"username":"u","auth":1,"status":"Active"}})", {}},
    {"connections all in use is no refusal",
     200,
     R"({"user_info":{"username":"u","auth":1,"status":"Active","active_cons":"2","max_connections":"2"}})",
     {}},

    // Wrong credentials in their three faces, and what looks like them.
    {"200 auth 0", 200, R"({"user_info":{"auth":0}})", ErrorKind::Credentials},
    {"200 auth \"0\"", 200, R"({"user_info":{"auth":"0"}})", ErrorKind::Credentials},
    {"200 auth false", 200, R"({"user_info":{"auth":false}})", ErrorKind::Credentials},
    {"404 fake nginx", 404, kNginx404, ErrorKind::Credentials},
    {"200 fake nginx", 200, kNginx404, ErrorKind::Credentials},
    {"401 auth 0", 401, R"({"user_info":{"auth":0},"msg":"x"})", ErrorKind::Credentials},
    {"401 error JSON", 401, R"({"error":"Unauthorized"})", ErrorKind::Credentials},
    {"401 empty", 401, "", ErrorKind::Credentials},
    {"401 page", 401, "<html><title>401 Authorization Required</title></html>", ErrorKind::Credentials},
    {"403 empty: address blocked", 403, "", ErrorKind::Credentials},
    {"403 nginx", 403, kNginx403, ErrorKind::Credentials},
    {"404 JSON", 404, R"({"detail":"Not found."})", ErrorKind::Credentials},
    {"404 empty", 404, "", ErrorKind::Credentials},
    {"auth 0 with a made-up status", 200,
     R"({"user_info":{"username":"","auth":0,"status":"Disabled","exp_date":null}})", ErrorKind::Credentials},
    {"auth 0 with a message", 401, R"({"user_info":{"auth":"0","msg":"Invalid username or password"}})",
     ErrorKind::Credentials},
    {"null envelope", 200,
     R"({"user_info":{"username":null,"password":null,"auth":null,"status":null},"server_info":{}})",
     ErrorKind::Credentials},
    {"empty envelope", 200, R"({"user_info":{"username":"","password":"","auth":1,"status":""}})",
     ErrorKind::Credentials},
    {"envelope is a list", 200, R"({"user_info":[],"server_info":{}})", ErrorKind::Credentials},
    {"envelope is null", 200, R"({"user_info":null})", ErrorKind::Credentials},
    {"Blocked", 200, "Blocked", ErrorKind::Credentials},
    {"Access denied", 200, "Access denied", ErrorKind::Credentials},
    {"461 user agent", 461, "", ErrorKind::Credentials},
    {"454", 454, "", ErrorKind::Credentials},
    {"456", 456, "", ErrorKind::Credentials},
    {"512", 512, "", ErrorKind::Credentials},
    {"513", 513, "", ErrorKind::Credentials},
    {"884", 884, "", ErrorKind::Credentials},
    {"884 with a body", 884, "whatever", ErrorKind::Credentials},
    {"999", 999, "", ErrorKind::Credentials},
    {"debug page of a panel", 200, "<html><title>Debug</title>INVALID_CREDENTIALS</html>", ErrorKind::Credentials},

    // Accounts that exist but cannot be used.
    {"status Expired", 200, R"({"user_info":{"username":"u","auth":1,"status":"Expired","exp_date":"1700000000"}})",
     ErrorKind::Expired},
    {"Active with a past date", 200,
     R"({"user_info":{"username":"u","auth":1,"status":"Active","exp_date":"1700000000"}})", ErrorKind::Expired},
    {"past date as number", 200, R"({"user_info":{"username":"u","auth":1,"status":"Active","exp_date":1700000000}})",
     ErrorKind::Expired},
    {"past date as text", 200,
     R"({"user_info":{"username":"u","auth":1,"status":"Active","exp_date":"2023-11-14 22:13:20"}})",
     ErrorKind::Expired},
    {"auth 0, known and expired", 403,
     R"({"user_info":{"username":"u","auth":0,"status":"Expired","exp_date":"1700000000"}})", ErrorKind::Expired},
    {"message only", 200, R"({"message":"account expired"})", ErrorKind::Expired},
    {"banned", 200, R"({"user_info":{"username":"u","auth":1,"status":"Banned"}})", ErrorKind::Disabled},
    {"disabled", 200, R"({"user_info":{"username":"u","auth":1,"status":"Disabled"}})", ErrorKind::Disabled},
    {"disabled in lower case", 200, R"({"user_info":{"username":"u","auth":1,"status":"disabled"}})",
     ErrorKind::Disabled},
    {"inactive", 401, R"({"user_info":{"username":"u","auth":"0","status":"Inactive"}})", ErrorKind::Disabled},
    {"banned before expired", 200,
     R"({"user_info":{"username":"u","auth":1,"status":"Banned","exp_date":"1700000000"}})", ErrorKind::Disabled},

    // Too much.
    {"429", 429, "", ErrorKind::RateLimited},
    {"429 with a page", 429, "<html><title>Slow down</title></html>", ErrorKind::RateLimited},
    {"rate in words", 200, R"({"error":"Too many requests"})", ErrorKind::RateLimited},
    {"458", 458, "", ErrorKind::Connections},
    {"509", 509, "", ErrorKind::Connections},
    {"connections in words", 403, R"({"message":"Maximum connections reached"})", ErrorKind::Connections},

    // Servers in trouble, and things that are no panel.
    {"500", 500, "", ErrorKind::ServerError},
    {"502 nginx", 502, kNginx502, ErrorKind::ServerError},
    {"503", 503, "Service Unavailable", ErrorKind::ServerError},
    {"521 Cloudflare", 521, "<html><title>Web server is down</title></html>", ErrorKind::ServerError},
    {"captive portal", 200, "<!DOCTYPE html><html><head><title>Hotel</title></head></html>", ErrorKind::WebPage},
    {"page with scripts", 200, "<html><script>var a = {\"user_info\":{\"auth\":1,\"username\":\"u\"}};</script></html>",
     ErrorKind::WebPage},
    {"somebody's 404", 404, "<html><head><title>Page not found - My Shop</title></head><body>…</body></html>",
     ErrorKind::WebPage},
    {"Cloudflare challenge", 403, "<html><head><title>Just a moment...</title></head></html>", ErrorKind::WebPage},
    {"511", 511, "", ErrorKind::WebPage},
    {"empty", 200, "", ErrorKind::BadAnswer},
    {"blanks", 200, " \r\n ", ErrorKind::BadAnswer},
    {"prose", 200, "It works!", ErrorKind::BadAnswer},
    {"cut off", 200, R"({"user_info":{"username":"u","auth":1,"sta)", ErrorKind::BadAnswer},
    {"broken JSON", 200, R"({"user_info":{"username":"u",,}})", ErrorKind::BadAnswer},
    {"empty list", 200, "[]", ErrorKind::BadAnswer},
    {"empty object", 200, "{}", ErrorKind::BadAnswer},
    {"null", 200, "null", ErrorKind::BadAnswer},
    {"a list", 200, R"([{"num":1}])", ErrorKind::BadAnswer},
    {"XML", 200, R"(<?xml version="1.0"?><tv></tv>)", ErrorKind::BadAnswer},
    {"a redirect that leads nowhere", 302, "", ErrorKind::BadAnswer},
};

class LoginClassifierTable : public testing::TestWithParam<Case>
{
};

TEST_P(LoginClassifierTable, Classifies)
{
    const Case &row = GetParam();
    const auto info = classifyLogin({row.status, row.body, "text/html", {}}, kNow);
    if (!row.kind) {
        EXPECT_TRUE(info) << info.error().detail;
        return;
    }
    ASSERT_FALSE(info);
    EXPECT_EQ(errorKindName(info.error().kind), errorKindName(*row.kind)) << info.error().detail;
    EXPECT_EQ(info.error().httpStatus, row.status);
    EXPECT_FALSE(info.error().detail.empty());
}

INSTANTIATE_TEST_SUITE_P(Answers, LoginClassifierTable, testing::ValuesIn(kCases), [](const auto &info) {
    std::string name;
    for (char c : std::string(info.param.name))
        name += std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
    return std::to_string(info.index) + "_" + name;
});

TEST(LoginClassifier, ReadsEverythingAnAccountTells)
{
    const auto info =
        classifyLogin({200,
                       R"({"user_info":{"username":"u","password":"p","message":"Welcome &amp; enjoy","auth":1,
        "status":"Active","exp_date":"1900000000","is_trial":"0","active_cons":"1","created_at":"1535225504","max_connections":3,
        "allowed_output_formats":["m3u8","ts","RTMP"]},"server_info":{"url":"h","port":"80","timezone":"America\/New_York",
        "timestamp_now":1535230019,"time_now":"2018-08-25 16:46:59"}})",
                       {},
                       {}},
                      kNow);
    ASSERT_TRUE(info);
    EXPECT_EQ(info->status, AccountStatus::Active);
    EXPECT_EQ(info->expires, std::chrono::sys_seconds(1900000000s));
    EXPECT_EQ(info->maxConnections, 3);
    EXPECT_EQ(info->activeConnections, 1);
    EXPECT_EQ(info->outputFormats, (std::vector<std::string>{"m3u8", "ts", "rtmp"}));
    EXPECT_EQ(info->timeZone, "America/New_York");
    EXPECT_EQ(info->utcOffset, -4h);
    EXPECT_EQ(info->message, "Welcome & enjoy");
}

TEST(LoginClassifier, LeavesAbsentWhatThePanelDidNotSay)
{
    const auto info = classifyLogin(
        {200, R"({"user_info":{"username":"u","auth":1,"max_connections":"","active_cons":null}})", {}, {}}, kNow);
    ASSERT_TRUE(info);
    EXPECT_EQ(*info, AccountInfo{});
}

TEST(LoginClassifier, KnowsATrial)
{
    const auto info =
        classifyLogin({200, R"({"user_info":{"username":"u","auth":1,"status":"Active","is_trial":1}})", {}, {}}, kNow);
    ASSERT_TRUE(info);
    EXPECT_EQ(info->status, AccountStatus::Trial);
}

TEST(LoginClassifier, ReadsFormatsInAnyShape)
{
    for (const char *formats :
         {R"(["ts","m3u8"])", R"("[\"ts\",\"m3u8\"]")", R"("ts,m3u8")", R"({"0":"ts","1":"m3u8"})"}) {
        const std::string body =
            R"({"user_info":{"username":"u","auth":1,"allowed_output_formats":)" + std::string(formats) + "}}";
        const auto info = classifyLogin({200, body, {}, {}}, kNow);
        ASSERT_TRUE(info);
        EXPECT_EQ(info->outputFormats, (std::vector<std::string>{"ts", "m3u8"})) << formats;
    }
}

TEST(LoginClassifier, SaysSinceWhenAnAccountIsExpired)
{
    const auto info = classifyLogin(
        {200, R"({"user_info":{"username":"u","auth":1,"status":"Active","exp_date":"1700000000"}})", {}, {}}, kNow);
    ASSERT_FALSE(info);
    EXPECT_EQ(info.error().when, std::chrono::sys_seconds(1700000000s));
}

TEST(LoginClassifier, BelievesThePanelsClock)
{
    // Our clock is a year ahead; by the panel's the account is good for another day.
    const auto info = classifyLogin(
        {200,
         R"({"user_info":{"username":"u","auth":1,"status":"Active","exp_date":"1764100000"},"server_info":{"timestamp_now":1764000000}})",
         {},
         {}},
        kNow);
    EXPECT_TRUE(info);
}

TEST(LoginClassifier, SnapsTheOffsetToQuartersOfAnHour)
{
    const auto offset = [](const char *local) {
        const std::string body =
            R"({"user_info":{"username":"u","auth":1},"server_info":{"timestamp_now":"1795550400","time_now":")" +
            std::string(local) + "\"}}";
        return classifyLogin({200, body, {}, {}}, kNow)->utcOffset;
    };
    EXPECT_EQ(offset("2026-11-24 20:00:03"), 0s);
    EXPECT_EQ(offset("2026-11-25 01:45:02"), 5h + 45min);
    EXPECT_EQ(offset("2026-11-24 16:29:58"), -(3h + 30min));
    EXPECT_EQ(offset("2026-11-24-21:00:00"), 1h);
    EXPECT_EQ(offset("2026-12-24 20:00:00"), std::nullopt);
    EXPECT_EQ(offset("soon"), std::nullopt);
}

TEST(LoginClassifier, ReadsRetryAfterInBothForms)
{
    const auto wait = [](std::string_view header) {
        return classifyLogin({429, {}, {}, header}, kNow).error().retryAfter;
    };
    EXPECT_EQ(wait("30"), 30s);
    EXPECT_EQ(wait("Tue, 24 Nov 2026 20:01:00 GMT"), 60s);
    EXPECT_EQ(wait("Tue, 24 Nov 2026 19:00:00 GMT"), 0s);
    EXPECT_EQ(wait("soon"), std::nullopt);
    EXPECT_EQ(wait(""), std::nullopt);
}

TEST(LoginClassifier, SaysThatTheUserAgentMayBeTheReason)
{
    for (const auto &[status, body] : {std::pair(404, kNginx404), std::pair(461, ""), std::pair(200, "Blocked")})
        EXPECT_NE(classifyLogin({status, body, {}, {}}, kNow).error().detail.find("user agent"), std::string::npos);
}

TEST(LoginClassifier, TellsARefusedListFromADeadAccount)
{
    const auto kind = [](int status, const char *body) { return classifyRefusal({status, body, {}, {}}, kNow).kind; };
    EXPECT_EQ(kind(200, R"({"user_info":{"username":"u","auth":1,"status":"Expired"}})"), ErrorKind::Expired);
    EXPECT_EQ(kind(200, R"({"user_info":{"username":"u","auth":1,"status":"Banned"}})"), ErrorKind::Disabled);
    EXPECT_EQ(kind(200, R"({"user_info":{"username":"u","auth":1,"status":"Active"}})"), ErrorKind::BadAnswer);
    EXPECT_EQ(kind(200, "<html></html>"), ErrorKind::WebPage);
    EXPECT_EQ(kind(429, ""), ErrorKind::RateLimited);
}

/// An answer to a sign-in in which every third value is of another type than it should be.
std::string swappedAccount(unsigned seed)
{
    static constexpr const char *kUser[] = {"username",
                                            "password",
                                            "auth",
                                            "status",
                                            "exp_date",
                                            "is_trial",
                                            "active_cons",
                                            "created_at",
                                            "max_connections",
                                            "message",
                                            "allowed_output_formats"};
    static constexpr const char *kServer[] = {"url", "port", "https_port", "timezone", "timestamp_now", "time_now"};
    static constexpr const char *kValues[] = {
        "null",  "\"\"",   "[]",  "{}",  "true",       "false",       "-1",
        "1e999", "\"ts\"", "3.5", "[7]", "{\"a\":[]}", "\"\\ud800\"", "99999999999999999999"};
    std::mt19937 random(seed);
    const auto object = [&random](std::span<const char *const> fields) {
        std::string text;
        for (const char *field : fields)
            text += (text.empty() ? "{\"" : ",\"") + std::string(field) +
                    "\":" + (random() % 3 == 0 ? kValues[random() % std::size(kValues)] : "\"1\"");
        return text + "}";
    };
    return "{\"user_info\":" + object(kUser) + ",\"server_info\":" + object(kServer) + "}";
}

TEST(LoginClassifier, TypesSwappedAtRandomAreAnAccountOrAReason)
{
    int signedIn = 0;
    for (unsigned seed = 0; seed < 1000; ++seed) {
        const std::string body = swappedAccount(seed);
        const auto info = classifyLogin({200, body, "application/json", {}}, kNow);
        signedIn += info.has_value();
        if (!info) {
            EXPECT_TRUE(info.error().kind == ErrorKind::Credentials || info.error().kind == ErrorKind::Expired ||
                        info.error().kind == ErrorKind::Disabled || info.error().kind == ErrorKind::BadAnswer)
                << body << ' ' << errorKindName(info.error().kind);
            continue;
        }
        EXPECT_TRUE(!info->maxConnections || *info->maxConnections >= 0) << body;
    }
    EXPECT_GT(signedIn, 100) << "most of it is of no importance";
}

TEST(LoginClassifier, AnAnswerThatIsCutOffIsNoAccount)
{
    const std::string whole = swappedAccount(1);
    for (std::size_t size = 1; size < whole.size(); ++size) {
        const auto info = classifyLogin({200, std::string_view(whole).substr(0, size), "application/json", {}}, kNow);
        EXPECT_FALSE(info) << size;
    }
}

} // namespace
} // namespace kanal::xtream
