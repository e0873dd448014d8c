// SPDX-License-Identifier: MIT
// What was watched and cannot be written down.
#include "profile.h"
#include "vod_context.h"

#include <kanal/presenters/error_text.h>
#include <kanal/presenters/title_list_presenter.h>

namespace kanal::presenters
{
namespace
{

using namespace std::chrono_literals;
using test::waitFor;

TEST(HistoryNotKept, IsSaidOnceOnThePageOfWhatWasWatched)
{
    test::Profile profile;
    VodContext context{profile.services(), Settings(profile.library().user()),
                       UserMarks(profile.services(), EntryKind::Movie),
                       UserMarks(profile.services(), EntryKind::Series), WatchHistory(profile.services())};
    TitleListPresenter movies(context, EntryKind::Movie), series(context, EntryKind::Series);
    const EntryKey unwritable{AccountId{99}, EntryKind::Episode, "1"}; // the store refuses what has no account
    context.history.setPosition(unwritable, {30min, 90min, false});
    ASSERT_TRUE(waitFor([&] { return !series.state().notice.isEmpty(); }));
    EXPECT_EQ(series.state().notice, historyNotKeptText());
    EXPECT_TRUE(movies.state().notice.isEmpty());

    series.dismissNotice();
    int written = 0;
    QObject::connect(&context.history, &WatchHistory::notNoted, &movies, [&] { ++written; });
    context.history.setPosition(unwritable, {31min, 90min, false});
    context.history.setPosition({AccountId{99}, EntryKind::Movie, "1"}, {31min, 90min, false});
    ASSERT_TRUE(waitFor([&] { return written == 2; }));
    EXPECT_TRUE(series.state().notice.isEmpty());
    EXPECT_TRUE(movies.state().notice.isEmpty());
}

TEST(HistoryNotKept, IsToldOfChannelsToo)
{
    test::Profile profile;
    UserMarks marks(profile.services());
    bool told = false;
    QObject::connect(&marks, &UserMarks::notNoted, &marks, [&] { told = true; });
    marks.noteWatched({.key = {AccountId{99}, EntryKind::Live, "1"}, .name = "One"});
    EXPECT_TRUE(waitFor([&] { return told; }));
}

} // namespace
} // namespace kanal::presenters
