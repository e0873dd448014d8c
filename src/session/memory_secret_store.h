// SPDX-License-Identifier: MIT
// Passwords for this session only. Any thread.
#pragma once

#include <kanal/session/secret_store.h>

#include <map>
#include <mutex>

namespace kanal::session
{

class MemorySecretStore final : public SecretStore
{
public:
    SecretPlace place() const override { return SecretPlace::Memory; }
    QFuture<Result<>> write(AccountId account, const std::string &password) override;
    QFuture<Result<std::string>> read(AccountId account) override;
    QFuture<Result<>> remove(AccountId account) override;

private:
    std::mutex m_mutex;
    std::map<AccountId, std::string> m_passwords;
};

} // namespace kanal::session
