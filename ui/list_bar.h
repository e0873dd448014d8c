// SPDX-License-Identifier: MIT
// Over a list: what it is sorted by and in which direction, and the chips that narrow it.
#pragma once

#include <kanal/presenters/list_sort.h>

#include <QStringList>
#include <QWidget>

#include <vector>

class QToolButton;

namespace kanal::ui
{

class IconButton;

class ListBar : public QWidget
{
    Q_OBJECT

public:
    explicit ListBar(EntryKind kind, QWidget *parent = nullptr);

    void setSort(const presenters::ListSort &sort);
    void setChips(const presenters::ListChips &chips);
    /// What the menus of the genre and decade chips offer; without any they are not shown.
    void setFacets(const QStringList &genres, const std::vector<int> &decades);
    /// How many rows of the list are new this week; without any their chip is not shown.
    void setFresh(int count);

Q_SIGNALS:
    void sortChosen(const kanal::presenters::ListSort &sort);
    void chipsChosen(const kanal::presenters::ListChips &chips);

private:
    QToolButton *addChip(const QString &name, const QString &sign, const QString &text);
    void openSortMenu();
    void openGenreMenu();
    void openDecadeMenu();
    void render();

    const EntryKind m_kind;
    presenters::ListSort m_sort;
    presenters::ListChips m_chips;
    QStringList m_genres;
    std::vector<int> m_decades;
    QToolButton *m_sortButton;
    IconButton *m_direction;
    int m_freshCount = 0;
    QToolButton *m_favourites = nullptr;
    QToolButton *m_fresh = nullptr;
    QToolButton *m_unwatched = nullptr;
    QToolButton *m_archive = nullptr;
    QToolButton *m_genre = nullptr;
    QToolButton *m_decade = nullptr;
};

} // namespace kanal::ui
