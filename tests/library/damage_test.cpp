// SPDX-License-Identifier: MIT
// Files that were flipped, cut, zeroed or exchanged: the library opens or starts anew, and never crashes. Every
// mutation is seeded.
#include "checksum.h"
#include "library_fixture.h"
#include "row_file.h"
#include "row_snapshot.h"

#include <cstring>

#include <gmock/gmock.h>

namespace kanal::library
{
namespace
{

using Random = std::mt19937;

void mutate(std::vector<char> &bytes, Random &random)
{
    if (bytes.empty())
        return;
    const auto place = [&] { return random() % bytes.size(); };
    const auto range = [&](std::size_t most) {
        const std::size_t from = place();
        return std::pair(bytes.begin() + std::ptrdiff_t(from),
                         bytes.begin() + std::ptrdiff_t(std::min(bytes.size(), from + 1 + random() % most)));
    };
    switch (random() % 6) {
    case 0:
        for (std::size_t n = 1 + random() % 8; n > 0; --n)
            bytes[place()] ^= char(1u << (random() % 8));
        break;
    case 1:
        bytes.resize(place());
        break;
    case 2: {
        const auto [from, to] = range(5000);
        std::fill(from, to, '\0');
        break;
    }
    case 3: {
        const auto [from, to] = range(300);
        std::generate(from, to, [&] { return char(random()); });
        break;
    }
    case 4: { // a page where another was
        const auto [from, to] = range(4096);
        const std::vector<char> page(from, to);
        const std::size_t at = std::min(place(), bytes.size() - page.size());
        std::copy(page.begin(), page.end(), bytes.begin() + std::ptrdiff_t(at));
        break;
    }
    default: // a number that is too large
        std::fill_n(bytes.begin() + std::ptrdiff_t(place() & ~std::size_t(7)),
                    std::min<std::size_t>(8, bytes.size() % 8 + 1), '\xff');
        break;
    }
}

/// Asks for everything a snapshot can say, with indices in and out of range.
std::size_t readEverything(const CatalogueSnapshot &snapshot)
{
    std::size_t letters = 0;
    for (std::uint32_t row = 0; row < snapshot.size() + 2; ++row) {
        const ChannelRow channel = snapshot.channel(row);
        const MovieRow movie = snapshot.movie(row);
        for (const std::string_view text : {channel.name, channel.logoUrl, channel.categoryId, channel.moreCategoryIds,
                                            movie.name, movie.cast, movie.posterUrl, movie.genre, snapshot.id(row)})
            letters += std::string(text).size(); // reads every byte
        letters += snapshot.find(snapshot.id(row)).value_or(0);
    }
    for (std::uint32_t category = 0; category < snapshot.categoryCount() + 2; ++category) {
        letters += std::string(snapshot.category(category).name).size();
        for (const std::uint32_t row : snapshot.rowsOf(category))
            EXPECT_LT(row, snapshot.size());
    }
    for (const char *query : {"", "a", "film 1", "name", "drama"}) {
        for (const std::uint32_t row : snapshot.filter(query))
            EXPECT_LT(row, snapshot.size());
        for (const SearchHit &hit : snapshot.search(query, 50))
            EXPECT_LT(hit.row, snapshot.size());
    }
    return letters;
}

class DamageTest : public testing::Test
{
protected:
    void SetUp() override
    {
        const auto library = openLibrary(m_folder.profile());
        m_account = taken(library->accounts().add(panelAccount("Home")));
        Rows rows;
        rows.category("1", "Drama").category("2", "Comedy");
        for (int i = 0; i < 150; ++i) {
            rows.channel(std::to_string(i), numberedText("Name ", i), i % 3 ? "1" : "2", "2").logoUrl =
                "http://logo.example/x.png";
            MovieRow &movie = rows.movie(std::to_string(i), numberedText("Film ", i), "1");
            movie.genre = "Drama";
            movie.cast = "Somebody Else";
            movie.plot = "Long ago.";
            movie.year = 1980 + i % 40;
        }
        refresh(library->catalogue(), m_account, EntryKind::Live, rows);
        refresh(library->catalogue(), m_account, EntryKind::Movie, rows);
        EntryShape shape;
        for (int i = 0; i < 40; ++i) {
            shape.key = {m_account, EntryKind::Live, std::to_string(i)};
            ASSERT_TRUE(library->user().setFavourite(shape, true));
        }
    }

    std::filesystem::path rowFileOf(const char *kind) const
    {
        for (const auto &item : std::filesystem::directory_iterator(m_folder.profile() / "catalogue"))
            if (item.path().filename().string().find(kind) != std::string::npos)
                return item.path();
        return {};
    }
    /// A profile like the one of SetUp, at another place.
    std::filesystem::path copy(const std::string &name) const
    {
        const auto target = m_folder.path() / name;
        std::filesystem::copy(m_folder.profile(), target, std::filesystem::copy_options::recursive);
        return target;
    }

    TemporaryFolder m_folder;
    AccountId m_account;
};

TEST_F(DamageTest, ADamagedRowFileIsRefusedOrSafeToRead)
{
    for (const char *kind : {"live", "movie"}) {
        const auto good = readBytes(rowFileOf(kind));
        const auto file = m_folder.path() / "mutated.rows";
        int refused = 0;
        for (unsigned seed = 0; seed < 400; ++seed) {
            SCOPED_TRACE(seed);
            Random random(seed);
            auto bytes = good;
            mutate(bytes, random);
            writeBytes(file, bytes);
            auto opened = RowFile::open(file, RowFile::Check::Structure);
            if (opened)
                readEverything(RowSnapshot(std::move(*opened)));
            const auto checked = RowFile::open(file, RowFile::Check::Content);
            refused += !checked;
            if (checked) {
                EXPECT_EQ(checked->rows(), 150u);
            }
        }
        EXPECT_GT(refused, 200) << "most of a file is checked";
    }
}

TEST_F(DamageTest, AForgedRowFileWithGoodChecksumsIsSafeToRead)
{
    // What an attacker would do: any content, checksums to match. Only the bounds checks stand between.
    const auto good = readBytes(rowFileOf("movie"));
    const auto file = m_folder.path() / "forged.rows";
    int opened = 0;
    for (unsigned seed = 0; seed < 400; ++seed) {
        SCOPED_TRACE(seed);
        Random random(seed);
        auto bytes = good;
        RowFileHeader header;
        std::memcpy(&header, bytes.data(), sizeof header);
        auto &place = header.sections[random() % kSections];
        for (int n = 0; n < 6 && place.bytes > 0; ++n)
            bytes[std::size_t(place.offset + random() % place.bytes)] = char(random());
        if (random() % 3 == 0)
            (random() % 2 ? place.offset : place.bytes) = random() % (bytes.size() * 2);
        if (random() % 5 == 0)
            header.rows = random() % 400;
        for (auto &section : header.sections)
            if (section.offset + section.bytes <= bytes.size())
                section.checksum =
                    RunningChecksum::of(std::as_bytes(std::span(bytes)).subspan(section.offset, section.bytes));
        header.checksum = checksum(std::as_bytes(std::span(&header, 1)).first(offsetof(RowFileHeader, checksum)));
        std::memcpy(bytes.data(), &header, sizeof header);
        writeBytes(file, bytes);
        if (auto forged = RowFile::open(file, RowFile::Check::Content)) {
            ++opened;
            readEverything(RowSnapshot(std::move(*forged)));
        }
    }
    EXPECT_GT(opened, 50) << "some must get past the checks to test the reading";
}

TEST_F(DamageTest, ADamagedRowFileIsMadeAgainFromTheDatabase)
{
    for (unsigned seed = 0; seed < 30; ++seed) {
        SCOPED_TRACE(seed);
        Random random(seed);
        const auto file = rowFileOf("live");
        auto bytes = readBytes(file);
        if (seed % 3 == 0)
            std::filesystem::remove(file);
        else {
            std::fill_n(bytes.begin() + std::ptrdiff_t(random() % sizeof(RowFileHeader)), 4, char(random() | 1));
            writeBytes(file, seed % 3 == 1 ? bytes : std::vector<char>(bytes.begin(), bytes.begin() + 5000));
        }
        const auto library = openLibrary(m_folder.profile());
        const auto snapshot = shown(library->catalogue(), m_account, EntryKind::Live);
        ASSERT_EQ(snapshot->size(), 150u);
        EXPECT_EQ(snapshot->name(149), "Name 149");
        EXPECT_EQ(snapshot->category(0).count, 100u);
        EXPECT_EQ(snapshot->channel(3).moreCategoryIds, "2");
        EXPECT_EQ(snapshot->refreshedAt(), at(1'800'000'000));
        EXPECT_THAT(library->notices(), testing::IsEmpty());
    }
}

TEST_F(DamageTest, ARowFileOfAnotherDatabaseIsNotShown)
{
    const auto live = rowFileOf("live");
    std::filesystem::copy_file(rowFileOf("movie"), live, std::filesystem::copy_options::overwrite_existing);
    const auto library = openLibrary(m_folder.profile());
    const auto snapshot = shown(library->catalogue(), m_account, EntryKind::Live);
    ASSERT_EQ(snapshot->size(), 150u);
    EXPECT_EQ(snapshot->channel(0).name, "Name 0");
}

TEST_F(DamageTest, ADamagedCatalogueNeverStopsTheLibrary)
{
    const auto good = readBytes(m_folder.profile() / "catalogue.db");
    int rebuilt = 0;
    for (unsigned seed = 0; seed < 120; ++seed) {
        SCOPED_TRACE(seed);
        Random random(seed);
        const auto profile = copy(std::to_string(seed));
        auto bytes = good;
        for (unsigned n = seed % 4; n-- > 0;)
            mutate(bytes, random);
        mutate(bytes, random);
        writeBytes(profile / "catalogue.db", bytes);
        if (seed % 2) // then everything has to come from the database
            std::filesystem::remove_all(profile / "catalogue");
        {
            const auto library = openLibrary(profile);
            ASSERT_TRUE(library);
            rebuilt += testing::Matches(testing::Contains("catalogue_rebuilt"))(library->notices());
            for (const EntryKind kind : {EntryKind::Live, EntryKind::Movie, EntryKind::Series})
                readEverything(*shown(library->catalogue(), m_account, kind));
            (void)library->catalogue().plot(m_account, EntryKind::Movie, "7"); // any answer will do
            EXPECT_EQ(taken(library->user().favourites(m_account, EntryKind::Live)).size(), 40u);
            // Damage may be met only now; the refresh after that one has to work.
            Rows rows;
            rows.channel("1", "One");
            for (int attempt = 0; attempt < 3; ++attempt)
                if (auto started = library->catalogue().beginRefresh(m_account, EntryKind::Live); started)
                    if ((*started)->addChannels(rows.channels) &&
                        (*started)->commit(at(1), CatalogueRefresh::Trust::Believe))
                        break;
            EXPECT_EQ(shown(library->catalogue(), m_account, EntryKind::Live)->size(), 1u);
        }
        std::filesystem::remove_all(profile);
    }
    EXPECT_GT(rebuilt, 10);
}

TEST_F(DamageTest, ADamagedUserDatabaseIsRestored)
{
    const auto good = readBytes(m_folder.profile() / "user.db");
    int restored = 0;
    for (unsigned seed = 0; seed < 120; ++seed) {
        SCOPED_TRACE(seed);
        Random random(seed);
        const auto profile = copy(std::to_string(seed));
        auto bytes = good;
        for (unsigned n = seed % 4; n-- > 0;)
            mutate(bytes, random);
        mutate(bytes, random);
        writeBytes(profile / "user.db", bytes);
        if (seed % 5 == 0)
            writeBytes(profile / "user.db-wal", std::vector<char>(random() % 9000, char(random())));
        {
            const auto library = openLibrary(profile);
            ASSERT_TRUE(library);
            const auto &notices = library->notices();
            restored += testing::Matches(testing::Contains("user_restored"))(notices);
            EXPECT_THAT(notices, testing::Not(testing::Contains("user_lost")));
            const auto accounts = taken(library->accounts().all());
            ASSERT_EQ(accounts.size(), 1u);
            EXPECT_EQ(taken(library->user().favourites(accounts[0].id, EntryKind::Live)).size(), 40u);
            EXPECT_TRUE(library->user().setSetting({}, "still", "writable"));
        }
        std::filesystem::remove_all(profile);
    }
    EXPECT_GT(restored, 60);
}

} // namespace
} // namespace kanal::library
