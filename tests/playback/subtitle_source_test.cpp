// SPDX-License-Identifier: MIT
#include "captions.h"
#include "subtitle_source.h"
#include "track_selection.h"

#include <array>
#include <cstring>

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

using Of = SubtitleId::Of;

struct Container {
    FormatPtr context{avformat_alloc_context()};

    AVStream &add(AVCodecID codec, const char *language, const std::vector<std::uint8_t> &extra = {})
    {
        AVStream &stream = *avformat_new_stream(context.get(), nullptr);
        stream.codecpar->codec_type = AVMEDIA_TYPE_SUBTITLE;
        stream.codecpar->codec_id = codec;
        av_dict_set(&stream.metadata, "language", language, 0);
        if (!extra.empty()) {
            stream.codecpar->extradata =
                static_cast<std::uint8_t *>(av_mallocz(extra.size() + AV_INPUT_BUFFER_PADDING_SIZE));
            std::memcpy(stream.codecpar->extradata, extra.data(), extra.size());
            stream.codecpar->extradata_size = int(extra.size());
        }
        return stream;
    }
    int chosen(std::vector<std::string> languages) const
    {
        TrackSelection selection({}, std::move(languages));
        selection.choose(*context);
        return selection.subtitle().track();
    }
};

TEST(SubtitleSource, EveryTrackNumberLeadsBackToWhereItComesFrom)
{
    for (const SubtitleId id : {SubtitleId{Of::Stream, 7, 0}, SubtitleId{Of::TeletextPage, 63, 12},
                                SubtitleId{Of::Captions, -1, 2}, SubtitleId{Of::File, -1, 3}, SubtitleId{}}) {
        const SubtitleId back = SubtitleId::fromTrack(id.track());
        EXPECT_EQ(back.of, id.of);
        EXPECT_EQ(back.stream, id.stream);
        EXPECT_EQ(back.number, id.number);
    }
}

TEST(SubtitleSource, TeletextOffersEachOfItsSubtitlePages)
{
    Container container;
    // An index page 100, subtitles on 888, those for the hard of hearing on 889.
    const AVStream &stream =
        container.add(AV_CODEC_ID_DVB_TELETEXT, "fra,fra,deu", {1 << 3 | 1, 0x00, 2 << 3 | 0, 0x88, 5 << 3 | 0, 0x89});
    const std::vector<Track> tracks = subtitleTracksOf(stream);
    ASSERT_EQ(tracks.size(), 2u);
    EXPECT_EQ(tracks[0].title, "888");
    EXPECT_EQ(tracks[0].language, "fra");
    EXPECT_EQ(tracks[1].language, "deu");
    EXPECT_TRUE(tracks[1].forHardOfHearing);
    EXPECT_EQ(containerSource(*container.context, SubtitleId::fromTrack(tracks[1].id)).page, 889);
}

TEST(SubtitleSource, TeletextWithoutDescriptorIsOneTrack)
{
    Container container;
    const std::vector<Track> tracks = subtitleTracksOf(container.add(AV_CODEC_ID_DVB_TELETEXT, "fra"));
    ASSERT_EQ(tracks.size(), 1u);
    EXPECT_EQ(tracks[0].id, 0);
}

TEST(SubtitleSource, APreferredLanguageIsChosenByItselfAndNoneWithoutAWish)
{
    Container container;
    container.add(AV_CODEC_ID_DVB_SUBTITLE, "eng");
    container.add(AV_CODEC_ID_DVB_SUBTITLE, "ger");
    EXPECT_EQ(container.chosen({}), -1);
    EXPECT_EQ(container.chosen({"fr", "fra"}), -1);
    EXPECT_EQ(container.chosen({"de", "deu", "ger", "eng"}), 1);
}

TEST(SubtitleSource, OfTwoInALanguageTheContainersOwnChoiceIsTakenButNotSignsAlone)
{
    Container container;
    container.add(AV_CODEC_ID_SUBRIP, "ger").disposition = AV_DISPOSITION_FORCED | AV_DISPOSITION_DEFAULT;
    container.add(AV_CODEC_ID_SUBRIP, "ger");
    container.add(AV_CODEC_ID_SUBRIP, "ger").disposition = AV_DISPOSITION_DEFAULT;
    container.add(AV_CODEC_ID_SUBRIP, "ger").disposition = AV_DISPOSITION_DEFAULT | AV_DISPOSITION_HEARING_IMPAIRED;
    EXPECT_EQ(container.chosen({"ger"}), 2);
    EXPECT_EQ(container.chosen({}), -1) << "nobody wants to read, and nothing is heard that these would be signs of";
}

TEST(SubtitleSource, SignsInTheLanguageThatIsHeardAreShownUnasked)
{
    Container container;
    AVStream &sound = container.add(AV_CODEC_ID_AAC, "ger");
    sound.codecpar->codec_type = AVMEDIA_TYPE_AUDIO;
    container.add(AV_CODEC_ID_SUBRIP, "eng").disposition = AV_DISPOSITION_FORCED;
    container.add(AV_CODEC_ID_SUBRIP, "ger").disposition = AV_DISPOSITION_DEFAULT;
    container.add(AV_CODEC_ID_SUBRIP, "ger").disposition = AV_DISPOSITION_FORCED;
    EXPECT_EQ(container.chosen({}), 3);
    EXPECT_EQ(container.chosen({"eng"}), 1);
}

TEST(SubtitleSource, WhatNothingDecodesIsNotOffered)
{
    Container container;
    EXPECT_TRUE(subtitleTracksOf(container.add(AV_CODEC_ID_TTML, "eng")).empty());
}

TEST(SubtitleSource, AFileMayHaveAnyName)
{
    const std::filesystem::path file(std::u8string(u8"/films/Солярис ☃.ru.srt"));
    EXPECT_EQ(fileTrack(0, file).title, "Солярис ☃.ru.srt");
    EXPECT_EQ(fileTrack(0, file).language, "ru");
}

TEST(SubtitleSource, PagesForTheHardOfHearingComeAfterPlainOnes)
{
    Container container;
    container.add(AV_CODEC_ID_DVB_TELETEXT, "deu,deu", {5 << 3 | 0, 0x88, 2 << 3 | 0, 0x89});
    EXPECT_EQ(container.chosen({"deu"}), (SubtitleId{Of::TeletextPage, 0, 1}.track()));
}

TEST(SubtitleSource, AFileTellsItsLanguageByItsName)
{
    EXPECT_EQ(fileTrack(0, "/films/Heat.de.srt").language, "de");
    EXPECT_EQ(fileTrack(0, "/films/Heat.GER.srt").language, "ger");
    EXPECT_EQ(fileTrack(0, "/films/Heat.1995.srt").language, "");
    EXPECT_EQ(fileTrack(0, "/films/Heat.srt").language, "");
    EXPECT_EQ(fileTrack(2, "/films/Heat.de.srt").title, "Heat.de.srt");
}

TEST(Captions, AFieldIsSeenWithItsFirstCommandAndOnlyOnce)
{
    CaptionWatch watch;
    const std::array<std::uint8_t, 6> nothing{0xFC, 0x80, 0x80, 0xFD, 0x80, 0x80};
    const std::array<std::uint8_t, 3> first{0xFC, 0x94, 0x25};
    const std::array<std::uint8_t, 3> programmeData{0xFD, 0x01, 0x43};
    const std::array<std::uint8_t, 3> second{0xFD, 0x15, 0x2C};
    const std::array<std::uint8_t, 3> invalid{0xF8, 0x94, 0x25};
    EXPECT_EQ(watch.note(nothing), std::nullopt);
    EXPECT_EQ(watch.note(invalid), std::nullopt);
    EXPECT_EQ(watch.note(programmeData), std::nullopt);
    EXPECT_EQ(watch.note(first), 1);
    EXPECT_EQ(watch.note(first), std::nullopt);
    EXPECT_EQ(watch.note(second), 2);
    EXPECT_TRUE(watch.seen(1) && watch.seen(2));
}

} // namespace
} // namespace kanal::playback
