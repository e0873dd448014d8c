// SPDX-License-Identifier: MIT
// A refresh in progress: rows go to the files of their generation as they arrive, so that little is left for the last
// byte. One thread at a time.
#pragma once

#include "list_comparison.h"
#include "sql_catalogue_store.h"

#include <optional>

namespace kanal::library
{

class SqlCatalogueRefresh final : public CatalogueRefresh
{
public:
    static Result<std::unique_ptr<CatalogueRefresh>> begin(std::shared_ptr<CatalogueCore> core, const ListKey &list);
    ~SqlCatalogueRefresh() override;

    Result<> addCategories(std::span<const CategoryRow> rows) override;
    void keepCategories() override { m_keepsCategories = true; }
    Result<> addChannels(std::span<const ChannelRow> rows) override;
    Result<> addMovies(std::span<const MovieRow> rows) override;
    Result<> addSeries(std::span<const SeriesRow> rows) override;
    Result<Change> commit(std::chrono::sys_seconds now, Trust trust) override;

private:
    SqlCatalogueRefresh(std::shared_ptr<CatalogueCore> core, const ListKey &list, CatalogueCore::Started started);

    template<class Row>
    Result<> addRows(EntryKind kind, std::span<const Row> rows);
    Result<> add(const Entry &entry);
    void takeCategories(std::span<const CategoryRow> rows);
    void restoreCategories();
    void welcomeBack(std::chrono::sys_seconds now);
    /// Of what changed. Once the list is shown: an entry is also adult by its category.
    void countAdult(Change &change) const;
    /// Remembers the first failure: what was missed cannot be made good.
    Result<> noted(Result<> done);

    const std::shared_ptr<CatalogueCore> m_core;
    const ListKey m_list;
    const RowFileName m_name;
    const std::shared_ptr<const RowSnapshot> m_before;
    RowFileBuilder m_builder;
    std::uint32_t m_categories = 0;
    ListComparison m_comparison;
    std::optional<ListDifference> m_difference; ///< once commit() asked for it
    std::optional<Error> m_failure;
    bool m_keepsCategories = false;
    bool m_over = false;
};

} // namespace kanal::library
