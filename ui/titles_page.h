// SPDX-License-Identifier: MIT
// Movies, or Series: categories │ what it is sorted and filtered by over a wall of posters.
#pragma once

#include "shortcuts.h"
#include "view_settings.h"

#include <kanal/core/ids.h>

#include <QWidget>

class QLabel;
class QLineEdit;
class QSplitter;
class QStackedWidget;

namespace kanal::presenters
{
class ImageStore;
class TitleListPresenter;
} // namespace kanal::presenters

namespace kanal::ui
{

class CategoryPane;
class IconButton;
class ListBar;
class ListNotice;
class PosterGrid;
class StateView;

class TitlesPage : public QWidget
{
    Q_OBJECT

public:
    TitlesPage(presenters::TitleListPresenter &list, presenters::ImageStore &images, ViewSettings &settings,
               QWidget *parent = nullptr);

    /// False: not a command of this page.
    bool run(Command command);
    /// The grid takes the keys, where it was left.
    void enter();

Q_SIGNALS:
    void titleOpened(const kanal::EntryKey &title);
    void signInRequested();
    void reportRequested(); ///< what the refreshes of this week changed

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void makeGridPane();
    void connectAll();
    void refresh();
    void render();
    void keepPlace();
    void showPlace();
    void noteTop();
    void act(); ///< the button of the state view
    bool isMovies() const;

    presenters::TitleListPresenter &m_list;
    presenters::ImageStore &m_images;
    ViewSettings &m_settings;
    QSplitter *m_splitter = nullptr;
    CategoryPane *m_categories = nullptr;
    QLineEdit *m_filter = nullptr;
    QLabel *m_count = nullptr;
    IconButton *m_refresh = nullptr;
    ListBar *m_bar = nullptr;
    QStackedWidget *m_stack = nullptr;
    PosterGrid *m_grid = nullptr;
    StateView *m_stateView = nullptr;
    ListNotice *m_notice = nullptr;
    AccountId m_listed; ///< whose titles the grid shows
    /// What becomes of the next list: it is the same, one the user asked for, or one that was left before.
    enum class Next { Stays, AtTop, AtPlace } m_next = Next::AtPlace;
    bool m_entered = false; ///< the place of last time was shown
    bool m_placing = false; ///< where the grid is scrolled to is not the user's doing
};

} // namespace kanal::ui
