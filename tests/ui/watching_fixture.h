// SPDX-License-Identifier: MIT
// A window that is signed in to a panel, and a channel that plays in it.
#pragma once

#include "window_on_panel.h"

namespace kanal::ui::test
{

struct WatchingFixture : testing::Test {
    std::unique_ptr<panel::Panel> panel = startPanel();
    Kanal kanal;

    void SetUp() override { kanal.signIn(*panel); }

    QString playing() const { return kanal.live->playingId(); }
    void play(int nth)
    {
        kanal.clickChannel(nth);
        ASSERT_EQ(playing(), kanal.idOf(kanal.channel(nth)));
        ASSERT_TRUE(kanal.seesPictures());
    }
};

} // namespace kanal::ui::test
