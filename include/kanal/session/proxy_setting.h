// SPDX-License-Identifier: MIT
// Which proxy the profile goes through: as the environment says, none, or one the user gave. The panel's API follows by
// itself; whoever else opens connections follows ruleChanged(). The proxy's password is kept where the accounts' are.
// GUI thread.
#pragma once

#include <kanal/core/proxy.h>
#include <kanal/xtream/client_proxy.h>

#include <QFuture>
#include <QObject>

#include <memory>
#include <string>

namespace kanal::session
{

class Services;

using xtream::makeProxyFactory;

enum class ProxySource { Environment, None, Address };

class ProxySetting : public QObject
{
    Q_OBJECT

public:
    explicit ProxySetting(Services &services);
    ~ProxySetting() override;

    ProxySource source() const;
    /// The one the user gave, without its password; stays while another source is chosen. Empty: none yet.
    const std::string &address() const;
    const ProxyRule &rule() const;

    /// `Address` without one: nothing happens.
    void choose(ProxySource source);
    /// Takes this one from now on. Without a password in it, the one that is known for the same proxy and user stays.
    /// Fails as ProxyRule::through() does; then everything stays as it was.
    Result<> setAddress(const std::string &address);

    /// Finished when the password of a stored address was read, whatever came of it.
    QFuture<Result<>> ready() const;

Q_SIGNALS:
    void ruleChanged();
    void passwordNotKept(); ///< of setAddress(): it is known until the program ends

private:
    struct Data;
    std::unique_ptr<Data> m_data;
};

} // namespace kanal::session
