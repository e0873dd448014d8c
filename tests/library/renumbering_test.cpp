// SPDX-License-Identifier: MIT
#include "renumbering.h"

#include <gtest/gtest.h>

namespace kanal::library
{
namespace
{

EntryShape shape(std::string id, std::string name, std::string guide = "", std::string category = "")
{
    return {{AccountId{1}, EntryKind::Live, std::move(id)}, std::move(name), std::move(guide), std::move(category)};
}

std::string movedTo(const EntryShape &marked, const std::vector<ListedEntry> &catalogue)
{
    const Renumbering plan = planRenumbering({marked}, catalogue);
    return plan.moves.empty() ? "" : plan.moves.front().to.key.id;
}

ListedEntry listed(EntryShape shape, bool isNew, bool isOnly = false)
{
    ListedEntry entry = std::move(shape);
    entry.isNew = isNew;
    entry.isOnly = isOnly;
    return entry;
}

TEST(Renumbering, PrefersNameWithGuideIdOverNameWithCategory)
{
    EXPECT_EQ(movedTo(shape("1", "One", "one.tv", "News"),
                      {shape("5", "One", "", "News"), shape("6", "One", "one.tv", "Other")}),
              "6");
    EXPECT_EQ(movedTo(shape("1", "One", "one.tv", "News"), {shape("5", "One", "", "News")}), "5");
}

TEST(Renumbering, ANameAloneIsNotEnough)
{
    EXPECT_EQ(movedTo(shape("1", "One"), {shape("5", "One")}), "");
    EXPECT_EQ(movedTo(shape("1", "One", "one.tv", "News"), {shape("5", "One", "two.tv", "Kids")}), "");
}

TEST(Renumbering, ANameThatNothingElseHasIsEnough)
{
    EXPECT_EQ(movedTo(shape("1", "One", "", "News"), {listed(shape("5", "One", "", "Kids"), true, true)}), "5");
}

TEST(Renumbering, EveryCategoryOfAnEntryCounts)
{
    ListedEntry entry = shape("5", "One", "", "Favourites of the panel");
    entry.otherCategories = {"Kids", "NEWS"};
    EXPECT_EQ(movedTo(shape("1", "One", "", "News"), {entry}), "5");
}

TEST(Renumbering, ATwinThatWasThereBeforeIsAnother)
{
    EXPECT_EQ(movedTo(shape("1", "One", "one.tv", "News"), {listed(shape("2", "One", "one.tv", "News"), false)}), "");
}

TEST(Renumbering, NamesOfSignsOnlyAreNotEqual)
{
    EXPECT_EQ(movedTo(shape("1", "***", "", "News"), {shape("5", "###", "", "News")}), "");
    const Renumbering plan = planRenumbering({shape("1", "***")}, {shape("1", "###")});
    EXPECT_TRUE(plan.reshaped.empty()) << "another entry";
}

TEST(Renumbering, OneThatIsLostWaitsElsewhereWhenItsIdIsTaken)
{
    const Renumbering plan =
        planRenumbering({shape("1", "One", "one.tv"), shape("2", "Two", "two.tv")}, {shape("2", "One", "one.tv")});
    ASSERT_EQ(plan.moves.size(), 2u);
    EXPECT_EQ(plan.moves[0].to.key.id, "2");
    EXPECT_EQ(plan.moves[1].from, "2");
    const EntryShape waiting = plan.moves[1].to;
    EXPECT_EQ(movedTo(waiting, {shape("2", "One", "one.tv"), shape("7", "Two", "two.tv")}), "7");
}

TEST(Renumbering, AGuideIdAloneIsNotEnough)
{
    EXPECT_EQ(movedTo(shape("1", "One", "one.tv"), {shape("5", "One +1", "one.tv")}), "");
}

TEST(Renumbering, AGuideIdThatVariantsShareDoesNotHoldAnEntryWhoseNameWentToANewId)
{
    EXPECT_EQ(movedTo(shape("2", "One HD", "one.tv"),
                      {shape("1", "One", "one.tv"), shape("2", "One FHD", "one.tv"), shape("3", "One HD", "one.tv")}),
              "3");
    const Renumbering plan =
        planRenumbering({shape("2", "One HD", "one.tv")},
                        {shape("2", "One UHD", "one.tv"), listed(shape("9", "One HD", "one.tv"), false)});
    EXPECT_TRUE(plan.moves.empty()) << "its twin was there before";
    ASSERT_EQ(plan.reshaped.size(), 1u);
    EXPECT_EQ(plan.reshaped[0].name, "One UHD");
}

TEST(Renumbering, VariantsThatMoveUpTakeNothingFromEachOther)
{
    const Renumbering plan = planRenumbering({shape("2", "One SD", "one.tv"), shape("1", "One HD", "one.tv")},
                                             {shape("2", "One HD", "one.tv")});
    ASSERT_EQ(plan.moves.size(), 2u);
    EXPECT_EQ(plan.moves[0].from, "1");
    EXPECT_EQ(plan.moves[0].to.key.id, "2");
    EXPECT_EQ(plan.moves[1].to.key.id, waitingId(shape("2", "One SD", "one.tv")));
}

std::string knownAs(const EntryShape &marked, const ListedEntry &there)
{
    const Renumbering plan = planRenumbering({marked}, {there});
    EXPECT_TRUE(plan.moves.empty());
    return plan.reshaped.empty() ? marked.name : plan.reshaped[0].name;
}

TEST(Renumbering, ANewNameOfTheSameIsNoted)
{
    const EntryShape marked = shape("1", "One", "one.tv", "News");
    EXPECT_EQ(knownAs(marked, listed(shape("1", "UK | One (HD)"), true)), "UK | One (HD)") << "the old one is in it";
    EXPECT_EQ(knownAs(marked, listed(shape("1", "Uno"), true)), "One") << "perhaps the id was dealt anew";
    EXPECT_EQ(knownAs(marked, listed(shape("1", "Uno"), false)), "Uno") << "the list before said so, too";
    EXPECT_EQ(knownAs(marked, listed(shape("1", "One +1", "plus.tv"), false)), "One") << "another guide";
}

TEST(Renumbering, NamesAreComparedAsPeopleReadThem)
{
    EXPECT_EQ(movedTo(shape("1", "Télé 1", "tele1.fr"), {shape("5", "TELE-1", "tele1.fr")}), "5");
}

TEST(Renumbering, AnIdThatNowIsSomethingElseIsLeft)
{
    EXPECT_EQ(movedTo(shape("1", "One", "one.tv"), {shape("1", "Two", "two.tv"), shape("2", "One", "one.tv")}), "2");
}

TEST(Renumbering, AnIdThatNowIsSomethingElseIsKeptWhereNothingElseFits)
{
    const Renumbering plan = planRenumbering({shape("1", "One", "one.tv")}, {shape("1", "Two", "two.tv")});
    EXPECT_TRUE(plan.moves.empty());
    EXPECT_TRUE(plan.reshaped.empty()) << "what it was is how it may be found again";
}

TEST(Renumbering, NeverMovesOntoAMarkedEntry)
{
    const Renumbering plan =
        planRenumbering({shape("1", "One", "one.tv"), shape("5", "One", "one.tv")}, {shape("5", "One", "one.tv")});
    EXPECT_TRUE(plan.moves.empty());
}

TEST(Renumbering, WhatAPanelLeavesOutIsNotForgotten)
{
    const Renumbering plan =
        planRenumbering({shape("1", "One", "one.tv", "News")}, {shape("1", "One HD", "one.tv", "")});
    ASSERT_EQ(plan.reshaped.size(), 1u);
    EXPECT_EQ(plan.reshaped[0].name, "One HD");
    EXPECT_EQ(plan.reshaped[0].categoryName, "News");
}

} // namespace
} // namespace kanal::library
