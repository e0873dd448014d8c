// SPDX-License-Identifier: MIT
#include "small_catalogue.h"

#include <kanal/presenters/category_list_model.h>

#include <QAbstractItemModelTester>
#include <QSignalSpy>

#include <gtest/gtest.h>

namespace kanal::presenters
{
namespace
{

struct CategoryListModelTest : testing::Test {
    CategoryListModel model;
    QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::Fatal};

    QVariant at(int row, int role) { return model.data(model.index(row), role); }
};

TEST_F(CategoryListModelTest, ListsSpecialsThenThePanelsOwnInOrder)
{
    model.setSnapshot(test::smallCatalogue(), 3);
    ASSERT_EQ(model.rowCount(), 5);
    EXPECT_EQ(at(0, CategoryListModel::KeyRole), QStringLiteral("favourites"));
    EXPECT_EQ(at(0, CategoryListModel::CountRole), 3);
    EXPECT_EQ(at(1, CategoryListModel::KeyRole), QStringLiteral("all"));
    EXPECT_EQ(at(1, CategoryListModel::CountRole), 5) << "headings do not count";
    EXPECT_EQ(at(2, CategoryListModel::NameRole), QStringLiteral("News"));
    EXPECT_EQ(at(2, CategoryListModel::CountRole), 2);
    EXPECT_EQ(at(4, CategoryListModel::NameRole), QStringLiteral("Other"));
}

TEST_F(CategoryListModelTest, FindsRowsByKey)
{
    model.setSnapshot(test::smallCatalogue(), 0);
    for (int row = 0; row < model.rowCount(); ++row)
        EXPECT_EQ(model.rowOf(at(row, CategoryListModel::KeyRole).toString()), row);
    EXPECT_EQ(model.rowOf(QStringLiteral("category:99")), -1);
    EXPECT_EQ(model.rowOf(QStringLiteral("recent")), -1);
    EXPECT_EQ(model.categoryIndex(QStringLiteral("category:2")), 1u);
    EXPECT_EQ(model.categoryIndex(QStringLiteral("all")), std::nullopt);
}

TEST_F(CategoryListModelTest, RecentComesAndGoes)
{
    model.setSnapshot(test::smallCatalogue(), 0);
    model.setRecentCount(2);
    EXPECT_EQ(at(1, CategoryListModel::KeyRole), QStringLiteral("recent"));
    EXPECT_EQ(model.rowOf(QStringLiteral("category:1")), 3);
    QSignalSpy changed(&model, &CategoryListModel::dataChanged);
    model.setRecentCount(3);
    EXPECT_EQ(changed.size(), 1);
    model.setRecentCount(0);
    EXPECT_EQ(model.rowCount(), 5);
    EXPECT_EQ(model.rowOf(QStringLiteral("recent")), -1);
}

TEST_F(CategoryListModelTest, WhatIsHiddenIsCountedInItsOwnCategoryOnly)
{
    model.setSnapshot(test::smallCatalogue(), 0);
    model.setHidden({2, 5});
    const auto count = [&](const char *key) {
        return at(model.rowOf(QString::fromLatin1(key)), CategoryListModel::CountRole).toInt();
    };
    EXPECT_EQ(count("hidden"), 2);
    EXPECT_EQ(count("all"), 3);
    EXPECT_EQ(count("category:1"), 1);
    EXPECT_EQ(count("category:2"), 2);
    EXPECT_EQ(count("category:"), 0) << "what has no category";
    QSignalSpy changed(&model, &CategoryListModel::dataChanged);
    model.setHidden({2, 5});
    EXPECT_TRUE(changed.empty());
    model.setHidden({3, 5}); // as many, elsewhere
    EXPECT_EQ(count("category:1"), 2);
    EXPECT_EQ(count("category:2"), 1);
    EXPECT_FALSE(changed.empty());
    model.setHidden({});
    EXPECT_EQ(count("category:2"), 2);
    EXPECT_EQ(model.rowOf(QStringLiteral("hidden")), -1);
}

TEST_F(CategoryListModelTest, ACategoryIsFoundAgainByItsNameWhenItsNumberIsAnothers)
{
    model.setSnapshot(test::smallCatalogue(), 0);
    const QString sports = model.placeText(QStringLiteral("category:2"));
    EXPECT_EQ(model.keyAt(sports), QStringLiteral("category:2"));
    EXPECT_EQ(model.placeText(QStringLiteral("all")), QStringLiteral("all"));
    const auto show = [&](std::vector<std::pair<std::string, std::string>> categories) {
        model.setSnapshot(
            std::make_shared<test::FakeSnapshot>(std::move(categories), std::vector<test::FakeSnapshot::Channel>{}), 0);
    };
    show({{"2", "News"}, {"7", "Sports"}});
    EXPECT_EQ(model.keyAt(sports), QStringLiteral("category:7"));
    show({{"2", "UK | Sports"}});
    EXPECT_EQ(model.keyAt(sports), QStringLiteral("category:2")) << "it was renamed";
    show({{"2", "Kids"}});
    EXPECT_EQ(model.keyAt(sports), QStringLiteral("all")) << "it is gone";
    EXPECT_EQ(model.keyAt(QStringLiteral("category:2")), QStringLiteral("category:2")) << "kept without a name";
}

TEST_F(CategoryListModelTest, TellsOnlyTheRowWhoseCountChanged)
{
    model.setSnapshot(test::smallCatalogue(), 0);
    QSignalSpy changed(&model, &CategoryListModel::dataChanged);
    model.setFavouriteCount(1);
    model.setFavouriteCount(1);
    ASSERT_EQ(changed.size(), 1);
    EXPECT_EQ(changed.front().front().toModelIndex().row(), 0);
    EXPECT_EQ(at(0, CategoryListModel::CountRole), 1);
}

TEST_F(CategoryListModelTest, IsThereWithoutACatalogue)
{
    model.setSnapshot(nullptr, 0);
    EXPECT_EQ(model.rowCount(), 2);
    EXPECT_EQ(at(1, CategoryListModel::CountRole), 0);
}

} // namespace
} // namespace kanal::presenters
