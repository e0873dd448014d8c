// SPDX-License-Identifier: MIT
// A library in a folder of its own, with one account.
#pragma once

#include "library_fixture.h"

namespace kanal::library
{

class CatalogueStoreTest : public testing::Test
{
protected:
    void reopen()
    {
        m_library.reset();
        m_library = openLibrary(m_folder.profile());
    }
    CatalogueStore &store() { return m_library->catalogue(); }
    std::shared_ptr<const CatalogueSnapshot> live() { return shown(store(), m_account, EntryKind::Live); }
    std::size_t filesOfLists() const
    {
        const auto folder = std::filesystem::directory_iterator(m_folder.profile() / "catalogue");
        return std::size_t(std::distance(begin(folder), end(folder)));
    }

    TemporaryFolder m_folder;
    std::unique_ptr<Library> m_library = openLibrary(m_folder.profile());
    AccountId m_account = m_library->accounts().add(panelAccount()).value();
};

inline Rows numbered(int count, const std::string &suffix = "")
{
    Rows rows;
    rows.category("1", "All");
    for (int i = 0; i < count; ++i)
        rows.channel(std::to_string(i), numberedText("Channel ", i) + suffix, "1");
    return rows;
}

} // namespace kanal::library
