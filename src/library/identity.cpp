// SPDX-License-Identifier: MIT
#include "identity.h"

#include "user_database.h"

#include <kanal/core/text.h>
#include <kanal/core/url.h>

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

/// What `to` has already stays as it is.
Result<> copyEverything(Database &db, std::int64_t from, std::int64_t to)
{
    for (const char *sql :
         {"INSERT OR IGNORE INTO favourite SELECT ?, kind, entry, name, guide_id, category_name, position"
          " FROM favourite WHERE identity = ?",
          "INSERT OR IGNORE INTO recent SELECT ?, kind, entry, name, guide_id, category_name, watched_at"
          " FROM recent WHERE identity = ?",
          "INSERT OR IGNORE INTO hidden SELECT ?, kind, entry, name, guide_id, category_name FROM hidden"
          " WHERE identity = ?",
          "INSERT OR IGNORE INTO track_choice SELECT ?, kind, entry, name, guide_id, category_name, audio, subtitle"
          " FROM track_choice WHERE identity = ?",
          "INSERT OR IGNORE INTO position SELECT ?, kind, entry, at_ms, duration_ms, watched FROM position WHERE "
          "identity = ?",
          "INSERT OR IGNORE INTO setting SELECT ?, name, value FROM setting WHERE identity = ?"}) {
        Query query(db, sql);
        if (auto done = query.bind(to, from).run(); !done)
            return done;
    }
    return {};
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
    if (auto copied = copyEverything(db, *current, *target); !copied)
        return tl::unexpected(copied.error());
    return *target;
}

} // namespace kanal::library
