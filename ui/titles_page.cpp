// SPDX-License-Identifier: MIT
#include "titles_page.h"

#include "category_delegate.h"
#include "icons.h"
#include "list_bar.h"
#include "list_face.h"
#include "poster_grid.h"
#include "row_painting.h"
#include "state_view.h"

#include <kanal/presenters/category_list_model.h>
#include <kanal/presenters/title_list_model.h>
#include <kanal/presenters/title_list_presenter.h>

#include <QCoreApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QLocale>
#include <QPushButton>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace kanal::ui
{

using presenters::CategoryListModel;
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
    m_splitter->addWidget(makeCategoryPane());
    m_splitter->addWidget(makeGridPane());
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

QWidget *TitlesPage::makeCategoryPane()
{
    auto *pane = new QWidget(this);
    pane->setObjectName(QStringLiteral("categoryPane"));
    pane->setAttribute(Qt::WA_StyledBackground);
    pane->setMinimumWidth(150);
    auto *rows = new QVBoxLayout(pane);
    rows->setContentsMargins(0, 16, 0, 4);
    rows->setSpacing(0);
    auto *title = new QLabel(isMovies() ? tr("Movies") : tr("Series"), pane);
    title->setObjectName(QStringLiteral("pageTitle"));
    title->setContentsMargins(18, 0, 8, 0);
    m_account = new QLabel(pane);
    m_account->setTextFormat(Qt::PlainText);
    m_account->setProperty("role", QStringLiteral("caption"));
    m_account->setContentsMargins(18, 0, 8, 0);
    m_account->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    rows->addWidget(title);
    rows->addWidget(m_account);
    rows->addSpacing(10);
    m_categories = new QListView(pane);
    m_categories->setObjectName(QStringLiteral("titleCategories"));
    m_categories->setAccessibleName(tr("Categories"));
    m_categories->installEventFilter(this);
    m_categories->setItemDelegate(new CategoryDelegate(m_categories));
    m_categories->setModel(&m_list.categories());
    setSeeThrough(*m_categories);
    m_categories->setUniformItemSizes(true);
    m_categories->setVerticalScrollMode(QListView::ScrollPerPixel);
    m_categories->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_categories->setMouseTracking(true);
    rows->addWidget(m_categories, 1);
    return pane;
}

QWidget *TitlesPage::makeGridPane()
{
    auto *pane = new QWidget(this);
    pane->setObjectName(QStringLiteral("gridPane"));
    pane->setAttribute(Qt::WA_StyledBackground);
    pane->setMinimumWidth(420);
    auto *rows = new QVBoxLayout(pane);
    rows->setContentsMargins(0, 12, 0, 0);
    rows->setSpacing(0);
    auto *top = new QHBoxLayout;
    top->setContentsMargins(20, 0, 12, 8);
    top->setSpacing(8);
    m_filter = new QLineEdit(pane);
    m_filter->setObjectName(QStringLiteral("titleFilter"));
    m_filter->setAccessibleName(isMovies() ? tr("Filter films") : tr("Filter series"));
    m_filter->setPlaceholderText(isMovies() ? tr("Filter films    F3") : tr("Filter series    F3"));
    m_filter->setClearButtonEnabled(true);
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
    rows->addWidget(makeStrip(pane));
    return pane;
}

QWidget *TitlesPage::makeStrip(QWidget *parent)
{
    m_strip = new QWidget(parent);
    m_strip->setObjectName(QStringLiteral("notice"));
    m_strip->setAttribute(Qt::WA_StyledBackground);
    auto *row = new QHBoxLayout(m_strip);
    row->setContentsMargins(20, 8, 12, 8);
    m_stripText = new QLabel(m_strip);
    m_stripText->setObjectName(QStringLiteral("titleStatus"));
    m_stripText->setTextFormat(Qt::PlainText);
    m_stripText->setWordWrap(true);
    m_stripText->setProperty("role", QStringLiteral("caption"));
    row->addWidget(m_stripText, 1);
    m_believe = new QPushButton(tr("Use the new list"), m_strip);
    m_believe->setObjectName(QStringLiteral("believeTitlesButton"));
    m_believe->setProperty("role", QStringLiteral("link"));
    connect(m_believe, &QPushButton::clicked, &m_list, &TitleListPresenter::believeRefresh);
    row->addWidget(m_believe);
    return m_strip;
}

void TitlesPage::connectAll()
{
    connect(&m_list, &TitleListPresenter::stateChanged, this, &TitlesPage::render);
    connect(&m_list.titles(), &QAbstractItemModel::modelReset, this, &TitlesPage::keepPlace);
    connect(&m_list.categories(), &QAbstractItemModel::modelReset, this, &TitlesPage::revealCategory);
    connect(m_categories->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex &index) {
                const QString key = index.data(CategoryListModel::KeyRole).toString();
                if (!index.isValid() || key == m_list.state().categoryKey)
                    return;
                m_toTop = true;
                m_list.setCategory(key);
            });
    connect(m_categories, &QListView::activated, this, &TitlesPage::enter);
    connect(m_grid, &PosterGrid::titleActivated, this, [this](const QString &id) {
        const QByteArray utf8 = id.toUtf8();
        Q_EMIT titleOpened({m_list.account(), m_list.kind(), utf8.toStdString()});
    });
    connect(m_grid, &PosterGrid::currentTitle, &m_list, &TitleListPresenter::setPlace);
    connect(m_grid, &PosterGrid::favouriteToggled, &m_list, &TitleListPresenter::toggleFavourite);
    connect(m_grid, &PosterGrid::leaveUpwards, this, [this] { m_filter->setFocus(Qt::BacktabFocusReason); });
    connect(m_grid, &PosterGrid::leaveLeft, this, [this] { m_categories->setFocus(Qt::BacktabFocusReason); });
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_toTop = true;
        m_list.setFilter(text);
    });
    connect(m_bar, &ListBar::sortChosen, this, [this](const presenters::ListSort &sort) {
        m_toTop = true;
        m_list.setSort(sort);
    });
    connect(m_bar, &ListBar::chipsChosen, this, [this](const presenters::ListChips &chips) {
        m_toTop = true;
        m_list.setChips(chips);
    });
    connect(m_refresh, &QToolButton::clicked, &m_list, &TitleListPresenter::refresh);
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
    case TitleListState::Phase::Ready:
    case TitleListState::Phase::Loading:
        m_toTop = true;
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

void TitlesPage::render()
{
    const TitleListState &state = m_list.state();
    m_account->setText(state.accountName);
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
        m_categories->setFocus(Qt::OtherFocusReason);
    m_count->setText(!listed ? QString()
                     : isMovies()
                         ? (state.shown == 1 ? tr("1 film") : tr("%1 films").arg(QLocale().toString(state.shown)))
                         : tr("%1 series").arg(QLocale().toString(state.shown)));
    m_refresh->setEnabled(!state.refreshing && state.phase != TitleListState::Phase::NoAccount);
    m_filter->setEnabled(ready);
    m_bar->setEnabled(ready);
    m_bar->setSort(state.sort);
    m_bar->setChips(state.chips);
    m_bar->setFacets(state.genres, state.decades);
    renderStrip();
    revealCategory();
}

void TitlesPage::renderStrip()
{
    const TitleListState &state = m_list.state();
    QStringList lines;
    if (!state.notice.isEmpty())
        lines << state.notice;
    if (state.phase == TitleListState::Phase::Ready) {
        if (state.refreshing)
            lines << (state.loadedRows > 0 ? tr("Refreshing … %1").arg(QLocale().toString(state.loadedRows))
                                           : tr("Refreshing …"));
        else if (state.error)
            lines << tr("Not refreshed: %1. %2").arg(state.error->title, state.staleText);
        else if (!state.staleText.isEmpty())
            lines << state.staleText;
    }
    m_stripText->setText(lines.join(QLatin1Char('\n')));
    m_stripText->setToolTip(state.error ? state.error->message.toHtmlEscaped() : QString());
    m_believe->setVisible(state.canBelieve);
    m_strip->setVisible(!lines.isEmpty());
}

void TitlesPage::revealCategory()
{
    const int row = m_list.categories().rowOf(m_list.state().categoryKey);
    const QModelIndex index = m_list.categories().index(row, 0);
    if (row < 0 || m_categories->currentIndex() == index)
        return;
    m_categories->setCurrentIndex(index);
    m_categories->scrollTo(index);
}

/// The list was made anew: where one asked for another one it begins at the top, else everything stays where it was.
void TitlesPage::keepPlace()
{
    if (m_toTop) {
        m_grid->scrollToTop();
        m_toTop = m_list.state().sorting;
        return;
    }
    const int scrolled = m_grid->verticalScrollBar()->value();
    if (m_grid->reveal(m_list.place()) && m_entered)
        m_grid->verticalScrollBar()->setValue(scrolled);
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
            m_grid->reveal(m_list.place());
            m_entered = true;
        },
        Qt::QueuedConnection);
}

void TitlesPage::enter()
{
    if (m_stack->currentWidget() != m_grid) {
        m_categories->setFocus(Qt::OtherFocusReason);
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
        m_list.refresh();
        return true;
    default:
        return false;
    }
}

bool TitlesPage::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    if (watched == m_categories) {
        if (key->key() == Qt::Key_Right) {
            enter();
            return true;
        }
        // A letter is a key of the window here, too, not a jump to the next name that begins with it.
        const QString text = key->text();
        const bool sign = !text.isEmpty() && text.at(0).isPrint() && key->key() != Qt::Key_Space;
        return sign && QCoreApplication::sendEvent(window(), event);
    }
    if (watched != m_filter)
        return QWidget::eventFilter(watched, event);
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
