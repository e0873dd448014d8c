// SPDX-License-Identifier: MIT
#include <kanal/core/text.h>
#include <kanal/library/catalogue_store.h>
#include <kanal/library/library.h>
#include <kanal/session/entry_shape.h>

#include <optional>
#include <string>

namespace kanal::session
{

namespace
{

std::string_view categoryOf(const library::CatalogueSnapshot &snapshot, std::uint32_t row)
{
    switch (snapshot.kind()) {
    case EntryKind::Movie:
        return snapshot.movie(row).categoryId;
    case EntryKind::Series:
        return snapshot.series(row).categoryId;
    default:
        return snapshot.channel(row).categoryId;
    }
}

std::string nameOfCategory(const library::CatalogueSnapshot &snapshot, std::string_view id)
{
    for (std::uint32_t index = 0; index < snapshot.categoryCount(); ++index)
        if (const library::CategoryView category = snapshot.category(index); category.id == id)
            return std::string(category.name);
    return {};
}

} // namespace

std::vector<std::string> otherCategories(const library::CatalogueSnapshot &snapshot, std::uint32_t row)
{
    std::string_view ids;
    switch (snapshot.kind()) {
    case EntryKind::Movie:
        ids = snapshot.movie(row).moreCategoryIds;
        break;
    case EntryKind::Series:
        ids = snapshot.series(row).moreCategoryIds;
        break;
    default:
        ids = snapshot.channel(row).moreCategoryIds;
    }
    std::vector<std::string> names;
    for (const std::string_view id : split(ids, '\n'))
        if (std::string name = nameOfCategory(snapshot, id); !name.empty())
            names.push_back(std::move(name));
    return names;
}

library::EntryShape shapeOf(const library::CatalogueSnapshot &snapshot, std::uint32_t row)
{
    library::EntryShape shape;
    shape.key = {snapshot.account(), snapshot.kind(), std::string(snapshot.id(row))};
    shape.name = snapshot.name(row);
    if (snapshot.kind() == EntryKind::Live)
        shape.guideId = snapshot.channel(row).guideId;
    shape.categoryName = nameOfCategory(snapshot, categoryOf(snapshot, row));
    return shape;
}

std::optional<library::EntryShape> foundAgain(const library::CatalogueSnapshot &snapshot,
                                              const library::EntryShape &entry)
{
    if (const auto row = snapshot.find(entry.key.id))
        if (library::EntryShape now = shapeOf(snapshot, *row); library::isSameEntry(entry, now))
            return now;
    const std::string wanted = folded(entry.name);
    std::optional<std::uint32_t> only;
    std::string name;
    for (std::uint32_t row = 0; row < snapshot.size() && !wanted.empty(); ++row) {
        name.clear();
        foldInto(snapshot.name(row), name);
        if (name != wanted)
            continue;
        if (only)
            return std::nullopt;
        only = row;
    }
    return only ? std::optional(shapeOf(snapshot, *only)) : std::nullopt;
}

Result<library::EntryShape> shapeOf(library::Library &library, const EntryKey &key)
{
    const auto snapshot = library.catalogue().snapshot(key.account, key.kind);
    if (!snapshot)
        return tl::unexpected(snapshot.error());
    const std::optional<std::uint32_t> row = (*snapshot)->find(key.id);
    if (!row)
        return fail(ErrorKind::NotFound, "the catalogue has no such entry",
                    std::string(entryKindName(key.kind)) + ":" + key.id);
    return shapeOf(**snapshot, *row);
}

} // namespace kanal::session
