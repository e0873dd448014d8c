// SPDX-License-Identifier: MIT
#include "renumbering.h"

#include <kanal/core/text.h>
#include <kanal/library/catalogue_store.h>
#include <kanal/library/library.h>
#include <kanal/session/entry_shape.h>

#include <unordered_set>

namespace kanal::session
{

bool isSameEntry(const library::EntryShape &marked, const library::EntryShape &now)
{
    return (!marked.guideId.empty() && marked.guideId == now.guideId) || folded(marked.name) == folded(now.name);
}

std::vector<library::EntryShape> shapesToFollow(const library::CatalogueSnapshot &snapshot,
                                                const std::vector<library::EntryShape> &marked)
{
    std::unordered_set<std::uint32_t> rows;
    std::unordered_set<std::string> lost;
    for (const library::EntryShape &shape : marked) {
        const std::optional<std::uint32_t> row = snapshot.find(shape.key.id);
        if (row)
            rows.insert(*row);
        if (!row || !isSameEntry(shape, shapeOf(snapshot, *row)))
            lost.insert(folded(shape.name));
    }
    if (lost.empty())
        return {};

    std::string name;
    for (std::uint32_t row = 0; row < snapshot.size(); ++row) {
        name.clear();
        foldInto(snapshot.name(row), name);
        if (lost.contains(name))
            rows.insert(row);
    }
    std::vector<library::EntryShape> shapes;
    shapes.reserve(rows.size());
    for (const std::uint32_t row : rows)
        shapes.push_back(shapeOf(snapshot, row));
    return shapes;
}

Result<int> followRenumbered(library::Library &library, AccountId account, EntryKind kind)
{
    const auto snapshot = library.catalogue().snapshot(account, kind);
    if (!snapshot)
        return tl::unexpected(snapshot.error());
    const Result<std::vector<library::EntryShape>> marked = library.user().marked(account, kind);
    if (!marked)
        return tl::unexpected(marked.error());

    const std::vector<library::EntryShape> shapes = shapesToFollow(**snapshot, *marked);
    return shapes.empty() ? 0 : library.user().followRenumbered(account, kind, shapes);
}

} // namespace kanal::session
