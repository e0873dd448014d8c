// SPDX-License-Identifier: MIT
#include <kanal/playback/headless_sink.h>

#include <gmock/gmock.h>
#include <support/fake_clock.h>
#include <support/listening_engine.h>

namespace kanal::playback
{

const Result<EngineEntry> &engineEntry()
{
    return test::listeningEntry();
}

bool engineIsLoaded()
{
    return false;
}

namespace
{

using test::Library;
using test::library;
using testing::ElementsAre;

class PlayerDoor : public testing::Test
{
protected:
    PlayerDoor() { library.forget(); }

    std::unique_ptr<Player> makePlayer()
    {
        return std::make_unique<Player>(m_clock, m_sink, nullptr, [this](const PlayerEvent &event) {
            const auto *change = std::get_if<StateChanged>(&event.what);
            if (change && change->state == PlayState::Failed)
                library.hear("failed " + std::to_string(event.session) + " " + change->error->detail);
        });
    }

    FakeClock m_clock;
    HeadlessSink m_sink;
};

TEST_F(PlayerDoor, WhatIsWishedForWhileTheEngineIsLoadedReachesItInOrder)
{
    const auto player = makePlayer();
    player->setVolume(30);
    EXPECT_EQ(player->state(), PlayState::Idle);
    EXPECT_EQ(player->open({.url = "one"}), 1U);
    EXPECT_EQ(player->state(), PlayState::Opening);
    EXPECT_EQ(player->stats().state, PlayState::Opening);
    player->setPaused(true);
    EXPECT_EQ(player->open({.url = "two"}), 2U);

    library.become(Library::State::There);
    EXPECT_THAT(library.heard(4), ElementsAre("volume 30", "open 1 one", "pause", "open 2 two"));
}

TEST_F(PlayerDoor, AnEngineThatIsThereHearsAtOnce)
{
    library.become(Library::State::There);
    const auto player = makePlayer();
    player->setMuted(true);
    EXPECT_THAT(library.heard(1), ElementsAre("mute"));
    player->stop();
    EXPECT_THAT(library.heard(2), ElementsAre("mute", "stop"));
    EXPECT_EQ(player->state(), PlayState::Playing);
    EXPECT_EQ(player->stats().bytes, 7);
}

TEST_F(PlayerDoor, WhereTheEngineIsMissingEveryOpenFailsWithTheReason)
{
    const auto player = makePlayer();
    player->open({.url = "one"});
    library.become(Library::State::Missing);
    EXPECT_THAT(library.heard(1), ElementsAre("failed 1 no such file"));
    EXPECT_EQ(player->state(), PlayState::Failed);
    player->setPaused(true);
    player->open({.url = "two"});
    EXPECT_THAT(library.heard(2), ElementsAre("failed 1 no such file", "failed 2 no such file"));
}

TEST_F(PlayerDoor, WhereTheLibraryOfTheSoundDevicesIsMissingSoundDoesNotOpen)
{
    library.become(Library::State::There);
    const auto sink = makeAudioSink(AudioBackend::Auto, m_clock);
    for (int time = 0; time < 2; ++time) {
        const auto opened = sink->open({}, {}, {});
        ASSERT_FALSE(opened);
        EXPECT_EQ(opened.error().kind, ErrorKind::Unsupported);
    }
    sink->start();
    EXPECT_FALSE(sink->timing().valid);
    EXPECT_EQ(sink->name(), "");
    sink->close();
}

TEST_F(PlayerDoor, GoesAwayWhileTheEngineIsOnItsWay)
{
    auto gone = makePlayer();
    gone->open({.url = "one"});
    const auto stays = makePlayer();
    stays->open({.url = "two"});
    gone.reset(); // without waiting for anything
    library.become(Library::State::There);
    EXPECT_THAT(library.heard(1), ElementsAre("open 1 two"));
}

} // namespace

} // namespace kanal::playback
