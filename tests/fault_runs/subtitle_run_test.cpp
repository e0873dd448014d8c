// SPDX-License-Identifier: MIT
// Subtitles of the panel's streams: they come when they are chosen, at once, go when they are not, and cost no picture.
#include "watched_player.h"

#include <kanal/panel/panel.h>

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

} // namespace
} // namespace kanal::playback
