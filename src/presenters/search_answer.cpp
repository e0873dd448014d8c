// SPDX-License-Identifier: MIT

#include "hidden_rows.h"
#include "serial_writer.h"
#include "text.h"

#include <kanal/core/text.h>
#include <kanal/library/library.h>
#include <kanal/library/user_store.h>
#include <kanal/presenters/search_answer.h>

#include <QByteArray>
#include <QSemaphore>
#include <QThreadPool>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <numeric>

namespace kanal::presenters
{

namespace
{

constexpr int kRecents = 30;
// A rank of CatalogueSnapshot::search is 1/8, names move a hit by less than 1/10 within it.
constexpr float kFavouriteLift = 0.15F;
constexpr float kRecentLift = 0.12F;

std::vector<std::uint32_t> rowsOf(const library::CatalogueSnapshot &snapshot,
                                  const Result<std::vector<library::EntryShape>> &entries)
{
    std::vector<std::uint32_t> rows;
    if (entries)
        for (const library::EntryShape &entry : *entries)
            if (const auto row = snapshot.find(entry.key.id))
                rows.push_back(*row);
    return rows;
}

/// What came into the list in the last days, sorted.
std::vector<std::uint32_t> newRows(const library::CatalogueStore &store, const library::CatalogueSnapshot &snapshot)
{
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    std::vector<std::uint32_t> rows;
    if (const auto ids = store.idsAdded(snapshot.account(), snapshot.kind(), now - library::kNewsAge))
        for (const std::string &id : *ids)
            if (const auto row = snapshot.find(id))
                rows.push_back(*row);
    std::sort(rows.begin(), rows.end());
    return rows;
}

bool contains(const std::vector<std::uint32_t> &rows, std::uint32_t row)
{
    return std::find(rows.begin(), rows.end(), row) != rows.end();
}

QHash<QByteArray, QString> categoryNames(const library::CatalogueSnapshot &snapshot)
{
    QHash<QByteArray, QString> names;
    for (std::uint32_t index = 0; index < snapshot.categoryCount(); ++index) {
        const library::CategoryView category = snapshot.category(index);
        names.insert(QByteArray(category.id.data(), qsizetype(category.id.size())), toQString(category.name));
    }
    return names;
}

SearchItem itemOf(const SearchSource &source, std::uint32_t row)
{
    const library::CatalogueSnapshot &snapshot = *source.snapshot;
    SearchItem item;
    item.key = {snapshot.account(), snapshot.kind(), std::string(snapshot.id(row))};
    item.initials = toQString(initials(snapshot.name(row)));
    QStringList facts;
    const auto categoryName = [&source](std::string_view id) {
        return source.categories.value(QByteArray::fromRawData(id.data(), qsizetype(id.size())));
    };
    const auto title = [&](const auto &each) {
        item.name = shownName(each.name, each.year);
        item.artUrl = toQString(each.posterUrl);
        if (each.year > 0)
            facts << QString::number(each.year);
        facts << toQString(each.genre);
        if (each.genre.empty())
            facts << categoryName(each.categoryId);
    };
    switch (snapshot.kind()) {
    case EntryKind::Movie:
        title(snapshot.movie(row));
        break;
    case EntryKind::Series:
        title(snapshot.series(row));
        break;
    default: {
        const ChannelRow channel = snapshot.channel(row);
        item.name = toQString(channel.name);
        item.artUrl = toQString(channel.logoUrl);
        item.radio = channel.form == LiveForm::Radio;
        if (channel.number > 0)
            facts << QString::number(channel.number);
        facts << categoryName(channel.categoryId);
    }
    }
    facts << source.accountName;
    facts.removeAll(QString());
    item.facts = facts.join(QStringLiteral(" · "));
    item.favourite = contains(source.favourites, row);
    item.recent = contains(source.recents, row);
    item.adult = isAdult(snapshot, row);
    item.isNew = std::binary_search(source.fresh.begin(), source.fresh.end(), row);
    return item;
}

} // namespace

std::vector<FoundRow> foundIn(const SearchSource &source, const std::string &query, std::size_t limit)
{
    std::vector<FoundRow> found;
    if (folded(query).empty())
        return found;
    std::vector<std::uint32_t> marked = source.favourites;
    marked.insert(marked.end(), source.recents.begin(), source.recents.end());
    std::sort(marked.begin(), marked.end());
    marked.erase(std::unique(marked.begin(), marked.end()), marked.end());
    for (const library::SearchHit &hit : source.snapshot->search(query, limit, &source.memory))
        if (!std::binary_search(source.hidden.begin(), source.hidden.end(), hit.row) &&
            !std::binary_search(marked.begin(), marked.end(), hit.row))
            found.push_back({&source, hit.row, hit.score});
    // A short query has more hits than come back: the marked ones are ranked whether they are among them or not.
    for (const library::SearchHit &hit : source.snapshot->rank(query, marked))
        found.push_back(
            {&source, hit.row, hit.score + (contains(source.favourites, hit.row) ? kFavouriteLift : kRecentLift)});
    return found;
}

namespace
{

/// Source by source, the longest lists first, on this thread and on another one where one is free.
std::vector<std::vector<FoundRow>> findInAll(const std::vector<SearchSource> &sources, const std::string &query,
                                             const std::function<bool()> &stale)
{
    std::vector<std::size_t> turns(sources.size());
    std::iota(turns.begin(), turns.end(), std::size_t(0));
    std::stable_sort(turns.begin(), turns.end(), [&sources](std::size_t a, std::size_t b) {
        return sources[a].snapshot->size() > sources[b].snapshot->size();
    });
    std::vector<std::vector<FoundRow>> found(sources.size());
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
        for (std::size_t turn = next++; turn < turns.size() && !stale(); turn = next++)
            found[turns[turn]] = foundIn(sources[turns[turn]], query);
    };
    QSemaphore helped;
    const bool helps = QThreadPool::globalInstance()->tryStart([&] {
        work();
        helped.release();
    });
    work();
    if (helps)
        helped.acquire();
    return found;
}

SearchGroup bestOf(EntryKind kind, std::vector<FoundRow> found)
{
    SearchGroup group{kind, {}, found.size() > kSearchLimit};
    std::stable_sort(found.begin(), found.end(),
                     [](const FoundRow &a, const FoundRow &b) { return a.score > b.score; });
    found.resize(std::min(found.size(), kSearchLimit));
    group.more = group.more || found.size() == kSearchLimit;
    for (const FoundRow &each : found)
        group.items.push_back(itemOf(*each.source, each.row));
    return group;
}

SearchGroup marksOf(EntryKind kind, const std::vector<SearchSource> &sources)
{
    SearchGroup group{kind, {}, false};
    for (const SearchSource &source : sources) {
        if (source.snapshot->kind() != kind)
            continue;
        for (const std::uint32_t row : source.recents)
            group.items.push_back(itemOf(source, row));
        for (const std::uint32_t row : source.favourites)
            if (!contains(source.recents, row) && group.items.size() < kSearchLimit)
                group.items.push_back(itemOf(source, row));
    }
    return group;
}

} // namespace

std::vector<SearchSource> searchSources(library::Library &library, const std::vector<Account> &accounts,
                                        library::AdultEntries adult)
{
    SerialWriter::awaitMarks();
    std::vector<SearchSource> sources;
    for (const Account &account : accounts) {
        for (const EntryKind kind : {EntryKind::Live, EntryKind::Movie, EntryKind::Series}) {
            const auto snapshot = library.catalogue().snapshot(account.id, kind, adult);
            if (!snapshot || (*snapshot)->size() == 0)
                continue;
            SearchSource source{.snapshot = *snapshot, .categories = categoryNames(**snapshot)};
            if (accounts.size() > 1)
                source.accountName = toQString(account.name);
            source.hidden = rowsOf(**snapshot, library.user().hidden(account.id, kind));
            std::sort(source.hidden.begin(), source.hidden.end());
            source.fresh = newRows(library.catalogue(), **snapshot);
            source.favourites = rowsOf(**snapshot, library.user().favourites(account.id, kind));
            source.recents = rowsOf(**snapshot, library.user().recents(account.id, kind, kRecents));
            for (std::vector<std::uint32_t> *rows : {&source.favourites, &source.recents})
                dropRows(*rows, source.hidden);
            sources.push_back(std::move(source));
        }
    }
    return sources;
}

std::vector<SearchGroup> answerSearch(const std::vector<SearchSource> &sources, const QString &query,
                                      const std::function<bool()> &stale)
{
    std::vector<SearchGroup> groups;
    const std::string text = toUtf8(query);
    const bool empty = folded(text).empty();
    const auto found = empty ? std::vector<std::vector<FoundRow>>() : findInAll(sources, text, stale);
    for (const EntryKind kind : {EntryKind::Live, EntryKind::Movie, EntryKind::Series}) {
        if (empty) {
            groups.push_back(marksOf(kind, sources));
            continue;
        }
        if (stale())
            return groups;
        std::vector<FoundRow> ofKind;
        for (std::size_t at = 0; at < sources.size(); ++at)
            if (sources[at].snapshot->kind() == kind)
                ofKind.insert(ofKind.end(), found[at].begin(), found[at].end());
        groups.push_back(bestOf(kind, std::move(ofKind)));
    }
    return groups;
}

} // namespace kanal::presenters
