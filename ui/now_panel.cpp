// SPDX-License-Identifier: MIT
#include "now_panel.h"

#include "elided_text.h"
#include "icons.h"
#include "theme.h"

#include <kanal/presenters/image_store.h>
#include <kanal/presenters/track_text.h>

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>

namespace kanal::ui
{

using playback::PlayState;
using presenters::PlayerPresenter;

namespace
{

constexpr int kFace = 64;

QLabel *plainLabel(const QString &name, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // a long name must not widen the window
    return label;
}

QString stateText(const presenters::PlayerView &view)
{
    switch (view.state) {
    case PlayState::Opening:
        return NowPanel::tr("Connecting …");
    case PlayState::Buffering:
        return NowPanel::tr("Loading …");
    case PlayState::Playing:
        return view.seekable ? NowPanel::tr("Playing") : NowPanel::tr("Live");
    case PlayState::Paused:
        return NowPanel::tr("Paused");
    case PlayState::Reconnecting:
        return NowPanel::tr("Connection lost, connecting again …");
    case PlayState::Ended:
        return NowPanel::tr("Ended");
    case PlayState::Failed:
        return view.error ? view.error->title : NowPanel::tr("Cannot be played");
    case PlayState::Idle:
        break;
    }
    return NowPanel::tr("Stopped");
}

} // namespace

NowPanel::NowPanel(PlayerPresenter &player, presenters::ImageStore &images, QWidget *parent)
    : QWidget(parent)
    , m_player(player)
    , m_images(images)
    , m_face(new QLabel(this))
    , m_number(new QLabel(this))
    , m_title(new ElidedText(2, QPalette::WindowText, this))
    , m_state(plainLabel(QStringLiteral("nowState"), this))
    , m_stream(plainLabel(QStringLiteral("nowStream"), this))
    , m_favourite(new IconButton(QStringLiteral("star"), tr("Favourite (B)"), this))
    , m_reload(new IconButton(QStringLiteral("refresh"), tr("Load the stream again (F5)"), this))
    , m_stop(new IconButton(QStringLiteral("stop"), tr("Stop"), this))
    , m_fullScreen(new IconButton(QStringLiteral("fullscreen"), tr("Full screen (F)"), this))
{
    setObjectName(QStringLiteral("nowPanel"));
    setAttribute(Qt::WA_StyledBackground);
    m_face->setFixedSize(kFace + 16, kFace);
    m_title->setObjectName(QStringLiteral("nowTitle"));
    m_title->setFont(sized(font(), metrics::kHeadlineText, Weight::Bold));
    m_stream->setProperty("role", QStringLiteral("secondary"));
    m_number->setProperty("role", QStringLiteral("secondary"));
    m_number->setFont(sized(font(), metrics::kHeadlineText));
    m_favourite->setObjectName(QStringLiteral("nowFavouriteButton"));
    m_reload->setObjectName(QStringLiteral("reloadButton"));
    m_stop->setObjectName(QStringLiteral("stopButton"));
    m_fullScreen->setObjectName(QStringLiteral("nowFullScreenButton"));

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(20, 20, 16, 20);
    row->setSpacing(16);
    row->addWidget(m_face, 0, Qt::AlignTop);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(4);
    auto *head = new QHBoxLayout;
    head->setSpacing(10);
    head->addWidget(m_number, 0, Qt::AlignTop);
    head->addWidget(m_title, 1);
    texts->addLayout(head);
    texts->addWidget(m_state);
    texts->addWidget(m_stream);
    texts->addStretch();
    row->addLayout(texts, 1);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(4);
    for (QWidget *button : {m_favourite, m_reload, m_stop, m_fullScreen})
        buttons->addWidget(button);
    row->addLayout(buttons);
    row->setAlignment(buttons, Qt::AlignTop);

    connect(m_favourite, &QToolButton::clicked, this, &NowPanel::favouriteRequested);
    connect(m_fullScreen, &QToolButton::clicked, this, &NowPanel::fullScreenRequested);
    connect(m_reload, &QToolButton::clicked, &player, &PlayerPresenter::reload);
    connect(m_stop, &QToolButton::clicked, &player, &PlayerPresenter::stop);
    connect(&player, &PlayerPresenter::viewChanged, this, &NowPanel::render);
    connect(&player, &PlayerPresenter::nowPlayingChanged, this, [this] {
        render();
        renderFace();
    });
    connect(&images, &presenters::ImageStore::ready, this, [this](const QString &url) {
        if (url == m_player.view().now.logoUrl)
            renderFace();
    });
    render();
    renderFace();
}

void NowPanel::render()
{
    const presenters::PlayerView &view = m_player.view();
    const bool something = !view.now.channelId.isEmpty();
    for (QWidget *part :
         std::initializer_list<QWidget *>{m_face, m_favourite, m_reload, m_stop, m_fullScreen, m_stream})
        part->setVisible(something);
    m_number->setVisible(something && view.now.number > 0);
    m_number->setText(QString::number(view.now.number));
    if (!something) {
        m_title->setText(tr("Nothing is playing"));
        m_state->setText(tr("Choose a channel on the left. F1 shows every key."));
        m_state->setForegroundRole(QPalette::PlaceholderText);
        return;
    }
    m_title->setText(view.now.title);
    const bool live = view.state == PlayState::Playing && !view.seekable;
    m_state->setText(live ? QStringLiteral("● ") + stateText(view) : stateText(view));
    m_state->setForegroundRole(live || view.state == PlayState::Failed ? QPalette::BrightText
                               : view.state == PlayState::Reconnecting ? QPalette::LinkVisited
                                                                       : QPalette::PlaceholderText);
    m_stream->setText(presenters::streamText(view.tracks));
    m_favourite->setIconName(view.now.favourite ? QStringLiteral("star-filled") : QStringLiteral("star"));
    m_favourite->setTint(view.now.favourite ? QPalette::LinkVisited : QPalette::Text, QPalette::Link);
    m_favourite->setTip(view.now.favourite ? tr("No longer a favourite (B)") : tr("Favourite (B)"));
    m_stop->setEnabled(view.state != PlayState::Idle && view.state != PlayState::Failed);
}

void NowPanel::renderFace()
{
    const presenters::NowPlaying &now = m_player.view().now;
    if (now.channelId.isEmpty())
        return;
    const double ratio = devicePixelRatioF();
    QPixmap pixmap(m_face->size() * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    const QRect box = m_face->rect();
    const QSize wanted = (QSizeF(box.size()) * ratio).toSize() - QSize(16, 16);
    const QImage logo = now.logoUrl.isEmpty() ? QImage() : m_images.image(now.logoUrl, wanted);
    if (logo.isNull()) {
        paintAvatar(painter, box, now.initials, now.title, AvatarShape::Rounded);
    } else {
        const Tokens tokens = Tokens::of(palette());
        painter.setPen(Qt::NoPen);
        painter.setBrush(mixed(tokens.surface, tokens.text, 0.10));
        painter.drawRoundedRect(box, metrics::kRowRadius, metrics::kRowRadius);
        QRect target(QPoint(), logo.size().scaled(box.size() - QSize(12, 12), Qt::KeepAspectRatio));
        target.moveCenter(box.center());
        painter.drawImage(target, logo);
    }
    painter.end();
    m_face->setPixmap(pixmap);
}

void NowPanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        renderFace();
}

} // namespace kanal::ui
