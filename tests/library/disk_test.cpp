// SPDX-License-Identifier: MIT
// Disks that are full, folders that may not be written, other users' eyes.
#include "library_fixture.h"

#include <gmock/gmock.h>

#ifndef _WIN32
#include <support/small_disk.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace kanal::library
{
namespace
{

using test::SmallDisk;
using testing::ElementsAre;

/// Runs `check` in a process whose user is nobody special (root may write everywhere) and expects it to return 0.
template<class Check>
void asOrdinaryUser(Check check)
{
    constexpr uid_t kNobody = 65534;
    const pid_t pid = fork();
    if (pid == 0) {
        if (geteuid() == 0 && (setgid(kNobody) != 0 || setuid(kNobody) != 0))
            _exit(90);
        _exit(check());
    }
    int status = 0;
    waitpid(pid, &status, 0);
    ASSERT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 0);
}

class DiskTest : public testing::Test
{
protected:
    void makeProfile()
    {
        const auto library = openLibrary(m_folder.profile());
        m_account = taken(library->accounts().add(panelAccount("Home")));
        fill(*library, 100);
    }
    void fill(Library &library, int rows) { refresh(library.catalogue(), m_account, EntryKind::Live, channels(rows)); }
    static Rows channels(int count)
    {
        Rows rows;
        for (int i = 0; i < count; ++i)
            rows.channel(std::to_string(i), numberedText("Channel ", i)).logoUrl = rows.keep(std::string(400, 'x'));
        return rows;
    }
    /// Gives the profile to everybody for reading; to nobody for writing.
    void makeReadable()
    {
        std::filesystem::permissions(m_folder.path(), std::filesystem::perms(0755));
        for (const auto &item : std::filesystem::recursive_directory_iterator(m_folder.profile()))
            std::filesystem::permissions(item.path(), std::filesystem::perms(item.is_directory() ? 0555 : 0444));
        std::filesystem::permissions(m_folder.profile(), std::filesystem::perms(0555));
    }
    void TearDown() override
    {
        std::error_code ignored;
        std::filesystem::permissions(m_folder.profile(), std::filesystem::perms(0755), ignored);
    }

    TemporaryFolder m_folder;
    std::filesystem::path m_profile = m_folder.profile();
    AccountId m_account;
};

TEST_F(DiskTest, FoldersAndFilesAreForTheOwnerAlone)
{
    makeProfile();
    const mode_t before = umask(0);
    {
        const auto library = openLibrary(m_folder.profile());
        fill(*library, 120);
        for (const auto &item : std::filesystem::recursive_directory_iterator(m_folder.profile()))
            EXPECT_EQ(unsigned(item.status().permissions()) & 077u, 0u) << item.path();
    }
    umask(before);
    EXPECT_EQ(unsigned(std::filesystem::status(m_folder.profile()).permissions()), 0700u);
}

TEST_F(DiskTest, TakesOthersRightsAway)
{
    makeProfile();
    std::filesystem::permissions(m_folder.profile(), std::filesystem::perms(0755));
    std::filesystem::permissions(m_folder.profile() / "user.db", std::filesystem::perms(0644));
    openLibrary(m_folder.profile());
    EXPECT_EQ(unsigned(std::filesystem::status(m_folder.profile()).permissions()), 0700u);
    EXPECT_EQ(unsigned(std::filesystem::status(m_folder.profile() / "user.db").permissions()), 0600u);
}

TEST_F(DiskTest, AFullDiskEndsARefreshAndLeavesTheOldList)
{
    makeProfile();
    const auto library = openLibrary(m_folder.profile());
    const Rows many = channels(3000);
    // Full sooner or later: while rows arrive, while the rest of the file is written, and between.
    int failed = 0;
    for (rlim_t kilobytes = 40; kilobytes <= 2600; kilobytes += 160) {
        SCOPED_TRACE(kilobytes);
        auto started = library->catalogue().beginRefresh(m_account, EntryKind::Live);
        if (started) {
            const SmallDisk disk(kilobytes * 1024);
            Result<> done = (*started)->addChannels(many.channels);
            Result<CatalogueRefresh::Change> change;
            if (done)
                change = (*started)->commit(at(1));
            if (!done || !change) {
                ++failed;
                const Error error = done ? change.error() : done.error();
                EXPECT_EQ(error.kind, ErrorKind::Storage);
                EXPECT_FALSE(error.subject.empty());
                EXPECT_FALSE((*started)->commit(at(1), CatalogueRefresh::Trust::Believe))
                    << "what is missing stays missing";
                started->reset();
                EXPECT_EQ(shown(library->catalogue(), m_account, EntryKind::Live)->size(), 100u);
                continue;
            }
        }
        ASSERT_TRUE(started);
        EXPECT_EQ(shown(library->catalogue(), m_account, EntryKind::Live)->size(), 3000u);
        started->reset();
        refresh(library->catalogue(), m_account, EntryKind::Live, channels(100), CatalogueRefresh::Trust::Believe);
    }
    EXPECT_GT(failed, 5);
    fill(*library, 130);
    EXPECT_EQ(shown(library->catalogue(), m_account, EntryKind::Live)->size(), 130u) << "there is room again";
}

TEST_F(DiskTest, AFullDiskRefusesAFavouriteAndKeepsTheOthers)
{
    makeProfile();
    const auto library = openLibrary(m_folder.profile());
    EntryShape shape;
    shape.key = {m_account, EntryKind::Live, "1"};
    ASSERT_TRUE(library->user().setFavourite(shape, true));
    bool refused = false;
    {
        const SmallDisk disk(70 * 1024);
        for (int i = 2; i < 100 && !refused; ++i) {
            shape.key.id = std::to_string(i);
            shape.name = std::string(1000, 'n');
            const auto done = library->user().setFavourite(shape, true);
            refused = !done;
            EXPECT_TRUE(done || done.error().kind == ErrorKind::Storage);
            EXPECT_EQ(taken(library->user().favourites(m_account, EntryKind::Live)).size(),
                      std::size_t(refused ? i - 1 : i))
                << "readable while there is no room";
        }
    }
    EXPECT_TRUE(refused);
    const std::string lost = shape.key.id;
    const auto kept = taken(library->user().favourites(m_account, EntryKind::Live));
    EXPECT_EQ(kept.size(), std::size_t(std::stoi(lost) - 1)) << "all that were acknowledged, and only they";
    EXPECT_TRUE(library->user().setFavourite(shape, true)) << "there is room again";
}

TEST_F(DiskTest, AFolderThatCannotBeMadeIsAStorageErrorThatNamesIt)
{
    writeBytes(m_folder.path() / "file", {'x'});
    const auto library = Library::open(m_folder.path() / "file" / "profile");
    ASSERT_FALSE(library);
    EXPECT_EQ(library.error().kind, ErrorKind::Storage);
    EXPECT_EQ(library.error().subject, "profile");
}

TEST_F(DiskTest, AnEmptyFolderThatMayNotBeWrittenIsAStorageError)
{
    std::filesystem::create_directories(m_folder.profile());
    makeReadable();
    asOrdinaryUser([&] {
        const auto library = Library::open(m_folder.profile());
        return library ? 1 : library.error().kind == ErrorKind::Storage && !library.error().subject.empty() ? 0 : 2;
    });
}

TEST_F(DiskTest, AReadableProfileIsOpenedForReading)
{
    makeProfile();
    {
        const auto library = openLibrary(m_folder.profile());
        EntryShape shape;
        shape.key = {m_account, EntryKind::Live, "1"};
        ASSERT_TRUE(library->user().setFavourite(shape, true));
    }
    makeReadable();
    const auto before = readBytes(m_folder.profile() / "user.db");
    asOrdinaryUser([&] {
        auto opened = Library::open(m_folder.profile());
        if (!opened)
            return 1;
        Library &library = **opened;
        if (library.notices() != std::vector<std::string>{"read_only"})
            return 2;
        const auto accounts = library.accounts().all();
        if (!accounts || accounts->size() != 1 || (*accounts)[0].name != "Home")
            return 3;
        const auto snapshot = library.catalogue().snapshot(m_account, EntryKind::Live);
        if (!snapshot || (*snapshot)->size() != 100 || (*snapshot)->search("channel 7", 1).empty())
            return 4;
        const auto favourites = library.user().favourites(m_account, EntryKind::Live);
        if (!favourites || favourites->size() != 1)
            return 5;
        const auto refused = library.user().setSetting({}, "a", "b");
        if (refused || refused.error().kind != ErrorKind::Storage)
            return 6;
        const auto refresh = library.catalogue().beginRefresh(m_account, EntryKind::Live);
        if (refresh || refresh.error().kind != ErrorKind::Storage)
            return 7;
        return library.accounts().remove(m_account) ? 8 : 0;
    });
    EXPECT_EQ(readBytes(m_folder.profile() / "user.db"), before);
}

TEST_F(DiskTest, ASecondLibraryOnTheProfileOnlyReads)
{
    makeProfile();
    auto first = openLibrary(m_folder.profile());
    EntryShape shape;
    shape.key = {m_account, EntryKind::Live, "1"};
    ASSERT_TRUE(first->user().setFavourite(shape, true));
    {
        const auto second = openLibrary(m_folder.profile());
        ASSERT_TRUE(second);
        EXPECT_THAT(second->notices(), ElementsAre("read_only"));
        EXPECT_EQ(taken(second->user().favourites(m_account, EntryKind::Live)).size(), 1u)
            << "from the log of the first";
        EXPECT_EQ(shown(second->catalogue(), m_account, EntryKind::Live)->size(), 100u);
        EXPECT_FALSE(second->user().setFavourite(shape, false));
    }
    fill(*first, 110);
    first.reset();
    EXPECT_THAT(openLibrary(m_folder.profile())->notices(), testing::IsEmpty());
}

TEST_F(DiskTest, AProfileOnAFullDiskIsOpenedForReading)
{
    makeProfile();
    for (const char *after : {"a good end", "a crash"}) {
        SCOPED_TRACE(after);
        if (after == std::string_view("a crash")) {
            // The log of a writer that never closed: a copy made while it is open.
            const auto writer = openLibrary(m_folder.profile());
            ASSERT_TRUE(writer->user().setSetting({}, "in", "the log"));
            const auto copy = m_folder.path() / "copy";
            std::filesystem::copy(m_folder.profile(), copy, std::filesystem::copy_options::recursive);
            m_profile = copy;
        }
        {
            const SmallDisk disk(0);
            const auto library = openLibrary(m_profile);
            ASSERT_TRUE(library);
            EXPECT_THAT(library->notices(), ElementsAre("read_only"));
            EXPECT_EQ(taken(library->accounts().all()).size(), 1u);
            EXPECT_EQ(shown(library->catalogue(), m_account, EntryKind::Live)->size(), 100u);
            EXPECT_EQ(taken(library->user().setting({}, "in")).has_value(), m_profile != m_folder.profile());
            EXPECT_FALSE(library->user().setSetting({}, "a", "b"));
        }
        EXPECT_THAT(openLibrary(m_profile)->notices(), testing::IsEmpty());
    }
}

} // namespace
} // namespace kanal::library

#endif
