// SPDX-License-Identifier: MIT
// Subtitles of the panel's streams: they come when they are chosen, at once, go when they are not, and cost no picture.
#include "watched_player.h"

#include <kanal/panel/panel.h>

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

using namespace std::chrono_literals;

struct Source {
    const char *name, *path;
    MediaKind kind;
};

class SubtitleRun : public testing::TestWithParam<Source>
{
protected:
    panel::Panel m_panel{{.scenario = "many", .smallClips = true}};
};

TEST_P(SubtitleRun, ComesWhenChosenAndGoesWhenNot)
{
    ASSERT_TRUE(m_panel.start());
    WatchedPlayer player;
    player.open(m_panel.url() + GetParam().path, GetParam().kind);
    ASSERT_TRUE(player.awaitFrames(25, 20s)) << player.story();
    EXPECT_EQ(player.framesWithSubtitles(), 0) << "nobody asked for them";
    const auto tracks = player.tracks(TrackKind::Subtitle);
    ASSERT_GE(tracks.size(), 2u);
    EXPECT_FALSE(tracks[0].selected);
    EXPECT_EQ(tracks[0].language, "eng");

    player.selectTrack(TrackKind::Subtitle, tracks[1].id);
    ASSERT_TRUE(player.awaitSubtitles(10, 8s)) << player.story();
    player.selectTrack(TrackKind::Subtitle, -1);
    const int before = player.frames();
    ASSERT_TRUE(player.awaitFrames(before + 12, 10s)) << "what was queued with a subtitle has been shown";
    const int with = player.framesWithSubtitles();
    ASSERT_TRUE(player.awaitFrames(before + 37, 10s));
    EXPECT_EQ(player.framesWithSubtitles(), with);
    EXPECT_EQ(player.stats().rebuffers, 0);
    EXPECT_EQ(player.state(), PlayState::Playing) << player.story();
}

INSTANTIATE_TEST_SUITE_P(Streams, SubtitleRun,
                         testing::Values(Source{"bitmaps_live", "/live/demo/demo/122.ts", MediaKind::Live},
                                         Source{"text_film", "/movie/demo/demo/1004.mkv", MediaKind::Vod}),
                         [](const auto &info) { return std::string(info.param.name); });

constexpr const char *kLive = "/live/demo/demo/";

struct Chosen {
    panel::Panel panel{{.scenario = "many", .smallClips = true}};
    WatchedPlayer player;

    void open(const std::string &path, MediaKind kind, std::vector<std::string> languages = {})
    {
        ASSERT_TRUE(panel.start());
        MediaRequest request;
        request.url = panel.url() + path;
        request.kind = kind;
        request.preferredSubtitles = std::move(languages);
        player.open(std::move(request));
    }
};

TEST(SubtitleRuns, TeletextPagesAreTracksAndEachShowsItsLines)
{
    Chosen run;
    run.open(std::string(kLive) + "142.ts", MediaKind::Live);
    ASSERT_TRUE(run.player.awaitFrames(10, 20s)) << run.player.story();
    const auto tracks = run.player.tracks(TrackKind::Subtitle);
    ASSERT_EQ(tracks.size(), 2u);
    EXPECT_EQ(tracks[0].language, "fra");
    EXPECT_EQ(tracks[0].title, "888");
    EXPECT_EQ(tracks[1].language, "eng");
    run.player.selectTrack(TrackKind::Subtitle, tracks[1].id);
    ASSERT_TRUE(run.player.awaitSubtitles(10, 10s)) << run.player.story();
}

TEST(SubtitleRuns, CaptionsInThePicturesBecomeATrack)
{
    Chosen run;
    run.open(std::string(kLive) + "141.ts", MediaKind::Live);
    ASSERT_TRUE(run.player.awaitTrack(TrackKind::Subtitle, 20s)) << run.player.story();
    const auto tracks = run.player.tracks(TrackKind::Subtitle);
    ASSERT_EQ(tracks.size(), 1u);
    EXPECT_EQ(tracks[0].title, "CC1");
    EXPECT_EQ(run.player.framesWithSubtitles(), 0);
    run.player.selectTrack(TrackKind::Subtitle, tracks[0].id);
    ASSERT_TRUE(run.player.awaitSubtitles(10, 12s)) << run.player.story();
    run.player.selectTrack(TrackKind::Subtitle, -1);
    const int before = run.player.framesWithSubtitles();
    ASSERT_TRUE(run.player.awaitFrames(run.player.frames() + 60, 10s));
    EXPECT_LE(run.player.framesWithSubtitles(), before + 5);
}

TEST(SubtitleRuns, CaptionsThatAreWantedComeByThemselves)
{
    Chosen run;
    run.open(std::string(kLive) + "141.ts", MediaKind::Live, {"CC1"});
    ASSERT_TRUE(run.player.awaitSubtitles(5, 25s)) << run.player.story();
    EXPECT_TRUE(run.player.tracks(TrackKind::Subtitle).at(0).selected);
}

TEST(SubtitleRuns, APreferredLanguageIsThereByItself)
{
    Chosen run;
    run.open("/movie/demo/demo/1004.mkv", MediaKind::Vod, {"fr", "fra"});
    ASSERT_TRUE(run.player.awaitSubtitles(5, 20s)) << run.player.story();
    const auto tracks = run.player.tracks(TrackKind::Subtitle);
    ASSERT_EQ(tracks.size(), 3u);
    EXPECT_TRUE(tracks[2].selected);
}

TEST(SubtitleRuns, AFileOfOnesOwnIsATrackAndIsShown)
{
    const auto file = std::filesystem::path(testing::TempDir()) / "own.de.srt";
    std::ofstream(file) << "1\n00:00:00,000 --> 00:00:50,000\nGuten Abend\n";
    Chosen run;
    run.open("/movie/demo/demo/1001.mp4", MediaKind::Vod);
    ASSERT_TRUE(run.player.awaitFrames(5, 20s)) << run.player.story();
    run.player.addSubtitles(file);
    ASSERT_TRUE(run.player.awaitSubtitles(10, 10s)) << run.player.story();
    const auto tracks = run.player.tracks(TrackKind::Subtitle);
    ASSERT_EQ(tracks.size(), 1u);
    EXPECT_EQ(tracks[0].language, "de");
    EXPECT_TRUE(tracks[0].selected);
    std::filesystem::remove(file);
}

TEST(SubtitleRuns, AFileThatIsNoneIsSaidAndNothingElseHappens)
{
    Chosen run;
    run.open("/movie/demo/demo/1001.mp4", MediaKind::Vod);
    ASSERT_TRUE(run.player.awaitFrames(5, 20s)) << run.player.story();
    run.player.addSubtitles(std::filesystem::path(testing::TempDir()) / "gone.srt");
    ASSERT_TRUE(run.player.awaitRefusal(5s));
    EXPECT_EQ(run.player.error().subject, "gone.srt");
    ASSERT_TRUE(run.player.awaitFrames(run.player.frames() + 20, 10s));
    EXPECT_EQ(run.player.state(), PlayState::Playing);
}

TEST(SubtitleRuns, SubtitlesChosenInAPauseAreShownAtOnce)
{
    const auto file = std::filesystem::path(testing::TempDir()) / "pause.srt";
    std::ofstream(file) << "1\n00:00:00,000 --> 00:00:50,000\nStill here\n";
    Chosen run;
    run.open("/movie/demo/demo/1001.mp4", MediaKind::Vod);
    ASSERT_TRUE(run.player.awaitFrames(10, 20s)) << run.player.story();
    run.player.setPaused(true);
    ASSERT_TRUE(run.player.awaitState(PlayState::Paused, 5s));
    run.player.addSubtitles(file);
    EXPECT_TRUE(run.player.awaitSubtitles(1, 5s));
    EXPECT_EQ(run.player.state(), PlayState::Paused);
    std::filesystem::remove(file);
}

} // namespace
} // namespace kanal::playback
