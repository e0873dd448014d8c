// SPDX-License-Identifier: MIT
// Passwords in PROFILE/secrets.json, readable by its owner only, for machines without a keychain. Several processes may
// share it: a lock file guards each change, and a change replaces the file in one step. Any thread.
#pragma once

#include <kanal/session/secret_store.h>

#include <QString>

#include <functional>

class QJsonObject;

namespace kanal::session
{

class FileSecretStore final : public SecretStore
{
public:
    explicit FileSecretStore(const std::filesystem::path &profileFolder);

    SecretPlace place() const override { return SecretPlace::File; }
    QFuture<Result<>> write(AccountId account, const std::string &password) override;
    QFuture<Result<std::string>> read(AccountId account) override;
    QFuture<Result<>> remove(AccountId account) override;

private:
    Result<QJsonObject> load() const;
    Result<> change(const std::function<void(QJsonObject &passwords)> &edit);

    const QString m_path;
};

} // namespace kanal::session
