// SPDX-License-Identifier: MIT
// The sign-in dialog's behaviour. GUI thread.
#pragma once

#include <kanal/core/ids.h>
#include <kanal/presenters/error_text.h>

#include <QObject>
#include <QString>

#include <memory>
#include <optional>

namespace kanal::session
{
class Services;
}

namespace kanal::presenters
{

struct LoginFields {
    QString server, user, password, name;
};

struct LoginState {
    enum class Phase { Editing, Busy, Failed, AskCertificate, AskSecretPlace, Done } phase = Phase::Editing;
    QString progress; ///< Busy: "Asking example.org …"
    std::optional<ErrorText> error;
    QString fingerprint; ///< AskCertificate
    bool canSignIn = false;
};

class LoginPresenter : public QObject
{
    Q_OBJECT

public:
    /// `edit`: an account to change; 0: a new one.
    LoginPresenter(session::Services &services, AccountId edit, QObject *parent = nullptr);
    ~LoginPresenter() override;

    const LoginState &state() const;
    const LoginFields &fields() const;
    void setFields(const LoginFields &fields);
    /// The user pasted into the server field: takes a link or a mail apart and fills the other fields.
    void paste(const QString &text);
    void signIn();
    void cancel();
    void acceptCertificate();
    enum class KeepPassword { ThisSession, File };
    void keepPassword(KeepPassword where); ///< answer to AskSecretPlace: no keychain answers

Q_SIGNALS:
    void stateChanged();
    void fieldsChanged();
    void signedIn(kanal::AccountId account);

private:
    struct Data;
    std::unique_ptr<Data> m_data;
};

} // namespace kanal::presenters
