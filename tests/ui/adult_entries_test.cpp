// SPDX-License-Identifier: MIT
// Hiding what is for adults, through the window: the switch in the settings, the lists, the search, the marks.
#include "window_on_panel.h"

#include <kanal/presenters/category_list_model.h>
#include <kanal/presenters/search_list_model.h>
#include <kanal/presenters/search_presenter.h>
#include <ui/poster_grid.h>

#include <QAction>
#include <QCheckBox>
#include <QContextMenuEvent>
#include <QMenu>
#include <QPainter>
#include <QStyleOptionViewItem>

#include <algorithm>
#include <fstream>

namespace kanal::ui
{
namespace
{

using presenters::ChannelListModel;
using test::Kanal;
using test::startPanel;
using test::waitFor;
using Names = std::vector<std::string>;

struct AdultEntries : testing::Test {
    QTemporaryDir answers;
    std::unique_ptr<panel::Panel> panel;
    Kanal kanal;

    void put(const char *name, const char *json) const
    {
        std::ofstream(std::filesystem::path(answers.path().toStdString()) / (std::string(name) + ".json")) << json;
    }
    void SetUp() override
    {
        put("auth", R"({"user_info":{"auth":1,"username":"demo","status":"Active"}})");
        put("get_live_categories", R"([{"category_id":"1","category_name":"News"},
                                       {"category_id":"2","category_name":"XXX Late"}])");
        put("get_live_streams", R"([{"num":1,"name":"Sky One","stream_id":11,"category_id":"1"},
                                    {"num":2,"name":"Sky Night","stream_id":12,"category_id":"2"},
                                    {"num":3,"name":"Sky Blue","stream_id":13,"category_id":"1","is_adult":"1"},
                                    {"num":4,"name":"Sky Four","stream_id":14,"category_id":"1"}])");
        for (const char *list : {"get_vod_categories", "get_series_categories", "get_series"})
            put(list, "[]");
        put("get_vod_streams",
            R"([{"name":"Sky Film","stream_id":21},{"name":"Sky Red","stream_id":22,"is_adult":1}])");
        panel = startPanel("replay:" + answers.path().toStdString());
        kanal.signIn(*panel);
    }
    Names channelNames() const
    {
        Names names;
        const auto *model = kanal.channels()->model();
        for (int row = 0; row < model->rowCount(); ++row)
            names.push_back(model->index(row, 0).data(ChannelListModel::NameRole).toString().toStdString());
        return names;
    }
    Names found(const QString &text) const
    {
        QTest::keyClick(kanal.window.get(), Qt::Key_K, Qt::ControlModifier);
        QTest::keyClicks(kanal.find("searchEdit"), text);
        EXPECT_TRUE(waitFor([&] { return !kanal.search->state().searching; }));
        Names names;
        for (int row = 0; row < kanal.search->results().rowCount(); ++row)
            if (const auto *item = kanal.search->results().item(row))
                names.push_back(item->name.toStdString());
        std::sort(names.begin(), names.end());
        kanal.key(Qt::Key_Escape);
        return names;
    }
    void setHidden(bool hidden) const
    {
        kanal.click("railSettings");
        auto *box = kanal.find<QCheckBox>("hideAdultCheck");
        ASSERT_NE(box->isChecked(), hidden);
        box->click();
        kanal.click("railLive");
    }
    /// How the row is painted.
    QImage painted(const QModelIndex &index) const
    {
        QStyleOptionViewItem option;
        option.initFrom(kanal.channels());
        option.rect = QRect(0, 0, 420, 52);
        QImage image(option.rect.size(), QImage::Format_RGB32);
        image.fill(option.palette.color(QPalette::Base));
        QPainter painter(&image);
        kanal.channels()->itemDelegate()->paint(&painter, option, index);
        return image;
    }
};

TEST_F(AdultEntries, TheSwitchTakesThemOutOfListsAndSearchAtOnceAndStaysSet)
{
    EXPECT_EQ(channelNames(), (Names{"Sky One", "Sky Night", "Sky Blue", "Sky Four"}));
    EXPECT_EQ(found(QStringLiteral("sky")),
              (Names{"Sky Blue", "Sky Film", "Sky Four", "Sky Night", "Sky One", "Sky Red"}));
    setHidden(true);
    EXPECT_EQ(channelNames(), (Names{"Sky One", "Sky Four"}));
    EXPECT_EQ(kanal.live->categories().rowOf(QStringLiteral("category:2")), -1);
    EXPECT_EQ(found(QStringLiteral("sky")), (Names{"Sky Film", "Sky Four", "Sky One"}));
    kanal.click("railMovies");
    auto *films = kanal.find<PosterGrid>("posterGrid");
    ASSERT_TRUE(waitFor([&] { return films->model()->rowCount() == 1; }));
    kanal.click("railLive");

    kanal.reopenWindow();
    EXPECT_EQ(channelNames(), (Names{"Sky One", "Sky Four"})) << "after a restart";
    setHidden(false);
    EXPECT_EQ(channelNames().size(), 4u);
}

TEST_F(AdultEntries, AHiddenChannelIsNoNumberAndNoNeighbour)
{
    setHidden(true);
    kanal.clickChannel(0);
    ASSERT_TRUE(waitFor([&] { return kanal.live->playingId() == QStringLiteral("11"); }));
    kanal.find("playerView")->setFocus();
    kanal.key(Qt::Key_Down);
    EXPECT_TRUE(waitFor([&] { return kanal.live->playingId() == QStringLiteral("14"); }));
    EXPECT_FALSE(kanal.live->playNumber(2));
}

TEST_F(AdultEntries, AShownOneCarriesAMarkThatIsSpoken)
{
    const auto *model = kanal.channels()->model();
    EXPECT_EQ(model->index(2, 0).data(Qt::AccessibleTextRole).toString(), QStringLiteral("3, Sky Blue, for adults"));
    EXPECT_EQ(model->index(0, 0).data(Qt::AccessibleTextRole).toString(), QStringLiteral("1, Sky One"));
    // Where the mark stands nothing is painted for a row without one.
    const QRect place(300, 0, 80, 52);
    EXPECT_EQ(painted(model->index(0, 0)).copy(place), painted(model->index(3, 0)).copy(place));
    EXPECT_NE(painted(model->index(2, 0)).copy(place), painted(model->index(3, 0)).copy(place));
}

TEST_F(AdultEntries, ACategoryIsJudgedByItsMenu)
{
    auto *list = kanal.find<QListView>("categoryList");
    const auto choose = [&](const char *key) {
        const int row = kanal.live->categories().rowOf(QString::fromLatin1(key));
        list->setCurrentIndex(list->model()->index(row, 0));
        QContextMenuEvent wish(QContextMenuEvent::Keyboard, {}, {});
        QCoreApplication::sendEvent(list, &wish);
        auto *action = kanal.window->findChild<QAction *>(QStringLiteral("adultAction"));
        ASSERT_NE(action, nullptr) << key;
        action->trigger();
        auto *menu = kanal.window->findChild<QMenu *>(QStringLiteral("categoryMenu"));
        delete menu;
        kanal.live->setCategory(QStringLiteral("all")); // its own was chosen with its menu
    };
    choose("category:2");
    setHidden(true);
    EXPECT_EQ(channelNames(), (Names{"Sky One", "Sky Night", "Sky Four"})) << "wrongly marked by its name";
    choose("category:1");
    EXPECT_EQ(channelNames(), (Names{"Sky Night"}));
    EXPECT_TRUE(kanal.sees("listStatus"));
    list->setCurrentIndex(list->model()->index(0, 0));
    QContextMenuEvent wish(QContextMenuEvent::Keyboard, {}, {});
    QCoreApplication::sendEvent(list, &wish);
    EXPECT_EQ(kanal.window->findChild<QMenu *>(QStringLiteral("categoryMenu")), nullptr) << "none of the panel's";
}

} // namespace
} // namespace kanal::ui
