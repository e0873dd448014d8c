// SPDX-License-Identifier: MIT
#include "state_view.h"

#include "icons.h"
#include "theme.h"

#include <QEvent>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace kanal::ui
{

namespace
{

QLabel *centredLabel(const QString &name, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setAlignment(Qt::AlignCenter);
    return label;
}

} // namespace

StateView::StateView(QWidget *parent)
    : QWidget(parent)
    , m_icon(new QLabel(this))
    , m_title(centredLabel(QStringLiteral("stateTitle"), this))
    , m_message(centredLabel(QStringLiteral("stateMessage"), this))
    , m_progress(new QProgressBar(this))
    , m_action(new QPushButton(this))
    , m_detailsButton(new QPushButton(tr("Details"), this))
    , m_details(centredLabel(QStringLiteral("detailsText"), this))
{
    setObjectName(QStringLiteral("emptyState"));
    auto *rows = new QVBoxLayout(this);
    rows->setContentsMargins(24, 24, 24, 24);
    rows->setSpacing(8);
    m_icon->setAlignment(Qt::AlignCenter);
    m_title->setFont(sized(font(), metrics::kTitleText, Weight::Bold));
    m_message->setProperty("role", QStringLiteral("secondary"));
    m_progress->setRange(0, 0);
    m_progress->setTextVisible(false);
    m_progress->setFixedWidth(180);
    m_action->setProperty("role", QStringLiteral("primary"));
    m_detailsButton->setProperty("role", QStringLiteral("link"));
    m_detailsButton->setObjectName(QStringLiteral("stateDetailsButton"));
    m_details->setAlignment(Qt::AlignLeft);
    m_details->setTextInteractionFlags(Qt::TextSelectableByMouse);

    rows->addStretch(2);
    rows->addWidget(m_icon);
    rows->addWidget(m_title);
    rows->addWidget(m_message);
    rows->addSpacing(4);
    rows->addWidget(m_progress, 0, Qt::AlignHCenter);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(m_action);
    buttons->addWidget(m_detailsButton);
    buttons->addStretch();
    rows->addLayout(buttons);
    rows->addWidget(m_details);
    rows->addStretch(3);
    connect(m_action, &QPushButton::clicked, this, &StateView::actionRequested);
    connect(m_detailsButton, &QPushButton::clicked, this, [this] { m_details->setVisible(m_details->isHidden()); });
}

void StateView::setFace(const StateFace &face)
{
    if (face.title != m_face.title)
        m_details->hide();
    m_face = face;
    m_title->setText(face.title);
    m_message->setText(face.message);
    m_message->setVisible(!face.message.isEmpty());
    m_details->setText(face.details);
    m_detailsButton->setVisible(!face.details.isEmpty());
    if (face.details.isEmpty())
        m_details->hide();
    m_action->setText(face.action);
    m_action->setObjectName(face.actionName);
    m_action->setVisible(!face.action.isEmpty());
    m_progress->setVisible(face.busy);
    m_icon->setVisible(!face.busy && !face.iconName.isEmpty());
    setAccessibleName(face.title);
    setAccessibleDescription(face.message);
    retint();
}

void StateView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        retint();
}

void StateView::retint()
{
    if (!m_face.iconName.isEmpty())
        m_icon->setPixmap(iconPixmap(m_face.iconName, Tokens::of(palette()).secondary, 48, devicePixelRatioF()));
}

} // namespace kanal::ui
