// SPDX-License-Identifier: MIT
// The left part of a page of lists: its title, the account, the categories with their counts.
#pragma once

#include <QWidget>

class QLabel;
class QListView;

namespace kanal::presenters
{
class CategoryListModel;
}

namespace kanal::ui
{

class CategoryPane : public QWidget
{
    Q_OBJECT

public:
    /// `listName`: the object name of the list.
    CategoryPane(const QString &title, const QString &listName, presenters::CategoryListModel &categories,
                 QWidget *parent = nullptr);

    void setAccount(const QString &name);
    /// Makes this category the current one and shows it; nothing is asked for. It stays so when the categories change.
    void reveal(const QString &key);
    void takeFocus(Qt::FocusReason reason);

Q_SIGNALS:
    void categoryChosen(const QString &key);
    void judged(const QString &key, bool adult); ///< the user knows better than the panel
    void leftTowardsList();                      ///< Enter or Right

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void showKey();
    void scrollToCurrent();

    presenters::CategoryListModel &m_categories;
    QString m_key;
    QLabel *m_account = nullptr;
    QListView *m_list = nullptr;
    bool m_entered = false; ///< it was seen, so the list has its size
};

} // namespace kanal::ui
