// SPDX-License-Identifier: MIT
// Passwords in the keychain of the operating system. Any thread; QtKeychain itself runs on the application's thread,
// where its one queue lives.
#pragma once

#include <kanal/session/secret_store.h>

#include <QString>

namespace kanal::session
{

class KeychainSecretStore final : public SecretStore
{
public:
    explicit KeychainSecretStore(const std::filesystem::path &profileFolder);

    SecretPlace place() const override { return SecretPlace::Keychain; }
    QFuture<Result<>> write(AccountId account, const std::string &password) override;
    QFuture<Result<std::string>> read(AccountId account) override;
    QFuture<Result<>> remove(AccountId account) override;

private:
    QString keyOf(AccountId account) const;

    const QString m_profile; ///< part of every key: account 1 of two profiles are two accounts
};

} // namespace kanal::session
