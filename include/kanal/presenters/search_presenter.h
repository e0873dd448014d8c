// SPDX-License-Identifier: MIT
// Search over channels, films and series, of the active account or of all: answers while one types. Searches run one
// after another on a thread of their own; an answer that is no longer asked for is dropped. GUI thread.
#pragma once

#include <QObject>
#include <QString>

#include <memory>

namespace kanal::session
{
class Services;
}

namespace kanal::presenters
{

class SearchListModel;

enum class SearchScope { ThisAccount, AllAccounts };

struct SearchState {
    QString query;
    SearchScope scope = SearchScope::ThisAccount;
    bool manyAccounts = false; ///< there is a choice of scope
    bool searching = false;    ///< what is shown answers an older question
    int found = 0;             ///< hits of all kinds
};

class SearchPresenter : public QObject
{
    Q_OBJECT

public:
    explicit SearchPresenter(session::Services &services, QObject *parent = nullptr);
    ~SearchPresenter() override;

    SearchListModel &results();
    const SearchState &state() const;

    /// The box is about to be seen: reads what can be found and, with nothing typed, shows recents and favourites.
    void open();
    void close(); ///< forgets the question and lets go of the lists
    void setQuery(const QString &text);
    void setScope(SearchScope scope);

Q_SIGNALS:
    void stateChanged(); ///< after the rows changed

private:
    struct Data;
    std::unique_ptr<Data> m_data;
};

} // namespace kanal::presenters
