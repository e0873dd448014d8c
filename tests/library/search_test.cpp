// SPDX-License-Identifier: MIT
#include "library_fixture.h"

#include <kanal/core/text.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <random>

#include <gmock/gmock.h>

namespace kanal::library
{
namespace
{

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class SearchTest : public testing::Test
{
protected:
    std::shared_ptr<const CatalogueSnapshot> channels(const std::vector<std::string> &names)
    {
        Rows rows;
        int id = 0;
        for (const std::string &name : names)
            rows.channel(std::to_string(++id), name);
        refresh(m_library->catalogue(), m_account, EntryKind::Live, rows, CatalogueRefresh::Trust::Believe);
        return shown(m_library->catalogue(), m_account, EntryKind::Live);
    }
    std::shared_ptr<const CatalogueSnapshot> films(const Rows &rows)
    {
        refresh(m_library->catalogue(), m_account, EntryKind::Movie, rows, CatalogueRefresh::Trust::Believe);
        return shown(m_library->catalogue(), m_account, EntryKind::Movie);
    }

    TemporaryFolder m_folder;
    std::unique_ptr<Library> m_library = openLibrary(m_folder.profile());
    AccountId m_account = m_library->accounts().add(panelAccount()).value();
};

TEST_F(SearchTest, RanksNamePrefixThenWordStartThenInfix)
{
    const auto snapshot = channels({"Eurosport News", "News 24", "Newsflash", "Sky News", "Oldnewschannel", "News"});
    EXPECT_THAT(hitNames(*snapshot, "news"),
                ElementsAre("News", "News 24", "Newsflash", "Sky News", "Eurosport News", "Oldnewschannel"));
}

TEST_F(SearchTest, PutsShorterNamesFirstAndThenThePanelsOrder)
{
    const auto snapshot = channels({"BBC One HD", "BBC One", "BBC Two", "BBC Four"});
    EXPECT_THAT(hitNames(*snapshot, "bbc"), ElementsAre("BBC One", "BBC Two", "BBC Four", "BBC One HD"));
}

TEST_F(SearchTest, WordsMayComeInAnyOrder)
{
    const auto snapshot = channels({"BBC One London", "One BBC", "London Live", "BBConelondon"});
    EXPECT_THAT(hitNames(*snapshot, "london one"), ElementsAre("BBC One London", "BBConelondon"));
    EXPECT_THAT(hitNames(*snapshot, "one  LONDON bbc"), UnorderedElementsAre("BBC One London", "BBConelondon"));
}

TEST_F(SearchTest, APhraseRanksBeforeScatteredWords)
{
    const auto snapshot = channels({"Star of Gold", "The Gold Star"});
    EXPECT_THAT(hitNames(*snapshot, "gold star"), ElementsAre("The Gold Star", "Star of Gold"));
}

TEST_F(SearchTest, SignsWithinAWordNeedNotBeTypedNorBecomeBlanks)
{
    const auto snapshot = channels({"Grey's Anatomy", "Gray’s Inn", "Spider-Man", "Man with a Spider",
                                    "S.W.A.T. (2017)", "L'Équipe", "UK-BBC One"});
    EXPECT_THAT(hitNames(*snapshot, "greys anatomy"), ElementsAre("Grey's Anatomy"));
    EXPECT_THAT(hitNames(*snapshot, "grays"), ElementsAre("Gray’s Inn"));
    EXPECT_THAT(hitNames(*snapshot, "spiderman"), ElementsAre("Spider-Man"));
    EXPECT_THAT(hitNames(*snapshot, "spider man"), ElementsAre("Spider-Man", "Man with a Spider"));
    EXPECT_THAT(hitNames(*snapshot, "swat"), ElementsAre("S.W.A.T. (2017)"));
    EXPECT_EQ(hitNames(*snapshot, "s.w.a.t").front(), "S.W.A.T. (2017)");
    EXPECT_THAT(hitNames(*snapshot, "equipe"), ElementsAre("L'Équipe")) << "and what follows a sign is a word still";
    EXPECT_THAT(hitNames(*snapshot, "bbc"), ElementsAre("UK-BBC One"));
    EXPECT_THAT(namesOf(*snapshot, snapshot->filter("spiderman")), ElementsAre("Spider-Man"));
}

TEST_F(SearchTest, ASignWithinAWordFindsItWrittenTogetherAndTheOtherWayRound)
{
    const auto snapshot = channels(
        {"The Spider and the Man", "Amazing Spiderman", "Spiderman Returns", "Spider-Man", "Spiderman", "Manspider"});
    EXPECT_THAT(hitNames(*snapshot, "spider-man"),
                ElementsAre("Spiderman", "Spider-Man", "Spiderman Returns", "Amazing Spiderman",
                            "The Spider and the Man", "Manspider"));
    EXPECT_THAT(hitNames(*snapshot, "spiderman"),
                ElementsAre("Spiderman", "Spiderman Returns", "Amazing Spiderman", "Spider-Man"));
    EXPECT_THAT(hitNames(*snapshot, "amazing spider-man", 1), ElementsAre("Amazing Spiderman"));
    EXPECT_THAT(namesOf(*snapshot, snapshot->filter("spider-man")), testing::IsSupersetOf({"Spiderman", "Spider-Man"}));
    EXPECT_THAT(namesOf(*snapshot, snapshot->filter("spiderman")), testing::IsSupersetOf({"Spiderman", "Spider-Man"}));
}

TEST_F(SearchTest, AmongManyNamesWithBothWordsTheOneWrittenTogetherIsFound)
{
    std::vector<std::string> names;
    for (int i = 0; i < 500; ++i)
        names.push_back(numberedText("Man and Spider ", i));
    names.push_back("Late Night Spiderman Marathon");
    EXPECT_THAT(hitNames(*channels(names), "spider-man", 5), testing::Contains("Late Night Spiderman Marathon"));
}

TEST_F(SearchTest, AccentsCaseAndPunctuationDoNotMatter)
{
    const auto snapshot = channels({"Télé-Matin", "ARD: Das Erste ᴴᴰ", "Россия 1", "Straße"});
    EXPECT_THAT(hitNames(*snapshot, "tele matin"), ElementsAre("Télé-Matin"));
    EXPECT_THAT(hitNames(*snapshot, "ERSTE hd"), ElementsAre("ARD: Das Erste ᴴᴰ"));
    EXPECT_THAT(hitNames(*snapshot, "РОССИЯ"), ElementsAre("Россия 1"));
    EXPECT_THAT(hitNames(*snapshot, "strasse"), ElementsAre("Straße"));
}

TEST_F(SearchTest, FindsNothingForNothing)
{
    const auto snapshot = channels({"One", "Two"});
    EXPECT_THAT(hitNames(*snapshot, ""), IsEmpty());
    EXPECT_THAT(hitNames(*snapshot, " .,- "), IsEmpty());
    EXPECT_THAT(hitNames(*snapshot, "three"), IsEmpty());
    EXPECT_THAT(hitNames(*snapshot, "one", 0), IsEmpty());
    EXPECT_THAT(hitNames(*snapshot, std::string(100'000, 'x')), IsEmpty());
}

TEST_F(SearchTest, NeverFindsAcrossTwoNames)
{
    const auto snapshot = channels({"Alpha", "Beta"});
    EXPECT_THAT(hitNames(*snapshot, "alpha\nbeta"), IsEmpty());
    EXPECT_THAT(hitNames(*snapshot, "abe"), IsEmpty());
    EXPECT_THAT(snapshot->filter("alphabeta"), IsEmpty());
}

TEST_F(SearchTest, GivesTheBestOnesOfManyAndNoMore)
{
    std::vector<std::string> names;
    for (int i = 0; i < 5000; ++i)
        names.push_back(numberedText("Some example ", i));
    names.push_back("Example");
    const auto snapshot = channels(names);
    const auto hits = snapshot->search("e", 50);
    ASSERT_EQ(hits.size(), 50u);
    EXPECT_EQ(snapshot->name(hits.front().row), "Example");
    for (std::size_t i = 1; i < hits.size(); ++i)
        EXPECT_GE(hits[i - 1].score, hits[i].score);
}

TEST_F(SearchTest, GenreYearCastAndDirectorHelpButRankBelowNames)
{
    Rows rows;
    MovieRow &first = rows.movie("1", "Metropolis");
    first.genre = "Drama / Sci-Fi";
    first.cast = "Brigitte Helm, Gustav Fröhlich";
    first.director = "Fritz Lang";
    first.year = 1927;
    rows.movie("2", "Lang lebe der König");
    rows.movie("3", "Slang").director = "Somebody";
    rows.movie("4", "M").director = "Fritz Lang";
    const auto snapshot = films(rows);
    EXPECT_THAT(hitNames(*snapshot, "lang"), ElementsAre("Lang lebe der König", "Slang", "Metropolis", "M"))
        << "by their names first, the shorter before the longer; others as the panel lists them";
    EXPECT_THAT(hitNames(*snapshot, "frohlich"), ElementsAre("Metropolis"));
    EXPECT_THAT(hitNames(*snapshot, "1927"), ElementsAre("Metropolis"));
    EXPECT_THAT(hitNames(*snapshot, "sci fi"), ElementsAre("Metropolis"));
    EXPECT_THAT(hitNames(*snapshot, "fr"), IsEmpty()) << "one or two letters are looked for in names";
    EXPECT_THAT(hitNames(*snapshot, "metropolis 1927 drama"), ElementsAre("Metropolis"));
    EXPECT_THAT(hitNames(*snapshot, "fritz metro"), ElementsAre("Metropolis"));
    EXPECT_THAT(hitNames(*snapshot, "metropolis 1928"), IsEmpty());
}

TEST_F(SearchTest, TheFirstHitsAreTheSameHoweverManyAreWanted)
{
    std::minstd_rand dice(11);
    const auto text = [&dice](int words) {
        constexpr std::array kWords{"drama", "dramatic", "gold", "star", "the", "melodrama", "1999"};
        std::string all;
        for (int i = 0; i < words; ++i)
            all.append(i > 0 ? " " : "").append(kWords[dice() % kWords.size()]);
        return all;
    };
    Rows rows;
    for (int id = 0; id < 3000; ++id) {
        MovieRow &film = rows.movie(std::to_string(id), text(1 + int(dice() % 4)));
        film.genre = rows.keep(text(int(dice() % 3)));
        film.cast = rows.keep(text(int(dice() % 3)));
    }
    const auto snapshot = films(rows);
    for (const char *query : {"drama", "dram", "rama", "the", "1999 drama", "star gold", "gold the", "dramatic 1999"}) {
        const auto all = snapshot->search(query, 100'000);
        const auto some = snapshot->search(query, 7);
        ASSERT_GT(all.size(), 100u) << query;
        ASSERT_EQ(some.size(), 7u) << query;
        for (std::size_t i = 0; i < some.size(); ++i) {
            EXPECT_EQ(some[i].row, all[i].row) << query << " place " << i;
            EXPECT_EQ(some[i].score, all[i].score) << query << " place " << i;
        }
    }
}

TEST_F(SearchTest, WhatOneTypesOnIsFoundAsIfItHadBeenTypedAtOnce)
{
    std::minstd_rand dice(5);
    static constexpr std::array kWords{"drama",     "dramatic", "gold",   "golden-eye", "star",  "the",
                                       "melodrama", "1999",     "spider", "uk",         "a",     "eye",
                                       "of",        "sixtes",   "quartz", "rivers",     "river", "signal",
                                       "signs",     "night",    "king",   "nights",     "zebra", "xq"};
    const auto text = [&dice](int words) {
        std::string all;
        for (int i = 0; i < words; ++i)
            all.append(i > 0 ? " " : "").append(kWords[dice() % kWords.size()]);
        return all;
    };
    Rows rows;
    for (int id = 0; id < 4000; ++id) {
        MovieRow &film = rows.movie(std::to_string(id), text(1 + int(dice() % 4)));
        film.genre = rows.keep(text(int(dice() % 2)));
    }
    const auto snapshot = films(rows);
    SearchMemory memory;
    std::size_t remembered = 0;
    for (int round = 0; round < 60; ++round) {
        const std::string query = text(1 + int(dice() % 3));
        for (std::size_t letters = 1; letters <= query.size(); letters += dice() % 9 == 0 ? 3 : 1) {
            const std::string typed = query.substr(0, letters);
            const auto expected = snapshot->search(typed, 20);
            const auto found = snapshot->search(typed, 20, &memory);
            ASSERT_EQ(found.size(), expected.size()) << typed;
            for (std::size_t i = 0; i < found.size(); ++i) {
                ASSERT_EQ(found[i].row, expected[i].row) << typed << " place " << i;
                ASSERT_EQ(found[i].score, expected[i].score) << typed << " place " << i;
            }
            remembered += memory.words.empty() ? 0 : 1;
        }
    }
    EXPECT_GT(remembered, 100u) << "most of it is looked for in what was found before";
}

TEST_F(SearchTest, AGenreIsFoundThoughItsFirstLettersWereLookedForInNamesOnly)
{
    Rows rows;
    rows.movie("1", "Jig");
    rows.movie("2", "Abc").genre = "Jolt";
    for (int id = 3; id < 40; ++id)
        rows.movie(std::to_string(id), "Something else");
    const auto snapshot = films(rows);
    SearchMemory memory;
    for (const char *typed : {"j", "jo"})
        snapshot->search(typed, 20, &memory);
    EXPECT_EQ(snapshot->search("jol", 20, &memory).size(), 1u);
}

TEST_F(SearchTest, RanksGivenRowsAsItRanksAll)
{
    Rows rows;
    for (int id = 0; id < 600; ++id) {
        MovieRow &film = rows.movie(std::to_string(id), numberedText("The Gold ", id % 50));
        film.genre = id % 3 == 0 ? "Drama" : "Star comedy";
    }
    const auto snapshot = films(rows);
    std::vector<std::uint32_t> all(snapshot->size());
    std::iota(all.begin(), all.end(), 0U);
    for (const char *query : {"the", "gold", "old", "g", "drama", "gold drama", "star the", "the gold 7", "nothing"}) {
        const auto expected = snapshot->search(query, all.size());
        const auto ranked = snapshot->rank(query, all);
        ASSERT_EQ(ranked.size(), expected.size()) << query;
        for (std::size_t i = 0; i < ranked.size(); ++i) {
            EXPECT_EQ(ranked[i].row, expected[i].row) << query << " place " << i;
            EXPECT_EQ(ranked[i].score, expected[i].score) << query << " place " << i;
        }
    }
    const std::vector<std::uint32_t> some = {7, 57, 9999};
    EXPECT_EQ(snapshot->rank("the gold 7", some).size(), 2u);
    EXPECT_THAT(snapshot->rank("gold", {}), IsEmpty());
}

TEST_F(SearchTest, ScoresCompareBetweenLists)
{
    Rows rows;
    rows.movie("1", "Newsroom");
    const auto film = films(rows);
    const auto channel = channels({"Sky News"});
    EXPECT_GT(film->search("news", 1).at(0).score, channel->search("news", 1).at(0).score);
    EXPECT_EQ(film->search("news", 1).at(0).kind, EntryKind::Movie);
    EXPECT_EQ(channel->search("news", 1).at(0).kind, EntryKind::Live);
}

TEST_F(SearchTest, FiltersInOrderAndWithin)
{
    const auto snapshot = channels({"Sky News", "BBC One", "BBC News", "News 24"});
    EXPECT_THAT(snapshot->filter("news"), ElementsAre(0, 2, 3));
    EXPECT_THAT(snapshot->filter(""), ElementsAre(0, 1, 2, 3));
    const std::vector<std::uint32_t> within = {3, 2, 1, 99};
    EXPECT_THAT(snapshot->filter("news", within), ElementsAre(3, 2));
    EXPECT_THAT(snapshot->filter("", within), ElementsAre(3, 2, 1));
}

/// What filter() promises, without any cleverness.
std::vector<std::uint32_t> filteredNaively(const CatalogueSnapshot &snapshot, std::string_view query,
                                           const std::vector<std::uint32_t> &within)
{
    std::vector<std::uint32_t> rows;
    const std::string wanted = folded(query);
    for (const std::uint32_t row : within) {
        std::string name = folded(snapshot.name(row)) + '\n';
        foldJoinedInto(snapshot.name(row), name);
        const auto words = split(wanted, ' ');
        if (std::all_of(words.begin(), words.end(), [&](auto word) { return name.find(word) != std::string::npos; }))
            rows.push_back(row);
    }
    return rows;
}

TEST_F(SearchTest, FilterAgreesWithTheNaiveOneAndSearchFindsTheSameRows)
{
    std::mt19937 random(11);
    const std::vector<std::string> parts = {"Ab", "ba", "É", "ß", "1", "news", " ", "-", "Ж", "|", "HD", "aba"};
    const auto text = [&](int most) {
        std::string made;
        for (int n = int(random() % unsigned(most)) + 1; n > 0; --n)
            made += parts[random() % parts.size()];
        return made;
    };
    std::vector<std::string> names(3000);
    for (std::string &name : names)
        name = text(9);
    const auto snapshot = channels(names);
    std::vector<std::uint32_t> all(snapshot->size());
    for (std::uint32_t row = 0; row < all.size(); ++row)
        all[row] = row;

    for (int round = 0; round < 300; ++round) {
        const std::string query = text(4);
        const auto expected = filteredNaively(*snapshot, query, all);
        ASSERT_EQ(snapshot->filter(query), expected) << query;

        std::vector<std::uint32_t> some; // a few or many, in any order
        std::sample(all.begin(), all.end(), std::back_inserter(some), 1 + random() % (round % 2 ? 20 : 2000), random);
        std::shuffle(some.begin(), some.end(), random);
        ASSERT_EQ(snapshot->filter(query, some), filteredNaively(*snapshot, query, some)) << query;

        if (!trimmed(folded(query)).empty()) {
            std::vector<std::uint32_t> found;
            for (const SearchHit &hit : snapshot->search(query, all.size()))
                found.push_back(hit.row);
            std::sort(found.begin(), found.end());
            ASSERT_EQ(found, expected) << query;
        }
    }
}

} // namespace
} // namespace kanal::library
