// SPDX-License-Identifier: MIT
#include "welcome_page.h"

#include "icons.h"
#include "login_form.h"
#include "theme.h"

#include <kanal/presenters/login_presenter.h>

#include <QFrame>
#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

namespace kanal::ui
{

namespace
{
constexpr int kWidth = 400;
}

WelcomePage::WelcomePage(presenters::LoginPresenter *login, QWidget *parent)
    : QWidget(parent)
{
    login->setParent(this);
    setObjectName(QStringLiteral("welcomePage"));
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto *scroll = new QScrollArea(this); // small windows and long errors
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    outer->addWidget(scroll);
    auto *body = new QWidget(scroll);
    body->setObjectName(QStringLiteral("scrollBody"));
    scroll->setWidget(body);

    auto *rows = new QVBoxLayout(body);
    rows->setContentsMargins(24, 24, 24, 24);
    rows->setSpacing(6);
    auto *mark = new QLabel(body);
    mark->setPixmap(applicationIcon().pixmap(QSize(64, 64), devicePixelRatioF()));
    mark->setAlignment(Qt::AlignCenter);
    auto *title = new QLabel(tr("Welcome to Kanal"), body);
    title->setObjectName(QStringLiteral("pageTitle"));
    title->setAlignment(Qt::AlignCenter);
    auto *text = new QLabel(tr("Sign in with what your provider gave you. Paste anything into the first field: an "
                               "address, a link, even the whole mail."),
                            body);
    text->setProperty("role", QStringLiteral("secondary"));
    text->setAlignment(Qt::AlignCenter);
    text->setWordWrap(true);
    text->setFixedWidth(kWidth);
    text->setFixedHeight(text->heightForWidth(kWidth)); // a box layout does not ask a centred label

    auto *card = new QFrame(body);
    card->setObjectName(QStringLiteral("card"));
    auto *inside = new QVBoxLayout(card);
    inside->setContentsMargins(24, 20, 24, 20);
    auto *form = new LoginForm(*login, LoginForm::Leave::Impossible, card);
    form->setFixedWidth(kWidth);
    inside->addWidget(form);
    connect(form, &LoginForm::signedIn, this, &WelcomePage::signedIn);

    m_notice = new QLabel(body);
    m_notice->setObjectName(QStringLiteral("welcomeNotice"));
    m_notice->setTextFormat(Qt::PlainText);
    m_notice->setProperty("role", QStringLiteral("caution"));
    m_notice->setWordWrap(true);
    m_notice->setFixedWidth(kWidth);
    m_notice->hide();

    rows->addStretch();
    rows->addWidget(m_notice, 0, Qt::AlignHCenter);
    rows->addSpacing(8);
    rows->addWidget(mark);
    rows->addSpacing(4);
    rows->addWidget(title);
    rows->addWidget(text, 0, Qt::AlignHCenter);
    rows->addSpacing(14);
    rows->addWidget(card, 0, Qt::AlignHCenter);
    rows->addStretch();
}

void WelcomePage::setNotice(const QString &text)
{
    m_notice->setText(text);
    m_notice->setVisible(!text.isEmpty());
    if (!text.isEmpty())
        m_notice->setFixedHeight(m_notice->heightForWidth(kWidth)); // as above
}

} // namespace kanal::ui
