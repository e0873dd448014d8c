// SPDX-License-Identifier: MIT
// Which entries of the lists are shown: one wish of the profile, for every account, page and search; and what is for
// adults where the user knows better than the panel. GUI thread, but snapshot().
#pragma once

#include <kanal/library/catalogue_store.h>

#include <QObject>

#include <cstdint>
#include <map>
#include <memory>
#include <utility>
#include <vector>

class QThreadPool;

namespace kanal::library
{
class Library;
}

namespace kanal::session
{

class ShownEntries : public QObject
{
    Q_OBJECT

public:
    ShownEntries(library::Library &library, QThreadPool &pool, QObject *parent = nullptr);
    ~ShownEntries() override;

    library::AdultEntries adult() const; ///< any thread
    void setAdult(library::AdultEntries adult);
    /// The user's word on a category of a list, over the panel's, kept with the subscription.
    void judge(AccountId account, EntryKind kind, const library::CategoryJudgement &judgement);
    /// Of all accounts there are: what was kept. At the start, and when an account came.
    void readJudgements();

    /// The list as it is shown. Any thread.
    Result<std::shared_ptr<const library::CatalogueSnapshot>> snapshot(AccountId account, EntryKind kind) const;

    /// Whether snapshot() answers at once, as after a good end; else open() reads the list behind this thread first.
    bool isAtHand(AccountId account, EntryKind kind) const;
    void open(AccountId account, EntryKind kind); ///< opened() follows, whatever came of it

Q_SIGNALS:
    void changed(); ///< every list that is shown is another one
    void opened(kanal::AccountId account, kanal::EntryKind kind);

private:
    struct Stored;
    using List = std::pair<AccountId, EntryKind>;
    library::Library &m_library;
    QThreadPool &m_pool;
    std::map<List, std::vector<library::CategoryJudgement>> m_judgements;
    std::uint64_t m_judged = 0;       ///< how often
    std::shared_ptr<Stored> m_stored; ///< what the pool is still writing outlives this
};

} // namespace kanal::session
