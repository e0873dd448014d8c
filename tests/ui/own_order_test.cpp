// SPDX-License-Identifier: MIT
// What the user made of the lists: hidden rows, the order of favourites, the tracks of a title. It outlives the window.
#include "window_on_panel.h"

#include <kanal/presenters/category_list_model.h>
#include <kanal/presenters/search_list_model.h>
#include <kanal/presenters/vod_player.h>

#include <QContextMenuEvent>
#include <QMenu>

#include <algorithm>

namespace kanal::ui
{
namespace
{

using presenters::ChannelListModel;
using test::Kanal;
using test::startPanel;
using test::waitFor;

struct OwnOrder : testing::Test {
    std::unique_ptr<panel::Panel> panel = startPanel();
    Kanal kanal;

    void SetUp() override { kanal.signIn(*panel); }

    QStringList shown() const
    {
        QStringList ids;
        const auto *model = kanal.channels()->model();
        for (int row = 0; row < model->rowCount(); ++row)
            if (!model->index(row, 0).data(ChannelListModel::HeadingRole).toBool())
                ids << kanal.idOf(model->index(row, 0));
        return ids;
    }
    void choose(const QModelIndex &row, const char *action) const
    {
        auto *list = kanal.channels();
        list->scrollTo(row);
        const QPoint at = list->visualRect(row).center();
        QContextMenuEvent event(QContextMenuEvent::Mouse, at, list->viewport()->mapToGlobal(at));
        QCoreApplication::sendEvent(list->viewport(), &event);
        auto *menu = list->findChild<QMenu *>(QStringLiteral("channelMenu"));
        ASSERT_NE(menu, nullptr);
        auto *found = menu->findChild<QAction *>(QLatin1String(action));
        ASSERT_NE(found, nullptr) << action;
        found->trigger();
        menu->close();
        ASSERT_TRUE(waitFor([&] { return !list->findChild<QMenu *>(QStringLiteral("channelMenu")); }));
    }
    bool hasCategory(const char *key) const { return kanal.live->categories().rowOf(QLatin1String(key)) >= 0; }
    QString playing() const { return kanal.live->playingId(); }
};

TEST_F(OwnOrder, AHiddenChannelIsInNoListAndNotZappedToUntilItIsShownAgain)
{
    const QStringList all = shown();
    EXPECT_FALSE(hasCategory("hidden"));
    choose(kanal.channel(1), "hideAction");
    EXPECT_FALSE(shown().contains(all[1]));
    EXPECT_EQ(shown().size(), all.size() - 1);
    ASSERT_TRUE(hasCategory("hidden"));
    kanal.clickChannel(0);
    ASSERT_EQ(playing(), all[0]);
    kanal.live->zap(1);
    EXPECT_EQ(playing(), all[2]);

    kanal.reopenWindow();
    ASSERT_TRUE(waitFor([&] { return shown().size() == all.size() - 1; }));
    kanal.live->setCategory(QStringLiteral("hidden"));
    EXPECT_EQ(shown(), QStringList{all[1]});
    choose(kanal.channel(0), "hideAction");
    EXPECT_FALSE(hasCategory("hidden"));
    EXPECT_EQ(shown(), all) << "back to all, as nothing is hidden any more";
}

TEST_F(OwnOrder, SearchFindsNothingThatIsHidden)
{
    kanal.live->setFilter(QStringLiteral("arena sport 1"));
    choose(kanal.channel(0), "hideAction");
    kanal.live->setFilter({});
    kanal.search->open();
    kanal.search->setQuery(QStringLiteral("arena"));
    const presenters::SearchListModel &results = kanal.search->results();
    const auto found = [&] {
        QStringList names;
        for (int row = 0; row < results.rowCount(); ++row)
            names << results.index(row, 0).data(presenters::SearchListModel::NameRole).toString();
        return names;
    };
    ASSERT_TRUE(waitFor([&] { return found().contains(QStringLiteral("Arena Sport 2 HEVC")); }));
    EXPECT_FALSE(found().contains(QStringLiteral("Arena Sport 1 FHD")));
}

TEST_F(OwnOrder, FavouritesStandAsTheUserPutsThem)
{
    QStringList ids;
    for (const int nth : {0, 1, 2}) {
        ids << kanal.idOf(kanal.channel(nth));
        kanal.live->toggleFavourite(ids.last());
    }
    kanal.live->setCategory(QStringLiteral("favourites"));
    ASSERT_EQ(shown(), ids);
    kanal.channels()->setFocus();
    kanal.channels()->setCurrentIndex(kanal.channel(2));
    kanal.key(Qt::Key_Up, Qt::AltModifier);
    kanal.key(Qt::Key_Up, Qt::AltModifier);
    EXPECT_EQ(shown(), (QStringList{ids[2], ids[0], ids[1]}));
    EXPECT_EQ(kanal.idOf(kanal.channels()->currentIndex()), ids[2]) << "it stays the current one";
    choose(kanal.channel(0), "moveDownAction");
    EXPECT_EQ(shown(), (QStringList{ids[0], ids[2], ids[1]}));
    kanal.reopenWindow();
    ASSERT_TRUE(waitFor([&] { return shown().size() == 3; }));
    EXPECT_EQ(shown(), (QStringList{ids[0], ids[2], ids[1]}));
}

TEST_F(OwnOrder, FavouritesInAnotherOrderAreNotMoved)
{
    QStringList ids;
    for (const int nth : {0, 1, 2}) {
        ids << kanal.idOf(kanal.channel(nth));
        kanal.live->toggleFavourite(ids.last());
    }
    kanal.live->setCategory(QStringLiteral("favourites"));
    kanal.live->setSort({presenters::SortKey::Name, true});
    ASSERT_TRUE(waitFor([&] { return shown() != ids; }));
    kanal.channels()->setFocus();
    kanal.channels()->setCurrentIndex(kanal.channel(1));
    kanal.key(Qt::Key_Down, Qt::AltModifier);
    kanal.key(Qt::Key_Up, Qt::AltModifier);
    kanal.key(Qt::Key_Up, Qt::AltModifier);
    choose(kanal.channel(0), "moveDownAction");
    kanal.live->setSort({});
    EXPECT_EQ(shown(), ids);
    choose(kanal.channel(0), "moveDownAction");
    EXPECT_EQ(shown(), (QStringList{ids[1], ids[0], ids[2]}));
}

TEST_F(OwnOrder, AFilmKeepsTheTracksThatWereChosenForIt)
{
    using playback::TrackKind;
    const presenters::VodItem film{.key = {kanal.live->account(), EntryKind::Movie, "1004"},
                                   .title = QStringLiteral("Polyglot"),
                                   .container = "mkv"};
    const auto language = [this](TrackKind kind) {
        for (const playback::Track &track : kanal.player->view().tracks)
            if (track.kind == kind && track.selected)
                return track.language;
        return std::string();
    };
    const auto select = [this](TrackKind kind, const char *wanted) {
        for (const playback::Track &track : kanal.player->view().tracks)
            if (track.kind == kind && track.language == wanted)
                return kanal.player->selectTrack(kind, track.id);
        ADD_FAILURE() << wanted;
    };
    kanal.vod->player().playMovie(film, {});
    ASSERT_TRUE(waitFor([&] { return language(TrackKind::Audio) == "eng"; }));
    select(TrackKind::Audio, "deu");
    select(TrackKind::Subtitle, "fra");
    kanal.reopenWindow();
    kanal.vod->player().playMovie(film, {});
    ASSERT_TRUE(waitFor([&] { return language(TrackKind::Audio) == "deu" && language(TrackKind::Subtitle) == "fra"; }));
    kanal.player->selectTrack(TrackKind::Subtitle, -1);
    kanal.vod->player().playMovie(film, {});
    ASSERT_TRUE(waitFor([&] { return language(TrackKind::Audio) == "deu"; }));
    EXPECT_EQ(language(TrackKind::Subtitle), "") << "none, on purpose";
}

} // namespace
} // namespace kanal::ui
