// SPDX-License-Identifier: MIT
#include "profile.h"
#include "waiting.h"

#include <kanal/core/limits.h>
#include <kanal/library/account_store.h>
#include <kanal/session/secret_store.h>
#include <kanal/session/take_back.h>
#include <kanal/session/title_details.h>

#include <algorithm>

#include <support/fake_titles.h>

namespace kanal::session
{
namespace
{

struct TitleDetailsTest : testing::Test {
    ScriptedPanel panel;
    Profile profile;
    AccountId account;

    void SetUp() override
    {
        SignInRequest request;
        request.pasted = panel.url();
        request.user = "u";
        request.password = "p";
        account = answerTo(profile->accounts().signIn(request)).value().id;
    }

    TitleDetails &details() { return profile->details(); }
    long asked(const std::string &action) const
    {
        const std::vector<std::string> actions = panel.actions();
        return std::count(actions.begin(), actions.end(), action);
    }
};

constexpr const char *kFilm =
    R"({"info":{"plot":"A moon.","duration_secs":"5400","genre":"Drama"},"movie_data":{"stream_id":7,"name":"Moon","container_extension":"mkv"}})";

TEST_F(TitleDetailsTest, AFilmIsAskedForOnceAndKept)
{
    panel.set("get_vod_info", kFilm);
    const auto film = answerTo(details().movie(account, "7"));
    ASSERT_TRUE(film.has_value());
    EXPECT_EQ(film->plot, "A moon.");
    EXPECT_EQ(film->durationSeconds, 5400);
    EXPECT_EQ(answerTo(details().movie(account, "7"))->plot, "A moon.");
    EXPECT_EQ(asked("get_vod_info"), 1);
    details().forget({account, EntryKind::Movie, "7"});
    EXPECT_TRUE(answerTo(details().movie(account, "7")).has_value());
    EXPECT_EQ(asked("get_vod_info"), 2);
}

TEST_F(TitleDetailsTest, ASeriesHasItsEpisodesAndBothKindsKeepTheirOwnIds)
{
    panel.set("get_vod_info", kFilm);
    panel.set(
        "get_series_info",
        R"({"seasons":[],"info":[],"episodes":{"1":[{"id":"70","episode_num":1,"title":"Pilot","container_extension":"mp4"}]}})");
    const auto series = answerTo(details().series(account, "7"));
    ASSERT_TRUE(series.has_value());
    ASSERT_EQ(series->seasons.size(), 1U);
    EXPECT_EQ(series->seasons[0].episodes[0].id, "70");
    EXPECT_EQ(answerTo(details().movie(account, "7"))->plot, "A moon.");
}

TEST_F(TitleDetailsTest, ABrokenAnswerIsAnErrorAndIsNotKept)
{
    panel.set("get_vod_info", "<html>blocked</html>");
    EXPECT_FALSE(answerTo(details().movie(account, "7")).has_value());
    panel.set("get_vod_info", kFilm);
    EXPECT_TRUE(answerTo(details().movie(account, "7")).has_value());
}

TEST_F(TitleDetailsTest, WhateverIsAnsweredIsAnErrorOrHasNothingAndIsAskedAgain)
{
    const auto raw = [](const std::string &body) { return ScriptedPanel::kRaw + body; };
    std::vector<std::string> answers{
        "",
        "<html>",
        "500 Oops",
        "404 Where",
        raw("null"),
        raw("[]"),
        raw("{}"),
        raw("1"),
        raw("{\"info\":"),
        raw(std::string(10'000, '[')),
        raw(std::string(5'000, '\0')),
        raw("{\"info\":{\"plot\":\"" + std::string(5 << 20, 'y') + "\"},\"movie_data\":[]}"),
        raw(R"({"info":7,"movie_data":true,"episodes":"none","seasons":null})"),
        ScriptedPanel::kEndless + std::string("{\"info\":{\"plot\":\"")};
    const std::string film = kFilm;
    for (std::size_t end = 1; end < film.size(); end += 16)
        answers.push_back(raw(film.substr(0, end)));
    for (const std::string &answer : answers) {
        panel.set("get_vod_info", answer);
        panel.set("get_series_info", answer);
        const auto movie = answerTo(details().movie(account, "7"));
        EXPECT_TRUE(!movie || movie->plot.size() <= limits::kTextBytes) << answer.substr(0, 40);
        const auto series = answerTo(details().series(account, "7"));
        EXPECT_TRUE(!series || series->seasons.empty()) << answer.substr(0, 40);
        details().forget({account, EntryKind::Movie, "7"});
        details().forget({account, EntryKind::Series, "7"});
    }
    panel.set("get_vod_info", kFilm);
    EXPECT_EQ(answerTo(details().movie(account, "7"))->plot, "A moon.");
}

TEST_F(TitleDetailsTest, CancellingEndsTheQuestion)
{
    panel.set("get_vod_info", "hold");
    auto future = details().movie(account, "7");
    ASSERT_TRUE(eventually([&] { return asked("get_vod_info") == 1; }));
    takeBack(future);
    panel.set("get_series_info", R"({"episodes":{}})");
    answerTo(details().series(account, "1")); // nothing is stuck behind it
    EXPECT_EQ(asked("get_series_info"), 1);
}

TEST(CompletedDetails, WhatThePanelLeavesOutStaysAsTheListKnewIt)
{
    const test::FakeTitles films(EntryKind::Movie, {},
                                 {{.id = "7", .name = "Moon", .genre = "Drama", .year = 1999, .rating = 7.5F}});
    MovieDetails answer;
    answer.plot = "A moon.";
    answer.year = 2000;
    const MovieDetails film = completed(answer, listedMovie(films, 0));
    EXPECT_EQ(film.name, "Moon");
    EXPECT_EQ(film.genre, "Drama");
    EXPECT_EQ(film.plot, "A moon.");
    EXPECT_EQ(film.year, 2000) << "the panel's answer wins where it has one";
    EXPECT_DOUBLE_EQ(film.rating, 7.5);
}

} // namespace
} // namespace kanal::session
