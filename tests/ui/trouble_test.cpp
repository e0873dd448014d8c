// SPDX-License-Identifier: MIT
// A disk that is full, a profile that cannot be written: the window says so once, and what plays goes on.
#include "window_on_panel.h"

#include <QLabel>

#ifndef _WIN32
#include <csignal>

#include <sys/resource.h>

namespace kanal::ui
{
namespace
{

using presenters::ListState;
using test::Kanal;
using test::startPanel;
using test::waitFor;

/// No file of this process grows while this lives: what a full disk does, without one.
class FullDisk
{
public:
    FullDisk()
        : m_signal(std::signal(SIGXFSZ, SIG_IGN))
    {
        getrlimit(RLIMIT_FSIZE, &m_before);
        rlimit now = m_before;
        now.rlim_cur = 0;
        EXPECT_EQ(setrlimit(RLIMIT_FSIZE, &now), 0);
    }
    ~FullDisk()
    {
        setrlimit(RLIMIT_FSIZE, &m_before);
        std::signal(SIGXFSZ, m_signal);
    }
    FullDisk(const FullDisk &) = delete;
    FullDisk &operator=(const FullDisk &) = delete;

private:
    rlimit m_before{};
    void (*m_signal)(int);
};

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
        const FullDisk full;
        expectNothingIsLost(kanal);
    }
    kanal.live->toggleFavourite(kanal.idOf(kanal.channel(1))); // there is room again
    EXPECT_TRUE(waitFor([&] { return isFavourite(kanal, 1); }));
    kanal.key(Qt::Key_R, Qt::ControlModifier);
    EXPECT_TRUE(waitFor([&] { return !kanal.live->state().refreshing && !kanal.live->state().error; }));
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
