// SPDX-License-Identifier: MIT
#include "file_secret_store.h"
#include "keychain_secret_store.h"
#include "memory_secret_store.h"
#include "remembering_secret_store.h"

#include <kanal/session/secret_store.h>

#include <system_error>

namespace kanal::session
{

std::unique_ptr<SecretStore> makeSecretStore(SecretPlace place, const std::filesystem::path &profileFolder)
{
    switch (place) {
    case SecretPlace::Memory:
        return std::make_unique<MemorySecretStore>();
    case SecretPlace::File:
        return std::make_unique<FileSecretStore>(profileFolder);
    case SecretPlace::Keychain:
        break;
    }
    return std::make_unique<RememberingSecretStore>(std::make_unique<KeychainSecretStore>(profileFolder));
}

SecretPlace usualSecretPlace(const std::filesystem::path &profileFolder)
{
    std::error_code error;
    return std::filesystem::exists(profileFolder / "secrets.json", error) ? SecretPlace::File : SecretPlace::Keychain;
}

} // namespace kanal::session
