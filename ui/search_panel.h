// SPDX-License-Identifier: MIT
// The search box: over whatever the window shows, found things grouped by kind below it. The focus stays in the field;
// arrows choose, Enter opens, Escape closes.
#pragma once

#include <kanal/core/ids.h>
#include <kanal/presenters/search_list_model.h>

#include <QPointer>
#include <QWidget>

#include <optional>

class QFrame;
class QLabel;
class QLineEdit;
class QListView;
class QPushButton;
class QModelIndex;
class QToolButton;

namespace kanal::presenters
{
class ImageStore;
class SearchPresenter;
} // namespace kanal::presenters

namespace kanal::ui
{

class SearchPanel : public QWidget
{
    Q_OBJECT

public:
    SearchPanel(presenters::SearchPresenter &search, presenters::ImageStore &images, QWidget *parent);

    void open();
    void close(); ///< and gives the focus back

Q_SIGNALS:
    void chosen(const kanal::EntryKey &entry);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Chosen {
        QString query; ///< whose answer it is of
        std::optional<presenters::SearchItem> item;
    };
    void place();
    void render();
    void renderEmpty();
    Chosen chosenNow() const;
    void chooseAgain();
    void enter();
    void enterAnswer();
    void activate(int row);
    void say(const QModelIndex &index);
    bool takeKey(const QKeyEvent &event);
    void step(int by);      ///< to the next hit, headings skipped, around at the ends
    void stepGroup(int by); ///< to the first hit of the next kind

    presenters::SearchPresenter &m_search;
    /// The round corners, behind. The box itself is square and opaque: no key paints what it covers.
    QFrame *m_frame;
    QLineEdit *m_edit;
    QToolButton *m_scope;
    QListView *m_list;
    QWidget *m_nothing; ///< in place of the list
    QLabel *m_empty;
    QPushButton *m_elsewhere; ///< nothing was found here: look in the other accounts, too
    QLabel *m_keys;
    QPointer<QWidget> m_focusBefore;
    Chosen m_before;               ///< when the rows changed last
    std::optional<Chosen> m_enter; ///< Enter was pressed and waits for an answer
};

} // namespace kanal::ui
