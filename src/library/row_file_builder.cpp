// SPDX-License-Identifier: MIT
#include "row_file_builder.h"

#include <kanal/core/limits.h>
#include <kanal/core/text.h>

#include <algorithm>
#include <charconv>
#include <limits>

namespace kanal::library
{
namespace
{

constexpr std::size_t kSectionAlignment = 64;
constexpr std::size_t kFirstSlots = 1 << 12;
// Reserved, not touched: pages that are never written cost nothing, copies of grown buffers do.
constexpr std::size_t kUsualRows = 200'000;
constexpr std::size_t kUsualNameBytes = kUsualRows * 40;
constexpr std::size_t kUsualExtraBytes = kUsualRows * 120;

template<class Use>
void forEachCategory(std::string_view first, std::string_view more, Use use)
{
    if (!first.empty())
        use(first);
    while (!more.empty()) {
        const std::size_t end = std::min(more.find('\n'), more.size());
        if (end > 0)
            use(more.substr(0, end));
        more.remove_prefix(std::min(end + 1, more.size()));
    }
}

/// One sign may fold to eleven times its bytes; names made of it must not fill the memory. What is folded has no line
/// break, which separates rows.
std::size_t mostFoldedBytes(std::string_view text)
{
    return text.size() * 2 + 32;
}

void appendFolded(std::string_view text, std::string &blob)
{
    const std::size_t from = blob.size();
    foldInto(text, blob);
    blob.resize(from + shortened(std::string_view(blob).substr(from), mostFoldedBytes(text)).size());
}

} // namespace

Result<RowFileBuilder> RowFileBuilder::create(const RowFilePaths &paths, const RowFileName &name)
{
    auto writer = FileWriter::create(paths.rows);
    if (!writer)
        return tl::unexpected(writer.error());
    const std::vector<std::byte> head(kRowFileTextOffset); // all zero: no header before the file is complete
    if (auto written = writer->append(head); !written)
        return tl::unexpected(written.error());

    RowFileBuilder builder(std::move(*writer), PlotFileWriter(paths.plots, name.stamp));
    builder.m_header.magic = kRowFileMagic;
    builder.m_header.version = kRowFileVersion;
    builder.m_header.kind = std::uint32_t(name.kind);
    builder.m_header.account = name.account.value;
    builder.m_header.generation = name.generation;
    builder.m_header.stamp = name.stamp;
    builder.m_text.reserve(RunningChecksum::kPieceBytes + limits::kTextBytes * 8);
    builder.m_records.reserve(kUsualRows);
    builder.m_names.reserve(kUsualNameBytes);
    if (name.kind != EntryKind::Live)
        builder.m_extras.reserve(kUsualExtraBytes);
    builder.m_slots.resize(kFirstSlots);
    builder.term({});
    return builder;
}

void RowFileBuilder::addCategory(const CategoryRow &category)
{
    // An empty id is how entries say "none".
    if (!category.id.empty())
        m_categories.push_back({std::string(shortened(category.id, limits::kIdBytes)),
                                std::string(shortened(category.name, limits::kNameBytes)), category.adult});
}

std::uint32_t RowFileBuilder::term(std::string_view text)
{
    if (const auto found = m_terms.find(text); found != m_terms.end())
        return found->second;
    const auto index = std::uint32_t(m_termTexts.size());
    const auto added = m_terms.emplace(std::string(text), index).first;
    m_termTexts.push_back(added->first); // keys of a node-based map stay where they are
    m_termBytes += text.size();
    return index;
}

std::optional<std::uint32_t> RowFileBuilder::findId(std::string_view id, std::uint32_t hash) const
{
    const std::size_t mask = m_slots.size() - 1;
    for (std::size_t slot = hash & mask; m_slots[slot] != 0; slot = (slot + 1) & mask) {
        const std::uint32_t row = m_slots[slot] - 1;
        if (m_idHashes[row] == hash &&
            std::string_view(m_ids).substr(m_idStarts[row], m_idStarts[row + 1] - m_idStarts[row]) == id)
            return row;
    }
    return std::nullopt;
}

void RowFileBuilder::expect([[maybe_unused]] std::string_view id) const
{
#if defined(__GNUC__) || defined(__clang__)
    __builtin_prefetch(&m_slots[idHash(id) & (m_slots.size() - 1)]);
#endif
}

void RowFileBuilder::rememberId(std::string_view id, std::uint32_t hash)
{
    const std::uint32_t row = std::uint32_t(m_idHashes.size());
    m_ids.append(id);
    m_idStarts.push_back(std::uint32_t(m_ids.size()));
    m_idHashes.push_back(hash);
    if (m_idHashes.size() * 3 > m_slots.size() * 2) {
        growSlots();
    } else if (!id.empty()) {
        const std::size_t mask = m_slots.size() - 1;
        std::size_t slot = hash & mask;
        while (m_slots[slot] != 0)
            slot = (slot + 1) & mask;
        m_slots[slot] = row + 1;
    }
}

void RowFileBuilder::growSlots()
{
    m_slots.assign(m_slots.size() * 2, 0);
    const std::size_t mask = m_slots.size() - 1;
    for (std::uint32_t row = 0; row < m_idHashes.size(); ++row) {
        if (m_idStarts[row] == m_idStarts[row + 1])
            continue; // rows without an id cannot be found
        std::size_t slot = m_idHashes[row] & mask;
        while (m_slots[slot] != 0)
            slot = (slot + 1) & mask;
        m_slots[slot] = row + 1;
    }
}

Result<RowFileBuilder::Outcome> RowFileBuilder::add(const Entry &entry)
{
    const std::string_view id = entry.text(EntryText::Id);
    const std::uint32_t hash = idHash(id);
    if (!id.empty()) {
        if (const auto row = findId(id, hash)) {
            mergeCategories(*row, entry);
            return checkedTerms().map([] { return Outcome::Merged; });
        }
    }
    if (m_records.size() >= limits::kListRows)
        return fail(ErrorKind::BadAnswer, "more rows than any list may have");

    Record record{};
    record.time = entry.time;
    record.number = entry.number;
    record.years = entry.years;
    record.rating = entry.rating;
    record.form = std::uint8_t(entry.form);
    record.adult = entry.adult;
    // Lists come category by category: the last term is nearly always the next one.
    const auto sameOrNew = [this](std::string_view text, std::uint32_t &last) {
        if (m_termTexts[last] != text)
            last = term(text);
        return last;
    };
    record.category = sameOrNew(entry.text(EntryText::Category), m_lastTerm);
    record.more = sameOrNew(entry.text(EntryText::MoreCategories), m_lastMoreTerm);
    if (auto checked = checkedTerms(); !checked)
        return tl::unexpected(checked.error());
    if (auto appended = appendText(entry, record); !appended)
        return tl::unexpected(appended.error());
    const auto plot = m_plots.add(entry.text(EntryText::Plot));
    if (!plot)
        return tl::unexpected(plot.error());
    record.plot = plot->offset;
    record.plotBytes = plot->bytes;
    foldRow(entry);
    m_records.push_back(record);
    rememberId(id, hash);
    return Outcome::Added;
}

Result<> RowFileBuilder::appendText(const Entry &entry, Record &record)
{
    const std::uint64_t offset = m_textBytes + m_text.size();
    if (offset > std::numeric_limits<std::uint32_t>::max())
        return fail(ErrorKind::BadAnswer, "more text than any list may have");
    record.text = std::uint32_t(offset);
    for (std::size_t i = 0; i < kListedTexts; ++i) {
        record.lengths[i] = std::uint16_t(entry.texts[i].size());
        m_text.append(entry.texts[i]);
    }
    while (m_text.size() >= RunningChecksum::kPieceBytes)
        if (auto written = writeText(RunningChecksum::kPieceBytes); !written)
            return written;
    return {};
}

Result<> RowFileBuilder::writeText(std::size_t bytes)
{
    const auto piece = std::as_bytes(std::span(m_text)).first(bytes);
    if (auto written = m_writer.append(piece); !written)
        return written;
    m_textSum.add(piece);
    m_textBytes += bytes;
    m_text.erase(0, bytes);
    return {};
}

void RowFileBuilder::foldRow(const Entry &entry)
{
    m_names += '\n';
    m_nameStarts.push_back(std::uint32_t(m_names.size()));
    appendFolded(entry.text(EntryText::Name), m_names);
    m_scratch.clear();
    foldJoinedInto(entry.text(EntryText::Name), m_scratch);
    if (!m_scratch.empty()) {
        m_scratch.resize(shortened(m_scratch, mostFoldedBytes(entry.text(EntryText::Name))).size());
        m_names.append(1, kJoined).append(m_scratch);
    }
    if (m_header.kind == std::uint32_t(EntryKind::Live))
        return;
    m_extras += '\n';
    m_extraStarts.push_back(std::uint32_t(m_extras.size()));
    m_scratch.assign(entry.text(EntryText::Genre));
    if (entry.years > 0) {
        char digits[16];
        const auto end = std::to_chars(digits, digits + sizeof digits, entry.years).ptr;
        m_scratch.append(1, ' ').append(digits, end);
    }
    m_scratch.append(1, ' ').append(entry.text(EntryText::Cast)).append(1, ' ').append(entry.text(EntryText::Director));
    appendFolded(m_scratch, m_extras);
}

std::string_view RowFileBuilder::foldedName(std::uint32_t row) const
{
    const std::size_t from = m_nameStarts[row];
    const std::size_t end = row + 1 < m_nameStarts.size() ? m_nameStarts[row + 1] - 1 : m_names.size();
    return withoutJoined(std::string_view(m_names).substr(from, end - from));
}

Result<> RowFileBuilder::checkedTerms() const
{
    if (m_termBytes <= limits::kCategoryBytes)
        return {};
    return fail(ErrorKind::BadAnswer, "the rows name more categories than any list may have");
}

/// Ids only: what they make together becomes a term when it is known to the end, see joinMerged().
void RowFileBuilder::mergeCategories(std::uint32_t row, const Entry &entry)
{
    Record &record = m_records[row];
    const auto [found, first] = m_merged.try_emplace(row);
    std::vector<std::uint32_t> &all = found->second;
    const auto join = [&](std::string_view id) {
        if (all.size() >= limits::kCategoriesOfRow)
            return;
        if (const std::uint32_t index = term(id); std::find(all.begin(), all.end(), index) == all.end())
            all.push_back(index);
    };
    if (first)
        forEachCategory(m_termTexts[record.category], m_termTexts[record.more], join);
    forEachCategory(entry.text(EntryText::Category), entry.text(EntryText::MoreCategories), join);
    if (!all.empty())
        record.category = all.front();
}

Result<> RowFileBuilder::joinMerged()
{
    std::string more;
    for (const auto &[row, all] : m_merged) {
        more.clear();
        for (std::size_t i = 1; i < all.size(); ++i)
            (more += i > 1 ? "\n" : "") += m_termTexts[all[i]];
        m_records[row].more = term(more);
        if (auto checked = checkedTerms(); !checked)
            return checked;
    }
    m_merged.clear();
    return {};
}

/// Places in `labels` have 32 bits: kCategoryBytes of terms and the categories of one list are far from that.
RowFileBuilder::CategoryIndex RowFileBuilder::indexCategories() const
{
    CategoryIndex index;
    const auto addLabel = [&index](std::string_view text) {
        const LabelPlace place{std::uint32_t(index.labels.size()), std::uint32_t(text.size())};
        index.labels += text;
        return place;
    };
    std::unordered_map<std::string_view, std::uint32_t> known;
    for (const OwnCategory &category : m_categories)
        if (known.emplace(category.id, std::uint32_t(index.categories.size())).second)
            index.categories.push_back({addLabel(category.id), addLabel(category.name), 0, category.adult});

    // What each term names, once; a row looks its two terms up.
    std::vector<std::vector<std::uint32_t>> named(m_termTexts.size());
    for (std::size_t i = 0; i < m_termTexts.size(); ++i) {
        index.terms.push_back(addLabel(m_termTexts[i]));
        forEachCategory({}, m_termTexts[i], [&](std::string_view id) {
            if (const auto found = known.find(id); found != known.end())
                named[i].push_back(found->second);
        });
    }
    const auto unsorted = std::uint32_t(index.categories.size());
    std::vector<std::uint32_t> sizes(unsorted + 1), ofRow;
    const auto categoriesOf = [&](const Record &record) -> const std::vector<std::uint32_t> & {
        ofRow = named[record.category];
        for (const std::uint32_t category : named[record.more])
            if (std::find(ofRow.begin(), ofRow.end(), category) == ofRow.end())
                ofRow.push_back(category);
        if (ofRow.empty())
            ofRow.push_back(unsorted);
        return ofRow;
    };
    for (const Record &record : m_records)
        for (const std::uint32_t category : categoriesOf(record))
            ++sizes[category];
    if (sizes[unsorted] > 0)
        index.categories.push_back({addLabel({}), addLabel({}), 0, 0});

    index.starts.assign(1, 0);
    for (std::size_t i = 0; i < index.categories.size(); ++i)
        index.starts.push_back(index.starts.back() + sizes[i]);
    index.rows.resize(index.starts.back());
    std::vector<std::uint32_t> next(index.starts);
    for (std::uint32_t row = 0; row < m_records.size(); ++row)
        for (const std::uint32_t category : categoriesOf(m_records[row])) {
            index.rows[next[category]++] = row;
            index.categories[category].count += m_records[row].form != std::uint8_t(LiveForm::Heading);
        }
    return index;
}

/// Panels mark the category and forget its entries: what stands in an adult category is adult.
void RowFileBuilder::spreadAdult(const CategoryIndex &index)
{
    for (std::size_t category = 0; category < index.categories.size(); ++category)
        if (index.categories[category].adult)
            for (std::uint32_t at = index.starts[category]; at < index.starts[category + 1]; ++at)
                m_records[index.rows[at]].adult = 1;
}

template<class T>
Result<> RowFileBuilder::writeSection(Section which, std::span<const T> items)
{
    const std::byte padding[kSectionAlignment] = {};
    const std::size_t gap = (kSectionAlignment - m_writer.size() % kSectionAlignment) % kSectionAlignment;
    if (auto written = m_writer.append({padding, gap}); !written)
        return written;
    const auto bytes = std::as_bytes(items);
    m_header.sections[std::size_t(which)] = {m_writer.size(), bytes.size(), RunningChecksum::of(bytes)};
    return m_writer.append(bytes);
}

Result<> RowFileBuilder::publish(std::chrono::sys_seconds refreshedAt)
{
    Result<> done = joinMerged();
    if (done && (!m_text.empty() || m_textBytes == 0))
        done = writeText(m_text.size());
    if (!done)
        return done;
    m_header.sections[std::size_t(Section::Text)] = {kRowFileTextOffset, m_textBytes, m_textSum.value()};
    m_names += '\n'; // the last row ends as all others do
    m_nameStarts.push_back(std::uint32_t(m_names.size()));
    if (!m_extras.empty()) {
        m_extras += '\n';
        m_extraStarts.push_back(std::uint32_t(m_extras.size()));
    }
    const CategoryIndex index = indexCategories();
    spreadAdult(index);
    const auto write = [&](Section which, auto items) {
        if (done)
            done = writeSection(which, items);
    };
    write(Section::Records, std::span<const Record>(m_records));
    write(Section::Names, std::span<const char>(m_names));
    write(Section::NameStarts, std::span<const std::uint32_t>(m_nameStarts));
    write(Section::Extras, std::span<const char>(m_extras));
    write(Section::ExtraStarts, std::span<const std::uint32_t>(m_extraStarts));
    write(Section::IdSlots, std::span<const std::uint32_t>(m_slots));
    write(Section::Categories, std::span<const CategoryRecord>(index.categories));
    write(Section::CategoryStarts, std::span<const std::uint32_t>(index.starts));
    write(Section::CategoryRows, std::span<const std::uint32_t>(index.rows));
    write(Section::Terms, std::span<const LabelPlace>(index.terms));
    write(Section::Labels, std::span<const char>(index.labels));
    if (!done)
        return done;

    m_header.rows = rows();
    m_header.categories = std::uint32_t(index.categories.size());
    m_header.refreshedAt = refreshedAt.time_since_epoch().count();
    const auto head = std::as_bytes(std::span(&m_header, 1));
    m_header.checksum = checksum(head.first(offsetof(RowFileHeader, checksum)));
    done = m_writer.overwrite(0, head);
    if (done)
        done = m_plots.publish();
    return done ? m_writer.publish() : done;
}

} // namespace kanal::library
