// SPDX-License-Identifier: MIT
// The bar over the picture, as it is seen.
#include "window_on_panel.h"

#include <kanal/presenters/vod_player.h>

#include <QLabel>
#include <QSlider>

namespace kanal::ui
{
namespace
{

using test::Kanal;
using test::startPanel;
using test::waitFor;

/// A film with the bar over it, in a theme.
class ControlBarOverAFilm : public testing::TestWithParam<const char *>
{
protected:
    void SetUp() override
    {
        qputenv("KANAL_THEME", GetParam());
        m_kanal = std::make_unique<Kanal>();
        m_kanal->signIn(*m_panel);
        const presenters::VodItem film{.key = {m_kanal->live->account(), EntryKind::Movie, "1001"},
                                       .title = QStringLiteral("A film"),
                                       .container = "mp4"};
        m_kanal->vod->player().playMovie(film, {});
        ASSERT_TRUE(m_kanal->seesPictures());
        auto *view = m_kanal->find("playerView");
        QTest::mouseMove(view, QPoint(40, 40));
        QTest::mouseMove(view, QPoint(60, 60));
        ASSERT_TRUE(waitFor([&] { return m_kanal->sees("controlBar"); }));
    }
    void TearDown() override
    {
        m_kanal.reset();
        qunsetenv("KANAL_THEME");
    }
    QImage seen(QWidget *widget) const
    {
        const QPoint at = widget->mapTo(m_kanal->window.get(), QPoint(0, 0));
        return m_kanal->window->grab(QRect(at, widget->size())).toImage();
    }

    std::unique_ptr<panel::Panel> m_panel = startPanel();
    std::unique_ptr<Kanal> m_kanal;
};

int brightest(const QImage &image)
{
    int most = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            most = std::max(most, qGray(image.pixel(x, y)));
    return most;
}

TEST_P(ControlBarOverAFilm, CanBeReadInEveryTheme)
{
    auto *title = m_kanal->find<QLabel>("controlTitle");
    EXPECT_EQ(title->text(), QStringLiteral("A film"));
    EXPECT_GT(brightest(seen(title)), 200) << "over a picture all is dark, and letters are light";
}

TEST_P(ControlBarOverAFilm, ShowsHowMuchIsThereAlready)
{
    ASSERT_TRUE(
        waitFor([&] { return m_kanal->player->view().bufferedMs > m_kanal->player->view().positionMs + 5000; }));
    auto *slider = m_kanal->find<QSlider>("seekSlider");
    const QImage image = seen(slider);
    const auto brightness = [&](int value) {
        return qGray(image.pixel(image.width() * value / slider->maximum(), image.height() / 2));
    };
    const int ahead = int(m_kanal->player->view().positionMs / 1000) + 2;
    EXPECT_GT(brightness(ahead), 70);
}

INSTANTIATE_TEST_SUITE_P(Themes, ControlBarOverAFilm, testing::Values("dark", "light"));

} // namespace
} // namespace kanal::ui
