// SPDX-License-Identifier: MIT
#include "pasted_fields.h"
#include "text.h"

#include <kanal/core/url.h>
#include <kanal/presenters/login_presenter.h>
#include <kanal/session/account_book.h>
#include <kanal/session/services.h>
#include <kanal/session/take_back.h>

#include <QFuture>

namespace kanal::presenters
{

namespace
{

using Phase = LoginState::Phase;

QString hostOf(const QString &server)
{
    const std::string text = toUtf8(server.trimmed());
    const Result<Url> url = Url::parse(text.find("://") == std::string::npos ? "http://" + text : text);
    return url ? toQString(url->host) : QString();
}

} // namespace

struct LoginPresenter::Data {
    LoginPresenter &self;
    session::Services &services;
    std::optional<Account> edited;
    LoginFields fields;
    QString pasted;       ///< the whole text the server field came from; empty: it was typed
    QString pastedServer; ///< what the server field showed of it
    LoginState state;
    AcceptedCertificate refused;   ///< AskCertificate: is it to be trusted?
    AcceptedCertificates accepted; ///< in this dialog
    QFuture<Result<Account>> asking;
    std::uint64_t number = 0; ///< answers to older questions are dropped

    session::SignInRequest request() const
    {
        const bool sameServer = edited && fields.server == toQString(edited->server);
        const QString server = !pasted.isEmpty() && fields.server == pastedServer ? pasted : fields.server;
        return {.pasted = sameServer ? std::string() : toUtf8(server),
                .user = toUtf8(fields.user.trimmed()),
                .password = toUtf8(fields.password.trimmed()),
                .name = toUtf8(fields.name.trimmed()),
                .guideUrl = edited ? edited->guideUrl : std::string(),
                .userAgent = edited ? edited->userAgent : std::string(),
                .certificates = accepted};
    }

    /// Whoever asks all the same wants to know whether it works.
    bool changesNothing() const
    {
        return accepted.empty() && fields.password.trimmed().isEmpty() && fields.server == toQString(edited->server) &&
               fields.user == toQString(edited->user) && fields.name == toQString(edited->name);
    }

    bool complete() const
    {
        return !fields.server.trimmed().isEmpty() && !fields.user.trimmed().isEmpty() &&
               (edited || !fields.password.trimmed().isEmpty());
    }

    void enter(Phase phase)
    {
        state.phase = phase;
        state.canSignIn = complete() && phase != Phase::Busy && phase != Phase::Done;
        if (phase != Phase::Busy)
            state.progress.clear();
        Q_EMIT self.stateChanged();
    }

    void ask()
    {
        state.error.reset();
        state.fingerprint.clear();
        const QString host = hostOf(fields.server);
        state.progress = host.isEmpty() ? tr("Signing in …") : tr("Asking %1 …").arg(host);
        session::AccountBook &book = services.accounts();
        asking = !edited            ? book.signIn(request())
                 : changesNothing() ? book.check(edited->id)
                                    : book.edit(edited->id, request());
        asking.then(&self, [this, mine = ++number](const Result<Account> &account) { take(mine, account); })
            .onCanceled(&self, [this, mine = number] { take(mine, kanal::fail(ErrorKind::Cancelled)); });
        enter(Phase::Busy);
    }

    void take(std::uint64_t mine, const Result<Account> &account)
    {
        if (mine != number)
            return;
        if (account)
            finish(*account);
        else if (account.error().kind == ErrorKind::Cancelled)
            enter(Phase::Editing);
        else
            refuse(account.error());
    }

    void finish(const Account &account)
    {
        fields.password.clear();
        // Who adds an account wants to see it.
        if (!edited)
            if (const Result<> active = services.accounts().activate(account.id); !active)
                return refuse(active.error());
        enter(Phase::Done);
        Q_EMIT self.signedIn(account.id);
    }

    void refuse(const Error &error)
    {
        state.error = errorText(error);
        if (error.kind == ErrorKind::Tls && !error.fingerprint.empty()) {
            state.fingerprint = toQString(error.fingerprint);
            refused = {error.subject, error.fingerprint};
            enter(Phase::AskCertificate);
        } else if (error.subject == "keychain") {
            state.error =
                ErrorText{tr("No keychain on this computer"),
                          tr("Kanal keeps passwords in the system’s keychain, and none answers here. Keep the "
                             "password until Kanal is closed, or in a file that only you can read?"),
                          state.error->details};
            enter(Phase::AskSecretPlace);
        } else {
            enter(Phase::Failed);
        }
    }
};

LoginPresenter::LoginPresenter(session::Services &services, AccountId edit, QObject *parent)
    : QObject(parent)
    , m_data(new Data{.self = *this, .services = services})
{
    if (edit)
        if (const Result<Account> account = services.accounts().account(edit)) {
            m_data->edited = *account;
            m_data->fields = {toQString(account->server), toQString(account->user), {}, toQString(account->name)};
        }
    m_data->state.canSignIn = m_data->complete();
}

LoginPresenter::~LoginPresenter()
{
    session::takeBack(m_data->asking);
}

const LoginState &LoginPresenter::state() const
{
    return m_data->state;
}

const LoginFields &LoginPresenter::fields() const
{
    return m_data->fields;
}

void LoginPresenter::setFields(const LoginFields &fields)
{
    if (m_data->state.phase == Phase::Busy || m_data->state.phase == Phase::Done)
        return;
    if (fields.server != m_data->fields.server)
        m_data->accepted.clear(); // they were for other hosts
    m_data->fields = fields;
    m_data->enter(m_data->state.phase);
}

void LoginPresenter::paste(const QString &text)
{
    if (m_data->state.phase == Phase::Busy || m_data->state.phase == Phase::Done)
        return;
    const QString trimmed = text.trimmed();
    const PastedFields found = readPastedFields(trimmed);
    LoginFields fields = m_data->fields;
    m_data->pasted = trimmed;
    fields.server = found.server.isEmpty() ? trimmed : found.server;
    m_data->pastedServer = fields.server;
    if (!found.user.isEmpty())
        fields.user = found.user;
    if (!found.password.isEmpty())
        fields.password = found.password;
    setFields(fields);
    Q_EMIT fieldsChanged();
}

void LoginPresenter::signIn()
{
    if (m_data->state.canSignIn)
        m_data->ask();
}

void LoginPresenter::cancel()
{
    ++m_data->number;
    session::takeBack(m_data->asking);
    m_data->state.error.reset();
    m_data->state.fingerprint.clear();
    if (m_data->state.phase != Phase::Done)
        m_data->enter(Phase::Editing);
}

void LoginPresenter::acceptCertificate()
{
    if (m_data->state.phase != Phase::AskCertificate)
        return;
    kanal::acceptCertificate(m_data->accepted, m_data->refused);
    m_data->ask();
}

void LoginPresenter::keepPassword(KeepPassword where)
{
    if (m_data->state.phase != Phase::AskSecretPlace)
        return;
    m_data->services.setSecretPlace(where == KeepPassword::File ? session::SecretPlace::File
                                                                : session::SecretPlace::Memory);
    m_data->ask();
}

} // namespace kanal::presenters
