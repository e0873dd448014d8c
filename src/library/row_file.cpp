// SPDX-License-Identifier: MIT
#include "row_file.h"

#include "checksum.h"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <type_traits>

namespace kanal::library
{
namespace
{

static_assert(std::is_trivially_copyable_v<RowFileHeader> && sizeof(RowFileHeader) <= kRowFileTextOffset);
static_assert(std::is_trivially_copyable_v<Record> && sizeof(Record) == 56);

tl::unexpected<Error> unusable(const std::filesystem::path &path, const char *why)
{
    return fail(ErrorKind::Storage, why, path.filename().string());
}

bool isGoodHeader(const RowFileHeader &header)
{
    const auto bytes = std::as_bytes(std::span(&header, 1)).first(offsetof(RowFileHeader, checksum));
    return header.magic == kRowFileMagic && header.version == kRowFileVersion && header.checksum == checksum(bytes) &&
           header.kind <= std::uint32_t(EntryKind::Series);
}

bool sectionsFit(const RowFileHeader &header, std::uint64_t fileBytes)
{
    return std::all_of(header.sections.begin(), header.sections.end(), [fileBytes](const auto &place) {
        return place.offset <= fileBytes && place.bytes <= fileBytes - place.offset &&
               place.offset % alignof(Record) == 0;
    });
}

bool ascends(std::span<const std::uint32_t> starts, std::size_t end)
{
    return !starts.empty() && std::is_sorted(starts.begin(), starts.end()) && starts.back() == end;
}

} // namespace

std::uint32_t idHash(std::string_view id)
{
    return std::uint32_t(checksum(std::as_bytes(std::span(id))));
}

std::optional<RowFileHeader> RowFile::readHeader(const std::filesystem::path &path)
{
    RowFileHeader header;
    std::ifstream in(path, std::ios::binary);
    if (!in.read(reinterpret_cast<char *>(&header), sizeof header) || !isGoodHeader(header))
        return std::nullopt;
    const auto end = in.seekg(0, std::ios::end).tellg();
    return end >= 0 && sectionsFit(header, std::uint64_t(end)) ? std::optional(header) : std::nullopt;
}

Result<RowFile> RowFile::open(const std::filesystem::path &path, Check check)
{
    auto mapped = MappedFile::open(path);
    if (!mapped)
        return tl::unexpected(mapped.error());
    RowFile file;
    file.m_file = std::move(*mapped);
    const auto bytes = file.m_file.bytes();
    if (bytes.size() < sizeof(RowFileHeader))
        return unusable(path, "too short");
    std::memcpy(&file.m_header, bytes.data(), sizeof(RowFileHeader));
    if (!isGoodHeader(file.m_header))
        return unusable(path, "damaged header");
    if (!file.readSections(bytes.size()))
        return unusable(path, "sections do not fit");
    if (!file.checksumsMatch(check))
        return unusable(path, "damaged section");
    if (!file.indicesFit())
        return unusable(path, "indices do not fit");
    if (check == Check::Content)
        file.m_file.dropPages();
    return file;
}

std::span<const std::byte> RowFile::section(Section which) const
{
    const auto &place = m_header.sections[std::size_t(which)];
    return m_file.bytes().subspan(place.offset, place.bytes);
}

template<class T>
std::span<const T> RowFile::items(Section which) const
{
    const auto bytes = section(which);
    return {reinterpret_cast<const T *>(bytes.data()), bytes.size() / sizeof(T)};
}

bool RowFile::readSections(std::uint64_t fileBytes)
{
    if (!sectionsFit(m_header, fileBytes))
        return false;
    const auto asText = [this](Section which) {
        const auto bytes = section(which);
        return std::string_view(reinterpret_cast<const char *>(bytes.data()), bytes.size());
    };
    m_text = asText(Section::Text);
    m_names = asText(Section::Names);
    m_extras = asText(Section::Extras);
    m_labels = asText(Section::Labels);
    m_records = items<Record>(Section::Records);
    m_nameStarts = items<std::uint32_t>(Section::NameStarts);
    m_extraStarts = items<std::uint32_t>(Section::ExtraStarts);
    m_idSlots = items<std::uint32_t>(Section::IdSlots);
    m_categories = items<CategoryRecord>(Section::Categories);
    m_categoryStarts = items<std::uint32_t>(Section::CategoryStarts);
    m_categoryRows = items<std::uint32_t>(Section::CategoryRows);
    m_terms = items<LabelPlace>(Section::Terms);
    return true;
}

bool RowFile::checksumsMatch(Check check) const
{
    for (std::size_t i = 0; i < kSections; ++i) {
        const auto which = Section(i);
        // These four are most of the file. Reading them would cost what mapping saves; a flipped bit there spoils a
        // word, no more.
        const bool large =
            which == Section::Text || which == Section::Records || which == Section::Names || which == Section::Extras;
        if (large && check == Check::Structure)
            continue;
        if (RunningChecksum::of(section(which)) != m_header.sections[i].checksum)
            return false;
    }
    return true;
}

bool RowFile::indicesFit() const
{
    const std::size_t rows = m_header.rows;
    const bool hasExtras = !m_extras.empty();
    if (m_records.size() != rows || m_categories.size() != m_header.categories || m_nameStarts.size() != rows + 1 ||
        m_categoryStarts.size() != m_categories.size() + 1 || (hasExtras && m_extraStarts.size() != rows + 1))
        return false;
    if (!ascends(m_nameStarts, m_names.size()) || (hasExtras && !ascends(m_extraStarts, m_extras.size())) ||
        !ascends(m_categoryStarts, m_categoryRows.size()))
        return false;
    if (!m_idSlots.empty() && (m_idSlots.size() & (m_idSlots.size() - 1)) != 0)
        return false;
    return std::all_of(m_categoryRows.begin(), m_categoryRows.end(), [rows](std::uint32_t row) { return row < rows; });
}

std::string_view RowFile::label(LabelPlace place) const
{
    return place.offset <= m_labels.size() ? m_labels.substr(place.offset, place.bytes) : std::string_view();
}

std::string_view RowFile::term(std::uint32_t index) const
{
    return index < m_terms.size() ? label(m_terms[index]) : std::string_view();
}

std::string_view RowFile::text(std::uint32_t row, EntryText which) const
{
    if (row >= rows())
        return {};
    const Record &record = m_records[row];
    std::uint64_t offset = record.text;
    for (std::size_t i = 0; i < std::size_t(which); ++i)
        offset += record.lengths[i];
    const std::size_t length = record.lengths[std::size_t(which)];
    return offset + length <= m_text.size() ? m_text.substr(offset, length) : std::string_view();
}

bool RowFile::isHeading(std::uint32_t row) const
{
    return row < rows() && m_records[row].form == std::uint8_t(LiveForm::Heading);
}

Entry RowFile::entry(std::uint32_t row) const
{
    Entry entry;
    if (row >= rows())
        return entry;
    const Record &record = m_records[row];
    std::uint64_t offset = record.text;
    for (std::size_t i = 0; i < kListedTexts; ++i) {
        if (offset + record.lengths[i] <= m_text.size())
            entry.texts[i] = m_text.substr(offset, record.lengths[i]);
        offset += record.lengths[i];
    }
    entry.text(EntryText::Category) = term(record.category);
    entry.text(EntryText::MoreCategories) = term(record.more);
    entry.time = record.time;
    entry.number = record.number;
    entry.years = record.years;
    entry.rating = record.rating;
    entry.form = record.form <= std::uint8_t(LiveForm::Heading) ? LiveForm(record.form) : LiveForm::Television;
    entry.adult = record.adult != 0;
    return entry;
}

std::optional<std::uint32_t> RowFile::find(std::string_view id) const
{
    const std::size_t slots = m_idSlots.size();
    for (std::size_t probe = 0, slot = idHash(id); probe < slots; ++probe, ++slot) {
        const std::uint32_t next = m_idSlots[slot & (slots - 1)]; // row + 1; 0: free
        if (next == 0)
            break;
        if (next <= rows() && text(next - 1, EntryText::Id) == id)
            return next - 1;
    }
    return std::nullopt;
}

std::span<const std::uint32_t> RowFile::rowsOf(std::uint32_t category) const
{
    if (category >= m_categories.size())
        return {};
    const std::uint32_t from = m_categoryStarts[category];
    return m_categoryRows.subspan(from, m_categoryStarts[category + 1] - from);
}

} // namespace kanal::library
