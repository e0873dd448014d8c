// SPDX-License-Identifier: MIT
#include "library_fixture.h"

#include <gmock/gmock.h>
#include <sqlite3.h>

namespace kanal::library
{
namespace
{

using testing::ElementsAre;
using testing::IsEmpty;

class UserStoreTest : public testing::Test
{
protected:
    void reopen()
    {
        m_library.reset();
        m_library = openLibrary(m_folder.profile());
    }
    UserStore &user() { return m_library->user(); }
    AccountId addAccount(const Account &account = panelAccount()) { return m_library->accounts().add(account).value(); }

    EntryShape shape(std::string id, std::string name, std::string guide = "", std::string category = "") const
    {
        return {{m_account, EntryKind::Live, std::move(id)}, std::move(name), std::move(guide), std::move(category)};
    }
    void mark(const EntryShape &entry) { ASSERT_TRUE(user().setFavourite(entry, true)); }
    std::vector<std::string> favourites(AccountId account)
    {
        std::vector<std::string> ids;
        for (const EntryShape &entry : taken(user().favourites(account, EntryKind::Live)))
            ids.push_back(entry.key.id);
        return ids;
    }
    std::vector<std::string> recents(int limit = 10)
    {
        std::vector<std::string> ids;
        for (const EntryShape &entry : taken(user().recents(m_account, EntryKind::Live, limit)))
            ids.push_back(entry.key.id);
        return ids;
    }

    /// As if channels 1 to 1000 had been watched one after another.
    void fillRecents()
    {
        sqlite3 *db = nullptr;
        ASSERT_EQ(sqlite3_open((m_folder.profile() / "user.db").string().c_str(), &db), SQLITE_OK);
        EXPECT_EQ(sqlite3_exec(db,
                               "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)"
                               " INSERT INTO recent SELECT identity, kind, i, name, guide_id, category_name, i"
                               " FROM n, recent WHERE entry = '0'",
                               nullptr, nullptr, nullptr),
                  SQLITE_OK);
        sqlite3_close(db);
    }

    TemporaryFolder m_folder;
    std::unique_ptr<Library> m_library = openLibrary(m_folder.profile());
    AccountId m_account = addAccount();
};

TEST_F(UserStoreTest, KeepsFavouritesInOrderWithTheirShape)
{
    mark(shape("7", "Seven", "seven.tv", "News"));
    mark(shape("3", "Three"));
    reopen();
    const auto read = user().favourites(m_account, EntryKind::Live).value();
    ASSERT_EQ(read.size(), 2u);
    EXPECT_EQ(read[0].key, (EntryKey{m_account, EntryKind::Live, "7"}));
    EXPECT_EQ(read[0].name, "Seven");
    EXPECT_EQ(read[0].guideId, "seven.tv");
    EXPECT_EQ(read[0].categoryName, "News");
    EXPECT_EQ(read[1].key.id, "3");
}

TEST_F(UserStoreTest, MarkingAgainKeepsThePlace)
{
    mark(shape("7", "Seven"));
    mark(shape("3", "Three"));
    mark(shape("7", "Seven HD"));
    EXPECT_THAT(favourites(m_account), ElementsAre("7", "3"));
    EXPECT_EQ(user().favourites(m_account, EntryKind::Live)->front().name, "Seven HD");
}

TEST_F(UserStoreTest, UnmarksAndKeepsKindsApart)
{
    mark(shape("7", "Seven"));
    EntryShape film = shape("7", "Se7en");
    film.key.kind = EntryKind::Movie;
    mark(film);
    ASSERT_TRUE(user().setFavourite(shape("7", ""), false));
    EXPECT_THAT(favourites(m_account), IsEmpty());
    EXPECT_EQ(user().favourites(m_account, EntryKind::Movie)->size(), 1u);
}

TEST_F(UserStoreTest, ListsRecentsNewestFirst)
{
    ASSERT_TRUE(user().noteWatched(shape("1", "One"), at(100)));
    ASSERT_TRUE(user().noteWatched(shape("2", "Two"), at(200)));
    ASSERT_TRUE(user().noteWatched(shape("1", "One"), at(300)));
    reopen();
    EXPECT_THAT(recents(), ElementsAre("1", "2"));
    EXPECT_THAT(recents(1), ElementsAre("1"));
    EXPECT_THAT(recents(0), IsEmpty());
}

TEST_F(UserStoreTest, ForgetsTheOldestRecents)
{
    ASSERT_TRUE(user().noteWatched(shape("0", "Channel"), at(0)));
    m_library.reset();
    fillRecents(); // a thousand flushed writes would take this test too long
    reopen();
    ASSERT_TRUE(user().noteWatched(shape("new", "Channel"), at(10'000)));
    const auto kept = recents(10'000);
    ASSERT_EQ(kept.size(), 500u);
    EXPECT_EQ(kept.front(), "new");
    EXPECT_EQ(kept.back(), "502");
}

TEST_F(UserStoreTest, KeepsPositions)
{
    const EntryKey key{m_account, EntryKind::Movie, "42"};
    EXPECT_EQ(user().position(key)->has_value(), false);
    const Position position{std::chrono::milliseconds(61'500), std::chrono::milliseconds(5'400'000), true};
    ASSERT_TRUE(user().setPosition(key, {std::chrono::milliseconds(1), {}, false}));
    ASSERT_TRUE(user().setPosition(key, position));
    reopen();
    const auto read = user().position(key).value();
    ASSERT_TRUE(read);
    EXPECT_EQ(read->at, position.at);
    EXPECT_EQ(read->duration, position.duration);
    EXPECT_TRUE(read->watched);
}

TEST_F(UserStoreTest, KeepsSettingsOfTheProfileAndOfAccountsApart)
{
    ASSERT_TRUE(user().setSetting({}, "live.wrap", "on"));
    ASSERT_TRUE(user().setSetting(m_account, "live.wrap", ""));
    reopen();
    EXPECT_EQ(user().setting({}, "live.wrap").value(), "on");
    EXPECT_EQ(user().setting(m_account, "live.wrap").value(), "");
    EXPECT_EQ(user().setting(m_account, "unknown").value(), std::nullopt);
}

TEST_F(UserStoreTest, AnAccountThatIsNotThereHasNothingAndTakesNothing)
{
    const AccountId nobody{99};
    EXPECT_THAT(favourites(nobody), IsEmpty());
    EXPECT_EQ(user().setting(nobody, "x").value(), std::nullopt);
    EXPECT_EQ(user().setSetting(nobody, "x", "y").error().kind, ErrorKind::NotFound);
}

TEST_F(UserStoreTest, AnAccountAddedAgainFindsItsFavouritesHistoryPositionsAndSettings)
{
    mark(shape("7", "Seven"));
    ASSERT_TRUE(user().noteWatched(shape("7", "Seven"), at(100)));
    ASSERT_TRUE(user().setPosition({m_account, EntryKind::Movie, "42"}, {std::chrono::milliseconds(5), {}, false}));
    ASSERT_TRUE(user().setSetting(m_account, "view", "list"));
    ASSERT_TRUE(m_library->accounts().remove(m_account));
    EXPECT_THAT(favourites(m_account), IsEmpty());
    reopen();

    // The same panel, spelled another way.
    m_account = addAccount(panelAccount("Other name", "http://PANEL.example:8080/", "viewer"));
    EXPECT_THAT(favourites(m_account), ElementsAre("7"));
    EXPECT_EQ(user().favourites(m_account, EntryKind::Live)->front().key.account, m_account);
    EXPECT_THAT(recents(), ElementsAre("7"));
    EXPECT_TRUE(user().position({m_account, EntryKind::Movie, "42"}).value());
    EXPECT_EQ(user().setting(m_account, "view").value(), "list");
}

TEST_F(UserStoreTest, WhatIsForgottenIsNotThereWhenTheAccountIsAddedAgain)
{
    const AccountId other = addAccount(panelAccount("Other", "http://other.example"));
    EntryShape theirs = shape("9", "Nine");
    theirs.key.account = other;
    mark(theirs);
    mark(shape("7", "Seven-of-a-kind"));
    ASSERT_TRUE(user().noteWatched(shape("7", "Seven-of-a-kind"), at(100)));
    ASSERT_TRUE(user().setHidden(shape("8", "Eight"), true));
    ASSERT_TRUE(user().setTrackChoice(shape("8", "Eight"), {"de", ""}));
    ASSERT_TRUE(user().setPosition({m_account, EntryKind::Movie, "42"}, {std::chrono::milliseconds(5), {}, false}));
    ASSERT_TRUE(user().setSetting(m_account, "view", "list"));
    ASSERT_TRUE(user().setSetting({}, "view", "grid"));
    ASSERT_TRUE(user().forget(m_account));
    ASSERT_TRUE(m_library->accounts().remove(m_account));
    m_account = addAccount(panelAccount());
    EXPECT_THAT(favourites(m_account), IsEmpty());
    EXPECT_THAT(recents(), IsEmpty());
    EXPECT_THAT(user().marked(m_account, EntryKind::Live).value(), IsEmpty());
    EXPECT_FALSE(user().position({m_account, EntryKind::Movie, "42"}).value());
    EXPECT_EQ(user().setting(m_account, "view").value(), std::nullopt);
    EXPECT_EQ(user().setting({}, "view").value(), "grid") << "the profile's own stay";
    EXPECT_THAT(favourites(other), ElementsAre("9"));
    EXPECT_EQ(user().forget({}).error().kind, ErrorKind::NotFound);
}

TEST_F(UserStoreTest, NothingIsForgottenThatAnotherAccountOfTheSubscriptionNeeds)
{
    mark(shape("7", "Seven"));
    Account twin = m_library->accounts().account(addAccount(panelAccount("Twin", "http://other.example"))).value();
    twin.server = panelAccount().server;
    ASSERT_TRUE(m_library->accounts().update(twin));
    ASSERT_TRUE(user().forget(m_account));
    EXPECT_THAT(favourites(twin.id), ElementsAre("7"));
}

TEST_F(UserStoreTest, AnotherUserOfThePanelStartsEmpty)
{
    mark(shape("7", "Seven"));
    EXPECT_THAT(favourites(addAccount(panelAccount("Other", "http://panel.example:8080", "guest"))), IsEmpty());
}

TEST_F(UserStoreTest, FavouritesComeAlongWhenTheServerMoves)
{
    mark(shape("7", "Seven"));
    Account account = m_library->accounts().account(m_account).value();
    account.server = "http://new.example";
    ASSERT_TRUE(m_library->accounts().update(account));
    EXPECT_THAT(favourites(m_account), ElementsAre("7"));
    ASSERT_TRUE(m_library->accounts().remove(m_account));
    EXPECT_THAT(favourites(addAccount(panelAccount("Again", "http://new.example"))), ElementsAre("7"));
}

TEST_F(UserStoreTest, MovingToAKnownServerJoinsWhatIsThere)
{
    const AccountId other = addAccount(panelAccount("Other", "http://new.example"));
    EntryShape theirs = shape("9", "Nine");
    theirs.key.account = other;
    mark(theirs);
    ASSERT_TRUE(m_library->accounts().remove(other));

    mark(shape("7", "Seven"));
    Account account = m_library->accounts().account(m_account).value();
    account.server = "http://new.example";
    ASSERT_TRUE(m_library->accounts().update(account));
    EXPECT_THAT(favourites(m_account), testing::UnorderedElementsAre("7", "9"));
}

TEST_F(UserStoreTest, APanelIsTheSameByHttpAndByHttps)
{
    mark(shape("7", "Seven"));
    EXPECT_THAT(favourites(addAccount(panelAccount("Safe", "https://panel.example:8080"))), ElementsAre("7"));
    EXPECT_THAT(favourites(addAccount(panelAccount("Other", "https://panel.example:8443"))), IsEmpty());
    m_account = addAccount(panelAccount("Plain", "http://plain.example"));
    mark(shape("8", "Eight"));
    EXPECT_THAT(favourites(addAccount(panelAccount("Plain", "https://plain.example/"))), ElementsAre("8"));
}

TEST_F(UserStoreTest, WhatAnEarlierKanalKeptUnderASchemeIsFound)
{
    mark(shape("7", "Seven"));
    m_library.reset();
    sqlite3 *db = nullptr;
    ASSERT_EQ(sqlite3_open((m_folder.profile() / "user.db").string().c_str(), &db), SQLITE_OK);
    EXPECT_EQ(
        sqlite3_exec(db, "UPDATE identity SET server = 'http://' || server WHERE id > 0", nullptr, nullptr, nullptr),
        SQLITE_OK);
    sqlite3_close(db);
    reopen();
    EXPECT_THAT(favourites(m_account), ElementsAre("7"));
    EXPECT_THAT(favourites(addAccount(panelAccount("Safe", "https://panel.example:8080"))), ElementsAre("7"));
}

TEST_F(UserStoreTest, MovingOneOfTwoAccountsLeavesTheOtherItsFavourites)
{
    const AccountId twin = addAccount(panelAccount("Twin"));
    mark(shape("7", "Seven"));
    Account account = m_library->accounts().account(m_account).value();
    account.server = "http://new.example";
    ASSERT_TRUE(m_library->accounts().update(account));
    EXPECT_THAT(favourites(m_account), ElementsAre("7"));
    EXPECT_THAT(favourites(twin), ElementsAre("7"));
    mark(shape("8", "Eight"));
    EXPECT_THAT(favourites(twin), ElementsAre("7"));
}

TEST_F(UserStoreTest, FavouritesFollowARenumberedPanel)
{
    mark(shape("1", "One", "one.tv", "News"));
    mark(shape("2", "Two", "", "News"));
    mark(shape("3", "Gone", "gone.tv", "News"));
    ASSERT_TRUE(user().noteWatched(shape("4", "Four", "four.tv"), at(100)));
    ASSERT_TRUE(user().setPosition(shape("1", "").key, {std::chrono::milliseconds(9), {}, false}));

    const auto moved =
        user().followRenumbered(m_account, EntryKind::Live,
                                {shape("101", "One", "one.tv", "Sports"), shape("102", "Two", "", "News"),
                                 shape("104", "FOUR", "four.tv"), shape("103", "Gone", "other.tv", "Kids")});
    EXPECT_EQ(moved.value(), 3);
    EXPECT_THAT(favourites(m_account), ElementsAre("101", "102", "3"));
    EXPECT_THAT(recents(), ElementsAre("104"));
    EXPECT_TRUE(user().position(shape("101", "").key).value());
    EXPECT_FALSE(user().position(shape("1", "").key).value());
}

TEST_F(UserStoreTest, FavouritesStandInTheOrderTheUserGave)
{
    for (const char *id : {"1", "2", "3", "4"})
        mark(shape(id, id));
    ASSERT_TRUE(user().orderFavourites(m_account, EntryKind::Live, {"3", "1"}));
    EXPECT_THAT(favourites(m_account), ElementsAre("3", "1", "2", "4"));
    mark(shape("5", "5"));
    reopen();
    EXPECT_THAT(favourites(m_account), ElementsAre("3", "1", "2", "4", "5"));
}

TEST_F(UserStoreTest, HiddenEntriesAndTrackChoicesOutliveTheAccountAndFollowARenumberedPanel)
{
    const TrackChoice choice{"deu", "none"};
    ASSERT_TRUE(user().setHidden(shape("1", "One", "one.tv"), true));
    ASSERT_TRUE(user().setTrackChoice(shape("2", "Two", "", "News"), choice));
    ASSERT_TRUE(user().setHidden(shape("3", "Three"), true));
    ASSERT_TRUE(user().setHidden(shape("3", ""), false));
    EXPECT_EQ(user().marked(m_account, EntryKind::Live)->size(), 2u);
    ASSERT_TRUE(user().followRenumbered(m_account, EntryKind::Live,
                                        {shape("101", "One", "one.tv"), shape("102", "Two", "", "News")}));
    ASSERT_TRUE(m_library->accounts().remove(m_account));
    reopen();
    m_account = addAccount();
    const auto hidden = user().hidden(m_account, EntryKind::Live).value();
    ASSERT_EQ(hidden.size(), 1u);
    EXPECT_EQ(hidden[0].key.id, "101");
    EXPECT_THAT(user().trackChoices(m_account, EntryKind::Live).value(),
                ElementsAre(testing::Pair(std::string("102"), choice)));
}

TEST_F(UserStoreTest, HiddenEntriesAndTrackChoicesComeAlongWhenTheServerMoves)
{
    ASSERT_TRUE(user().setHidden(shape("1", "One"), true));
    ASSERT_TRUE(user().setTrackChoice(shape("2", "Two"), {"eng", ""}));
    Account account = m_library->accounts().account(m_account).value();
    account.server = "http://new.example";
    ASSERT_TRUE(m_library->accounts().update(account));
    EXPECT_EQ(user().hidden(m_account, EntryKind::Live)->size(), 1u);
    EXPECT_EQ(user().trackChoices(m_account, EntryKind::Live)->at(0).second.audio, "eng");
}

TEST_F(UserStoreTest, FavouritesChangePlacesWithTheIdsOfThePanel)
{
    std::vector<ListedEntry> catalogue;
    std::vector<std::string> expected;
    for (int i = 0; i < 1000; ++i) {
        const std::string name = numberedText("Channel ", i);
        if (i % 10 == 0) {
            mark(shape(std::to_string(i), name, "", "News"));
            expected.push_back(std::to_string((i * 7 + 3) % 1000));
        }
        catalogue.push_back(shape(std::to_string((i * 7 + 3) % 1000), name, "", "News")); // every id permuted
    }
    EXPECT_EQ(user().followRenumbered(m_account, EntryKind::Live, catalogue).value(),
              100 - int(std::count_if(expected.begin(), expected.end(), [n = 0](const std::string &id) mutable {
                  return id == std::to_string(10 * n++);
              })));
    EXPECT_EQ(favourites(m_account), expected);
    for (const EntryShape &entry : taken(user().favourites(m_account, EntryKind::Live)))
        EXPECT_EQ(catalogue[std::size_t(std::stoi(entry.name.substr(8)))].key.id, entry.key.id);
}

TEST_F(UserStoreTest, AFavouriteWaitsForAnEntryThatComesBack)
{
    mark(shape("1", "One", "one.tv"));
    EXPECT_EQ(user().followRenumbered(m_account, EntryKind::Live, {shape("2", "Two", "two.tv")}).value(), 0);
    EXPECT_EQ(user().followRenumbered(m_account, EntryKind::Live, {}).value(), 0);
    EXPECT_THAT(favourites(m_account), ElementsAre("1"));
}

TEST_F(UserStoreTest, TwoFavouritesNeverBecomeOne)
{
    mark(shape("1", "One", "one.tv", "A"));
    mark(shape("2", "One", "one.tv", "B"));
    EXPECT_EQ(user()
                  .followRenumbered(m_account, EntryKind::Live,
                                    {shape("12", "One", "one.tv", "B"), shape("11", "One", "one.tv", "A")})
                  .value(),
              2);
    EXPECT_THAT(favourites(m_account), ElementsAre("11", "12"));
}

TEST_F(UserStoreTest, ARenamedEntryKeepsItsIdAndIsFollowedByItsNewName)
{
    mark(shape("1", "One", "one.tv"));
    EXPECT_EQ(user().followRenumbered(m_account, EntryKind::Live, {shape("1", "One HD", "one.tv")}).value(), 0);
    EXPECT_EQ(user().favourites(m_account, EntryKind::Live)->front().name, "One HD");
    EXPECT_EQ(user().followRenumbered(m_account, EntryKind::Live, {shape("5", "One HD", "one.tv")}).value(), 1);
    EXPECT_THAT(favourites(m_account), ElementsAre("5"));
}

TEST_F(UserStoreTest, NothingThatIsLostIsDestroyedByWhatTakesItsId)
{
    using std::chrono::milliseconds;
    mark(shape("1", "One", "one.tv"));
    mark(shape("2", "Two", "two.tv"));
    ASSERT_TRUE(user().setPosition(shape("1", "").key, {milliseconds(1), {}, false}));
    ASSERT_TRUE(user().setPosition(shape("2", "").key, {milliseconds(2), {}, false}));
    EXPECT_EQ(user().followRenumbered(m_account, EntryKind::Live, {shape("2", "One", "one.tv")}).value(), 1);
    EXPECT_EQ(user().favourites(m_account, EntryKind::Live)->size(), 2u);
    EXPECT_EQ(user().position(shape("2", "").key).value()->at, milliseconds(1));
    const std::vector<ListedEntry> back = {shape("2", "One", "one.tv"), shape("7", "Two", "two.tv")};
    EXPECT_EQ(user().followRenumbered(m_account, EntryKind::Live, back).value(), 1);
    EXPECT_THAT(favourites(m_account), ElementsAre("2", "7"));
    EXPECT_EQ(user().position(shape("7", "").key).value()->at, milliseconds(2));
}

TEST_F(UserStoreTest, AnEntryThatOnlyHasAPositionKeepsIt)
{
    using std::chrono::milliseconds;
    mark(shape("1", "One", "one.tv"));
    ASSERT_TRUE(user().setPosition(shape("1", "").key, {milliseconds(1), {}, false}));
    ASSERT_TRUE(user().setPosition(shape("5", "").key, {milliseconds(5), {}, false}));
    EXPECT_EQ(
        user()
            .followRenumbered(m_account, EntryKind::Live, {shape("5", "One", "one.tv")}, {shape("5", "One", "one.tv")})
            .value(),
        0);
    EXPECT_EQ(user().position(shape("5", "").key).value()->at, milliseconds(5));
    EXPECT_EQ(user().position(shape("1", "").key).value()->at, milliseconds(1));
}

TEST_F(UserStoreTest, EpisodesGoWithTheirSeries)
{
    const auto series = [this](std::string id, std::string name) {
        EntryShape entry = shape(std::move(id), std::move(name), "", "Drama");
        entry.key.kind = EntryKind::Series;
        return entry;
    };
    const auto episode = [this](std::string id, std::string seriesId) {
        EntryShape entry = shape(std::move(id), "S1 E1", std::move(seriesId));
        entry.key.kind = EntryKind::Episode;
        return entry;
    };
    ASSERT_TRUE(user().noteWatched(series("1", "Alpha"), at(1)));
    ASSERT_TRUE(user().noteWatched(series("2", "Beta"), at(2)));
    ASSERT_TRUE(user().noteWatched(episode("10", "1"), at(3)));
    ASSERT_TRUE(user().noteWatched(episode("20", "2"), at(4)));
    EXPECT_EQ(
        user().followRenumbered(m_account, EntryKind::Series, {series("2", "Alpha"), series("1", "Beta")}).value(), 2);
    const auto episodes = taken(user().recents(m_account, EntryKind::Episode, 9));
    ASSERT_EQ(episodes.size(), 2u);
    EXPECT_EQ(episodes[0].key.id + " of " + episodes[0].guideId, "20 of 1");
    EXPECT_EQ(episodes[1].key.id + " of " + episodes[1].guideId, "10 of 2");
}

TEST_F(UserStoreTest, WhichListWasFollowedIsNotedWithIt)
{
    EXPECT_EQ(user().followed(m_account, EntryKind::Live).value(), "");
    ASSERT_TRUE(user().followRenumbered(m_account, EntryKind::Live, {}, {}, "7@100"));
    reopen();
    EXPECT_EQ(user().followed(m_account, EntryKind::Live).value(), "7@100");
    EXPECT_EQ(user().followed(m_account, EntryKind::Movie).value(), "");
}

TEST_F(UserStoreTest, PositionsOfAKindAreReadTogether)
{
    using std::chrono::milliseconds;
    const EntryKey film{m_account, EntryKind::Movie, "7"}, episode{m_account, EntryKind::Episode, "7"};
    ASSERT_TRUE(user().setPosition(film, {milliseconds(5), milliseconds(100), false}));
    ASSERT_TRUE(user().setPosition(film, {milliseconds(9), milliseconds(100), true}));
    ASSERT_TRUE(user().setPosition(episode, {milliseconds(1), milliseconds(2), false}));
    const auto films = taken(user().positions(m_account, EntryKind::Movie));
    ASSERT_EQ(films.size(), 1U);
    EXPECT_EQ(films[0].first, "7");
    EXPECT_EQ(films[0].second.at, milliseconds(9));
    EXPECT_TRUE(films[0].second.watched);
    EXPECT_THAT(taken(user().positions({999}, EntryKind::Movie)), IsEmpty());
}

} // namespace
} // namespace kanal::library
