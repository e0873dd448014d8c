// SPDX-License-Identifier: MIT
// Lists of real panels, captured by whoever runs this: KANAL_FIXTURES names a folder that holds hellraiser/ and iris/
// with auth.json, get_live_streams.json … The panel replays them, a whole sync stores them, and what was counted in the
// files by hand must be in the library.
#include "profile.h"
#include "waiting.h"

#include <kanal/core/text.h>
#include <kanal/panel/panel.h>
#include <kanal/session/catalogue_sync.h>

#include <fstream>
#include <iterator>
#include <set>

namespace kanal::session
{
namespace
{

struct Captured {
    const char *name;
    std::uint32_t channels;
    int withoutCategory;     ///< category_id is null
    int archiveDaysAsText;   ///< tv_archive_duration is a string; these have an archive and no other
    int guideIdsLikeAnother; ///< pairs that differ only by case
};

struct CapturedAnswersTest : testing::TestWithParam<Captured> {
    std::filesystem::path folder;

    void SetUp() override
    {
        const QString place = qEnvironmentVariable("KANAL_FIXTURES");
        if (place.isEmpty())
            GTEST_SKIP() << "KANAL_FIXTURES names no folder of captured answers";
        folder = std::filesystem::path(place.toStdString()) / GetParam().name;
        ASSERT_TRUE(std::filesystem::is_directory(folder)) << folder;
    }

    /// How often this is in the captured live list.
    int inFile(const std::string &text) const
    {
        std::ifstream in(folder / "get_live_streams.json", std::ios::binary);
        const std::string json{std::istreambuf_iterator<char>(in), {}};
        int count = 0;
        for (std::size_t at = json.find(text); at != std::string::npos; at = json.find(text, at + 1))
            ++count;
        return count;
    }
};

TEST_P(CapturedAnswersTest, AreInTheLibraryAsCounted)
{
    panel::Panel panel({.scenario = "replay:" + folder.string()});
    ASSERT_TRUE(panel.start());
    Profile profile;
    const auto account =
        answerTo(profile->accounts().signIn({panel.url(), panel.options().user, panel.options().password}));
    ASSERT_TRUE(account) << account.error().detail;
    const auto report = answerTo(profile->sync().refresh(account->id));
    ASSERT_TRUE(report) << report.error().detail;
    for (const auto &[kind, result] : report->kinds)
        EXPECT_FALSE(result.error || result.heldBack || result.skipped > 0) << kind;

    const auto list = profile.snapshot(account->id, EntryKind::Live);
    EXPECT_EQ(list->size(), GetParam().channels);
    int withoutCategory = 0, withArchive = 0;
    std::map<std::string, std::set<std::string>> guideIds;
    for (std::uint32_t row = 0; row < list->size(); ++row) {
        const ChannelRow channel = list->channel(row);
        withoutCategory += channel.categoryId.empty();
        withArchive += channel.archiveDays > 0;
        if (!channel.guideId.empty())
            guideIds[lowered(channel.guideId)].emplace(channel.guideId);
    }
    EXPECT_EQ(withoutCategory, GetParam().withoutCategory);
    EXPECT_EQ(inFile("\"category_id\":null"), GetParam().withoutCategory);
    EXPECT_EQ(withArchive, GetParam().archiveDaysAsText);
    EXPECT_EQ(inFile("\"tv_archive_duration\":\""), GetParam().archiveDaysAsText);
    EXPECT_EQ(std::count_if(guideIds.begin(), guideIds.end(), [](const auto &each) { return each.second.size() == 2; }),
              GetParam().guideIdsLikeAnother);
}

INSTANTIATE_TEST_SUITE_P(Panels, CapturedAnswersTest,
                         testing::Values(Captured{"hellraiser", 4950, 288, 39, 0}, Captured{"iris", 8623, 20, 119, 95}),
                         [](const auto &each) { return std::string(each.param.name); });

} // namespace
} // namespace kanal::session
