// SPDX-License-Identifier: MIT
// Pictures that come while a list is in view: what is painted again for them.
#include "painted.h"
#include "window_on_panel.h"

#include <QFile>
#include <QSignalSpy>

namespace kanal::ui
{
namespace
{

using presenters::ChannelListModel;
using test::Kanal;
using test::Painted;
using test::startPanel;
using test::waitFor;

struct RowPicturesOfTheWindow : testing::Test {
    std::unique_ptr<panel::Panel> panel = startPanel();
    Kanal kanal;

    void SetUp() override { kanal.signIn(*panel); }

    /// What is painted again in the channels when the picture of this address is there.
    QRegion paintedFor(const QString &url)
    {
        paintAll();
        Painted painted(*kanal.channels()->viewport());
        Q_EMIT kanal.images->ready(url);
        paintAll();
        return painted.region;
    }
    /// What is to be painted is painted together with a mark, and not before.
    void paintAll()
    {
        auto *mark = kanal.find("searchButton");
        Painted marked(*mark);
        mark->update();
        EXPECT_TRUE(waitFor([&] { return !marked.region.isEmpty(); }));
    }
    QString logoOf(int row) const { return kanal.channel(row).data(ChannelListModel::LogoRole).toString(); }
};

TEST_F(RowPicturesOfTheWindow, PaintOnlyTheirOwnRows)
{
    ASSERT_FALSE(logoOf(2).isEmpty());
    const QRegion painted = paintedFor(logoOf(2));
    ASSERT_FALSE(painted.isEmpty());
    EXPECT_TRUE(QRegion(kanal.channels()->visualRect(kanal.channel(2))).contains(painted.boundingRect().center()));
    EXPECT_LE(painted.boundingRect().height(), kanal.channels()->visualRect(kanal.channel(2)).height());
}

TEST_F(RowPicturesOfTheWindow, OfOtherListsPaintNothing)
{
    EXPECT_TRUE(paintedFor(QStringLiteral("http://posters.example/1.png")).isEmpty());
}

/// A panel that takes requests for logos and never answers them.
struct SilentLogos : testing::Test {
    QTemporaryDir folder;
    std::unique_ptr<panel::Panel> panel;
    Kanal kanal;

    void SetUp() override
    {
        QFile script(folder.filePath(QStringLiteral("silent-logos.json")));
        ASSERT_TRUE(script.open(QIODevice::WriteOnly));
        script.write(R"({"id": "logos", "what": "Logos are silent.", "applies": ["image"],
                         "steps": [{"path": "*/logos/*", "action": "accept_silent"}]})");
        script.close();
        panel = std::make_unique<panel::Panel>(panel::PanelOptions{
            .faultFile = script.fileName().toStdString(), .clipFolder = test::clipFolder(), .smallClips = true});
        ASSERT_TRUE(panel->start().has_value());
        kanal.images->setPanels({{AccountId{1}, panel->url(), {}}}, AccountId{1});
        kanal.signIn(*panel);
        ASSERT_TRUE(waitFor([&] { return panel->counters().faultsMet > 0; })) << "logos were asked for";
    }
};

TEST_F(SilentLogos, OfAPageThatWasLeftKeepNoPostersWaiting)
{
    QSignalSpy ready(kanal.images.get(), &presenters::ImageStore::ready);
    kanal.click("railMovies");
    ASSERT_TRUE(ready.wait(10'000)) << "sooner than a silent logo is given up";
    EXPECT_TRUE(ready.front().front().toString().contains(QStringLiteral("/posters/")));
}

} // namespace
} // namespace kanal::ui
