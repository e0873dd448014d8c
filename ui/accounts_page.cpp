// SPDX-License-Identifier: MIT
#include "accounts_page.h"

#include "icons.h"
#include "theme.h"

#include <kanal/presenters/accounts_presenter.h>

#include <QCheckBox>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QMessageBox>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>

namespace kanal::ui
{

using presenters::AccountsPresenter;
using presenters::AccountView;

namespace
{

constexpr int kCardWidth = 720;

QLabel *plainLabel(const QString &text, const QString &role, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setText(text);
    label->setWordWrap(true);
    if (!role.isEmpty())
        label->setProperty("role", role);
    return label;
}

QPixmap portrait(const AccountView &account, int side, double ratio)
{
    QPixmap pixmap(QSize(side, side) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paintAvatar(painter, QRectF(0, 0, side, side), account.initials, account.name, AvatarShape::Round);
    return pixmap;
}

QString idText(AccountId id)
{
    return QString::number(id.value);
}

} // namespace

AccountsPage::AccountsPage(AccountsPresenter &accounts, QWidget *parent)
    : QWidget(parent)
    , m_accounts(accounts)
{
    setObjectName(QStringLiteral("accountsPage"));
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto *scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    outer->addWidget(scroll);
    m_body = new QWidget(scroll);
    m_body->setObjectName(QStringLiteral("scrollBody"));
    scroll->setWidget(m_body);
    auto *rows = new QVBoxLayout(m_body);
    rows->setContentsMargins(32, 24, 32, 24);
    rows->setSpacing(12);
    auto *head = new QHBoxLayout;
    auto *title = new QLabel(tr("Accounts"), m_body);
    title->setObjectName(QStringLiteral("pageTitle"));
    auto *add = new QPushButton(tr("Add account"), m_body);
    add->setObjectName(QStringLiteral("addAccountButton"));
    add->setProperty("role", QStringLiteral("primary"));
    connect(add, &QPushButton::clicked, this, &AccountsPage::addRequested);
    head->addWidget(title);
    head->addStretch();
    head->addWidget(add);
    auto *headBox = new QWidget(m_body);
    headBox->setLayout(head);
    head->setContentsMargins(0, 0, 0, 0);
    headBox->setMaximumWidth(kCardWidth);
    rows->addWidget(headBox);
    m_cards = new QVBoxLayout;
    m_cards->setSpacing(12);
    rows->addLayout(m_cards);
    rows->addStretch();
    connect(&accounts, &AccountsPresenter::accountsChanged, this, &AccountsPage::render);
    connect(&accounts, &AccountsPresenter::activeChanged, this, &AccountsPage::render);
    render();
}

void AccountsPage::render()
{
    // Cards are few; the focus goes back to the same button of the same card.
    const QString focused = focusWidget() ? focusWidget()->objectName() : QString();
    while (QLayoutItem *item = m_cards->takeAt(0)) {
        if (QWidget *card = item->widget()) {
            card->hide();
            card->setObjectName(QString()); // nobody finds a card that is on its way out
            card->deleteLater();
        }
        delete item;
    }
    for (const AccountView &account : m_accounts.accounts())
        m_cards->addWidget(makeCard(account));
    if (m_accounts.accounts().empty())
        m_cards->addWidget(plainLabel(tr("There is no account yet."), QStringLiteral("secondary"), m_body));
    if (!focused.isEmpty())
        if (auto *again = m_body->findChild<QPushButton *>(focused))
            again->setFocus();
}

QWidget *AccountsPage::makeCard(const AccountView &account)
{
    auto *card = new QFrame(m_body);
    card->setObjectName(QStringLiteral("card"));
    card->setProperty("active", account.active);
    card->setMaximumWidth(kCardWidth);
    card->setAccessibleName(account.name);
    auto *row = new QHBoxLayout(card);
    row->setContentsMargins(20, 16, 16, 16);
    row->setSpacing(16);
    auto *face = new QLabel(card);
    face->setPixmap(portrait(account, 48, devicePixelRatioF()));
    row->addWidget(face, 0, Qt::AlignTop);

    auto *texts = new QVBoxLayout;
    texts->setSpacing(3);
    auto *nameRow = new QHBoxLayout;
    nameRow->setSpacing(8);
    auto *name = plainLabel(account.name, {}, card);
    name->setFont(sized(font(), metrics::kTitleText, Weight::Bold));
    name->setWordWrap(false);
    nameRow->addWidget(name);
    if (account.active) {
        auto *badge = new QLabel(tr("In use"), card);
        badge->setObjectName(QStringLiteral("badge"));
        nameRow->addWidget(badge);
    }
    nameRow->addStretch();
    texts->addLayout(nameRow);
    texts->addWidget(plainLabel(tr("%1 on %2").arg(account.user, account.server), QStringLiteral("secondary"), card));
    texts->addWidget(plainLabel(account.checking ? tr("Checking …") : account.statusText,
                                account.usable ? QString() : QStringLiteral("error"), card));
    if (!account.connectionsText.isEmpty())
        texts->addWidget(plainLabel(account.connectionsText, QStringLiteral("secondary"), card));
    if (account.error) {
        auto *error = plainLabel(account.error->title + QStringLiteral(". ") + account.error->message,
                                 QStringLiteral("caution"), card);
        error->setToolTip(account.error->details.toHtmlEscaped());
        texts->addWidget(error);
    }

    auto *buttons = new QHBoxLayout;
    buttons->setContentsMargins(0, 8, 0, 0);
    const auto button = [&](const QString &kind, const QString &text, const QString &role, auto &&clicked) {
        auto *made = new QPushButton(text, card);
        made->setObjectName(kind + idText(account.id));
        made->setProperty("role", role);
        connect(made, &QPushButton::clicked, this, std::forward<decltype(clicked)>(clicked));
        buttons->addWidget(made);
        return made;
    };
    if (!account.active)
        button(QStringLiteral("useAccount"), tr("Use"), QStringLiteral("primary"), [this, id = account.id] {
            m_accounts.activate(id);
            Q_EMIT watchRequested();
        });
    button(QStringLiteral("checkAccount"), tr("Check"), {}, [this, id = account.id] {
        m_accounts.check(id);
    })->setEnabled(!account.checking);
    button(QStringLiteral("editAccount"), tr("Change"), {}, [this, id = account.id] { Q_EMIT editRequested(id); });
    button(QStringLiteral("removeAccount"), tr("Remove"), QStringLiteral("danger"),
           [this, account] { askToRemove(account); });
    buttons->addStretch();
    texts->addLayout(buttons);
    row->addLayout(texts, 1);
    return card;
}

void AccountsPage::askToRemove(const AccountView &account)
{
    auto *question = new QMessageBox(this);
    question->setObjectName(QStringLiteral("removeQuestion"));
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setTextFormat(Qt::PlainText);
    question->setWindowTitle(tr("Remove account"));
    question->setText(tr("Remove the account “%1”?").arg(account.name));
    question->setInformativeText(
        tr("Its channels and password leave this computer. Favourites and history come back when "
           "it is added again. The subscription itself is not touched."));
    auto *forget = new QCheckBox(tr("Also forget its favourites and history"), question);
    forget->setObjectName(QStringLiteral("forgetMarksBox"));
    question->setCheckBox(forget);
    auto *remove = question->addButton(tr("Remove"), QMessageBox::DestructiveRole);
    remove->setObjectName(QStringLiteral("confirmRemoveButton"));
    remove->setProperty("role", QStringLiteral("danger"));
    question->setDefaultButton(question->addButton(QMessageBox::Cancel));
    connect(remove, &QPushButton::clicked, this, [this, forget, id = account.id] {
        m_accounts.remove(id, forget->isChecked() ? AccountsPresenter::Marks::Forget : AccountsPresenter::Marks::Keep);
    });
    question->open();
}

} // namespace kanal::ui
