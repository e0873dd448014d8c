// SPDX-License-Identifier: MIT
#include "row_snapshot.h"

#include "row_search.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace kanal::library
{
namespace
{

/// For each category; nullopt: the user said nothing of it.
std::vector<std::optional<bool>> wordsOn(const CatalogueSnapshot &list, std::span<const CategoryJudgement> judgements)
{
    std::vector<std::optional<bool>> words(list.categoryCount());
    for (const CategoryJudgement &judgement : judgements) {
        bool isNamed = false;
        for (std::uint32_t index = 0; index < list.categoryCount(); ++index)
            if (const CategoryView category = list.category(index);
                !category.name.empty() && category.name == judgement.name) {
                words[index] = judgement.adult;
                isNamed = true;
            }
        for (std::uint32_t index = 0; index < list.categoryCount() && !isNamed; ++index)
            if (const CategoryView category = list.category(index); !category.id.empty() && category.id == judgement.id)
                words[index] = judgement.adult;
    }
    return words;
}

} // namespace

RowSnapshot::RowSnapshot(RowFile file)
    : m_account{file.header().account}
    , m_kind(EntryKind(file.header().kind))
    , m_file(std::make_shared<const RowFile>(std::move(file)))
{
}

RowSnapshot::RowSnapshot(AccountId account, EntryKind kind)
    : m_account(account)
    , m_kind(kind)
    , m_file(std::make_shared<const RowFile>())
{
}

RowSnapshot::RowSnapshot(const RowSnapshot &list, std::shared_ptr<const Judged> judged)
    : m_account(list.m_account)
    , m_kind(list.m_kind)
    , m_file(list.m_file)
    , m_judged(std::move(judged))
{
}

std::shared_ptr<const RowSnapshot> RowSnapshot::judged(const std::shared_ptr<const RowSnapshot> &list,
                                                       std::span<const CategoryJudgement> judgements)
{
    const std::vector<std::optional<bool>> words = wordsOn(*list, judgements);
    const bool isSilent = std::none_of(words.begin(), words.end(), [](const auto &word) { return word.has_value(); });
    if (isSilent && !list->m_judged)
        return list;
    if (isSilent)
        return std::shared_ptr<const RowSnapshot>(new RowSnapshot(*list, nullptr));
    auto judged = std::make_shared<Judged>();
    judged->rows.resize(list->size());
    for (std::uint32_t row = 0; row < list->size(); ++row)
        judged->rows[row] = list->m_file->isAdult(row);
    for (std::uint32_t index = 0; index < words.size(); ++index) {
        judged->categories.push_back(words[index].value_or(list->isMarkedAdult(index)));
        if (words[index] && !*words[index])
            for (const std::uint32_t row : list->rowsOf(index))
                judged->rows[row] = false;
    }
    for (std::uint32_t index = 0; index < words.size(); ++index) // one that stands in two is for adults by either
        if (judged->categories[index])
            for (const std::uint32_t row : list->rowsOf(index))
                judged->rows[row] = true;
    return std::shared_ptr<const RowSnapshot>(new RowSnapshot(*list, std::move(judged)));
}

Entry RowSnapshot::entry(std::uint32_t row) const
{
    Entry entry = m_file->entry(row);
    if (m_judged)
        entry.adult = isAdult(row);
    return entry;
}

bool RowSnapshot::isMarkedAdult(std::uint32_t category) const
{
    return category < categoryCount() && m_file->categories()[category].adult != 0;
}

std::chrono::sys_seconds RowSnapshot::refreshedAt() const
{
    return std::chrono::sys_seconds(std::chrono::seconds(m_file->header().refreshedAt));
}

ChannelRow RowSnapshot::channel(std::uint32_t row) const
{
    return m_kind == EntryKind::Live ? channelOf(entry(row)) : ChannelRow{};
}

MovieRow RowSnapshot::movie(std::uint32_t row) const
{
    return m_kind == EntryKind::Movie ? movieOf(entry(row)) : MovieRow{};
}

SeriesRow RowSnapshot::series(std::uint32_t row) const
{
    return m_kind == EntryKind::Series ? seriesOf(entry(row)) : SeriesRow{};
}

std::string_view RowSnapshot::id(std::uint32_t row) const
{
    return m_file->text(row, EntryText::Id);
}

std::string_view RowSnapshot::name(std::uint32_t row) const
{
    return m_file->text(row, EntryText::Name);
}

std::optional<std::uint32_t> RowSnapshot::find(std::string_view id) const
{
    return m_file->find(id);
}

std::uint32_t RowSnapshot::categoryCount() const
{
    return std::uint32_t(m_file->categories().size());
}

CategoryView RowSnapshot::category(std::uint32_t index) const
{
    if (index >= categoryCount())
        return {};
    const CategoryRecord &category = m_file->categories()[index];
    return {m_file->label(category.id), m_file->label(category.name), category.count,
            m_judged ? bool(m_judged->categories[index]) : category.adult != 0};
}

std::string_view RowSnapshot::foldedName(std::uint32_t row) const
{
    if (row >= size())
        return {};
    const auto starts = m_file->nameStarts(); // one more than rows; a separator ends each name
    const std::size_t from = starts[row], next = starts[row + 1];
    return withoutJoined(m_file->names().substr(from, next > from ? next - from - 1 : 0));
}

std::span<const std::uint32_t> RowSnapshot::rowsOf(std::uint32_t category) const
{
    return m_file->rowsOf(category);
}

std::vector<std::uint32_t> RowSnapshot::filter(std::string_view query, std::span<const std::uint32_t> within) const
{
    return filterRows(*m_file, query, within);
}

std::vector<SearchHit> RowSnapshot::search(std::string_view query, std::size_t limit, SearchMemory *memory) const
{
    return search(query, limit, memory, AdultEntries::Shown);
}

std::vector<SearchHit> RowSnapshot::search(std::string_view query, std::size_t limit, SearchMemory *memory,
                                           AdultEntries adult) const
{
    return searchRows(*m_file, m_kind, query, limit, memory, adult, m_judged ? &m_judged->rows : nullptr);
}

std::vector<SearchHit> RowSnapshot::rank(std::string_view query, std::span<const std::uint32_t> rows) const
{
    return rankRows(*m_file, m_kind, query, rows);
}

} // namespace kanal::library
