// SPDX-License-Identifier: MIT
// What the GUI thread may ask for is there at once: lists that need no long look, and what is the user's own while a
// write waits for the disk.
#include "library_fixture.h"
#include "user_database.h"

#include <chrono>
#include <future>

namespace kanal::library
{
namespace
{

using namespace std::chrono_literals;

struct AtHandTest : testing::Test {
    TemporaryFolder folder;
    std::unique_ptr<Library> library = openLibrary(folder.profile());
    AccountId account = library->accounts().add(panelAccount()).value();

    void store(int channels)
    {
        Rows rows;
        for (int i = 0; i < channels; ++i)
            rows.channel(std::to_string(i), numberedText("Channel ", i));
        refresh(library->catalogue(), account, EntryKind::Live, rows);
    }
    bool isAtHand() const { return library->catalogue().isAtHand(account, EntryKind::Live); }
    std::uint32_t size() const { return library->catalogue().snapshot(account, EntryKind::Live).value()->size(); }
    void reopen()
    {
        library.reset();
        library = openLibrary(folder.profile());
    }
    /// As it is found after a kill: everything as it was while it was open.
    void crash()
    {
        const auto copy = folder.path() / "copy";
        std::filesystem::copy(folder.profile(), copy, std::filesystem::copy_options::recursive);
        library.reset();
        std::filesystem::remove_all(folder.profile());
        std::filesystem::rename(copy, folder.profile());
        library = openLibrary(folder.profile());
    }
};

TEST_F(AtHandTest, AListIsAfterAGoodEnd)
{
    store(3000);
    EXPECT_TRUE(isAtHand());
    reopen();
    EXPECT_TRUE(isAtHand());
    EXPECT_EQ(size(), 3000u);
    EXPECT_TRUE(library->catalogue().isAtHand(account, EntryKind::Movie)) << "there is none to read";
}

TEST_F(AtHandTest, ALongListIsNotAfterACrashUntilItWasReadToItsEnd)
{
    store(3000);
    crash();
    EXPECT_FALSE(isAtHand());
    EXPECT_TRUE(library->catalogue().shown(account, EntryKind::Live));
    EXPECT_EQ(size(), 3000u);
    EXPECT_TRUE(isAtHand());
}

TEST_F(AtHandTest, AShortListIsEvenAfterACrash)
{
    store(10);
    crash();
    EXPECT_TRUE(isAtHand());
    EXPECT_EQ(size(), 10u);
}

TEST_F(AtHandTest, AListWhoseFileIsMissingIsEmptyAtOnce)
{
    store(10);
    library.reset();
    for (const auto &file : std::filesystem::directory_iterator(folder.profile() / "catalogue"))
        std::filesystem::remove(file);
    library = openLibrary(folder.profile());
    EXPECT_TRUE(isAtHand());
    EXPECT_EQ(size(), 0u);
}

TEST_F(AtHandTest, SeveralWhoAskForAListGetTheSameOne)
{
    store(3000);
    crash();
    std::vector<std::future<std::shared_ptr<const CatalogueSnapshot>>> asked;
    for (int i = 0; i < 4; ++i)
        asked.push_back(std::async(std::launch::async,
                                   [this] { return library->catalogue().snapshot(account, EntryKind::Live).value(); }));
    const auto first = asked.front().get();
    ASSERT_EQ(first->size(), 3000u);
    for (std::size_t i = 1; i < asked.size(); ++i)
        EXPECT_EQ(asked[i].get(), first);
}

TEST(UserDatabaseTest, ReadingDoesNotWaitForAWriteUnderWay)
{
    TemporaryFolder folder;
    std::filesystem::create_directories(folder.profile());
    UserDatabase::Outcome outcome;
    auto user = UserDatabase::open(folder.profile(), DatabaseOptions::Access::ReadWrite, outcome).value();
    const auto set = [](Database &db, const std::string &value) {
        return Query(db, "INSERT OR REPLACE INTO setting (identity, name, value) VALUES (0, 'x', ?)").bind(value).run();
    };
    const auto read = [&user] {
        return user->read([](Database &db) -> Result<std::string> {
            Query query(db, "SELECT value FROM setting WHERE identity = 0 AND name = 'x'");
            const std::string value = query.next() ? std::string(query.text(0)) : std::string();
            return query.result().map([&] { return value; });
        });
    };
    ASSERT_TRUE(user->write([&](Database &db) { return set(db, "before"); }));

    std::promise<void> written, mayEnd;
    auto writing = std::async(std::launch::async, [&] {
        return user->write([&](Database &db) {
            Result<> done = set(db, "after");
            written.set_value();
            mayEnd.get_future().wait();
            return done;
        });
    });
    written.get_future().wait();
    auto reading = std::async(std::launch::async, read);
    const bool answered = reading.wait_for(20s) == std::future_status::ready;
    mayEnd.set_value();
    EXPECT_TRUE(answered);
    EXPECT_EQ(reading.get().value(), "before");
    EXPECT_TRUE(writing.get());
    EXPECT_EQ(read().value(), "after");
}

} // namespace
} // namespace kanal::library
