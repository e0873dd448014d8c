// SPDX-License-Identifier: MIT
// Files that were flipped, cut, zeroed or exchanged: the library opens or starts anew, and never crashes. Every
// mutation is seeded.
#include "checksum.h"
#include "damage_fixture.h"
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
        if (seed % 2) // it names what is not there
            std::filesystem::remove_all(profile / "catalogue");
        {
            const auto library = openLibrary(profile);
            ASSERT_TRUE(library);
            rebuilt += testing::Matches(testing::Contains("lists_lost"))(library->notices());
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

TEST_F(DamageTest, AHeadOfAFormatThatNobodyWroteIsDamage)
{
    constexpr std::size_t kWriteVersion = 18, kSchemaFormat = 47; // SQLite's file format, its last byte
    for (const char *name : {"user.db", "catalogue.db"})
        for (const std::size_t place : {kWriteVersion, kSchemaFormat}) {
            SCOPED_TRACE(std::string(name) + ' ' + std::to_string(place));
            const auto profile = copy(std::string(name) + std::to_string(place));
            auto bytes = readBytes(profile / name);
            bytes.at(place) = 9;
            writeBytes(profile / name, bytes);
            const auto library = openLibrary(profile);
            EXPECT_EQ(library->notices().size(), 1u);
            EXPECT_TRUE(library->user().setFavourite({{m_account, EntryKind::Live, "77"}}, true))
                << "it can be written";
            Rows rows;
            rows.category("1", "News").channel("1", "One", "1");
            const AccountId other = taken(library->accounts().add(panelAccount("Other")));
            refresh(library->catalogue(), other, EntryKind::Live, rows);
            EXPECT_EQ(shown(library->catalogue(), other, EntryKind::Live)->size(), 1u);
        }
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
