// SPDX-License-Identifier: MIT
#include "small_catalogue.h"

#include <kanal/presenters/channel_list_model.h>

#include <QAbstractItemModelTester>
#include <QSignalSpy>

#include <gtest/gtest.h>

namespace kanal::presenters
{
namespace
{

struct ChannelListModelTest : testing::Test {
    ChannelListModel model;
    QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::Fatal};

    ChannelListModelTest() { model.setRows(test::smallCatalogue(), {0, 1, 2, 3, 4, 5}); }
    QVariant at(int row, int role) { return model.data(model.index(row), role); }
};

TEST_F(ChannelListModelTest, ShowsThePanelsNumberNameAndLogo)
{
    EXPECT_EQ(at(1, ChannelListModel::IdRole), QStringLiteral("10"));
    EXPECT_EQ(at(1, ChannelListModel::NumberRole), 101);
    EXPECT_EQ(at(1, ChannelListModel::NameRole), QStringLiteral("Channel One"));
    EXPECT_EQ(at(1, Qt::DisplayRole), QStringLiteral("Channel One"));
    EXPECT_EQ(at(1, ChannelListModel::LogoRole), QStringLiteral("http://logo.example/1.png"));
    EXPECT_EQ(at(1, ChannelListModel::InitialsRole), QStringLiteral("CO"));
    EXPECT_EQ(at(5, ChannelListModel::NumberRole), 0);
    EXPECT_EQ(at(5, ChannelListModel::NameRole), QString::fromUtf8("Ärger"));
    EXPECT_TRUE(at(4, ChannelListModel::RadioRole).toBool());
}

TEST_F(ChannelListModelTest, HeadingsLoseTheirDressAndCannotBeChosen)
{
    EXPECT_TRUE(at(0, ChannelListModel::HeadingRole).toBool());
    EXPECT_EQ(at(0, ChannelListModel::NameRole), QStringLiteral("NEWS"));
    EXPECT_FALSE(model.flags(model.index(0)) & (Qt::ItemIsEnabled | Qt::ItemIsSelectable));
    EXPECT_TRUE(model.flags(model.index(1)) & Qt::ItemIsSelectable);
}

TEST_F(ChannelListModelTest, FollowsTheOrderItIsGiven)
{
    model.setRows(test::smallCatalogue(), {3, 1});
    ASSERT_EQ(model.rowCount(), 2);
    EXPECT_EQ(at(0, ChannelListModel::IdRole), QStringLiteral("20"));
    EXPECT_EQ(model.rowOf(QStringLiteral("10")), 1);
    EXPECT_EQ(model.rowOf(QStringLiteral("11")), std::nullopt);
    EXPECT_EQ(model.rowOf({}), std::nullopt);
}

TEST_F(ChannelListModelTest, TellsExactlyTheRowsWhoseMarksChanged)
{
    model.setFavourites({QStringLiteral("10"), QStringLiteral("11")});
    QSignalSpy changed(&model, &ChannelListModel::dataChanged);
    model.setFavourites({QStringLiteral("10"), QStringLiteral("20")});
    QSet<int> rows;
    for (const auto &signal : changed)
        rows.insert(signal.front().toModelIndex().row());
    EXPECT_EQ(rows, (QSet<int>{2, 3}));
    EXPECT_TRUE(at(3, ChannelListModel::FavouriteRole).toBool());
    EXPECT_FALSE(at(2, ChannelListModel::FavouriteRole).toBool());
}

TEST_F(ChannelListModelTest, OneChannelPlaysAtATime)
{
    model.setPlaying(QStringLiteral("10"));
    model.setPlaying(QStringLiteral("11"));
    EXPECT_FALSE(at(1, ChannelListModel::PlayingRole).toBool());
    EXPECT_TRUE(at(2, ChannelListModel::PlayingRole).toBool());
    model.setPlaying({});
    EXPECT_FALSE(at(2, ChannelListModel::PlayingRole).toBool());
}

TEST_F(ChannelListModelTest, KnowsWhatIsOnOnlyWhereItWasTold)
{
    EXPECT_LT(at(1, ChannelListModel::NowProgressRole).toDouble(), 0);
    model.setNow(QStringLiteral("10"), QStringLiteral("Evening News"), 0.25);
    EXPECT_EQ(at(1, ChannelListModel::NowTitleRole), QStringLiteral("Evening News"));
    EXPECT_EQ(at(1, ChannelListModel::NowProgressRole), 0.25);
    EXPECT_TRUE(at(2, ChannelListModel::NowTitleRole).toString().isEmpty());
}

TEST_F(ChannelListModelTest, SpeaksARowForTheScreenReader)
{
    model.setPlaying(QStringLiteral("10"));
    EXPECT_EQ(at(1, Qt::AccessibleTextRole), QStringLiteral("101, Channel One, playing"));
    EXPECT_EQ(at(4, Qt::AccessibleTextRole), QStringLiteral("101, Arena Radio, radio"));
}

TEST_F(ChannelListModelTest, EmptiesWithoutACatalogue)
{
    model.setRows(nullptr, {1, 2});
    EXPECT_EQ(model.rowCount(), 0);
    EXPECT_EQ(model.rowOf(QStringLiteral("10")), std::nullopt);
}

} // namespace
} // namespace kanal::presenters
