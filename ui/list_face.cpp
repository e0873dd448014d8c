// SPDX-License-Identifier: MIT
#include "list_face.h"

#include <kanal/presenters/live_presenter.h>
#include <kanal/presenters/title_list_presenter.h>

#include <QCoreApplication>
#include <QLocale>

namespace kanal::ui
{

using presenters::ListState;
using presenters::TitleListState;

namespace
{

/// A scope of its own for the translators, where tr() is known.
struct ListFace {
    Q_DECLARE_TR_FUNCTIONS(kanal::ui::ListFace)
};

/// `chips` narrow the list, or a text; `howToStar`: one sentence.
StateFace nothingFound(const QString &filter, const presenters::ListChips &chips, const QString &howToStar)
{
    const bool onlyStars = filter.isEmpty() && chips == presenters::ListChips{.favourites = true};
    if (onlyStars)
        return {.iconName = QStringLiteral("star"),
                .title = ListFace::tr("No favourites here"),
                .message = howToStar,
                .action = ListFace::tr("Clear the filter"),
                .actionName = QStringLiteral("clearFilterButton")};
    return {.iconName = QStringLiteral("search"),
            .title = filter.isEmpty() ? ListFace::tr("Nothing matches these filters")
                                      : ListFace::tr("Nothing found for “%1”").arg(filter),
            .message = filter.isEmpty() ? ListFace::tr("Only this category is looked through.")
                                        : ListFace::tr("Only the names in this category are searched."),
            .action = ListFace::tr("Clear the filter"),
            .actionName = QStringLiteral("clearFilterButton")};
}

StateFace errorFace(const std::optional<presenters::ErrorText> &error, bool needsSignIn, const QString &title)
{
    return {.iconName = QStringLiteral("warning"),
            .title = error ? error->title : title,
            .message = error ? error->message : QString(),
            .details = error ? error->details : QString(),
            .action = needsSignIn ? ListFace::tr("Sign in again") : ListFace::tr("Retry"),
            .actionName = needsSignIn ? QStringLiteral("signInButton") : QStringLiteral("retryListButton")};
}

StateFace noAccount()
{
    return {.iconName = QStringLiteral("user"),
            .title = ListFace::tr("No account yet"),
            .message = ListFace::tr("Sign in with the server address, user name and password your provider gave you."),
            .action = ListFace::tr("Sign in"),
            .actionName = QStringLiteral("signInButton")};
}

StateFace loadingFace(const QString &title, qint64 loadedRows, bool fromDisk)
{
    if (fromDisk)
        return {.title = title, .message = ListFace::tr("Checking what is stored …"), .busy = true};
    return {.title = title,
            .message = loadedRows > 0 ? ListFace::tr("%1 so far").arg(QLocale().toString(loadedRows))
                                      : ListFace::tr("Asking the server …"),
            .action = ListFace::tr("Cancel"),
            .actionName = QStringLiteral("cancelLoadingButton"),
            .busy = true};
}

QString howToStarChannels()
{
    return ListFace::tr("The star in a row, or B, in the list or while a channel plays, keeps it here.");
}

QString howToStarTitles()
{
    return ListFace::tr("The star on a poster, or B, keeps it here.");
}

/// The first load was cancelled.
StateFace neverLoadedFace(const QString &iconName)
{
    return {.iconName = iconName,
            .title = ListFace::tr("Not loaded yet"),
            .message = ListFace::tr("This list was never fetched from the server."),
            .action = ListFace::tr("Refresh"),
            .actionName = QStringLiteral("retryListButton")};
}

} // namespace

StateFace faceOf(const ListState &state)
{
    StateFace face;
    switch (state.phase) {
    case ListState::Phase::NoAccount:
        return noAccount();
    case ListState::Phase::Loading:
        return loadingFace(ListFace::tr("Loading channels"), state.loadedRows, state.opening);
    case ListState::Phase::Empty:
        if (state.neverLoaded)
            return neverLoadedFace(QStringLiteral("tv"));
        return {.iconName = QStringLiteral("tv"),
                .title = ListFace::tr("No channels"),
                .message = ListFace::tr("The server lists no live channels for this account."),
                .action = ListFace::tr("Refresh"),
                .actionName = QStringLiteral("retryListButton")};
    case ListState::Phase::Error:
        return errorFace(state.error, state.needsSignIn, ListFace::tr("The channels could not be loaded"));
    case ListState::Phase::Ready:
        break;
    }
    if (!state.filter.isEmpty() || state.chips.any())
        return nothingFound(state.filter, state.chips, howToStarChannels());
    if (state.categoryKey == QLatin1String("favourites"))
        return {.iconName = QStringLiteral("star"),
                .title = ListFace::tr("No favourites yet"),
                .message = howToStarChannels()};
    face.iconName = QStringLiteral("list");
    face.title = ListFace::tr("Nothing here");
    return face;
}

StateFace faceOf(const TitleListState &state, EntryKind kind)
{
    const bool films = kind == EntryKind::Movie;
    const QString mark = films ? QStringLiteral("film") : QStringLiteral("series");
    switch (state.phase) {
    case TitleListState::Phase::NoAccount:
        return noAccount();
    case TitleListState::Phase::Loading:
        return loadingFace(films ? ListFace::tr("Loading films") : ListFace::tr("Loading series"), state.loadedRows,
                           state.opening);
    case TitleListState::Phase::Empty:
        if (state.neverLoaded)
            return neverLoadedFace(mark);
        return {.iconName = mark,
                .title = films ? ListFace::tr("No films") : ListFace::tr("No series"),
                .message = films ? ListFace::tr("The server lists no films for this account.")
                                 : ListFace::tr("The server lists no series for this account."),
                .action = ListFace::tr("Refresh"),
                .actionName = QStringLiteral("retryListButton")};
    case TitleListState::Phase::Error:
        return errorFace(state.error, state.needsSignIn,
                         films ? ListFace::tr("The films could not be loaded")
                               : ListFace::tr("The series could not be loaded"));
    case TitleListState::Phase::Ready:
        break;
    }
    if (state.sorting)
        return {.title = ListFace::tr("Sorting"), .busy = true};
    if (!state.filter.isEmpty() || state.chips.any())
        return nothingFound(state.filter, state.chips, howToStarTitles());
    if (state.categoryKey == QLatin1String("favourites"))
        return {.iconName = QStringLiteral("star"),
                .title = ListFace::tr("No favourites yet"),
                .message = howToStarTitles()};
    if (state.categoryKey == QLatin1String("added"))
        return {.iconName = mark,
                .title = ListFace::tr("Nothing new"),
                .message = ListFace::tr("The server does not say when something was added.")};
    return {.iconName = mark, .title = ListFace::tr("Nothing here")};
}

} // namespace kanal::ui
