// SPDX-License-Identifier: MIT
#include "pictures_home.h"
#include "window_on_panel.h"

#include <ui/elided_text.h>
#include <ui/overlays.h>

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
    kanal.clickChannel(0);
    ASSERT_TRUE(kanal.seesPictures());
    const QString name = radio.data(ChannelListModel::NameRole).toString();
    EXPECT_TRUE(radio.data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("radio")));
    kanal.live->playAnywhere(kanal.idOf(radio));
    EXPECT_TRUE(waitFor([&] { return kanal.player->view().state == playback::PlayState::Playing; }));
    ASSERT_TRUE(kanal.sees("standIn"));
    EXPECT_EQ(kanal.find("standIn")->accessibleName(), name + QStringLiteral(", Radio"));
    EXPECT_EQ(kanal.find<ElidedText>("nowTitle")->text(), name);
    EXPECT_TRUE(waitFor([&] { return kanal.player->view().audioOnly; }));
    const test::PicturesHome pictures;
    kanal.key(Qt::Key_S, Qt::ControlModifier);
    EXPECT_EQ(kanal.find<NoteOverlay>("noteOverlay")->text(), QStringLiteral("There is no picture to save"));
    EXPECT_TRUE(pictures.saved().isEmpty());
    kanal.clickChannel(0);
    EXPECT_TRUE(kanal.seesPictures());
    EXPECT_FALSE(kanal.sees("standIn"));
}

} // namespace
} // namespace kanal::ui
