// SPDX-License-Identifier: MIT
// One kind of the chosen account, as the list commands read it.
#pragma once

#include <kanal/core/account.h>
#include <kanal/core/error.h>
#include <kanal/library/catalogue_store.h>

#include <memory>
#include <string>
#include <vector>

namespace kanal::cli
{

class Context;

/// As the window calls the place for what has no category, or one without a name.
std::string_view shownCategory(std::string_view name);

class Catalogue
{
public:
    /// Says on stderr when nothing was fetched yet: an empty list would puzzle.
    static Result<Catalogue> open(Context &context, EntryKind kind);

    const Account &account() const { return m_account; }
    const library::CatalogueSnapshot &snapshot() const { return *m_snapshot; }

    std::vector<library::CategoryView> categories() const;
    /// Empty where there is none of this id.
    std::string_view categoryName(std::string_view id) const;
    /// All rows, or those of the category with this id or name; NotFound when there is none.
    Result<std::vector<std::uint32_t>> rows(const std::string &category) const;

private:
    Catalogue(Account account, std::shared_ptr<const library::CatalogueSnapshot> snapshot);

    Account m_account;
    std::shared_ptr<const library::CatalogueSnapshot> m_snapshot;
};

} // namespace kanal::cli
