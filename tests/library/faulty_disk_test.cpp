// SPDX-License-Identifier: MIT
// The n-th operation of the disk fails, for every n, once or for ever: nothing that was acknowledged is lost, nothing
// is mistaken for damage, and the library works again when the disk does.
#include "faulty_disk.h"
#include "library_fixture.h"

#include <set>

#include <gmock/gmock.h>

namespace kanal::library
{
namespace
{

class FaultyDiskTest : public testing::TestWithParam<std::tuple<FaultyDisk::Extent, int>>
{
protected:
    static Rows channels(const std::string &name)
    {
        Rows rows;
        for (int i = 0; i < 60; ++i)
            rows.channel(std::to_string(i), name);
        return rows;
    }

    /// A session of the user; what was acknowledged.
    struct Acknowledged {
        std::set<std::string> favourites;
        bool refreshed = false;
    };
    static Acknowledged use(const std::filesystem::path &profile, AccountId account)
    {
        Acknowledged done;
        const auto library = Library::open(profile);
        if (!library) {
            EXPECT_EQ(std::get<1>(GetParam()), SQLITE_IOERR) << "a full disk is no reason not to start";
            EXPECT_EQ(library.error().kind, ErrorKind::Storage);
            return done;
        }
        for (const std::string &notice : (*library)->notices())
            EXPECT_THAT(notice, testing::AnyOf("read_only", "lists_frozen")) << "a disk that fails is no damage";
        for (const char *id : {"1", "2"}) {
            EntryShape shape;
            shape.key.account = account;
            shape.key.id = id;
            if ((*library)->user().setFavourite(shape, true))
                done.favourites.insert(id);
        }
        auto started = (*library)->catalogue().beginRefresh(account, EntryKind::Live);
        const Rows rows = channels("new");
        done.refreshed = started && (*started)->addChannels(rows.channels) && (*started)->commit(at(2));
        return done;
    }
};

TEST_P(FaultyDiskTest, LosesNothingThatWasAcknowledged)
{
    TemporaryFolder folder;
    AccountId account;
    {
        const auto library = openLibrary(folder.profile());
        account = taken(library->accounts().add(panelAccount("Home")));
        refresh(library->catalogue(), account, EntryKind::Live, channels("old"));
    }
    const auto [extent, code] = GetParam();
    int failures = 0;
    // Every operation at first, where files are opened and checked; then coprime strides through the rest.
    for (int nth = 1, stride = 1;; nth += stride, stride = nth > 40 ? 3 : 1) {
        SCOPED_TRACE(nth);
        const auto profile = folder.path() / std::to_string(nth);
        std::filesystem::copy(folder.profile(), profile, std::filesystem::copy_options::recursive);
        Acknowledged done;
        bool failed = false;
        {
            FaultyDisk disk;
            disk.failAt(nth, extent, code);
            done = use(profile, account);
            failed = disk.hasFailed();
        }
        failures += failed;
        const auto library = openLibrary(profile);
        ASSERT_TRUE(library);
        EXPECT_THAT(library->notices(), testing::IsEmpty()) << "a disk that fails is no damage";
        std::set<std::string> found;
        for (const EntryShape &entry : taken(library->user().favourites(account, EntryKind::Live)))
            found.insert(entry.key.id);
        EXPECT_TRUE(std::includes(found.begin(), found.end(), done.favourites.begin(), done.favourites.end()));
        const auto snapshot = shown(library->catalogue(), account, EntryKind::Live);
        ASSERT_EQ(snapshot->size(), 60u);
        const std::string name(snapshot->name(0));
        EXPECT_TRUE(name == "new" || (name == "old" && !done.refreshed)) << name;
        for (std::uint32_t row = 0; row < snapshot->size(); ++row)
            EXPECT_EQ(snapshot->name(row), name);
        EXPECT_TRUE(library->user().setSetting({}, "works", "again"));
        std::filesystem::remove_all(profile);
        if (!failed)
            break;
        ASSERT_LT(nth, 2000) << "this never ends";
    }
    EXPECT_GT(failures, 30);
}

class FullDiskTest : public testing::Test
{
protected:
    void SetUp() override
    {
        const auto library = openLibrary(m_folder.profile());
        m_account = taken(library->accounts().add(panelAccount("Home")));
        Rows rows;
        rows.channel("1", "One");
        refresh(library->catalogue(), m_account, EntryKind::Live, rows);
    }
    bool marks(Library &library, const char *id = "1") const
    {
        return bool(library.user().setFavourite({{m_account, EntryKind::Live, id}}, true));
    }
    std::vector<std::string> favourites(Library &library) const
    {
        std::vector<std::string> ids;
        for (const EntryShape &entry : taken(library.user().favourites(m_account, EntryKind::Live)))
            ids.push_back(entry.key.id);
        return ids;
    }

    TemporaryFolder m_folder;
    AccountId m_account;
    FaultyDisk m_disk;
};

TEST_F(FullDiskTest, ACatalogueThatCannotBeWrittenIsRead)
{
    m_disk.fill("catalogue.db");
    const auto library = openLibrary(m_folder.profile());
    ASSERT_TRUE(library);
    EXPECT_THAT(library->notices(), testing::ElementsAre("lists_frozen"));
    EXPECT_EQ(shown(library->catalogue(), m_account, EntryKind::Live)->size(), 1u);
    EXPECT_TRUE(marks(*library));
    const auto refused = library->catalogue().beginRefresh(m_account, EntryKind::Live);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::Storage);

    m_disk.heal();
    Rows rows;
    rows.channel("1", "One");
    rows.channel("2", "Two");
    refresh(library->catalogue(), m_account, EntryKind::Live, rows);
    EXPECT_EQ(shown(library->catalogue(), m_account, EntryKind::Live)->size(), 2u) << "there is room again";
}

TEST_F(FullDiskTest, AFavouriteThatFindsNoRoomLeavesTheOthersReadable)
{
    auto library = openLibrary(m_folder.profile());
    ASSERT_TRUE(marks(*library));
    m_disk.fill("user.db");
    for (const char *round : {"the first that is refused", "one later"}) {
        SCOPED_TRACE(round);
        EXPECT_FALSE(marks(*library, "2"));
        EXPECT_THAT(favourites(*library), testing::ElementsAre("1"));
        EXPECT_EQ(taken(library->accounts().all()).size(), 1u);
    }
    EXPECT_FALSE(library->user().setPosition({m_account, EntryKind::Movie, "9"}, {}));
    EXPECT_THAT(favourites(*library), testing::ElementsAre("1"));

    m_disk.heal();
    EXPECT_TRUE(marks(*library, "2")) << "there is room again";
    EXPECT_THAT(favourites(*library), testing::ElementsAre("1", "2"));
    library.reset();
    library = openLibrary(m_folder.profile());
    EXPECT_THAT(library->notices(), testing::IsEmpty());
    EXPECT_THAT(favourites(*library), testing::ElementsAre("1", "2"));
}

TEST_F(FullDiskTest, ADamagedCatalogueIsEmptyUntilThereIsRoom)
{
    writeBytes(m_folder.profile() / "catalogue.db", std::vector<char>(8192, 'x'));
    m_disk.fill("catalogue.db");
    {
        const auto library = openLibrary(m_folder.profile());
        ASSERT_TRUE(library);
        EXPECT_THAT(library->notices(), testing::ElementsAre("lists_lost", "lists_frozen"));
        EXPECT_EQ(shown(library->catalogue(), m_account, EntryKind::Live)->size(), 0u);
        EXPECT_TRUE(marks(*library));
        m_disk.heal();
        Rows rows;
        rows.channel("1", "One");
        refresh(library->catalogue(), m_account, EntryKind::Live, rows);
        EXPECT_EQ(shown(library->catalogue(), m_account, EntryKind::Live)->size(), 1u);
    }
    const auto library = openLibrary(m_folder.profile());
    EXPECT_THAT(library->notices(), testing::IsEmpty());
    EXPECT_EQ(shown(library->catalogue(), m_account, EntryKind::Live)->size(), 1u);
}

INSTANTIATE_TEST_SUITE_P(Faults, FaultyDiskTest,
                         testing::Combine(testing::Values(FaultyDisk::Extent::Once, FaultyDisk::Extent::ForEver),
                                          testing::Values(SQLITE_IOERR, SQLITE_FULL)));

} // namespace
} // namespace kanal::library
