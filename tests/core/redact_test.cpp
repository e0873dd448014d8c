// SPDX-License-Identifier: MIT
#include <kanal/core/redact.h>
#include <kanal/core/text.h>
#include <kanal/core/url.h>

#include <random>
#include <thread>

#include <gtest/gtest.h>

namespace kanal
{
namespace
{

class Redact : public testing::Test
{
protected:
    void SetUp() override { clearSecrets(); }
    void TearDown() override { clearSecrets(); }
};

TEST_F(Redact, MasksShapes)
{
    const std::pair<const char *, const char *> rows[] = {
        {"http://h:80/player_api.php?username=bob&password=s3cret&action=get_live_streams",
         "http://h:80/player_api.php?username=***&password=***&action=get_live_streams"},
        {"GET /get.php?USERNAME=bob&Password=x HTTP/1.1", "GET /get.php?USERNAME=***&Password=*** HTTP/1.1"},
        {"http://h/x?token=abc&u=bob&p=x&q=1", "http://h/x?token=***&u=***&p=***&q=1"},
        {"http://bob:pw@h.example/a", "http://***@h.example/a"},
        {"http://h/live/bob/pw/12.ts", "http://h/live/***/***/12.ts"},
        {"http://h/sub/movie/bob/pw/12.mkv", "http://h/sub/movie/***/***/12.mkv"},
        {"https://h/series/bob/pw/12.mp4?x=1", "https://h/series/***/***/12.mp4?x=1"},
        {"http://h/timeshift/bob/pw/60/2026-01-01:10-00/5.ts", "http://h/timeshift/***/***/60/2026-01-01:10-00/5.ts"},
        {"http://h/timeshifts/bob/pw/60/5/2026-01-01:10-00.ts", "http://h/timeshifts/***/***/60/5/2026-01-01:10-00.ts"},
        {"http://h/hls/bob/pw/5/t0k/s.ts", "http://h/hls/***/***/***/***/***"},
        {"http://h/hlsr/t0k/bob/pw/5/1/s.ts", "http://h/hlsr/***/***/***/***/***/s.ts"},
        {"open http://h:8080/bob/pw/77 now", "open http://h:8080/***/***/77 now"},
        {"http://h/bob/pw/77.m3u8", "http://h/***/***/77.m3u8"},
        {"http://h/a/b/page.html", "http://h/a/b/page.html"},
        {"{\"username\":\"bob\",\"password\": \"p\\\"w\",\"auth\":1}",
         "{\"username\":\"***\",\"password\": \"***\",\"auth\":1}"},
        {"url=http%3A%2F%2Fh%2Fget.php%3Fusername%3Dbob%26password%3Dpw%26type%3Dm3u",
         "url=http%3A%2F%2Fh%2Fget.php%3Fusername%3D***%26password%3D***%26type%3Dm3u"},
        {"Authorization: Basic Ym9iOnB3\r\nHost: h", "Authorization: ***\r\nHost: h"},
        {"password: hunter2", "password: ***"},
        {"user_info is missing, username too", "user_info is missing, username too"},
        {"action=get_live_streams&category_id=5", "action=get_live_streams&category_id=5"},
        {"username=&password=", "username=&password="},
        {"100% password=x %20token=y", "100% password=*** %20token=***"},
        {"ratio 4:3 and 10://", "ratio 4:3 and 10://"},
        {"", ""},
    };
    for (const auto &[text, expected] : rows)
        EXPECT_EQ(redact(text), expected);
}

TEST_F(Redact, MasksRegisteredSecretsInEverySpelling)
{
    const std::string secret = "p+/w &=%\xC3\xA9#9";
    registerSecret(secret);
    EXPECT_EQ(redact("x" + secret + "y"), "x***y");
    EXPECT_EQ(redact("x " + percentEncode(secret)), "x ***");
    EXPECT_EQ(redact("x " + percentEncode(percentEncode(secret))), "x ***");
    EXPECT_EQ(redact("x p%2b%2fw%20%26%3d%25%c3%a9%239"), "x ***");
    EXPECT_EQ(redact("x p+/w%20&=%25%C3%A9#9"), "x ***");
    EXPECT_EQ(redact("x " + base64Encode(secret)).find(base64Encode(secret).substr(0, 12)), std::string::npos);
}

TEST_F(Redact, MasksRegisteredSecretsInsideBase64OfALongerText)
{
    registerSecret("correct-horse");
    for (const char *before : {"", "u", "us", "use", "user:"}) {
        const std::string encoded = base64Encode(std::string(before) + "correct-horse" + "!");
        EXPECT_NE(redact("x " + encoded), "x " + encoded) << before;
    }
}

TEST_F(Redact, MasksTheLongerOfTwoSecretsFirst)
{
    registerSecret("abc");
    registerSecret("abcdef");
    EXPECT_EQ(redact("-abcdef-abc-"), "-***-***-");
}

TEST_F(Redact, IgnoresVeryShortSecrets)
{
    registerSecret("a");
    registerSecret("ab");
    EXPECT_EQ(redact("a cab"), "a cab");
}

TEST_F(Redact, IsIdempotent)
{
    registerSecret("hunter2");
    const std::string once = redact("http://u:hunter2@h/live/bob/hunter2/1.ts?token=hunter2 and hunter2");
    EXPECT_EQ(redact(once), once);
}

TEST_F(Redact, NeverLetsARegisteredSecretThrough)
{
    std::mt19937 random(20261124);
    const std::string alphabet = "abcXYZ019+/&=?%# @:.-_\"'\\";
    const auto any = [&](std::size_t size) {
        std::string text;
        for (std::size_t i = 0; i < size; ++i)
            text += alphabet[random() % alphabet.size()];
        return text;
    };
    for (int round = 0; round < 2000; ++round) {
        const std::string secret = any(4 + random() % 12);
        if (secret.find_first_not_of("*") == std::string::npos)
            continue;
        clearSecrets();
        registerSecret(secret);
        const std::string text =
            any(random() % 20) + secret + any(random() % 20) + "/live/" + percentEncode(secret) + "/x/1";
        const std::string shown = redact(text);
        EXPECT_EQ(shown.find(secret), std::string::npos) << text;
        EXPECT_EQ(shown.find(percentEncode(secret)), std::string::npos) << text;
    }
}

TEST_F(Redact, WorksWhileSecretsAreRegistered)
{
    registerSecret("first-secret");
    std::jthread writer([] {
        for (int i = 0; i < 200; ++i)
            registerSecret("secret-number-" + std::to_string(i));
    });
    for (int i = 0; i < 200; ++i)
        EXPECT_EQ(redact("a first-secret b"), "a *** b");
    writer.join();
    EXPECT_EQ(redact("secret-number-199"), "***");
}

} // namespace
} // namespace kanal
