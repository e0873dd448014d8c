// SPDX-License-Identifier: MIT
#include "stand_in.h"

#include "icons.h"
#include "row_painting.h"

#include <kanal/presenters/image_store.h>

#include <QPainter>

namespace kanal::ui
{

StandIn::StandIn(presenters::ImageStore &images, QWidget *parent)
    : QWidget(parent)
    , m_images(images)
{
    setObjectName(QStringLiteral("standIn"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    connect(&images, &presenters::ImageStore::ready, this, [this](const QString &url) {
        if (url == m_now.logoUrl)
            update();
    });
}

void StandIn::render(const presenters::PlayerView &view)
{
    const bool idle = view.state == playback::PlayState::Idle && view.now.channelId.isEmpty();
    m_sound = view.audioOnly || (view.now.radio && !view.hasPicture && view.state != playback::PlayState::Failed);
    m_now = view.now;
    setAccessibleName(m_sound ? m_now.title + QStringLiteral(", ") + tr("Radio") : tr("Nothing is playing"));
    setVisible(idle || m_sound);
    update();
}

void StandIn::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const Tokens tokens = Tokens::dark();
    painter.fillRect(rect(), m_sound ? tokens.window : QColor(Qt::black));
    const double ratio = devicePixelRatioF();
    const int side = qBound(56, height() / 4, 160);
    QRect face(0, 0, side, side);
    face.moveCenter(rect().center() - QPoint(0, side / 3));
    const QRect title(16, face.bottom() + 16, width() - 32, 28);
    const QRect line(16, title.bottom() + 2, width() - 32, 20);
    if (!m_sound) {
        painter.drawPixmap(face.topLeft(), iconPixmap(QStringLiteral("tv"), tokens.line, side, ratio));
        paintText(painter, title, tr("Nothing is playing"), sized(font(), metrics::kTitleText, Weight::Bold),
                  tokens.secondary, Qt::AlignCenter);
        paintText(painter, line, tr("Choose a channel, or type its number"), sized(font(), metrics::kBaseText),
                  tokens.secondary, Qt::AlignCenter);
        return;
    }
    const QSize wanted(qRound(side * ratio), qRound(side * ratio));
    const QImage logo = m_now.logoUrl.isEmpty() ? QImage() : m_images.image(m_now.logoUrl, wanted);
    if (logo.isNull()) {
        paintAvatar(painter, face, m_now.initials, m_now.title, AvatarShape::Rounded);
    } else {
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        QRect target(QPoint(), logo.size().scaled(face.size(), Qt::KeepAspectRatio));
        target.moveCenter(face.center());
        painter.drawImage(target, logo);
    }
    paintText(painter, title, m_now.title, sized(font(), metrics::kHeadlineText, Weight::Bold), tokens.text,
              Qt::AlignCenter);
    paintText(painter, line, tr("Radio"), sized(font(), metrics::kBaseText), tokens.secondary, Qt::AlignCenter);
}

} // namespace kanal::ui
