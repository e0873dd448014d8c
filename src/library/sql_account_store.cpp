// SPDX-License-Identifier: MIT
#include "sql_account_store.h"

#include "identity.h"

#include <kanal/core/text.h>
#include <kanal/core/url.h>

#include <algorithm>

namespace kanal::library
{
namespace
{

std::string joined(const std::vector<std::string> &parts)
{
    std::string text;
    for (const std::string &part : parts)
        (text += text.empty() ? "" : "\n") += part;
    return text;
}

std::vector<std::string> parted(std::string_view text)
{
    std::vector<std::string> parts;
    for (const std::string_view part : split(text, '\n'))
        if (!part.empty())
            parts.emplace_back(part);
    return parts;
}

/// A line "host fingerprint" for each; a fingerprint alone, from older versions, is the server's.
std::string linesOf(const AcceptedCertificates &certificates)
{
    std::vector<std::string> lines;
    for (const AcceptedCertificate &certificate : certificates)
        lines.push_back(certificate.host + ' ' + certificate.fingerprint);
    return joined(lines);
}

AcceptedCertificates certificatesIn(std::string_view text, const std::string &server)
{
    AcceptedCertificates certificates;
    for (const std::string &line : parted(text)) {
        const auto blank = line.find(' ');
        const auto url = Url::parse(server);
        if (blank != std::string::npos)
            acceptCertificate(certificates, {line.substr(0, blank), line.substr(blank + 1)});
        else if (url)
            acceptCertificate(certificates, {url->host, line});
    }
    return certificates;
}

std::optional<std::int64_t> secondsOf(const std::optional<std::chrono::sys_seconds> &time)
{
    return time ? std::optional<std::int64_t>(time->time_since_epoch().count()) : std::nullopt;
}

std::optional<std::chrono::sys_seconds> timeAt(const Query &query, int column)
{
    if (query.isNull(column))
        return std::nullopt;
    return std::chrono::sys_seconds(std::chrono::seconds(query.integer(column)));
}

std::optional<int> numberAt(const Query &query, int column)
{
    return query.isNull(column) ? std::nullopt : std::optional<int>(int(query.integer(column)));
}

constexpr std::string_view kSelect =
    "SELECT id, name, server, user, guide_url, user_agent, pinned_certificate, status, expires, max_connections,"
    " active_connections, output_formats, time_zone, utc_offset, message, checked_at FROM account ORDER BY position, "
    "id";

Account accountAt(const Query &query)
{
    Account account;
    account.id = AccountId{query.integer(0)};
    account.name = query.text(1);
    account.server = query.text(2);
    account.user = query.text(3);
    account.guideUrl = query.text(4);
    account.userAgent = query.text(5);
    account.certificates = certificatesIn(query.text(6), account.server);
    const std::int64_t status = query.integer(7);
    if (status >= 0 && status <= std::int64_t(AccountStatus::Banned))
        account.info.status = AccountStatus(status);
    account.info.expires = timeAt(query, 8);
    account.info.maxConnections = numberAt(query, 9);
    account.info.activeConnections = numberAt(query, 10);
    account.info.outputFormats = parted(query.text(11));
    account.info.timeZone = query.text(12);
    if (!query.isNull(13))
        account.info.utcOffset = std::chrono::seconds(query.integer(13));
    account.info.message = query.text(14);
    account.checkedAt = timeAt(query, 15);
    return account;
}

/// A profile has a handful of accounts: one statement reads them all, and what is looked for is looked for here.
Result<std::vector<Account>> readAll(Database &db)
{
    std::vector<Account> accounts;
    Query query(db, kSelect);
    while (query.next())
        accounts.push_back(accountAt(query));
    if (auto done = query.result(); !done)
        return tl::unexpected(done.error());
    return accounts;
}

template<class Matches>
Result<Account> readOne(Database &db, Matches matches)
{
    auto accounts = readAll(db);
    if (!accounts)
        return tl::unexpected(accounts.error());
    const auto found = std::find_if(accounts->begin(), accounts->end(), matches);
    if (found == accounts->end())
        return fail(ErrorKind::NotFound, "no such account");
    return std::move(*found);
}

/// `wanted`, or with the first number that makes it unique.
Result<std::string> freeName(Database &db, const Account &account)
{
    auto accounts = readAll(db);
    if (!accounts)
        return tl::unexpected(accounts.error());
    const auto isTaken = [&](std::string_view name) {
        return std::any_of(accounts->begin(), accounts->end(), [&](const Account &other) {
            return other.id != account.id && equalsIgnoringCase(other.name, name);
        });
    };
    std::string name = account.name;
    for (int n = 2; isTaken(name); ++n)
        name = account.name + " " + std::to_string(n);
    return name;
}

void bindContent(Query &query, const Account &account, const std::string &name, const std::string &formats,
                 const std::string &certificates)
{
    const AccountInfo &info = account.info;
    std::optional<std::int64_t> offset;
    if (info.utcOffset)
        offset = info.utcOffset->count();
    query.bind(name, account.server, account.user, account.guideUrl, account.userAgent, certificates, int(info.status),
               secondsOf(info.expires), info.maxConnections, info.activeConnections, formats, info.timeZone, offset,
               info.message, secondsOf(account.checkedAt));
}

} // namespace

Result<std::vector<Account>> SqlAccountStore::all() const
{
    return m_database.read([](Database &db) { return readAll(db); });
}

Result<Account> SqlAccountStore::account(AccountId id) const
{
    return m_database.read(
        [id](Database &db) { return readOne(db, [id](const Account &account) { return account.id == id; }); });
}

Result<Account> SqlAccountStore::named(std::string_view name) const
{
    return m_database.read([name](Database &db) {
        return readOne(db, [name](const Account &account) { return equalsIgnoringCase(account.name, name); });
    });
}

Result<AccountId> SqlAccountStore::add(const Account &given)
{
    return m_database.write([&given](Database &db) -> Result<AccountId> {
        Account account = given;
        account.id = {};
        const auto name = freeName(db, account);
        const auto identity = name ? identityOfNew(db, account.server, account.user) : tl::unexpected(name.error());
        if (!identity)
            return tl::unexpected(identity.error());
        const std::string formats = joined(account.info.outputFormats);
        const std::string certificates = linesOf(account.certificates);
        Query query(db, "INSERT INTO account (name, server, user, guide_url, user_agent, pinned_certificate, status,"
                        " expires, max_connections, active_connections, output_formats, time_zone, utc_offset, message,"
                        " checked_at, identity, position) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                        " (SELECT ifnull(max(position), 0) + 1 FROM account))");
        bindContent(query, account, *name, formats, certificates);
        if (auto done = query.bind(*identity).run(); !done)
            return tl::unexpected(done.error());
        return AccountId{db.lastInsertId()};
    });
}

Result<> SqlAccountStore::update(const Account &account)
{
    return m_database.write([&account](Database &db) -> Result<> {
        const auto name = freeName(db, account);
        const auto identity = name ? moveIdentity(db, account) : tl::unexpected(name.error());
        if (!identity)
            return tl::unexpected(identity.error());
        const std::string formats = joined(account.info.outputFormats);
        const std::string certificates = linesOf(account.certificates);
        Query query(db, "UPDATE account SET name = ?, server = ?, user = ?, guide_url = ?, user_agent = ?,"
                        " pinned_certificate = ?, status = ?, expires = ?, max_connections = ?, active_connections = ?,"
                        " output_formats = ?, time_zone = ?, utc_offset = ?, message = ?, checked_at = ?, identity = ?"
                        " WHERE id = ?");
        bindContent(query, account, *name, formats, certificates);
        return query.bind(*identity, account.id.value).run();
    });
}

Result<> SqlAccountStore::remove(AccountId id)
{
    return m_database.write([id](Database &db) -> Result<> {
        Query query(db, "DELETE FROM account WHERE id = ?");
        if (auto done = query.bind(id.value).run(); !done)
            return done;
        if (db.changedRows() == 0)
            return fail(ErrorKind::NotFound, "no such account");
        return {};
    });
}

Result<std::optional<AccountId>> SqlAccountStore::active() const
{
    return m_database.read([](Database &db) -> Result<std::optional<AccountId>> {
        std::optional<AccountId> active;
        Query query(db, "SELECT account FROM active");
        if (query.next())
            active = AccountId{query.integer(0)};
        if (auto done = query.result(); !done)
            return tl::unexpected(done.error());
        return active;
    });
}

Result<> SqlAccountStore::setActive(AccountId id)
{
    return m_database.write([id](Database &db) -> Result<> {
        if (auto identity = identityOf(db, id); !identity)
            return tl::unexpected(identity.error());
        if (!id)
            return Query(db, "DELETE FROM active").run();
        Query query(
            db, "INSERT INTO active (one, account) VALUES (1, ?) ON CONFLICT DO UPDATE SET account = excluded.account");
        return query.bind(id.value).run();
    });
}

} // namespace kanal::library
