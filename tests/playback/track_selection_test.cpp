// SPDX-License-Identifier: MIT
#include "track_selection.h"

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kFrame = 24'000;

class TrackSelectionTest : public testing::Test
{
protected:
    int add(AVMediaType type, const char *language = "", int disposition = 0, const char *title = "")
    {
        AVStream *stream = avformat_new_stream(context.get(), nullptr);
        stream->codecpar->codec_type = type;
        stream->codecpar->codec_id = type == AVMEDIA_TYPE_VIDEO   ? AV_CODEC_ID_MPEG2VIDEO
                                     : type == AVMEDIA_TYPE_AUDIO ? AV_CODEC_ID_MP2
                                                                  : AV_CODEC_ID_DVB_SUBTITLE;
        stream->disposition = disposition;
        if (*language != '\0')
            av_dict_set(&stream->metadata, "language", language, 0);
        if (*title != '\0')
            av_dict_set(&stream->metadata, "title", title, 0);
        return stream->index;
    }
    int picture() { return add(AVMEDIA_TYPE_VIDEO); }
    int sound(const char *language = "", int disposition = 0, const char *title = "")
    {
        return add(AVMEDIA_TYPE_AUDIO, language, disposition, title);
    }
    void programme(int id, std::initializer_list<int> streams)
    {
        av_new_program(context.get(), id);
        for (const int stream : streams)
            av_program_add_stream_index(context.get(), id, unsigned(stream));
    }
    int soundFor(std::vector<std::string> wishes) const
    {
        TrackSelection selection(std::move(wishes), {});
        selection.choose(*context);
        return selection.audio();
    }
    /// Packets of these streams, side by side; true when the selection changed on the way.
    bool play(TrackSelection &selection, std::initializer_list<int> streams, std::int64_t fromUs, std::int64_t toUs)
    {
        bool changed = false;
        for (std::int64_t at = fromUs; at < toUs; at += kFrame)
            for (const int stream : streams)
                changed = selection.notePacket(*context, stream, at) || changed;
        return changed;
    }

    FormatPtr context{avformat_alloc_context()};
};

TEST_F(TrackSelectionTest, TakesTheFirstSoundTheContainerBeginsWithByItself)
{
    picture();
    const int first = sound("eng");
    EXPECT_EQ(soundFor({}), first);
    const int byDefault = sound("fra", AV_DISPOSITION_DEFAULT);
    sound("deu", AV_DISPOSITION_DEFAULT);
    EXPECT_EQ(soundFor({}), byDefault);
}

TEST_F(TrackSelectionTest, TheLanguageOfTheUserComesFirstHoweverItIsWritten)
{
    picture();
    sound("eng", AV_DISPOSITION_DEFAULT);
    const int french = sound("fra"), german = sound("DEU");
    EXPECT_EQ(soundFor({"deu"}), german);
    EXPECT_EQ(soundFor({"xyz", "FRA", "deu"}), french);
}

TEST_F(TrackSelectionTest, TheDescribedPictureIsOnlyForThoseWhoChoseIt)
{
    picture();
    const int described = sound("eng", AV_DISPOSITION_VISUAL_IMPAIRED | AV_DISPOSITION_DEFAULT, "Description");
    const int plain = sound("eng");
    EXPECT_EQ(soundFor({}), plain);
    EXPECT_EQ(soundFor({"eng"}), plain);
    EXPECT_EQ(soundFor({"description", "eng"}), described);
}

TEST_F(TrackSelectionTest, AnotherSoundTakesOverFromOneThatFellSilent)
{
    const int video = picture(), german = sound("deu"), english = sound("eng");
    TrackSelection selection({}, {});
    selection.choose(*context);
    EXPECT_FALSE(play(selection, {video, german, english}, 0, 2 * kSecond));
    EXPECT_FALSE(play(selection, {video, english}, 2 * kSecond, 3 * kSecond));
    EXPECT_TRUE(play(selection, {video, english}, 3 * kSecond, 5 * kSecond));
    EXPECT_EQ(selection.audio(), english);
}

TEST_F(TrackSelectionTest, AnAnnouncedSoundThatNeverComesIsReplaced)
{
    const int video = picture(), dead = sound("deu"), english = sound("eng");
    TrackSelection selection({}, {});
    selection.choose(*context);
    ASSERT_EQ(selection.audio(), dead);
    EXPECT_TRUE(play(selection, {video, english}, 0, 2 * kSecond));
    EXPECT_EQ(selection.audio(), english);
}

TEST_F(TrackSelectionTest, TheChosenSoundIsTakenAgainWhenItIsBack)
{
    const int video = picture(), german = sound("deu"), english = sound("eng"), french = sound("fra");
    TrackSelection selection({}, {});
    selection.choose(*context);
    selection.select(TrackKind::Audio, french);
    play(selection, {video, german, english, french}, 0, kSecond);
    ASSERT_TRUE(play(selection, {video, german, english}, kSecond, 4 * kSecond));
    EXPECT_NE(selection.audio(), french);
    EXPECT_TRUE(play(selection, {video, german, english, french}, 4 * kSecond, 5 * kSecond));
    EXPECT_EQ(selection.audio(), french);
    EXPECT_FALSE(play(selection, {video, german, english, french}, 5 * kSecond, 9 * kSecond));
}

TEST_F(TrackSelectionTest, AHoleInAllStreamsIsNobodysSilence)
{
    const int video = picture(), german = sound("deu"), english = sound("eng");
    TrackSelection selection({"deu"}, {});
    selection.choose(*context);
    play(selection, {video, english, german}, 0, kSecond);
    EXPECT_FALSE(play(selection, {video, english, german}, 4 * kSecond, 5 * kSecond));
    EXPECT_EQ(selection.audio(), german);
}

TEST_F(TrackSelectionTest, NorIsASeek)
{
    const int video = picture(), german = sound("deu"), english = sound("eng");
    TrackSelection selection({"deu"}, {});
    selection.choose(*context);
    play(selection, {video, english, german}, 0, kSecond);
    play(selection, {video, english}, kSecond, 2 * kSecond);
    selection.restart();
    EXPECT_FALSE(play(selection, {video, english}, 900 * kSecond, 901 * kSecond)) << "not long enough at the new place";
    EXPECT_FALSE(play(selection, {video, english, german}, 901 * kSecond, 903 * kSecond));
    EXPECT_EQ(selection.audio(), german);
}

TEST_F(TrackSelectionTest, WhatStandsInBelongsToTheProgramme)
{
    const int otherSound = sound("ita"), otherVideo = picture();
    const int video = picture(), german = sound("deu"), english = sound("eng");
    programme(2, {video, german, english});
    programme(1, {otherVideo, otherSound});
    TrackSelection selection({}, {});
    selection.choose(*context);
    ASSERT_EQ(selection.video(), video);
    play(selection, {video, german, otherVideo, otherSound}, 0, kSecond);
    EXPECT_FALSE(play(selection, {video, otherVideo, otherSound}, kSecond, 4 * kSecond));
    EXPECT_TRUE(play(selection, {video, english, otherVideo, otherSound}, 4 * kSecond, 7 * kSecond));
    EXPECT_EQ(selection.audio(), english);
}

TEST_F(TrackSelectionTest, WhatTheProgrammeHasNoMoreIsReplacedAtOnce)
{
    const int oldPicture = picture(), newPicture = picture();
    TrackSelection selection({}, {});
    selection.choose(*context);
    const auto isGone = [&](int stream) { return stream == oldPicture; };
    EXPECT_FALSE(selection.notePacket(*context, newPicture, 0, isGone));
    EXPECT_TRUE(selection.notePacket(*context, newPicture, kFrame, isGone));
    EXPECT_EQ(selection.video(), newPicture);
}

TEST_F(TrackSelectionTest, AProgrammeThatIsAnnouncedAndNeverSentIsLeftForOneThatComes)
{
    const int deadPicture = picture(), deadSound = sound("eng");
    const int livePicture = picture(), liveSound = sound("eng");
    programme(1, {deadPicture, deadSound});
    programme(2, {livePicture, liveSound});
    TrackSelection selection({}, {});
    selection.choose(*context);
    ASSERT_EQ(selection.video(), deadPicture);
    EXPECT_FALSE(play(selection, {livePicture, liveSound}, 0, kSecond));
    EXPECT_TRUE(play(selection, {livePicture, liveSound}, kSecond, 2 * kSecond));
    EXPECT_EQ(selection.video(), livePicture);
    EXPECT_EQ(selection.audio(), liveSound);
    EXPECT_FALSE(play(selection, {livePicture, liveSound}, 2 * kSecond, 9 * kSecond));
}

TEST_F(TrackSelectionTest, AnotherProgrammeIsNotTakenWhileAnythingOfThisOneComes)
{
    const int deadPicture = picture(), ownSound = sound("eng");
    const int otherPicture = picture(), otherSound = sound("eng");
    programme(1, {deadPicture, ownSound});
    programme(2, {otherPicture, otherSound});
    TrackSelection selection({}, {});
    selection.choose(*context);
    EXPECT_FALSE(play(selection, {ownSound, otherPicture, otherSound}, 0, 9 * kSecond));
    EXPECT_EQ(selection.video(), deadPicture);
    EXPECT_EQ(selection.audio(), ownSound);
}

TEST_F(TrackSelectionTest, TheUsersChoiceIsFoundAgainAmongOtherStreams)
{
    picture();
    sound("eng", AV_DISPOSITION_DEFAULT);
    const int french = sound("fra");
    const int german = add(AVMEDIA_TYPE_SUBTITLE, "deu");
    TrackSelection selection({"eng"}, {});
    selection.choose(*context);
    selection.select(TrackKind::Audio, french, "fra");
    selection.select(TrackKind::Subtitle, german, "deu");

    context.reset(avformat_alloc_context());
    add(AVMEDIA_TYPE_SUBTITLE, "eng");
    const int germanNow = add(AVMEDIA_TYPE_SUBTITLE, "deu");
    picture();
    sound("eng");
    const int frenchNow = sound("fra");
    selection.forget();
    selection.choose(*context);
    EXPECT_EQ(selection.audio(), frenchNow);
    EXPECT_EQ(selection.subtitle().track(), germanNow);
}

TEST_F(TrackSelectionTest, SoundAndSubtitlesThatWereTurnedOffStayOff)
{
    picture();
    sound("eng");
    add(AVMEDIA_TYPE_SUBTITLE, "eng");
    TrackSelection selection({}, {"eng"});
    selection.choose(*context);
    selection.select(TrackKind::Audio, -1);
    selection.select(TrackKind::Subtitle, -1, kNoSubtitles);
    selection.forget();
    selection.choose(*context);
    EXPECT_EQ(selection.audio(), -1);
    EXPECT_EQ(selection.subtitle().track(), -1);
}

} // namespace
} // namespace kanal::playback
