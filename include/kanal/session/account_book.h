// SPDX-License-Identifier: MIT
// Signing in and keeping accounts: panel, store and secrets joined. Lives on the thread that made it; futures finish on it.
#pragma once

#include <kanal/core/account.h>
#include <kanal/core/error.h>

#include <QFuture>
#include <QObject>
#include <memory>
#include <string>
#include <vector>

namespace kanal::library
{
class AccountStore;
class CatalogueStore;
}
namespace kanal::xtream
{
class Client;
}

namespace kanal::session
{

class Services;

/// What the sign-in dialog or `accounts add` collected. `pasted` may be anything parsePastedLogin() understands; user and password
/// typed beside it win over those inside it.
struct SignInRequest {
    std::string pasted;
    std::string user;
    std::string password;
    std::string name;     ///< empty: made from the host
    std::string guideUrl;
    std::string userAgent;
    std::string acceptedCertificate; ///< fingerprint the user accepted after a Tls error
};

class AccountBook : public QObject
{
    Q_OBJECT

public:
    explicit AccountBook(Services &services, QObject *parent = nullptr);

    Result<std::vector<Account>> accounts() const;
    Result<Account> account(AccountId id) const;
    /// By number or name; empty: the active one. NotFound says which are there.
    Result<Account> find(const std::string &nameOrId) const;
    std::optional<Account> active() const;

    /// Tries the candidate addresses in order, stores the account and its password, makes the first one active. An account with the
    /// same server and user is updated instead of doubled.
    QFuture<Result<Account>> signIn(const SignInRequest &request);
    /// Asks the panel again and stores what it says. An expired or disabled account is stored as such and returned as the Error.
    QFuture<Result<Account>> check(AccountId id);
    /// Changes name, server, user, guide address …; an empty password keeps the stored one. Signs in again when the login changed.
    QFuture<Result<Account>> edit(AccountId id, const SignInRequest &request);
    QFuture<Result<>> remove(AccountId id);
    Result<> activate(AccountId id);

    /// Everything a request needs, password included; NotFound with subject "password" when it must be typed again.
    QFuture<Result<ServerLogin>> login(AccountId id);

Q_SIGNALS:
    void accountsChanged();
    void activeChanged(kanal::AccountId id);

private:
    Services &m_services;
};

} // namespace kanal::session
