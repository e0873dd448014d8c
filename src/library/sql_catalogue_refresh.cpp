// SPDX-License-Identifier: MIT
#include "sql_catalogue_refresh.h"

#include <kanal/core/limits.h>
#include <kanal/core/text.h>

#include <unordered_set>
#include <utility>
#include <vector>

namespace kanal::library
{
namespace
{

/// Decoders keep these limits already; a store does not rely on it.
constexpr std::array<std::size_t, kEntryTexts> kLongest = {
    limits::kNameBytes, limits::kNameBytes, limits::kUrlBytes,  limits::kUrlBytes,
    limits::kUrlBytes,  limits::kNameBytes, limits::kNameBytes, limits::kTextBytes,
    limits::kIdBytes,   limits::kTextBytes, limits::kTextBytes,
};

void limitTexts(Entry &entry)
{
    for (std::size_t i = 0; i < kEntryTexts; ++i)
        entry.texts[i] = shortened(entry.texts[i], kLongest[i]);
}

/// Empty, or more than a fifth smaller: more likely a panel in trouble than a panel that tidied up.
bool isSuspicious(std::uint32_t before, std::uint32_t after)
{
    return before > 0 && std::uint64_t(after) * 5 < std::uint64_t(before) * 4;
}

/// As long as it was, and hardly anything of it is what it was, under no id and no name: somebody else's list, or the
/// one of another kind. A handful of entries may well change at once.
bool isAnothers(const CatalogueRefresh::Change &change)
{
    constexpr std::uint32_t kHandful = 50;
    return change.before >= kHandful && std::uint64_t(change.gone) * 10 > std::uint64_t(change.before) * 9;
}

} // namespace

Result<std::unique_ptr<CatalogueRefresh>> SqlCatalogueRefresh::begin(std::shared_ptr<CatalogueCore> core,
                                                                     const ListKey &list)
{
    if (list.kind == EntryKind::Episode)
        return fail(ErrorKind::Unsupported, "episodes are not listed");
    auto started = core->start(list);
    if (!started)
        return tl::unexpected(started.error());
    return std::unique_ptr<CatalogueRefresh>(new SqlCatalogueRefresh(std::move(core), list, std::move(*started)));
}

SqlCatalogueRefresh::SqlCatalogueRefresh(std::shared_ptr<CatalogueCore> core, const ListKey &list,
                                         CatalogueCore::Started started)
    : m_core(std::move(core))
    , m_list(list)
    , m_name(started.name)
    , m_before(m_core->snapshot(list))
    , m_builder(std::move(started.builder))
    , m_comparison(m_before)
{
}

SqlCatalogueRefresh::~SqlCatalogueRefresh()
{
    m_core->end(m_list, m_name.generation);
}

Result<> SqlCatalogueRefresh::noted(Result<> done)
{
    if (!done && !m_failure)
        m_failure = done.error();
    return done;
}

Result<> SqlCatalogueRefresh::addCategories(std::span<const CategoryRow> rows)
{
    if (m_failure)
        return tl::unexpected(*m_failure);
    if (m_categories + rows.size() > limits::kCategories) {
        m_builder.dropCategories(); // such an answer is none
        m_categories = 0;
        return fail(ErrorKind::BadAnswer, "more categories than any list may have");
    }
    takeCategories(rows);
    return {};
}

void SqlCatalogueRefresh::takeCategories(std::span<const CategoryRow> rows)
{
    m_categories += std::uint32_t(rows.size());
    for (const CategoryRow &row : rows)
        m_builder.addCategory(row);
}

template<class Row>
Result<> SqlCatalogueRefresh::addRows(EntryKind kind, std::span<const Row> rows)
{
    if (kind != m_list.kind)
        return fail(ErrorKind::Unsupported, "rows of another kind");
    if (m_failure)
        return tl::unexpected(*m_failure);
    constexpr std::size_t kAhead = 4; // rows
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (i + kAhead < rows.size())
            m_builder.expect(rows[i + kAhead].id);
        if (auto added = noted(add(entryOf(rows[i]))); !added)
            return added;
    }
    return {};
}

Result<> SqlCatalogueRefresh::addChannels(std::span<const ChannelRow> rows)
{
    return addRows(EntryKind::Live, rows);
}

Result<> SqlCatalogueRefresh::addMovies(std::span<const MovieRow> rows)
{
    return addRows(EntryKind::Movie, rows);
}

Result<> SqlCatalogueRefresh::addSeries(std::span<const SeriesRow> rows)
{
    return addRows(EntryKind::Series, rows);
}

Result<> SqlCatalogueRefresh::add(const Entry &given)
{
    Entry entry = given;
    limitTexts(entry);
    const auto outcome = m_builder.add(entry);
    if (!outcome)
        return tl::unexpected(outcome.error());
    if (*outcome == RowFileBuilder::Outcome::Added)
        m_comparison.add(entry);
    return {};
}

/// Panels in trouble answer [], null or a part where their categories are asked for, and list the rows as ever: what
/// the rows still name is kept as it was.
void SqlCatalogueRefresh::restoreCategories()
{
    std::vector<CategoryRow> known;
    for (std::uint32_t i = 0; i < m_before->categoryCount(); ++i)
        if (const CategoryView category = m_before->category(i); !category.id.empty())
            known.push_back({.id = category.id, .name = category.name, .adult = m_before->isMarkedAdult(i)});
    if (!m_keepsCategories && !isSuspicious(std::uint32_t(known.size()), m_categories))
        return;
    std::unordered_set<std::string_view> named;
    m_builder.forEachNamedCategory([&](std::string_view id) { named.insert(id); });
    m_builder.forEachCategoryName([&](std::string_view id, std::string_view) { named.erase(id); });
    std::erase_if(known, [&](const CategoryRow &category) { return !named.contains(category.id); });
    takeCategories(known);
}

/// What went this week and is back is not new.
void SqlCatalogueRefresh::welcomeBack(std::chrono::sys_seconds now)
{
    if (m_difference->added.empty() || m_before->size() == 0)
        return;
    const auto gone = m_core->entriesGone(m_list, now - kNewsAge);
    if (!gone || gone->empty())
        return;
    std::unordered_set<std::string> known; // by id or category, and name
    for (const CatalogueNews::Entry &entry : *gone) {
        const std::string name = folded(entry.name);
        known.insert("i" + entry.id + '\n' + name);
        known.insert("c" + entry.categoryId + '\n' + name);
    }
    std::erase_if(m_difference->added, [&](std::uint32_t row) {
        const std::string name(m_builder.foldedName(row));
        return known.contains("i" + std::string(m_builder.id(row)) + '\n' + name) ||
               known.contains("c" + std::string(m_builder.category(row)) + '\n' + name);
    });
}

Result<CatalogueRefresh::Change> SqlCatalogueRefresh::commit(std::chrono::sys_seconds now, Trust trust)
{
    if (m_failure)
        return tl::unexpected(*m_failure);
    if (m_over)
        return fail(ErrorKind::Storage, "this refresh was committed already");

    if (!m_difference) {
        restoreCategories();
        m_difference = m_comparison.finish(m_builder);
        welcomeBack(now);
    }
    Change change;
    change.before = m_before->size();
    change.after = m_builder.rows();
    change.added = std::uint32_t(m_difference->added.size());
    change.gone = std::uint32_t(m_difference->gone.size());
    change.renamed = std::uint32_t(m_difference->renamed.size());
    if (trust == Trust::Check && (isSuspicious(change.before, change.after) || isAnothers(change))) {
        change.heldBack = true;
        return change;
    }
    Result<> done = m_builder.publish(now);
    if (done)
        done = m_core->show(m_list, {m_name.generation, m_name.stamp, now, m_builder.rows()}, *m_before, *m_difference);
    if (auto shown = noted(done); !shown)
        return tl::unexpected(shown.error());
    m_over = true;
    countAdult(change);
    return change;
}

void SqlCatalogueRefresh::countAdult(Change &change) const
{
    const auto after = m_core->snapshot(m_list);
    if (after->size() != change.after)
        return; // its account went meanwhile
    for (const std::uint32_t row : m_difference->added)
        change.adultAdded += after->isAdult(row);
    for (const std::uint32_t row : m_difference->gone)
        change.adultGone += m_before->isAdult(row);
    for (const auto &pair : m_difference->renamed)
        change.adultRenamed += after->isAdult(pair.after) || m_before->isAdult(pair.before);
}

} // namespace kanal::library
