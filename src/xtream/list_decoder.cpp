// SPDX-License-Identifier: MIT
#include "list_decoder.h"

#include "json_text.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace kanal::xtream
{

namespace
{

constexpr std::size_t kFirstElementBytes = 4096;
constexpr int kMostMissedGuesses = 8; // a list that has a broken row everywhere shall not be parsed twice to its end

/// Where a second object begins in "{…}{…}", as a forgotten comma leaves it; 0: nowhere.
std::size_t secondObject(std::string_view element)
{
    int depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < element.size(); ++i) {
        const char c = element[i];
        if (quoted) {
            i += c == '\\';
            quoted = c != '"';
        } else if (c == '"') {
            quoted = true;
        } else if (c == '{' || c == '[') {
            ++depth;
        } else if ((c == '}' || c == ']') && --depth == 0) {
            const std::size_t next = element.find_first_not_of(" \t\r\n", i + 1);
            return next != std::string_view::npos && element[next] == '{' ? next : 0;
        }
    }
    return 0;
}

/// What panels send where a list has no rows.
bool meansNothing(std::string_view text)
{
    text = strippedBody(text);
    return text == "null" || text == "false" || text == "\"\"" || endsWithNothing(text);
}

} // namespace

Result<> ListDecoderBase::commit(std::size_t count)
{
    m_count.bytes += std::int64_t(count);
    if (m_count.bytes > std::int64_t(limits::kListBytes))
        return fail(ErrorKind::BadAnswer,
                    "the list is larger than " + std::to_string(limits::kListBytes >> 20) + " MiB");
    m_splitter.hold(count);
    if (m_splitter.shape() == ListSplitter::Shape::Keyed)
        return collectKeyed();
    if (m_splitter.heldBytes() >= m_batchBytes && m_missedGuesses < kMostMissedGuesses)
        if (const auto done = decodeAhead())
            return *done;
    if (m_splitter.elements().empty() && m_splitter.heldBytes() < m_batchBytes)
        return {};
    m_splitter.look();
    // A large element that still grows waits behind the complete ones: hand those out before the buffer grows.
    if (m_splitter.elementBytes() >= m_batchBytes || m_splitter.freeBytes() < 2 * ListSplitter::kRoom)
        return decodeReady();
    return {};
}

std::string_view ListDecoderBase::other() const
{
    return m_splitter.shape() == ListSplitter::Shape::Other ? m_splitter.text() : std::string_view();
}

Result<ListCount> ListDecoderBase::finish()
{
    m_splitter.look();
    if (m_splitter.shape() == ListSplitter::Shape::Unknown)
        return fail(ErrorKind::BadAnswer, "the answer is empty");
    if (m_splitter.shape() == ListSplitter::Shape::Other) {
        if (meansNothing(other()) || m_splitter.endsWithEmptyList())
            return m_count;
        return fail(ErrorKind::BadAnswer, "the answer is no list");
    }
    if (!m_splitter.closed())
        return fail(ErrorKind::BadAnswer,
                    m_splitter.broken() ? "the list is closed by a wrong bracket" : "the list is cut off");
    const Result<> rest = m_splitter.shape() == ListSplitter::Shape::Keyed ? decodeKeyed() : decodeReady();
    if (!rest)
        return tl::unexpected(rest.error());
    m_count.received += m_splitter.oversized();
    m_count.skipped += m_splitter.oversized();
    if (m_count.received > 0 && m_objects == 0)
        return fail(ErrorKind::BadAnswer, "none of the list's elements is a row");
    if (m_count.received > 0 && m_count.kept == 0) {
        m_refusal = std::move(m_firstElement);
        return fail(ErrorKind::BadAnswer, "none of the list's rows can be used");
    }
    return m_count;
}

/// Panels refuse with a list of one: [{"error":"Access denied"}].
void ListDecoderBase::noteFirst(std::string_view element)
{
    if (m_count.received == 0)
        m_firstElement = element.substr(0, kFirstElementBytes);
}

/// The fastest way: the parser sees for itself where elements end, and that the text as a whole ends with one. Nothing
/// where it does not.
std::optional<Result<>> ListDecoderBase::decodeAhead()
{
    const ListSplitter::Element all = m_splitter.ahead();
    if (all.length == 0)
        return {};
    noteFirst({m_splitter.data() + all.begin, all.length});
    ++m_missedGuesses;
    if (!decodeTogether(m_splitter.data(), all.begin, all.begin + all.length))
        return {};
    m_missedGuesses = 0;
    Result<> taken = flushRows(); // they lie where the next ones will
    m_splitter.skipAhead(all);
    return taken ? checkRows() : taken;
}

Result<> ListDecoderBase::decodeReady()
{
    const auto elements = m_splitter.elements();
    if (elements.empty()) {
        m_splitter.release(); // a list of commas must not fill the memory
        return {};
    }
    const std::size_t begin = elements.front().begin;
    noteFirst({m_splitter.data() + begin, elements.front().length});
    Result<> done;
    if (decodeTogether(m_splitter.data(), begin, begin + m_splitter.elementBytes(), elements.size()))
        done = flushRows();
    else
        done = decodeApart(m_splitter.data(), elements);
    m_splitter.release();
    return done ? checkRows() : done;
}

/// The fast way: all elements stand in the buffer as "…,{…},{…},…", so brackets written over their neighbours make a
/// document of them. False, and nothing is counted, when any of them cannot be parsed, or they are not as many.
bool ListDecoderBase::decodeTogether(char *text, std::size_t begin, std::size_t end,
                                     std::optional<std::size_t> elements)
{
    m_arena.reset();
    const char before = std::exchange(text[begin - 1], '[');
    const char after = std::exchange(text[end], ']');
    std::size_t seen = 0;
    std::int64_t skipped = 0;
    std::int64_t objects = 0;
    bool whole = m_parser.begin(text + begin - 1, end - begin + 2);
    for (; whole && !m_parser.atEnd(); ++seen) {
        const RowOutcome outcome = m_parser.next(m_raw);
        // The parser skips what is no row without looking closely: nothing to trust where elements were not counted.
        whole = elements ? outcome != RowOutcome::Broken : outcome == RowOutcome::Row;
        objects += outcome == RowOutcome::Row;
        if (whole && (outcome != RowOutcome::Row || !keepRow()))
            ++skipped;
    }
    whole = whole && (elements ? seen == *elements : m_parser.sawAll());
    text[begin - 1] = before;
    text[end] = after;
    if (!whole) {
        forgetRows();
        return false;
    }
    m_count.received += std::int64_t(seen);
    m_count.skipped += skipped;
    m_objects += objects;
    return true;
}

/// The slow way, where one of them is broken: each for itself, so that a bad row costs that row only.
Result<> ListDecoderBase::decodeApart(const char *text, std::span<const ListSplitter::Element> elements)
{
    for (const ListSplitter::Element &element : elements) {
        ++m_count.received;
        std::string_view rest(text + element.begin, element.length);
        while (const std::size_t second = secondObject(rest)) {
            if (auto done = decodeOne(rest.substr(0, second)); !done)
                return done;
            rest.remove_prefix(second);
            ++m_count.received;
        }
        if (auto done = decodeOne(rest); !done)
            return done;
    }
    return {};
}

Result<> ListDecoderBase::decodeOne(std::string_view element)
{
    for (int attempt = 0; attempt < 2; ++attempt) { // as it is, then repaired
        m_arena.reset();
        m_scratch.assign(1, '[');
        m_scratch += attempt == 0 ? std::string(element) : repairedJson(element);
        m_scratch += "]";
        const std::size_t size = m_scratch.size();
        m_scratch.append(ListSplitter::kPadding, ' ');
        if (!m_parser.begin(m_scratch.data(), size) || m_parser.atEnd())
            continue;
        const RowOutcome outcome = m_parser.next(m_raw);
        if (outcome == RowOutcome::Broken)
            continue;
        m_objects += outcome == RowOutcome::Row;
        if (outcome == RowOutcome::NoRow || !keepRow())
            ++m_count.skipped;
        return flushRows();
    }
    ++m_count.skipped;
    return {};
}

Result<> ListDecoderBase::checkRows(std::size_t waiting) const
{
    if (m_count.received + std::int64_t(waiting) <= std::int64_t(limits::kListRows))
        return {};
    return fail(ErrorKind::BadAnswer, "the list has more than " + std::to_string(limits::kListRows) + " rows");
}

Result<> ListDecoderBase::collectKeyed()
{
    for (const ListSplitter::Element &element : m_splitter.elements()) {
        std::string_view text(m_splitter.data() + element.begin, element.length);
        const auto open = text.find('"');
        const auto close = open == std::string_view::npos ? open : text.find('"', open + 1);
        const auto colon = close == std::string_view::npos ? close : text.find_first_not_of(" \t\r\n", close + 1);
        if (colon == std::string_view::npos || text[colon] != ':') {
            ++m_count.received;
            ++m_count.skipped;
            continue;
        }
        Keyed keyed{0, m_keyedText.size(), text.size() - colon - 1};
        const std::string_view key = text.substr(open + 1, close - open - 1);
        std::from_chars(key.data(), key.data() + key.size(), keyed.key); // a key that is no number goes first
        m_keyed.push_back(keyed);
        m_keyedText += text.substr(colon + 1);
    }
    m_splitter.release();
    return checkRows(m_keyed.size());
}

Result<> ListDecoderBase::decodeKeyed()
{
    std::stable_sort(m_keyed.begin(), m_keyed.end(), [](const Keyed &a, const Keyed &b) { return a.key < b.key; });
    std::string batch;
    std::vector<ListSplitter::Element> elements;
    for (std::size_t i = 0; i < m_keyed.size();) {
        batch.assign(1, '[');
        elements.clear();
        for (; i < m_keyed.size() && (elements.empty() || batch.size() < m_batchBytes); ++i) {
            elements.push_back({batch.size(), m_keyed[i].length});
            batch.append(m_keyedText, m_keyed[i].begin, m_keyed[i].length);
            batch += ',';
        }
        const std::size_t end = batch.size() - 1;
        noteFirst({batch.data() + elements.front().begin, elements.front().length});
        batch.append(ListSplitter::kPadding, ' ');
        Result<> done =
            decodeTogether(batch.data(), 1, end, elements.size()) ? flushRows() : decodeApart(batch.data(), elements);
        if (!done)
            return done;
    }
    return checkRows();
}

} // namespace kanal::xtream
