// SPDX-License-Identifier: MIT
#include <kanal/presenters/channel_list_model.h>
#include <ui/channel_delegate.h>
#include <ui/control_bar.h>
#include <ui/icons.h>
#include <ui/theme.h>

#include <QImage>
#include <QPainter>
#include <QStandardItemModel>

#include <gtest/gtest.h>

namespace kanal::ui
{
namespace
{

using presenters::ChannelListModel;

struct Row {
    QString name = QStringLiteral("Channel One");
    int number = 101;
    bool favourite = false;
    bool heading = false;
    bool playing = false;
    int archive = 0;
    QString now;
    double progress = -1;
};

QImage painted(const Row &row, QStyle::State state = QStyle::State_Enabled)
{
    QStandardItemModel model(1, 1);
    const QModelIndex index = model.index(0, 0);
    const auto set = [&](int role, const QVariant &value) { model.setData(index, value, role); };
    set(ChannelListModel::NameRole, row.name);
    set(ChannelListModel::NumberRole, row.number);
    set(ChannelListModel::InitialsRole, QStringLiteral("CO"));
    set(ChannelListModel::FavouriteRole, row.favourite);
    set(ChannelListModel::HeadingRole, row.heading);
    set(ChannelListModel::PlayingRole, row.playing);
    set(ChannelListModel::ArchiveRole, row.archive);
    set(ChannelListModel::NowTitleRole, row.now);
    set(ChannelListModel::NowProgressRole, row.progress);
    QStyleOptionViewItem option;
    option.rect = QRect(0, 0, 360, metrics::kChannelRow);
    option.palette = paletteOf(Tokens::dark());
    option.state = state;
    QImage image(option.rect.size(), QImage::Format_RGB32);
    image.fill(Tokens::dark().surface);
    QPainter painter(&image);
    ChannelDelegate(nullptr).paint(&painter, option, index);
    return image;
}

int count(const QImage &image, const QRect &where, const QColor &colour)
{
    int found = 0;
    for (int y = where.top(); y <= where.bottom(); ++y)
        for (int x = where.left(); x <= where.right(); ++x)
            found += image.pixelColor(x, y).rgb() == colour.rgb();
    return found;
}

const QRect kRow(0, 0, 360, metrics::kChannelRow);

TEST(ChannelRow, StandsOnInitialsWhereThereIsNoLogo)
{
    const QImage image = painted({});
    EXPECT_GT(count(image, kRow, colourOfName(QStringLiteral("Channel One"))), 500);
}

TEST(ChannelRow, MarksWhatPlays)
{
    const QRect bar(0, 0, 12, metrics::kChannelRow);
    EXPECT_EQ(count(painted({}), bar, Tokens::dark().accent), 0);
    EXPECT_GT(count(painted({.playing = true}), bar, Tokens::dark().accent), 40);
}

TEST(ChannelRow, FillsTheStarOfAFavouriteOnly)
{
    const QRect star = ChannelDelegate::starBox(kRow);
    EXPECT_EQ(count(painted({}), star, Tokens::dark().catchup), 0);
    EXPECT_GT(count(painted({.favourite = true}), star, Tokens::dark().catchup), 50);
}

TEST(ChannelRow, TheNameGoesOnWhereNoStarIs)
{
    const QString name = QStringLiteral("A name that is much longer than any row of channels has room for it to be");
    const QRect star = ChannelDelegate::starBox(kRow);
    const auto atStar = [star](const Row &row, QStyle::State state = QStyle::State_Enabled) {
        return painted(row, state).copy(star);
    };
    const auto hovered = QStyle::State_Enabled | QStyle::State_MouseOver;
    EXPECT_NE(atStar({.name = name}), atStar({}));
    EXPECT_EQ(atStar({.name = name}, hovered), atStar({}, hovered)) << "there is a star to click";
    EXPECT_EQ(atStar({.name = name, .favourite = true}), atStar({.favourite = true}));
}

TEST(ChannelRow, MarksStayWhereTheyAreWhenAStarIsOffered)
{
    const QRect star = ChannelDelegate::starBox(kRow);
    const QRect mark(star.left() - 30, star.top(), 30, star.height());
    const Row row{.archive = 3};
    const QImage still = painted(row), hovered = painted(row, QStyle::State_Enabled | QStyle::State_MouseOver);
    EXPECT_EQ(count(painted({}), mark, Tokens::dark().secondary), 0);
    EXPECT_GT(count(still, mark, Tokens::dark().secondary), 0);
    EXPECT_EQ(count(hovered, mark, Tokens::dark().secondary), count(still, mark, Tokens::dark().secondary));
    EXPECT_EQ(count(still, star, Tokens::dark().secondary), 0) << "the mark, not in the place of the star";
}

TEST(ChannelRow, OffersAStarUnderTheMouse)
{
    const QRect star = ChannelDelegate::starBox(kRow);
    const QImage still = painted({});
    const QImage hovered = painted({}, QStyle::State_Enabled | QStyle::State_MouseOver);
    EXPECT_EQ(count(still, star, Tokens::dark().secondary), 0);
    EXPECT_GT(count(hovered, star, Tokens::dark().secondary), 5);
}

TEST(ChannelRow, ShowsHowFarTheProgrammeIs)
{
    const QImage half = painted({.now = QStringLiteral("News"), .progress = 0.5});
    const QImage full = painted({.now = QStringLiteral("News"), .progress = 1.0});
    const QRect track(100, metrics::kChannelRow - 12, 200, 10);
    EXPECT_GT(count(half, track, Tokens::dark().accent), 50);
    EXPECT_GT(count(full, track, Tokens::dark().accent), count(half, track, Tokens::dark().accent) * 3 / 2);
    EXPECT_EQ(count(painted({.now = QStringLiteral("News")}), track, Tokens::dark().accent), 0)
        << "unknown is no progress";
}

TEST(ChannelRow, SetsHeadingsApart)
{
    const QImage heading = painted({.name = QStringLiteral("Sports"), .number = 0, .heading = true});
    EXPECT_EQ(count(heading, kRow, colourOfName(QStringLiteral("Sports"))), 0) << "no stand-in logo";
    EXPECT_GT(count(heading, kRow, Tokens::dark().line), 100) << "a line to the edge";
}

TEST(ChannelRow, ShowsTheFocusToKeyboardUsers)
{
    const auto focus = QStyle::State_Enabled | QStyle::State_HasFocus | QStyle::State_KeyboardFocusChange;
    EXPECT_GT(count(painted({}, focus), kRow, Tokens::dark().accent), 400);
    EXPECT_EQ(count(painted({}, QStyle::State_Enabled | QStyle::State_HasFocus), kRow, Tokens::dark().accent), 0);
}

} // namespace
} // namespace kanal::ui
