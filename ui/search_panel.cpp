// SPDX-License-Identifier: MIT
#include "search_panel.h"

#include "controls.h"
#include "icons.h"
#include "row_painting.h"
#include "row_pictures.h"
#include "search_delegate.h"
#include "theme.h"

#include <kanal/presenters/image_store.h>
#include <kanal/presenters/search_list_model.h>
#include <kanal/presenters/search_presenter.h>

#include <QAccessible>
#include <QApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

namespace kanal::ui
{

using presenters::SearchListModel;
using presenters::SearchPresenter;
using presenters::SearchScope;
using presenters::SearchState;

namespace
{

constexpr int kWidth = 720;
constexpr int kHeight = 620;
constexpr int kTop = 8;
constexpr int kCorner = 4; ///< the square box inside the round corners
constexpr QKeyCombination kScopeKey(Qt::ControlModifier | Qt::ShiftModifier, Qt::Key_A);

QString scopeKeyText()
{
    return QKeySequence(kScopeKey).toString(QKeySequence::NativeText);
}

} // namespace

SearchPanel::SearchPanel(SearchPresenter &search, presenters::ImageStore &images, QWidget *parent)
    : QWidget(parent)
    , m_search(search)
    , m_frame(new QFrame(parent))
    , m_edit(new FilterEdit(this))
    , m_scope(new QToolButton(this))
    , m_list(new QListView(this))
    , m_nothing(new QWidget(this))
    , m_empty(new QLabel(m_nothing))
    , m_elsewhere(new QPushButton(m_nothing))
    , m_keys(new QLabel(this))
{
    setObjectName(QStringLiteral("searchPanel"));
    setBackgroundRole(QPalette::AlternateBase);
    setAutoFillBackground(true);
    m_frame->setObjectName(QStringLiteral("searchFrame"));
    m_frame->setAttribute(Qt::WA_StyledBackground);
    auto *rows = new QVBoxLayout(this);
    rows->setContentsMargins(8, 8, 8, 4);
    rows->setSpacing(8);
    auto *top = new QHBoxLayout;
    m_edit->setObjectName(QStringLiteral("searchEdit"));
    m_edit->setAccessibleName(tr("Search"));
    m_edit->setPlaceholderText(tr("Search channels, films, series"));
    m_edit->installEventFilter(this);
    m_scope->setObjectName(QStringLiteral("searchScopeButton"));
    m_scope->setProperty("role", QStringLiteral("chip"));
    m_scope->setText(tr("All accounts"));
    m_scope->setCheckable(true);
    m_scope->setFocusPolicy(Qt::TabFocus);
    top->addWidget(m_edit, 1);
    top->addWidget(m_scope);
    rows->addLayout(top);

    m_list->setObjectName(QStringLiteral("searchList"));
    m_list->setAccessibleName(tr("What was found"));
    m_list->setItemDelegate(new SearchDelegate(images, m_list));
    m_list->setModel(&search.results());
    new RowPictures(*m_list, images, [this](const QModelIndex &index) {
        const bool live = EntryKind(index.data(SearchListModel::KindRole).toInt()) == EntryKind::Live;
        return RowPicture{{index.data(SearchListModel::ArtRole).toString(),
                           AccountId{index.data(SearchListModel::AccountRole).toLongLong()}},
                          SearchDelegate::artSize(live, devicePixelRatioF())};
    });
    setSeeThrough(*m_list);
    m_list->setVerticalScrollMode(QListView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setMouseTracking(true);
    m_list->setFocusPolicy(Qt::NoFocus);
    rows->addWidget(m_list, 1);
    m_empty->setObjectName(QStringLiteral("searchEmpty"));
    m_empty->setTextFormat(Qt::PlainText);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    rows->addWidget(m_nothing, 1);
    m_elsewhere->setObjectName(QStringLiteral("searchElsewhereButton"));
    m_elsewhere->setProperty("role", QStringLiteral("link"));
    m_elsewhere->setText(tr("Search in all accounts (%1)").arg(scopeKeyText()));
    m_elsewhere->setFocusPolicy(Qt::NoFocus); // one types on
    auto *nothing = new QVBoxLayout(m_nothing);
    nothing->addStretch();
    nothing->addWidget(m_empty);
    nothing->addWidget(m_elsewhere, 0, Qt::AlignHCenter);
    nothing->addStretch();
    m_keys->setObjectName(QStringLiteral("searchKeys"));
    m_keys->setProperty("role", QStringLiteral("caption"));
    m_keys->setAlignment(Qt::AlignCenter);
    rows->addWidget(m_keys);

    connect(m_edit, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_enter.reset();
        m_search.setQuery(text);
    });
    connect(m_scope, &QToolButton::toggled, this, [this](bool all) {
        m_search.setScope(all ? SearchScope::AllAccounts : SearchScope::ThisAccount);
        m_edit->setFocus();
    });
    connect(m_elsewhere, &QPushButton::clicked, m_scope, [this] { m_scope->setChecked(true); });
    connect(&search.results(), &QAbstractItemModel::modelAboutToBeReset, this, [this] { m_before = chosenNow(); });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &SearchPanel::say);
    connect(m_list, &QListView::clicked, this, [this](const QModelIndex &index) { activate(index.row()); });
    connect(&search, &SearchPresenter::stateChanged, this, &SearchPanel::render);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget * /*old*/, QWidget *now) {
        if (isVisible() && now && now->window() == window() && now != this && !isAncestorOf(now))
            close(); // one clicked elsewhere
    });
    parent->installEventFilter(this);
    hide();
    m_frame->hide();
}

void SearchPanel::open()
{
    if (isVisible()) {
        m_edit->setFocus(Qt::ShortcutFocusReason);
        m_edit->selectAll();
        return;
    }
    m_focusBefore = window()->focusWidget();
    m_edit->clear();
    m_search.open();
    place();
    for (QWidget *each : {static_cast<QWidget *>(m_frame), static_cast<QWidget *>(this)}) {
        each->show();
        each->raise();
    }
    m_edit->setFocus(Qt::ShortcutFocusReason);
    render();
}

void SearchPanel::close()
{
    if (!isVisible())
        return;
    const bool focused = isAncestorOf(QApplication::focusWidget());
    m_enter.reset();
    hide();
    m_frame->hide();
    if (focused && m_focusBefore)
        m_focusBefore->setFocus(Qt::OtherFocusReason);
    m_search.close();
}

void SearchPanel::place()
{
    const QSize room = parentWidget()->size();
    const QSize size(qMin(kWidth, room.width() - 32), qMin(kHeight, room.height() - 2 * kTop));
    m_frame->setGeometry(QRect(QPoint((room.width() - size.width()) / 2, kTop), size));
    setGeometry(m_frame->geometry().marginsRemoved({kCorner, kCorner, kCorner, kCorner}));
}

void SearchPanel::render()
{
    if (!isVisible())
        return;
    const SearchState &state = m_search.state();
    m_scope->setVisible(state.manyAccounts);
    m_keys->setText(
        state.manyAccounts
            ? tr("Arrows choose · Tab next group · %1 all accounts · Enter opens · Esc closes").arg(scopeKeyText())
            : tr("Arrows choose · Tab next group · Enter opens · Esc closes"));
    m_scope->setChecked(state.scope == SearchScope::AllAccounts);
    const bool listed = m_search.results().rowCount() > 0;
    m_list->setVisible(listed);
    m_nothing->setVisible(!listed);
    renderEmpty();
    if (!m_list->currentIndex().isValid() && listed)
        chooseAgain();
    if (m_enter && !state.searching)
        enterAnswer();
}

void SearchPanel::renderEmpty()
{
    const SearchState &state = m_search.state();
    const QString wanted = state.query.trimmed();
    const bool nothing = m_search.results().rowCount() == 0 && !state.searching && !wanted.isEmpty();
    const bool elsewhere = nothing && state.manyAccounts && state.scope == SearchScope::ThisAccount;
    m_empty->setText(state.searching    ? QString()
                     : wanted.isEmpty() ? tr("Type a name, a genre, a year or an actor.")
                     : elsewhere        ? tr("Nothing found for “%1” in this account.").arg(wanted)
                                        : tr("Nothing found for “%1”.").arg(wanted));
    m_elsewhere->setVisible(elsewhere);
}

/// What is chosen, and of which question's answer.
SearchPanel::Chosen SearchPanel::chosenNow() const
{
    const SearchListModel &model = m_search.results();
    const presenters::SearchItem *item = model.item(m_list->currentIndex().row());
    return {model.query(), item ? std::optional(*item) : std::nullopt};
}

/// A list that was refreshed behind the box leaves what is chosen in it; another question begins with its best hit.
void SearchPanel::chooseAgain()
{
    const SearchListModel &model = m_search.results();
    const int row = m_before.item && m_before.query == model.query() ? model.rowOf(*m_before.item) : -1;
    if (row < 0)
        return step(1);
    m_list->setCurrentIndex(model.index(row, 0));
    m_list->scrollTo(model.index(row, 0));
}

/// Enter opens nothing of another question: it waits for the answer where there is none yet.
void SearchPanel::enter()
{
    const QModelIndex current = m_list->currentIndex();
    const Chosen now = chosenNow();
    const bool answered = now.query == m_search.state().query;
    if (!m_search.state().searching || (answered && current.isValid() && !now.item)) // the row that shows more
        return activate(current.row());
    m_enter = answered ? now : Chosen{}; // else the best hit, whatever it will be
}

void SearchPanel::enterAnswer()
{
    const Chosen wanted = *std::exchange(m_enter, std::nullopt);
    const SearchListModel &model = m_search.results();
    const int row = wanted.item ? model.rowOf(*wanted.item) : m_list->currentIndex().row();
    if (row >= 0)
        activate(row);
}

/// The focus is in the field: a screen reader would not hear what is chosen below it.
void SearchPanel::say(const QModelIndex &index)
{
    if (!index.isValid() || !isVisible())
        return;
    QAccessibleEvent event(m_list, QAccessible::Focus);
    event.setChild(index.row());
    QAccessible::updateAccessibility(&event);
}

void SearchPanel::step(int by)
{
    const SearchListModel &model = m_search.results();
    const int count = model.rowCount();
    int row = m_list->currentIndex().isValid() ? m_list->currentIndex().row() : by > 0 ? -1 : count;
    for (int tried = 0; tried < count; ++tried) {
        row = (row + by + count) % count;
        if (model.isChoosable(row)) {
            m_list->setCurrentIndex(model.index(row, 0));
            if (row + 1 < count && model.typeOf(row + 1) == SearchListModel::RowType::Cut)
                m_list->scrollTo(model.index(row + 1, 0)); // what is said below the last hit is to be read
            m_list->scrollTo(row == 1 ? model.index(0, 0) : model.index(row, 0));
            return;
        }
    }
}

void SearchPanel::stepGroup(int by)
{
    const SearchListModel &model = m_search.results();
    const int count = model.rowCount();
    int row = qMax(0, m_list->currentIndex().row());
    while (row > 0 && model.typeOf(row) != SearchListModel::RowType::Heading)
        --row; // the heading of this group
    for (int tried = 0; tried < count; ++tried) {
        row = (row + by + count) % count;
        if (model.typeOf(row) == SearchListModel::RowType::Heading && row + 1 < count) {
            m_list->setCurrentIndex(model.index(row + 1, 0));
            m_list->scrollTo(model.index(row, 0), QListView::PositionAtTop);
            return;
        }
    }
}

void SearchPanel::activate(int row)
{
    SearchListModel &model = m_search.results();
    if (model.typeOf(row) == SearchListModel::RowType::More) {
        model.showAll(model.kindOf(row));
        m_list->setCurrentIndex(model.index(row, 0));
        m_list->scrollTo(model.index(row, 0));
        return;
    }
    if (const presenters::SearchItem *item = model.item(row)) {
        const EntryKey key = item->key; // the rows go with the panel
        close();
        Q_EMIT chosen(key);
    }
}

bool SearchPanel::takeKey(const QKeyEvent &event)
{
    constexpr int kPage = 8;
    m_enter.reset();
    if (event.keyCombination() == kScopeKey && m_scope->isVisible()) {
        m_scope->toggle();
        return true;
    }
    switch (event.key()) {
    case Qt::Key_Down:
        event.modifiers().testFlag(Qt::ControlModifier) ? stepGroup(1) : step(1);
        return true;
    case Qt::Key_Up:
        event.modifiers().testFlag(Qt::ControlModifier) ? stepGroup(-1) : step(-1);
        return true;
    case Qt::Key_PageDown:
    case Qt::Key_PageUp:
        for (int i = 0; i < kPage; ++i)
            step(event.key() == Qt::Key_PageDown ? 1 : -1);
        return true;
    case Qt::Key_Tab:
        stepGroup(1);
        return true;
    case Qt::Key_Backtab:
        stepGroup(-1);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        enter();
        return true;
    case Qt::Key_Escape:
        close();
        return true;
    default:
        return false;
    }
}

bool SearchPanel::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible())
        place();
    if (watched == m_edit && event->type() == QEvent::KeyPress)
        return takeKey(*static_cast<QKeyEvent *>(event));
    return QWidget::eventFilter(watched, event);
}

} // namespace kanal::ui
