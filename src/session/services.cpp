// SPDX-License-Identifier: MIT
#include "operation.h"
#include "renumbering.h"

#include <kanal/core/log.h>
#include <kanal/library/account_store.h>
#include <kanal/library/library.h>
#include <kanal/library/user_store.h>
#include <kanal/session/account_book.h>
#include <kanal/session/catalogue_sync.h>
#include <kanal/session/profile_news.h>
#include <kanal/session/proxy_setting.h>
#include <kanal/session/services.h>
#include <kanal/session/shown_entries.h>
#include <kanal/session/stream_resolver.h>
#include <kanal/session/title_details.h>
#include <kanal/xtream/client.h>

#include <QObject>
#include <QStandardPaths>
#include <QThreadPool>

#include <system_error>

namespace kanal::session
{

namespace fs = std::filesystem;

/// In the order they depend on each other: destroyed from the bottom up, the library last.
struct Services::Parts {
    fs::path folder;
    std::unique_ptr<library::Library> library;
    ProfileNews news;
    QThreadPool pool;
    std::unique_ptr<xtream::Client> client;
    std::shared_ptr<SecretStore> secrets;
    std::unique_ptr<AccountBook> accounts;
    std::unique_ptr<CatalogueSync> sync;
    std::unique_ptr<StreamResolver> resolver;
    std::unique_ptr<TitleDetails> details;
    std::unique_ptr<ShownEntries> shownEntries;
    std::unique_ptr<ProxySetting> proxy;
    QObject context; ///< of the passwords being carried over
};

namespace
{

Result<> ensureFolder(const fs::path &folder)
{
    std::error_code error;
    const bool created = fs::create_directories(folder, error);
    if (error || !fs::is_directory(folder, error))
        return fail(ErrorKind::Storage, "profile folder: " + (error ? error.message() : std::string("not a folder")),
                    folder.string());
    if (created)
        fs::permissions(folder, fs::perms::owner_all, error);
    return {};
}

/// Copies one password and forgets the old copy once the new one is safe.
void carryOver(const std::shared_ptr<SecretStore> &from, const std::shared_ptr<SecretStore> &to, AccountId account,
               QObject *context)
{
    whenDone(from->read(account), context, [from, to, account, context](const Result<std::string> &password) {
        if (!password)
            return;
        whenDone(to->write(account, *password), context, [from, account](const Result<> &written) {
            if (written)
                from->remove(account);
            else
                log::warning("kanal.session.secrets",
                             "a password could not be carried over: " + written.error().detail);
        });
    });
}

} // namespace

fs::path profileFolder(const ProfileOptions &options)
{
    if (!options.folder.empty())
        return options.folder;
    if (const QString chosen = qEnvironmentVariable("KANAL_PROFILE"); !chosen.isEmpty())
        return chosen.toStdString();
    const QString data = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation);
    return fs::path(data.toStdString()) / "kanal";
}

OpenedLibrary openLibrary(const ProfileOptions &options)
{
    const fs::path folder = profileFolder(options);
    if (Result<> usable = ensureFolder(folder); !usable)
        return tl::unexpected(usable.error());
    OpenedLibrary library = library::Library::open(folder);
    if (!library) {
        Error error = library.error();
        if (error.subject.empty())
            error.subject = folder.string();
        return tl::unexpected(error);
    }
    if (const auto accounts = (*library)->accounts().all())
        for (const Account &account : *accounts)
            followMissed(**library, account.id);
    if (const auto active = (*library)->accounts().active(); active && *active)
        (*library)->catalogue().isAtHand(**active, EntryKind::Live); // the first list anybody sees, mapped if it may be
    return library;
}

Result<std::unique_ptr<Services>> Services::open(const ProfileOptions &options)
{
    return open(options, openLibrary(options));
}

Result<std::unique_ptr<Services>> Services::open(const ProfileOptions &options, OpenedLibrary library)
{
    if (!library)
        return tl::unexpected(library.error());
    auto parts = std::make_unique<Parts>();
    parts->folder = profileFolder(options);
    parts->library = std::move(*library);
    parts->library->user().whenSettingRefused([news = &parts->news] { Q_EMIT news->settingRefused(); });
    parts->pool.setMaxThreadCount(2);
    parts->client = std::make_unique<xtream::Client>();
    parts->secrets = makeSecretStore(options.secrets, parts->folder);

    std::unique_ptr<Services> services(new Services(std::move(parts)));
    Parts &made = *services->m_parts;
    made.proxy = std::make_unique<ProxySetting>(*services);
    made.accounts = std::make_unique<AccountBook>(*services);
    made.sync = std::make_unique<CatalogueSync>(*services);
    made.resolver = std::make_unique<StreamResolver>(*services);
    made.details = std::make_unique<TitleDetails>(*services);
    made.shownEntries = std::make_unique<ShownEntries>(*made.library, made.pool);
    QObject::connect(made.accounts.get(), &AccountBook::accountsChanged, made.shownEntries.get(),
                     &ShownEntries::readJudgements);
    return services;
}

Services::Services(std::unique_ptr<Parts> parts)
    : m_parts(std::move(parts))
{
}

Services::~Services() = default;

library::Library &Services::library()
{
    return *m_parts->library;
}
xtream::Client &Services::client()
{
    return *m_parts->client;
}
SecretStore &Services::secrets()
{
    return *m_parts->secrets;
}
AccountBook &Services::accounts()
{
    return *m_parts->accounts;
}
CatalogueSync &Services::sync()
{
    return *m_parts->sync;
}
StreamResolver &Services::resolver()
{
    return *m_parts->resolver;
}

TitleDetails &Services::details()
{
    return *m_parts->details;
}
ShownEntries &Services::shownEntries()
{
    return *m_parts->shownEntries;
}
ProxySetting &Services::proxy()
{
    return *m_parts->proxy;
}
ProfileNews &Services::news()
{
    return m_parts->news;
}
QThreadPool &Services::pool()
{
    return m_parts->pool;
}
const fs::path &Services::folder() const
{
    return m_parts->folder;
}

void Services::setSecretPlace(SecretPlace place)
{
    if (place == m_parts->secrets->place())
        return;
    const std::shared_ptr<SecretStore> old = std::move(m_parts->secrets);
    m_parts->secrets = makeSecretStore(place, m_parts->folder);
    carryOver(old, m_parts->secrets, AccountId{}, &m_parts->context); // the proxy's
    if (const Result<std::vector<Account>> accounts = m_parts->accounts->accounts())
        for (const Account &account : *accounts)
            carryOver(old, m_parts->secrets, account.id, &m_parts->context);
}

} // namespace kanal::session
