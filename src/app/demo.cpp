// SPDX-License-Identifier: MIT
#include "demo.h"

#include <kanal/session/account_book.h>
#include <kanal/session/services.h>

#include <algorithm>

namespace kanal::app
{

namespace
{

constexpr const char *kName = "Kanal Demo";
/// The same port every time where it is free: the account stays the same one.
constexpr int kPort = 17650;

} // namespace

Demo::Demo(session::Services &services, QObject *parent)
    : QObject(parent)
    , m_services(services)
{
}

Demo::~Demo() = default;

Result<> Demo::start()
{
    if (Result<> started = startPanel(); !started)
        return started;
    signIn();
    return {};
}

Result<> Demo::startPanel()
{
    m_panel = std::make_unique<panel::Panel>(panel::PanelOptions{.port = kPort});
    if (m_panel->start())
        return {};
    m_panel = std::make_unique<panel::Panel>(panel::PanelOptions{});
    return m_panel->start();
}

void Demo::signIn()
{
    const panel::PanelOptions &options = m_panel->options();
    const session::SignInRequest request{
        .pasted = m_panel->url(), .user = options.user, .password = options.password, .name = kName};
    session::AccountBook &book = m_services.accounts();
    const Result<Account> known = book.find(kName);
    (known ? book.edit(known->id, request) : book.signIn(request))
        .then(this, [this](const Result<Account> &account) { take(account); })
        .onCanceled(this, [this] { take(fail(ErrorKind::Cancelled)); });
}

void Demo::take(const Result<Account> &account)
{
    if (!account) {
        Q_EMIT failed(account.error());
        return;
    }
    if (const Result<> active = m_services.accounts().activate(account->id); !active) {
        Q_EMIT failed(active.error());
        return;
    }
    Q_EMIT signedIn();
}

} // namespace kanal::app
