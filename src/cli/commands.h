// SPDX-License-Identifier: MIT
// Every command adds itself and its options to the command line; when chosen, it sets Context::command.
#pragma once

namespace CLI
{
class App;
}

namespace kanal::cli
{

class Context;

void addAccounts(CLI::App &app, Context &context);
void addSync(CLI::App &app, Context &context);
void addCategories(CLI::App &app, Context &context);
void addChannels(CLI::App &app, Context &context);
void addMovies(CLI::App &app, Context &context);
void addSeries(CLI::App &app, Context &context);
void addEpisodes(CLI::App &app, Context &context);
void addFavourites(CLI::App &app, Context &context);
void addSearch(CLI::App &app, Context &context);
void addGuide(CLI::App &app, Context &context);
void addUrl(CLI::App &app, Context &context);
void addProbe(CLI::App &app, Context &context);
void addZap(CLI::App &app, Context &context);
void addPanel(CLI::App &app, Context &context);

} // namespace kanal::cli
