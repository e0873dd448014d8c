// SPDX-License-Identifier: MIT
// Writes a RowFile and its file of plots while the rows arrive: texts go straight to the files, records and folded
// names wait in memory (about 170 bytes a film). The files appear under their names when they are complete.
#pragma once

#include "checksum.h"
#include "entry.h"
#include "files.h"
#include "row_file.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <unordered_map>
#include <vector>

namespace kanal::library
{

/// Which generation of what a file is.
struct RowFileName {
    AccountId account;
    EntryKind kind = EntryKind::Live;
    std::uint64_t generation = 0;
    std::uint64_t stamp = 0;
};

/// Where it lies.
struct RowFilePaths {
    std::filesystem::path rows;
    std::filesystem::path plots;
};

class RowFileBuilder
{
public:
    static Result<RowFileBuilder> create(const RowFilePaths &paths, const RowFileName &name);

    void addCategory(const CategoryRow &category);
    void dropCategories() { m_categories.clear(); }
    enum class Outcome { Added, Merged };
    /// A row with this id comes soon: where it will be looked for is fetched from memory meanwhile.
    void expect(std::string_view id) const;
    /// A row with an id that was there before only adds its categories to that one.
    Result<Outcome> add(const Entry &entry);

    std::uint32_t rows() const { return std::uint32_t(m_records.size()); }
    /// Of a row that was added; until the next add().
    std::string_view foldedName(std::uint32_t row) const;
    std::string_view id(std::uint32_t row) const
    {
        return std::string_view(m_ids).substr(m_idStarts[row], m_idStarts[row + 1] - m_idStarts[row]);
    }
    std::string_view category(std::uint32_t row) const
    {
        return m_termTexts[m_records[row].category];
    } ///< the first id
    template<class Use>
    void forEachCategoryName(Use use) const
    {
        for (const OwnCategory &category : m_categories)
            use(std::string_view(category.id), std::string_view(category.name));
    }
    /// Every category id the rows name so far; some more than once.
    template<class Use>
    void forEachNamedCategory(Use use) const
    {
        for (const std::string_view text : m_termTexts)
            for (std::size_t from = 0; from < text.size();) {
                const std::size_t end = std::min(text.find('\n', from), text.size());
                use(text.substr(from, end - from));
                from = end + 1;
            }
    }
    /// Both are on the disk under their names when this returns.
    Result<> publish(std::chrono::sys_seconds refreshedAt);

private:
    RowFileBuilder(FileWriter writer, PlotFileWriter plots)
        : m_writer(std::move(writer))
        , m_plots(std::move(plots))
    {
    }

    std::optional<std::uint32_t> findId(std::string_view id, std::uint32_t hash) const;
    void rememberId(std::string_view id, std::uint32_t hash);
    void growSlots();
    std::uint32_t term(std::string_view text);
    Result<> checkedTerms() const; ///< that they are not too many
    void mergeCategories(std::uint32_t row, const Entry &entry);
    Result<> joinMerged();
    Result<> appendText(const Entry &entry, Record &record);
    void foldRow(const Entry &entry);
    Result<> writeText(std::size_t bytes);

    struct CategoryIndex {
        std::vector<CategoryRecord> categories;
        std::vector<std::uint32_t> starts;
        std::vector<std::uint32_t> rows;
        std::vector<LabelPlace> terms;
        std::string labels;
    };
    CategoryIndex indexCategories() const;
    void spreadAdult(const CategoryIndex &index);
    template<class T>
    Result<> writeSection(Section which, std::span<const T> items);

    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };

    FileWriter m_writer;
    PlotFileWriter m_plots;
    RowFileHeader m_header{};
    std::string m_text; // not yet written
    std::uint64_t m_textBytes = 0;
    RunningChecksum m_textSum;

    std::vector<Record> m_records;
    std::string m_names, m_extras, m_scratch;
    std::vector<std::uint32_t> m_nameStarts, m_extraStarts;

    std::string m_ids;
    std::vector<std::uint32_t> m_idStarts{0};
    std::vector<std::uint32_t> m_idHashes;
    std::vector<std::uint32_t> m_slots;

    struct OwnCategory {
        std::string id, name;
        bool adult;
    };
    std::vector<OwnCategory> m_categories;
    std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> m_terms;
    std::vector<std::string_view> m_termTexts; // keys of m_terms
    std::size_t m_termBytes = 0;
    std::uint32_t m_lastTerm = 0, m_lastMoreTerm = 0;
    std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> m_merged; // of rows that came again: terms, one an id
};

} // namespace kanal::library
