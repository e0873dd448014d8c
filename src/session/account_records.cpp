// SPDX-License-Identifier: MIT
#include "account_records.h"

#include <kanal/core/log.h>
#include <kanal/core/url.h>
#include <kanal/library/account_store.h>
#include <kanal/library/catalogue_store.h>
#include <kanal/library/library.h>
#include <kanal/library/user_store.h>

#include <algorithm>
#include <chrono>

namespace kanal::session
{

namespace
{

std::chrono::sys_seconds now()
{
    return std::chrono::time_point_cast<std::chrono::seconds>(std::chrono::system_clock::now());
}

std::string hostOf(const std::string &server)
{
    const Result<Url> url = Url::parse(server);
    return url ? url->host : server;
}

/// By http or by https.
bool isSameServer(const std::string &a, const std::string &b)
{
    const Result<Url> one = Url::parse(a), other = Url::parse(b);
    return one && other ? one->server() == other->server() : a == b;
}

void takeRefusal(AccountInfo &info, const Error &error)
{
    info.status = error.kind == ErrorKind::Expired ? AccountStatus::Expired : AccountStatus::Disabled;
    if (error.when)
        info.expires = error.when;
}

} // namespace

void takeSignIn(Account &account, const SignedIn &signedIn)
{
    account.server = signedIn.login.server;
    account.user = signedIn.login.user;
    account.userAgent = signedIn.login.userAgent;
    account.certificates = signedIn.login.certificates;
    account.info = signedIn.info;
    account.checkedAt = now();
}

Result<Stored> storeSignedIn(library::AccountStore &store, const SignInRequest &request, const SignedIn &signedIn)
{
    Account account;
    account.server = signedIn.login.server;
    account.user = signedIn.login.user;
    const Result<std::optional<Account>> twin = twinOf(store, account);
    if (!twin)
        return tl::unexpected(twin.error());
    account = twin->value_or(account);
    if (!request.name.empty())
        account.name = request.name;
    else if (account.name.empty())
        account.name = hostOf(signedIn.login.server);
    if (!request.guideUrl.empty())
        account.guideUrl = request.guideUrl;
    takeSignIn(account, signedIn);

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

bool isAboutTheAccount(const Error &error)
{
    return error.kind == ErrorKind::Expired || error.kind == ErrorKind::Disabled;
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

Result<Account> storeAccepted(library::AccountStore &store, AccountId id, const AcceptedCertificate &certificate)
{
    Result<Account> account = store.account(id);
    if (!account)
        return account;
    acceptCertificate(account->certificates, certificate);
    if (const Result<> updated = store.update(*account); !updated)
        return tl::unexpected(updated.error());
    return account;
}

Result<std::optional<Account>> twinOf(const library::AccountStore &store, const Account &account)
{
    const Result<std::vector<Account>> accounts = store.all();
    if (!accounts)
        return tl::unexpected(accounts.error());
    const auto found = std::find_if(accounts->begin(), accounts->end(), [&](const Account &other) {
        return other.id != account.id && isSameServer(other.server, account.server) && other.user == account.user;
    });
    return found == accounts->end() ? std::nullopt : std::optional(*found);
}

Result<Account> storeEdited(library::AccountStore &store, const Account &account)
{
    if (const Result<> updated = store.update(account); !updated)
        return tl::unexpected(updated.error());
    return store.account(account.id);
}

Result<> forget(library::Library &library, AccountId id, AccountBook::Marks marks)
{
    if (marks == AccountBook::Marks::Forget)
        if (Result<> forgotten = library.user().forget(id); !forgotten)
            return forgotten;
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

} // namespace kanal::session
