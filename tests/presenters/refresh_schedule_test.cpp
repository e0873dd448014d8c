// SPDX-License-Identifier: MIT
#include "refresh_schedule.h"

#include <kanal/presenters/settings.h>

#include <set>

#include <gmock/gmock.h>

namespace kanal::presenters
{
namespace
{

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using Pause = RefreshSchedule::Pause;

/// A clock that stands still until it is told otherwise, and lists as the store has them.
struct RefreshScheduleTest : testing::Test {
    RefreshSchedule schedule;
    RefreshSchedule::Lists lists;
    RefreshSchedule::Time now{1'000'000h};

    RefreshScheduleTest()
    {
        lists.hours = 12;
        for (const char *kind : {"live", "movies", "series"})
            lists.refreshed[kind] = now - 1h;
    }
    std::vector<std::string> due(Pause pause = Pause::Keep) const { return schedule.due(lists, now, pause); }
    void take(const std::string &kind)
    {
        lists.refreshed[kind] = now;
        schedule.noteAnswer(kind, now);
    }
    void failAll(ErrorKind error)
    {
        for (const char *kind : {"live", "movies", "series"})
            schedule.noteFailure(kind, {.kind = error}, now);
    }
};

TEST_F(RefreshScheduleTest, WhatIsOlderThanTheIntervalOrWasNeverThereIsDue)
{
    EXPECT_THAT(due(), IsEmpty());
    lists.refreshed["movies"] = now - 13h;
    EXPECT_THAT(due(), ElementsAre("movies"));
    lists.refreshed.erase("live"); // a panel without channels has a schedule all the same
    EXPECT_THAT(due(), ElementsAre("live", "movies"));
}

TEST_F(RefreshScheduleTest, NotEverybodyAsksAfterTheSameTime)
{
    std::set<std::chrono::seconds> seen;
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
        lists.jitter = RefreshSchedule::jitterOf(seed);
        EXPECT_LE(lists.jitter, 10min);
        EXPECT_GE(lists.jitter, -10min);
        EXPECT_EQ(lists.jitter, RefreshSchedule::jitterOf(seed));
        seen.insert(lists.jitter);
        lists.refreshed["live"] = now - 12h - lists.jitter;
        EXPECT_THAT(due(), IsEmpty()) << seed;
        lists.refreshed["live"] -= 1s;
        EXPECT_THAT(due(), ElementsAre("live")) << seed;
    }
    EXPECT_GT(seen.size(), 50u);
}

TEST_F(RefreshScheduleTest, AListThatWasHeldBackIsAskedForAgainInAnIntervalAndNoOtherWaitsForIt)
{
    lists.refreshed["live"] = now - 13h; // what is shown stays as old as it is
    ASSERT_THAT(due(), ElementsAre("live"));
    schedule.noteAnswer("live", now);
    for (int minute = 0; minute < 11 * 60; ++minute, now += 1min)
        ASSERT_THAT(due(), testing::Not(testing::Contains("live"))) << minute;
    lists.refreshed["movies"] = now - 13h;
    EXPECT_THAT(due(), testing::Contains("movies"));
    now += 2h;
    EXPECT_THAT(due(), testing::Contains("live"));
}

TEST_F(RefreshScheduleTest, AListTheUserKeptIsAsFreshAsANewOne)
{
    lists.refreshed["live"] = now - 48h;
    schedule.noteAnswer("live", now);
    EXPECT_THAT(due(), IsEmpty());
    EXPECT_FALSE(schedule.isOld("live", lists, now));
    now += 11h;
    EXPECT_THAT(due(), testing::Not(testing::Contains("live"))) << "the others are older";
    now += 2h;
    EXPECT_THAT(due(), testing::Contains("live"));
}

TEST_F(RefreshScheduleTest, AFailureIsTriedAgainAfterPausesThatDoubleUpToTheInterval)
{
    lists.refreshed["movies"] = now - 13h;
    std::vector<std::chrono::minutes> pauses;
    for (int failure = 0; failure < 10; ++failure) {
        schedule.noteFailure("movies", {.kind = ErrorKind::Timeout}, now);
        const RefreshSchedule::Time failed = now;
        lists.refreshed["live"] = lists.refreshed["series"] = now;
        while (due() != std::vector<std::string>{"movies"}) {
            now += 1min;
            lists.refreshed["live"] = lists.refreshed["series"] = now;
        }
        pauses.push_back(std::chrono::duration_cast<std::chrono::minutes>(now - failed));
    }
    EXPECT_THAT(pauses, ElementsAre(5min, 10min, 20min, 40min, 80min, 160min, 320min, 640min, 720min, 720min));
    take("movies");
    EXPECT_THAT(due(), IsEmpty());
    schedule.noteFailure("movies", {.kind = ErrorKind::Timeout}, now);
    now += 5min;
    EXPECT_THAT(due(), ElementsAre("movies")) << "an answer begins the pauses anew";
}

TEST_F(RefreshScheduleTest, OnlyWhatFailedIsFetchedAgain)
{
    for (auto &[kind, refreshed] : lists.refreshed)
        refreshed = now - 13h;
    take("live");
    schedule.noteFailure("movies", {.kind = ErrorKind::ServerError}, now);
    take("series");
    now += 6min;
    EXPECT_THAT(due(), ElementsAre("movies"));
}

TEST_F(RefreshScheduleTest, NothingIsAskedSoonThatOnlyTheUserCanChange)
{
    lists.refreshed.clear();
    failAll(ErrorKind::Credentials);
    now += 11h;
    EXPECT_THAT(due(), IsEmpty());
    EXPECT_THAT(due(Pause::Ignore), ElementsAre("live", "movies", "series")) << "the account was entered again";
    now += 2h;
    EXPECT_THAT(due(), ElementsAre("live", "movies", "series"));
}

TEST_F(RefreshScheduleTest, ThePanelsOwnPauseIsKept)
{
    lists.refreshed.clear();
    for (const char *kind : {"live", "movies", "series"})
        schedule.noteFailure(kind, {.kind = ErrorKind::RateLimited, .retryAfter = 1h}, now);
    now += 59min;
    EXPECT_THAT(due(), IsEmpty());
    now += 1min;
    EXPECT_THAT(due(), ElementsAre("live", "movies", "series"));
}

TEST_F(RefreshScheduleTest, WhatTheUserCancelledIsNotBegunAgainForAnInterval)
{
    lists.refreshed.clear();
    schedule.noteCancelled(now);
    now += 11h;
    EXPECT_THAT(due(), IsEmpty());
    now += 2h;
    EXPECT_THAT(due(), ElementsAre("live", "movies", "series"));
    schedule.noteCancelled(now);
    schedule.resume();
    EXPECT_THAT(due(), ElementsAre("live", "movies", "series"));
    schedule.noteCancelled(now);
    now -= 48h; // the clock was put right
    EXPECT_THAT(due(), ElementsAre("live", "movies", "series"));
}

TEST_F(RefreshScheduleTest, AnAnswerOnAnyPageEndsACancelledRest)
{
    lists.refreshed.clear();
    schedule.noteCancelled(now);
    take("movies");
    EXPECT_THAT(due(), ElementsAre("live", "series"));
}

TEST_F(RefreshScheduleTest, NeverMeansOnlyWhatIsNotThereYet)
{
    lists.hours = 0;
    lists.refreshed["live"] = now - 1000h;
    EXPECT_THAT(due(), IsEmpty());
    schedule.noteFailure("live", {.kind = ErrorKind::Timeout}, now); // of a refresh the user asked for
    now += 24h;
    EXPECT_THAT(due(), IsEmpty());
    lists.refreshed.erase("series");
    EXPECT_THAT(due(), ElementsAre("series"));
}

TEST_F(RefreshScheduleTest, AtStartMeansOnceAndAgainOnlyAfterAFailure)
{
    lists.hours = settings::kRefreshAtStart;
    EXPECT_THAT(due(), ElementsAre("live", "movies", "series"));
    take("live");
    take("movies");
    schedule.noteFailure("series", {.kind = ErrorKind::Timeout}, now);
    EXPECT_THAT(due(), IsEmpty());
    EXPECT_THAT(due(Pause::Ignore), IsEmpty());
    now += 5min;
    EXPECT_THAT(due(), ElementsAre("series"));
    take("series");
    now += 1000h;
    EXPECT_THAT(due(), IsEmpty());
}

TEST_F(RefreshScheduleTest, AListFromTheFutureIsOldAndAnHourOfSummerTimeIsNot)
{
    lists.refreshed["live"] = now + 1h;
    lists.refreshed["movies"] = now + 24h * 365;
    EXPECT_THAT(due(), ElementsAre("movies"));
}

} // namespace
} // namespace kanal::presenters
