// SPDX-License-Identifier: MIT
// The use cases over one profile, put together: what kanal and kanal-cli both start with.
#pragma once

#include <kanal/core/clock.h>
#include <kanal/core/error.h>
#include <kanal/session/secret_store.h>

#include <filesystem>
#include <memory>

class QThreadPool;

namespace kanal::library
{
class Library;
}
namespace kanal::xtream
{
class Client;
}

namespace kanal::session
{

class AccountBook;
class CatalogueSync;
class ProfileNews;
class ProxySetting;
class ShownEntries;
class StreamResolver;
class TitleDetails;

struct ProfileOptions {
    std::filesystem::path folder; ///< empty: KANAL_PROFILE, else the user's own data folder
    SecretPlace secrets = SecretPlace::Keychain;
};

/// The folder ProfileOptions mean.
std::filesystem::path profileFolder(const ProfileOptions &options);

using OpenedLibrary = Result<std::unique_ptr<library::Library>>;

/// What Services need from the disk, the list of the active account included. Any thread, before there is an
/// application, too. Fails with Storage, naming the folder, when the profile cannot be used.
OpenedLibrary openLibrary(const ProfileOptions &options);

class Services
{
public:
    /// Fails as openLibrary() does; `library` is what it gave for the same options.
    static Result<std::unique_ptr<Services>> open(const ProfileOptions &options, OpenedLibrary library);
    static Result<std::unique_ptr<Services>> open(const ProfileOptions &options);
    ~Services();
    Services(const Services &) = delete;
    Services &operator=(const Services &) = delete;

    library::Library &library();
    xtream::Client &client();
    SecretStore &secrets();
    AccountBook &accounts();
    CatalogueSync &sync();
    StreamResolver &resolver();
    TitleDetails &details();
    ShownEntries &shownEntries();
    ProxySetting &proxy();
    ProfileNews &news();
    QThreadPool &pool(); ///< for disk work that must not run on the GUI thread; finished before the library closes
    const std::filesystem::path &folder() const;

    /// Changes where passwords are kept from now on (they are carried over where they can be read).
    void setSecretPlace(SecretPlace place);

private:
    struct Parts;
    explicit Services(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> m_parts;
};

} // namespace kanal::session
