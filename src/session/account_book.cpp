// SPDX-License-Identifier: MIT
#include "operation.h"
#include "sign_in.h"

#include <kanal/core/log.h>
#include <kanal/core/redact.h>
#include <kanal/core/text.h>
#include <kanal/core/url.h>
#include <kanal/library/account_store.h>
#include <kanal/library/catalogue_store.h>
#include <kanal/library/library.h>
#include <kanal/session/account_book.h>
#include <kanal/session/catalogue_sync.h>
#include <kanal/session/services.h>
#include <kanal/xtream/client.h>
#include <kanal/xtream/pasted_login.h>

#include <algorithm>
#include <charconv>

namespace kanal::session
{

namespace
{

using std::chrono::sys_seconds;

sys_seconds now()
{
    return std::chrono::time_point_cast<std::chrono::seconds>(std::chrono::system_clock::now());
}

/// The addresses to try and the login to try them with: what was typed wins over what was pasted.
struct Attempt {
    std::vector<std::string> servers;
    ServerLogin login;
};

Result<Attempt> attemptOf(const SignInRequest &request)
{
    Result<xtream::PastedLogin> pasted = xtream::parsePastedLogin(request.pasted);
    if (!pasted)
        return tl::unexpected(pasted.error());
    Attempt attempt;
    attempt.servers = std::move(pasted->servers);
    attempt.login.user = request.user.empty() ? pasted->user : request.user;
    attempt.login.password = request.password.empty() ? pasted->password : request.password;
    attempt.login.userAgent = request.userAgent;
    attempt.login.pinnedCertificate = request.acceptedCertificate;
    registerSecret(attempt.login.password);
    return attempt;
}

Result<> complete(const ServerLogin &login)
{
    if (login.user.empty())
        return fail(ErrorKind::Credentials, "no user name was given", "user");
    if (login.password.empty())
        return fail(ErrorKind::Credentials, "no password was given", "password");
    return {};
}

void takeLogin(Account &account, const ServerLogin &login)
{
    account.server = login.server;
    account.user = login.user;
    account.userAgent = login.userAgent;
    account.pinnedCertificate = login.pinnedCertificate;
}

std::string hostOf(const std::string &server)
{
    const Result<Url> url = Url::parse(server);
    return url ? url->host : server;
}

/// A dead account is news about it, too.
bool isAboutTheAccount(const Error &error)
{
    return error.kind == ErrorKind::Expired || error.kind == ErrorKind::Disabled;
}

void takeRefusal(AccountInfo &info, const Error &error)
{
    info.status = error.kind == ErrorKind::Expired ? AccountStatus::Expired : AccountStatus::Disabled;
    if (error.when)
        info.expires = error.when;
}

std::optional<std::int64_t> numberIn(const std::string &text)
{
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

std::optional<Account> twinOf(const std::vector<Account> &accounts, const std::string &server, const std::string &user)
{
    const auto found = std::find_if(accounts.begin(), accounts.end(), [&](const Account &account) {
        return account.server == server && account.user == user;
    });
    return found == accounts.end() ? std::nullopt : std::optional(*found);
}

struct Stored {
    Account account;
    bool isNew = false;
};

/// Writes the account a sign-in gave: a new one, or over the one with the same server and user. Without the password.
Result<Stored> storeSignedIn(library::AccountStore &store, const SignInRequest &request, const SignedIn &signedIn)
{
    const Result<std::vector<Account>> accounts = store.all();
    if (!accounts)
        return tl::unexpected(accounts.error());
    Account account = twinOf(*accounts, signedIn.login.server, signedIn.login.user).value_or(Account{});
    if (!request.name.empty())
        account.name = request.name;
    else if (account.name.empty())
        account.name = hostOf(signedIn.login.server);
    if (!request.guideUrl.empty())
        account.guideUrl = request.guideUrl;
    takeLogin(account, signedIn.login);
    account.info = signedIn.info;
    account.checkedAt = now();

    const bool isNew = !account.id;
    if (isNew) {
        const Result<AccountId> id = store.add(account);
        if (!id)
            return tl::unexpected(id.error());
        account.id = *id;
    } else if (const Result<> updated = store.update(account); !updated) {
        return tl::unexpected(updated.error());
    }
    const Result<Account> kept = store.account(account.id); // the store may have changed a taken name
    if (!kept)
        return tl::unexpected(kept.error());
    return Stored{*kept, isNew};
}

/// The last step of a sign-in. An account whose password could not be kept would only puzzle: one that was just made
/// goes again.
Result<Account> settle(library::AccountStore &store, const Stored &stored, const Result<> &passwordKept)
{
    if (!passwordKept) {
        if (stored.isNew)
            store.remove(stored.account.id);
        return tl::unexpected(passwordKept.error());
    }
    const Result<std::optional<AccountId>> active = store.active();
    if (!active)
        return tl::unexpected(active.error());
    if (!*active)
        if (const Result<> activated = store.setActive(stored.account.id); !activated)
            return tl::unexpected(activated.error());
    return stored.account;
}

Result<Account> storeInfo(library::AccountStore &store, AccountId id, const Result<AccountInfo> &info)
{
    Result<Account> account = store.account(id);
    if (!account)
        return account;
    if (info)
        account->info = *info;
    else
        takeRefusal(account->info, info.error());
    account->checkedAt = now();
    if (const Result<> updated = store.update(*account); !updated)
        return tl::unexpected(updated.error());
    return account;
}

Result<> forget(library::Library &library, AccountId id)
{
    if (Result<> removed = library.accounts().remove(id); !removed)
        return removed;
    if (const Result<> removed = library.catalogue().removeAccount(id); !removed)
        log::warning("kanal.session.accounts", "catalogue of a removed account stays: " + removed.error().detail);
    const Result<std::optional<AccountId>> active = library.accounts().active();
    const Result<std::vector<Account>> left = library.accounts().all();
    if (active && !*active && left && !left->empty())
        return library.accounts().setActive(left->front().id);
    return {};
}

/// Puts what `edit` was asked into `account` and says what to sign in with; empty fields keep what is there.
Result<Attempt> takeEdit(Account &account, const SignInRequest &request, const ServerLogin &old)
{
    Attempt attempt{{account.server}, old};
    if (!request.pasted.empty()) {
        Result<Attempt> pasted = attemptOf(request);
        if (!pasted)
            return pasted;
        attempt.servers = pasted->servers;
        attempt.login.user = pasted->login.user;
        attempt.login.password = pasted->login.password;
    } else {
        attempt.login.user = request.user;
        attempt.login.password = request.password;
    }
    if (attempt.login.user.empty())
        attempt.login.user = old.user;
    if (attempt.login.password.empty())
        attempt.login.password = old.password;
    attempt.login.userAgent = request.userAgent;
    if (!request.acceptedCertificate.empty())
        attempt.login.pinnedCertificate = request.acceptedCertificate;
    registerSecret(attempt.login.password);

    if (!request.name.empty())
        account.name = request.name;
    account.guideUrl = request.guideUrl;
    return attempt;
}

bool sameLogin(const Attempt &attempt, const ServerLogin &old)
{
    const bool sameServer =
        std::find(attempt.servers.begin(), attempt.servers.end(), old.server) != attempt.servers.end();
    return sameServer && attempt.login.user == old.user && attempt.login.password == old.password &&
           attempt.login.userAgent == old.userAgent && attempt.login.pinnedCertificate == old.pinnedCertificate;
}

Result<Account> storeEdited(library::AccountStore &store, const Account &account)
{
    if (const Result<> updated = store.update(account); !updated)
        return tl::unexpected(updated.error());
    return store.account(account.id);
}

} // namespace

AccountBook::AccountBook(Services &services, QObject *parent)
    : QObject(parent)
    , m_services(services)
{
    if (const std::optional<Account> account = active())
        m_announced = account->id;
}

Result<std::vector<Account>> AccountBook::accounts() const
{
    return m_services.library().accounts().all();
}

Result<Account> AccountBook::account(AccountId id) const
{
    return m_services.library().accounts().account(id);
}

Result<Account> AccountBook::find(const std::string &nameOrId) const
{
    const library::AccountStore &store = m_services.library().accounts();
    if (nameOrId.empty()) {
        if (std::optional<Account> account = active())
            return *account;
    } else {
        if (const auto number = numberIn(nameOrId))
            if (Result<Account> account = store.account(AccountId{*number}))
                return account;
        if (Result<Account> account = store.named(nameOrId); account || account.error().kind != ErrorKind::NotFound)
            return account;
    }
    const Result<std::vector<Account>> all = store.all();
    if (!all)
        return tl::unexpected(all.error());
    std::string there;
    for (const Account &account : *all)
        there += (there.empty() ? "" : ", ") + account.name;
    return fail(ErrorKind::NotFound, there.empty() ? "there are no accounts yet" : "the accounts are: " + there,
                nameOrId.empty() ? "account" : nameOrId);
}

std::optional<Account> AccountBook::active() const
{
    const library::AccountStore &store = m_services.library().accounts();
    const Result<std::optional<AccountId>> id = store.active();
    if (!id || !*id)
        return std::nullopt;
    const Result<Account> account = store.account(**id);
    return account ? std::optional(*account) : std::nullopt;
}

QFuture<Result<Account>> AccountBook::signIn(const SignInRequest &request)
{
    const Result<Attempt> attempt = attemptOf(request);
    if (!attempt)
        return readyAnswer(Result<Account>(tl::unexpected(attempt.error())));
    if (const Result<> whole = complete(attempt->login); !whole)
        return readyAnswer(Result<Account>(tl::unexpected(whole.error())));

    library::AccountStore &store = m_services.library().accounts();
    const auto operation = Operation<Account>::start(this);
    const auto settled = [this, operation](const Result<Account> &account) {
        announce();
        operation->finish(account);
    };
    const auto stored = [this, operation, &store, settled,
                         password = attempt->login.password](const Result<Stored> &kept) {
        if (!kept)
            return operation->finish(tl::unexpected(kept.error()));
        operation->step(m_services.secrets().write(kept->account.id, password), [this, operation, &store, settled,
                                                                                 kept](const Result<> &written) {
            operation->step(
                inPool(m_services.pool(), [&store, kept, written] { return settle(store, *kept, written); }), settled);
        });
    };
    operation->ask(signInAt(attempt->servers, attempt->login, m_services.client(), this),
                   [this, operation, &store, request, stored](const Result<SignedIn> &signedIn) {
                       if (!signedIn)
                           return operation->finish(tl::unexpected(signedIn.error()));
                       if (operation->cancelled())
                           return operation->finish(fail(ErrorKind::Cancelled));
                       operation->step(
                           inPool(m_services.pool(),
                                  [&store, request, signedIn] { return storeSignedIn(store, request, *signedIn); }),
                           stored);
                   });
    return operation->future();
}

QFuture<Result<Account>> AccountBook::check(AccountId id)
{
    const auto operation = Operation<Account>::start(this);
    operation->step(login(id), [this, operation, id](const Result<ServerLogin> &login) {
        if (!login)
            return operation->finish(tl::unexpected(login.error()));
        operation->ask(check(id, *login), [operation](const Result<Account> &account) { operation->finish(account); });
    });
    return operation->future();
}

QFuture<Result<Account>> AccountBook::check(AccountId id, const ServerLogin &login)
{
    library::AccountStore &store = m_services.library().accounts();
    const auto operation = Operation<Account>::start(this);
    operation->ask(
        m_services.client().authenticate(login), [this, operation, &store, id](const Result<AccountInfo> &info) {
            if (!info && !isAboutTheAccount(info.error()))
                return operation->finish(tl::unexpected(info.error()));
            operation->step(inPool(m_services.pool(), [&store, id, info] { return storeInfo(store, id, info); }),
                            [this, operation, info](const Result<Account> &account) {
                                if (account)
                                    announce();
                                operation->finish(info ? account : Result<Account>(tl::unexpected(info.error())));
                            });
        });
    return operation->future();
}

QFuture<Result<Account>> AccountBook::edit(AccountId id, const SignInRequest &request)
{
    const auto operation = Operation<Account>::start(this);
    operation->step(login(id), [this, operation, id, request](const Result<ServerLogin> &old) {
        const Result<Account> account = this->account(id);
        if (!account)
            return operation->finish(account);
        // A lost password is no obstacle: the edit may be there to give a new one.
        ServerLogin known = old.value_or(
            ServerLogin{account->server, account->user, {}, account->userAgent, account->pinnedCertificate});
        Account edited = *account;
        const Result<Attempt> attempt = takeEdit(edited, request, known);
        if (!attempt)
            return operation->finish(tl::unexpected(attempt.error()));
        if (sameLogin(*attempt, known))
            return storeEdit(edited, {}, operation);
        if (const Result<> whole = complete(attempt->login); !whole)
            return operation->finish(tl::unexpected(whole.error()));
        operation->ask(signInAt(attempt->servers, attempt->login, m_services.client(), this),
                       [this, operation, edited](const Result<SignedIn> &signedIn) {
                           if (!signedIn)
                               return operation->finish(tl::unexpected(signedIn.error()));
                           Account account = edited;
                           takeLogin(account, signedIn->login);
                           account.info = signedIn->info;
                           account.checkedAt = now();
                           storeEdit(account, signedIn->login.password, operation);
                       });
    });
    return operation->future();
}

void AccountBook::storeEdit(const Account &account, const std::string &password,
                            const std::shared_ptr<Operation<Account>> &operation)
{
    library::AccountStore &store = m_services.library().accounts();
    const Result<std::vector<Account>> accounts = store.all();
    if (!accounts)
        return operation->finish(tl::unexpected(accounts.error()));
    if (const auto twin = twinOf(*accounts, account.server, account.user); twin && twin->id != account.id)
        return operation->finish(
            fail(ErrorKind::Address, "the account " + twin->name + " already has this server and user", twin->name));

    const auto update = [this, operation, &store, account](const Result<> &written) {
        if (!written)
            return operation->finish(tl::unexpected(written.error()));
        operation->step(inPool(m_services.pool(), [&store, account] { return storeEdited(store, account); }),
                        [this, operation](const Result<Account> &stored) {
                            announce();
                            operation->finish(stored);
                        });
    };
    if (password.empty())
        update({});
    else
        operation->step(m_services.secrets().write(account.id, password), update);
}

QFuture<Result<>> AccountBook::remove(AccountId id)
{
    const auto operation = Operation<void>::start(this);
    const auto removeNow = [this, operation, id](const Result<> &) {
        operation->step(
            inPool(m_services.pool(), [&library = m_services.library(), id] { return forget(library, id); }),
            [this, operation, id](const Result<> &forgotten) {
                if (!forgotten)
                    return operation->finish(forgotten);
                operation->step(m_services.secrets().remove(id), [this, operation](const Result<> &) {
                    announce();
                    operation->finish({}); // a keychain that is away must not keep the account
                });
            });
    };
    // A refresh under way would write into what is being removed.
    operation->step(m_services.sync().stopped(id), removeNow);
    return operation->future();
}

Result<> AccountBook::activate(AccountId id)
{
    if (Result<> activated = m_services.library().accounts().setActive(id); !activated)
        return activated;
    announce();
    return {};
}

QFuture<Result<ServerLogin>> AccountBook::login(AccountId id)
{
    const Result<Account> account = this->account(id);
    if (!account)
        return readyAnswer(Result<ServerLogin>(tl::unexpected(account.error())));
    const auto operation = Operation<ServerLogin>::start(this);
    operation->step(m_services.secrets().read(id), [operation, account](const Result<std::string> &password) {
        if (!password)
            return operation->finish(tl::unexpected(password.error()));
        operation->finish(
            ServerLogin{account->server, account->user, *password, account->userAgent, account->pinnedCertificate});
    });
    return operation->future();
}

void AccountBook::announce()
{
    Q_EMIT accountsChanged();
    const std::optional<Account> account = active();
    const std::optional<AccountId> now = account ? std::optional(account->id) : std::nullopt;
    if (now == m_announced)
        return;
    m_announced = now;
    Q_EMIT activeChanged(now.value_or(AccountId{}));
}

} // namespace kanal::session
