// SPDX-License-Identifier: MIT
#include "identity.h"

#include "renumbering.h"
#include "user_database.h"

#include <kanal/core/text.h>
#include <kanal/core/url.h>

#include <span>
#include <utility>
#include <vector>

namespace kanal::library
{
namespace
{

Result<std::optional<std::int64_t>> identitySpelled(Database &db, const std::string &server, std::string_view user)
{
    std::optional<std::int64_t> identity;
    Query query(db, "SELECT id FROM identity WHERE server = ? AND user = ?");
    if (query.bind(server, user).next())
        identity = query.integer(0);
    if (auto done = query.result(); !done)
        return tl::unexpected(done.error());
    return identity;
}

/// Earlier Kanals spelt the scheme, too.
Result<std::optional<std::int64_t>> findIdentity(Database &db, std::string_view server, std::string_view user)
{
    const std::string spelling = serverSpelling(server);
    const std::string own = "http://" + spelling, other = "https://" + spelling;
    const bool secure = lowered(trimmed(server)).starts_with("https:");
    for (const std::string &text : {spelling, secure ? other : own, secure ? own : other})
        if (auto found = identitySpelled(db, text, user); !found || *found)
            return found;
    return std::optional<std::int64_t>();
}

Result<bool> isShared(Database &db, std::int64_t identity)
{
    Query query(db, "SELECT count(*) FROM account WHERE identity = ?");
    const bool shared = query.bind(identity).next() && query.integer(0) > 1;
    if (auto done = query.result(); !done)
        return tl::unexpected(done.error());
    return shared;
}

/// `from` and `to` are ?2 and ?1. What `to` has already stays as it is.
constexpr const char *kCopies[] = {
    "INSERT OR IGNORE INTO favourite SELECT ?1, kind, entry, name, guide_id, category_name, position"
    " FROM favourite WHERE identity = ?2",
    "INSERT OR IGNORE INTO recent SELECT ?1, kind, entry, name, guide_id, category_name, watched_at"
    " FROM recent WHERE identity = ?2",
    "INSERT OR IGNORE INTO hidden SELECT ?1, kind, entry, name, guide_id, category_name FROM hidden"
    " WHERE identity = ?2",
    "INSERT OR IGNORE INTO track_choice SELECT ?1, kind, entry, name, guide_id, category_name, audio, subtitle"
    " FROM track_choice WHERE identity = ?2",
    "INSERT OR IGNORE INTO position SELECT ?1, kind, entry, at_ms, duration_ms, watched FROM position"
    " WHERE identity = ?2",
    "INSERT OR IGNORE INTO setting SELECT ?1, name, value FROM setting WHERE identity = ?2",
};

/// What went along is taken back there, not here. What could not, as `to` has another one of that id, stays.
constexpr const char *kRemovals[] = {
    "DELETE FROM favourite WHERE identity = ?2 AND (kind, entry, name) IN"
    " (SELECT kind, entry, name FROM favourite WHERE identity = ?1)",
    "DELETE FROM recent WHERE identity = ?2 AND (kind, entry, name) IN"
    " (SELECT kind, entry, name FROM recent WHERE identity = ?1)",
    "DELETE FROM hidden WHERE identity = ?2 AND (kind, entry, name) IN"
    " (SELECT kind, entry, name FROM hidden WHERE identity = ?1)",
    "DELETE FROM track_choice WHERE identity = ?2 AND (kind, entry, name) IN"
    " (SELECT kind, entry, name FROM track_choice WHERE identity = ?1)",
    "DELETE FROM position WHERE identity = ?2 AND (kind, entry, at_ms) IN"
    " (SELECT kind, entry, at_ms FROM position WHERE identity = ?1)",
    "DELETE FROM setting WHERE identity = ?2 AND (name, value) IN"
    " (SELECT name, value FROM setting WHERE identity = ?1)",
};

Result<> runAll(Database &db, std::span<const char *const> statements, std::int64_t from, std::int64_t to)
{
    for (const char *sql : statements)
        if (auto done = Query(db, sql).bind(to, from).run(); !done)
            return done;
    return {};
}

/// Marks only, and nothing of a series' episodes, which are known by numbers every series has.
constexpr const char *kMarks[] = {
    "INSERT OR IGNORE INTO favourite SELECT ?1, kind, entry, name, guide_id, category_name, position"
    " FROM favourite WHERE identity = ?2 AND kind <> ?3",
    "INSERT OR IGNORE INTO recent SELECT ?1, kind, entry, name, guide_id, category_name, watched_at"
    " FROM recent WHERE identity = ?2 AND kind <> ?3",
    "INSERT OR IGNORE INTO hidden SELECT ?1, kind, entry, name, guide_id, category_name FROM hidden"
    " WHERE identity = ?2 AND kind <> ?3",
    "INSERT OR IGNORE INTO track_choice SELECT ?1, kind, entry, name, guide_id, category_name, audio, subtitle"
    " FROM track_choice WHERE identity = ?2 AND kind <> ?3",
};

/// That of an account of this user name that is no more, and of which something is marked. Of several nobody can tell.
Result<std::optional<std::int64_t>> leftBehind(Database &db, std::int64_t besides, std::string_view user)
{
    std::vector<std::int64_t> left;
    Query query(db, "SELECT id FROM identity WHERE user = ?1 AND id <> ?2 AND id NOT IN (SELECT identity FROM account)"
                    " AND (id IN (SELECT identity FROM favourite) OR id IN (SELECT identity FROM recent)"
                    "  OR id IN (SELECT identity FROM hidden))");
    query.bind(user, besides);
    while (query.next())
        left.push_back(query.integer(0));
    if (auto done = query.result(); !done)
        return tl::unexpected(done.error());
    return left.size() == 1 ? std::optional(left.front()) : std::nullopt;
}

/// Under ids no panel has, until a list names them: the ids of another server say nothing.
Result<> letWait(Database &db, std::int64_t identity, EntryKind kind)
{
    const auto marked = readMarked(db, identity, {}, kind);
    if (!marked)
        return tl::unexpected(marked.error());
    std::vector<UserStore::Move> moves;
    for (const EntryShape &entry : *marked)
        if (!idBeforeWaiting(entry.key.id)) {
            EntryShape waiting = entry;
            waiting.key.id = waitingId(entry);
            moves.push_back({entry.key.id, std::move(waiting)});
        }
    return moveEntries(db, identity, kind, moves);
}

/// Providers move to another domain, and their customers sign in there anew.
Result<> takeOverMarks(Database &db, std::int64_t identity, std::string_view user)
{
    if (user.empty())
        return {};
    const auto left = leftBehind(db, identity, user);
    if (!left || !*left)
        return left ? Result<>() : tl::unexpected(left.error());
    Result<> done;
    for (const char *sql : kMarks)
        if (done)
            done = Query(db, sql).bind(identity, **left, int(EntryKind::Episode)).run();
    for (const EntryKind kind : {EntryKind::Live, EntryKind::Movie, EntryKind::Series})
        if (done)
            done = letWait(db, identity, kind);
    return done;
}

} // namespace

std::string serverSpelling(std::string_view server)
{
    const auto url = Url::parse(server);
    if (url)
        return url->server();
    std::string spelling = lowered(trimmed(server));
    while (spelling.ends_with('/'))
        spelling.pop_back();
    return spelling;
}

Result<std::int64_t> ensureIdentity(Database &db, std::string_view server, std::string_view user)
{
    auto found = findIdentity(db, server, user);
    if (!found)
        return tl::unexpected(found.error());
    if (*found)
        return **found;
    Query query(db, "INSERT INTO identity (server, user) VALUES (?, ?)");
    if (auto done = query.bind(serverSpelling(server), user).run(); !done)
        return tl::unexpected(done.error());
    return db.lastInsertId();
}

Result<std::int64_t> identityOfNew(Database &db, std::string_view server, std::string_view user)
{
    const auto known = findIdentity(db, server, user);
    if (!known)
        return tl::unexpected(known.error());
    if (*known)
        return **known;
    auto made = ensureIdentity(db, server, user);
    if (!made)
        return made;
    return takeOverMarks(db, *made, user).map([&] { return *made; });
}

Result<std::int64_t> moveIdentity(Database &db, const Account &account)
{
    if (!account.id)
        return fail(ErrorKind::NotFound, "no such account");
    auto current = identityOf(db, account.id);
    if (!current)
        return current;
    const std::string spelling = serverSpelling(account.server);
    const auto wanted = findIdentity(db, account.server, account.user);
    if (!wanted)
        return tl::unexpected(wanted.error());
    if (*wanted && **wanted == *current)
        return *current;

    const auto shared = isShared(db, *current);
    if (!shared)
        return tl::unexpected(shared.error());
    if (!*wanted && !*shared) {
        Query rename(db, "UPDATE identity SET server = ?, user = ? WHERE id = ?");
        if (auto done = rename.bind(spelling, account.user, *current).run(); !done)
            return tl::unexpected(done.error());
        return *current;
    }
    auto target = ensureIdentity(db, account.server, account.user);
    if (!target)
        return target;
    Result<> moved = runAll(db, kCopies, *current, *target);
    if (moved && !*shared) // else it is another account's, too
        moved = runAll(db, kRemovals, *current, *target);
    if (!moved)
        return tl::unexpected(moved.error());
    return *target;
}

} // namespace kanal::library
