// SPDX-License-Identifier: MIT
#include "profile.h"

#include <kanal/presenters/search_list_model.h>
#include <kanal/presenters/search_presenter.h>

#include <QSignalSpy>

#include <gmock/gmock.h>

namespace kanal::presenters
{
namespace
{

using RowType = SearchListModel::RowType;
using testing::ElementsAre;

struct SearchPresenterTest : testing::Test {
    test::Profile profile;
    AccountId home = profile.addAccount("Home");

    template<class Row, class Add>
    void store(AccountId account, EntryKind kind, const std::vector<Row> &rows, Add add,
               std::chrono::sys_seconds at = std::chrono::sys_seconds(std::chrono::hours(400'000)))
    {
        auto refresh = profile.library().catalogue().beginRefresh(account, kind);
        ASSERT_TRUE(refresh.has_value());
        ASSERT_TRUE(((**refresh).*add)(std::span<const Row>(rows)).has_value());
        ASSERT_TRUE((*refresh)->commit(at).has_value());
    }
    void storeChannels(AccountId account, const std::vector<ChannelRow> &rows)
    {
        store(account, EntryKind::Live, rows, &library::CatalogueRefresh::addChannels);
    }
    void storeMovies(AccountId account, const std::vector<MovieRow> &rows)
    {
        store(account, EntryKind::Movie, rows, &library::CatalogueRefresh::addMovies);
    }

    void SetUp() override
    {
        storeChannels(home, {{.id = "1", .name = "Évening News", .number = 7},
                             {.id = "2", .name = "Newsreel"},
                             {.id = "3", .name = "Renewsal"},
                             {.id = "4", .name = "News Night"}});
        storeMovies(home, {{.id = "1", .name = "The News", .genre = "Comedy", .cast = "Ada Lovelace", .year = 2020},
                           {.id = "9", .name = "Quiet", .genre = "Drama", .year = 2020}});
        ASSERT_TRUE(profile.services().accounts().activate(home).has_value());
    }

    static std::vector<std::string> rows(SearchPresenter &search)
    {
        std::vector<std::string> names;
        const SearchListModel &model = search.results();
        for (int row = 0; row < model.rowCount(); ++row)
            names.push_back((model.typeOf(row) == RowType::Heading ? "# " : "") +
                            model.index(row, 0).data(SearchListModel::NameRole).toString().toStdString());
        return names;
    }
    static std::vector<std::string> answer(SearchPresenter &search, const char *query)
    {
        search.setQuery(QString::fromUtf8(query));
        EXPECT_TRUE(test::waitFor([&] { return !search.state().searching; }));
        return rows(search);
    }
    void favourite(AccountId account, EntryKind kind, const std::string &id)
    {
        ASSERT_TRUE(profile.library().user().setFavourite({.key = {account, kind, id}, .name = id}, true).has_value());
    }
};

TEST_F(SearchPresenterTest, FavouritesRiseHoweverManyOthersMatchAsWell)
{
    std::vector<std::string> names;
    for (int i = 0; i < 1000; ++i)
        names.push_back("News " + std::to_string(10'000 + i));
    std::vector<ChannelRow> channels;
    std::vector<std::string> ids;
    for (int i = 0; i < 1000; ++i)
        ids.push_back(std::to_string(i));
    for (std::size_t i = 0; i < names.size(); ++i)
        channels.push_back({.id = ids[i], .name = names[i]});
    channels.push_back({.id = "sky", .name = "Sky News"});
    storeChannels(home, channels);
    favourite(home, EntryKind::Live, "900");
    favourite(home, EntryKind::Live, "sky");
    SearchPresenter search(profile.services());
    search.open();
    for (const char *query : {"news", "n"}) {
        const auto found = answer(search, query);
        ASSERT_GT(found.size(), 3u);
        EXPECT_EQ(found[1], "News 10900") << query;
        search.results().showAll(EntryKind::Live);
        EXPECT_THAT(rows(search), testing::Contains("Sky News")) << query;
    }
}

TEST_F(SearchPresenterTest, GroupsByKindAndPutsWordStartsBeforeTheMiddleOfWords)
{
    SearchPresenter search(profile.services());
    search.open();
    EXPECT_THAT(answer(search, "news"), ElementsAre("# Channels  4", "Newsreel", "News Night", "Évening News",
                                                    "Renewsal", "# Films  1", "The News"));
    EXPECT_EQ(search.state().found, 5);
    EXPECT_EQ(search.results().index(3, 0).data(SearchListModel::FactsRole).toString(), QStringLiteral("7"));
}

TEST_F(SearchPresenterTest, WordOrderAccentsCaseAndPunctuationDoNotMatter)
{
    SearchPresenter search(profile.services());
    search.open();
    EXPECT_THAT(answer(search, "NEWS, evening!"), ElementsAre("# Channels  1", "Évening News"));
}

TEST_F(SearchPresenterTest, FilmsAreFoundByGenreYearAndCast)
{
    SearchPresenter search(profile.services());
    search.open();
    EXPECT_THAT(answer(search, "comedy 2020"), ElementsAre("# Films  1", "The News"));
    EXPECT_THAT(answer(search, "lovelace"), ElementsAre("# Films  1", "The News"));
}

TEST_F(SearchPresenterTest, FavouritesRise)
{
    favourite(home, EntryKind::Live, "3");
    favourite(home, EntryKind::Live, "1");
    SearchPresenter search(profile.services());
    search.open();
    // One rank up: a favourite found at the start of a word passes the others' beginnings of names, one found inside a
    // word does not.
    EXPECT_THAT(answer(search, "news"), ElementsAre("# Channels  4", "Évening News", "Newsreel", "News Night",
                                                    "Renewsal", "# Films  1", "The News"));
    EXPECT_TRUE(search.results().item(1)->favourite);
}

TEST_F(SearchPresenterTest, NothingTypedOffersRecentsAndFavourites)
{
    favourite(home, EntryKind::Live, "3");
    ASSERT_TRUE(profile.library()
                    .user()
                    .noteWatched({.key = {home, EntryKind::Live, "2"}, .name = "Newsreel"}, std::chrono::sys_seconds{})
                    .has_value());
    SearchPresenter search(profile.services());
    search.open();
    ASSERT_TRUE(test::waitFor([&] { return !search.state().searching; }));
    EXPECT_THAT(rows(search), ElementsAre("# Recent and favourite channels", "Newsreel", "Renewsal"));
}

TEST_F(SearchPresenterTest, AllAccountsSayWhoseEachHitIs)
{
    const AccountId other = profile.addAccount("Holiday");
    storeChannels(other, {{.id = "1", .name = "News Abroad"}});
    SearchPresenter search(profile.services());
    search.open();
    EXPECT_THAT(answer(search, "abroad"), ElementsAre());
    EXPECT_TRUE(search.state().manyAccounts);
    search.setScope(SearchScope::AllAccounts);
    ASSERT_TRUE(test::waitFor([&] { return !search.state().searching; }));
    EXPECT_THAT(rows(search), ElementsAre("# Channels  1", "News Abroad"));
    EXPECT_EQ(search.results().item(1)->key, (EntryKey{other, EntryKind::Live, "1"}));
    EXPECT_EQ(search.results().item(1)->facts, QStringLiteral("Holiday"));
}

TEST_F(SearchPresenterTest, RadioAndWhatIsNewAreMarked)
{
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    store(home, EntryKind::Live,
          std::vector<ChannelRow>{{.id = "1", .name = "Évening News", .number = 7},
                                  {.id = "2", .name = "Newsreel"},
                                  {.id = "3", .name = "Renewsal"},
                                  {.id = "4", .name = "News Night"},
                                  {.id = "8", .name = "Newsreel Radio", .form = LiveForm::Radio}},
          &library::CatalogueRefresh::addChannels, now);
    SearchPresenter search(profile.services());
    search.open();
    ASSERT_THAT(answer(search, "newsreel"), ElementsAre("# Channels  2", "Newsreel", "Newsreel Radio"));
    const SearchListModel &model = search.results();
    EXPECT_FALSE(model.index(1, 0).data(SearchListModel::RadioRole).toBool());
    EXPECT_FALSE(model.index(1, 0).data(SearchListModel::NewRole).toBool());
    EXPECT_TRUE(model.index(2, 0).data(SearchListModel::RadioRole).toBool());
    EXPECT_TRUE(model.index(2, 0).data(SearchListModel::NewRole).toBool());
    EXPECT_EQ(model.index(2, 0).data(Qt::AccessibleTextRole).toString(), QStringLiteral("Newsreel Radio, radio, new"));
}

TEST_F(SearchPresenterTest, OnlyTheLastQuestionIsAnswered)
{
    SearchPresenter search(profile.services());
    search.open();
    ASSERT_TRUE(test::waitFor([&] { return !search.state().searching; }));
    QSignalSpy answers(&search.results(), &QAbstractItemModel::modelReset);
    for (const char *typed : {"n", "ne", "new", "renews"})
        search.setQuery(QString::fromUtf8(typed));
    EXPECT_THAT(answer(search, "renewsa"), ElementsAre("# Channels  1", "Renewsal"));
    EXPECT_EQ(answers.count(), 1);
}

TEST_F(SearchPresenterTest, ALongGroupIsShownToItsEndWhenAsked)
{
    std::vector<ChannelRow> many;
    std::vector<std::string> ids;
    for (int i = 0; i < 300; ++i)
        ids.push_back(std::to_string(i));
    for (const std::string &id : ids)
        many.push_back({.id = id, .name = "Same"});
    const AccountId big = profile.addAccount("Big");
    storeChannels(big, many);
    ASSERT_TRUE(profile.services().accounts().activate(big).has_value());
    SearchPresenter search(profile.services());
    search.open();
    EXPECT_EQ(answer(search, "same").size(), std::size_t(SearchListModel::kFirst) + 2);
    EXPECT_EQ(rows(search).front(), "# Channels  200+");
    search.results().showAll(EntryKind::Live);
    const auto whole = rows(search);
    ASSERT_EQ(whole.size(), 202U);
    EXPECT_EQ(whole.back(), "There are more: type more letters to find them.");
    EXPECT_FALSE(search.results().isChoosable(201));
    EXPECT_FALSE(search.results().flags(search.results().index(201, 0)) & Qt::ItemIsSelectable);
    EXPECT_FALSE(search.results().flags(search.results().index(0, 0)) & Qt::ItemIsSelectable);
}

TEST_F(SearchPresenterTest, GoesWhileASearchIsUnderWay)
{
    SearchPresenter search(profile.services());
    search.open();
    search.setQuery(QStringLiteral("news"));
}

} // namespace
} // namespace kanal::presenters
