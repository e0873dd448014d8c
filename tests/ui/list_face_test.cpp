// SPDX-License-Identifier: MIT
#include <kanal/presenters/live_presenter.h>
#include <kanal/presenters/title_list_presenter.h>
#include <ui/list_face.h>
#include <ui/state_view.h>

#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSignalSpy>

#include <gtest/gtest.h>

namespace kanal::ui
{
namespace
{

using presenters::ListState;
using Phase = ListState::Phase;

TEST(ListFace, InvitesToSignInWhereThereIsNoAccount)
{
    EXPECT_EQ(faceOf({.phase = Phase::NoAccount}).actionName, QStringLiteral("signInButton"));
}

TEST(ListFace, CountsWhileLoadingAndCanBeCancelled)
{
    const StateFace face = faceOf({.phase = Phase::Loading, .loadedRows = 12345});
    EXPECT_TRUE(face.busy);
    EXPECT_TRUE(face.message.contains(QLocale().toString(12345)));
    EXPECT_EQ(face.actionName, QStringLiteral("cancelLoadingButton"));
}

TEST(ListFace, AFirstLoadThatWasCancelledIsNoEmptyList)
{
    const StateFace never = faceOf({.phase = Phase::Empty, .neverLoaded = true});
    EXPECT_NE(never.title, faceOf({.phase = Phase::Empty}).title);
    EXPECT_EQ(never.actionName, QStringLiteral("retryListButton"));
}

TEST(ListFace, SaysTheErrorWithRetryAndDetails)
{
    ListState state{.phase = Phase::Error};
    state.error = presenters::ErrorText{QStringLiteral("Title"), QStringLiteral("Message"), QStringLiteral("Details")};
    StateFace face = faceOf(state);
    EXPECT_EQ(face.title, QStringLiteral("Title"));
    EXPECT_EQ(face.details, QStringLiteral("Details"));
    EXPECT_EQ(face.actionName, QStringLiteral("retryListButton"));
    state.needsSignIn = true;
    EXPECT_EQ(faceOf(state).actionName, QStringLiteral("signInButton"));
}

TEST(ListFace, TellsAFilterFromAnEmptyCategory)
{
    EXPECT_TRUE(faceOf({.phase = Phase::Ready, .filter = QStringLiteral("zz")}).title.contains(QStringLiteral("zz")));
    EXPECT_EQ(faceOf({.phase = Phase::Ready, .filter = QStringLiteral("zz")}).actionName,
              QStringLiteral("clearFilterButton"));
    const StateFace favourites = faceOf({.phase = Phase::Ready, .categoryKey = QStringLiteral("favourites")});
    EXPECT_EQ(favourites.iconName, QStringLiteral("star"));
    EXPECT_TRUE(favourites.action.isEmpty());
}

TEST(ListFace, SaysThatThereAreNoFavouritesWhereOnlyTheyWereAskedFor)
{
    const presenters::ListChips stars{.favourites = true};
    const StateFace channels = faceOf({.phase = Phase::Ready, .chips = stars});
    EXPECT_EQ(channels.iconName, QStringLiteral("star"));
    EXPECT_TRUE(channels.title.contains(QStringLiteral("favourites")));
    EXPECT_TRUE(channels.message.contains(QStringLiteral("star")));
    EXPECT_EQ(channels.actionName, QStringLiteral("clearFilterButton"));
    presenters::TitleListState titles;
    titles.phase = Phase::Ready;
    titles.chips = stars;
    EXPECT_EQ(faceOf(titles, EntryKind::Movie).title, channels.title);
    EXPECT_TRUE(faceOf({.phase = Phase::Ready, .filter = QStringLiteral("zz"), .chips = stars})
                    .title.contains(QStringLiteral("zz")));
}

TEST(ListFace, SaysNothingOfNamesWhereNoneWasTyped)
{
    const StateFace face = faceOf({.phase = Phase::Ready, .chips = {.archive = true}});
    EXPECT_FALSE(face.message.contains(QStringLiteral("names")));
    EXPECT_EQ(face.actionName, QStringLiteral("clearFilterButton"));
}

TEST(StateView, ShowsTextsAsTheyAre)
{
    StateView view;
    view.setFace({.title = QStringLiteral("<b>Bold</b>"), .message = QStringLiteral("<img src=x>")});
    const auto *title = view.findChild<QLabel *>(QStringLiteral("stateTitle"));
    EXPECT_EQ(title->text(), QStringLiteral("<b>Bold</b>"));
    EXPECT_EQ(title->textFormat(), Qt::PlainText);
    EXPECT_EQ(view.findChild<QLabel *>(QStringLiteral("stateMessage"))->textFormat(), Qt::PlainText);
}

TEST(StateView, OpensDetailsOnlyWhenAskedAndClosesThemForAnotherError)
{
    StateView view;
    view.setFace({.title = QStringLiteral("A"),
                  .details = QStringLiteral("detail"),
                  .action = QStringLiteral("Retry"),
                  .actionName = QStringLiteral("retryListButton")});
    auto *details = view.findChild<QLabel *>(QStringLiteral("detailsText"));
    EXPECT_TRUE(details->isHidden());
    view.findChild<QPushButton *>(QStringLiteral("stateDetailsButton"))->click();
    EXPECT_FALSE(details->isHidden());
    QSignalSpy retried(&view, &StateView::actionRequested);
    view.findChild<QPushButton *>(QStringLiteral("retryListButton"))->click();
    EXPECT_EQ(retried.size(), 1);
    view.setFace({.title = QStringLiteral("B"), .details = QStringLiteral("other")});
    EXPECT_TRUE(details->isHidden());
}

} // namespace
} // namespace kanal::ui
