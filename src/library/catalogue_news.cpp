// SPDX-License-Identifier: MIT
#include "catalogue_news.h"

#include <algorithm>
#include <utility>

namespace kanal::library::catalogue
{
namespace
{

enum class What : int { Added, Gone, Renamed };

std::int64_t secondsOf(std::chrono::sys_seconds at)
{
    return std::int64_t(at.time_since_epoch().count());
}

/// Entries of one generation, as many as are kept.
class EntryWriter
{
public:
    EntryWriter(Database &db, std::uint64_t generation)
        : m_db(db)
        , m_generation(generation)
    {
    }

    bool isFull() const { return m_written == kNewsEntries; }
    Result<> write(What what, const RowSnapshot &list, std::uint32_t row, bool adult, std::string_view nameBefore = {})
    {
        Query query(m_db,
                    "INSERT INTO news_entry (generation, position, what, entry, name, name_before, category, adult)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
        const Entry entry = list.entry(row);
        return query
            .bind(std::int64_t(m_generation), std::int64_t(m_written++), int(what), entry.text(EntryText::Id),
                  entry.text(EntryText::Name), nameBefore, entry.text(EntryText::Category), int(adult))
            .run();
    }

private:
    Database &m_db;
    const std::uint64_t m_generation;
    std::size_t m_written = 0;
};

/// Both of its names are shown.
bool isAdult(const ListNews &news, const ListDifference::Pair &pair)
{
    return news.before.isAdult(pair.before) || news.after.isAdult(pair.after);
}

Result<> storeEntries(Database &db, std::uint64_t generation, const ListNews &news)
{
    EntryWriter writer(db, generation);
    Result<> done;
    for (const std::uint32_t row : news.difference.added)
        if (done && !writer.isFull())
            done = writer.write(What::Added, news.after, row, news.after.isAdult(row));
    for (const std::uint32_t row : news.difference.gone)
        if (done && !writer.isFull())
            done = writer.write(What::Gone, news.before, row, news.before.isAdult(row));
    for (const auto &pair : news.difference.renamed)
        if (done && !writer.isFull())
            done =
                writer.write(What::Renamed, news.after, pair.after, isAdult(news, pair), news.before.name(pair.before));
    return done;
}

struct AdultCounts {
    std::int64_t added = 0, gone = 0, renamed = 0;
};

AdultCounts countAdult(const ListNews &news)
{
    const ListDifference &all = news.difference;
    return {
        std::count_if(all.added.begin(), all.added.end(), [&](auto row) { return news.after.isAdult(row); }),
        std::count_if(all.gone.begin(), all.gone.end(), [&](auto row) { return news.before.isAdult(row); }),
        std::count_if(all.renamed.begin(), all.renamed.end(), [&](const auto &pair) { return isAdult(news, pair); })};
}

struct Place {
    std::int64_t generation = 0, position = 0;
    std::string id;
};

/// What is new stays new when the panel numbers it anew.
Result<> followMoves(Database &db, const ListKey &list, const ListNews &news)
{
    const auto &moved = news.difference.moved;
    std::vector<Place> places;
    Query query(db, "SELECT generation, position, entry FROM news JOIN news_entry USING (generation)"
                    " WHERE account = ? AND kind = ? AND what = 0");
    query.bind(list.account.value, int(list.kind));
    while (query.next())
        places.push_back({query.integer(0), query.integer(1), std::string(query.text(2))});
    Result<> done = query.result();
    for (const Place &place : places) {
        const auto before = news.before.find(place.id);
        const auto found = std::lower_bound(moved.begin(), moved.end(), before.value_or(0),
                                            [](const auto &pair, std::uint32_t row) { return pair.before < row; });
        if (!done || !before || found == moved.end() || found->before != *before)
            continue;
        Query update(db, "UPDATE news_entry SET entry = ? WHERE generation = ? AND position = ?");
        done = update.bind(news.after.id(found->after), place.generation, place.position).run();
    }
    return done;
}

std::vector<CatalogueNews::Entry> &entriesOf(CatalogueNews &news, What what)
{
    return what == What::Added ? news.newEntries : what == What::Gone ? news.goneEntries : news.renamedEntries;
}

Result<> readEntries(Database &db, std::int64_t generation, CatalogueNews &news)
{
    Query query(db, "SELECT what, entry, name, name_before, category, adult FROM news_entry WHERE generation = ?"
                    " ORDER BY position");
    query.bind(generation);
    while (query.next())
        entriesOf(news, What(query.integer(0)))
            .push_back({std::string(query.text(1)), std::string(query.text(2)), std::string(query.text(3)),
                        std::string(query.text(4)), query.integer(5) != 0});
    return query.result();
}

} // namespace

Result<> storeNews(Database &db, const ListKey &list, const ShownList &shown, const ListNews &news)
{
    Query old(db, "DELETE FROM news WHERE at < ?");
    Result<> done = old.bind(secondsOf(shown.refreshedAt - kNewsAge)).run();
    if (done && !news.difference.moved.empty())
        done = followMoves(db, list, news);
    if (!done || news.difference.isEmpty() || news.before.size() == 0)
        return done;
    Query query(db, "INSERT INTO news (generation, account, kind, at, rows_before, rows_after, added, gone, renamed,"
                    " adult_added, adult_gone, adult_renamed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    const AdultCounts adult = countAdult(news);
    done = query
               .bind(std::int64_t(shown.generation), list.account.value, int(list.kind), secondsOf(shown.refreshedAt),
                     std::int64_t(news.before.size()), std::int64_t(news.after.size()),
                     std::int64_t(news.difference.added.size()), std::int64_t(news.difference.gone.size()),
                     std::int64_t(news.difference.renamed.size()), adult.added, adult.gone, adult.renamed)
               .run();
    return done ? storeEntries(db, shown.generation, news) : done;
}

Result<std::vector<CatalogueNews>> newsOf(Database &db, const ListKey &list, std::chrono::sys_seconds since)
{
    std::vector<CatalogueNews> all;
    std::vector<std::int64_t> generations;
    Query query(db, "SELECT generation, at, rows_before, rows_after, added, gone, renamed, adult_added, adult_gone,"
                    " adult_renamed FROM news"
                    " WHERE account = ? AND kind = ? AND at >= ? ORDER BY generation DESC");
    query.bind(list.account.value, int(list.kind), secondsOf(since));
    while (query.next()) {
        generations.push_back(query.integer(0));
        all.push_back({.at = std::chrono::sys_seconds(std::chrono::seconds(query.integer(1))),
                       .before = std::uint32_t(query.integer(2)),
                       .after = std::uint32_t(query.integer(3)),
                       .added = std::uint32_t(query.integer(4)),
                       .gone = std::uint32_t(query.integer(5)),
                       .renamed = std::uint32_t(query.integer(6)),
                       .adultAdded = std::uint32_t(query.integer(7)),
                       .adultGone = std::uint32_t(query.integer(8)),
                       .adultRenamed = std::uint32_t(query.integer(9)),
                       .newEntries = {},
                       .goneEntries = {},
                       .renamedEntries = {}});
    }
    Result<> done = query.result();
    for (std::size_t i = 0; done && i < all.size(); ++i)
        done = readEntries(db, generations[i], all[i]);
    if (!done)
        return tl::unexpected(done.error());
    return all;
}

Result<std::vector<std::string>> idsAdded(Database &db, const ListKey &list, std::chrono::sys_seconds since)
{
    std::vector<std::string> ids;
    Query query(db, "SELECT entry FROM news JOIN news_entry USING (generation)"
                    " WHERE account = ? AND kind = ? AND at >= ? AND what = 0");
    query.bind(list.account.value, int(list.kind), secondsOf(since));
    while (query.next())
        ids.emplace_back(query.text(0));
    if (auto done = query.result(); !done)
        return tl::unexpected(done.error());
    return ids;
}

Result<std::vector<CatalogueNews::Entry>> entriesGone(Database &db, const ListKey &list, std::chrono::sys_seconds since)
{
    std::vector<CatalogueNews::Entry> entries;
    Query query(db, "SELECT entry, name, category FROM news JOIN news_entry USING (generation)"
                    " WHERE account = ? AND kind = ? AND at >= ? AND what = 1");
    query.bind(list.account.value, int(list.kind), secondsOf(since));
    while (query.next())
        entries.push_back({std::string(query.text(0)), std::string(query.text(1)), {}, std::string(query.text(2))});
    if (auto done = query.result(); !done)
        return tl::unexpected(done.error());
    return entries;
}

Result<> removeNews(Database &db, AccountId account)
{
    Query query(db, "DELETE FROM news WHERE account = ?");
    return query.bind(account.value).run();
}

} // namespace kanal::library::catalogue
