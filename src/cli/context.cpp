// SPDX-License-Identifier: MIT
#include "context.h"

#include <kanal/session/account_book.h>
#include <kanal/session/proxy_setting.h>

namespace kanal::cli
{

namespace
{

session::SecretPlace placeNamed(const std::string &name, const std::filesystem::path &profile)
{
    if (name.empty())
        return session::usualSecretPlace(profile);
    if (name == "file")
        return session::SecretPlace::File;
    return name == "memory" ? session::SecretPlace::Memory : session::SecretPlace::Keychain;
}

} // namespace

Result<session::Services *> Context::services()
{
    if (!m_services) {
        session::ProfileOptions profile;
        profile.folder = options.profile;
        profile.secrets = placeNamed(options.secrets, session::profileFolder(profile));
        Result<std::unique_ptr<session::Services>> opened = session::Services::open(profile);
        if (!opened)
            return tl::unexpected(opened.error());
        m_services = std::move(*opened);
        await(m_services->proxy().ready()); // whatever became of it: a proxy without its password says so itself
    }
    return m_services.get();
}

ProxyRule Context::proxy() const
{
    return m_services ? m_services->proxy().rule() : ProxyRule::fromEnvironment();
}

Result<Account> Context::account(const std::string &nameOrId)
{
    const Result<session::Services *> opened = services();
    if (!opened)
        return tl::unexpected(opened.error());
    return (*opened)->accounts().find(nameOrId.empty() ? options.account : nameOrId);
}

} // namespace kanal::cli
