// SPDX-License-Identifier: MIT
#include "account_records.h"
#include "login_attempt.h"
#include "operation.h"
#include "sign_in.h"

#include <kanal/core/log.h>
#include <kanal/library/account_store.h>
#include <kanal/library/library.h>
#include <kanal/session/account_book.h>
#include <kanal/session/catalogue_sync.h>
#include <kanal/session/services.h>
#include <kanal/xtream/client.h>

#include <QThreadPool>

#include <charconv>

namespace kanal::session
{

namespace
{

std::optional<std::int64_t> numberIn(const std::string &text)
{
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return number;
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
                there.empty() ? subjects::kAccount : nameOrId);
}

std::optional<Account> AccountBook::active() const
{
    const library::AccountStore &store = m_services.library().accounts();
    if (const AccountId chosen{m_chosen->id}; chosen)
        if (const Result<Account> account = store.account(chosen))
            return *account;
    const Result<std::optional<AccountId>> id = store.active();
    if (!id || !*id)
        return std::nullopt;
    const Result<Account> account = store.account(**id);
    return account ? std::optional(*account) : std::nullopt;
}

QFuture<Result<Account>> AccountBook::signIn(const SignInRequest &request)
{
    const Result<LoginAttempt> attempt = attemptOf(request);
    if (!attempt)
        return readyAnswer(Result<Account>(tl::unexpected(attempt.error())));

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
        ServerLogin known =
            old.value_or(ServerLogin{account->server, account->user, {}, account->userAgent, account->certificates});
        Account edited = *account;
        if (!request.name.empty())
            edited.name = request.name;
        edited.guideUrl = request.guideUrl;
        const Result<LoginAttempt> attempt = attemptOf(request, known);
        if (!attempt)
            return operation->finish(tl::unexpected(attempt.error()));
        if (changesNothing(*attempt, known))
            return storeEdit(edited, {}, operation);
        operation->ask(signInAt(attempt->servers, attempt->login, m_services.client(), this),
                       [this, operation, edited](const Result<SignedIn> &signedIn) {
                           if (!signedIn)
                               return operation->finish(tl::unexpected(signedIn.error()));
                           Account account = edited;
                           takeSignIn(account, *signedIn);
                           storeEdit(account, signedIn->login.password, operation);
                       });
    });
    return operation->future();
}

void AccountBook::storeEdit(const Account &account, const std::string &password,
                            const std::shared_ptr<Operation<Account>> &operation)
{
    library::AccountStore &store = m_services.library().accounts();
    const Result<std::optional<Account>> twin = twinOf(store, account);
    if (!twin)
        return operation->finish(tl::unexpected(twin.error()));
    if (*twin)
        return operation->finish(fail(
            ErrorKind::Address, "the account " + (*twin)->name + " already has this server and user", (*twin)->name));

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

QFuture<Result<>> AccountBook::remove(AccountId id, Marks marks)
{
    const auto operation = Operation<void>::start(this);
    const auto removeNow = [this, operation, id, marks](const Result<> &) {
        operation->step(inPool(m_services.pool(),
                               [&library = m_services.library(), id, marks] { return forget(library, id, marks); }),
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
    library::AccountStore &store = m_services.library().accounts();
    if (const Result<Account> known = store.account(id); !known)
        return tl::unexpected(known.error());
    m_chosen->id = id.value;
    m_services.pool().start([&store, chosen = m_chosen] {
        const std::lock_guard lock(chosen->writing); // whoever comes last writes what was chosen last
        if (const Result<> done = store.setActive(AccountId{chosen->id}); !done)
            log::warning("kanal.session.accounts", "active for this time only: " + done.error().detail);
    });
    announce();
    return {};
}

QFuture<Result<Account>> AccountBook::accept(AccountId id, const AcceptedCertificate &certificate)
{
    library::AccountStore &store = m_services.library().accounts();
    const auto operation = Operation<Account>::start(this);
    operation->step(
        inPool(m_services.pool(), [&store, id, certificate] { return storeAccepted(store, id, certificate); }),
        [this, operation](const Result<Account> &account) {
            if (account)
                announce();
            operation->finish(account);
        });
    return operation->future();
}

QFuture<Result<ServerLogin>> AccountBook::login(AccountId id)
{
    const Result<Account> account = this->account(id);
    if (!account)
        return readyAnswer(Result<ServerLogin>(tl::unexpected(account.error())));
    const auto with = [account](const std::string &password) {
        return ServerLogin{account->server, account->user, password, account->userAgent, account->certificates};
    };
    return transformed(m_services.secrets().read(id), this,
                       [with](const Result<std::string> &password) { return password.map(with); });
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
