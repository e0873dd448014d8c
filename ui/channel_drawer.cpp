// SPDX-License-Identifier: MIT
#include "channel_drawer.h"

#include "channel_list_view.h"
#include "list_face.h"
#include "theme.h"

#include <kanal/presenters/channel_list_model.h>
#include <kanal/presenters/live_presenter.h>

#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

namespace kanal::ui
{

ChannelDrawer::ChannelDrawer(presenters::LivePresenter &live, presenters::ImageStore &images, QWidget *parent)
    : QWidget(parent)
    , m_live(live)
    , m_list(new ChannelListView(live.channels(), images, this))
{
    setObjectName(QStringLiteral("channelDrawer"));
    setPalette(paletteOf(Tokens::dark()));
    hide();
    auto *rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 8, 0, 8);
    rows->addWidget(m_list);
    // Over the list, which keeps the keys.
    m_empty = new QLabel(m_list);
    m_empty->setObjectName(QStringLiteral("drawerEmpty"));
    m_empty->setTextFormat(Qt::PlainText);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setMargin(24);
    m_empty->setAttribute(Qt::WA_TransparentForMouseEvents);
    auto *over = new QVBoxLayout(m_list);
    over->setContentsMargins(0, 0, 0, 0);
    over->addWidget(m_empty);
    connect(&live, &presenters::LivePresenter::stateChanged, this, &ChannelDrawer::render);
    m_list->setObjectName(QStringLiteral("drawerList"));
    m_list->setPalette(paletteOf(Tokens::dark()));
    setFocusProxy(m_list);
    connect(m_list, &ChannelListView::channelActivated, this, [this](const QString &id) {
        Q_EMIT closeRequested();
        m_live.play(id);
    });
    connect(&live.channels(), &QAbstractItemModel::modelReset, m_list, [this] { m_list->keepCurrent(); });
    connect(m_list, &ChannelListView::favouriteToggled, &live, &presenters::LivePresenter::toggleFavourite);
    connect(m_list, &ChannelListView::favouriteMoved, &live, &presenters::LivePresenter::moveFavourite);
    connect(m_list, &ChannelListView::hiddenToggled, &live, &presenters::LivePresenter::toggleHidden);
}

void ChannelDrawer::render()
{
    const presenters::ListState &state = m_live.state();
    const bool listed = state.phase == presenters::ListState::Phase::Ready && state.shown > 0;
    m_empty->setText(listed ? QString() : faceOf(state).title);
    m_empty->setVisible(!listed);
}

void ChannelDrawer::open()
{
    render();
    show();
    raise();
    m_list->reveal(m_live.playingId());
    m_list->setFocus(Qt::ShortcutFocusReason);
}

void ChannelDrawer::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Right:
    case Qt::Key_Escape:
    case Qt::Key_Back:
    case Qt::Key_C:
        Q_EMIT closeRequested();
        return;
    case Qt::Key_Left:
        return;
    default:
        event->ignore();
    }
}

void ChannelDrawer::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    QColor fill = Tokens::dark().window;
    fill.setAlphaF(0.90F);
    painter.fillRect(rect(), fill);
}

void ChannelDrawer::wheelEvent(QWheelEvent *event)
{
    event->accept(); // the end of the list is not the volume
}

} // namespace kanal::ui
