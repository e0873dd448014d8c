// SPDX-License-Identifier: MIT
#include "profile.h"
#include "waiting.h"

#include <kanal/library/user_store.h>
#include <kanal/panel/panel.h>
#include <kanal/session/catalogue_sync.h>
#include <kanal/session/entry_shape.h>

#include <QObject>

#include <fstream>
#include <set>

namespace kanal::session
{
namespace
{

std::string streams(std::initializer_list<std::pair<int, const char *>> rows)
{
    std::string json = "[";
    for (const auto &[id, name] : rows)
        json += (json.size() > 1 ? "," : "") + std::string(R"({"num":1,"name":")") + name + R"(","stream_id":)" +
                std::to_string(id) + R"(,"category_id":"1","epg_channel_id":""})";
    return json + "]";
}

class CatalogueSyncTest : public testing::Test
{
protected:
    void SetUp() override
    {
        panel.set("get_live_streams", streams({{1, "One"}, {2, "Two"}, {3, "Three"}}));
        const auto signedIn = answerTo(profile->accounts().signIn({panel.url(), "u", "p"}));
        ASSERT_TRUE(signedIn) << signedIn.error().detail;
        account = signedIn->id;
    }
    CatalogueSync &sync() { return profile->sync(); }
    Result<SyncReport> refreshed(const SyncWish &wish = {}) { return answerTo(sync().refresh(account, wish)); }
    library::EntryShape shapeOfRow(const std::string &id)
    {
        const auto snapshot = profile.snapshot(account, EntryKind::Live);
        return shapeOf(*snapshot, snapshot->find(id).value());
    }
    std::uint32_t channels() { return profile.snapshot(account, EntryKind::Live)->size(); }

    ScriptedPanel panel;
    Profile profile;
    AccountId account;
};

TEST_F(CatalogueSyncTest, AsksSevenTimesOneAfterAnother)
{
    const auto report = refreshed();
    ASSERT_TRUE(report) << report.error().detail;
    const std::vector<std::string> asked = panel.actions();
    const std::vector<std::string> expected = {"", // signing in
                                               "",
                                               "get_live_categories",
                                               "get_live_streams",
                                               "get_vod_categories",
                                               "get_vod_streams",
                                               "get_series_categories",
                                               "get_series"};
    EXPECT_EQ(asked, expected);
    EXPECT_EQ(report->kinds.at("live").received, 3);
    EXPECT_EQ(report->kinds.at("live").added, 3u);
    EXPECT_EQ(channels(), 3u);
}

TEST_F(CatalogueSyncTest, ThreeHundredCategoriesCostTwelveCallsAtMost)
{
    std::string categories = "[", rows = "[";
    for (int i = 0; i < 300; ++i) {
        const std::string id = std::to_string(i), comma = i > 0 ? "," : "";
        categories += comma + R"({"category_id":")" + id + R"(","category_name":"Category )" + id + R"("})";
        rows += comma + R"({"name":"Entry )" + id + R"(","stream_id":)" + id + R"(,"category_id":")" + id + R"("})";
    }
    for (const char *action : {"get_live_categories", "get_vod_categories", "get_series_categories"})
        panel.set(action, categories + "]");
    for (const char *action : {"get_live_streams", "get_vod_streams"})
        panel.set(action, rows + "]");
    const std::size_t before = panel.actions().size();
    ASSERT_TRUE(refreshed());
    EXPECT_LE(panel.actions().size() - before, 12u);
    EXPECT_EQ(profile.snapshot(account, EntryKind::Live)->categoryCount(), 300u);
}

TEST_F(CatalogueSyncTest, ASkippedRowCostsThatRow)
{
    panel.set("get_live_streams",
              R"([{"name":"One","stream_id":1},null,{"name":"no id"},{"name":"Two","stream_id":"2"}])");
    const auto report = refreshed();
    ASSERT_TRUE(report);
    const KindReport &live = report->kinds.at("live");
    EXPECT_EQ(live.received, 4);
    EXPECT_EQ(live.kept, 2);
    EXPECT_EQ(live.skipped, 2);
    EXPECT_EQ(channels(), 2u);
}

TEST_F(CatalogueSyncTest, OnlyTheKindsAskedFor)
{
    SyncWish wish;
    wish.kinds = {"series"};
    const auto report = refreshed(wish);
    ASSERT_TRUE(report);
    EXPECT_EQ(report->kinds.size(), 1u);
    EXPECT_EQ(panel.actions().back(), "get_series");
    EXPECT_EQ(channels(), 0u);
}

TEST_F(CatalogueSyncTest, OneKindThatFailsLeavesTheOthersAndItsOldList)
{
    ASSERT_TRUE(refreshed());
    panel.set("get_live_streams", "500 Oops");
    panel.set("get_vod_streams", streams({{9, "Film"}}));
    const auto report = refreshed();
    ASSERT_TRUE(report);
    ASSERT_TRUE(report->kinds.at("live").error);
    EXPECT_EQ(report->kinds.at("live").error->kind, ErrorKind::ServerError);
    EXPECT_FALSE(report->kinds.at("movies").error);
    EXPECT_EQ(channels(), 3u);
    EXPECT_EQ(profile.snapshot(account, EntryKind::Movie)->size(), 1u);
}

TEST_F(CatalogueSyncTest, ATruncatedListIsNoList)
{
    ASSERT_TRUE(refreshed());
    panel.set("get_live_streams", R"([{"name":"One","stream_id":1},{"name":"Tw)");
    const auto report = refreshed();
    ASSERT_TRUE(report);
    EXPECT_EQ(report->kinds.at("live").error->kind, ErrorKind::BadAnswer);
    EXPECT_EQ(channels(), 3u);
}

TEST_F(CatalogueSyncTest, AListThatVanishesIsHeldBackUntilBelieved)
{
    ASSERT_TRUE(refreshed());
    panel.set("get_live_streams", "[]");
    const auto doubted = refreshed();
    ASSERT_TRUE(doubted);
    EXPECT_TRUE(doubted->kinds.at("live").heldBack);
    EXPECT_EQ(channels(), 3u);

    SyncWish wish;
    wish.believe = true;
    const auto believed = refreshed(wish);
    ASSERT_TRUE(believed);
    EXPECT_FALSE(believed->kinds.at("live").heldBack);
    EXPECT_EQ(channels(), 0u);
}

TEST_F(CatalogueSyncTest, RefusedAtTheDoorIsAnErrorOfTheWhole)
{
    panel.set("", R"({"user_info":{"auth":0}})");
    EXPECT_EQ(kindOf(refreshed()), ErrorKind::Credentials);
}

TEST_F(CatalogueSyncTest, NotesAnExpiredAccount)
{
    panel.set("", R"({"user_info":{"auth":1,"username":"u","status":"Expired","exp_date":"1600000000"}})");
    EXPECT_EQ(kindOf(refreshed()), ErrorKind::Expired);
    EXPECT_EQ(profile->accounts().account(account)->info.status, AccountStatus::Expired);
}

TEST_F(CatalogueSyncTest, StopsAskingARateLimiter)
{
    panel.set("get_live_categories", "429 Slow down");
    const auto report = refreshed();
    ASSERT_TRUE(report);
    EXPECT_EQ(report->kinds.at("live").error->kind, ErrorKind::RateLimited);
    EXPECT_EQ(report->kinds.at("series").error->kind, ErrorKind::RateLimited);
    const auto asked = panel.actions();
    EXPECT_EQ(std::count(asked.begin(), asked.end(), "get_series"), 0);
}

class RefusingPanelTest : public CatalogueSyncTest, public testing::WithParamInterface<const char *>
{
};

TEST_P(RefusingPanelTest, IsNotAskedForEverything)
{
    for (const char *action : {"get_live_categories", "get_live_streams", "get_vod_categories", "get_vod_streams",
                               "get_series_categories", "get_series"})
        panel.set(action, GetParam());
    const auto before = panel.actions().size();
    const auto report = refreshed();
    ASSERT_TRUE(report);
    EXPECT_EQ(panel.actions().size() - before, 4u) << "the sign-in and three refusals";
    for (const char *kind : {"live", "movies", "series"})
        EXPECT_TRUE(report->kinds.at(kind).error) << kind;
}

INSTANTIATE_TEST_SUITE_P(Statuses, RefusingPanelTest,
                         testing::Values("401 No", "403 No", "512 No", R"({"user_info":{"auth":0}})"),
                         [](const auto &tested) {
                             return std::string(tested.param[0] == '{' ? "Auth0"
                                                                       : "Status" + std::string(tested.param, 3));
                         });

TEST_F(CatalogueSyncTest, APanelWithoutOneKindGivesTheOthers)
{
    panel.set("get_live_categories", "403 No");
    panel.set("get_live_streams", "403 No");
    panel.set("get_vod_streams", streams({{9, "Film"}}));
    const auto report = refreshed();
    ASSERT_TRUE(report);
    EXPECT_TRUE(report->kinds.at("live").error);
    EXPECT_FALSE(report->kinds.at("movies").error);
    EXPECT_FALSE(report->kinds.at("series").error);
}

// Who is turned away after a sign-in that was in order did not mistype anything.
TEST_F(CatalogueSyncTest, AListThatIsRefusedIsNoWrongPassword)
{
    panel.set("get_vod_streams", "403 No");
    const auto report = refreshed();
    ASSERT_TRUE(report);
    const Error error = report->kinds.at("movies").error.value();
    EXPECT_EQ(error.kind, ErrorKind::NotFound);
    EXPECT_EQ(error.subject, subjects::kList);
    EXPECT_EQ(error.httpStatus, 403);
    EXPECT_FALSE(report->kinds.at("live").error);
}

/// Kinds told by what a list of one says.
TEST_F(CatalogueSyncTest, AListWithoutOneUsableRowIsNoEmptyList)
{
    SyncWish wish;
    wish.kinds = {"movies"};
    for (const auto &[answer, kind] :
         {std::pair(R"([{"error":"Access denied"}])", ErrorKind::NotFound),
          std::pair(R"([{"user_info":{"auth":0}}])", ErrorKind::NotFound),
          std::pair(R"([{"error":"maintenance"}])", ErrorKind::BadAnswer),
          std::pair(R"([{"name":"without an id"},{"name":"another"}])", ErrorKind::BadAnswer)}) {
        panel.set("get_vod_streams", answer);
        const auto report = refreshed(wish);
        ASSERT_TRUE(report);
        ASSERT_TRUE(report->kinds.at("movies").error) << answer;
        EXPECT_EQ(report->kinds.at("movies").error->kind, kind) << answer;
        EXPECT_FALSE(report->kinds.at("movies").heldBack) << answer;
    }
}

TEST_F(CatalogueSyncTest, SecretsOfOtherProvidersAreNotStored)
{
    const std::string canary = "Canary7731";
    const std::string row =
        R"([{"name":"One","stream_id":1,"direct_source":"http://other.example/live/u/)" + canary + R"(/1.ts"}])";
    panel.set("get_live_streams", row);
    panel.set("get_vod_streams", row);
    ASSERT_TRUE(refreshed());
    profile.close();
    for (const auto &item : std::filesystem::recursive_directory_iterator(profile.folder())) {
        if (!item.is_regular_file())
            continue;
        std::ifstream in(item.path(), std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
        EXPECT_EQ(bytes.find(canary), std::string::npos) << item.path();
    }
}

TEST_F(CatalogueSyncTest, APanelThatEndsTheAccountMeanwhileIsNotAskedForTheRows)
{
    panel.set("get_vod_categories",
              R"({"user_info":{"auth":1,"username":"u","status":"Expired","exp_date":"1600000000"}})");
    const auto report = refreshed();
    ASSERT_TRUE(report);
    EXPECT_EQ(report->kinds.at("movies").error->kind, ErrorKind::Expired);
    const auto asked = panel.actions();
    EXPECT_EQ(std::count(asked.begin(), asked.end(), "get_vod_streams"), 0);
}

TEST_F(CatalogueSyncTest, TellsWhatHappensInOrder)
{
    std::vector<std::string> told;
    QObject::connect(&sync(), &CatalogueSync::started, &sync(), [&](AccountId) { told.push_back("started"); });
    QObject::connect(&sync(), &CatalogueSync::progressed, &sync(), [&](AccountId, const QString &kind, qint64 rows) {
        told.push_back(kind.toStdString() + " " + std::to_string(rows));
    });
    QObject::connect(&sync(), &CatalogueSync::catalogueChanged, &sync(),
                     [&](AccountId, EntryKind kind) { told.push_back("changed " + std::string(entryKindName(kind))); });
    QObject::connect(&sync(), &CatalogueSync::finished, &sync(), [&](AccountId) { told.push_back("finished"); });
    SyncWish wish;
    wish.kinds = {"live"};
    ASSERT_TRUE(refreshed(wish));
    EXPECT_EQ(told, (std::vector<std::string>{"started", "live 3", "changed live", "finished"}));
}

TEST_F(CatalogueSyncTest, AskingAgainJoinsTheRunningOne)
{
    panel.set("get_live_categories", "hold");
    auto first = sync().refresh(account);
    auto second = sync().refresh(account);
    ASSERT_TRUE(eventually([&] { return panel.actions().size() >= 3; }));
    EXPECT_TRUE(sync().running(account));
    sync().cancel(account);
    EXPECT_EQ(kindOf(answerTo(first)), ErrorKind::Cancelled);
    EXPECT_EQ(kindOf(answerTo(second)), ErrorKind::Cancelled);
    EXPECT_FALSE(sync().running(account));
    EXPECT_EQ(panel.actions().size(), 3u);
}

TEST_F(CatalogueSyncTest, OneWhoLeavesDoesNotStopTheOthers)
{
    auto first = sync().refresh(account);
    auto second = sync().refresh(account);
    first.cancel();
    EXPECT_TRUE(answerTo(second));
    EXPECT_EQ(channels(), 3u);
}

TEST_F(CatalogueSyncTest, TheLastToLeaveStopsIt)
{
    panel.set("get_live_streams", "hold");
    auto only = sync().refresh(account);
    ASSERT_TRUE(eventually([&] { return panel.actions().size() >= 4; }));
    only.cancel();
    EXPECT_TRUE(eventually([&] { return !sync().running(account); }));
    EXPECT_TRUE(only.isFinished());
}

TEST_F(CatalogueSyncTest, CancelledLeavesTheOldListAndTheNextOneWorks)
{
    ASSERT_TRUE(refreshed());
    panel.set("get_live_streams", "hold");
    const std::size_t asked = panel.actions().size();
    auto refresh = sync().refresh(account);
    ASSERT_TRUE(eventually([&] { return panel.actions().size() >= asked + 3; }));
    sync().cancel(account);
    EXPECT_EQ(kindOf(answerTo(refresh)), ErrorKind::Cancelled);
    EXPECT_EQ(channels(), 3u);

    panel.set("get_live_streams", streams({{1, "One"}, {2, "Two"}, {3, "Three"}, {4, "Four"}}));
    ASSERT_TRUE(refreshed());
    EXPECT_EQ(channels(), 4u);
}

TEST_F(CatalogueSyncTest, EndsWhenTheProfileIsClosedMeanwhile)
{
    panel.set("get_live_streams", "hold");
    auto refresh = sync().refresh(account);
    ASSERT_TRUE(eventually([&] { return panel.actions().size() >= 4; }));
    profile.close();
    EXPECT_EQ(kindOf(answerTo(refresh)), ErrorKind::Cancelled);
}

TEST_F(CatalogueSyncTest, FavouritesFollowWhenAPanelDealsTheSameIdsAnew)
{
    ASSERT_TRUE(refreshed());
    ASSERT_TRUE(profile->library().user().setFavourite(shapeOfRow("1"), true));
    ASSERT_TRUE(profile->library().user().setFavourite(shapeOfRow("2"), true));
    panel.set("get_live_streams", streams({{2, "One"}, {3, "Two"}, {1, "Three"}})); // every id is still there
    ASSERT_TRUE(refreshed());
    std::set<std::pair<std::string, std::string>> favourites;
    const auto marked = profile->library().user().favourites(account, EntryKind::Live);
    ASSERT_TRUE(marked);
    for (const library::EntryShape &favourite : *marked)
        favourites.emplace(favourite.key.id, favourite.name);
    EXPECT_EQ(favourites, (std::set<std::pair<std::string, std::string>>{{"2", "One"}, {"3", "Two"}}));
}

struct BadAnswer {
    const char *name;
    std::string body;
};

class BadListTest : public CatalogueSyncTest, public testing::WithParamInterface<BadAnswer>
{
};

/// Whatever comes instead of a list, of each of the six lists in turn: what is shown stays, favourites stay.
TEST_P(BadListTest, TakesNothingAway)
{
    const std::string category = R"([{"category_id":"1","category_name":"News"}])";
    const std::map<std::string_view, std::string> good{
        {"get_live_categories", category},
        {"get_vod_categories", category},
        {"get_series_categories", category},
        {"get_live_streams", streams({{1, "One"}, {2, "Two"}, {3, "Three"}})},
        {"get_vod_streams", streams({{7, "Film"}})},
        {"get_series", R"([{"name":"Show","series_id":8,"category_id":"1"}])"},
    };
    for (const auto &[action, answer] : good)
        panel.set(std::string(action), answer);
    ASSERT_TRUE(refreshed());
    ASSERT_TRUE(profile->library().user().setFavourite(shapeOfRow("2"), true));
    for (const char *action : {"get_live_streams", "get_vod_streams", "get_series", "get_live_categories",
                               "get_vod_categories", "get_series_categories"}) {
        panel.set(action, GetParam().body);
        const auto report = refreshed();
        ASSERT_TRUE(report) << action << ": " << report.error().detail;
        const bool areRows = std::string_view(action).find("categories") == std::string_view::npos;
        const char *spoilt = action == std::string_view("get_live_streams") ? "live"
                             : action == std::string_view("get_series")     ? "series"
                                                                            : "movies";
        for (const auto &[kind, result] : report->kinds) {
            EXPECT_TRUE(!result.error || !result.error->detail.empty()) << kind;
            EXPECT_EQ(result.error || result.heldBack, areRows && kind == spoilt) << kind << " after " << action;
        }
        panel.set(action, good.at(action));
        EXPECT_EQ(channels(), 3u) << action;
        EXPECT_EQ(profile.snapshot(account, EntryKind::Movie)->size(), 1u) << action;
        EXPECT_EQ(profile.snapshot(account, EntryKind::Series)->size(), 1u) << action;
        EXPECT_EQ(profile->library().user().favourites(account, EntryKind::Live)->size(), 1u) << action;
    }
}

INSTANTIATE_TEST_SUITE_P(
    Answers, BadListTest,
    testing::Values(BadAnswer{"Html", "<!DOCTYPE html><html><body>Please sign in</body></html>"},
                    BadAnswer{"Empty", ""}, BadAnswer{"Null", "null"}, BadAnswer{"EmptyObject", "{}"},
                    BadAnswer{"EmptyList", "[]"}, BadAnswer{"Text", "\"nothing\""}, BadAnswer{"Number", "17"},
                    BadAnswer{"Truncated", R"([{"name":"On)"}, BadAnswer{"NoRows", R"([null,1,"x",[],{}])"},
                    BadAnswer{"Noise", std::string("\x00\xff\x8a{[", 5)}, BadAnswer{"Deep", std::string(10'000, '[')},
                    BadAnswer{"DeepRow", R"([{"name":)" + std::string(10'000, '[') + std::string(10'000, ']') + "}]"},
                    BadAnswer{"ServerError", "500 Oops"}),
    [](const auto &info) { return std::string(info.param.name); });

TEST_F(CatalogueSyncTest, FavouritesFollowARenumberedChannel)
{
    ASSERT_TRUE(refreshed());
    library::UserStore &user = profile->library().user();
    for (const auto &[id, name] : {std::pair("2", "Two"), std::pair("3", "Three")})
        ASSERT_TRUE(user.setFavourite(channelShape(account, id, name), true));

    panel.set("get_live_streams", streams({{1, "One"}, {200, "Two"}, {3, "Three"}}));
    ASSERT_TRUE(refreshed());

    std::set<std::string> ids;
    const auto favourites = user.favourites(account, EntryKind::Live);
    ASSERT_TRUE(favourites);
    for (const library::EntryShape &shape : *favourites)
        ids.insert(shape.key.id);
    EXPECT_EQ(ids, (std::set<std::string>{"200", "3"}));
}

TEST(CatalogueSyncOfOddPanels, MixedTypesGiveAllThreeLists)
{
    panel::PanelOptions options;
    options.scenario = "mixed-types";
    options.smallClips = true;
    panel::Panel panel(options);
    ASSERT_TRUE(panel.start());
    Profile profile;
    const auto account = answerTo(profile->accounts().signIn({panel.url(), "demo", "demo"}));
    ASSERT_TRUE(account) << account.error().detail;

    const auto report = answerTo(profile->sync().refresh(account->id));

    ASSERT_TRUE(report) << report.error().detail;
    for (const char *kind : {"live", "movies", "series"}) {
        const KindReport &counts = report->kinds.at(kind);
        EXPECT_FALSE(counts.error) << kind << ": " << counts.error->detail;
        EXPECT_GT(counts.kept, 0) << kind;
        EXPECT_EQ(counts.received, counts.kept + counts.skipped) << kind;
    }
    EXPECT_GT(report->kinds.at("live").skipped, 0);
    // Duplicates are merged: a few rows less than were kept.
    const std::uint32_t channels = profile.snapshot(account->id, EntryKind::Live)->size();
    EXPECT_GT(channels, 0u);
    EXPECT_LE(channels, std::uint32_t(report->kinds.at("live").kept));
}

TEST(CatalogueSyncOfOddPanels, AShrinkingPanelTakesNothing)
{
    panel::PanelOptions options;
    options.scenario = "shrinking";
    options.smallClips = true;
    panel::Panel panel(options);
    ASSERT_TRUE(panel.start());
    Profile profile;
    const auto account = answerTo(profile->accounts().signIn({panel.url(), "demo", "demo"}));
    ASSERT_TRUE(account) << account.error().detail;
    ASSERT_TRUE(answerTo(profile->sync().refresh(account->id)));
    const std::uint32_t before = profile.snapshot(account->id, EntryKind::Live)->size();
    ASSERT_GT(before, 0u);

    const auto second = answerTo(profile->sync().refresh(account->id));

    ASSERT_TRUE(second);
    EXPECT_TRUE(second->kinds.at("live").heldBack);
    EXPECT_EQ(profile.snapshot(account->id, EntryKind::Live)->size(), before);
}

} // namespace
} // namespace kanal::session
