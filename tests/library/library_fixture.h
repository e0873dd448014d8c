// SPDX-License-Identifier: MIT
// A profile in a folder of its own, and rows whose texts live as long as they do.
#pragma once

#include <kanal/library/account_store.h>
#include <kanal/library/catalogue_store.h>
#include <kanal/library/library.h>
#include <kanal/library/user_store.h>

#include <atomic>
#include <deque>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace kanal::library
{

class TemporaryFolder
{
public:
    TemporaryFolder()
    {
        static std::atomic<int> counter{0};
        std::random_device random;
        m_path = base() / ("kanal-library-" + std::to_string(random()) + "-" + std::to_string(counter++));
        std::filesystem::create_directories(m_path);
    }
    ~TemporaryFolder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    TemporaryFolder(const TemporaryFolder &) = delete;
    TemporaryFolder &operator=(const TemporaryFolder &) = delete;

    const std::filesystem::path &path() const { return m_path; }
    std::filesystem::path profile() const { return m_path / "profile"; }

private:
    /// In memory where there is such a place: hundreds of flushed files would make every test wait for the disk.
    static std::filesystem::path base()
    {
        std::error_code ignored;
        const std::filesystem::path memory = "/dev/shm";
        return std::filesystem::is_directory(memory, ignored) ? memory : std::filesystem::temp_directory_path();
    }

    std::filesystem::path m_path;
};

inline std::vector<char> readBytes(const std::filesystem::path &file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

inline void writeBytes(const std::filesystem::path &file, const std::vector<char> &bytes)
{
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out.write(bytes.data(), std::streamsize(bytes.size()));
}

inline std::chrono::sys_seconds at(std::int64_t seconds)
{
    return std::chrono::sys_seconds(std::chrono::seconds(seconds));
}

/// The value of a call that must succeed.
template<class T>
T taken(Result<T> result)
{
    EXPECT_TRUE(result) << (result ? "" : result.error().detail);
    return result ? std::move(*result) : T{};
}

/// "Channel 7"; what operator+ does makes gcc 12 warn about nothing.
inline std::string numberedText(std::string_view text, int number)
{
    return std::string(text).append(std::to_string(number));
}

inline std::unique_ptr<Library> openLibrary(const std::filesystem::path &profile)
{
    auto library = Library::open(profile);
    EXPECT_TRUE(library) << (library ? "" : library.error().detail);
    return library ? std::move(*library) : nullptr;
}

inline Account panelAccount(std::string name = "Home", std::string server = "http://panel.example:8080",
                            std::string user = "viewer")
{
    Account account;
    account.name = std::move(name);
    account.server = std::move(server);
    account.user = std::move(user);
    return account;
}

/// Owns the texts of the rows it makes.
class Rows
{
public:
    std::string_view keep(std::string text) { return m_texts.emplace_back(std::move(text)); }

    Rows &category(std::string id, std::string name)
    {
        categories.push_back({.id = keep(std::move(id)), .name = keep(std::move(name))});
        return *this;
    }
    ChannelRow &channel(std::string id, std::string name, std::string categoryId = "", std::string more = "")
    {
        channels.push_back({.id = keep(std::move(id)),
                            .name = keep(std::move(name)),
                            .categoryId = keep(std::move(categoryId)),
                            .moreCategoryIds = keep(std::move(more))});
        return channels.back();
    }
    MovieRow &movie(std::string id, std::string name, std::string categoryId = "")
    {
        movies.push_back(
            {.id = keep(std::move(id)), .name = keep(std::move(name)), .categoryId = keep(std::move(categoryId))});
        return movies.back();
    }

    std::vector<CategoryRow> categories;
    std::vector<ChannelRow> channels;
    std::vector<MovieRow> movies;

private:
    std::deque<std::string> m_texts;
};

/// Stores the rows as a refresh of `kind` and expects it to be taken as wished.
inline CatalogueRefresh::Change refresh(CatalogueStore &store, AccountId account, EntryKind kind, const Rows &rows,
                                        CatalogueRefresh::Trust trust = CatalogueRefresh::Trust::Check,
                                        std::chrono::sys_seconds now = at(1'800'000'000))
{
    auto started = store.beginRefresh(account, kind);
    EXPECT_TRUE(started) << (started ? "" : started.error().detail);
    if (!started)
        return {};
    EXPECT_TRUE((*started)->addCategories(rows.categories));
    const Result<> added =
        kind == EntryKind::Live ? (*started)->addChannels(rows.channels) : (*started)->addMovies(rows.movies);
    EXPECT_TRUE(added) << (added ? "" : added.error().detail);
    const auto change = (*started)->commit(now, trust);
    EXPECT_TRUE(change) << (change ? "" : change.error().detail);
    return change ? *change : CatalogueRefresh::Change{};
}

inline std::shared_ptr<const CatalogueSnapshot> shown(CatalogueStore &store, AccountId account, EntryKind kind)
{
    auto snapshot = store.snapshot(account, kind);
    EXPECT_TRUE(snapshot);
    return snapshot ? *snapshot : nullptr;
}

inline std::vector<std::string> namesOf(const CatalogueSnapshot &snapshot, const std::vector<std::uint32_t> &rows)
{
    std::vector<std::string> names;
    for (const std::uint32_t row : rows)
        names.emplace_back(snapshot.name(row));
    return names;
}

inline std::vector<std::string> hitNames(const CatalogueSnapshot &snapshot, std::string_view query,
                                         std::size_t limit = 20)
{
    std::vector<std::string> names;
    for (const SearchHit &hit : snapshot.search(query, limit))
        names.emplace_back(snapshot.name(hit.row));
    return names;
}

} // namespace kanal::library
