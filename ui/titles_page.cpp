// SPDX-License-Identifier: MIT
#include "titles_page.h"

#include "category_pane.h"
#include "controls.h"
#include "icons.h"
#include "list_bar.h"
#include "list_face.h"
#include "list_notice.h"
#include "poster_grid.h"
#include "state_view.h"

#include <kanal/presenters/image_store.h>
#include <kanal/presenters/title_list_model.h>
#include <kanal/presenters/title_list_presenter.h>

#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <utility>

namespace kanal::ui
{

using presenters::TitleListPresenter;
using presenters::TitleListState;

TitlesPage::TitlesPage(TitleListPresenter &list, presenters::ImageStore &images, ViewSettings &settings,
                       QWidget *parent)
    : QWidget(parent)
    , m_list(list)
    , m_images(images)
    , m_settings(settings)
{
    setObjectName(isMovies() ? QStringLiteral("moviesPage") : QStringLiteral("seriesPage"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    m_splitter = new QSplitter(this);
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    row->addWidget(m_splitter);
    m_categories = new CategoryPane(isMovies() ? tr("Movies") : tr("Series"), QStringLiteral("titleCategories"),
                                    list.categories(), m_splitter);
    makeGridPane();
    m_splitter->setStretchFactor(1, 1);
    if (!m_splitter->restoreState(settings.titleSizes(list.kind())))
        m_splitter->setSizes({210, 10000});
    connectAll();
    render();
}

bool TitlesPage::isMovies() const
{
    return m_list.kind() == EntryKind::Movie;
}

void TitlesPage::makeGridPane()
{
    auto *pane = new QWidget(m_splitter);
    pane->setObjectName(QStringLiteral("gridPane"));
    pane->setAttribute(Qt::WA_StyledBackground);
    pane->setMinimumWidth(420);
    auto *rows = new QVBoxLayout(pane);
    rows->setContentsMargins(0, 12, 0, 0);
    rows->setSpacing(0);
    auto *top = new QHBoxLayout;
    top->setContentsMargins(20, 0, 12, 8);
    top->setSpacing(8);
    m_filter = new FilterEdit(pane);
    m_filter->setObjectName(QStringLiteral("titleFilter"));
    m_filter->setAccessibleName(isMovies() ? tr("Filter films") : tr("Filter series"));
    m_filter->setPlaceholderText(isMovies() ? tr("Filter films    F3") : tr("Filter series    F3"));
    m_filter->setMaximumWidth(420);
    m_filter->installEventFilter(this);
    m_count = new QLabel(pane);
    m_count->setObjectName(QStringLiteral("titleCount"));
    m_count->setProperty("role", QStringLiteral("caption"));
    m_refresh = new IconButton(QStringLiteral("refresh"), tr("Refresh this list (Ctrl+R)"), pane);
    m_refresh->setObjectName(QStringLiteral("titleRefresh"));
    top->addWidget(m_filter, 1);
    top->addWidget(m_count);
    top->addStretch();
    top->addWidget(m_refresh);
    rows->addLayout(top);
    m_bar = new ListBar(m_list.kind(), pane);
    m_bar->setContentsMargins(20, 0, 12, 8);
    rows->addWidget(m_bar);

    m_stack = new QStackedWidget(pane);
    m_grid = new PosterGrid(m_list.titles(), m_images, m_stack);
    m_grid->setObjectName(QStringLiteral("posterGrid"));
    m_grid->setAccessibleName(isMovies() ? tr("Films") : tr("Series"));
    m_stateView = new StateView(m_stack);
    m_stack->addWidget(m_grid);
    m_stack->addWidget(m_stateView);
    rows->addWidget(m_stack, 1);
    m_notice = new ListNotice(pane);
    connect(m_notice, &ListNotice::believed, &m_list, &TitleListPresenter::believeRefresh);
    connect(m_notice, &ListNotice::kept, &m_list, &TitleListPresenter::keepList);
    connect(m_notice, &ListNotice::dismissed, &m_list, &TitleListPresenter::dismissNotice);
    connect(m_notice, &ListNotice::cancelled, &m_list, &TitleListPresenter::cancelRefresh);
    connect(m_notice, &ListNotice::signInRequested, this, &TitlesPage::signInRequested);
    connect(m_notice, &ListNotice::reportRequested, this, &TitlesPage::reportRequested);
    rows->addWidget(m_notice);
}

void TitlesPage::connectAll()
{
    connect(&m_list, &TitleListPresenter::stateChanged, this, &TitlesPage::render);
    connect(&m_list.titles(), &QAbstractItemModel::modelAboutToBeReset, this, [this] { m_placing = true; });
    connect(&m_list.titles(), &QAbstractItemModel::modelReset, this, &TitlesPage::keepPlace);
    connect(m_grid->verticalScrollBar(), &QScrollBar::valueChanged, this, &TitlesPage::noteTop);
    connect(m_categories, &CategoryPane::categoryChosen, this, [this](const QString &key) {
        m_next = Next::AtPlace;
        m_list.setCategory(key);
    });
    connect(m_categories, &CategoryPane::judged, &m_list, &TitleListPresenter::judgeCategory);
    connect(m_categories, &CategoryPane::leftTowardsList, this, &TitlesPage::enter);
    connect(m_grid, &PosterGrid::titleActivated, this, [this](const QString &id) {
        const QByteArray utf8 = id.toUtf8();
        Q_EMIT titleOpened({m_list.account(), m_list.kind(), utf8.toStdString()});
    });
    connect(m_grid, &PosterGrid::currentTitle, &m_list, &TitleListPresenter::setPlace);
    connect(m_grid, &PosterGrid::favouriteToggled, &m_list, &TitleListPresenter::toggleFavourite);
    connect(m_grid, &PosterGrid::favouriteMoved, &m_list, &TitleListPresenter::moveFavourite);
    connect(m_grid, &PosterGrid::hiddenToggled, &m_list, &TitleListPresenter::toggleHidden);
    connect(m_grid, &PosterGrid::leaveUpwards, this, [this] { m_filter->setFocus(Qt::BacktabFocusReason); });
    connect(m_grid, &PosterGrid::leaveLeft, this, [this] { m_categories->takeFocus(Qt::BacktabFocusReason); });
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_next = Next::AtTop;
        m_list.setFilter(text);
    });
    connect(m_bar, &ListBar::sortChosen, this, [this](const presenters::ListSort &sort) {
        m_next = Next::AtTop;
        m_list.setSort(sort);
    });
    connect(m_bar, &ListBar::chipsChosen, this, [this](const presenters::ListChips &chips) {
        m_next = Next::AtTop;
        m_list.setChips(chips);
    });
    connect(m_refresh, &QToolButton::clicked, this, &TitlesPage::refresh);
    connect(m_stateView, &StateView::actionRequested, this, &TitlesPage::act);
    connect(m_splitter, &QSplitter::splitterMoved, this,
            [this] { m_settings.setTitleSizes(m_list.kind(), m_splitter->saveState()); });
}

void TitlesPage::act()
{
    const TitleListState &state = m_list.state();
    switch (state.phase) {
    case TitleListState::Phase::NoAccount:
        Q_EMIT signInRequested();
        return;
    case TitleListState::Phase::Loading:
        m_list.cancelRefresh();
        return;
    case TitleListState::Phase::Ready:
        m_next = Next::AtTop;
        m_filter->clear();
        m_list.clearFilters();
        return;
    case TitleListState::Phase::Error:
        if (state.needsSignIn) {
            Q_EMIT signInRequested();
            return;
        }
        m_list.refresh();
        return;
    case TitleListState::Phase::Empty:
        m_list.refresh();
    }
}

void TitlesPage::refresh()
{
    m_images.forgetMissing();
    m_list.refresh();
}

void TitlesPage::render()
{
    const TitleListState &state = m_list.state();
    m_categories->setAccount(state.accountName);
    if (m_filter->text() != state.filter && !m_filter->hasFocus()) {
        const QSignalBlocker blocker(m_filter);
        m_filter->setText(state.filter);
    }
    const bool ready = state.phase == TitleListState::Phase::Ready;
    const bool listed = ready && state.shown > 0;
    if (!listed)
        m_stateView->setFace(faceOf(state, m_list.kind()));
    const bool gridHadFocus = m_grid->hasFocus();
    m_stack->setCurrentWidget(listed ? static_cast<QWidget *>(m_grid) : m_stateView);
    if (gridHadFocus && !listed)
        m_categories->takeFocus(Qt::OtherFocusReason);
    m_count->setText(!listed ? QString()
                     : isMovies()
                         ? (state.shown == 1 ? tr("1 film") : tr("%1 films").arg(QLocale().toString(state.shown)))
                         : tr("%1 series").arg(QLocale().toString(state.shown)));
    m_refresh->setEnabled(!state.refreshing && state.phase != TitleListState::Phase::NoAccount);
    m_filter->setEnabled(ready);
    m_bar->setEnabled(ready);
    m_bar->setSort(state.sort);
    m_bar->setChips(state.chips);
    m_bar->setFresh(state.fresh);
    m_bar->setFacets(state.genres, state.decades);
    m_notice->render(state);
    m_categories->reveal(state.categoryKey);
}

/// The list was made anew: one that was asked for begins at its top, another category or account where it was left,
/// else everything stays where it was.
void TitlesPage::keepPlace()
{
    if (m_list.account() != std::exchange(m_listed, m_list.account()))
        m_next = Next::AtPlace;
    if (m_next == Next::AtTop)
        m_grid->scrollToTop();
    else if (m_next == Next::AtPlace)
        showPlace();
    else
        m_grid->keepPlace(m_list.place());
    const bool same = m_next == Next::Stays;
    if (m_entered && !m_list.state().sorting && m_list.state().shown > 0)
        m_next = Next::Stays;
    m_placing = false;
    if (!same)
        noteTop();
}

/// Scrolled to where it was left, else so that what is current is seen.
void TitlesPage::showPlace()
{
    m_placing = true;
    const QString top = m_list.top();
    const bool isFound = m_grid->reveal(m_list.place());
    if (!m_grid->scrollToTopRow(top) && !isFound)
        m_grid->scrollToTop();
    m_placing = false;
}

void TitlesPage::noteTop()
{
    if (m_entered && !m_placing && m_list.state().shown > 0 && !m_list.state().sorting)
        m_list.setTop(m_grid->top());
}

void TitlesPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_list.show();
    if (m_entered)
        return;
    // Only now has the grid its size.
    QMetaObject::invokeMethod(
        this,
        [this] {
            showPlace();
            m_entered = true;
            if (m_list.state().shown > 0 && !m_list.state().sorting)
                m_next = Next::Stays;
        },
        Qt::QueuedConnection);
}

void TitlesPage::enter()
{
    if (m_stack->currentWidget() != m_grid) {
        m_categories->takeFocus(Qt::OtherFocusReason);
        return;
    }
    m_grid->setFocus(Qt::TabFocusReason);
    if (!m_grid->currentIndex().isValid())
        m_grid->setCurrentIndex(m_list.titles().index(0, 0));
}

bool TitlesPage::run(Command command)
{
    switch (command) {
    case Command::FilterList:
        m_filter->setFocus(Qt::ShortcutFocusReason);
        m_filter->selectAll();
        return true;
    case Command::Favourite:
        if (m_grid->isVisible() && m_grid->currentIndex().isValid())
            m_list.toggleFavourite(m_grid->currentId());
        return true;
    case Command::RefreshList:
        refresh();
        return true;
    default:
        return false;
    }
}

bool TitlesPage::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_filter || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    switch (key->key()) {
    case Qt::Key_Down:
        enter();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter: // the first hit is what one typed for
        if (m_list.state().shown > 0) {
            m_grid->setCurrentIndex(m_list.titles().index(0, 0));
            Q_EMIT m_grid->titleActivated(m_grid->currentId());
        }
        return true;
    case Qt::Key_Escape:
        if (m_filter->text().isEmpty())
            enter();
        m_filter->clear();
        return true;
    default:
        return false;
    }
}

} // namespace kanal::ui
