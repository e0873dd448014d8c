// SPDX-License-Identifier: MIT
// A snapshot of a handful of films or series in memory, for tests of what reads one.
#pragma once

#include <kanal/core/text.h>
#include <kanal/library/catalogue_store.h>

#include <string>
#include <utility>
#include <vector>

namespace kanal::test
{

class FakeTitles : public library::CatalogueSnapshot
{
public:
    struct Title {
        std::string id;
        std::string name;
        std::string category = {};
        std::string genre = {};
        int year = 0;
        std::int64_t added = 0;
        float rating = 0;
        int number = 0;
        std::string poster = {};
        bool heading = false;
    };

    FakeTitles(EntryKind kind, std::vector<std::pair<std::string, std::string>> categories, std::vector<Title> titles)
        : m_kind(kind)
        , m_categories(std::move(categories))
        , m_titles(std::move(titles))
        , m_rows(m_categories.size())
    {
        for (std::uint32_t row = 0; row < m_titles.size(); ++row)
            for (std::size_t i = 0; i < m_categories.size(); ++i)
                if (m_categories[i].first == m_titles[row].category)
                    m_rows[i].push_back(row);
    }

    AccountId account() const override { return {1}; }
    EntryKind kind() const override { return m_kind; }
    std::uint64_t generation() const override { return 1; }
    std::chrono::sys_seconds refreshedAt() const override { return {}; }

    std::uint32_t size() const override { return std::uint32_t(m_titles.size()); }
    ChannelRow channel(std::uint32_t) const override { return {}; }
    MovieRow movie(std::uint32_t row) const override
    {
        const Title &title = m_titles[row];
        MovieRow movie;
        movie.id = title.id;
        movie.name = title.name;
        movie.categoryId = title.category;
        movie.posterUrl = title.poster;
        movie.genre = title.genre;
        movie.number = title.number;
        movie.year = title.year;
        movie.added = title.added;
        movie.rating = title.rating;
        return movie;
    }
    SeriesRow series(std::uint32_t row) const override
    {
        const Title &title = m_titles[row];
        SeriesRow series;
        series.id = title.id;
        series.name = title.name;
        series.categoryId = title.category;
        series.posterUrl = title.poster;
        series.genre = title.genre;
        series.number = title.number;
        series.year = title.year;
        series.modified = title.added;
        series.rating = title.rating;
        return series;
    }
    std::string_view id(std::uint32_t row) const override { return m_titles[row].id; }
    std::string_view name(std::uint32_t row) const override { return m_titles[row].name; }
    bool isHeading(std::uint32_t row) const override { return m_titles[row].heading; }
    std::optional<std::uint32_t> find(std::string_view id) const override
    {
        for (std::uint32_t row = 0; row < m_titles.size(); ++row)
            if (m_titles[row].id == id)
                return row;
        return std::nullopt;
    }

    std::uint32_t categoryCount() const override { return std::uint32_t(m_categories.size()); }
    library::CategoryView category(std::uint32_t index) const override
    {
        return {.id = m_categories[index].first,
                .name = m_categories[index].second,
                .count = std::uint32_t(m_rows[index].size())};
    }
    std::span<const std::uint32_t> rowsOf(std::uint32_t category) const override { return m_rows[category]; }

    std::vector<std::uint32_t> filter(std::string_view query, std::span<const std::uint32_t> within) const override
    {
        std::vector<std::uint32_t> rows;
        for (std::uint32_t i = 0; i < (within.empty() ? size() : within.size()); ++i) {
            const std::uint32_t row = within.empty() ? i : within[i];
            if (folded(m_titles[row].name).find(folded(query)) != std::string::npos)
                rows.push_back(row);
        }
        return rows;
    }
    std::vector<library::SearchHit> search(std::string_view, std::size_t, library::SearchMemory *) const override
    {
        return {};
    }
    std::vector<library::SearchHit> rank(std::string_view, std::span<const std::uint32_t>) const override { return {}; }

private:
    EntryKind m_kind;
    std::vector<std::pair<std::string, std::string>> m_categories;
    std::vector<Title> m_titles;
    std::vector<std::vector<std::uint32_t>> m_rows;
};

} // namespace kanal::test
