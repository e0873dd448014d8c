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
    std::optional<library::EntryShape> there;
    if (const auto row = snapshot.find(entry.key.id))
        there = shapeOf(snapshot, *row);
    if (there && library::isSameEntry(entry, *there))
        return there;
    const bool hasGuide = there && library::hasSameGuide(entry, *there);
    const bool mayBeThere = hasGuide || (there && isSimilarName(entry.name, there->name));
    std::vector<std::uint32_t> named;
    const std::string wanted = folded(entry.name);
    std::string name;
    for (std::uint32_t row = 0; row < snapshot.size() && !wanted.empty(); ++row) {
        name.clear();
        foldInto(snapshot.name(row), name);
        if (name == wanted && (!hasGuide || snapshot.channel(row).guideId == entry.guideId))
            named.push_back(row);
    }
    if (named.empty())
        return mayBeThere ? there : std::nullopt;
    return named.size() == 1 ? std::optional(shapeOf(snapshot, named.front())) : std::nullopt;
}

library::EntryShape asListedNow(library::Library &library, const library::EntryShape &entry)
{
    const auto snapshot = library.catalogue().snapshot(entry.key.account, entry.key.kind);
    if (!snapshot)
        return entry;
    if (const auto found = foundAgain(**snapshot, entry))
        return *found;
    library::EntryShape waiting = entry;
    if ((*snapshot)->find(entry.key.id))
        waiting.key.id = library::waitingId(entry);
    return waiting;
}

std::string idNow(const library::CatalogueSnapshot &before, const library::CatalogueSnapshot &now,
                  const std::string &id)
{
    const auto row = before.find(id);
    if (!row)
        return id;
    const auto found = foundAgain(now, shapeOf(before, *row));
    return found ? found->key.id : now.find(id) ? std::string() : id;
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
