// SPDX-License-Identifier: MIT
#include <kanal/presenters/track_text.h>

#include <gtest/gtest.h>

namespace kanal::presenters
{
namespace
{

TEST(TrackText, SaysLanguageCodecAndChannels)
{
    playback::Track track{
        .id = 2, .kind = playback::TrackKind::Audio, .codec = "ac3", .language = "deu", .channels = 6};
    EXPECT_EQ(trackText(track, 1), QStringLiteral("German · AC-3 5.1"));
    track.language = "und";
    track.title = "Director";
    EXPECT_EQ(trackText(track, 3), QStringLiteral("Track 3 · Director · AC-3 5.1"));
    track.language = "qaa";
    EXPECT_TRUE(trackText(track, 3).startsWith(QStringLiteral("QAA")));
}

TEST(TrackText, SaysWhatIsSelected)
{
    using playback::Track;
    using playback::TrackKind;
    const std::vector<Track> tracks = {
        {.id = 0,
         .kind = TrackKind::Video,
         .codec = "h264",
         .width = 1920,
         .height = 1080,
         .frameRate = 50,
         .selected = true},
        {.id = 1, .kind = TrackKind::Audio, .codec = "mp2", .channels = 1},
        {.id = 2, .kind = TrackKind::Audio, .codec = "aac", .channels = 2, .selected = true},
    };
    EXPECT_EQ(streamText(tracks), QStringLiteral("1920 × 1080 · 50 fps · H.264 · AAC stereo"));
    EXPECT_EQ(streamText({}), QString());
}

TEST(TrackText, SaysWhoSubtitlesAreFor)
{
    const playback::Track track{.id = 10'001,
                                .kind = playback::TrackKind::Subtitle,
                                .codec = "dvb_teletext",
                                .language = "fra",
                                .title = "889",
                                .forHardOfHearing = true};
    EXPECT_EQ(trackText(track, 1), QStringLiteral("French · 889 · for the hard of hearing · Teletext"));
    EXPECT_EQ(trackNote(track.kind, nullptr, 0), QStringLiteral("Subtitles: off"));
    EXPECT_EQ(trackNote(playback::TrackKind::Audio, &track, 1).left(7), QStringLiteral("Audio: "));
}

TEST(TrackText, WritesDurations)
{
    EXPECT_EQ(durationText(0), QStringLiteral("0:00"));
    EXPECT_EQ(durationText(245'000), QStringLiteral("4:05"));
    EXPECT_EQ(durationText(3'723'999), QStringLiteral("1:02:03"));
    EXPECT_EQ(durationText(-5), QStringLiteral("0:00"));
}

} // namespace
} // namespace kanal::presenters
