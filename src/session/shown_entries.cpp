// SPDX-License-Identifier: MIT
#include "judgement_text.h"
#include "operation.h"

#include <kanal/core/log.h>
#include <kanal/library/account_store.h>
#include <kanal/library/library.h>
#include <kanal/library/user_store.h>
#include <kanal/session/shown_entries.h>

#include <QThreadPool>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <mutex>

namespace kanal::session
{

namespace
{

constexpr const char *kHideAdult = "lists.hideAdult";

std::string judgementsName(EntryKind kind)
{
    return "lists.adultCategories." + std::string(entryKindName(kind));
}

} // namespace

struct ShownEntries::Stored {
    std::atomic<library::AdultEntries> adult{library::AdultEntries::Shown};
    std::map<List, std::uint64_t> newest; ///< of the judgements that were written; with the mutex
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
    readJudgements();
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

void ShownEntries::readJudgements()
{
    const auto accounts = m_library.accounts().all();
    if (!accounts)
        return;
    for (const Account &account : *accounts)
        for (const EntryKind kind : {EntryKind::Live, EntryKind::Movie, EntryKind::Series}) {
            const auto [known, fresh] = m_judgements.try_emplace({account.id, kind});
            if (!fresh)
                continue;
            const auto stored = m_library.user().setting(account.id, judgementsName(kind));
            if (!stored) { // read again before anything is written over it
                m_judgements.erase(known);
                continue;
            }
            if (*stored)
                known->second = judgementsOf(**stored);
            if (!known->second.empty())
                m_library.catalogue().judge(account.id, kind, known->second);
        }
}

void ShownEntries::judge(AccountId account, EntryKind kind, const library::CategoryJudgement &judgement)
{
    readJudgements();
    std::vector<library::CategoryJudgement> &known = m_judgements[{account, kind}];
    put(known, judgement);
    m_library.catalogue().judge(account, kind, known);
    m_pool.start([&user = m_library.user(), stored = m_stored, account, kind, text = textOf(known), nth = ++m_judged] {
        const std::lock_guard lock(stored->writing);
        if (std::uint64_t &newest = stored->newest[{account, kind}]; nth > std::exchange(newest, std::max(newest, nth)))
            if (const auto done = user.setSetting(account, judgementsName(kind), text); !done)
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
