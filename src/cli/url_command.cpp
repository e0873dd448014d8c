// SPDX-License-Identifier: MIT
// url ENTRY [--reveal]
#include "commands.h"
#include "context.h"
#include "entry.h"

#include <kanal/core/redact.h>

#include <CLI/App.hpp>

namespace kanal::cli
{

namespace
{

Result<int> url(Context &context, const std::string &entry, bool reveal)
{
    const Result<MediaRequest> request = resolved(context, entry);
    if (!request)
        return tl::unexpected(request.error());
    const std::string shown = reveal ? request->url : redact(request->url);
    if (context.options.json)
        printJson({{"url", shown}, {"masked", !reveal}});
    else
        printLine(shown);
    return kDone;
}

} // namespace

void addUrl(CLI::App &app, Context &context)
{
    CLI::App *command = app.add_subcommand("url", "Print the address that would be played, secrets masked");
    auto entry = std::make_shared<std::string>();
    auto reveal = std::make_shared<bool>(false);
    command->add_option("entry", *entry, "live:ID, movie:ID, episode:ID, catchup:ID@START/MINUTES")->required();
    command->add_flag("--reveal", *reveal, "Show user name and password");
    command->callback([&context, entry, reveal] {
        context.command = [&context, entry, reveal] { return url(context, *entry, *reveal); };
    });
}

} // namespace kanal::cli
