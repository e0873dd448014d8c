// SPDX-License-Identifier: MIT
// categories, channels, movies, series, episodes: what the library holds.
#include "catalogue.h"
#include "commands.h"
#include "context.h"

#include <kanal/library/library.h>
#include <kanal/library/user_store.h>
#include <kanal/session/account_book.h>
#include <kanal/xtream/client.h>

#include <cmath>
#include <set>

#include <CLI/App.hpp>

namespace kanal::cli
{

namespace
{

using Align = Table::Align;

struct ListOptions {
    std::string category; ///< id or name
    std::string filter;
    std::uint32_t limit = 0; ///< 0: all
    bool favourites = false;
};

Json timeJson(std::int64_t seconds)
{
    return seconds > 0 ? isoOrNull(std::chrono::sys_seconds(std::chrono::seconds(seconds))) : Json(nullptr);
}

Json ratingJson(float rating)
{
    return rating > 0 ? Json(std::round(double(rating) * 100) / 100) : Json(nullptr);
}

std::string ratingText(float rating)
{
    return rating > 0 ? decimal(double(rating), 1) : "-";
}

/// "1:02:03", "2:03"
std::string lengthText(int seconds)
{
    if (seconds <= 0)
        return "-";
    const auto two = [](int value) { return (value < 10 ? ":0" : ":") + number(value); };
    const int hours = seconds / 3600;
    const int minutes = seconds / 60 % 60;
    return (hours ? number(hours) + two(minutes) : number(minutes)) + two(seconds % 60);
}

/// The rows a list command is about, in the panel's order.
Result<std::vector<std::uint32_t>> chosenRows(const Catalogue &catalogue, const ListOptions &options)
{
    Result<std::vector<std::uint32_t>> rows = catalogue.rows(options.category);
    if (!rows)
        return rows;
    if (!options.filter.empty())
        rows = catalogue.snapshot().filter(options.filter, *rows);
    return rows;
}

Result<int> categories(Context &context, EntryKind kind)
{
    const Result<Catalogue> catalogue = Catalogue::open(context, kind);
    if (!catalogue)
        return tl::unexpected(catalogue.error());
    Rows rows(context.options.json, {{"Id"}, {"Name"}, {"Entries", Align::Right}});
    for (const library::CategoryView &category : catalogue->categories()) {
        if (rows.json())
            rows.addJson(
                {{"id", category.id}, {"name", category.name}, {"count", category.count}, {"adult", category.adult}});
        else
            rows.addCells(
                {std::string(category.id), std::string(shownCategory(category.name)), number(category.count)});
    }
    rows.finish();
    return kDone;
}

Result<std::set<std::string>> favouriteIds(Context &context, const Catalogue &catalogue)
{
    const auto favourites = (*context.services())->library().user().favourites(catalogue.account().id, EntryKind::Live);
    if (!favourites)
        return tl::unexpected(favourites.error());
    std::set<std::string> ids;
    for (const library::EntryShape &shape : *favourites)
        ids.insert(shape.key.id);
    return ids;
}

Result<int> channels(Context &context, const ListOptions &options)
{
    const Result<Catalogue> catalogue = Catalogue::open(context, EntryKind::Live);
    if (!catalogue)
        return tl::unexpected(catalogue.error());
    const Result<std::vector<std::uint32_t>> chosen = chosenRows(*catalogue, options);
    if (!chosen)
        return tl::unexpected(chosen.error());
    const Result<std::set<std::string>> favourites = favouriteIds(context, *catalogue);
    if (!favourites)
        return tl::unexpected(favourites.error());

    Rows rows(context.options.json,
              {{"Id"}, {"No", Align::Right}, {"Name"}, {"Category"}, {"Archive", Align::Right}, {"Favourite"}});
    std::uint32_t shown = 0;
    for (const std::uint32_t row : *chosen) {
        const ChannelRow channel = catalogue->snapshot().channel(row);
        const bool favourite = favourites->contains(std::string(channel.id));
        if (channel.form == LiveForm::Heading || (options.favourites && !favourite))
            continue;
        const std::string_view category = catalogue->categoryName(channel.categoryId);
        if (rows.json())
            rows.addJson({{"id", channel.id},
                          {"number", channel.number},
                          {"name", channel.name},
                          {"category", channel.categoryId},
                          {"category_name", category},
                          {"logo", channel.logoUrl},
                          {"guide_id", channel.guideId},
                          {"archive_days", channel.archiveDays},
                          {"adult", channel.adult},
                          {"favourite", favourite}});
        else
            rows.addCells({std::string(channel.id), number(channel.number), std::string(channel.name),
                           std::string(shownCategory(category)),
                           channel.archiveDays ? number(channel.archiveDays) + " d" : "", favourite ? "*" : ""});
        if (++shown == options.limit)
            break;
    }
    rows.finish();
    return kDone;
}

Result<int> movies(Context &context, const ListOptions &options)
{
    const Result<Catalogue> catalogue = Catalogue::open(context, EntryKind::Movie);
    if (!catalogue)
        return tl::unexpected(catalogue.error());
    const Result<std::vector<std::uint32_t>> chosen = chosenRows(*catalogue, options);
    if (!chosen)
        return tl::unexpected(chosen.error());
    Rows rows(context.options.json, {{"Id"}, {"Name"}, {"Category"}, {"Rating", Align::Right}, {"Container"}});
    std::uint32_t shown = 0;
    for (const std::uint32_t row : *chosen) {
        const MovieRow movie = catalogue->snapshot().movie(row);
        const std::string_view category = catalogue->categoryName(movie.categoryId);
        if (rows.json())
            rows.addJson({{"id", movie.id},
                          {"name", movie.name},
                          {"category_name", category},
                          {"rating", ratingJson(movie.rating)},
                          {"added", timeJson(movie.added)},
                          {"container", movie.container},
                          {"adult", movie.adult}});
        else
            rows.addCells({std::string(movie.id), std::string(movie.name), std::string(shownCategory(category)),
                           ratingText(movie.rating), std::string(movie.container)});
        if (++shown == options.limit)
            break;
    }
    rows.finish();
    return kDone;
}

Result<int> series(Context &context, const ListOptions &options)
{
    const Result<Catalogue> catalogue = Catalogue::open(context, EntryKind::Series);
    if (!catalogue)
        return tl::unexpected(catalogue.error());
    const Result<std::vector<std::uint32_t>> chosen = chosenRows(*catalogue, options);
    if (!chosen)
        return tl::unexpected(chosen.error());
    Rows rows(context.options.json, {{"Id"}, {"Name"}, {"Category"}, {"Rating", Align::Right}});
    std::uint32_t shown = 0;
    for (const std::uint32_t row : *chosen) {
        const SeriesRow show = catalogue->snapshot().series(row);
        const std::string_view category = catalogue->categoryName(show.categoryId);
        if (rows.json())
            rows.addJson({{"id", show.id},
                          {"name", show.name},
                          {"category_name", category},
                          {"rating", ratingJson(show.rating)},
                          {"adult", show.adult}});
        else
            rows.addCells({std::string(show.id), std::string(show.name), std::string(shownCategory(category)),
                           ratingText(show.rating)});
        if (++shown == options.limit)
            break;
    }
    rows.finish();
    return kDone;
}

Result<int> episodes(Context &context, const std::string &id)
{
    const Result<Account> account = context.account();
    if (!account)
        return tl::unexpected(account.error());
    session::Services &services = **context.services();
    const Result<ServerLogin> login = context.await(services.accounts().login(account->id));
    if (!login)
        return tl::unexpected(login.error());
    const std::string plainId = id.starts_with("series:") ? id.substr(7) : id;
    const Result<SeriesDetails> details = context.await(services.client().seriesDetails(*login, plainId));
    if (!details)
        return tl::unexpected(details.error());

    Rows rows(context.options.json, {{"Id"},
                                     {"Season", Align::Right},
                                     {"Episode", Align::Right},
                                     {"Title"},
                                     {"Length", Align::Right},
                                     {"Container"}});
    for (const Season &season : details->seasons) {
        for (const Episode &episode : season.episodes) {
            if (rows.json())
                rows.addJson({{"id", episode.id},
                              {"season", episode.season},
                              {"number", episode.number},
                              {"title", episode.title},
                              {"duration", episode.durationSeconds},
                              {"air_date", episode.airDate},
                              {"container", episode.container}});
            else
                rows.addCells({episode.id, number(episode.season), number(episode.number), episode.title,
                               lengthText(episode.durationSeconds), episode.container});
        }
    }
    rows.finish();
    return kDone;
}

using List = Result<int> (*)(Context &, const ListOptions &);

CLI::App *addList(CLI::App &app, Context &context, const std::string &name, const std::string &what, List list)
{
    CLI::App *command = app.add_subcommand(name, what);
    auto options = std::make_shared<ListOptions>();
    command->add_option("--category", options->category, "Only this category, by id or name")->type_name("C");
    command->add_option("--filter", options->filter, "Only names with these words")->type_name("TEXT");
    command->add_option("--limit", options->limit, "At most so many")->type_name("N");
    if (list == channels)
        command->add_flag("--favourites", options->favourites, "Only favourites");
    command->callback(
        [&context, options, list] { context.command = [&context, options, list] { return list(context, *options); }; });
    return command;
}

} // namespace

void addCategories(CLI::App &app, Context &context)
{
    CLI::App *command = app.add_subcommand("categories", "List the categories of live, movies or series");
    auto kind = std::make_shared<std::string>();
    command->add_option("kind", *kind, "live, movies or series")
        ->required()
        ->check(CLI::IsMember({"live", "movies", "series"}));
    command->callback([&context, kind] {
        context.command = [&context, kind] {
            return categories(context, *kind == "live"     ? EntryKind::Live
                                       : *kind == "movies" ? EntryKind::Movie
                                                           : EntryKind::Series);
        };
    });
}

void addChannels(CLI::App &app, Context &context)
{
    addList(app, context, "channels", "List channels", channels);
}
void addMovies(CLI::App &app, Context &context)
{
    addList(app, context, "movies", "List films", movies);
}
void addSeries(CLI::App &app, Context &context)
{
    addList(app, context, "series", "List series", series);
}

void addEpisodes(CLI::App &app, Context &context)
{
    CLI::App *command = app.add_subcommand("episodes", "List the episodes of a series");
    auto id = std::make_shared<std::string>();
    command->add_option("series", *id, "Id of the series")->required();
    command->callback([&context, id] { context.command = [&context, id] { return episodes(context, *id); }; });
}

} // namespace kanal::cli
