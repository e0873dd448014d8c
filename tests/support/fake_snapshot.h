// SPDX-License-Identifier: MIT
// A catalogue snapshot of a handful of channels in memory, for tests of what reads one.
#pragma once

#include <kanal/core/text.h>
#include <kanal/library/catalogue_store.h>

#include <string>
#include <utility>
#include <vector>

namespace kanal::test
{

class FakeSnapshot : public library::CatalogueSnapshot
{
public:
    struct Channel {
        std::string id;
        std::string name;
        std::string category;
        int number = 0;
        LiveForm form = LiveForm::Television;
        std::string logo = {};
    };

    FakeSnapshot(std::vector<std::pair<std::string, std::string>> categories, std::vector<Channel> channels)
        : m_categories(std::move(categories))
        , m_channels(std::move(channels))
        , m_rows(m_categories.size())
    {
        for (std::uint32_t row = 0; row < m_channels.size(); ++row)
            for (std::size_t i = 0; i < m_categories.size(); ++i)
                if (m_categories[i].first == m_channels[row].category)
                    m_rows[i].push_back(row);
    }

    AccountId account() const override { return {1}; }
    EntryKind kind() const override { return EntryKind::Live; }
    std::uint64_t generation() const override { return 1; }
    std::chrono::sys_seconds refreshedAt() const override { return {}; }

    std::uint32_t size() const override { return std::uint32_t(m_channels.size()); }
    ChannelRow channel(std::uint32_t row) const override
    {
        const Channel &channel = m_channels[row];
        return {.id = channel.id,
                .name = channel.name,
                .categoryId = channel.category,
                .logoUrl = channel.logo,
                .number = channel.number,
                .form = channel.form};
    }
    MovieRow movie(std::uint32_t) const override { return {}; }
    SeriesRow series(std::uint32_t) const override { return {}; }
    std::string_view id(std::uint32_t row) const override { return m_channels[row].id; }
    std::string_view name(std::uint32_t row) const override { return m_channels[row].name; }
    bool isHeading(std::uint32_t row) const override { return channel(row).form == LiveForm::Heading; }
    std::optional<std::uint32_t> find(std::string_view id) const override
    {
        for (std::uint32_t row = 0; row < m_channels.size(); ++row)
            if (m_channels[row].id == id)
                return row;
        return std::nullopt;
    }

    std::uint32_t categoryCount() const override { return std::uint32_t(m_categories.size()); }
    library::CategoryView category(std::uint32_t index) const override
    {
        std::uint32_t count = 0;
        for (const std::uint32_t row : m_rows[index])
            count += m_channels[row].form != LiveForm::Heading;
        return {.id = m_categories[index].first, .name = m_categories[index].second, .count = count};
    }
    std::span<const std::uint32_t> rowsOf(std::uint32_t category) const override { return m_rows[category]; }

    std::vector<std::uint32_t> filter(std::string_view query, std::span<const std::uint32_t> within) const override
    {
        std::vector<std::uint32_t> rows;
        const auto look = [&](std::uint32_t row) {
            if (folded(m_channels[row].name).find(folded(query)) != std::string::npos)
                rows.push_back(row);
        };
        if (within.empty())
            for (std::uint32_t row = 0; row < size(); ++row)
                look(row);
        else
            for (const std::uint32_t row : within)
                look(row);
        return rows;
    }
    std::vector<library::SearchHit> search(std::string_view, std::size_t, library::SearchMemory *) const override
    {
        return {};
    }
    std::vector<library::SearchHit> rank(std::string_view, std::span<const std::uint32_t>) const override { return {}; }

private:
    std::vector<std::pair<std::string, std::string>> m_categories;
    std::vector<Channel> m_channels;
    std::vector<std::vector<std::uint32_t>> m_rows;
};

} // namespace kanal::test
