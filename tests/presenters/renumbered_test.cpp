// SPDX-License-Identifier: MIT
// What is at hand of the user's marks and positions when a refresh found the panel numbered anew.
#include "profile.h"
#include "user_marks.h"
#include "watch_history.h"

#include <kanal/session/catalogue_sync.h>
#include <kanal/session/entry_shape.h>

#include <QSignalBlocker>

namespace kanal::presenters
{
namespace
{

using namespace std::chrono_literals;
using test::waitFor;
using Ids = std::vector<std::string>;

struct RenumberedTest : testing::Test {
    test::Profile profile;
    AccountId home = profile.addAccount("Home");

    void refresh(AccountId account, const std::vector<std::pair<std::string, std::string>> &films)
    {
        auto refresh = profile.library().catalogue().beginRefresh(account, EntryKind::Movie);
        ASSERT_TRUE(refresh.has_value());
        ASSERT_TRUE((*refresh)->addCategories(std::vector<CategoryRow>{{.id = "1", .name = "Films"}}).has_value());
        std::vector<MovieRow> rows;
        for (const auto &[id, name] : films)
            rows.push_back({.id = id, .name = name, .categoryId = "1"});
        ASSERT_TRUE((*refresh)->addMovies(rows).has_value());
        ASSERT_TRUE((*refresh)->commit(std::chrono::sys_seconds(400'000h)).has_value());
        std::vector<library::ListedEntry> shapes;
        for (const auto &[id, name] : films)
            shapes.emplace_back(shape(account, id));
        ASSERT_TRUE(profile.library().user().followRenumbered(account, EntryKind::Movie, shapes).has_value());
        Q_EMIT profile.services().sync().catalogueChanged(account, EntryKind::Movie);
    }
    library::EntryShape shape(AccountId account, const std::string &id)
    {
        return session::shapeOf(profile.library(), {account, EntryKind::Movie, id}).value();
    }
};

TEST_F(RenumberedTest, PositionsAtHandFollowTheirFilms)
{
    refresh(home, {{"1", "Alpha"}, {"2", "Beta"}});
    WatchHistory history(profile.services());
    history.setAccount(home);
    history.setPosition({home, EntryKind::Movie, "1"}, {30min, 90min, false});
    UserMarks marks(profile.services(), EntryKind::Movie);
    marks.setAccount(home);
    marks.noteWatched(shape(home, "1"));
    ASSERT_TRUE(waitFor([&] {
        return profile.library().user().recents(home, EntryKind::Movie, 9)->size() == 1 &&
               profile.library().user().positions(home, EntryKind::Movie)->size() == 1;
    }));
    refresh(home, {{"1", "Beta"}, {"2", "Alpha"}});
    ASSERT_TRUE(waitFor([&] { return !history.movie("1").has_value(); }));
    ASSERT_TRUE(history.movie("2").has_value());
    EXPECT_EQ(history.movie("2")->at, 30min);
}

TEST_F(RenumberedTest, AStarThatIsGivenWhileTheNewListIsBeingTakenGoesToTheNewId)
{
    refresh(home, {{"1", "Alpha"}, {"2", "Beta"}, {"3", "Gamma"}});
    UserMarks marks(profile.services(), EntryKind::Movie);
    marks.setAccount(home);
    const library::EntryShape alpha = shape(home, "1"), gamma = shape(home, "3");
    QSignalBlocker unheard(profile.services().sync());
    refresh(home, {{"1", "Beta"}, {"2", "Alpha"}, {"3", "Delta"}});
    marks.toggleFavourite(alpha);
    marks.toggleFavourite(gamma); // is gone, and its id another's
    ASSERT_TRUE(waitFor([&] { return profile.library().user().favourites(home, EntryKind::Movie)->size() == 2; }));
    const auto stored = profile.library().user().favourites(home, EntryKind::Movie).value();
    EXPECT_EQ(stored[0].key.id, "2");
    EXPECT_EQ(stored[0].name, "Alpha");
    EXPECT_EQ(stored[1].key.id, library::waitingId(gamma));
    unheard.unblock();
    Q_EMIT profile.services().sync().catalogueChanged(home, EntryKind::Movie);
    EXPECT_TRUE(waitFor([&] { return marks.isFavourite(QStringLiteral("2")); }));
    EXPECT_FALSE(marks.isFavourite(QStringLiteral("1")) || marks.isFavourite(QStringLiteral("3")));
}

TEST_F(RenumberedTest, MarksOfAListNobodyShowedAndOfAnotherAccountFollow)
{
    const AccountId other = profile.addAccount("Other");
    refresh(home, {{"1", "Alpha"}, {"2", "Beta"}});
    refresh(other, {{"1", "Alpha"}, {"2", "Beta"}});
    UserMarks marks(profile.services(), EntryKind::Movie);
    for (const AccountId account : {other, home}) {
        marks.setAccount(account);
        marks.toggleFavourite(shape(account, "1"));
        ASSERT_TRUE(
            waitFor([&] { return profile.library().user().favourites(account, EntryKind::Movie)->size() == 1; }));
    }
    refresh(home, {{"1", "Beta"}, {"2", "Alpha"}});
    refresh(other, {{"1", "Beta"}, {"2", "Alpha"}});
    EXPECT_TRUE(waitFor([&] { return marks.favourites() == Ids{"2"}; }));
    marks.setAccount(other);
    EXPECT_TRUE(waitFor([&] { return marks.favourites() == Ids{"2"}; }));
}

} // namespace
} // namespace kanal::presenters
