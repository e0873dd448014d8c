// SPDX-License-Identifier: MIT
// Whatever the engine's threads are busy with, the thread of the window is not: each is held at a gate while one zaps,
// pauses, stops and asks, and the event loop turns.
#include <kanal/panel/panel.h>
#include <kanal/presenters/player_presenter.h>

#include <QCoreApplication>
#include <QTemporaryDir>
#include <QTest>

#include <gtest/gtest.h>
#include <support/held_sink.h>

namespace kanal::presenters
{
namespace
{

using playback::PlayState;

bool eventLoopTurns()
{
    bool turned = false;
    QObject context;
    QMetaObject::invokeMethod(
        &context, [&turned] { turned = true; }, Qt::QueuedConnection);
    QCoreApplication::processEvents();
    return turned;
}

class PlayerAnswers : public testing::TestWithParam<HeldSink::Hold>
{
protected:
    void SetUp() override { ASSERT_TRUE(m_panel.start().has_value()); }

    void play(int channel)
    {
        m_player.play({.url = m_panel.url() + "/live/demo/demo/" + std::to_string(channel) + ".ts",
                       .kind = MediaKind::Live,
                       .title = std::to_string(channel)},
                      {.channelId = QString::number(channel), .title = QString::number(channel)});
    }

    QTemporaryDir m_clips;
    panel::Panel m_panel{
        {.scenario = "many", .clipFolder = std::filesystem::path(m_clips.path().toStdString()), .smallClips = true}};
    HeldSink m_sink{GetParam()};
    PlayerPresenter m_player{m_sink, playback::AudioBackend::Null};
};

TEST_P(PlayerAnswers, WhileAThreadOfTheEngineIsHeld)
{
    play(101);
    if (GetParam() == HeldSink::Hold::Clearing)
        m_player.stop();
    ASSERT_TRUE(m_sink.awaitHeld());
    for (int round = 0; round < 20; ++round) {
        play(101 + round % 2);
        EXPECT_EQ(m_player.view().state, PlayState::Opening);
        m_player.togglePause();
        m_player.changeVolume(round % 2 ? 1 : -1);
        m_player.seekBy(10'000);
        static_cast<void>(m_player.stats());
        ASSERT_TRUE(eventLoopTurns());
        m_player.stop();
        EXPECT_EQ(m_player.view().state, PlayState::Idle);
        ASSERT_TRUE(eventLoopTurns());
    }
    play(102);
    EXPECT_TRUE(m_sink.release()) << "one of these waited for the engine";
    EXPECT_TRUE(QTest::qWaitFor([this] { return m_player.view().state == PlayState::Playing; }, 20'000))
        << "what was wished for last is done";
}

INSTANTIATE_TEST_SUITE_P(Threads, PlayerAnswers, testing::Values(HeldSink::Hold::Clearing, HeldSink::Hold::Pictures),
                         [](const auto &info) {
                             return info.param == HeldSink::Hold::Clearing ? "engine" : "pictures";
                         });

} // namespace
} // namespace kanal::presenters
