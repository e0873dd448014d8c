// SPDX-License-Identifier: MIT
// Asks a store that is slow to answer, the keychain, once for each password: a zap needs the password and must not wait
// for another process. What is remembered is in memory anyway while something plays. One thread.
#pragma once

#include <kanal/session/secret_store.h>

#include <QObject>

#include <map>
#include <optional>

namespace kanal::session
{

class RememberingSecretStore final : public SecretStore
{
public:
    explicit RememberingSecretStore(std::unique_ptr<SecretStore> store);

    SecretPlace place() const override { return m_store->place(); }
    QFuture<Result<>> write(AccountId account, const std::string &password) override;
    QFuture<Result<std::string>> read(AccountId account) override;
    QFuture<Result<>> remove(AccountId account) override;

private:
    struct Known {
        std::optional<std::string> password;
        int changes = 0; ///< an answer to a question from before the last one says nothing
    };

    Known &changed(AccountId account);

    std::unique_ptr<SecretStore> m_store;
    std::map<AccountId, Known> m_known;
    QObject m_context; // last: no answer reaches what is gone
};

} // namespace kanal::session
