// SPDX-License-Identifier: MIT
// Subtitles and the picture through the control bar and the settings of the real window.
#include "window_on_panel.h"

#include <kanal/presenters/vod_player.h>
#include <ui/aspect.h>

#include <QComboBox>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFile>
#include <QMenu>
#include <QMimeData>
#include <QSignalSpy>

#include <algorithm>

namespace kanal::ui
{
namespace
{

using playback::TrackKind;
using test::Kanal;
using test::startPanel;
using test::waitFor;

struct SubtitleMenus : testing::Test {
    std::unique_ptr<panel::Panel> panel = startPanel();
    Kanal kanal;

    void SetUp() override { kanal.signIn(*panel); }

    void playFilm(const std::string &id)
    {
        const presenters::VodItem film{.key = {kanal.live->account(), EntryKind::Movie, id},
                                       .title = QStringLiteral("A film"),
                                       .container = id == "1004" ? "mkv" : "mp4"};
        kanal.vod->player().playMovie(film, {});
        ASSERT_TRUE(kanal.seesPictures());
        ASSERT_TRUE(waitFor([&] { return !kanal.player->view().tracks.empty() && kanal.player->view().seekable; }));
    }
    std::vector<playback::Track> subtitles() const
    {
        std::vector<playback::Track> found;
        for (const playback::Track &track : kanal.player->view().tracks)
            if (track.kind == TrackKind::Subtitle)
                found.push_back(track);
        return found;
    }
    void showControls() const
    {
        auto *view = kanal.find("playerView");
        QTest::mouseMove(view, QPoint(40, 40));
        QTest::mouseMove(view, QPoint(60, 60));
        ASSERT_TRUE(waitFor([&] { return kanal.sees("controlBar"); }));
    }
    /// The open menu of this button.
    QMenu *open(const char *button, const char *menu) const
    {
        showControls();
        kanal.click(button);
        auto *found = kanal.window->findChild<QMenu *>(QLatin1String(menu));
        EXPECT_TRUE(found && found->isVisible());
        return found;
    }
    static QAction *action(QMenu *menu, const QString &text)
    {
        const QList<QAction *> all = menu->actions();
        const auto found =
            std::find_if(all.begin(), all.end(), [&](QAction *action) { return action->text().startsWith(text); });
        EXPECT_NE(found, all.end()) << text.toStdString();
        return found == all.end() ? nullptr : *found;
    }
    bool drop(const QString &file) const
    {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(file)});
        auto *view = kanal.find("playerView");
        QDragEnterEvent enter(QPoint(10, 10), Qt::CopyAction, &data, Qt::LeftButton, {});
        QCoreApplication::sendEvent(view, &enter);
        if (!enter.isAccepted())
            return false;
        QDropEvent dropped(QPointF(10, 10), Qt::CopyAction, &data, Qt::LeftButton, {});
        QCoreApplication::sendEvent(view, &dropped);
        return true;
    }
};

TEST_F(SubtitleMenus, TheMenuOffersEveryTrackOffAndTheirSize)
{
    playFilm("1004");
    QMenu *menu = open("subtitleButton", "trackMenu");
    EXPECT_TRUE(action(menu, QStringLiteral("Off"))->isChecked());
    action(menu, QStringLiteral("German"))->trigger();
    EXPECT_TRUE(waitFor([&] { return subtitles().at(1).selected; }));
    auto *sizes = menu->findChild<QMenu *>(QStringLiteral("subtitleSizeMenu"));
    ASSERT_NE(sizes, nullptr);
    EXPECT_TRUE(action(sizes, QStringLiteral("100"))->isChecked());
    action(sizes, QStringLiteral("150"))->trigger();
    menu->close();
    kanal.click("railSettings");
    EXPECT_EQ(kanal.find<QComboBox>("subtitleScaleCombo")->currentData().toInt(), 150);
}

TEST_F(SubtitleMenus, AFileDroppedOnThePictureIsTheSubtitlesNow)
{
    playFilm("1001");
    EXPECT_TRUE(subtitles().empty());
    QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("film.fr.srt")));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write("1\n00:00:00,000 --> 00:01:20,000\nBonsoir\n");
    file.close();
    EXPECT_FALSE(drop(folder.filePath(QStringLiteral("picture.png"))));
    ASSERT_TRUE(drop(file.fileName()));
    ASSERT_TRUE(waitFor([&] { return subtitles().size() == 1 && subtitles()[0].selected; }));
    EXPECT_EQ(subtitles()[0].language, "fr");
}

TEST_F(SubtitleMenus, AFileThatIsNoneIsSaidOverThePicture)
{
    playFilm("1001");
    QSignalSpy notes(kanal.player.get(), &presenters::PlayerPresenter::noted);
    QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("page.srt")));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write("<html></html>");
    file.close();
    ASSERT_TRUE(drop(file.fileName()));
    ASSERT_TRUE(waitFor([&] {
        return std::any_of(notes.begin(), notes.end(), [](const QList<QVariant> &note) {
            return note.at(0).toString().contains(QStringLiteral("page.srt"));
        });
    }));
}

TEST_F(SubtitleMenus, KeysMoveThemInTimeUntilAnotherFilm)
{
    playFilm("1004");
    QSignalSpy notes(kanal.player.get(), &presenters::PlayerPresenter::noted);
    QTest::keyClick(kanal.window.get(), Qt::Key_Plus, Qt::AltModifier);
    QTest::keyClick(kanal.window.get(), Qt::Key_Plus, Qt::AltModifier);
    EXPECT_EQ(notes.last().at(0).toString(), QStringLiteral("Subtitles 500 ms later"));
    playFilm("1001");
    QTest::keyClick(kanal.window.get(), Qt::Key_Minus, Qt::AltModifier);
    EXPECT_EQ(notes.last().at(0).toString(), QStringLiteral("Subtitles 250 ms earlier"));
}

TEST_F(SubtitleMenus, ALanguageChosenInTheSettingsIsThereWithTheNextFilm)
{
    kanal.click("railSettings");
    for (const char *combo : {"subtitleLanguageCombo", "soundLanguageCombo"}) {
        auto *box = kanal.find<QComboBox>(combo);
        box->setCurrentIndex(box->findData(QStringLiteral("fr")));
    }
    playFilm("1004");
    ASSERT_TRUE(waitFor([&] { return subtitles().size() == 3 && subtitles()[2].selected; }));
    const auto &tracks = kanal.player->view().tracks;
    EXPECT_TRUE(std::any_of(tracks.begin(), tracks.end(), [](const playback::Track &track) {
        return track.kind == TrackKind::Audio && track.selected && track.language == "fra";
    }));
}

TEST_F(SubtitleMenus, ThePictureMenuHasShapeDeinterlacingAndSpeed)
{
    playFilm("1001");
    QMenu *menu = open("pictureButton", "pictureMenu");
    auto *shapes = menu->findChild<QMenu *>(QStringLiteral("shapeMenu"));
    action(shapes, aspectText(Aspect::Stretch))->trigger();
    EXPECT_EQ(kanal.video->aspect(), Aspect::Stretch);
    auto *speeds = menu->findChild<QMenu *>(QStringLiteral("speedMenu"));
    ASSERT_TRUE(speeds->isEnabled());
    action(speeds, QStringLiteral("1.5"))->trigger();
    EXPECT_EQ(kanal.player->view().speed, 1.5);
    auto *deinterlace = menu->findChild<QMenu *>(QStringLiteral("deinterlaceMenu"));
    action(deinterlace, QStringLiteral("Never"))->trigger();
    menu->close();
    kanal.click("railSettings");
    EXPECT_EQ(kanal.find<QComboBox>("deinterlaceCombo")->currentIndex(), 2);
}

} // namespace
} // namespace kanal::ui
