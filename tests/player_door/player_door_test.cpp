// SPDX-License-Identifier: MIT
#include "engine.h"

#include <kanal/playback/headless_sink.h>

#include <condition_variable>
#include <mutex>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <support/fake_clock.h>

namespace kanal::playback
{

namespace
{

/// What the player's engine was told, and what stands in for its library.
class Library
{
public:
    enum class State { OnItsWay, There, Missing };

    void become(State state)
    {
        {
            std::lock_guard lock(m_mutex);
            m_state = state;
        }
        m_changed.notify_all();
    }
    State wait()
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_state != State::OnItsWay; });
        return m_state;
    }
    void hear(const std::string &wish)
    {
        {
            std::lock_guard lock(m_mutex);
            m_heard.push_back(wish);
        }
        m_changed.notify_all();
    }
    std::vector<std::string> heard(std::size_t atLeast)
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] { return m_heard.size() >= atLeast; });
        return m_heard;
    }
    void forget()
    {
        std::lock_guard lock(m_mutex);
        m_heard.clear();
        m_state = State::OnItsWay;
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    State m_state = State::OnItsWay;
    std::vector<std::string> m_heard;
};

Library library;

class ListeningEngine final : public Engine
{
public:
    void open(std::uint64_t session, MediaRequest request) override
    {
        library.hear("open " + std::to_string(session) + " " + request.url);
    }
    void stop() override { library.hear("stop"); }
    void setPaused(bool paused) override { library.hear(paused ? "pause" : "play"); }
    void seek(std::chrono::milliseconds) override { library.hear("seek"); }
    void seekBy(std::chrono::milliseconds) override { library.hear("seekBy"); }
    void selectTrack(TrackKind, int) override { library.hear("track"); }
    void setVolume(double percent) override { library.hear("volume " + std::to_string(int(percent))); }
    void setMuted(bool) override { library.hear("mute"); }
    void setSpeed(double) override { library.hear("speed"); }
    void stepFrame() override { library.hear("step"); }
    void setSound(const SoundOptions &) override { library.hear("sound"); }
    void setPicture(const PictureOptions &) override { library.hear("picture"); }
    void setSubtitles(const SubtitleOptions &) override { library.hear("subtitles"); }
    void addSubtitles(const std::filesystem::path &) override { library.hear("file"); }
    void reload() override { library.hear("reload"); }
    PlayerStats stats() const override
    {
        PlayerStats stats;
        stats.bytes = 7;
        return stats;
    }
    PlayState state() const override { return PlayState::Playing; }
};

} // namespace

const Result<EngineEntry> &engineEntry()
{
    static const Result<EngineEntry> there = EngineEntry{
        [](Clock &, VideoSink &, std::unique_ptr<AudioSink>, Player::Listener,
           std::atomic<std::uint64_t> &) -> std::unique_ptr<Engine> { return std::make_unique<ListeningEngine>(); },
        nullptr};
    static const Result<EngineEntry> missing = fail(ErrorKind::Unsupported, "no such file");
    return library.wait() == Library::State::There ? there : missing;
}

bool engineIsLoaded()
{
    return false;
}

namespace
{

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

TEST_F(PlayerDoor, GoesAwayWhileTheEngineIsOnItsWay)
{
    auto player = makePlayer();
    player->open({.url = "one"});
    library.become(Library::State::There);
    player.reset();
    EXPECT_THAT(library.heard(1), ElementsAre("open 1 one"));
}

} // namespace

} // namespace kanal::playback
