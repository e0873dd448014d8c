// SPDX-License-Identifier: MIT
// The library with the catalogue of a large panel: store it, open it cold, search it, switch categories.
#include "catalogue_generator.h"
#include "figures.h"

#include <kanal/library/account_store.h>
#include <kanal/library/catalogue_order.h>
#include <kanal/library/catalogue_store.h>
#include <kanal/library/library.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

using namespace kanal;
using namespace kanal::bench;

namespace
{

constexpr std::size_t kBatch = 256; // about what 64 KB of JSON hold

template<class T>
T orDie(Result<T> result)
{
    if (!result) {
        std::fprintf(stderr, "library_bench: %s\n", result.error().detail.c_str());
        std::exit(1);
    }
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

void addCategories(library::CatalogueRefresh &refresh, const CatalogueGenerator &generator)
{
    const std::vector<std::string> names = generator.categoryNames();
    std::vector<std::string> ids;
    for (std::size_t i = 0; i < names.size(); ++i)
        ids.push_back(std::to_string(i));
    std::vector<CategoryRow> rows;
    for (std::size_t i = 0; i < names.size(); ++i)
        rows.push_back({.id = ids[i], .name = names[i]});
    orDie(refresh.addCategories(rows));
}

/// Rows are views into the generator, so a batch is a generator a row.
template<class Row, class Make, class Add>
double feed(std::uint32_t count, const CatalogueSize &size, Make make, Add add)
{
    std::vector<CatalogueGenerator> generators(kBatch, CatalogueGenerator(size));
    std::vector<Row> batch;
    double cpu = 0;
    for (std::uint32_t index = 0; index < count;) {
        batch.clear();
        for (; batch.size() < kBatch && index < count; ++index)
            batch.push_back(make(generators[batch.size()], index));
        const double start = cpuMs();
        orDie(add(batch));
        cpu += cpuMs() - start;
    }
    return cpu;
}

struct Stored {
    double cpu = 0, wall = 0;
};

/// Stores one kind; making the rows is not counted.
template<class Row, class Make, class Add>
Stored store(library::Library &library, AccountId account, EntryKind kind, std::uint32_t count,
             const CatalogueSize &size, Make make, Add add)
{
    const std::unique_ptr<library::CatalogueRefresh> refresh = orDie(library.catalogue().beginRefresh(account, kind));
    addCategories(*refresh, CatalogueGenerator(size));
    Stored stored;
    stored.cpu = feed<Row>(count, size, make, [&](const std::vector<Row> &rows) { return add(*refresh, rows); });
    const double cpu = cpuMs(), wall = wallMs();
    orDie(refresh->commit(std::chrono::sys_seconds{std::chrono::seconds{1'800'000'000}}));
    stored.cpu += cpuMs() - cpu;
    stored.wall = wallMs() - wall;
    return stored;
}

void row(const char *what, const std::string &figure, const char *target)
{
    std::printf("| %s | %s | %s |\n", what, figure.c_str(), target);
}

std::string ms(double value)
{
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.2f ms", value);
    return text.data();
}

void measureSearch(const std::vector<std::shared_ptr<const library::CatalogueSnapshot>> &snapshots)
{
    std::vector<double> times;
    for (const std::string_view query :
         {"lumiere", "moon castle", "dragon", "strasse", "zzzzzz", "e", "harbor 1999", "nandu"}) {
        for (std::size_t letters = 1; letters <= query.size(); ++letters) {
            const double start = wallMs();
            std::size_t hits = 0;
            for (const auto &snapshot : snapshots)
                hits += snapshot->search(query.substr(0, letters), 50).size();
            times.push_back(wallMs() - start);
            if (hits == 0 && query == "e")
                std::fprintf(stderr, "library_bench: the search finds nothing\n");
        }
    }
    row("search over all kinds, a key: median", ms(quantile(times, 0.5)), "");
    row("… p95", ms(quantile(times, 0.95)), "10 ms to repaint");
    row("… worst", ms(times.back()), "16 ms to repaint");
}

void measureCategories(const library::CatalogueSnapshot &movies)
{
    std::vector<double> times;
    std::size_t letters = 0;
    for (std::uint32_t category = 0; category < movies.categoryCount(); ++category) {
        const double start = wallMs();
        const std::span<const std::uint32_t> rows = movies.rowsOf(category);
        for (std::size_t i = 0; i < std::min<std::size_t>(rows.size(), 40); ++i)
            letters += movies.movie(rows[i]).name.size();
        times.push_back(wallMs() - start);
    }
    if (letters == 0)
        std::fprintf(stderr, "library_bench: the categories are empty\n");
    row("category switch with its first 40 films: p95", ms(quantile(times, 0.95)), "30 ms to repaint");
}

/// What a change of sort or category costs the window: the orders are there, the rows are arranged.
void measureSorting(const library::CatalogueSnapshot &movies)
{
    using library::SortBy;
    std::vector<std::uint32_t> all(movies.size());
    std::iota(all.begin(), all.end(), 0U);
    std::vector<double> wholes, parts;
    for (const auto &[by, name] :
         {std::pair{SortBy::Number, "number"}, std::pair{SortBy::Name, "name"}, std::pair{SortBy::Added, "added"},
          std::pair{SortBy::Rating, "rating"}, std::pair{SortBy::Year, "year"}}) {
        const double start = cpuMs();
        const library::CatalogueOrder order = library::makeOrder(movies, by);
        row((std::string("make the order of all films by ") + name + ": CPU, once, off the GUI thread").c_str(),
            ms(cpuMs() - start), "");
        for (const library::Direction direction : {library::Direction::Ascending, library::Direction::Descending}) {
            const double whole = cpuMs();
            std::vector<std::uint32_t> rows = all;
            library::arrange(rows, order, direction);
            wholes.push_back(cpuMs() - whole);
            for (std::uint32_t category = 0; category < movies.categoryCount(); category += 7) {
                const double part = cpuMs();
                const std::span<const std::uint32_t> span = movies.rowsOf(category);
                std::vector<std::uint32_t> some(span.begin(), span.end());
                library::arrange(some, order, direction);
                parts.push_back(cpuMs() - part);
            }
        }
    }
    row("sort change, all films: CPU, worst", ms(quantile(wholes, 1.0)), "30 ms");
    row("category switch, sorted: CPU, worst", ms(quantile(parts, 1.0)), "30 ms");
    const double start = cpuMs();
    const library::CatalogueFacets facets = library::makeFacets(movies);
    row("genres and years of all films: CPU, once, off the GUI thread", ms(cpuMs() - start), "");
    const double filter = cpuMs();
    std::erase_if(all, [&](std::uint32_t film) { return (facets.genreBits[film] & 1) == 0; });
    row("genre filter, all films: CPU", ms(cpuMs() - filter), "30 ms");
}

} // namespace

int main()
{
    const std::filesystem::path folder =
        std::filesystem::temp_directory_path() / ("kanal-library-bench-" + std::to_string(std::time(nullptr)));
    const CatalogueSize size;
    std::printf("%u channels, %u films, %u series in %u categories each\n\n", size.channels, size.movies, size.series,
                size.categoriesEach);
    std::printf("| what | figure | target |\n|---|---|---|\n");

    AccountId account;
    {
        const std::unique_ptr<library::Library> library = orDie(library::Library::open(folder));
        Account panel;
        panel.name = "Bench";
        panel.server = "http://panel.example";
        panel.user = "bench";
        account = orDie(library->accounts().add(panel));

        const double before = residentMb();
        using library::CatalogueRefresh;
        const Stored live = store<ChannelRow>(
            *library, account, EntryKind::Live, size.channels, size, [](auto &g, auto i) { return g.channel(i); },
            [](CatalogueRefresh &refresh, const std::vector<ChannelRow> &rows) { return refresh.addChannels(rows); });
        const Stored movies = store<MovieRow>(
            *library, account, EntryKind::Movie, size.movies, size, [](auto &g, auto i) { return g.movie(i); },
            [](CatalogueRefresh &refresh, const std::vector<MovieRow> &rows) { return refresh.addMovies(rows); });
        const Stored series = store<SeriesRow>(
            *library, account, EntryKind::Series, size.series, size, [](auto &g, auto i) { return g.series(i); },
            [](CatalogueRefresh &refresh, const std::vector<SeriesRow> &rows) { return refresh.addSeries(rows); });
        row("store all rows and commit: CPU", ms(live.cpu + movies.cpu + series.cpu), "");
        row("commit alone, all kinds", ms(live.wall + movies.wall + series.wall), "300 ms from last byte to list");
        row("memory gained", std::to_string(int(residentMb() - before)) + " MB", "100 MB with the decoding");
    }
    {
        const double start = wallMs();
        const std::unique_ptr<library::Library> library = orDie(library::Library::open(folder));
        row("open the library", ms(wallMs() - start), "");
        std::vector<std::shared_ptr<const library::CatalogueSnapshot>> snapshots;
        const double first = wallMs();
        for (const EntryKind kind : {EntryKind::Live, EntryKind::Movie, EntryKind::Series})
            snapshots.push_back(orDie(library->catalogue().snapshot(account, kind)));
        std::size_t letters = 0;
        for (std::uint32_t i = 0; i < std::min(snapshots[0]->size(), 40u); ++i)
            letters += snapshots[0]->channel(i).name.size();
        row("all lists, first 40 channels read", ms(wallMs() - first), letters > 0 ? "with the window" : "EMPTY");
        measureSearch(snapshots);
        measureCategories(*snapshots[1]);
        measureSorting(*snapshots[1]);
    }
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
    return 0;
}
