// SPDX-License-Identifier: MIT
#include "backups.h"
#include "library_fixture.h"
#include "user_database.h"

#include <gmock/gmock.h>

namespace kanal::library
{
namespace
{

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using namespace std::chrono_literals;

constexpr std::chrono::sys_days kDay = std::chrono::sys_days(std::chrono::year(2026) / 2 / 28);

class BackupTest : public testing::Test
{
protected:
    std::filesystem::path file(const char *name) const { return m_folder.profile() / name; }
    std::filesystem::path newestBackup() const
    {
        const Backups backups(file("backup"));
        return backups.days().empty() ? std::filesystem::path() : backups.fileOf(backups.days().front());
    }
    std::vector<std::string> accountNames(Library &library) const
    {
        std::vector<std::string> names;
        for (const Account &account : taken(library.accounts().all()))
            names.push_back(account.name);
        return names;
    }
    int setAside() const
    {
        int count = 0;
        for (const auto &item : std::filesystem::directory_iterator(m_folder.profile()))
            count += item.path().filename().string().starts_with("user.db.bad-");
        return count;
    }
    /// A profile with one account and one favourite, closed in good order.
    void makeProfile()
    {
        const auto library = openLibrary(m_folder.profile());
        const AccountId id = taken(library->accounts().add(panelAccount("Home")));
        EntryShape seven;
        seven.key.account = id;
        seven.key.id = "7";
        seven.name = "Seven";
        ASSERT_TRUE(library->user().setFavourite(seven, true));
    }
    void expectRestored()
    {
        const auto library = openLibrary(m_folder.profile());
        ASSERT_TRUE(library);
        EXPECT_THAT(library->notices(), ElementsAre("user_restored"));
        EXPECT_THAT(accountNames(*library), ElementsAre("Home"));
        EXPECT_EQ(
            taken(library->user().favourites(taken(library->accounts().named("home")).id, EntryKind::Live)).size(), 1u);
    }

    TemporaryFolder m_folder;
};

TEST_F(BackupTest, TodaysBackupHoldsWhatWasWrittenUntilTheEnd)
{
    makeProfile();
    EXPECT_EQ(Backups(file("backup")).days().size(), 1u);
    EXPECT_EQ(std::filesystem::status(newestBackup()).permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    std::filesystem::remove(file("user.db"));
    expectRestored();
}

TEST_F(BackupTest, KeepsTheThreeNewestDays)
{
    makeProfile();
    DatabaseOptions options = kUserDatabase;
    Database::State state;
    auto db = Database::open(file("user.db"), options, state);
    ASSERT_TRUE(db);
    Backups backups(m_folder.path() / "copies");
    for (int day = 0; day < 5; ++day)
        ASSERT_TRUE(backups.make(*db, options, kDay + std::chrono::days(day)));
    EXPECT_THAT(backups.days(),
                ElementsAre(kDay + std::chrono::days(4), kDay + std::chrono::days(3), kDay + std::chrono::days(2)));
    EXPECT_EQ(backups.fileOf(kDay + std::chrono::days(1)).filename(), "user-20260301.db");
}

TEST_F(BackupTest, CopiesOfDaysThatAreNotYetPushNoneOut)
{
    makeProfile();
    DatabaseOptions options = kUserDatabase;
    Database::State state;
    auto db = Database::open(file("user.db"), options, state);
    ASSERT_TRUE(db);
    Backups backups(m_folder.path() / "copies");
    for (const int day : {4000, 4001, 4002, 0, 1, 2, 3}) // the clock was years ahead for three days
        ASSERT_TRUE(backups.make(*db, options, kDay + std::chrono::days(day)));
    const auto ahead = kDay + std::chrono::days(4000);
    EXPECT_THAT(backups.daysToRestore(kDay + std::chrono::days(3)),
                ElementsAre(kDay + std::chrono::days(3), kDay + std::chrono::days(2), kDay + std::chrono::days(1),
                            ahead + std::chrono::days(2), ahead + std::chrono::days(1), ahead));
}

TEST_F(BackupTest, OtherFilesInTheFolderAreNoBackups)
{
    makeProfile();
    for (const char *name : {"user-20261399.db", "user-20260101.db.tmp", "user-.db", "notes.txt", "user-20260101x.db"})
        writeBytes(file("backup") / name, {'x'});
    EXPECT_EQ(Backups(file("backup")).days().size(), 1u);
}

TEST_F(BackupTest, RestoresADamagedDatabaseAndKeepsTheBadOne)
{
    makeProfile();
    writeBytes(file("user.db"), std::vector<char>(30'000, 'z'));
    expectRestored();
    EXPECT_EQ(setAside(), 1);
}

TEST_F(BackupTest, RestoresAnEmptiedDatabase)
{
    makeProfile();
    writeBytes(file("user.db"), {});
    expectRestored();
}

TEST_F(BackupTest, RestoresAForeignDatabase)
{
    makeProfile();
    std::filesystem::remove(file("user.db"));
    DatabaseOptions options;
    constexpr const char *kOther[] = {"CREATE TABLE other (x)"};
    options.schema = kOther;
    options.applicationId = 99;
    Database::State state;
    ASSERT_TRUE(Database::open(file("user.db"), options, state));
    expectRestored();
}

TEST_F(BackupTest, DoesNotReplayTheLogOfTheBadDatabase)
{
    makeProfile();
    writeBytes(file("user.db"), std::vector<char>(30'000, 'z'));
    writeBytes(file("user.db-wal"), std::vector<char>(30'000, 'w'));
    expectRestored();
}

TEST_F(BackupTest, TakesAnOlderBackupWhereTheNewestIsDamaged)
{
    makeProfile();
    const auto older = file("backup") / "user-20260101.db";
    std::filesystem::copy_file(newestBackup(), older);
    writeBytes(newestBackup(), std::vector<char>(5'000, 'q'));
    writeBytes(file("user.db"), {'z'});
    expectRestored();
}

TEST_F(BackupTest, StartsAnewWhereNothingIsLeftAndSaysSo)
{
    makeProfile();
    writeBytes(newestBackup(), {'q'});
    writeBytes(file("user.db"), std::vector<char>(30'000, 'z'));
    const auto library = openLibrary(m_folder.profile());
    EXPECT_THAT(library->notices(), ElementsAre("user_lost"));
    EXPECT_THAT(accountNames(*library), IsEmpty());
    EXPECT_TRUE(library->accounts().add(panelAccount()));
    EXPECT_EQ(setAside(), 1);
}

TEST_F(BackupTest, ANewerDatabaseIsRefusedPolitelyAndUnchanged)
{
    makeProfile();
    {
        DatabaseOptions options = kUserDatabase;
        Database::State state;
        auto db = Database::open(file("user.db"), options, state);
        ASSERT_TRUE(db->run("PRAGMA user_version = 999"));
    }
    const auto before = readBytes(file("user.db"));
    const auto library = Library::open(m_folder.profile());
    ASSERT_FALSE(library);
    EXPECT_EQ(library.error().kind, ErrorKind::Storage);
    EXPECT_EQ(library.error().subject, "user.db");
    EXPECT_NE(library.error().detail.find("newer"), std::string::npos);
    EXPECT_EQ(readBytes(file("user.db")), before);
    EXPECT_EQ(setAside(), 0);
}

TEST_F(BackupTest, ADamagedDatabaseNeverPushesOutAGoodBackup)
{
    makeProfile();
    const auto good = readBytes(newestBackup());
    DatabaseOptions options = kUserDatabase;
    Database::State state;
    auto db = Database::open(file("user.db"), options, state);
    ASSERT_TRUE(db);
    // A page of the middle, behind the back of the connection that has not read it yet.
    auto bytes = readBytes(file("user.db"));
    std::fill_n(bytes.begin() + 5 * 4096, 4096, char(0x55));
    std::fstream out(file("user.db"), std::ios::binary | std::ios::in | std::ios::out);
    out.write(bytes.data(), std::streamsize(bytes.size()));
    out.close();

    const Backups backups(file("backup"));
    EXPECT_FALSE(Backups(file("backup")).make(*db, options, backups.days().front()));
    EXPECT_EQ(readBytes(newestBackup()), good);
}

} // namespace
} // namespace kanal::library
