// SPDX-License-Identifier: MIT
#include "window_on_panel.h"

#include <QLabel>

namespace kanal::ui
{
namespace
{

using presenters::ChannelListModel;
using test::waitFor;

TEST(Radio, IsHeardBehindItsNameInsteadOfAPicture)
{
    const auto panel = test::startPanel();
    const test::Kanal kanal;
    kanal.signIn(*panel);
    QModelIndex radio;
    for (int nth = 0; !radio.isValid() && kanal.channel(nth).isValid(); ++nth)
        if (kanal.channel(nth).data(ChannelListModel::RadioRole).toBool())
            radio = kanal.channel(nth);
    ASSERT_TRUE(radio.isValid());
    const QString name = radio.data(ChannelListModel::NameRole).toString();
    EXPECT_TRUE(radio.data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("radio")));
    kanal.live->playAnywhere(kanal.idOf(radio));
    EXPECT_TRUE(waitFor([&] { return kanal.player->view().state == playback::PlayState::Playing; }));
    ASSERT_TRUE(kanal.sees("standIn"));
    EXPECT_EQ(kanal.find("standIn")->accessibleName(), name + QStringLiteral(", Radio"));
    EXPECT_EQ(kanal.find<QLabel>("nowTitle")->text(), name);
    EXPECT_TRUE(waitFor([&] { return kanal.player->view().audioOnly; }));
    kanal.clickChannel(0);
    EXPECT_TRUE(kanal.seesPictures());
    EXPECT_FALSE(kanal.sees("standIn"));
}

} // namespace
} // namespace kanal::ui
