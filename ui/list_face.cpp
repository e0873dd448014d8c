// SPDX-License-Identifier: MIT
#include "list_face.h"

#include <kanal/presenters/live_presenter.h>

#include <QCoreApplication>
#include <QLocale>

namespace kanal::ui
{

using presenters::LiveState;

namespace
{

/// A scope of its own for the translators, where tr() is known.
struct ListFace {
    Q_DECLARE_TR_FUNCTIONS(kanal::ui::ListFace)
};

} // namespace

StateFace faceOf(const LiveState &state)
{
    StateFace face;
    switch (state.phase) {
    case LiveState::Phase::NoAccount:
        return {.iconName = QStringLiteral("user"),
                .title = ListFace::tr("No account yet"),
                .message =
                    ListFace::tr("Sign in with the server address, user name and password your provider gave you."),
                .action = ListFace::tr("Sign in"),
                .actionName = QStringLiteral("signInButton")};
    case LiveState::Phase::Loading:
        face.title = ListFace::tr("Loading channels");
        face.message = state.loadedRows > 0 ? ListFace::tr("%1 so far").arg(QLocale().toString(state.loadedRows))
                                            : ListFace::tr("Asking the server …");
        face.busy = true;
        return face;
    case LiveState::Phase::Empty:
        return {.iconName = QStringLiteral("tv"),
                .title = ListFace::tr("No channels"),
                .message = ListFace::tr("The server lists no live channels for this account."),
                .action = ListFace::tr("Refresh"),
                .actionName = QStringLiteral("retryListButton")};
    case LiveState::Phase::Error:
        face.iconName = QStringLiteral("warning");
        face.title = state.error ? state.error->title : ListFace::tr("The channels could not be loaded");
        face.message = state.error ? state.error->message : QString();
        face.details = state.error ? state.error->details : QString();
        face.action = state.needsSignIn ? ListFace::tr("Sign in again") : ListFace::tr("Retry");
        face.actionName = state.needsSignIn ? QStringLiteral("signInButton") : QStringLiteral("retryListButton");
        return face;
    case LiveState::Phase::Ready:
        break;
    }
    if (!state.filter.isEmpty())
        return {.iconName = QStringLiteral("search"),
                .title = ListFace::tr("Nothing found for “%1”").arg(state.filter),
                .message = ListFace::tr("Only the names in this category are searched."),
                .action = ListFace::tr("Clear the filter"),
                .actionName = QStringLiteral("clearFilterButton")};
    if (state.categoryKey == QLatin1String("favourites"))
        return {.iconName = QStringLiteral("star"),
                .title = ListFace::tr("No favourites yet"),
                .message = ListFace::tr("The star in a row, or B while a channel plays, keeps it here.")};
    face.iconName = QStringLiteral("list");
    face.title = ListFace::tr("Nothing here");
    return face;
}

} // namespace kanal::ui
