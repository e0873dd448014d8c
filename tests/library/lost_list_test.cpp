// SPDX-License-Identifier: MIT
// Files of lists that are missing, cut, changed or left over: a list that cannot be read is empty and says so, its
// plots cannot take it along, and nothing piles up.
#include "damage_fixture.h"
#include "row_file.h"

#include <cstring>

#include <gmock/gmock.h>
#include <sqlite3.h>

namespace kanal::library
{
namespace
{

using LostListTest = DamageTest;
using Random = std::mt19937;

TEST_F(LostListTest, AListWhoseFileIsMissingOrCutOrHasABadHeaderIsLostFromTheStart)
{
    const auto file = rowFileOf("live");
    const auto good = readBytes(file);
    for (unsigned seed = 0; seed < 30; ++seed) {
        SCOPED_TRACE(seed);
        Random random(seed);
        auto bytes = good;
        if (seed % 3 == 0)
            std::filesystem::remove(file);
        else if (seed % 3 == 1)
            bytes[random() % offsetof(RowFileHeader, checksum)] ^= char(1u << random() % 8);
        else
            bytes.resize(seed == 2 ? good.size() - 1 : 1 + random() % (good.size() - 1));
        if (seed % 3 != 0)
            writeBytes(file, bytes);
        const auto library = openLibrary(m_folder.profile());
        EXPECT_THAT(library->notices(), testing::ElementsAre("lists_lost"));
        expectLost(*library, EntryKind::Live);
        EXPECT_EQ(shown(library->catalogue(), m_account, EntryKind::Movie)->size(), 150u) << "the other list is there";
    }
}

TEST_F(LostListTest, AListThatFailsItsCheckIsLostWhenItIsAskedForAndStaysOnTheDiskUntilItIsFetchedAgain)
{
    const auto file = rowFileOf("live");
    const auto good = readBytes(file);
    auto bytes = good;
    RowFileHeader header;
    std::memcpy(&header, bytes.data(), sizeof header);
    bytes[std::size_t(header.sections[std::size_t(Section::CategoryRows)].offset)] ^= 1;
    writeBytes(file, bytes);
    {
        const auto library = openLibrary(m_folder.profile());
        EXPECT_THAT(library->notices(), testing::IsEmpty()) << "nobody has read so far";
        EXPECT_EQ(shown(library->catalogue(), m_account, EntryKind::Live)->size(), 0u);
        expectLost(*library, EntryKind::Live);
    }
    EXPECT_EQ(readBytes(file), bytes);
    writeBytes(file, good); // it was the disk
    EXPECT_EQ(shown(openLibrary(m_folder.profile())->catalogue(), m_account, EntryKind::Live)->size(), 150u);
}

TEST_F(LostListTest, ALostListComesBackWithTheNextRefresh)
{
    std::filesystem::remove(rowFileOf("live"));
    const auto library = openLibrary(m_folder.profile());
    Rows rows;
    rows.channel("1", "One");
    const auto change = refresh(library->catalogue(), m_account, EntryKind::Live, rows);
    EXPECT_EQ(change.before, 0u);
    EXPECT_FALSE(change.heldBack) << "there is nothing to compare it with";
    EXPECT_EQ(shown(library->catalogue(), m_account, EntryKind::Live)->size(), 1u);
    EXPECT_FALSE(library->catalogue().isLost(m_account, EntryKind::Live));
    EXPECT_TRUE(library->catalogue().shown(m_account, EntryKind::Live));
}

TEST_F(LostListTest, ARowFileOfAnotherListIsNotShown)
{
    const auto live = rowFileOf("live");
    std::filesystem::copy_file(rowFileOf("movie"), live, std::filesystem::copy_options::overwrite_existing);
    expectLost(*openLibrary(m_folder.profile()), EntryKind::Live);
}

TEST_F(LostListTest, APlotThatCannotBeReadIsNoneAndTheListIsAsItWas)
{
    const auto file = plotFile();
    const auto good = readBytes(file);
    const std::size_t first = std::string_view(good.data(), good.size()).find("Long ago.");
    ASSERT_NE(first, std::string_view::npos);
    const auto check = [&](const char *what) {
        SCOPED_TRACE(what);
        const auto library = openLibrary(m_folder.profile());
        EXPECT_THAT(library->notices(), testing::IsEmpty());
        const auto movies = shown(library->catalogue(), m_account, EntryKind::Movie);
        ASSERT_EQ(movies->size(), 150u);
        EXPECT_EQ(movies->movie(0).cast, "Somebody Else");
        const auto plot = library->catalogue().plot(m_account, EntryKind::Movie, "0");
        ASSERT_FALSE(plot);
        EXPECT_EQ(plot.error().kind, ErrorKind::Storage);
    };
    auto bytes = good;
    bytes[first] ^= 1;
    writeBytes(file, bytes);
    check("another letter");
    bytes = good;
    bytes[9] ^= 1;
    writeBytes(file, bytes);
    check("the plots of another list");
    writeBytes(file, std::vector<char>(good.begin(), good.begin() + std::ptrdiff_t(first) + 3));
    check("cut short");
    writeBytes(file, {});
    check("empty");
    std::filesystem::remove(file);
    check("missing");
    std::filesystem::create_directory(file);
    check("a folder");
    std::filesystem::remove(file);
    writeBytes(file, good);
    EXPECT_EQ(taken(openLibrary(m_folder.profile())->catalogue().plot(m_account, EntryKind::Movie, "149")),
              "Long ago.");
}

TEST_F(LostListTest, WhatTheCatalogueDoesNotNameIsRemovedAtTheStart)
{
    const auto folder = m_folder.profile() / "catalogue";
    const auto before = readBytes(rowFileOf("live"));
    // A refresh that was killed between its files and the commit that names them; one that was still writing.
    for (const char *name : {"1-live-77.rows", "1-live-77.plots", "1-movie-78.rows.tmp", "1-movie-78.plots.tmp"})
        writeBytes(folder / name, before);
    const auto library = openLibrary(m_folder.profile());
    EXPECT_THAT(library->notices(), testing::IsEmpty());
    const auto files = std::filesystem::directory_iterator(folder);
    EXPECT_EQ(std::distance(begin(files), end(files)), 3) << "channels, films and their plots";
    EXPECT_EQ(shown(library->catalogue(), m_account, EntryKind::Live)->size(), 150u);
}

TEST_F(LostListTest, ACatalogueOfAnOlderFormatIsReplacedWithoutANoticeAndLeavesNothing)
{
    const auto file = m_folder.profile() / "catalogue.db";
    std::filesystem::remove(file);
    writeBytes(m_folder.profile() / "catalogue.db.bad-20260101-000000", {'x'});
    sqlite3 *old = nullptr;
    ASSERT_EQ(sqlite3_open(file.string().c_str(), &old), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(old,
                           "CREATE TABLE block (id INTEGER PRIMARY KEY, rows BLOB NOT NULL);"
                           "INSERT INTO block VALUES (1, zeroblob(1000000));"
                           "PRAGMA application_id=1265527875; PRAGMA user_version=2",
                           nullptr, nullptr, nullptr),
              SQLITE_OK);
    sqlite3_close(old);
    {
        const auto library = openLibrary(m_folder.profile());
        EXPECT_THAT(library->notices(), testing::IsEmpty());
        EXPECT_FALSE(library->catalogue().shown(m_account, EntryKind::Live)) << "so it is fetched";
        EXPECT_EQ(taken(library->user().favourites(m_account, EntryKind::Live)).size(), 40u);
        Rows rows;
        rows.channel("1", "One");
        refresh(library->catalogue(), m_account, EntryKind::Live, rows);
    }
    EXPECT_LT(std::filesystem::file_size(file), 100'000u);
    const auto lists = std::filesystem::directory_iterator(m_folder.profile() / "catalogue");
    EXPECT_EQ(std::distance(begin(lists), end(lists)), 1);
    for (const auto &item : std::filesystem::directory_iterator(m_folder.profile()))
        EXPECT_EQ(item.path().filename().string().find(".bad"), std::string::npos) << item.path();
    EXPECT_EQ(shown(openLibrary(m_folder.profile())->catalogue(), m_account, EntryKind::Live)->size(), 1u);
}

} // namespace
} // namespace kanal::library
