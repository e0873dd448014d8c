// SPDX-License-Identifier: MIT
#include "operation.h"

#include <kanal/core/log.h>
#include <kanal/library/library.h>
#include <kanal/library/user_store.h>
#include <kanal/session/proxy_setting.h>
#include <kanal/session/services.h>
#include <kanal/xtream/client.h>

#include <mutex>

namespace kanal::session
{

namespace
{

constexpr const char *kLog = "kanal.session.proxy";
constexpr const char *kSource = "network.proxy";
constexpr const char *kAddress = "network.proxyAddress";
constexpr AccountId kProfile{}; ///< whose secret the password is

const char *nameOf(ProxySource source)
{
    switch (source) {
    case ProxySource::Environment:
        break;
    case ProxySource::None:
        return "none";
    case ProxySource::Address:
        return "address";
    }
    return "environment";
}

ProxySource sourceNamed(const std::string &name)
{
    return name == "none" ? ProxySource::None : name == "address" ? ProxySource::Address : ProxySource::Environment;
}

Result<Proxy> proxyAt(const std::string &address)
{
    const Result<ProxyRule> rule = ProxyRule::through(address);
    if (!rule)
        return tl::unexpected(rule.error());
    return *rule->proxyFor(
        Url{.scheme = "https", .userInfo = {}, .host = "example.org", .port = 0, .path = {}, .query = {}});
}

/// What the pool writes, one after the other: whoever comes last writes what was chosen last.
struct Stored {
    std::mutex mutex;
    ProxySource source = ProxySource::Environment;
    std::string address;
};

} // namespace

struct ProxySetting::Data {
    ProxySetting &self;
    Services &services;
    std::shared_ptr<Stored> stored = std::make_shared<Stored>();
    ProxySource source = ProxySource::Environment;
    std::optional<Proxy> given;
    std::string address; ///< of `given`, without its password
    ProxyRule rule;
    QFuture<Result<>> ready = readyAnswer(Result<>());

    void read()
    {
        const library::UserStore &user = services.library().user();
        if (const auto name = user.setting(kProfile, kSource); name && *name)
            source = sourceNamed(**name);
        const auto text = user.setting(kProfile, kAddress);
        if (const Result<Proxy> proxy = proxyAt(text && *text ? **text : std::string())) {
            given = *proxy;
            address = proxy->address();
        }
        if (given && !given->user.empty())
            readPassword();
    }

    void readPassword()
    {
        const auto operation = Operation<void>::start(&self);
        ready = operation->future();
        operation->step(services.secrets().read(kProfile), [this, operation](const Result<std::string> &password) {
            if (password && given && given->password.empty()) {
                given->password = *password;
                follow();
            }
            operation->finish({});
        });
    }

    void follow()
    {
        ProxyRule next = source == ProxySource::Environment ? ProxyRule::fromEnvironment() : ProxyRule();
        if (source == ProxySource::Address && given)
            next = ProxyRule::through(given->address()).value_or(ProxyRule());
        if (next == rule)
            return;
        rule = std::move(next);
        services.client().setProxy(rule);
        Q_EMIT self.ruleChanged();
    }

    void store() const
    {
        {
            const std::lock_guard lock(stored->mutex);
            stored->source = source;
            stored->address = address;
        }
        services.pool().start([&user = services.library().user(), stored = stored] {
            const std::lock_guard lock(stored->mutex);
            Result<> done = user.setSetting(kProfile, kSource, nameOf(stored->source));
            if (done)
                done = user.setSetting(kProfile, kAddress, stored->address);
            if (!done)
                log::warning(kLog, "not stored: " + done.error().detail);
        });
    }

    void storePassword()
    {
        whenDone(services.secrets().write(kProfile, given->password), &self, [this](const Result<> &written) {
            if (written)
                return;
            log::warning(kLog, "the password is kept for this session only: " + written.error().detail);
            Q_EMIT self.passwordNotKept();
        });
    }
};

ProxySetting::ProxySetting(Services &services)
    : m_data(new Data{.self = *this, .services = services})
{
    m_data->rule = ProxyRule::fromEnvironment(); // what everybody begins with
    m_data->read();
    m_data->follow();
}

ProxySetting::~ProxySetting() = default;

ProxySource ProxySetting::source() const
{
    return m_data->source;
}

const std::string &ProxySetting::address() const
{
    return m_data->address;
}

const ProxyRule &ProxySetting::rule() const
{
    return m_data->rule;
}

void ProxySetting::choose(ProxySource source)
{
    if (source == m_data->source || (source == ProxySource::Address && !m_data->given))
        return;
    m_data->source = source;
    m_data->store();
    m_data->follow();
}

Result<> ProxySetting::setAddress(const std::string &address)
{
    Result<Proxy> proxy = proxyAt(address);
    if (!proxy)
        return tl::unexpected(proxy.error());
    Proxy bare = *proxy;
    bare.password.clear();
    const bool sameOne = m_data->given && bare.address() == m_data->address;
    const bool newPassword = !proxy->password.empty();
    if (sameOne && !newPassword)
        proxy->password = m_data->given->password;
    m_data->given = *proxy;
    m_data->address = bare.address();
    m_data->source = ProxySource::Address;
    m_data->store();
    if (newPassword)
        m_data->storePassword();
    m_data->follow();
    return {};
}

QFuture<Result<>> ProxySetting::ready() const
{
    return m_data->ready;
}

} // namespace kanal::session
