// SPDX-License-Identifier: MIT
#include "list_comparison.h"

#include <kanal/core/text.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace kanal::library
{
namespace
{

using Pair = ListDifference::Pair;

/// Same id and a name that differs only in case, accents or signs; or a channel with the guide id it had.
bool isSame(const Entry &before, const Entry &after, EntryKind kind)
{
    if (kind == EntryKind::Live && !before.text(EntryText::Tag).empty() &&
        before.text(EntryText::Tag) == after.text(EntryText::Tag))
        return true;
    return isSameName(before.text(EntryText::Name), after.text(EntryText::Name));
}

/// By what an entry is known when its id is no longer the same. Categories are renumbered, too: by name.
std::string nameAndCategory(std::string_view foldedName, std::string_view categoryName)
{
    std::string key(foldedName);
    key += '\n';
    foldInto(categoryName, key);
    return key;
}

class CategoryNames
{
public:
    explicit CategoryNames(const RowSnapshot &snapshot)
    {
        for (std::uint32_t i = 0; i < snapshot.categoryCount(); ++i)
            m_names.emplace(snapshot.category(i).id, snapshot.category(i).name);
    }
    explicit CategoryNames(const RowFileBuilder &builder)
    {
        builder.forEachCategoryName([this](std::string_view id, std::string_view name) { m_names.emplace(id, name); });
    }
    /// Of a category nobody named: its id.
    std::string_view of(std::string_view id) const
    {
        const auto found = m_names.find(id);
        return found == m_names.end() ? id : found->second;
    }

private:
    std::unordered_map<std::string_view, std::string_view> m_names;
};

void removeSorted(std::vector<std::uint32_t> &rows, const std::vector<bool> &taken)
{
    std::erase_if(rows, [&](std::uint32_t row) { return taken[row]; });
}

} // namespace

ListComparison::ListComparison(std::shared_ptr<const RowSnapshot> before)
    : m_before(std::move(before))
    , m_stayed(m_before->size())
{
}

void ListComparison::add(const Entry &entry)
{
    const std::uint32_t row = m_rows++;
    const std::string_view id = entry.text(EntryText::Id);
    // Panels list in the same order every time: the next row is nearly always the one, and looked up for less.
    const bool follows = !id.empty() && m_next < m_before->size() && m_before->id(m_next) == id;
    const auto before = follows ? std::optional(m_next) : id.empty() ? std::nullopt : m_before->find(id);
    if (!before) {
        if (entry.form != LiveForm::Heading)
            m_unknown.push_back(row);
        return;
    }
    m_next = *before + 1;
    m_stayed[*before] = true;
    if (m_before->name(*before) == entry.text(EntryText::Name) || entry.form == LiveForm::Heading)
        return;
    const bool same = isSame(m_before->entry(*before), entry, m_before->kind());
    (same ? m_same : m_other).push_back({*before, row});
}

ListDifference ListComparison::finish(const RowFileBuilder &after)
{
    ListDifference difference;
    difference.added = m_unknown;
    for (std::uint32_t row = 0; row < m_before->size(); ++row)
        if (!m_stayed[row] && !m_before->isHeading(row))
            difference.gone.push_back(row);
    difference.renamed = m_other;
    follow(after, difference);
    difference.renamed.insert(difference.renamed.end(), m_same.begin(), m_same.end());
    std::sort(difference.renamed.begin(), difference.renamed.end(),
              [](const Pair &a, const Pair &b) { return a.after < b.after; });
    return difference;
}

/// Finds what moved to another id, and takes it out of what seemed new, gone and renamed.
void ListComparison::follow(const RowFileBuilder &after, ListDifference &difference)
{
    std::vector<std::uint32_t> lost = difference.gone, found = difference.added;
    for (const Pair &pair : difference.renamed) {
        lost.push_back(pair.before);
        found.push_back(pair.after);
    }
    if (lost.empty() || found.empty())
        return;
    std::sort(lost.begin(), lost.end());
    std::sort(found.begin(), found.end());

    const CategoryNames namesBefore(*m_before), namesAfter(after);
    std::unordered_map<std::string, std::vector<std::uint32_t>> byName; // last first
    byName.reserve(lost.size());
    for (auto row = lost.rbegin(); row != lost.rend(); ++row)
        if (!m_before->foldedName(*row).empty()) // names of signs only are equal to none
            byName[nameAndCategory(m_before->foldedName(*row),
                                   namesBefore.of(m_before->entry(*row).text(EntryText::Category)))]
                .push_back(*row);
    std::vector<bool> movedFrom(m_before->size()), movedTo(after.rows());
    for (const std::uint32_t row : found) {
        const auto same = byName.find(nameAndCategory(after.foldedName(row), namesAfter.of(after.category(row))));
        if (same == byName.end() || same->second.empty())
            continue;
        difference.moved.push_back({same->second.back(), row});
        same->second.pop_back();
        movedFrom[difference.moved.back().before] = movedTo[row] = true;
    }
    if (difference.moved.empty())
        return;
    std::sort(difference.moved.begin(), difference.moved.end(),
              [](const Pair &a, const Pair &b) { return a.before < b.before; });
    removeSorted(difference.added, movedTo);
    removeSorted(difference.gone, movedFrom);
    // An id that was dealt anew: what is left of the two is new, or gone.
    for (const Pair &pair : difference.renamed) {
        if (movedFrom[pair.before] && !movedTo[pair.after])
            difference.added.push_back(pair.after);
        if (movedTo[pair.after] && !movedFrom[pair.before])
            difference.gone.push_back(pair.before);
    }
    std::erase_if(difference.renamed, [&](const Pair &pair) { return movedFrom[pair.before] || movedTo[pair.after]; });
    std::sort(difference.added.begin(), difference.added.end());
    std::sort(difference.gone.begin(), difference.gone.end());
}

} // namespace kanal::library
