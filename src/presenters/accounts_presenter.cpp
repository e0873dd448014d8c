// SPDX-License-Identifier: MIT
#include "spoken_time.h"
#include "text.h"

#include <kanal/core/text.h>
#include <kanal/core/url.h>
#include <kanal/presenters/accounts_presenter.h>
#include <kanal/session/account_book.h>
#include <kanal/session/services.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <set>

namespace kanal::presenters
{

namespace
{

/// A date that has passed counts, whatever the status says: panels forget to change it.
AccountStatus effectiveStatus(const AccountInfo &info)
{
    const bool alive = info.status == AccountStatus::Active || info.status == AccountStatus::Trial;
    return alive && info.expires && *info.expires < std::chrono::system_clock::now() ? AccountStatus::Expired
                                                                                     : info.status;
}

QString statusText(const AccountInfo &info)
{
    const QString date = info.expires ? dateText(*info.expires) : QString();
    switch (effectiveStatus(info)) {
    case AccountStatus::Active:
        return date.isEmpty() ? AccountsPresenter::tr("Active") : AccountsPresenter::tr("Active until %1").arg(date);
    case AccountStatus::Trial:
        return date.isEmpty() ? AccountsPresenter::tr("Trial") : AccountsPresenter::tr("Trial until %1").arg(date);
    case AccountStatus::Expired:
        return date.isEmpty() ? AccountsPresenter::tr("Expired") : AccountsPresenter::tr("Expired on %1").arg(date);
    case AccountStatus::Disabled:
        return AccountsPresenter::tr("Disabled by the provider");
    case AccountStatus::Banned:
        return AccountsPresenter::tr("Banned by the provider");
    case AccountStatus::Unknown:
        return AccountsPresenter::tr("Not checked yet");
    }
    Q_UNREACHABLE();
}

QString connectionsText(const AccountInfo &info)
{
    if (!info.activeConnections && !info.maxConnections)
        return {};
    const QString used = QString::number(info.activeConnections.value_or(0));
    if (!info.maxConnections)
        return AccountsPresenter::tr("Connections in use: %1").arg(used);
    if (*info.maxConnections <= 0)
        return AccountsPresenter::tr("Connections in use: %1 (no limit)").arg(used);
    if (!info.activeConnections)
        return AccountsPresenter::tr("Connections allowed: %1").arg(*info.maxConnections);
    return *info.maxConnections == 1
               ? AccountsPresenter::tr("%1 of 1 connection in use").arg(used)
               : AccountsPresenter::tr("%1 of %2 connections in use").arg(used).arg(*info.maxConnections);
}

QString hostText(const std::string &server)
{
    const Result<Url> url = Url::parse(server);
    return url ? toQString(url->host) : toQString(server);
}

bool isUsable(const AccountInfo &info)
{
    const AccountStatus status = effectiveStatus(info);
    return status != AccountStatus::Expired && status != AccountStatus::Disabled && status != AccountStatus::Banned;
}

} // namespace

struct AccountsPresenter::Data {
    AccountsPresenter &self;
    session::Services &services;
    std::vector<AccountView> views;
    std::set<AccountId> checking;
    std::map<AccountId, ErrorText> errors;

    AccountView view(const Account &account, AccountId active) const
    {
        AccountView view;
        view.id = account.id;
        view.name = toQString(account.name);
        view.initials = toQString(initials(account.name));
        view.server = hostText(account.server);
        view.user = toQString(account.user);
        view.statusText = statusText(account.info);
        view.connectionsText = connectionsText(account.info);
        view.active = account.id == active;
        view.usable = isUsable(account.info);
        view.checking = checking.contains(account.id);
        if (const auto error = errors.find(account.id); error != errors.end())
            view.error = error->second;
        return view;
    }

    void read()
    {
        const std::optional<Account> active = services.accounts().active();
        const Result<std::vector<Account>> accounts = services.accounts().accounts();
        views.clear();
        if (accounts)
            for (const Account &account : *accounts)
                views.push_back(view(account, active ? active->id : AccountId{}));
        Q_EMIT self.accountsChanged();
    }

    void checked(AccountId id, const Result<Account> &account)
    {
        checking.erase(id);
        if (!account && account.error().kind != ErrorKind::Cancelled)
            errors.insert_or_assign(id, errorText(account.error()));
        read();
    }
};

AccountsPresenter::AccountsPresenter(session::Services &services, QObject *parent)
    : QObject(parent)
    , m_data(new Data{.self = *this, .services = services})
{
    const session::AccountBook &book = services.accounts();
    connect(&book, &session::AccountBook::accountsChanged, this, [this] { m_data->read(); });
    connect(&book, &session::AccountBook::activeChanged, this, [this] {
        m_data->read();
        Q_EMIT activeChanged();
    });
    m_data->read();
}

AccountsPresenter::~AccountsPresenter() = default;

const std::vector<AccountView> &AccountsPresenter::accounts() const
{
    return m_data->views;
}

std::optional<AccountView> AccountsPresenter::active() const
{
    const auto found =
        std::find_if(m_data->views.begin(), m_data->views.end(), [](const AccountView &view) { return view.active; });
    return found == m_data->views.end() ? std::nullopt : std::optional(*found);
}

void AccountsPresenter::activate(AccountId id)
{
    if (const Result<> done = m_data->services.accounts().activate(id); !done) {
        m_data->errors.insert_or_assign(id, errorText(done.error()));
        m_data->read();
    }
}

void AccountsPresenter::check(AccountId id)
{
    if (!m_data->checking.insert(id).second)
        return;
    m_data->errors.erase(id);
    m_data->read();
    m_data->services.accounts()
        .check(id)
        .then(this, [this, id](const Result<Account> &account) { m_data->checked(id, account); })
        .onCanceled(this, [this, id] { m_data->checked(id, kanal::fail(ErrorKind::Cancelled)); });
}

void AccountsPresenter::remove(AccountId id, Marks marks)
{
    using Stored = session::AccountBook::Marks;
    m_data->services.accounts()
        .remove(id, marks == Marks::Forget ? Stored::Forget : Stored::Keep)
        .then(this,
              [this, id](const Result<> &done) {
                  m_data->errors.erase(id);
                  if (!done)
                      m_data->errors.insert_or_assign(id, errorText(done.error()));
                  m_data->read();
              })
        .onCanceled(this, [this] { m_data->read(); });
}

} // namespace kanal::presenters
