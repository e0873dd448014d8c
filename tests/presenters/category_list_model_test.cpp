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
