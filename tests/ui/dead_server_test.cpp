// SPDX-License-Identifier: MIT
// The real window on servers that are dead in one way or another: each zap and each stop comes back before the network
// has said anything at all, and so does the end. What it takes is a figure of tests/bench/playback.
#include "window_on_panel.h"

#include <QFile>

namespace kanal::ui
{
namespace
{

using playback::PlayState;
using test::waitFor;

struct Death {
    const char *name, *step;
    bool begins; ///< there are pictures before it
};

class DeadServer : public testing::TestWithParam<Death>
{
protected:
    void SetUp() override
    {
        QFile script(m_folder.filePath(QStringLiteral("dead.json")));
        ASSERT_TRUE(script.open(QIODevice::WriteOnly));
        script.write(R"({"id":"dead","what":"dead","applies":["live","hls"],"seed":1,"steps":[)" +
                     QByteArray(GetParam().step) + "]}");
        script.close();
        panel.emplace(panel::PanelOptions{.scenario = "many",
                                          .faultFile = script.fileName().toStdString(),
                                          .clipFolder = test::clipFolder(),
                                          .smallClips = true});
        const Result<> started = panel->start();
        ASSERT_TRUE(started) << (started ? "" : started.error().detail);
        kanal.emplace();
        kanal->signIn(*panel);
    }

    PlayState state() const { return kanal->player->view().state; }
    /// Whatever the last command was, the network has not answered it.
    bool nothingCameOfIt() const { return state() == PlayState::Opening && !kanal->player->view().error; }
    bool eventLoopTurns() const
    {
        bool turned = false;
        QMetaObject::invokeMethod(
            kanal->window.get(), [&turned] { turned = true; }, Qt::QueuedConnection);
        QCoreApplication::processEvents();
        return turned;
    }

    QTemporaryDir m_folder;
    std::optional<panel::Panel> panel;
    std::optional<test::Kanal> kanal;
};

TEST_P(DeadServer, IsWaitedForByNobody)
{
    kanal->clickChannel(0);
    if (GetParam().begins) {
        ASSERT_TRUE(kanal->seesPictures());
    }
    ASSERT_TRUE(waitFor([&] { return panel->counters().faultsMet == 1; }));
    for (int i = 0; i < 20; ++i) {
        kanal->key(i % 2 ? Qt::Key_MediaPrevious : Qt::Key_MediaNext);
        EXPECT_TRUE(nothingCameOfIt()) << i;
        EXPECT_TRUE(eventLoopTurns());
        if (i % 4 == 3) {
            kanal->key(Qt::Key_MediaStop);
            EXPECT_EQ(state(), PlayState::Idle);
            EXPECT_TRUE(eventLoopTurns());
            kanal->clickChannel(i % 3);
        }
    }
    kanal->key(Qt::Key_MediaNext);
    kanal->window->close();
    kanal.reset(); // PlayerQuit shows that this waits for no time to pass
    EXPECT_TRUE(waitFor([&] { return panel->counters().streamsOpenNow == 0; }));
}

INSTANTIATE_TEST_SUITE_P(Ways, DeadServer,
                         testing::Values(Death{"silent", R"({"action":"accept_silent"})", false},
                                         Death{"trickles", R"({"action":"rate_Bps","value":1000})", false},
                                         Death{"stalls", R"({"at_s":1,"action":"stall"})", true}),
                         [](const auto &info) { return std::string(info.param.name); });

} // namespace
} // namespace kanal::ui
