// SPDX-License-Identifier: MIT
// accounts add | list | show | check | edit | use | remove
#include "commands.h"
#include "context.h"
#include "prompt.h"

#include <kanal/library/account_store.h>
#include <kanal/library/library.h>
#include <kanal/session/account_book.h>
#include <kanal/session/services.h>
#include <kanal/xtream/pasted_login.h>

#include <iostream>

#include <CLI/App.hpp>

namespace kanal::cli
{

namespace
{

/// What the options of `add` and `edit` collect.
struct LoginOptions {
    std::string account; ///< edit: which one
    std::string name, server, user, guide, userAgent, certificate;
    bool paste = false;
    bool password = false; ///< edit: a new one comes on standard input
};

Json accountJson(const Account &account)
{
    const AccountInfo &info = account.info;
    return {{"name", account.name},
            {"server", account.server},
            {"user", account.user},
            {"status", accountStatusName(info.status)},
            {"expires", isoOrNull(info.expires)},
            {"max_connections", orNull(info.maxConnections)},
            {"active_connections", orNull(info.activeConnections)},
            {"time_zone", info.timeZone},
            {"message", info.message}};
}

std::string orDash(const std::optional<int> &value)
{
    return value ? number(*value) : "-";
}

void printAccount(const Account &account, bool json)
{
    if (json)
        return printJson(accountJson(account));
    const AccountInfo &info = account.info;
    printFields({{"Number", number(account.id.value)},
                 {"Name", account.name},
                 {"Server", account.server},
                 {"User", account.user},
                 {"Status", std::string(accountStatusName(info.status))},
                 {"Expires", info.expires ? localIsoTime(*info.expires) : "-"},
                 {"Connections", orDash(info.activeConnections) + " of " + orDash(info.maxConnections)},
                 {"Time zone", info.timeZone.empty() ? "-" : info.timeZone},
                 {"Message", info.message.empty() ? "-" : info.message},
                 {"Checked", account.checkedAt ? localIsoTime(*account.checkedAt) : "-"}});
}

Result<int> printed(const Result<Account> &account, const Context &context)
{
    if (!account)
        return tl::unexpected(account.error());
    printAccount(*account, context.options.json);
    return kDone;
}

/// "HOST=FINGERPRINT", or the fingerprint alone for the server itself.
AcceptedCertificates certificatesOf(const std::string &option)
{
    if (option.empty())
        return {};
    const auto sign = option.find('=');
    return {sign == std::string::npos ? AcceptedCertificate{{}, option}
                                      : AcceptedCertificate{option.substr(0, sign), option.substr(sign + 1)}};
}

/// The request of `add`: a whole link or mail on standard input with --paste, else the options and a password from
/// there.
Result<session::SignInRequest> requestToAdd(const LoginOptions &options)
{
    session::SignInRequest request;
    request.pasted = options.paste ? readAll() : options.server;
    request.user = options.user;
    request.name = options.name;
    request.guideUrl = options.guide;
    request.userAgent = options.userAgent;
    request.certificates = certificatesOf(options.certificate);
    if (options.paste)
        return request;

    const Result<xtream::PastedLogin> pasted = xtream::parsePastedLogin(options.server);
    if (!pasted)
        return tl::unexpected(pasted.error()); // before anybody types a password
    const bool known = !pasted->password.empty();
    if (known)
        std::cerr
            << "kanal-cli: others on this computer can read a password in an argument; --paste takes the link from "
               "standard input\n";
    if (known && stdinIsTerminal())
        return request;
    Result<std::string> password = readPassword("Password: ");
    if (!password)
        return tl::unexpected(password.error());
    request.password = std::move(*password);
    return request;
}

Result<int> add(Context &context, const LoginOptions &options)
{
    const Result<session::Services *> services = context.services();
    if (!services)
        return tl::unexpected(services.error());
    if ((*services)->secrets().place() == session::SecretPlace::Keychain && !session::keychainAvailable())
        return fail(ErrorKind::Storage, "no keychain answers on this computer", "keychain");
    const Result<session::SignInRequest> request = requestToAdd(options);
    if (!request)
        return tl::unexpected(request.error());
    return printed(context.await((*services)->accounts().signIn(*request)), context);
}

Result<int> list(Context &context)
{
    const Result<session::Services *> services = context.services();
    if (!services)
        return tl::unexpected(services.error());
    const Result<std::vector<Account>> accounts = (*services)->accounts().accounts();
    if (!accounts)
        return tl::unexpected(accounts.error());
    const std::optional<Account> active = (*services)->accounts().active();
    Rows rows(context.options.json,
              {{"", Table::Align::Left}, {"No", Table::Align::Right}, {"Name"}, {"Server"}, {"User"}, {"Status"}});
    for (const Account &account : *accounts) {
        const bool isActive = active && active->id == account.id;
        if (rows.json())
            rows.addJson(
                {{"name", account.name}, {"server", account.server}, {"user", account.user}, {"active", isActive}});
        else
            rows.addCells({isActive ? "*" : "", number(account.id.value), account.name, account.server, account.user,
                           std::string(accountStatusName(account.info.status))});
    }
    rows.finish();
    return kDone;
}

Result<int> show(Context &context, const std::string &which)
{
    return printed(context.account(which), context);
}

Result<int> check(Context &context, const std::string &which)
{
    const Result<Account> account = context.account(which);
    if (!account)
        return tl::unexpected(account.error());
    session::Services &services = **context.services();
    return printed(context.await(services.accounts().check(account->id)), context);
}

Result<int> edit(Context &context, const LoginOptions &options, const CLI::App &given)
{
    const Result<Account> account = context.account(options.account);
    if (!account)
        return tl::unexpected(account.error());
    session::SignInRequest request;
    request.pasted = options.server;
    request.user = options.user;
    request.name = options.name;
    request.guideUrl = given.count("--guide") ? options.guide : account->guideUrl;
    request.userAgent = given.count("--user-agent") ? options.userAgent : account->userAgent;
    request.certificates = certificatesOf(options.certificate);
    if (options.password) {
        Result<std::string> password = readPassword("New password: ");
        if (!password)
            return tl::unexpected(password.error());
        request.password = std::move(*password);
    }
    session::Services &services = **context.services();
    return printed(context.await(services.accounts().edit(account->id, request)), context);
}

Result<int> use(Context &context, const std::string &which)
{
    const Result<Account> account = context.account(which);
    if (!account)
        return tl::unexpected(account.error());
    session::Services &services = **context.services();
    if (const Result<> activated = services.library().accounts().setActive(account->id); !activated)
        return tl::unexpected(activated.error());
    return printed(account, context);
}

struct Removal {
    bool yes = false;
    bool forget = false;
};

Result<int> remove(Context &context, const std::string &which, const Removal &options)
{
    using Marks = session::AccountBook::Marks;
    const Result<Account> account = context.account(which);
    if (!account)
        return tl::unexpected(account.error());
    if (!options.yes && stdinIsTerminal() && !confirmed("Remove the account " + account->name + "?"))
        return fail(ErrorKind::Cancelled);
    session::Services &services = **context.services();
    const Marks marks = options.forget ? Marks::Forget : Marks::Keep;
    if (const Result<> removed = context.await(services.accounts().remove(account->id, marks)); !removed)
        return tl::unexpected(removed.error());
    if (context.options.json)
        printJson({{"removed", account->name}});
    else
        printLine("Removed " + account->name +
                  (options.forget ? " with its favourites and history."
                                  : ". Its favourites come back when it is added again."));
    return kDone;
}

void addLoginOptions(CLI::App &command, LoginOptions &options)
{
    command.add_option("--name", options.name, "What to call it (else its host)");
    command.add_option("--user", options.user, "User name");
    command.add_option("--guide", options.guide, "Address of a guide of its own (XMLTV)")->type_name("URL");
    command.add_option("--user-agent", options.userAgent, "What to call ourselves to this panel");
    command.add_option("--accept-certificate", options.certificate, "Trust this certificate of the server")
        ->type_name("SHA256");
}

/// A command about one account, by name or number.
template<class Run>
CLI::App *addForOne(CLI::App &accounts, Context &context, const std::string &name, const std::string &what, Run run)
{
    CLI::App *command = accounts.add_subcommand(name, what);
    auto which = std::make_shared<std::string>();
    command->add_option("account", *which, "Name or number (else the active one)");
    command->callback(
        [&context, which, run] { context.command = [&context, which, run] { return run(context, *which); }; });
    return command;
}

} // namespace

void addAccounts(CLI::App &app, Context &context)
{
    CLI::App *accounts = app.add_subcommand("accounts", "Add, list, check and remove accounts");
    accounts->require_subcommand(1);

    CLI::App *adding =
        accounts->add_subcommand("add", "Sign in and store an account; its password is a line on standard input");
    auto toAdd = std::make_shared<LoginOptions>();
    addLoginOptions(*adding, *toAdd);
    auto *server =
        adding->add_option("--server", toAdd->server, "Address, or a link of the provider")->type_name("URL");
    auto *paste =
        adding->add_flag("--paste", toAdd->paste, "Take a link or a whole message of the provider from standard input");
    paste->excludes(server);
    adding->callback([&context, toAdd] {
        if (toAdd->server.empty() && !toAdd->paste)
            throw CLI::RequiredError("--server or --paste");
        context.command = [&context, toAdd] { return add(context, *toAdd); };
    });

    accounts->add_subcommand("list", "List the accounts")->callback([&context] {
        context.command = [&context] { return list(context); };
    });
    addForOne(*accounts, context, "show", "Show what is known of an account", show);
    addForOne(*accounts, context, "check", "Ask the panel how the account stands", check);
    addForOne(*accounts, context, "use", "Make an account the active one", use);

    auto removal = std::make_shared<Removal>();
    CLI::App *removing =
        addForOne(*accounts, context, "remove", "Remove an account",
                  [removal](Context &context, const std::string &which) { return remove(context, which, *removal); });
    removing->add_flag("-y,--yes", removal->yes, "Do not ask");
    removing->add_flag("--forget", removal->forget, "Forget its favourites, history and settings, too");

    CLI::App *editing = accounts->add_subcommand("edit", "Change an account; what is not given stays");
    auto toEdit = std::make_shared<LoginOptions>();
    editing->add_option("account", toEdit->account, "Name or number (else the active one)");
    addLoginOptions(*editing, *toEdit);
    editing->add_option("--server", toEdit->server, "Address, or a link of the provider")->type_name("URL");
    editing->add_flag("--password", toEdit->password, "Take a new password from standard input");
    editing->callback([&context, toEdit, editing] {
        context.command = [&context, toEdit, editing] { return edit(context, *toEdit, *editing); };
    });
}

} // namespace kanal::cli
