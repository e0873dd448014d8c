// SPDX-License-Identifier: MIT
#include "row_block.h"

#include "checksum.h"

#include <kanal/core/limits.h>

#include <cstring>
#include <type_traits>

namespace kanal::library
{
namespace
{

/// What stands before a row's texts.
struct PackedRow {
    std::int64_t time;
    std::int32_t number;
    std::int32_t years;
    float rating;
    std::uint8_t form;
    std::uint8_t adult;
    std::uint16_t lengths[kEntryTexts];
};
static_assert(std::is_trivially_copyable_v<PackedRow>);
static_assert(limits::kTextBytes <= 0xffff && limits::kUrlBytes <= 0xffff);

} // namespace

RowBlockWriter::RowBlockWriter()
{
    m_bytes.reserve(kFullBytes + kFullBytes / 4);
    clear();
}

void RowBlockWriter::clear()
{
    m_bytes.assign(kHeaderBytes, '\0');
}

void RowBlockWriter::add(const Entry &entry)
{
    PackedRow row{};
    row.time = entry.time;
    row.number = entry.number;
    row.years = entry.years;
    row.rating = entry.rating;
    row.form = std::uint8_t(entry.form);
    row.adult = entry.adult;
    for (std::size_t i = 0; i < kEntryTexts; ++i)
        row.lengths[i] = std::uint16_t(entry.texts[i].size());
    m_bytes.append(reinterpret_cast<const char *>(&row), sizeof row);
    for (const std::string_view text : entry.texts)
        m_bytes.append(text);
}

std::span<const std::byte> RowBlockWriter::finish()
{
    const auto bytes = std::as_bytes(std::span(m_bytes));
    const std::uint64_t sum = checksum(bytes.subspan(kHeaderBytes));
    std::memcpy(m_bytes.data(), &sum, sizeof sum);
    return bytes;
}

std::optional<RowBlockReader> RowBlockReader::open(std::span<const std::byte> block)
{
    std::uint64_t sum = 0;
    if (block.size() < RowBlockWriter::kHeaderBytes)
        return std::nullopt;
    std::memcpy(&sum, block.data(), sizeof sum);
    const auto rows = block.subspan(RowBlockWriter::kHeaderBytes);
    if (checksum(rows) != sum)
        return std::nullopt;
    return RowBlockReader(rows);
}

bool RowBlockReader::take(void *to, std::size_t bytes)
{
    if (m_left.size() < bytes) {
        m_broken = true;
        return false;
    }
    std::memcpy(to, m_left.data(), bytes);
    m_left = m_left.subspan(bytes);
    return true;
}

bool RowBlockReader::next(Entry &entry)
{
    if (m_left.empty() || m_broken)
        return false;
    PackedRow row;
    if (!take(&row, sizeof row))
        return false;
    entry.time = row.time;
    entry.number = row.number;
    entry.years = row.years;
    entry.rating = row.rating;
    entry.form = LiveForm(row.form <= std::uint8_t(LiveForm::Heading) ? row.form : 0);
    entry.adult = row.adult != 0;
    for (std::size_t i = 0; i < kEntryTexts; ++i) {
        if (m_left.size() < row.lengths[i]) {
            m_broken = true;
            return false;
        }
        entry.texts[i] = {reinterpret_cast<const char *>(m_left.data()), row.lengths[i]};
        m_left = m_left.subspan(row.lengths[i]);
    }
    return true;
}

} // namespace kanal::library
