// SPDX-License-Identifier: MIT
#include "live_list.h"
#include "small_catalogue.h"

#include <kanal/presenters/category_list_model.h>
#include <kanal/session/entry_shape.h>

#include <gmock/gmock.h>

namespace kanal::presenters
{
namespace
{

using testing::ElementsAre;
using testing::IsEmpty;

struct LiveListTest : testing::Test {
    std::shared_ptr<const test::FakeSnapshot> snapshot = test::smallCatalogue();
    CategoryListModel categories;
    std::vector<std::string> favourites{"21", "gone", "10"};

    LiveListTest() { categories.setSnapshot(snapshot, 0); }
    std::vector<std::uint32_t> rows(const char *category, const char *filter = "")
    {
        return rowsInView(*snapshot, categories,
                          {QString::fromLatin1(category), QString::fromUtf8(filter), favourites, {}});
    }
};

TEST_F(LiveListTest, AllKeepsThePanelsOrder)
{
    EXPECT_THAT(rows("all"), ElementsAre(0, 1, 2, 3, 4, 5));
}

TEST_F(LiveListTest, ACategoryShowsItsRowsAndHeadings)
{
    EXPECT_THAT(rows("category:1"), ElementsAre(0, 1, 2));
}

TEST_F(LiveListTest, FavouritesKeepTheUsersOrderAndSkipWhatThePanelDropped)
{
    EXPECT_THAT(rows("favourites"), ElementsAre(4, 1));
}

TEST_F(LiveListTest, FilteringDropsHeadingsAndStaysInTheCategory)
{
    EXPECT_THAT(rows("all", "news"), IsEmpty());
    EXPECT_THAT(rows("category:2", "arena"), ElementsAre(3, 4));
    EXPECT_THAT(rows("category:1", "arena"), IsEmpty());
}

TEST_F(LiveListTest, FilteringAnEmptyListShowsNothing)
{
    favourites.clear();
    EXPECT_THAT(rows("favourites", "arena"), IsEmpty()) << "an empty `within` must not mean every row";
}

TEST_F(LiveListTest, BlanksAreNoFilter)
{
    EXPECT_THAT(rows("category:2", "  "), ElementsAre(3, 4));
}

TEST_F(LiveListTest, SteppingSkipsHeadingsAndWraps)
{
    const std::vector<std::uint32_t> list{0, 1, 2};
    EXPECT_EQ(stepFrom(*snapshot, list, 1, 1, AtEnds::Wrap), 2u);
    EXPECT_EQ(stepFrom(*snapshot, list, 2, 1, AtEnds::Wrap), 1u) << "row 0 is a heading";
    EXPECT_EQ(stepFrom(*snapshot, list, 1, -1, AtEnds::Wrap), 2u);
    EXPECT_EQ(stepFrom(*snapshot, list, 2, 1, AtEnds::Stop), std::nullopt);
    EXPECT_EQ(stepFrom(*snapshot, list, std::nullopt, 1, AtEnds::Wrap), 1u);
    EXPECT_EQ(stepFrom(*snapshot, list, std::nullopt, -1, AtEnds::Wrap), 2u);
    EXPECT_EQ(stepFrom(*snapshot, list, 1, 3, AtEnds::Wrap), 2u) << "three steps over two channels";
}

TEST_F(LiveListTest, SteppingThroughHeadingsAloneFindsNothing)
{
    const std::vector<std::uint32_t> list{0};
    EXPECT_EQ(stepFrom(*snapshot, list, std::nullopt, 1, AtEnds::Wrap), std::nullopt);
    EXPECT_EQ(stepFrom(*snapshot, {}, std::nullopt, 1, AtEnds::Wrap), std::nullopt);
}

TEST_F(LiveListTest, ANumberIsLookedForInTheListInViewFirst)
{
    const std::vector<std::uint32_t> sports{3, 4};
    EXPECT_EQ(rowWithNumber(*snapshot, sports, 101), 4u);
    EXPECT_EQ(rowWithNumber(*snapshot, {}, 101), 1u);
    EXPECT_EQ(rowWithNumber(*snapshot, sports, 102), 2u);
    EXPECT_EQ(rowWithNumber(*snapshot, sports, 1), std::nullopt) << "a heading's number";
    EXPECT_EQ(rowWithNumber(*snapshot, sports, 0), std::nullopt);
}

TEST_F(LiveListTest, ShapesCarryWhatARenumberedChannelIsFoundBy)
{
    const library::EntryShape shape = session::shapeOf(*snapshot, 3);
    EXPECT_EQ(shape.key, (EntryKey{{1}, EntryKind::Live, "20"}));
    EXPECT_EQ(shape.name, "Arena");
    EXPECT_EQ(shape.categoryName, "Sports");
}

} // namespace
} // namespace kanal::presenters
