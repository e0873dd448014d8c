// SPDX-License-Identifier: MIT
// Where passwords live: the OS keychain, this process only, or a 0600 file the user agreed to. One key per account.
#pragma once

#include <kanal/core/error.h>
#include <kanal/core/ids.h>

#include <QFuture>

#include <filesystem>
#include <memory>
#include <string>

namespace kanal::session
{

enum class SecretPlace {
    Keychain, ///< fails with Storage where there is none (no fallback to anything insecure)
    Memory,   ///< this session only
    File,     ///< PROFILE/secrets.json, 0600, only when the user said so (--secrets file)
};

class SecretStore
{
public:
    virtual ~SecretStore() = default;
    virtual SecretPlace place() const = 0;
    /// Every value written or read is registered with redact(). Keychain calls give up after 3 s with Timeout.
    virtual QFuture<Result<>> write(AccountId account, const std::string &password) = 0;
    virtual QFuture<Result<std::string>> read(AccountId account) = 0; ///< NotFound: must be typed again
    virtual QFuture<Result<>> remove(AccountId account) = 0;
};

std::unique_ptr<SecretStore> makeSecretStore(SecretPlace place, const std::filesystem::path &profileFolder);
/// Where this profile keeps passwords when nobody says: the file where the user agreed to it before, else the keychain.
SecretPlace usualSecretPlace(const std::filesystem::path &profileFolder);
/// True when a keychain service answers. Blocks up to a second: never on the GUI thread.
bool keychainAvailable();

} // namespace kanal::session
