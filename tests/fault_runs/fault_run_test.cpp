// SPDX-License-Identifier: MIT
// The engine on the panel, each fault script in turn, on the transport stream and on HLS: it heals by itself, ends with
// the right error or carries on, as the script says. What it shows, and how often it knocks, is counted.
#include "watched_player.h"

#include <kanal/core/log.h>
#include <kanal/panel/panel.h>
#include <kanal/presenters/error_text.h>

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace kanal::playback
{
namespace
{

using namespace std::chrono_literals;
using nlohmann::json;

/// A fault is over when so much of what it may cost has passed and pictures still come.
constexpr auto kLongestHealing = 10s;
/// What a script promises holds on a machine that does other things beside it.
constexpr auto kRoom = 700ms;

struct Run {
    std::filesystem::path script;
    std::string kind; ///< of what is asked for
    std::string form; ///< its ending
};

json read(const std::filesystem::path &file)
{
    std::ifstream stream(file);
    return json::parse(stream);
}

using Forms = std::vector<std::pair<std::string, std::string>>; ///< what a script applies to, and its ending
const Forms kStreams{{"live", "ts"}, {"hls", "m3u8"}};
const Forms kFilms{{"movie", "mp4"}, {"hls-movie", "m3u8"}};

std::vector<Run> runsOf(const std::string &policy, const Forms &forms = kStreams)
{
    std::vector<Run> runs;
    for (const auto &entry : std::filesystem::directory_iterator(KANAL_FAULTS)) {
        if (entry.path().extension() != ".json")
            continue;
        const json script = read(entry.path());
        if (script["expect"]["policy"] != policy)
            continue;
        for (const auto &[kind, form] : forms) {
            if (script["expect"].value("form", form) != form)
                continue;
            const json &applies = script["applies"];
            if (std::find(applies.begin(), applies.end(), kind) != applies.end())
                runs.push_back({entry.path(), kind, form});
        }
    }
    return runs;
}

std::string nameOf(const testing::TestParamInfo<Run> &info)
{
    std::string name = info.param.script.stem().string() + "_" + info.param.form;
    std::replace_if(
        name.begin(), name.end(), [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); }, '_');
    return name;
}

class FaultRun : public testing::TestWithParam<Run>
{
protected:
    FaultRun()
        : m_script(read(GetParam().script))
        , m_panel({.scenario = isPlaylist() ? "limit1" : "many", .faultFile = GetParam().script, .smallClips = true})
    {
    }

    void SetUp() override
    {
        const Result<> started = m_panel.start();
        ASSERT_TRUE(started) << (started ? "" : started.error().detail);
    }

    void play()
    {
        m_player.emplace();
        if (GetParam().kind.ends_with("movie"))
            m_player->open(m_panel.url() + "/movie/demo/demo/1001." + GetParam().form, MediaKind::Vod);
        else
            m_player->open(m_panel.url() + "/live/demo/demo/101." + GetParam().form);
    }

    static bool isPlaylist() { return GetParam().form == "m3u8"; }
    const json &expected() const { return m_script["expect"]; }
    /// Until when the script may still do something, counted from the first byte.
    std::chrono::milliseconds lastFault() const
    {
        double seconds = 0;
        for (const json &step : m_script["steps"]) {
            seconds = std::max({seconds, step.value("at_s", 0.0), step.value("until_s", 0.0)});
            if (step.value("mode", std::string()) == "wrap") // met by the first packet, and it comes so much later
                seconds = std::max(seconds, step.at("value").get<double>());
        }
        return std::chrono::milliseconds(int(seconds * 1000));
    }
    /// What is sent now is seen so much later: after the burst of a stream; three pieces of a playlist, and the one
    /// that is still being made.
    static std::chrono::milliseconds ahead() { return isPlaylist() ? 8s : 2s; }
    std::chrono::milliseconds milliseconds(const char *promise) const
    {
        return std::chrono::milliseconds(expected().at(promise).get<int>());
    }
    /// That nothing comes any more is told so soon after it began.
    void expectNoticed()
    {
        if (!expected().contains("noticed_ms"))
            return;
        const auto noticed = m_player->noticedAfter();
        ASSERT_TRUE(noticed) << m_player->story();
        EXPECT_LE(*noticed - lastFault(), milliseconds("noticed_ms") + kRoom);
        RecordProperty("noticed_ms", int((*noticed - lastFault()).count()));
    }
    std::chrono::milliseconds recovery() const { return milliseconds("recover_ms"); }
    /// Every step has done what it does.
    bool faultsMet() const { return m_panel.counters().faultsMet == int(m_script["steps"].size()); }
    /// The panel of playlists has one connection: another session beside one that was used within a second is refused.
    void expectFewConnections()
    {
        const panel::PanelCounters counters = m_panel.counters();
        if (expected().contains("max_connections")) {
            EXPECT_LE(counters.streamsOpened, expected()["max_connections"].get<int>());
        }
        EXPECT_LE(counters.mostStreamsAtOnce, 1) << "two streams at once";
        EXPECT_EQ(counters.refused, 0) << "asked for a stream beside another";
    }
    /// Of what is shown after the fault; what a start looks like is another test's business.
    void expectSoundAndPictureTogether(const PlayerStats &before)
    {
        const PlayerStats after = m_player->stats();
        const auto samples = double(after.skewSamples - before.skewSamples);
        ASSERT_GT(samples, 10);
        const double mean =
            (after.skewMeanMs * double(after.skewSamples) - before.skewMeanMs * double(before.skewSamples)) / samples;
        EXPECT_LE(mean, 40);
        EXPECT_GE(mean, -60);
        RecordProperty("skew_after_ms", int(mean));
    }
    void record()
    {
        const panel::PanelCounters counters = m_panel.counters();
        RecordProperty("longest_gap_ms", int(m_player->longestGapMs()));
        RecordProperty("reconnects", m_player->stats().reconnects);
        RecordProperty("rebuffers", m_player->stats().rebuffers);
        RecordProperty("streams", counters.streamsOpened);
        RecordProperty("refused", counters.refused);
        RecordProperty("requests", counters.mediaRequests);
    }

    json m_script;
    panel::Panel m_panel;
    std::optional<WatchedPlayer> m_player;
};

class HealingRun : public FaultRun
{
};
class EndingRun : public FaultRun
{
};
class CarriedOnRun : public FaultRun
{
};

TEST_P(HealingRun, ComesBackByItself)
{
    play();
    ASSERT_TRUE(m_player->awaitFrames(10, lastFault() + 20s)) << m_player->story();
    ASSERT_TRUE(m_player->awaitPictureThat([this] { return faultsMet(); }, lastFault() + 30s)) << m_player->story();
    ASSERT_TRUE(m_player->awaitPictureAfter(lastFault(), lastFault() + 30s)) << m_player->story();
    const auto back = m_player->shownFor() - lastFault();
    // Past the fault and what was buffered before it, and then two seconds of pictures again.
    const auto healing = std::min<std::chrono::milliseconds>(recovery(), kLongestHealing);
    const auto after = std::max(lastFault(), m_player->shownFor()) + ahead() + healing;
    ASSERT_TRUE(m_player->awaitPictureAfter(after, after + 30s)) << m_player->story();
    const PlayerStats healed = m_player->stats();
    ASSERT_TRUE(m_player->awaitFrames(m_player->frames() + 50, 40s)) << m_player->story();
    const auto refill = isPlaylist() ? 4s : 1s; // a playlist's pieces come in lumps
    EXPECT_TRUE(m_player->awaitState(PlayState::Playing, refill)) << m_player->story();
    EXPECT_FALSE(m_player->failed()) << m_player->story();
    EXPECT_LE(m_player->longestGapMs(), (recovery() + kRoom).count()) << m_player->story();
    if (expected().contains("back_ms")) {
        EXPECT_LE(back.count(), (milliseconds("back_ms") + kRoom).count()) << m_player->story();
        RecordProperty("back_ms", int(back.count()));
    }
    expectNoticed();
    if (expected().value("skew", false))
        expectSoundAndPictureTogether(healed);
    expectFewConnections();
    record();
}

/// A film of twelve seconds and more, sent little faster than it plays.
class FilmRun : public FaultRun
{
};

TEST_P(FilmRun, IsSeenToItsEnd)
{
    play();
    ASSERT_TRUE(m_player->awaitState(PlayState::Ended, lastFault() + 40s)) << m_player->story();
    EXPECT_GE(m_player->frames(), 12 * 24 - 5);
    EXPECT_FALSE(m_player->failed()) << m_player->story();
    EXPECT_LE(m_player->longestGapMs(), recovery().count()) << m_player->story();
    EXPECT_TRUE(faultsMet()) << "the fault never came";
    expectNoticed();
    expectFewConnections();
    record();
}

TEST_P(EndingRun, EndsWithItsReasonAndShowsNothing)
{
    play();
    const auto limit = std::chrono::milliseconds(expected().value("error_ms", 10'000)) + kRoom;
    ASSERT_TRUE(m_player->awaitState(PlayState::Failed, limit)) << m_player->story();
    EXPECT_EQ(m_player->frames(), 0) << "a picture out of a refused answer";
    EXPECT_TRUE(faultsMet()) << "the fault never came";
    const Error error = m_player->error();
    EXPECT_EQ(errorKindName(error.kind), expected().at("error_code").get<std::string>()) << error.detail;
    if (expected().contains("requests")) {
        EXPECT_EQ(m_panel.counters().mediaRequests, expected()["requests"].get<int>());
    }
    const presenters::ErrorText text = presenters::playbackErrorText(error, QStringLiteral("Channel One"));
    EXPECT_FALSE(text.title.isEmpty());
    EXPECT_TRUE(text.message.endsWith(u'.')) << text.message.toStdString();
    EXPECT_FALSE(text.message.contains(QStringLiteral("127.0.0.1, which is not supported")))
        << text.message.toStdString();
    EXPECT_EQ(error.detail.find("demo/demo"), std::string::npos) << "the password is in the error";
    record();
}

TEST_P(CarriedOnRun, PlaysOn)
{
    play();
    const auto seen = lastFault() + ahead();
    ASSERT_TRUE(m_player->awaitPictureAfter(seen, seen + 20s)) << m_player->story();
    const PlayerStats after = m_player->stats();
    ASSERT_TRUE(m_player->awaitPictureAfter(seen + 3s, 20s)) << m_player->story();
    EXPECT_EQ(m_player->state(), PlayState::Playing) << m_player->story();
    EXPECT_EQ(m_player->stats().reconnects, 0);
    EXPECT_EQ(m_player->stats().rebuffers, 0) << m_player->story();
    EXPECT_LE(m_player->longestGapMs(), milliseconds("gap_ms").count()) << m_player->story();
    EXPECT_TRUE(faultsMet()) << "the fault never came";
    if (expected().value("skew", false))
        expectSoundAndPictureTogether(after);
    expectFewConnections();
    record();
}

class SoundOnlyRun : public FaultRun
{
};

TEST_P(SoundOnlyRun, ThePictureIsSaidToBeUndecodableAndTheSoundPlays)
{
    play();
    ASSERT_TRUE(m_player->awaitState(PlayState::Playing, 20s)) << m_player->story();
    ASSERT_TRUE(m_player->awaitSound(10s));
    const auto pictures = m_player->tracks(TrackKind::Video);
    ASSERT_EQ(pictures.size(), 1u);
    EXPECT_TRUE(pictures[0].undecodable);
    EXPECT_EQ(pictures[0].codec, "avs3");
    EXPECT_EQ(m_player->frames(), 0);
    EXPECT_FALSE(m_player->failed()) << m_player->story();
    EXPECT_TRUE(faultsMet()) << "the fault never came";
}

class HeardRun : public FaultRun
{
};

TEST_P(HeardRun, TheSoundGoesOnWithoutThePicture)
{
    play();
    ASSERT_TRUE(m_player->awaitFrames(10, 20s)) << m_player->story();
    ASSERT_TRUE(m_player->awaitPictureThat([this] { return faultsMet(); }, lastFault() + 20s)) << m_player->story();
    ASSERT_TRUE(m_player->awaitState(PlayState::Reconnecting, 20s)) << m_player->story();
    const auto back = std::chrono::milliseconds(expected().at("back_ms").get<int>());
    EXPECT_TRUE(m_player->awaitState(PlayState::Playing, 4s + back)) << m_player->story();
    EXPECT_FALSE(m_player->failed()) << m_player->story();
}

INSTANTIATE_TEST_SUITE_P(Faults, HeardRun, testing::ValuesIn(runsOf("H")), nameOf);
INSTANTIATE_TEST_SUITE_P(Faults, SoundOnlyRun, testing::ValuesIn(runsOf("S")), nameOf);
INSTANTIATE_TEST_SUITE_P(Faults, HealingRun, testing::ValuesIn(runsOf("R")), nameOf);
INSTANTIATE_TEST_SUITE_P(Faults, FilmRun, testing::ValuesIn(runsOf("R", kFilms)), nameOf);
INSTANTIATE_TEST_SUITE_P(Faults, EndingRun, testing::ValuesIn(runsOf("E")), nameOf);
INSTANTIATE_TEST_SUITE_P(Faults, CarriedOnRun, testing::ValuesIn(runsOf("C")), nameOf);

} // namespace
} // namespace kanal::playback
