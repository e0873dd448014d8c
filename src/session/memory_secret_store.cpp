// SPDX-License-Identifier: MIT
#include "memory_secret_store.h"

#include "operation.h"

#include <kanal/core/redact.h>

namespace kanal::session
{

QFuture<Result<>> MemorySecretStore::write(AccountId account, const std::string &password)
{
    registerSecret(password);
    const std::lock_guard lock(m_mutex);
    m_passwords[account] = password;
    return readyAnswer(Result<>{});
}

QFuture<Result<std::string>> MemorySecretStore::read(AccountId account)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_passwords.find(account);
    if (found == m_passwords.end())
        return readyAnswer(Result<std::string>(fail(ErrorKind::NotFound, "no password in memory", "password")));
    return readyAnswer(Result<std::string>(found->second));
}

QFuture<Result<>> MemorySecretStore::remove(AccountId account)
{
    const std::lock_guard lock(m_mutex);
    m_passwords.erase(account);
    return readyAnswer(Result<>{});
}

} // namespace kanal::session
