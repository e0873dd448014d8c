// SPDX-License-Identifier: MIT
// Lists whose names or ids nearly all change at once: what the user marked stays with what it was.
#include "profile.h"
#include "waiting.h"

#include <kanal/library/user_store.h>
#include <kanal/session/catalogue_sync.h>
#include <kanal/session/entry_shape.h>

#include <algorithm>
#include <numeric>
#include <random>

#include <gmock/gmock.h>

namespace kanal::session
{
namespace
{

using namespace std::chrono_literals;
using testing::ElementsAre;

struct Row {
    int id;
    std::string name;
    std::string guide = {};
    std::string image = {};
};

std::string streams(const std::vector<Row> &rows)
{
    std::string json;
    for (const Row &row : rows)
        json += (json.empty() ? "" : ",") + std::string(R"({"name":")") + row.name + R"(","stream_id":)" +
                std::to_string(row.id) + R"(,"category_id":"1","epg_channel_id":")" + row.guide +
                R"(","stream_icon":")" + row.image + R"("})";
    return "[" + json + "]";
}

struct RenamedListsTest : testing::Test {
    ScriptedPanel panel;
    Profile profile;
    AccountId account = answerTo(profile->accounts().signIn({panel.url(), "u", "p"})).value().id;

    library::UserStore &user() { return profile->library().user(); }
    void list(EntryKind kind, const std::vector<Row> &rows)
    {
        panel.set(kind == EntryKind::Live ? "get_live_streams" : "get_vod_streams", streams(rows));
        const auto report =
            answerTo(profile->sync().refresh(account, {.kinds = {kind == EntryKind::Live ? "live" : "movies"}}));
        ASSERT_TRUE(report);
        for (const auto &[name, result] : report->kinds)
            ASSERT_FALSE(result.error || result.heldBack) << name;
    }
    void mark(EntryKind kind, int id)
    {
        ASSERT_TRUE(
            user().setFavourite(shapeOf(profile->library(), {account, kind, std::to_string(id)}).value(), true));
    }
    std::vector<std::string> favourites(EntryKind kind)
    {
        std::vector<std::string> ids;
        const auto marked = user().favourites(account, kind);
        for (const library::EntryShape &entry : *marked)
            ids.push_back(entry.key.id);
        return ids;
    }
};

TEST_F(RenamedListsTest, TitlesThatAllGetAYearKeepTheirMarks)
{
    list(EntryKind::Movie, {{1, "Alpha"}, {2, "Beta"}, {3, "Gamma"}});
    mark(EntryKind::Movie, 2);
    ASSERT_TRUE(user().noteWatched(shapeOf(profile->library(), {account, EntryKind::Movie, "1"}).value(),
                                   std::chrono::sys_seconds(1s)));
    ASSERT_TRUE(user().setPosition({account, EntryKind::Movie, "3"}, {1min, 90min, false}));
    list(EntryKind::Movie, {{1, "EN - Alpha (2019)"}, {2, "EN - Beta (2020)"}, {3, "EN - Gamma (2021)"}});
    EXPECT_THAT(favourites(EntryKind::Movie), ElementsAre("2"));
    EXPECT_EQ(user().recents(account, EntryKind::Movie, 9)->front().key.id, "1");
    EXPECT_TRUE(user().position({account, EntryKind::Movie, "3"}).value());
    list(EntryKind::Movie, {{71, "EN - Alpha (2019)"}, {72, "EN - Beta (2020)"}, {73, "EN - Gamma (2021)"}});
    EXPECT_THAT(favourites(EntryKind::Movie), ElementsAre("72")) << "it is known by its new name";
}

TEST_F(RenamedListsTest, TitlesThatAllAreTranslatedUnderTheirPicturesKeepTheirMarks)
{
    list(EntryKind::Movie, {{1, "One", "", "a.png"}, {2, "Two", "", "b.png"}, {3, "Three", "", "c.png"}});
    mark(EntryKind::Movie, 2);
    list(EntryKind::Movie, {{1, "Eins", "", "a.png"}, {2, "Zwei", "", "b.png"}, {3, "Drei", "", "c.png"}});
    EXPECT_THAT(favourites(EntryKind::Movie), ElementsAre("2"));
}

TEST_F(RenamedListsTest, SimilarNamesThatWentToOtherIdsAreNoNewNames)
{
    list(EntryKind::Live, {{1, "One"}, {2, "One HD"}, {3, "Two"}, {4, "Two HD"}});
    for (const int id : {1, 2, 3, 4})
        mark(EntryKind::Live, id);
    list(EntryKind::Live, {{2, "One"}, {3, "One HD"}, {4, "Two"}, {1, "Four"}}); // "Two HD" is gone
    EXPECT_THAT(favourites(EntryKind::Live), ElementsAre("2", "3", "4", testing::StartsWith("\x02")));
}

TEST_F(RenamedListsTest, OneThatWasRenamedIsFollowedByItsNewName)
{
    list(EntryKind::Live, {{1, "One"}, {2, "Two"}, {3, "Three"}});
    mark(EntryKind::Live, 1);
    for (int round = 0; round < 2; ++round) // once could be a slip of the panel
        list(EntryKind::Live, {{1, "Uno"}, {2, "Two"}, {3, "Three"}});
    list(EntryKind::Live, {{2, "Two"}, {3, "Three"}, {901, "Uno"}});
    EXPECT_THAT(favourites(EntryKind::Live), ElementsAre("901"));
}

TEST_F(RenamedListsTest, ANameThatIsWrongForOnceLeavesNoTrace)
{
    list(EntryKind::Live, {{1, "One"}, {2, "Two"}, {3, "Three"}});
    mark(EntryKind::Live, 1);
    list(EntryKind::Live, {{1, "OFFLINE"}, {2, "Two"}, {3, "Three"}});
    list(EntryKind::Live, {{1, "One"}, {2, "OFFLINE"}, {3, "Three"}});
    EXPECT_THAT(favourites(EntryKind::Live), ElementsAre("1"));
    EXPECT_EQ(user().favourites(account, EntryKind::Live)->front().name, "One");
}

TEST_F(RenamedListsTest, VariantsThatShareAGuideDoNotDriftWhenIdsMoveUpByOne)
{
    std::vector<Row> rows;
    for (int i = 0; i < 30; ++i)
        for (const char *variant : {"", " HD", " FHD"})
            rows.push_back({int(rows.size()) + 1, "Channel " + std::to_string(i) + variant, std::to_string(i) + ".tv"});
    list(EntryKind::Live, rows);
    std::vector<std::string> expected;
    for (int id = 1; id <= 90; id += 4) {
        mark(EntryKind::Live, id);
        expected.push_back(std::to_string(id + 1));
    }
    for (Row &row : rows)
        ++row.id;
    list(EntryKind::Live, rows);
    EXPECT_EQ(favourites(EntryKind::Live), expected);
}

TEST_F(RenamedListsTest, AHundredFavouritesOfTenThousandChannelsSurviveAnyPermutation)
{
    constexpr int kRows = 10'000, kFavourites = 100;
    std::mt19937 random(12); // NOLINT(cert-msc32-c, cert-msc51-cpp): the same lists every time
    std::vector<int> ids(kRows);
    std::iota(ids.begin(), ids.end(), 1);
    std::shuffle(ids.begin(), ids.end(), random);
    std::vector<Row> rows;
    for (int i = 0; i < kRows; ++i) {
        const char *variant = i % 3 == 0 ? "" : i % 3 == 1 ? " HD" : " FHD";
        rows.push_back(
            {ids[std::size_t(i)], "Channel " + std::to_string(i / 3) + variant, std::to_string(i / 3) + ".tv"});
    }
    list(EntryKind::Live, rows);
    std::vector<std::size_t> marked(kRows);
    std::iota(marked.begin(), marked.end(), 0U);
    std::shuffle(marked.begin(), marked.end(), random);
    marked.resize(kFavourites);
    for (const std::size_t row : marked)
        mark(EntryKind::Live, rows[row].id);

    for (int round = 0; round < 2; ++round) {
        std::shuffle(ids.begin(), ids.end(), random);
        for (std::size_t i = 0; i < rows.size(); ++i)
            rows[i].id = ids[i];
        list(EntryKind::Live, rows);
        std::vector<std::string> expected;
        for (const std::size_t row : marked)
            expected.push_back(std::to_string(rows[row].id));
        EXPECT_EQ(favourites(EntryKind::Live), expected) << "round " << round;
    }
}

} // namespace
} // namespace kanal::session
