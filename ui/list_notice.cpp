// SPDX-License-Identifier: MIT
#include "list_notice.h"

#include "icons.h"

#include <kanal/presenters/list_state.h>

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>

namespace kanal::ui
{

using presenters::ListState;

ListNotice::ListNotice(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("notice"));
    setAttribute(Qt::WA_StyledBackground);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(16, 8, 12, 8);
    m_text = new QLabel(this);
    m_text->setObjectName(QStringLiteral("listStatus"));
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setProperty("role", QStringLiteral("caption"));
    row->addWidget(m_text, 1);
    m_believe = new QPushButton(tr("Use the new list"), this);
    m_believe->setObjectName(QStringLiteral("believeButton"));
    m_believe->setProperty("role", QStringLiteral("link"));
    m_dismiss = new IconButton(QStringLiteral("close"), tr("Close this notice"), this);
    m_dismiss->setObjectName(QStringLiteral("dismissButton"));
    m_dismiss->setIconSize({14, 14});
    row->addWidget(m_believe);
    row->addWidget(m_dismiss, 0, Qt::AlignTop);
    connect(m_believe, &QPushButton::clicked, this, &ListNotice::believed);
    connect(m_dismiss, &QToolButton::clicked, this, &ListNotice::dismissed);
}

void ListNotice::render(const ListState &state)
{
    QStringList lines;
    if (!state.notice.isEmpty())
        lines << state.notice;
    if (state.phase == ListState::Phase::Ready) {
        if (state.refreshing)
            lines << (state.loadedRows > 0 ? tr("Refreshing … %1").arg(QLocale().toString(state.loadedRows))
                                           : tr("Refreshing …"));
        else if (state.error)
            lines << tr("Not refreshed: %1. %2").arg(state.error->title, state.staleText);
        else if (!state.staleText.isEmpty())
            lines << state.staleText;
    }
    m_text->setText(lines.join(QLatin1Char('\n')));
    m_text->setToolTip(state.error ? state.error->message.toHtmlEscaped() : QString());
    m_believe->setVisible(state.canBelieve);
    m_dismiss->setVisible(!state.notice.isEmpty());
    setVisible(!lines.isEmpty());
}

} // namespace kanal::ui
