// SPDX-License-Identifier: MIT
// The page of all films, or all series: categories, sort, filter and chips over the newest snapshot. What was chosen is
// kept for each account. Sorting needs an order that is made once, off the GUI thread; until it is there the list of
// before stays.
#pragma once

#include <kanal/core/ids.h>
#include <kanal/presenters/list_state.h>

#include <QObject>
#include <QString>
#include <QStringList>

#include <memory>
#include <vector>

namespace kanal::presenters
{

class CategoryListModel;
class TitleListModel;
struct VodContext;

struct TitleListState : ListState {
    QStringList genres;       ///< that one can narrow by, the most frequent first
    std::vector<int> decades; ///< newest first
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
    QString top() const; ///< as LivePresenter::top()

    /// The page is about to be seen: shows the active account's list. Before that nothing is read.
    void show();
    void refresh();
    void cancelRefresh();  ///< what it did not take over yet stays as it was
    void believeRefresh(); ///< takes the smaller list that was held back
    void keepList();       ///< forgets it
    void dismissNotice();
    void setCategory(const QString &key);
    void setFilter(const QString &text);
    void setSort(const ListSort &sort);
    void setChips(const ListChips &chips);
    void setPlace(const QString &id);
    void setTop(const QString &id);
    void clearFilters(); ///< text and chips
    void toggleFavourite(const QString &id);
    void moveFavourite(const QString &id, int step); ///< in the user's order
    void toggleHidden(const QString &id);            ///< out of every list, or back
    /// As LivePresenter::judgeCategory().
    void judgeCategory(const QString &key, bool adult);

Q_SIGNALS:
    void stateChanged();

private:
    struct Data;
    std::unique_ptr<Data> m_data;
};

} // namespace kanal::presenters
