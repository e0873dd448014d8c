// SPDX-License-Identifier: MIT
// kanal-cli: the rooms of Kanal from a terminal. Exit status 0: done, 1: failed, 2: wrong usage.
#include "commands.h"
#include "context.h"

#include <QCoreApplication>

#include <iostream>

#include <CLI/CLI.hpp>

namespace
{

using kanal::cli::Context;

void addGlobalOptions(CLI::App &app, Context &context)
{
    Context::Options &options = context.options;
    app.add_flag("--json", options.json, "Print JSON");
    app.add_option("--profile", options.profile, "Folder of the profile (else KANAL_PROFILE, else yours)")
        ->type_name("DIR");
    app.add_option("--secrets", options.secrets,
                   "Where passwords are kept (else keychain, or the file if there is one)")
        ->envname("KANAL_SECRETS")
        ->check(CLI::IsMember({"keychain", "file", "memory"}));
    app.add_option("--account", options.account, "Account by name or number (else the active one)")->type_name("N");
}

void addCommands(CLI::App &app, Context &context)
{
    using namespace kanal::cli;
    for (const auto add : {addAccounts, addSync, addCategories, addChannels, addMovies, addSeries, addEpisodes,
                           addFavourites, addSearch, addGuide, addUrl, addProbe, addZap, addPanel})
        add(app, context);
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("kanal-cli"));

    Context context;
    CLI::App app("Kanal from the terminal: accounts, lists, addresses, playback without a window.", "kanal-cli");
    app.set_version_flag("--version", KANAL_VERSION);
    app.require_subcommand(1);
    app.fallthrough(); // global options may stand behind the command
    addGlobalOptions(app, context);
    addCommands(app, context);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        return app.exit(error) == 0 ? kanal::cli::kDone : kanal::cli::kUsage;
    }

    const kanal::Result<int> status = context.command();
    if (status)
        return *status;
    kanal::cli::reportError(status.error(), context.options.json);
    return kanal::cli::kFailed;
}
