// SPDX-License-Identifier: MIT
#include <kanal/presenters/search_answer.h>
#include <kanal/presenters/search_list_model.h>
#include <kanal/presenters/search_presenter.h>
#include <kanal/session/account_book.h>
#include <kanal/session/catalogue_sync.h>
#include <kanal/session/services.h>
#include <kanal/session/shown_entries.h>

#include <QMetaObject>
#include <QThreadPool>

#include <atomic>
#include <numeric>

namespace kanal::presenters
{

struct SearchPresenter::Data {
    using Sources = std::shared_ptr<const std::vector<SearchSource>>;

    Data(SearchPresenter &owner, session::Services &all)
        : self(owner)
        , services(all)
    {
        worker.setMaxThreadCount(1); // in order: the lists are read before they are searched
    }

    ~Data()
    {
        ++asked; // what is under way ends early
        worker.waitForDone();
    }

    std::vector<Account> accounts()
    {
        const Result<std::vector<Account>> all = services.accounts().accounts();
        const std::optional<Account> active = services.accounts().active();
        state.manyAccounts = all && all->size() > 1;
        if (all && (state.scope == SearchScope::AllAccounts && state.manyAccounts))
            return *all;
        return active ? std::vector{*active} : std::vector<Account>{};
    }

    /// Reads the lists anew and asks again.
    void readSources()
    {
        const auto fresh = std::make_shared<std::vector<SearchSource>>();
        worker.start([fresh, &library = services.library(), wanted = accounts(),
                      adult = services.shownEntries().adult()] { *fresh = searchSources(library, wanted, adult); });
        sources = fresh; // filled by the time the next job of the one worker looks at it
        ask();
    }

    void ask()
    {
        const std::uint64_t question = ++asked;
        state.searching = true;
        worker.start([this, question, from = sources, query = state.query] {
            const auto stale = [this, question] { return asked != question; };
            if (stale())
                return;
            auto groups = std::make_shared<std::vector<SearchGroup>>(answerSearch(*from, query, stale));
            QMetaObject::invokeMethod(
                &self, [this, question, groups, query] { take(question, std::move(*groups), query); },
                Qt::QueuedConnection);
        });
    }

    void take(std::uint64_t question, std::vector<SearchGroup> groups, const QString &query)
    {
        if (question != asked)
            return;
        state.searching = false;
        state.found = std::accumulate(groups.begin(), groups.end(), 0,
                                      [](int sum, const SearchGroup &group) { return sum + int(group.items.size()); });
        results.setGroups(std::move(groups), query);
        Q_EMIT self.stateChanged();
    }

    SearchPresenter &self;
    session::Services &services;
    SearchListModel results;
    SearchState state;
    Sources sources; ///< null: closed
    std::atomic<std::uint64_t> asked{0};
    QThreadPool worker;
};

SearchPresenter::SearchPresenter(session::Services &services, QObject *parent)
    : QObject(parent)
    , m_data(std::make_unique<Data>(*this, services))
{
    const auto readAgain = [this] {
        if (m_data->sources)
            m_data->readSources();
    };
    connect(&services.sync(), &session::CatalogueSync::catalogueChanged, this, readAgain);
    connect(&services.accounts(), &session::AccountBook::activeChanged, this, readAgain);
    connect(&services.shownEntries(), &session::ShownEntries::changed, this, readAgain);
}

SearchPresenter::~SearchPresenter() = default;

SearchListModel &SearchPresenter::results()
{
    return m_data->results;
}

const SearchState &SearchPresenter::state() const
{
    return m_data->state;
}

void SearchPresenter::open()
{
    m_data->readSources();
    Q_EMIT stateChanged();
}

void SearchPresenter::close()
{
    ++m_data->asked;
    m_data->sources.reset();
    m_data->state.query.clear();
    m_data->state.searching = false;
    m_data->state.found = 0;
    m_data->results.setGroups({}, {});
    Q_EMIT stateChanged();
}

void SearchPresenter::setQuery(const QString &text)
{
    if (text == m_data->state.query || !m_data->sources)
        return;
    m_data->state.query = text;
    m_data->ask();
}

void SearchPresenter::setScope(SearchScope scope)
{
    if (scope == m_data->state.scope)
        return;
    m_data->state.scope = scope;
    if (m_data->sources)
        m_data->readSources();
    Q_EMIT stateChanged();
}

} // namespace kanal::presenters
