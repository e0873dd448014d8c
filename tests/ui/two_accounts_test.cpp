// SPDX-License-Identifier: MIT
// What belongs to another account than the one in view is opened: that account is switched to on the way.
#include "window_on_panel.h"

#include <kanal/presenters/title_presenter.h>

namespace kanal::ui
{
namespace
{

using presenters::ListState;
using test::Kanal;
using test::startPanel;
using test::waitFor;

/// Home is in view, its first channel plays; Holiday was watched before.
struct TwoAccounts : testing::Test {
    static constexpr AccountId kHome{1}, kHoliday{2};
    std::unique_ptr<panel::Panel> panel = startPanel();
    std::unique_ptr<panel::Panel> other = startPanel({}, "other");
    Kanal kanal;

    void SetUp() override
    {
        kanal.signIn(*panel);
        kanal.window->openLogin({});
        ASSERT_TRUE(waitFor([&] { return kanal.sees("loginDialog"); }));
        kanal.signIn(*other, QStringLiteral("Holiday"));
        ASSERT_TRUE(waitFor([&] { return !kanal.sees("loginDialog"); }));
        kanal.accounts->activate(kHome);
        ASSERT_TRUE(waitFor([&] { return shows(kHome); }));
        kanal.clickChannel(0);
        ASSERT_TRUE(kanal.seesPictures());
    }

    bool shows(AccountId account) const
    {
        return kanal.live->account() == account && kanal.live->state().phase == ListState::Phase::Ready;
    }
};

TEST_F(TwoAccounts, NoChannelBeginsBehindATitleOfTheOther)
{
    kanal.window->openMovie({kHoliday, EntryKind::Movie, "1001"});
    ASSERT_TRUE(waitFor([&] { return shows(kHoliday); }));
    EXPECT_TRUE(kanal.sees("detailPage"));
    EXPECT_EQ(kanal.vod->title().state().key.account, kHoliday);
    EXPECT_EQ(kanal.live->playingId(), QString());
    EXPECT_EQ(kanal.player->view().state, playback::PlayState::Idle);
    kanal.key(Qt::Key_Escape);
    EXPECT_TRUE(kanal.sees("moviesPage"));
    kanal.key(Qt::Key_Escape);
    EXPECT_TRUE(kanal.sees("channelList"));
    EXPECT_EQ(kanal.live->playingId(), QString());
}

TEST_F(TwoAccounts, AChangeOfAccountStillGoesOnWithAChannel)
{
    kanal.window->openSeries({kHoliday, EntryKind::Series, "1"});
    ASSERT_TRUE(waitFor([&] { return shows(kHoliday); }));
    kanal.clickChannel(0);
    kanal.accounts->activate(kHome);
    ASSERT_TRUE(waitFor([&] { return shows(kHome); }));
    EXPECT_TRUE(waitFor([&] { return !kanal.live->playingId().isEmpty(); }));
}

} // namespace
} // namespace kanal::ui
