// SPDX-License-Identifier: MIT
#include "row_parser.h"

#include <kanal/core/text.h>

#include <cstring>
#include <string>
#include <vector>

#include <simdjson.h>

namespace kanal::xtream
{

namespace
{

namespace ondemand = simdjson::ondemand;
constexpr std::size_t kMostFields = 128; // positions remembered; rows with more keys are looked up

} // namespace

class RowParser::Impl
{
public:
    Impl(std::span<const FieldName> names, TextArena &arena)
        : m_names(names)
        , m_arena(arena)
    {
    }

    bool begin(const char *text, std::size_t size);
    bool atEnd() { return !(m_at != m_end); }
    bool sawAll() { return m_document.current_location().error() == simdjson::OUT_OF_BOUNDS; }
    RowOutcome next(RawRow &row);

private:
    bool readFields(ondemand::value element, RawRow &row);
    Field fieldOf(const char *rawKey, std::size_t position);
    // By reference: to copy a value that was made just now costs more than to read it.
    void readValue(ondemand::value &value, Field field, RawRow &row, bool &failed);
    Scalar readScalar(ondemand::value &value, ondemand::json_type type, bool &failed);
    Scalar readList(ondemand::value &value, Field field, RawRow &row, bool &failed);
    Scalar readObject(ondemand::value &value, Field field, RawRow &row, bool &failed);
    void joinItem(ondemand::value &value, Field field, RawRow &row, bool &failed);

    std::span<const FieldName> m_names;
    TextArena &m_arena;
    ondemand::parser m_parser;
    ondemand::document m_document;
    ondemand::array_iterator m_at;
    ondemand::array_iterator m_end;
    std::string m_joined;

    /// Rows of one panel have the same keys in the same order: what the key at this position was the last time.
    struct Remembered {
        std::string quotedTail; ///< the key and its closing quote
        Field field = Field::Unknown;
    };
    std::vector<Remembered> m_remembered;
};

RowParser::RowParser(std::span<const FieldName> names, TextArena &arena)
    : m_impl(std::make_unique<Impl>(names, arena))
{
}
RowParser::~RowParser() = default;
bool RowParser::begin(const char *text, std::size_t size)
{
    return m_impl->begin(text, size);
}
bool RowParser::atEnd()
{
    return m_impl->atEnd();
}
bool RowParser::sawAll()
{
    return m_impl->sawAll();
}
RowOutcome RowParser::next(RawRow &row)
{
    return m_impl->next(row);
}

bool RowParser::Impl::begin(const char *text, std::size_t size)
{
    if (m_parser.iterate(text, size, size + simdjson::SIMDJSON_PADDING).get(m_document) != simdjson::SUCCESS)
        return false;
    ondemand::array array;
    return m_document.get_array().get(array) == simdjson::SUCCESS && array.begin().get(m_at) == simdjson::SUCCESS &&
           array.end().get(m_end) == simdjson::SUCCESS;
}

RowOutcome RowParser::Impl::next(RawRow &row)
{
    row.clear();
    ondemand::value element;
    if ((*m_at).get(element) != simdjson::SUCCESS)
        return RowOutcome::Broken;
    ondemand::json_type type;
    if (element.type().get(type) != simdjson::SUCCESS)
        return RowOutcome::Broken;
    if (type == ondemand::json_type::object && !readFields(element, row))
        return RowOutcome::Broken;
    ++m_at;
    return type == ondemand::json_type::object ? RowOutcome::Row : RowOutcome::NoRow;
}

bool RowParser::Impl::readFields(ondemand::value element, RawRow &row)
{
    ondemand::object object;
    if (element.get_object().get(object) != simdjson::SUCCESS)
        return false;
    std::size_t position = 0;
    bool failed = false;
    for (auto item : object) {
        if (item.error() != simdjson::SUCCESS)
            return false;
        ondemand::field &&field = std::move(item).value_unsafe();
        const Field known = fieldOf(field.key().raw(), position++);
        if (known != Field::Unknown)
            readValue(field.value(), known, row, failed);
        if (failed)
            return false;
    }
    return true;
}

/// `rawKey` points behind the opening quote, into padded text.
Field RowParser::Impl::fieldOf(const char *rawKey, std::size_t position)
{
    if (position < m_remembered.size()) {
        const Remembered &last = m_remembered[position];
        if (!last.quotedTail.empty() && std::memcmp(rawKey, last.quotedTail.data(), last.quotedTail.size()) == 0)
            return last.field;
    }
    constexpr std::size_t kLongestName = 32;
    const void *quote = std::memchr(rawKey, '"', kLongestName);
    if (!quote) // longer than any we know
        return Field::Unknown;
    const std::string_view name(rawKey, std::size_t(static_cast<const char *>(quote) - rawKey));
    Field field = Field::Unknown;
    for (const FieldName &known : m_names)
        if (known.name == name)
            field = known.field;
    if (position < kMostFields) {
        if (m_remembered.size() <= position)
            m_remembered.resize(position + 1);
        m_remembered[position] = {std::string(rawKey, name.size() + 1), field};
    }
    return field;
}

void RowParser::Impl::readValue(ondemand::value &value, Field field, RawRow &row, bool &failed)
{
    if (field != Field::CategoryIds && row.holds(field))
        return; // another name of this field has already told
    ondemand::json_type type;
    if (value.type().get(type) != simdjson::SUCCESS) {
        failed = true;
        return;
    }
    if (type == ondemand::json_type::array)
        row.set(field, readList(value, field, row, failed));
    else if (type == ondemand::json_type::object)
        row.set(field, readObject(value, field, row, failed));
    else if (const Scalar scalar = readScalar(value, type, failed); field != Field::CategoryIds)
        row.set(field, scalar);
    else // "12" or "12,34"
        for (std::string_view id : split(toText(scalar), ','))
            if (!trimmed(id).empty())
                row.categoryIds.push_back(trimmed(id));
}

Scalar RowParser::Impl::readScalar(ondemand::value &value, ondemand::json_type type, bool &failed)
{
    switch (type) {
    case ondemand::json_type::string: {
        std::string_view text;
        failed = value.get_string().get(text) != simdjson::SUCCESS;
        return Scalar::of(text);
    }
    case ondemand::json_type::number: {
        std::string_view token = value.raw_json_token();
        while (!token.empty() && static_cast<unsigned char>(token.back()) <= ' ')
            token.remove_suffix(1);
        return Scalar::number(token);
    }
    case ondemand::json_type::boolean: {
        bool yes = false;
        failed = value.get_bool().get(yes) != simdjson::SUCCESS;
        return {yes ? Scalar::Kind::True : Scalar::Kind::False, {}};
    }
    case ondemand::json_type::null:
        return {Scalar::Kind::Null, {}};
    default:
        return {Scalar::Kind::Compound, {}};
    }
}

Scalar RowParser::Impl::readList(ondemand::value &value, Field field, RawRow &row, bool &failed)
{
    ondemand::array array;
    if (value.get_array().get(array) != simdjson::SUCCESS) {
        failed = true;
        return {};
    }
    m_joined.clear();
    for (auto item : array) {
        if (item.error() != simdjson::SUCCESS) {
            failed = true;
            return {};
        }
        ondemand::value element = item.value_unsafe();
        joinItem(element, field, row, failed);
        if (failed)
            return {};
    }
    return m_joined.empty() ? Scalar{Scalar::Kind::Compound, {}} : Scalar::of(m_arena.keep(m_joined));
}

/// PHP makes {"1":33} of a list with a hole.
Scalar RowParser::Impl::readObject(ondemand::value &value, Field field, RawRow &row, bool &failed)
{
    if (field != Field::CategoryIds)
        return {Scalar::Kind::Compound, {}};
    ondemand::object object;
    if (value.get_object().get(object) != simdjson::SUCCESS) {
        failed = true;
        return {};
    }
    for (auto item : object) {
        ondemand::field member;
        if (std::move(item).get(member) != simdjson::SUCCESS) {
            failed = true;
            return {};
        }
        joinItem(member.value(), field, row, failed);
        if (failed)
            return {};
    }
    return {Scalar::Kind::Compound, {}};
}

void RowParser::Impl::joinItem(ondemand::value &value, Field field, RawRow &row, bool &failed)
{
    ondemand::json_type type;
    failed = value.type().get(type) != simdjson::SUCCESS;
    const Scalar scalar = failed ? Scalar{} : readScalar(value, type, failed);
    if (failed)
        return;
    if (field == Field::CategoryIds) {
        if (const std::string_view id = toId(scalar); !id.empty())
            row.categoryIds.push_back(id);
        return;
    }
    const std::string_view text = toText(scalar);
    if (text.empty() || (field == Field::Backdrop && !m_joined.empty())) // one picture is enough
        return;
    m_joined.append(m_joined.empty() ? "" : ", ").append(text);
}

} // namespace kanal::xtream
