// SPDX-License-Identifier: MIT
// Signing in and keeping accounts: panel, store and secrets joined. Lives on the thread that made it; futures finish on
// it.
#pragma once

#include <kanal/core/account.h>
#include <kanal/core/error.h>

#include <QFuture>
#include <QObject>

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace kanal::session
{

class Services;
template<class T>
class Operation;

/// What the sign-in dialog or `accounts add` collected. `pasted` may be anything parsePastedLogin() understands; user
/// and password typed beside it win over those inside it.
struct SignInRequest {
    std::string pasted;
    std::string user;
    std::string password;
    std::string name; ///< empty: made from the host
    std::string guideUrl;
    std::string userAgent;
    AcceptedCertificates certificates; ///< accepted after a Tls error, beside those known; no host: the server's own
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

    /// Tries the candidate addresses in order, stores the account and its password, makes the first one active. An
    /// account with the same server and user is updated instead of doubled.
    QFuture<Result<Account>> signIn(const SignInRequest &request);
    /// Asks the panel again and stores what it says. An expired or disabled account is stored as such and returned as
    /// the Error.
    QFuture<Result<Account>> check(AccountId id);
    /// The same with a login at hand.
    QFuture<Result<Account>> check(AccountId id, const ServerLogin &login);
    /// Sets what `request` says; an empty name, server (`pasted`), user or password keeps the stored one. Signs in
    /// again when the login changed; then nothing is changed unless that worked.
    QFuture<Result<Account>> edit(AccountId id, const SignInRequest &request);
    enum class Marks { Keep, Forget };
    /// Its refresh is stopped, its channels and password go. Favourites, history and settings stay for when it is added
    /// again, or go, too, unless another account has the same subscription. Another account becomes active.
    QFuture<Result<>> remove(AccountId id, Marks marks = Marks::Keep);
    /// At once; written behind this thread, and on the disk before the services are gone. NotFound.
    Result<> activate(AccountId id);
    /// From now on the user trusts this one for its host, wherever the account is led to it.
    QFuture<Result<Account>> accept(AccountId id, const AcceptedCertificate &certificate);

    /// Everything a request needs, password included; NotFound with subject "password" when it must be typed again.
    QFuture<Result<ServerLogin>> login(AccountId id);

Q_SIGNALS:
    void accountsChanged();
    void activeChanged(kanal::AccountId id);

private:
    void storeEdit(const Account &account, const std::string &password,
                   const std::shared_ptr<Operation<Account>> &operation);
    void announce();

    /// The account that was made active last; 0: the stored one still is. Shared with the writes under way.
    struct Chosen {
        std::atomic<std::int64_t> id{0};
        std::mutex writing;
    };

    Services &m_services;
    std::shared_ptr<Chosen> m_chosen = std::make_shared<Chosen>();
    std::optional<AccountId> m_announced; ///< the active account last told by activeChanged
};

} // namespace kanal::session
