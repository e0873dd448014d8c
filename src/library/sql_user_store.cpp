// SPDX-License-Identifier: MIT
#include "sql_user_store.h"

#include "renumbering.h"

namespace kanal::library
{
namespace
{

constexpr int kKeptRecents = 500; // of each account and kind

/// Answers about an account that is no more are empty, not failures: a view may ask while it is being removed.
template<class Answer, class Use>
Result<Answer> readFor(UserDatabase &database, AccountId account, Use use)
{
    return database.read([&](Database &db) -> Result<Answer> {
        const auto identity = identityOf(db, account);
        if (!identity && identity.error().kind == ErrorKind::NotFound)
            return Answer{};
        if (!identity)
            return tl::unexpected(identity.error());
        Answer answer;
        if (Result<> done = use(db, *identity, answer); !done)
            return tl::unexpected(done.error());
        return answer;
    });
}

template<class Use>
Result<> writeFor(UserDatabase &database, AccountId account, Use use,
                  UserDatabase::Durability durability = UserDatabase::Durability::Every)
{
    return database.write(
        [&](Database &db) -> Result<> {
            const auto identity = identityOf(db, account);
            if (!identity)
                return tl::unexpected(identity.error());
            return use(db, *identity);
        },
        durability);
}

/// The account is in it, too: two accounts of one subscription have lists of their own.
std::string followedName(AccountId account, EntryKind kind)
{
    return "followed." + std::string(entryKindName(kind)) + "." + std::to_string(account.value);
}

Result<> readShapes(Query &query, AccountId account, EntryKind kind, std::vector<EntryShape> &shapes)
{
    while (query.next())
        shapes.push_back({{account, kind, std::string(query.text(0))},
                          std::string(query.text(1)),
                          std::string(query.text(2)),
                          std::string(query.text(3))});
    return query.result();
}

} // namespace

Result<> SqlUserStore::setFavourite(const EntryShape &entry, bool favourite)
{
    return writeFor(m_database, entry.key.account, [&](Database &db, std::int64_t identity) {
        if (!favourite)
            return Query(db, "DELETE FROM favourite WHERE identity = ? AND kind = ? AND entry = ?")
                .bind(identity, int(entry.key.kind), entry.key.id)
                .run();
        // Marked again: what it is called now, where it stood before.
        return Query(db, "INSERT INTO favourite (identity, kind, entry, name, guide_id, category_name, position)"
                         " VALUES (?1, ?2, ?3, ?4, ?5, ?6,"
                         "  (SELECT ifnull(max(position), 0) + 1 FROM favourite WHERE identity = ?1 AND kind = ?2))"
                         " ON CONFLICT DO UPDATE SET name = excluded.name, guide_id = excluded.guide_id,"
                         "  category_name = excluded.category_name")
            .bind(identity, int(entry.key.kind), entry.key.id, entry.name, entry.guideId, entry.categoryName)
            .run();
    });
}

Result<std::vector<EntryShape>> SqlUserStore::favourites(AccountId account, EntryKind kind) const
{
    using Shapes = std::vector<EntryShape>;
    return readFor<Shapes>(m_database, account, [&](Database &db, std::int64_t identity, Shapes &shapes) {
        Query query(db, "SELECT entry, name, guide_id, category_name FROM favourite"
                        " WHERE identity = ? AND kind = ? ORDER BY position, entry");
        query.bind(identity, int(kind));
        return readShapes(query, account, kind, shapes);
    });
}

Result<> SqlUserStore::orderFavourites(AccountId account, EntryKind kind, const std::vector<std::string> &ids)
{
    return writeFor(m_database, account, [&](Database &db, std::int64_t identity) -> Result<> {
        const auto shift = std::int64_t(ids.size());
        if (auto done = Query(db, "UPDATE favourite SET position = position + ? WHERE identity = ? AND kind = ?")
                            .bind(shift, identity, int(kind))
                            .run();
            !done)
            return done;
        for (std::size_t i = 0; i < ids.size(); ++i)
            if (auto done = Query(db, "UPDATE favourite SET position = ? WHERE identity = ? AND kind = ? AND entry = ?")
                                .bind(std::int64_t(i), identity, int(kind), ids[i])
                                .run();
                !done)
                return done;
        return {};
    });
}

Result<> SqlUserStore::setHidden(const EntryShape &entry, bool hidden)
{
    return writeFor(m_database, entry.key.account, [&](Database &db, std::int64_t identity) {
        if (!hidden)
            return Query(db, "DELETE FROM hidden WHERE identity = ? AND kind = ? AND entry = ?")
                .bind(identity, int(entry.key.kind), entry.key.id)
                .run();
        return Query(db, "INSERT OR REPLACE INTO hidden (identity, kind, entry, name, guide_id, category_name)"
                         " VALUES (?, ?, ?, ?, ?, ?)")
            .bind(identity, int(entry.key.kind), entry.key.id, entry.name, entry.guideId, entry.categoryName)
            .run();
    });
}

Result<std::vector<EntryShape>> SqlUserStore::hidden(AccountId account, EntryKind kind) const
{
    using Shapes = std::vector<EntryShape>;
    return readFor<Shapes>(m_database, account, [&](Database &db, std::int64_t identity, Shapes &shapes) {
        Query query(db, "SELECT entry, name, guide_id, category_name FROM hidden"
                        " WHERE identity = ? AND kind = ? ORDER BY name, entry");
        query.bind(identity, int(kind));
        return readShapes(query, account, kind, shapes);
    });
}

Result<> SqlUserStore::setTrackChoice(const EntryShape &entry, const TrackChoice &choice)
{
    return writeFor(m_database, entry.key.account, [&](Database &db, std::int64_t identity) {
        return Query(db, "INSERT OR REPLACE INTO track_choice"
                         " (identity, kind, entry, name, guide_id, category_name, audio, subtitle)"
                         " VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
            .bind(identity, int(entry.key.kind), entry.key.id, entry.name, entry.guideId, entry.categoryName,
                  choice.audio, choice.subtitle)
            .run();
    });
}

Result<std::vector<std::pair<std::string, TrackChoice>>> SqlUserStore::trackChoices(AccountId account,
                                                                                    EntryKind kind) const
{
    using Found = std::vector<std::pair<std::string, TrackChoice>>;
    return readFor<Found>(m_database, account, [&](Database &db, std::int64_t identity, Found &found) {
        Query query(db, "SELECT entry, audio, subtitle FROM track_choice WHERE identity = ? AND kind = ?");
        query.bind(identity, int(kind));
        while (query.next())
            found.emplace_back(std::string(query.text(0)),
                               TrackChoice{std::string(query.text(1)), std::string(query.text(2))});
        return query.result();
    });
}

Result<> SqlUserStore::forget(AccountId account)
{
    if (!account)
        return fail(ErrorKind::NotFound, "no such account");
    return writeFor(m_database, account, [&](Database &db, std::int64_t identity) -> Result<> {
        Query others(db, "SELECT 1 FROM account WHERE identity = ? AND id <> ?");
        if (others.bind(identity, account.value).next())
            return {};
        Result<> done = others.result();
        if (done)
            done = db.run("PRAGMA secure_delete=ON"); // not only out of sight
        for (const char *sql : {"DELETE FROM favourite WHERE identity = ?", "DELETE FROM recent WHERE identity = ?",
                                "DELETE FROM hidden WHERE identity = ?", "DELETE FROM track_choice WHERE identity = ?",
                                "DELETE FROM position WHERE identity = ?", "DELETE FROM setting WHERE identity = ?"})
            if (done)
                done = Query(db, sql).bind(identity).run();
        const Result<> restored = db.run("PRAGMA secure_delete=OFF");
        return done ? restored : done;
    });
}

Result<std::vector<EntryShape>> SqlUserStore::marked(AccountId account, EntryKind kind) const
{
    using Shapes = std::vector<EntryShape>;
    return readFor<Shapes>(m_database, account, [&](Database &db, std::int64_t identity, Shapes &shapes) -> Result<> {
        auto found = readMarked(db, identity, account, kind);
        if (!found)
            return tl::unexpected(found.error());
        shapes = std::move(*found);
        return {};
    });
}

Result<> SqlUserStore::noteWatched(const EntryShape &entry, std::chrono::sys_seconds when)
{
    return writeFor(m_database, entry.key.account, [&](Database &db, std::int64_t identity) -> Result<> {
        Query note(db, "INSERT INTO recent (identity, kind, entry, name, guide_id, category_name, watched_at)"
                       " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET name = excluded.name,"
                       " guide_id = excluded.guide_id, category_name = excluded.category_name,"
                       " watched_at = excluded.watched_at");
        note.bind(identity, int(entry.key.kind), entry.key.id, entry.name, entry.guideId, entry.categoryName,
                  std::int64_t(when.time_since_epoch().count()));
        if (auto done = note.run(); !done)
            return done;
        return Query(db, "DELETE FROM recent WHERE identity = ?1 AND kind = ?2 AND entry IN (SELECT entry FROM recent"
                         " WHERE identity = ?1 AND kind = ?2 ORDER BY watched_at DESC LIMIT -1 OFFSET ?3)")
            .bind(identity, int(entry.key.kind), kKeptRecents)
            .run();
    });
}

Result<std::vector<EntryShape>> SqlUserStore::recents(AccountId account, EntryKind kind, int limit) const
{
    using Shapes = std::vector<EntryShape>;
    return readFor<Shapes>(m_database, account, [&](Database &db, std::int64_t identity, Shapes &shapes) {
        Query query(db, "SELECT entry, name, guide_id, category_name FROM recent"
                        " WHERE identity = ? AND kind = ? ORDER BY watched_at DESC, entry LIMIT ?");
        query.bind(identity, int(kind), limit < 0 ? 0 : limit);
        return readShapes(query, account, kind, shapes);
    });
}

Result<> SqlUserStore::setPosition(const EntryKey &key, const Position &position)
{
    return writeFor(
        m_database, key.account,
        [&](Database &db, std::int64_t identity) {
            return Query(db, "INSERT OR REPLACE INTO position (identity, kind, entry, at_ms, duration_ms, watched)"
                             " VALUES (?, ?, ?, ?, ?, ?)")
                .bind(identity, int(key.kind), key.id, std::int64_t(position.at.count()),
                      std::int64_t(position.duration.count()), position.watched)
                .run();
        },
        UserDatabase::Durability::Soon);
}

Result<std::optional<Position>> SqlUserStore::position(const EntryKey &key) const
{
    using Found = std::optional<Position>;
    return readFor<Found>(m_database, key.account, [&](Database &db, std::int64_t identity, Found &found) {
        Query query(db,
                    "SELECT at_ms, duration_ms, watched FROM position WHERE identity = ? AND kind = ? AND entry = ?");
        if (query.bind(identity, int(key.kind), key.id).next())
            found = Position{std::chrono::milliseconds(query.integer(0)), std::chrono::milliseconds(query.integer(1)),
                             query.integer(2) != 0};
        return query.result();
    });
}

Result<std::vector<std::pair<std::string, Position>>> SqlUserStore::positions(AccountId account, EntryKind kind) const
{
    using Found = std::vector<std::pair<std::string, Position>>;
    return readFor<Found>(m_database, account, [&](Database &db, std::int64_t identity, Found &found) {
        Query query(db, "SELECT entry, at_ms, duration_ms, watched FROM position WHERE identity = ? AND kind = ?");
        query.bind(identity, int(kind));
        while (query.next())
            found.emplace_back(std::string(query.text(0)),
                               Position{std::chrono::milliseconds(query.integer(1)),
                                        std::chrono::milliseconds(query.integer(2)), query.integer(3) != 0});
        return query.result();
    });
}

Result<> SqlUserStore::setSetting(AccountId account, const std::string &name, const std::string &value)
{
    Result<> done = writeFor(m_database, account, [&](Database &db, std::int64_t identity) {
        return Query(db, "INSERT OR REPLACE INTO setting (identity, name, value) VALUES (?, ?, ?)")
            .bind(identity, name, value)
            .run();
    });
    if (!done && done.error().kind == ErrorKind::Storage && m_settingRefused)
        m_settingRefused();
    return done;
}

Result<std::optional<std::string>> SqlUserStore::setting(AccountId account, const std::string &name) const
{
    using Found = std::optional<std::string>;
    return readFor<Found>(m_database, account, [&](Database &db, std::int64_t identity, Found &found) {
        Query query(db, "SELECT value FROM setting WHERE identity = ? AND name = ?");
        if (query.bind(identity, name).next())
            found = std::string(query.text(0));
        return query.result();
    });
}

Result<int> SqlUserStore::followRenumbered(AccountId account, EntryKind kind, const std::vector<ListedEntry> &catalogue,
                                           const std::vector<EntryShape> &before, const std::string &list)
{
    if (catalogue.empty() && list.empty())
        return 0; // an empty list says nothing about where an entry went
    return m_database.write([&](Database &db) -> Result<int> {
        const auto identity = identityOf(db, account);
        if (!identity)
            return tl::unexpected(identity.error());
        auto moved = catalogue.empty() ? 0 : followEntries(db, *identity, account, kind, catalogue, before);
        if (!moved || list.empty())
            return moved;
        Query note(db, "INSERT OR REPLACE INTO setting (identity, name, value) VALUES (?, ?, ?)");
        const Result<> noted = note.bind(*identity, followedName(account, kind), list).run();
        return noted ? moved : tl::unexpected(noted.error());
    });
}

Result<std::string> SqlUserStore::followed(AccountId account, EntryKind kind) const
{
    return setting(account, followedName(account, kind)).map([](const auto &list) { return list.value_or(""); });
}

Result<> SqlUserStore::moveEntries(AccountId account, EntryKind kind, const std::vector<Move> &moves)
{
    return writeFor(m_database, account, [&](Database &db, std::int64_t identity) {
        return library::moveEntries(db, identity, kind, moves);
    });
}

} // namespace kanal::library
