// SPDX-License-Identifier: MIT
// A disk that is full, a profile that cannot be written: the window says so once, and what plays goes on.
#include "window_on_panel.h"

#include <kanal/presenters/error_text.h>
#include <kanal/presenters/settings.h>

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>

#ifndef _WIN32
#include <support/small_disk.h>

namespace kanal::ui
{
namespace
{

using presenters::ListState;
using test::Kanal;
using test::startPanel;
using test::waitFor;

QString notice(const Kanal &kanal)
{
    return kanal.sees("listStatus") ? kanal.find<QLabel>("listStatus")->text() : QString();
}

bool isFavourite(const Kanal &kanal, int nth)
{
    return kanal.channel(nth).data(presenters::ChannelListModel::FavouriteRole).toBool();
}

/// A star that cannot be kept is said and taken back, a list that cannot be stored stays as it was, the picture goes
/// on.
void expectNothingIsLost(Kanal &kanal)
{
    const int shown = kanal.live->state().shown;
    kanal.live->dismissNotice();
    kanal.live->toggleFavourite(kanal.idOf(kanal.channel(1)));
    EXPECT_TRUE(waitFor([&] { return !notice(kanal).isEmpty(); }));
    EXPECT_TRUE(waitFor([&] { return !isFavourite(kanal, 1); }));
    EXPECT_TRUE(kanal.seesPictures());
    kanal.live->dismissNotice();
    kanal.key(Qt::Key_R, Qt::ControlModifier);
    EXPECT_TRUE(waitFor([&] { return !kanal.live->state().refreshing; }));
    EXPECT_FALSE(notice(kanal).isEmpty());
    EXPECT_EQ(kanal.live->state().phase, ListState::Phase::Ready);
    EXPECT_EQ(kanal.live->state().shown, shown);
    EXPECT_TRUE(kanal.seesPictures());
    EXPECT_EQ(kanal.player->view().state, playback::PlayState::Playing);
}

TEST(Trouble, AFullDiskIsSaidAndThePictureGoesOn)
{
    const auto panel = startPanel();
    Kanal kanal;
    kanal.signIn(*panel);
    kanal.clickChannel(0);
    ASSERT_TRUE(kanal.seesPictures());
    {
        const kanal::test::SmallDisk full(0);
        expectNothingIsLost(kanal);
    }
    kanal.live->toggleFavourite(kanal.idOf(kanal.channel(1))); // there is room again
    EXPECT_TRUE(waitFor([&] { return isFavourite(kanal, 1); }));
    kanal.key(Qt::Key_R, Qt::ControlModifier);
    EXPECT_TRUE(waitFor([&] { return !kanal.live->state().refreshing && !kanal.live->state().error; }));
}

TEST(Trouble, ASettingThatCannotBeKeptIsSaidAndIsInEffect)
{
    const auto panel = startPanel();
    Kanal kanal;
    kanal.signIn(*panel);
    const kanal::test::SmallDisk full(0);
    kanal.click("railSettings");
    kanal.find<QComboBox>("playOnCombo")->setCurrentIndex(1); // the window's own
    kanal.find<QCheckBox>("wrapCheck")->toggle();             // the profile's
    kanal.click("railLive");
    EXPECT_TRUE(waitFor([&] { return notice(kanal) == presenters::settingsNotKeptText(); }));
    kanal.clickChannel(0);
    EXPECT_TRUE(kanal.live->playingId().isEmpty()) << "one click only selects now";
    EXPECT_FALSE(kanal.live->settings().get(presenters::settings::kWrap));
}

TEST(Trouble, AProfileThatCanOnlyBeReadPlaysAllTheSame)
{
    const auto panel = startPanel();
    const QTemporaryDir folder;
    const std::filesystem::path profile = folder.path().toStdString();
    Kanal writer(profile, session::SecretPlace::File);
    writer.signIn(*panel);
    Kanal reader(profile, session::SecretPlace::File); // the other one holds it
    ASSERT_EQ(reader.live->state().phase, ListState::Phase::Ready);
    reader.clickChannel(0);
    ASSERT_TRUE(reader.seesPictures());
    expectNothingIsLost(reader);
}

} // namespace
} // namespace kanal::ui
#endif
