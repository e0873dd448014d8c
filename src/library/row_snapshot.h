// SPDX-License-Identifier: MIT
// A CatalogueSnapshot over a mapped RowFile. Holds the file: it stays readable when newer generations have replaced it.
#pragma once

#include "row_file.h"

#include <kanal/library/catalogue_store.h>

#include <memory>
#include <span>
#include <vector>

namespace kanal::library
{

class RowSnapshot final : public CatalogueSnapshot
{
public:
    explicit RowSnapshot(RowFile file);
    /// Before the first refresh: no rows, generation 0.
    RowSnapshot(AccountId account, EntryKind kind);
    /// The same list, for adults by the user's word where there is one, else as its file says. Reads the rows of the
    /// categories only where there is such a word.
    static std::shared_ptr<const RowSnapshot> judged(const std::shared_ptr<const RowSnapshot> &list,
                                                     std::span<const CategoryJudgement> judgements);

    AccountId account() const override { return m_account; }
    EntryKind kind() const override { return m_kind; }
    std::uint64_t generation() const override { return m_file->header().generation; }
    std::chrono::sys_seconds refreshedAt() const override;

    std::uint32_t size() const override { return m_file->rows(); }
    ChannelRow channel(std::uint32_t row) const override;
    MovieRow movie(std::uint32_t row) const override;
    SeriesRow series(std::uint32_t row) const override;
    std::string_view id(std::uint32_t row) const override;
    std::string_view name(std::uint32_t row) const override;
    std::optional<std::uint32_t> find(std::string_view id) const override;

    std::uint32_t categoryCount() const override;
    CategoryView category(std::uint32_t index) const override;
    std::span<const std::uint32_t> rowsOf(std::uint32_t category) const override;

    std::vector<std::uint32_t> filter(std::string_view query, std::span<const std::uint32_t> within) const override;
    std::vector<SearchHit> search(std::string_view query, std::size_t limit, SearchMemory *memory) const override;
    std::vector<SearchHit> rank(std::string_view query, std::span<const std::uint32_t> rows) const override;

    /// The best hits among the rows that are shown.
    std::vector<SearchHit> search(std::string_view query, std::size_t limit, SearchMemory *memory,
                                  AdultEntries adult) const;

    Entry entry(std::uint32_t row) const;
    bool isAdult(std::uint32_t row) const
    {
        return m_judged ? row < size() && m_judged->rows[row] : m_file->isAdult(row);
    }
    /// What the panel said of the category.
    bool isMarkedAdult(std::uint32_t category) const;
    bool isHeading(std::uint32_t row) const override { return m_file->isHeading(row); }
    std::string_view foldedName(std::uint32_t row) const;
    PlotPlace plotPlace(std::uint32_t row) const { return m_file->plotPlace(row); }
    std::uint64_t stamp() const { return m_file->header().stamp; }

private:
    struct Judged {
        std::vector<bool> rows, categories; ///< whether they are for adults
    };
    RowSnapshot(const RowSnapshot &list, std::shared_ptr<const Judged> judged);

    AccountId m_account;
    EntryKind m_kind;
    std::shared_ptr<const RowFile> m_file;
    std::shared_ptr<const Judged> m_judged; ///< null: as the file says
};

} // namespace kanal::library
