// SPDX-License-Identifier: MIT
// One refresh of one account from sign-in to its last kind. Made, used and ended on the thread of its CatalogueSync;
// rows arrive on the client's network thread (see Intake), disk work runs in the pool of Services.
#pragma once

#include "operation.h"

#include <kanal/core/account.h>
#include <kanal/library/catalogue_store.h>
#include <kanal/session/catalogue_sync.h>
#include <kanal/xtream/client.h>

#include <QElapsedTimer>
#include <QTimer>

#include <deque>
#include <optional>
#include <set>

namespace kanal::session
{

class Intake;

class CatalogueSync::Run : public QObject
{
public:
    Run(CatalogueSync &sync, Services &services, AccountId account);
    ~Run() override;

    void want(const SyncWish &wish); ///< more kinds than before: they come last
    QFuture<Result<SyncReport>> join();
    QFuture<Result<>> joinEnd();
    void start();
    std::vector<std::string> wanted() const { return {m_wanted.begin(), m_wanted.end()}; }
    void cancel();

private:
    using Caller = std::shared_ptr<Operation<SyncReport>>;

    template<class T, class Next>
    void ask(QFuture<Result<T>> answer, Next next);
    template<class Work, class Next>
    void work(Work work, Next next);

    void leave(const Caller &caller);
    void signIn();
    void refused(const Error &error);
    bool isBelieved(const std::string &kind) const { return m_believed.contains(kind); }
    void nextKind();
    void takeHeld(const std::string &kind);
    void fetch(EntryKind kind);
    void fetchCategories();
    void fetchRows();
    QFuture<Result<xtream::ListReport>> rowsOfKind();
    void commit(const KindReport &counts);
    struct Stored {
        library::CatalogueRefresh::Change change;
        bool isLeft = false; ///< held back, and the user said before that such a list is left
    };
    void committed(const KindReport &counts, const Stored &stored);
    void failKind(const Error &error);
    void noteFailure(const Error &error);
    void noteRefusal(const Result<xtream::ListReport> &answer);
    bool isOver(const Error &error) const; ///< whether asking on would only annoy the panel
    void tellProgress();
    template<class Next>
    void closeIntake(Next next);
    void end(Result<SyncReport> answer);
    void tell(Result<SyncReport> answer);

    CatalogueSync &m_sync;
    Services &m_services;
    const AccountId m_account;
    std::set<std::string> m_wanted;   ///< all of them
    std::deque<std::string> m_ahead;  ///< kinds not yet begun
    std::set<std::string> m_believed; ///< kinds whose smaller list is accepted
    std::set<std::string> m_asked;    ///< kinds somebody asked for
    std::optional<Error> m_refusal;   ///< of the last question, and how often in a row
    int m_refusals = 0;
    bool m_signedIn = false;
    bool m_cancelled = false;
    bool m_ended = false;
    std::function<void()> m_cancelQuestion;
    std::vector<Caller> m_callers;
    std::vector<std::shared_ptr<Operation<void>>> m_waiters;

    ServerLogin m_login;
    std::string m_kindName;
    EntryKind m_kind = EntryKind::Live;
    std::shared_ptr<Intake> m_intake; ///< of the kind under way
    std::int64_t m_told = 0;          ///< rows last told by progressed()
    QTimer m_progress;
    QElapsedTimer m_time;
    SyncReport m_report;
};

} // namespace kanal::session
