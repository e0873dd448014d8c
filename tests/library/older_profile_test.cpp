// SPDX-License-Identifier: MIT
// Profiles of earlier Kanals: what is the user's own is brought up to date, lists of a format that is no more go.
#include "library_fixture.h"
#include "older_schemas.h"
#include "user_database.h"

#include <gmock/gmock.h>
#include <sqlite3.h>

namespace kanal::library
{
namespace
{

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

/// A database as an earlier Kanal left it, or as today's left it and changed by `sql`.
void write(const std::filesystem::path &file, const std::vector<const char *> &sql)
{
    std::filesystem::create_directories(file.parent_path());
    sqlite3 *raw = nullptr;
    ASSERT_EQ(sqlite3_open(file.string().c_str(), &raw), SQLITE_OK);
    const DatabaseHandle db(raw);
    ASSERT_EQ(sqlite3_exec(raw, "PRAGMA journal_mode=WAL", nullptr, nullptr, nullptr), SQLITE_OK);
    for (const char *statements : sql)
        ASSERT_EQ(sqlite3_exec(raw, statements, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(raw);
}

int versionOf(const std::filesystem::path &file)
{
    sqlite3 *raw = nullptr;
    sqlite3_open(file.string().c_str(), &raw);
    const DatabaseHandle db(raw);
    int version = 0;
    sqlite3_exec(
        raw, "PRAGMA user_version",
        [](void *to, int, char **values, char **) {
            *static_cast<int *>(to) = std::atoi(values[0]);
            return 0;
        },
        &version, nullptr);
    return version;
}

std::vector<std::string> idsOf(const std::vector<EntryShape> &entries)
{
    std::vector<std::string> ids;
    for (const EntryShape &entry : entries)
        ids.push_back(entry.key.id);
    return ids;
}

constexpr AccountId kHome{4};
constexpr const char *kUserMark = "PRAGMA application_id=0x4B6E6C55";

/// All versions there were, oldest first. A new step of the schema brings its words here, too.
const std::vector<std::vector<const char *>> kUserVersions = {
    {older::kUser1, older::kUserMarks1, kUserMark, "PRAGMA user_version=1"},
    {older::kUser1, older::kUserMarks1, older::kUser2, older::kUserMarks2, kUserMark, "PRAGMA user_version=2"},
};

struct OlderProfileTest : testing::Test {
    TemporaryFolder folder;
    const std::filesystem::path user = folder.profile() / "user.db", catalogue = folder.profile() / "catalogue.db";

    static void expectMarks(Library &library, std::size_t version)
    {
        const auto accounts = taken(library.accounts().all());
        ASSERT_EQ(accounts.size(), 1u);
        EXPECT_EQ(accounts[0].id, kHome);
        EXPECT_EQ(accounts[0].name, "Home");
        EXPECT_EQ(accounts[0].userAgent, "Box/1");
        EXPECT_EQ(taken(library.accounts().active()), std::optional(kHome));
        const UserStore &user = library.user();
        EXPECT_THAT(idsOf(taken(user.favourites(kHome, EntryKind::Live))), ElementsAre("9", "7"));
        EXPECT_EQ(taken(user.favourites(kHome, EntryKind::Live))[1].guideId, "seven.example");
        EXPECT_THAT(idsOf(taken(user.recents(kHome, EntryKind::Live, 9))), ElementsAre("7"));
        EXPECT_EQ(taken(user.position({kHome, EntryKind::Movie, "70"}))->at, 30min);
        EXPECT_EQ(taken(user.setting({}, "live.wrap")), "false");
        EXPECT_EQ(taken(user.setting(kHome, "live.category")), "3");
        if (version < 2)
            return;
        EXPECT_THAT(idsOf(taken(user.hidden(kHome, EntryKind::Live))), testing::Contains("8"));
        EXPECT_THAT(taken(user.trackChoices(kHome, EntryKind::Live)),
                    testing::Contains(std::pair<std::string, TrackChoice>("7", {"de", "en"})));
    }
    /// What later versions can keep.
    static void expectKeepsAll(Library &library)
    {
        const EntryShape ten{{kHome, EntryKind::Live, "10"}, "Ten", "", "News"};
        EXPECT_TRUE(library.user().setHidden(ten, true));
        EXPECT_TRUE(library.user().setTrackChoice(ten, {"fr", ""}));
        EXPECT_THAT(idsOf(taken(library.user().hidden(kHome, EntryKind::Live))), testing::Contains("10"));
    }
};

TEST_F(OlderProfileTest, EveryVersionOfWhatIsTheUsersOwnIsKnownHere)
{
    EXPECT_EQ(kUserVersions.size(), kUserDatabase.schema.size());
}

TEST_F(OlderProfileTest, WhatIsTheUsersOwnIsBroughtUpToDateWithEveryMark)
{
    for (std::size_t version = 1; version <= kUserVersions.size(); ++version) {
        SCOPED_TRACE(version);
        std::filesystem::remove_all(folder.profile());
        write(user, kUserVersions[version - 1]);
        {
            const auto library = openLibrary(folder.profile());
            ASSERT_TRUE(library);
            EXPECT_THAT(library->notices(), IsEmpty());
            expectMarks(*library, version);
            expectKeepsAll(*library);
        }
        EXPECT_EQ(versionOf(user), int(kUserVersions.size()));
        expectMarks(*openLibrary(folder.profile()), version);
    }
}

TEST_F(OlderProfileTest, ABackupOfAnEarlierVersionIsRestoredAndBroughtUpToDate)
{
    write(user, kUserVersions.front());
    const auto day = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()) - std::chrono::days(1);
    std::filesystem::create_directories(folder.profile() / "backup");
    std::filesystem::copy_file(user, Backups(folder.profile() / "backup").fileOf(day));
    writeBytes(user, std::vector<char>(8192, 'x'));
    const auto library = openLibrary(folder.profile());
    ASSERT_TRUE(library);
    EXPECT_THAT(library->notices(), ElementsAre("user_restored"));
    expectMarks(*library, 1);
    expectKeepsAll(*library);
}

TEST_F(OlderProfileTest, ListsThatAreNoMoreAreThrownAwayWithoutAWordAndFetchedAgain)
{
    constexpr const char *kMark = "PRAGMA application_id=0x4B6E6C43";
    const std::vector<std::vector<const char *>> versions = {
        {older::kCatalogue1, kMark, "PRAGMA user_version=1"},
        {older::kCatalogue1, older::kCatalogue2, kMark, "PRAGMA user_version=2"},
    };
    for (std::size_t version = 1; version <= versions.size(); ++version) {
        SCOPED_TRACE(version);
        std::filesystem::remove_all(folder.profile());
        write(user, kUserVersions.front());
        write(catalogue, versions[version - 1]);
        std::filesystem::create_directories(folder.profile() / "catalogue");
        writeBytes(folder.profile() / "catalogue" / "4-live-11.rows", {'o', 'l', 'd'});
        const auto library = openLibrary(folder.profile());
        ASSERT_TRUE(library);
        EXPECT_THAT(library->notices(), IsEmpty()) << "nothing of the user's is lost";
        EXPECT_FALSE(library->catalogue().shown(kHome, EntryKind::Live)) << "so it is due";
        EXPECT_FALSE(library->catalogue().isLost(kHome, EntryKind::Live));
        EXPECT_TRUE(std::filesystem::is_empty(folder.profile() / "catalogue"));
        expectMarks(*library, 1);
        Rows rows;
        rows.channel("7", "Seven");
        refresh(library->catalogue(), kHome, EntryKind::Live, rows);
        EXPECT_EQ(shown(library->catalogue(), kHome, EntryKind::Live)->size(), 1u);
    }
}

TEST_F(OlderProfileTest, ListsOfAFormatThatStillIsAreKept)
{
    const char *const back[] = {
        "ALTER TABLE news DROP COLUMN adult_added; ALTER TABLE news DROP COLUMN adult_gone;"
        "ALTER TABLE news DROP COLUMN adult_renamed; ALTER TABLE news_entry DROP COLUMN adult; PRAGMA user_version=4",
        "DROP TABLE news_entry; DROP TABLE news; PRAGMA user_version=3",
    };
    write(user, kUserVersions.front());
    Rows rows, more;
    for (Rows *each : {&rows, &more})
        each->channel("7", "Seven");
    more.channel("8", "Eight");
    refresh(openLibrary(folder.profile())->catalogue(), kHome, EntryKind::Live, rows);
    for (const char *step : back) {
        SCOPED_TRACE(step);
        write(catalogue, {step});
        const auto library = openLibrary(folder.profile());
        ASSERT_TRUE(library);
        EXPECT_THAT(library->notices(), IsEmpty());
        EXPECT_EQ(shown(library->catalogue(), kHome, EntryKind::Live)->size(), 1u);
        refresh(library->catalogue(), kHome, EntryKind::Live, more);
        const auto news = taken(library->catalogue().news(kHome, EntryKind::Live, at(0)));
        ASSERT_FALSE(news.empty());
        EXPECT_EQ(news[0].added, 1u);
        refresh(library->catalogue(), kHome, EntryKind::Live, rows, CatalogueRefresh::Trust::Believe);
    }
}

} // namespace
} // namespace kanal::library
