// SPDX-License-Identifier: MIT
#include "live_page.h"

#include "category_pane.h"
#include "channel_list_view.h"
#include "controls.h"
#include "digit_entry.h"
#include "icons.h"
#include "list_bar.h"
#include "list_face.h"
#include "list_notice.h"
#include "now_panel.h"
#include "picture_layout.h"
#include "player_view.h"
#include "state_view.h"
#include "theme.h"
#include "video_widget.h"

#include <kanal/presenters/channel_list_model.h>
#include <kanal/presenters/image_store.h>
#include <kanal/presenters/live_presenter.h>
#include <kanal/presenters/player_presenter.h>

#include <QApplication>
#include <QKeyEvent>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <utility>

namespace kanal::ui
{

using presenters::ListState;
using presenters::LivePresenter;
using presenters::PlayerPresenter;

LivePage::LivePage(LivePresenter &live, PlayerPresenter &player, presenters::ImageStore &images, ViewSettings &settings,
                   VideoWidget *video, QWidget *parent)
    : QWidget(parent)
    , m_live(live)
    , m_player(player)
    , m_images(images)
    , m_settings(settings)
    , m_digits(new DigitEntry(this))
{
    setObjectName(QStringLiteral("livePage"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    m_splitter = new QSplitter(this);
    m_splitter->setObjectName(QStringLiteral("liveSplitter"));
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    row->addWidget(m_splitter);
    // Its panes are born in it: with another parent the style of everything inside would be worked out anew.
    m_categories = new CategoryPane(tr("Live TV"), QStringLiteral("categoryList"), live.categories(), m_splitter);
    m_channelPane = makeChannelPane();
    makePicturePane(video);
    m_splitter->setStretchFactor(2, 1);
    if (!m_splitter->restoreState(settings.liveSizes()))
        m_splitter->setSizes({210, 360, 10000});
    connectLists();
    render();
    keepPlace();
}

LivePage::~LivePage() = default;

QWidget *LivePage::makeChannelPane()
{
    auto *pane = new QWidget(m_splitter);
    pane->setObjectName(QStringLiteral("channelPane"));
    pane->setAttribute(Qt::WA_StyledBackground);
    pane->setMinimumWidth(260);
    auto *rows = new QVBoxLayout(pane);
    rows->setContentsMargins(0, 12, 0, 0);
    rows->setSpacing(0);
    auto *top = new QHBoxLayout;
    top->setContentsMargins(12, 0, 8, 8);
    top->setSpacing(6);
    m_filter = new FilterEdit(pane);
    m_filter->setObjectName(QStringLiteral("filterEdit"));
    m_filter->setAccessibleName(tr("Filter channels"));
    m_filter->setPlaceholderText(tr("Filter channels    F3"));
    m_filter->installEventFilter(this);
    m_refresh = new IconButton(QStringLiteral("refresh"), tr("Refresh the channel list (Ctrl+R)"), pane);
    m_refresh->setObjectName(QStringLiteral("refreshButton"));
    top->addWidget(m_filter, 1);
    top->addWidget(m_refresh);
    rows->addLayout(top);
    m_bar = new ListBar(EntryKind::Live, pane);
    m_bar->setContentsMargins(12, 0, 8, 8);
    rows->addWidget(m_bar);

    m_stack = new QStackedWidget(pane);
    m_channels = new ChannelListView(m_live.channels(), m_images, m_stack);
    m_channels->setObjectName(QStringLiteral("channelList"));
    m_stack->addWidget(m_channels);
    rows->addWidget(m_stack, 1);

    m_notice = new ListNotice(pane);
    connect(m_notice, &ListNotice::believed, &m_live, &LivePresenter::believeRefresh);
    connect(m_notice, &ListNotice::kept, &m_live, &LivePresenter::keepList);
    connect(m_notice, &ListNotice::dismissed, &m_live, &LivePresenter::dismissNotice);
    connect(m_notice, &ListNotice::cancelled, &m_live, &LivePresenter::cancelRefresh);
    connect(m_notice, &ListNotice::signInRequested, this, &LivePage::signInRequested);
    connect(m_notice, &ListNotice::reportRequested, this, [this] { Q_EMIT commandRequested(Command::RefreshReport); });
    rows->addWidget(m_notice);
    return pane;
}

void LivePage::makePicturePane(VideoWidget *video)
{
    auto *pane = new QWidget(m_splitter);
    pane->setObjectName(QStringLiteral("picturePane"));
    m_playerView = new PlayerView(m_live, m_player, m_images, m_settings, video, pane);
    m_nowPanel = new NowPanel(m_player, m_images, pane);
    new PictureLayout(m_playerView, m_nowPanel, pane);
    connect(m_playerView, &PlayerView::commandRequested, this, &LivePage::commandRequested);
    connect(m_nowPanel, &NowPanel::favouriteRequested, this, [this] { m_live.toggleFavourite({}); });
    connect(m_nowPanel, &NowPanel::fullScreenRequested, this, [this] { Q_EMIT commandRequested(Command::FullScreen); });
}

void LivePage::connectLists()
{
    m_channels->setPlayOn(m_settings.playOn());
    connect(&m_settings, &ViewSettings::changed, this, [this] { m_channels->setPlayOn(m_settings.playOn()); });
    connect(&m_live, &LivePresenter::stateChanged, this, &LivePage::render);
    connect(&m_live, &LivePresenter::playingChanged, this, &LivePage::revealPlaying);
    connect(&m_live.channels(), &QAbstractItemModel::modelAboutToBeReset, this, [this] { m_placing = true; });
    connect(&m_live.channels(), &QAbstractItemModel::modelReset, this, &LivePage::keepPlace);
    connect(m_channels->verticalScrollBar(), &QScrollBar::valueChanged, this, &LivePage::noteTop);
    connect(m_categories, &CategoryPane::categoryChosen, &m_live, &LivePresenter::setCategory);
    connect(m_categories, &CategoryPane::judged, &m_live, &LivePresenter::judgeCategory);
    connect(m_categories, &CategoryPane::leftTowardsList, this, [this] { m_channels->setFocus(Qt::TabFocusReason); });

    connect(m_channels, &ChannelListView::channelActivated, this, [this](const QString &id) {
        m_live.play(id);
        m_playerView->setFocus(Qt::OtherFocusReason); // from here on the keys are those of a television
    });
    connect(m_channels, &ChannelListView::favouriteToggled, &m_live, &LivePresenter::toggleFavourite);
    connect(m_channels, &ChannelListView::favouriteMoved, &m_live, &LivePresenter::moveFavourite);
    connect(m_channels, &ChannelListView::hiddenToggled, &m_live, &LivePresenter::toggleHidden);
    connect(m_channels, &ChannelListView::leaveLeft, this, [this] { m_categories->takeFocus(Qt::BacktabFocusReason); });
    connect(m_channels, &ChannelListView::leaveUpwards, this, [this] { m_filter->setFocus(Qt::BacktabFocusReason); });
    connect(m_filter, &QLineEdit::textChanged, &m_live, &LivePresenter::setFilter);
    connect(m_bar, &ListBar::sortChosen, &m_live, &LivePresenter::setSort);
    connect(m_bar, &ListBar::chipsChosen, &m_live, &LivePresenter::setChips);
    connect(m_channels->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &index) {
        if (index.isValid())
            m_live.setPlace(m_channels->currentId());
    });
    connect(m_refresh, &QToolButton::clicked, this, &LivePage::refresh);
    connect(m_digits, &DigitEntry::changed, m_playerView, &PlayerView::showDigits);
    connect(m_digits, &DigitEntry::changed, this, [this](const QString &digits) { hearNumberKeys(!digits.isEmpty()); });
    connect(m_digits, &DigitEntry::entered, this, &LivePage::goToNumber);
}

/// After every reset: in the same list everything stays where it is; in another one (of another account, category or
/// order, or narrowed) the place is looked up.
void LivePage::keepPlace()
{
    const ListState &state = m_live.state();
    const QString list = QString::number(m_live.account().value) + state.categoryKey + u'\n' + state.filter + u'\n' +
                         presenters::sortText(state.sort) + (state.sorting ? u'…' : u'\n') +
                         presenters::chipsText(state.chips);
    const bool same = list == std::exchange(m_listed, state.shown > 0 ? list : QString());
    if (same) {
        m_channels->keepCurrent(m_live.place());                  // under its new id, where the panel numbered anew
    } else if (m_filter->hasFocus() && !state.filter.isEmpty()) { // who types looks at the first hit
        m_channels->setCurrentIndex({});
        m_channels->scrollToTop();
    } else {
        showPlace();
    }
    m_narrowed = !state.filter.isEmpty();
    m_placing = false;
    if (!same)
        noteTop();
}

/// Scrolled to where it was left, else so that what is current, or plays, is seen; that is seen too where the list was
/// narrowed by a text before, as it may have been found with it.
void LivePage::showPlace()
{
    m_placing = true;
    const QString top = m_live.top();
    const bool isFound = m_channels->reveal(m_live.place()) || m_channels->reveal(m_live.playingId());
    if (!m_channels->scrollToTopRow(top) && !isFound)
        m_channels->scrollToTop();
    else if (m_narrowed && isFound)
        m_channels->scrollTo(m_channels->currentIndex());
    m_placing = false;
}

/// Where its order is not made yet the list comes once more, and what plays stands elsewhere in it.
void LivePage::revealPlaying(const QString &id)
{
    if (m_channels->reveal(id) && m_live.state().sorting)
        m_live.setTop({});
}

void LivePage::noteTop()
{
    if (m_entered && !m_placing && m_live.state().shown > 0 && !m_live.state().sorting)
        m_live.setTop(m_channels->top());
}

void LivePage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_entered)
        return;
    // Only now has the list its size.
    QMetaObject::invokeMethod(
        this,
        [this] {
            showPlace();
            m_entered = true;
        },
        Qt::QueuedConnection);
}

PlayerView &LivePage::playerView()
{
    return *m_playerView;
}

void LivePage::saveSizes()
{
    m_settings.setLiveSizes(m_splitter->saveState());
}

void LivePage::setFullScreen(bool fullScreen)
{
    m_fullScreen = fullScreen;
    showParts();
    m_playerView->setFullScreen(fullScreen);
}

void LivePage::setCinema(bool cinema)
{
    m_cinema = cinema;
    m_digits->cancel(); // a film has no channels
    showParts();
    m_playerView->setCinema(cinema);
}

void LivePage::showParts()
{
    // Hidden parts of a splitter keep their sizes.
    const bool pictureOnly = m_fullScreen || m_cinema;
    m_categories->setVisible(!pictureOnly);
    m_channelPane->setVisible(!pictureOnly);
    m_nowPanel->setVisible(!pictureOnly);
    static_cast<PictureLayout *>(m_playerView->parentWidget()->layout())->setPictureOnly(pictureOnly);
}

void LivePage::showFace(const StateFace &face)
{
    if (!m_stateView) { // most starts never need it
        m_stateView = new StateView(m_stack);
        m_stack->addWidget(m_stateView);
        connect(m_stateView, &StateView::actionRequested, this, &LivePage::actOnState);
    }
    m_stateView->setFace(face);
    m_stack->setCurrentWidget(m_stateView);
}

void LivePage::actOnState()
{
    switch (m_live.state().phase) {
    case ListState::Phase::NoAccount:
        Q_EMIT signInRequested();
        return;
    case ListState::Phase::Loading:
        m_live.cancelRefresh();
        return;
    case ListState::Phase::Ready:
        m_filter->clear();
        m_live.clearFilters();
        return;
    case ListState::Phase::Error:
        if (m_live.state().needsSignIn) {
            Q_EMIT signInRequested();
            return;
        }
        m_live.refresh();
        return;
    case ListState::Phase::Empty:
        m_live.refresh();
    }
}

void LivePage::refresh()
{
    m_images.forgetMissing();
    m_live.refresh();
}

void LivePage::render()
{
    const ListState &state = m_live.state();
    m_categories->setAccount(state.accountName);
    if (m_filter->text() != state.filter && !m_filter->hasFocus()) {
        const QSignalBlocker blocker(m_filter);
        m_filter->setText(state.filter);
    }
    if (state.phase == ListState::Phase::Ready && state.shown > 0)
        m_stack->setCurrentWidget(m_channels);
    else
        showFace(faceOf(state));
    m_refresh->setEnabled(!state.refreshing && state.phase != ListState::Phase::Loading &&
                          state.phase != ListState::Phase::NoAccount);
    m_filter->setEnabled(state.phase == ListState::Phase::Ready);
    m_bar->setEnabled(state.phase == ListState::Phase::Ready);
    m_bar->setSort(state.sort);
    m_bar->setChips(state.chips);
    m_bar->setFresh(state.fresh);
    m_notice->render(state);
    m_categories->reveal(state.categoryKey);
}

/// While a number is typed its keys come before those of whatever has the focus: the picture's Backspace, the Enter of
/// a list, the Escape of the drawer.
void LivePage::hearNumberKeys(bool hear)
{
    if (hear == std::exchange(m_hearsNumberKeys, hear))
        return;
    if (hear)
        qApp->installEventFilter(this);
    else
        qApp->removeEventFilter(this);
}

bool LivePage::takeDigitKey(const QKeyEvent &event)
{
    if (const auto digit = digitOf(event)) {
        m_digits->add(*digit);
        return true;
    }
    if (!m_digits->isActive() || (event.modifiers() & ~Qt::KeypadModifier))
        return false;
    switch (event.key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        m_digits->confirm();
        return true;
    case Qt::Key_Backspace:
        m_digits->removeLast();
        return true;
    case Qt::Key_Escape:
        m_digits->cancel();
        return true;
    default:
        return false;
    }
}

bool LivePage::eventFilter(QObject *watched, QEvent *event)
{
    if (m_hearsNumberKeys && event->type() == QEvent::KeyPress && watched->isWidgetType()) {
        const auto *widget = static_cast<QWidget *>(watched);
        const bool ours = widget->window() == window() && isVisible() && !qobject_cast<const QLineEdit *>(widget);
        if (ours && takeDigitKey(*static_cast<QKeyEvent *>(event)))
            return true;
    }
    if (watched != m_filter || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    switch (key->key()) {
    case Qt::Key_Down:
        m_channels->setFocus(Qt::TabFocusReason);
        if (m_channels->currentId().isEmpty())
            m_channels->step(1);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter: // the first hit is what one typed for
        if (m_live.state().shown == 0)
            return true;
        if (m_channels->currentId().isEmpty() || !m_filter->text().isEmpty()) {
            m_channels->setCurrentIndex({});
            m_channels->step(1);
        }
        m_live.play(m_channels->currentId());
        m_playerView->setFocus(Qt::OtherFocusReason);
        return true;
    case Qt::Key_Escape:
        if (m_filter->text().isEmpty())
            m_channels->setFocus(Qt::TabFocusReason);
        m_filter->clear();
        return true;
    default:
        return false;
    }
}

} // namespace kanal::ui
