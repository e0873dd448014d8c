// SPDX-License-Identifier: MIT
#include "list_splitter.h"

#include "json_text.h"

#include <kanal/core/limits.h>
#include <kanal/core/text.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace kanal::xtream
{

namespace
{

constexpr std::size_t kStart = 1;
constexpr std::size_t kOtherBytes = 64 * 1024;
constexpr std::string_view kBlanks = " \t\r\n\f\v";

/// The bytes that mean something outside a string.
constexpr std::array<bool, 256> kStructural = [] {
    std::array<bool, 256> table{};
    for (unsigned char c : {'"', '{', '}', '[', ']', ','})
        table[c] = true;
    return table;
}();

bool isPage(std::string_view text)
{
    // PHP prints its notices as "<br />\n<b>Notice</b>: …"; every other '<' opens a page.
    return text.front() == '<' && !text.starts_with("<br") && !text.starts_with("<b>");
}

/// Not trimmed(): that would look at the front again for every bracket.
std::string_view withoutLastBlanks(std::string_view text)
{
    while (!text.empty() && kBlanks.find(text.back()) != std::string_view::npos)
        text.remove_suffix(1);
    return text;
}

} // namespace

ListSplitter::ListSplitter()
{
    m_buffer.resize(kStart + 6 * kRoom + kPadding);
    m_elements.reserve(1024);
}

std::span<char> ListSplitter::room()
{
    if (freeBytes() < kRoom)
        m_buffer.resize(std::max(m_buffer.size() * 3 / 2, m_end + kRoom + kPadding));
    return {m_buffer.data() + m_end, freeBytes()};
}

void ListSplitter::commit(std::size_t count)
{
    m_end += count;
    if (m_state == State::Prefix)
        readPrefix();
    if (m_state == State::List)
        scan();
    forgetNoise();
}

void ListSplitter::hold(std::size_t count)
{
    if (m_state != State::List || m_shape != Shape::Array)
        return commit(count);
    m_end += count;
}

void ListSplitter::look()
{
    if (m_state == State::List)
        scan();
    forgetNoise();
}

void ListSplitter::forgetNoise()
{
    if (m_state == State::Closed || m_state == State::Broken)
        m_end = m_cursor; // what follows the list is noise
    else if (m_state == State::Collecting)
        m_end = std::min(m_end, kStart + kOtherBytes);
}

ListSplitter::Element ListSplitter::ahead() const
{
    if (m_state != State::List || m_shape != Shape::Array || m_discarding || !m_elements.empty())
        return {};
    const std::string_view held(m_buffer.data() + m_elementBegin, m_end - m_elementBegin);
    if (held.size() > limits::kRowBytes) // perhaps one row: its size has to be looked at
        return {};
    for (std::size_t open = held.rfind('{'); open != std::string_view::npos && open > 0;
         open = held.rfind('{', open - 1)) {
        const std::string_view before = withoutLastBlanks(held.substr(0, open));
        if (!before.ends_with(','))
            continue;
        const std::string_view elements = before.substr(0, before.size() - 1);
        if (withoutLastBlanks(elements).ends_with('}'))
            return {m_elementBegin, elements.size()};
    }
    return {};
}

void ListSplitter::skipAhead(const Element &elements)
{
    m_elementBegin = m_cursor = elements.begin + elements.length + 1; // behind the comma
    m_depth = 0;
    m_inString = m_escaped = false;
    keepFrom(m_elementBegin);
}

std::string_view ListSplitter::text() const
{
    return {m_buffer.data() + kStart, m_end - kStart};
}

bool ListSplitter::endsWithEmptyList() const
{
    const std::string_view all = text();
    return m_state == State::Prefix && endsWithNothing(all.substr(std::min(all.find_last_of("[{"), all.size())));
}

std::size_t ListSplitter::elementBytes() const
{
    return m_elements.empty() ? 0 : m_elements.back().begin + m_elements.back().length - m_elements.front().begin;
}

void ListSplitter::release()
{
    m_elements.clear();
    keepFrom(m_elementBegin);
}

void ListSplitter::keepFrom(std::size_t begin)
{
    const std::size_t gone = begin - kStart;
    std::memmove(m_buffer.data() + kStart, m_buffer.data() + begin, m_end - begin);
    m_end -= gone;
    m_cursor -= gone;
    m_elementBegin -= gone;
}

/// Decides what the document is. Stays undecided while too little of it is there.
void ListSplitter::readPrefix()
{
    std::size_t at = kStart;
    const auto skipBlanks = [&] {
        while (at < m_end && kBlanks.find(m_buffer[at]) != std::string_view::npos)
            ++at;
    };
    skipBlanks();
    while (std::string_view(m_buffer).substr(at, m_end - at).starts_with("\xEF\xBB\xBF")) {
        at += 3;
        skipBlanks();
    }
    if (at == m_end || (m_end - at < 3 && m_buffer[at] == '\xEF'))
        return;
    m_shape = Shape::Other; // until something better is seen
    const bool decided = m_buffer[at] == '[' ? startArray(at) : m_buffer[at] == '{' ? startObject(at) : skipNoise(at);
    if (!decided && m_end - kStart >= kOtherBytes)
        m_state = State::Collecting;
}

bool ListSplitter::startArray(std::size_t at)
{
    m_shape = Shape::Array;
    m_state = State::List;
    m_cursor = m_elementBegin = at + 1;
    return true;
}

/// An object is a list when its first key is a number.
bool ListSplitter::startObject(std::size_t at)
{
    const std::string_view text(m_buffer.data() + at, m_end - at);
    const auto quote = text.find_first_not_of(kBlanks, 1);
    const auto close = quote == std::string_view::npos ? quote : text.find('"', quote + 1);
    if (quote != std::string_view::npos && text[quote] == '"' && close == std::string_view::npos)
        return false; // the key is still on its way
    const std::string_view key =
        quote != std::string_view::npos && text[quote] == '"' ? text.substr(quote + 1, close - quote - 1) : "";
    if (quote == std::string_view::npos)
        return false;
    if (key.empty() || key.size() > 18 || key.find_first_not_of("0123456789") != std::string_view::npos) {
        m_state = State::Collecting;
        return true;
    }
    m_shape = Shape::Keyed;
    m_state = State::List;
    m_cursor = m_elementBegin = at + 1;
    return true;
}

/// Notices of PHP may stand before the list. A page or a word is no notice: it is kept as it is.
bool ListSplitter::skipNoise(std::size_t at)
{
    const std::string_view text(m_buffer.data() + at, m_end - at);
    if (text.size() < 3)
        return false;
    if (isPage(text)) {
        m_state = State::Collecting;
        return true;
    }
    for (std::size_t i = text.find_first_of("[{"); i != std::string_view::npos; i = text.find_first_of("[{", i + 1)) {
        if (!opensJson(text.substr(i)))
            continue;
        const char next = text[text.find_first_not_of(kBlanks, i + 1)];
        if (next != ']' && next != '}')
            return text[i] == '[' ? startArray(at + i) : startObject(at + i);
        if (endsWithNothing(text.substr(i)))
            return false; // an empty list, if nothing else comes
    }
    return false;
}

void ListSplitter::scan()
{
    const char *const text = m_buffer.data();
    while (m_cursor < m_end) {
        if (m_inString) {
            skipString();
            continue;
        }
        while (m_cursor < m_end && !kStructural[static_cast<unsigned char>(text[m_cursor])])
            ++m_cursor;
        if (m_cursor == m_end)
            break;
        const char c = text[m_cursor++];
        if (c == '"') {
            m_inString = true;
        } else if (c == '{' || c == '[') {
            ++m_depth;
        } else if (c == ',') {
            if (m_depth == 0)
                endElement(m_cursor - 1);
        } else if (m_depth-- == 0) {
            endElement(m_cursor - 1);
            m_state = (c == ']') == (m_shape == Shape::Array) ? State::Closed : State::Broken;
            return;
        }
    }
    if (m_end - m_elementBegin > limits::kRowBytes)
        dropOversized();
}

void ListSplitter::skipString()
{
    const char *const text = m_buffer.data();
    if (m_escaped) {
        m_escaped = false;
        ++m_cursor;
    }
    const std::size_t segment = m_cursor;
    while (m_cursor < m_end) {
        const void *found = std::memchr(text + m_cursor, '"', m_end - m_cursor);
        const std::size_t quote = found ? std::size_t(static_cast<const char *>(found) - text) : m_end;
        std::size_t first = quote; // of the backslashes before it
        while (first > segment && text[first - 1] == '\\')
            --first;
        const bool escaped = (quote - first) % 2 == 1;
        if (!found) {
            m_escaped = escaped;
            m_cursor = m_end;
        } else {
            m_cursor = quote + 1;
            if (!escaped) {
                m_inString = false;
                return;
            }
        }
    }
}

void ListSplitter::endElement(std::size_t end)
{
    if (m_discarding) {
        m_discarding = false;
        ++m_oversized;
    } else if (end - m_elementBegin > limits::kRowBytes) {
        ++m_oversized;
    } else {
        const std::string_view element(m_buffer.data() + m_elementBegin, end - m_elementBegin);
        if (!trimmed(element).empty()) // "[]" and a trailing comma hold none
            m_elements.push_back({m_elementBegin, element.size()});
    }
    m_elementBegin = end + 1;
}

/// Only while nothing complete is waiting: dropping moves the buffer.
void ListSplitter::dropOversized()
{
    m_discarding = true;
    if (m_elements.empty()) {
        m_elementBegin = m_cursor;
        keepFrom(m_cursor);
    }
}

} // namespace kanal::xtream
