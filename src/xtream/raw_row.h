// SPDX-License-Identifier: MIT
// A row of a panel as it came: one Scalar for each field we know, whatever the panel called it.
#pragma once

#include "scalar.h"
#include "text_arena.h"

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace kanal::xtream
{

enum class Field : std::uint8_t {
    Id,
    Name,
    Title,
    Number,
    Type,
    Image,
    GuideId,
    Added,
    CategoryId,
    CategoryIds,
    Archive,
    ArchiveDays,
    Adult,
    Rating,
    RatingOf5,
    Container,
    Genre,
    Cast,
    Director,
    Plot,
    Year,
    Released,
    Backdrop,
    Trailer,
    Count,
    Unknown = Count,
};

/// The names a field goes by in one kind of list. Where two names mean one field, the first that holds something wins.
struct FieldName {
    std::string_view name;
    Field field;
};

class RawRow
{
public:
    Scalar operator[](Field field) const { return {m_kinds[std::size_t(field)], m_texts[std::size_t(field)]}; }

    bool holds(Field field) const
    {
        const Scalar::Kind kind = m_kinds[std::size_t(field)];
        return kind == Scalar::Kind::Number || kind == Scalar::Kind::True ||
               (kind == Scalar::Kind::Text && !m_texts[std::size_t(field)].empty());
    }

    void set(Field field, Scalar value)
    {
        m_kinds[std::size_t(field)] = value.kind;
        m_texts[std::size_t(field)] = value.text;
    }

    /// Field::CategoryIds, which is a list by nature.
    std::vector<std::string_view> categoryIds;

    void clear()
    {
        m_kinds.fill(Scalar::Kind::Absent);
        categoryIds.clear();
    }

private:
    std::array<Scalar::Kind, std::size_t(Field::Count)> m_kinds{};
    std::array<std::string_view, std::size_t(Field::Count)> m_texts;
};

} // namespace kanal::xtream
