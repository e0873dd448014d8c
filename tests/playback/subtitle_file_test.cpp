// SPDX-License-Identifier: MIT
#include "subtitle_file.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

class SubtitleFile : public testing::Test
{
protected:
    void SetUp() override { std::filesystem::create_directories(m_folder); }
    void TearDown() override { std::filesystem::remove_all(m_folder); }

    std::filesystem::path write(const std::string &name, const std::string &bytes)
    {
        const auto file = m_folder / name;
        std::ofstream(file, std::ios::binary) << bytes;
        return file;
    }
    std::string firstLine(const std::string &name, const std::string &bytes)
    {
        const auto text = readSubtitleFile(write(name, bytes));
        return text ? text->items.at(0).lines.at(0) : "refused: " + text.error().detail;
    }

    const std::filesystem::path m_folder =
        std::filesystem::path(testing::TempDir()) /
        (std::string("subtitles-") + testing::UnitTest::GetInstance()->current_test_info()->name());
};

const std::string kHead = "1\n00:00:01,500 --> 00:00:04,000\n";

TEST_F(SubtitleFile, SaysWhatStandsWhen)
{
    const auto text =
        readSubtitleFile(write("film.srt", kHead + "Good evening\n\n2\n00:01:00,000 --> 00:01:02,000\nYes\n"));
    ASSERT_TRUE(text) << text.error().detail;
    ASSERT_EQ(text->items.size(), 2u);
    EXPECT_EQ(text->items[0].beginUs, 1'500'000);
    EXPECT_EQ(text->items[0].endUs, 4'000'000);
    EXPECT_EQ(text->items[1].beginUs, 60'000'000);
    EXPECT_NE(text->items[0].lines.at(0).find("Good evening"), std::string::npos);
    EXPECT_NE(text->header.find("[V4+ Styles]"), std::string::npos);
}

TEST_F(SubtitleFile, ReadsLettersOfOlderEncodings)
{
    const std::string russian = "\xCF\xF0\xE8\xE2\xE5\xF2, \xEA\xE0\xEA \xE4\xE5\xEB\xE0? \xDF \xE4\xF3\xEC\xE0\xFE, "
                                "\xF7\xF2\xEE \xE2\xF1\xB8 \xF5\xEE\xF0\xEE\xF8\xEE."; // Windows-1251
    EXPECT_NE(firstLine("russian.srt", kHead + russian + "\n").find("Привет, как дела?"), std::string::npos);
    EXPECT_NE(firstLine("german.srt", kHead + "Sch\xF6ne Gr\xFC\xDF"
                                              "e aus K\xF6ln\n")
                  .find("Schöne Grüße aus Köln"),
              std::string::npos);
    EXPECT_NE(firstLine("utf8.srt", kHead + "Schöne Grüße\n").find("Schöne Grüße"), std::string::npos);
    EXPECT_NE(firstLine("mark.srt", "\xEF\xBB\xBF" + kHead + "Schöne Grüße\n").find("Schöne Grüße"), std::string::npos);
}

TEST_F(SubtitleFile, ReadsTwoByteLettersWithAMark)
{
    std::string wide = "\xFF\xFE";
    for (const char c : kHead + "Evening\n")
        wide += std::string{c, '\0'};
    EXPECT_NE(firstLine("wide.srt", wide).find("Evening"), std::string::npos);
}

TEST_F(SubtitleFile, KnowsTheOtherKinds)
{
    EXPECT_NE(firstLine("web.vtt", "WEBVTT\n\n00:01.000 --> 00:03.000\nFrom the web\n").find("From the web"),
              std::string::npos);
    EXPECT_NE(firstLine("frames.sub", "{25}{75}By frames\n{100}{150}More\n{200}{250}Still\n").find("By frames"),
              std::string::npos);
    const std::string ass =
        "[Script Info]\nScriptType: v4.00+\n\n[V4+ Styles]\nFormat: Name, Fontname, Fontsize\nStyle: "
        "Default,Arial,20\n\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, "
        "MarginV, Effect, Text\nDialogue: 0,0:00:01.00,0:00:03.00,Default,,0,0,0,,Styled\n";
    EXPECT_NE(firstLine("styled.ass", ass).find("Styled"), std::string::npos);
}

TEST_F(SubtitleFile, RefusesWhatIsNoneWithTheName)
{
    for (const auto &[name, bytes] : std::vector<std::pair<std::string, std::string>>{
             {"page.srt", "<!DOCTYPE html><html><body>Sign in</body></html>"},
             {"empty.srt", ""},
             {"list.srt", "#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n"},
             {"noise.srt", std::string(5000, '\x01')}}) {
        const auto text = readSubtitleFile(write(name, bytes));
        ASSERT_FALSE(text) << name;
        EXPECT_EQ(text.error().subject, name);
    }
    const auto missing = readSubtitleFile(m_folder / "gone.srt");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().kind, ErrorKind::NotFound);
    const auto folder = readSubtitleFile(m_folder);
    EXPECT_FALSE(folder);
}

TEST_F(SubtitleFile, RefusesAFileThatIsFarTooLarge)
{
    const auto text = readSubtitleFile(write("large.srt", kHead + std::string(11u << 20, 'a')));
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().kind, ErrorKind::Unsupported);
}

} // namespace
} // namespace kanal::playback
