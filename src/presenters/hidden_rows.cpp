// SPDX-License-Identifier: MIT
#include "hidden_rows.h"

#include <algorithm>

namespace kanal::presenters
{

std::vector<std::uint32_t> hiddenRows(const library::CatalogueSnapshot &snapshot, const std::set<std::string> &ids)
{
    std::vector<std::uint32_t> rows;
    for (const std::string &id : ids)
        if (const auto row = snapshot.find(id))
            rows.push_back(*row);
    std::sort(rows.begin(), rows.end());
    return rows;
}

void dropRows(std::vector<std::uint32_t> &rows, const std::vector<std::uint32_t> &gone)
{
    if (gone.empty())
        return;
    std::erase_if(rows, [&](std::uint32_t row) { return std::binary_search(gone.begin(), gone.end(), row); });
}

} // namespace kanal::presenters
