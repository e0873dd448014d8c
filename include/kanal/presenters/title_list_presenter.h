// SPDX-License-Identifier: MIT
// The page of all films, or all series: categories, sort, filter and chips over the newest snapshot. What was chosen is
// kept for each account. Sorting needs an order that is made once, off the GUI thread; until it is there the list of
// before stays.
#pragma once

#include <kanal/core/ids.h>
#include <kanal/presenters/error_text.h>
#include <kanal/presenters/list_sort.h>

#include <QObject>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>
#include <vector>

namespace kanal::presenters
{

class CategoryListModel;
class TitleListModel;
struct VodContext;

struct TitleListState {
    enum class Phase { NoAccount, Loading, Empty, Ready, Error } phase = Phase::NoAccount;
    QString accountName;
    QString categoryKey; ///< as CategoryListModel
    QString filter;
    ListSort sort;
    ListChips chips;
    QStringList genres;             ///< that one can narrow by, the most frequent first
    std::vector<int> decades;       ///< newest first
    int shown = 0;                  ///< titles in the list
    qint64 loadedRows = 0;          ///< Loading: so far
    bool refreshing = false;        ///< a refresh runs behind what is shown
    bool sorting = false;           ///< what is shown is not yet as wished
    QString staleText;              ///< "Updated 3 hours ago", empty when fresh
    QString notice;                 ///< one plain sentence
    bool canBelieve = false;        ///< it is about a smaller list: believeRefresh() takes it
    bool needsSignIn = false;       ///< the error is one that only signing in again mends
    std::optional<ErrorText> error; ///< Error: nothing to show; Ready: the refresh failed and what is shown is old
};

class TitleListPresenter : public QObject
{
    Q_OBJECT

public:
    TitleListPresenter(VodContext &context, EntryKind kind, QObject *parent = nullptr);
    ~TitleListPresenter() override;

    EntryKind kind() const;
    CategoryListModel &categories();
    TitleListModel &titles();
    const TitleListState &state() const;
    AccountId account() const;
    /// The title that was current when the list was last seen; empty: none.
    QString place() const;

    /// The page is about to be seen: shows the active account's list. Before that nothing is read.
    void show();
    void refresh();
    void believeRefresh(); ///< takes the smaller list that was held back
    void setCategory(const QString &key);
    void setFilter(const QString &text);
    void setSort(const ListSort &sort);
    void setChips(const ListChips &chips);
    void setPlace(const QString &id);
    void clearFilters(); ///< text and chips
    void toggleFavourite(const QString &id);

Q_SIGNALS:
    void stateChanged();

private:
    struct Data;
    std::unique_ptr<Data> m_data;
};

} // namespace kanal::presenters
