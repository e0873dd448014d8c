// SPDX-License-Identifier: MIT
#include "rail.h"

#include "icons.h"
#include "theme.h"

#include <kanal/presenters/accounts_presenter.h>

#include <QButtonGroup>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QWidgetAction>

namespace kanal::ui
{

using presenters::AccountsPresenter;
using presenters::AccountView;

namespace
{

constexpr int kFace = 36;
/// A tool button leaves no room of its own between icon and text.
const QString kIconGap = QStringLiteral("\u2002");

QIcon portrait(const QString &initials, const QString &name, double ratio)
{
    QPixmap pixmap(QSize(kFace, kFace) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paintAvatar(painter, QRectF(0, 0, kFace, kFace), initials, name, AvatarShape::Round);
    painter.end();
    return QIcon(pixmap);
}

/// Names of people's accounts are no place for mnemonics.
QString literal(QString text)
{
    return text.replace(QLatin1Char('&'), QLatin1String("&&"));
}

QString menuText(const AccountView &account)
{
    QStringList facts{account.name, account.statusText, account.connectionsText};
    facts.removeAll(QString());
    return literal(facts.join(QStringLiteral("  ·  ")));
}

} // namespace

// --- the account

AccountButton::AccountButton(AccountsPresenter &accounts, QWidget *parent)
    : QWidget(parent)
    , m_accounts(accounts)
    , m_button(new QToolButton(this))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_button);
    m_button->setObjectName(QStringLiteral("accountButton"));
    m_button->setIconSize({kFace, kFace});
    m_button->setFocusPolicy(Qt::TabFocus);
    m_button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(m_button, &QToolButton::clicked, this, &AccountButton::openMenu);
    connect(&accounts, &AccountsPresenter::accountsChanged, this, &AccountButton::render);
    connect(&accounts, &AccountsPresenter::activeChanged, this, &AccountButton::render);
    render();
}

void AccountButton::setLabels(Rail::Labels labels)
{
    m_button->setToolButtonStyle(labels == Rail::Labels::Shown ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly);
    render();
}

void AccountButton::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        render();
}

void AccountButton::render()
{
    const auto active = m_accounts.active();
    if (!active) {
        m_button->setIcon(icon(QStringLiteral("user"), Tokens::of(palette()).secondary));
        m_button->setText(tr("No account"));
        m_button->setToolTip(tr("Accounts"));
        m_button->setAccessibleName(tr("Accounts"));
        return;
    }
    m_button->setIcon(portrait(active->initials, active->name, devicePixelRatioF()));
    const int room = metrics::kRailWideWidth - kFace - 44;
    m_button->setText(kIconGap +
                      literal(QFontMetrics(m_button->font()).elidedText(active->name, Qt::ElideRight, room)));
    m_button->setToolTip(tr("%1\n%2")
                             .arg(active->name, active->statusText)
                             .toHtmlEscaped()
                             .replace(QLatin1Char('\n'), QLatin1String("<br>")));
    m_button->setAccessibleName(tr("Account %1").arg(active->name));
}

void AccountButton::openMenu()
{
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("accountMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const Tokens tokens = Tokens::of(palette());
    for (const AccountView &account : m_accounts.accounts()) {
        QAction *action = menu->addAction(menuText(account));
        action->setObjectName(QStringLiteral("switchToAccount%1").arg(account.id.value));
        action->setIcon(account.active   ? icon(QStringLiteral("check"), tokens.accent)
                        : account.usable ? portrait(account.initials, account.name, devicePixelRatioF())
                                         : icon(QStringLiteral("warning"), tokens.live));
        connect(action, &QAction::triggered, this, [this, id = account.id, active = account.active] {
            if (!active)
                m_accounts.activate(id);
            Q_EMIT accountChosen(id);
        });
    }
    menu->addSeparator();
    connect(menu->addAction(icon(QStringLiteral("plus"), tokens.text), tr("Add account …")), &QAction::triggered, this,
            &AccountButton::addRequested);
    connect(menu->addAction(icon(QStringLiteral("users"), tokens.text), tr("Manage accounts")), &QAction::triggered,
            this, &AccountButton::manageRequested);
    menu->popup(m_button->mapToGlobal(QPoint(m_button->width() + 4, 0)));
}

// --- the rail

Rail::Rail(AccountsPresenter &accounts, QWidget *parent)
    : QWidget(parent)
    , m_account(new AccountButton(accounts, this))
    , m_pages(new QButtonGroup(this))
{
    setObjectName(QStringLiteral("rail"));
    setAttribute(Qt::WA_StyledBackground);
    auto *rows = new QVBoxLayout(this);
    rows->setContentsMargins(8, 12, 8, 12);
    rows->setSpacing(4);
    rows->addWidget(m_account);
    rows->addSpacing(12);
    addPage(rows, QStringLiteral("railLive"), QStringLiteral("tv"), tr("Live TV"), Page::Live);
    addPage(rows, QStringLiteral("railMovies"), QStringLiteral("film"), tr("Movies"), Page::Movies);
    addPage(rows, QStringLiteral("railSeries"), QStringLiteral("series"), tr("Series"), Page::Series);
    rows->addStretch();
    addPage(rows, QStringLiteral("railAccounts"), QStringLiteral("users"), tr("Accounts"), Page::Accounts);
    addPage(rows, QStringLiteral("railSettings"), QStringLiteral("settings"), tr("Settings"), Page::Settings);
    connect(m_account, &AccountButton::addRequested, this, &Rail::addAccountRequested);
    connect(m_account, &AccountButton::manageRequested, this, [this] { Q_EMIT pageRequested(Page::Accounts); });
    connect(m_account, &AccountButton::accountChosen, this, &Rail::accountChosen);
    setFixedWidth(metrics::kRailWidth);
}

IconButton *Rail::addPage(QVBoxLayout *rows, const QString &name, const QString &icon, const QString &text, Page page)
{
    auto *button = new IconButton(icon, text, this);
    button->setObjectName(name);
    button->setText(kIconGap + text);
    button->setIconSize({24, 24});
    button->setCheckable(true);
    // Text is the secondary colour here: the style sheet says so for the rail.
    button->setTint(QPalette::Text, QPalette::Link);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    button->setMinimumHeight(44);
    m_pages->addButton(button, int(page));
    connect(button, &QToolButton::clicked, this, [this, page] { Q_EMIT pageRequested(page); });
    rows->addWidget(button);
    return button;
}

void Rail::setPage(Page page)
{
    if (QAbstractButton *button = m_pages->button(int(page)))
        button->setChecked(true);
}

void Rail::setLabels(Labels labels)
{
    if (m_labels == labels)
        return;
    m_labels = labels;
    setFixedWidth(labels == Labels::Shown ? metrics::kRailWideWidth : metrics::kRailWidth);
    for (QAbstractButton *button : m_pages->buttons())
        static_cast<QToolButton *>(button)->setToolButtonStyle(labels == Labels::Shown ? Qt::ToolButtonTextBesideIcon
                                                                                       : Qt::ToolButtonIconOnly);
    m_account->setLabels(labels);
}

} // namespace kanal::ui
