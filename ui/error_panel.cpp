// SPDX-License-Identifier: MIT
#include "error_panel.h"

#include "icons.h"
#include "theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

namespace kanal::ui
{

namespace
{

QLabel *plainLabel(const QString &name, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

} // namespace

ErrorPanel::ErrorPanel(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("errorPanel"));
    hide();
    auto *columns = new QHBoxLayout(this);
    columns->setContentsMargins(20, 16, 20, 16);
    columns->setSpacing(16);
    auto *mark = new QLabel(this);
    mark->setPixmap(iconPixmap(QStringLiteral("warning"), Tokens::dark().catchup, 32, devicePixelRatioF()));
    columns->addWidget(mark, 0, Qt::AlignTop);
    auto *rows = new QVBoxLayout;
    rows->setSpacing(6);
    columns->addLayout(rows, 1);

    m_title = plainLabel(QStringLiteral("playbackErrorTitle"), this);
    m_title->setFont(sized(font(), metrics::kTitleText, Weight::Bold));
    m_message = plainLabel(QStringLiteral("playbackErrorMessage"), this);
    m_countdown = plainLabel(QStringLiteral("retryCountdown"), this);
    m_countdown->setProperty("role", QStringLiteral("caution"));
    m_details = plainLabel(QStringLiteral("detailsText"), this);
    m_details->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_details->hide();
    rows->addWidget(m_title);
    rows->addWidget(m_message);
    rows->addWidget(m_countdown);
    rows->addWidget(m_details);

    auto *buttons = new QHBoxLayout;
    buttons->setContentsMargins(0, 6, 0, 0);
    auto *retry = new QPushButton(tr("Retry"), this);
    retry->setObjectName(QStringLiteral("retryButton"));
    retry->setProperty("role", QStringLiteral("primary"));
    connect(retry, &QPushButton::clicked, this, &ErrorPanel::retryRequested);
    m_accept = new QPushButton(this);
    m_accept->setObjectName(QStringLiteral("trustCertificateButton"));
    m_accept->hide();
    connect(m_accept, &QPushButton::clicked, this, &ErrorPanel::certificateAccepted);
    m_detailsButton = new QPushButton(tr("Details"), this);
    m_detailsButton->setObjectName(QStringLiteral("playbackDetailsButton"));
    m_detailsButton->setProperty("role", QStringLiteral("link"));
    connect(m_detailsButton, &QPushButton::clicked, this, [this] {
        m_details->setVisible(m_details->isHidden());
        Q_EMIT resized();
    });
    for (QPushButton *button : {retry, m_accept, m_detailsButton})
        button->setFocusPolicy(Qt::TabFocus); // a click leaves the keys to the picture
    buttons->addWidget(retry);
    buttons->addWidget(m_accept);
    buttons->addWidget(m_detailsButton);
    buttons->addStretch();
    rows->addLayout(buttons);

    m_tick.setInterval(250);
    connect(&m_tick, &QTimer::timeout, this, &ErrorPanel::renderCountdown);
}

void ErrorPanel::setError(const presenters::ErrorText &error, int attempt, int retryInMs)
{
    const bool fresh = error.title != m_title->text() || attempt != m_attempt || retryInMs != m_retryInMs || isHidden();
    m_title->setText(error.title);
    m_message->setText(error.message);
    m_details->setText(error.details);
    m_detailsButton->setVisible(!error.details.isEmpty());
    if (!fresh)
        return;
    setAccessibleName(error.title);
    setAccessibleDescription(error.message);
    m_attempt = attempt;
    m_retryInMs = retryInMs;
    m_since.start();
    m_countdown->setVisible(attempt > 0);
    if (attempt > 0)
        m_tick.start();
    else
        m_tick.stop();
    renderCountdown();
}

void ErrorPanel::setCertificateHost(const QString &host)
{
    m_accept->setVisible(!host.isEmpty());
    m_accept->setText(tr("Trust it for %1").arg(host));
}

void ErrorPanel::renderCountdown()
{
    const int left = int((qMax<qint64>(0, m_retryInMs - m_since.elapsed()) + 999) / 1000);
    m_countdown->setText(left > 0 ? tr("Trying again in %n second(s) (attempt %1)", nullptr, left).arg(m_attempt)
                                  : tr("Trying again (attempt %1) …").arg(m_attempt));
    if (isHidden())
        m_tick.stop();
}

void ErrorPanel::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor fill = Tokens::dark().surface;
    fill.setAlphaF(0.94F);
    painter.setPen(Tokens::dark().line);
    painter.setBrush(fill);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), metrics::kDialogRadius,
                            metrics::kDialogRadius);
}

} // namespace kanal::ui
