// SPDX-License-Identifier: MIT
// --demo: the built-in panel in this process, and an account on it that is always there.
#pragma once

#include <kanal/core/account.h>
#include <kanal/core/error.h>
#include <kanal/panel/panel.h>

#include <QObject>

#include <memory>

namespace kanal::session
{
class Services;
}

namespace kanal::app
{

class Demo : public QObject
{
    Q_OBJECT

public:
    explicit Demo(session::Services &services, QObject *parent = nullptr);
    ~Demo() override;

    /// The panel listens when this returns; signedIn() or failed() follows.
    Result<> start();

Q_SIGNALS:
    void signedIn();
    void failed(const kanal::Error &error);

private:
    Result<> startPanel();
    void signIn();
    void take(const Result<Account> &account);

    session::Services &m_services;
    std::unique_ptr<panel::Panel> m_panel;
};

} // namespace kanal::app
