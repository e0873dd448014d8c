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

bool isAdult(const library::CatalogueSnapshot &snapshot, std::uint32_t row)
{
    switch (snapshot.kind()) {
    case EntryKind::Movie:
        return snapshot.movie(row).adult;
    case EntryKind::Series:
        return snapshot.series(row).adult;
    default:
        return snapshot.channel(row).adult;
    }
}

void dropRows(std::vector<std::uint32_t> &rows, const std::vector<std::uint32_t> &gone)
{
    if (gone.empty())
        return;
    std::erase_if(rows, [&](std::uint32_t row) { return std::binary_search(gone.begin(), gone.end(), row); });
}

} // namespace kanal::presenters
