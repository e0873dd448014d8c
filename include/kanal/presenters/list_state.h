// SPDX-License-Identifier: MIT
// What the page of a list shows around it, whatever is listed: its phase, how it is narrowed and sorted, what a refresh
// does behind it.
#pragma once

#include <kanal/presenters/error_text.h>
#include <kanal/presenters/list_sort.h>

#include <QString>

#include <optional>

namespace kanal::presenters
{

/// Where one is in a list.
struct ListStand {
    QString place; ///< the id that is current; empty: none
    QString top;   ///< the id at the top of the view, or kTopOfList; empty: not known
};
/// The list is not scrolled, whatever stands first.
inline constexpr QLatin1String kTopOfList{"\n"};

struct ListState {
    enum class Phase { NoAccount, Loading, Empty, Ready, Error } phase = Phase::NoAccount;
    QString accountName;
    QString categoryKey; ///< as CategoryListModel
    QString filter;
    ListSort sort;
    ListChips chips;
    int shown = 0;                  ///< rows in the list
    bool sorting = false;           ///< what is shown is not yet as wished
    qint64 loadedRows = 0;          ///< Loading: so far
    bool opening = false;           ///< Loading: the stored list is on its way from the disk
    bool neverLoaded = false;       ///< Empty: nobody asked the server yet
    bool refreshing = false;        ///< a refresh runs behind what is shown; it can be cancelled
    QString refreshed;              ///< what it brought so far: "12,345 films"; empty: nothing yet
    QString staleText;              ///< "Updated 3 hours ago", empty when fresh
    QString notice;                 ///< one plain sentence, for example that a suspicious list was held back
    bool canBelieve = false;        ///< the notice is about such a list: believeRefresh() takes it, keepList() does not
    bool hasReport = false;         ///< the notice is about changes: the report lists them
    int fresh = 0;                  ///< rows of the whole list that are new this week
    bool needsSignIn = false;       ///< the error is one that only signing in again mends
    std::optional<ErrorText> error; ///< Error: nothing to show; Ready: the refresh failed and what is shown is old

    /// In place of whatever notice there was; a plain one.
    void setNotice(const QString &text)
    {
        notice = text;
        canBelieve = hasReport = false;
    }

    void setError(const Error &why)
    {
        error = errorText(why);
        needsSignIn = why.kind == ErrorKind::Credentials ||
                      (why.kind == ErrorKind::NotFound && why.subject == "password") ||
                      (why.kind == ErrorKind::Tls && !why.fingerprint.empty()); // where it can be accepted
    }

    /// A notice that only the user takes away; news of a refresh go by themselves.
    bool waitsToBeRead() const { return !notice.isEmpty() && !hasReport; }

    /// The phase of a list of `rows` rows (0 also before the first refresh).
    void settlePhase(bool hasAccount, std::uint32_t rows)
    {
        phase = !hasAccount             ? Phase::NoAccount
                : rows > 0              ? Phase::Ready
                : refreshing || opening ? Phase::Loading
                : error                 ? Phase::Error
                                        : Phase::Empty;
    }
};

} // namespace kanal::presenters
