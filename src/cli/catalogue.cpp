// SPDX-License-Identifier: MIT
#include "catalogue.h"

#include "context.h"

#include <kanal/core/text.h>
#include <kanal/library/library.h>

#include <iostream>
#include <numeric>

namespace kanal::cli
{

Catalogue::Catalogue(Account account, std::shared_ptr<const library::CatalogueSnapshot> snapshot)
    : m_account(std::move(account))
    , m_snapshot(std::move(snapshot))
{
}

Result<Catalogue> Catalogue::open(Context &context, EntryKind kind)
{
    const Result<Account> account = context.account();
    if (!account)
        return tl::unexpected(account.error());
    const library::CatalogueStore &store = (*context.services())->library().catalogue();
    const auto snapshot = store.snapshot(account->id, kind);
    if (!snapshot)
        return tl::unexpected(snapshot.error());
    if (store.isLost(account->id, kind))
        std::cerr << "kanal-cli: the stored list of " << account->name
                  << " cannot be read; kanal-cli sync fetches it again\n";
    else if ((*snapshot)->generation() == 0)
        std::cerr << "kanal-cli: nothing was fetched for " << account->name << " yet; kanal-cli sync does it\n";
    return Catalogue(*account, *snapshot);
}

std::string_view shownCategory(std::string_view name)
{
    return name.empty() ? "Other" : name;
}

std::vector<library::CategoryView> Catalogue::categories() const
{
    std::vector<library::CategoryView> all;
    for (std::uint32_t index = 0; index < m_snapshot->categoryCount(); ++index)
        all.push_back(m_snapshot->category(index));
    return all;
}

std::string_view Catalogue::categoryName(std::string_view id) const
{
    for (std::uint32_t index = 0; index < m_snapshot->categoryCount(); ++index)
        if (const library::CategoryView category = m_snapshot->category(index); category.id == id)
            return category.name;
    return {};
}

Result<std::vector<std::uint32_t>> Catalogue::rows(const std::string &category) const
{
    if (category.empty()) {
        std::vector<std::uint32_t> all(m_snapshot->size());
        std::iota(all.begin(), all.end(), 0u);
        return all;
    }
    const auto rowsOf = [this](std::uint32_t index) {
        const std::span<const std::uint32_t> rows = m_snapshot->rowsOf(index);
        return std::vector<std::uint32_t>(rows.begin(), rows.end());
    };
    for (std::uint32_t index = 0; index < m_snapshot->categoryCount(); ++index)
        if (m_snapshot->category(index).id == category)
            return rowsOf(index);
    for (std::uint32_t index = 0; index < m_snapshot->categoryCount(); ++index)
        if (folded(shownCategory(m_snapshot->category(index).name)) == folded(category))
            return rowsOf(index);
    return fail(ErrorKind::NotFound, "no category of this id or name", category);
}

} // namespace kanal::cli
