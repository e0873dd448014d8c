// SPDX-License-Identifier: MIT
#include "operation.h"

#include <kanal/core/log.h>
#include <kanal/library/library.h>
#include <kanal/library/user_store.h>
#include <kanal/session/shown_entries.h>

#include <QThreadPool>

#include <atomic>
#include <mutex>

namespace kanal::session
{

namespace
{

constexpr const char *kHideAdult = "lists.hideAdult";

} // namespace

struct ShownEntries::Stored {
    std::atomic<library::AdultEntries> adult{library::AdultEntries::Shown};
    std::mutex writing;
};

ShownEntries::ShownEntries(library::Library &library, QThreadPool &pool, QObject *parent)
    : QObject(parent)
    , m_library(library)
    , m_pool(pool)
    , m_stored(std::make_shared<Stored>())
{
    if (const auto stored = library.user().setting({}, kHideAdult); stored && *stored == "true")
        m_stored->adult = library::AdultEntries::Hidden;
}

ShownEntries::~ShownEntries() = default;

library::AdultEntries ShownEntries::adult() const
{
    return m_stored->adult;
}

void ShownEntries::setAdult(library::AdultEntries adult)
{
    if (m_stored->adult.exchange(adult) == adult)
        return;
    m_pool.start([&user = m_library.user(), stored = m_stored] {
        const std::lock_guard lock(stored->writing); // whoever comes last writes what was chosen last
        const bool hide = stored->adult == library::AdultEntries::Hidden;
        if (const auto done = user.setSetting({}, kHideAdult, hide ? "true" : "false"); !done)
            log::warning("kanal.session.entries", "not stored: " + done.error().detail);
    });
    Q_EMIT changed();
}

bool ShownEntries::isAtHand(AccountId account, EntryKind kind) const
{
    return m_library.catalogue().isAtHand(account, kind);
}

void ShownEntries::open(AccountId account, EntryKind kind)
{
    const auto read = [&library = m_library, account, kind]() -> Result<> {
        return library.catalogue().snapshot(account, kind).map([](const auto &) {});
    };
    whenDone(inPool(m_pool, read), this, [this, account, kind](const Result<> &) { Q_EMIT opened(account, kind); });
}

Result<std::shared_ptr<const library::CatalogueSnapshot>> ShownEntries::snapshot(AccountId account,
                                                                                 EntryKind kind) const
{
    return m_library.catalogue().snapshot(account, kind, adult());
}

} // namespace kanal::session
