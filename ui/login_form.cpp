// SPDX-License-Identifier: MIT
#include "login_form.h"

#include "icons.h"
#include "theme.h"

#include <kanal/presenters/login_presenter.h>

#include <QClipboard>
#include <QFrame>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <optional>

namespace kanal::ui
{

using presenters::LoginFields;
using presenters::LoginPresenter;
using presenters::LoginState;
using Phase = LoginState::Phase;

namespace
{

constexpr int kMostPasted = 64 * 1024; // a whole mail

QLabel *plainLabel(const QString &name, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

QFrame *makeBox(const QString &name, QBoxLayout *rows, QWidget *parent)
{
    auto *frame = new QFrame(parent);
    frame->setObjectName(name);
    auto *inner = new QVBoxLayout(frame);
    inner->setContentsMargins(14, 12, 14, 12);
    inner->setSpacing(6);
    frame->hide();
    rows->addWidget(frame);
    return frame;
}

QPushButton *makeButton(const QString &name, const QString &text, const QString &role, QWidget *parent)
{
    auto *button = new QPushButton(text, parent);
    button->setObjectName(name);
    button->setProperty("role", role);
    button->setAutoDefault(false);
    return button;
}

/// What a key press says about Caps Lock: the letter came in a case that Shift does not explain.
std::optional<bool> capsLockOf(const QKeyEvent &key)
{
    const QString text = key.text();
    if (text.size() != 1 || !text.at(0).isLetter() || text.at(0).toUpper() == text.at(0).toLower())
        return std::nullopt;
    return text.at(0).isUpper() != key.modifiers().testFlag(Qt::ShiftModifier);
}

} // namespace

LoginForm::LoginForm(LoginPresenter &login, Leave leave, QWidget *parent)
    : QWidget(parent)
    , m_login(login)
    , m_leave(leave)
{
    setObjectName(QStringLiteral("loginForm"));
    auto *rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(12);
    makeFields(rows);
    makeErrorBox(rows);
    makeCertificateBox(rows);
    makeSecretBox(rows);
    makeButtons(rows);
    connect(&login, &LoginPresenter::stateChanged, this, &LoginForm::render);
    connect(&login, &LoginPresenter::fieldsChanged, this, &LoginForm::renderFields);
    connect(&login, &LoginPresenter::signedIn, this, &LoginForm::signedIn);
    renderFields();
    render();
}

void LoginForm::makeFields(QBoxLayout *rows)
{
    m_fields = new QWidget(this);
    auto *column = new QVBoxLayout(m_fields);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    const auto field = [&](const QString &name, const QString &label, const QString &hint) {
        auto *edit = new QLineEdit(m_fields);
        edit->setObjectName(name);
        edit->setPlaceholderText(hint);
        edit->setAccessibleName(label);
        auto *caption = new QLabel(label, m_fields);
        caption->setProperty("role", QStringLiteral("secondary"));
        caption->setBuddy(edit);
        column->addWidget(caption);
        connect(edit, &QLineEdit::textEdited, this, &LoginForm::collectFields);
        connect(edit, &QLineEdit::returnPressed, this, &LoginForm::submit);
        return edit;
    };
    m_server = field(QStringLiteral("serverUrlEdit"), tr("Server"), tr("Address, link, or your provider's whole mail"));
    m_server->setMaxLength(kMostPasted);
    m_server->setInputMethodHints(Qt::ImhUrlCharactersOnly | Qt::ImhNoPredictiveText);
    m_server->installEventFilter(this);
    column->addWidget(m_server);
    column->addSpacing(6);
    m_user = field(QStringLiteral("userNameEdit"), tr("User name"), {});
    column->addWidget(m_user);
    column->addSpacing(6);
    m_password = field(QStringLiteral("passwordEdit"), tr("Password"), {});
    m_password->setEchoMode(QLineEdit::Password);
    m_password->setInputMethodHints(Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText |
                                    Qt::ImhNoAutoUppercase);
    m_password->installEventFilter(this);
    auto *passwordRow = new QHBoxLayout;
    passwordRow->setSpacing(4);
    passwordRow->addWidget(m_password, 1);
    auto *eye = new IconButton(QStringLiteral("eye"), tr("Show the password"), m_fields);
    eye->setObjectName(QStringLiteral("showPasswordButton"));
    eye->setCheckable(true);
    connect(eye, &QToolButton::toggled, this, [this, eye](bool shown) {
        m_password->setEchoMode(shown ? QLineEdit::Normal : QLineEdit::Password);
        eye->setIconName(shown ? QStringLiteral("eye-off") : QStringLiteral("eye"));
        eye->setTip(shown ? tr("Hide the password") : tr("Show the password"));
    });
    passwordRow->addWidget(eye);
    column->addLayout(passwordRow);
    m_capsHint = plainLabel(QStringLiteral("capsLockHint"), m_fields);
    m_capsHint->setText(tr("Caps Lock seems to be on"));
    m_capsHint->setProperty("role", QStringLiteral("caution"));
    m_capsHint->hide();
    column->addWidget(m_capsHint);
    column->addSpacing(6);
    m_name = field(QStringLiteral("accountNameEdit"), tr("Name in Kanal"), tr("Optional, for example “Living room”"));
    column->addWidget(m_name);
    rows->addWidget(m_fields);
}

void LoginForm::makeErrorBox(QBoxLayout *rows)
{
    m_errorBox = makeBox(QStringLiteral("errorBox"), rows, this);
    auto *inner = static_cast<QVBoxLayout *>(m_errorBox->layout());
    m_errorTitle = plainLabel(QStringLiteral("errorTitle"), m_errorBox);
    m_errorTitle->setProperty("role", QStringLiteral("error"));
    m_errorMessage = plainLabel(QStringLiteral("errorMessage"), m_errorBox);
    m_errorDetails = plainLabel(QStringLiteral("detailsText"), m_errorBox);
    m_errorDetails->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_errorDetails->hide();
    m_detailsButton = makeButton(QStringLiteral("detailsButton"), tr("Details"), QStringLiteral("link"), m_errorBox);
    connect(m_detailsButton, &QPushButton::clicked, this,
            [this] { m_errorDetails->setVisible(m_errorDetails->isHidden()); });
    inner->addWidget(m_errorTitle);
    inner->addWidget(m_errorMessage);
    inner->addWidget(m_errorDetails);
    inner->addWidget(m_detailsButton, 0, Qt::AlignLeft);
}

void LoginForm::makeCertificateBox(QBoxLayout *rows)
{
    m_certificateBox = makeBox(QStringLiteral("questionBox"), rows, this);
    auto *inner = static_cast<QVBoxLayout *>(m_certificateBox->layout());
    m_certificateText = plainLabel(QStringLiteral("certificateText"), m_certificateBox);
    m_fingerprint = plainLabel(QStringLiteral("fingerprintText"), m_certificateBox);
    m_fingerprint->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_fingerprint->setProperty("role", QStringLiteral("caption"));
    auto *buttons = new QHBoxLayout;
    auto *refuse =
        makeButton(QStringLiteral("refuseCertificateButton"), tr("Do not trust it"), QString(), m_certificateBox);
    auto *accept = makeButton(QStringLiteral("acceptCertificateButton"), tr("Trust this server"),
                              QStringLiteral("danger"), m_certificateBox);
    connect(refuse, &QPushButton::clicked, &m_login, &LoginPresenter::cancel);
    connect(accept, &QPushButton::clicked, &m_login, &LoginPresenter::acceptCertificate);
    buttons->addStretch();
    buttons->addWidget(accept);
    buttons->addWidget(refuse);
    inner->addWidget(m_certificateText);
    inner->addWidget(m_fingerprint);
    inner->addLayout(buttons);
}

void LoginForm::makeSecretBox(QBoxLayout *rows)
{
    m_secretBox = makeBox(QStringLiteral("questionBox"), rows, this);
    auto *inner = static_cast<QVBoxLayout *>(m_secretBox->layout());
    m_secretText = plainLabel(QStringLiteral("secretText"), m_secretBox);
    auto *buttons = new QHBoxLayout;
    auto *session =
        makeButton(QStringLiteral("keepForSessionButton"), tr("Until Kanal is closed"), QString(), m_secretBox);
    auto *file = makeButton(QStringLiteral("keepInFileButton"), tr("In a file"), QString(), m_secretBox);
    connect(session, &QPushButton::clicked, this,
            [this] { m_login.keepPassword(LoginPresenter::KeepPassword::ThisSession); });
    connect(file, &QPushButton::clicked, this, [this] { m_login.keepPassword(LoginPresenter::KeepPassword::File); });
    buttons->addStretch();
    buttons->addWidget(session);
    buttons->addWidget(file);
    inner->addWidget(m_secretText);
    inner->addLayout(buttons);
}

void LoginForm::makeButtons(QBoxLayout *rows)
{
    m_progress = plainLabel(QStringLiteral("progressText"), this);
    m_progress->setProperty("role", QStringLiteral("secondary"));
    m_busy = new QProgressBar(this);
    m_busy->setRange(0, 0);
    m_busy->setTextVisible(false);
    m_busy->setAccessibleName(tr("Signing in"));
    rows->addWidget(m_progress);
    rows->addWidget(m_busy);
    auto *buttons = new QHBoxLayout;
    buttons->setContentsMargins(0, 4, 0, 0);
    m_cancel = makeButton(QStringLiteral("cancelButton"), tr("Cancel"), QString(), this);
    m_signIn = makeButton(QStringLiteral("loginButton"), tr("Sign in"), QStringLiteral("primary"), this);
    connect(m_cancel, &QPushButton::clicked, this, &LoginForm::cancel);
    connect(m_signIn, &QPushButton::clicked, this, &LoginForm::submit);
    buttons->addStretch();
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_signIn);
    rows->addLayout(buttons);
}

void LoginForm::render()
{
    const LoginState &state = m_login.state();
    const bool busy = state.phase == Phase::Busy;
    m_fields->setEnabled(!busy && state.phase != Phase::Done);
    m_progress->setText(state.progress);
    m_progress->setVisible(busy);
    m_busy->setVisible(busy);
    m_signIn->setEnabled(state.canSignIn);
    m_signIn->setVisible(state.phase != Phase::AskCertificate && state.phase != Phase::AskSecretPlace);
    m_cancel->setVisible(busy || m_leave == Leave::Possible);

    const bool failed = state.phase == Phase::Failed && state.error.has_value();
    if (failed) {
        if (m_errorTitle->text() != state.error->title)
            m_errorDetails->hide();
        m_errorTitle->setText(state.error->title);
        m_errorMessage->setText(state.error->message);
        m_errorDetails->setText(state.error->details);
        m_detailsButton->setVisible(!state.error->details.isEmpty());
        m_errorBox->setAccessibleName(state.error->title);
    }
    m_errorBox->setVisible(failed);
    renderQuestions(state);
}

void LoginForm::renderQuestions(const LoginState &state)
{
    const QString text = state.error ? state.error->title + QStringLiteral("\n\n") + state.error->message : QString();
    if (state.phase == Phase::AskCertificate) {
        m_certificateText->setText(text);
        m_fingerprint->setText(tr("SHA-256 fingerprint") + QLatin1Char('\n') + state.fingerprint);
    }
    if (state.phase == Phase::AskSecretPlace)
        m_secretText->setText(text);
    m_certificateBox->setVisible(state.phase == Phase::AskCertificate);
    m_secretBox->setVisible(state.phase == Phase::AskSecretPlace);
}

void LoginForm::renderFields()
{
    const LoginFields fields = m_login.fields();
    const auto put = [](QLineEdit *edit, const QString &text) {
        if (edit->text() != text)
            edit->setText(text);
    };
    put(m_server, fields.server);
    put(m_user, fields.user);
    put(m_password, fields.password);
    put(m_name, fields.name);
}

void LoginForm::collectFields()
{
    // A paste by mouse or a drop comes as one edit: a link in it is taken apart like one pasted by key.
    const QString server = m_server->text();
    const bool link =
        server.contains(QLatin1String("username="), Qt::CaseInsensitive) || server.contains(QLatin1Char(' '));
    if (link && server.size() > m_login.fields().server.size() + 8) {
        m_login.paste(server);
        return;
    }
    m_login.setFields(
        {.server = server, .user = m_user->text(), .password = m_password->text(), .name = m_name->text()});
}

void LoginForm::submit()
{
    if (m_login.state().canSignIn)
        m_login.signIn();
    else
        focusNextChild(); // Enter in a form that is not complete goes on to the next field
}

void LoginForm::cancel()
{
    if (m_login.state().phase == Phase::Busy)
        m_login.cancel();
    else
        Q_EMIT dismissed();
}

void LoginForm::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    (m_server->text().isEmpty() ? m_server : m_password)->setFocus(Qt::OtherFocusReason);
}

bool LoginForm::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusOut && watched == m_password)
        m_capsHint->hide();
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    if (watched == m_password) {
        if (key->key() == Qt::Key_CapsLock)
            m_capsHint->hide(); // which way it went shows with the next letter
        else if (const auto caps = capsLockOf(*key))
            m_capsHint->setVisible(*caps);
    }
    if (watched == m_server && key->matches(QKeySequence::Paste)) {
        // From the clipboard itself: a line edit would join the lines of a mail.
        const QString text = QGuiApplication::clipboard()->text().left(kMostPasted);
        if (text.contains(QLatin1Char('\n')) || text.contains(QLatin1String("://"))) {
            m_login.paste(text);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace kanal::ui
