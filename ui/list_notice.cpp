// SPDX-License-Identifier: MIT
#include "list_notice.h"

#include "icons.h"

#include <kanal/presenters/list_state.h>

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace kanal::ui
{

using presenters::ListState;

ListNotice::ListNotice(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("notice"));
    setAttribute(Qt::WA_StyledBackground);
    auto *rows = new QVBoxLayout(this);
    rows->setContentsMargins(16, 8, 12, 8);
    rows->setSpacing(4);
    auto *line = new QHBoxLayout;
    m_text = new QLabel(this);
    m_text->setObjectName(QStringLiteral("listStatus"));
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setProperty("role", QStringLiteral("caption"));
    line->addWidget(m_text, 1);
    m_cancel = addButton(QStringLiteral("cancelRefreshButton"), tr("Cancel"));
    m_cancel->setAccessibleName(tr("Cancel the refresh"));
    m_signIn = addButton(QStringLiteral("signInAgainButton"), tr("Sign in again"));
    m_dismiss = new IconButton(QStringLiteral("close"), tr("Close this notice"), this);
    m_dismiss->setObjectName(QStringLiteral("dismissButton"));
    m_dismiss->setIconSize({14, 14});
    m_report = addButton(QStringLiteral("reportButton"), tr("Show"));
    m_report->setToolTip(tr("What is new, gone and renamed"));
    line->addWidget(m_report, 0, Qt::AlignTop);
    line->addWidget(m_cancel, 0, Qt::AlignBottom);
    line->addWidget(m_signIn, 0, Qt::AlignBottom);
    line->addWidget(m_dismiss, 0, Qt::AlignTop);
    rows->addLayout(line);
    m_answers = new QWidget(this);
    auto *answers = new QHBoxLayout(m_answers);
    answers->setContentsMargins(0, 0, 0, 0);
    m_keep = addButton(QStringLiteral("keepButton"), tr("Keep"));
    m_keep->setToolTip(tr("The list stays as it is"));
    m_believe = addButton(QStringLiteral("believeButton"), tr("Remove"));
    m_believe->setToolTip(tr("The list becomes what the panel lists now"));
    for (QPushButton *button : {m_keep, m_believe})
        answers->addWidget(button);
    answers->addStretch();
    rows->addWidget(m_answers);
    connect(m_cancel, &QPushButton::clicked, this, &ListNotice::cancelled);
    connect(m_signIn, &QPushButton::clicked, this, &ListNotice::signInRequested);
    connect(m_report, &QPushButton::clicked, this, &ListNotice::reportRequested);
    connect(m_keep, &QPushButton::clicked, this, &ListNotice::kept);
    connect(m_believe, &QPushButton::clicked, this, &ListNotice::believed);
    connect(m_dismiss, &QToolButton::clicked, this, &ListNotice::dismissed);
}

QPushButton *ListNotice::addButton(const QString &name, const QString &text)
{
    auto *button = new QPushButton(text, this);
    button->setObjectName(name);
    button->setProperty("role", QStringLiteral("link"));
    return button;
}

void ListNotice::render(const ListState &state)
{
    QStringList lines;
    if (!state.notice.isEmpty())
        lines << state.notice;
    if (state.phase == ListState::Phase::Ready) {
        if (state.refreshing)
            lines << (state.refreshed.isEmpty() ? tr("Refreshing …") : tr("Refreshing … %1").arg(state.refreshed));
        else if (state.error)
            lines << tr("Not refreshed: %1. %2").arg(state.error->title, state.staleText);
        else if (!state.staleText.isEmpty())
            lines << state.staleText;
    }
    m_text->setText(lines.join(QLatin1Char('\n')));
    m_text->setToolTip(state.error ? state.error->message.toHtmlEscaped() : QString());
    m_report->setVisible(state.hasReport);
    m_keep->setVisible(state.canBelieve);
    m_believe->setVisible(state.canBelieve);
    m_answers->setVisible(state.canBelieve);
    m_cancel->setVisible(state.refreshing && state.phase == ListState::Phase::Ready); // else the list's place has one
    m_signIn->setVisible(state.needsSignIn && !state.refreshing && state.phase == ListState::Phase::Ready);
    m_dismiss->setVisible(!state.notice.isEmpty() && !state.canBelieve);
    setVisible(!lines.isEmpty());
}

} // namespace kanal::ui
