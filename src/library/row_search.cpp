// SPDX-License-Identifier: MIT
#include "row_search.h"

#include "text_scan.h"

#include <kanal/core/text.h>

#include <algorithm>
#include <bit>
#include <numeric>
#include <string>

namespace kanal::library
{
namespace
{

constexpr std::size_t kMaxWords = 16; // more than anybody types; the rest narrows nothing
constexpr std::size_t kMaxQueryBytes = 512;
constexpr std::size_t kExtraLetters = 3; // shorter words stand in every cast
constexpr std::size_t kMemoryShare = 3;  // of the rows: where more may match, a scan is as fast

/// The folded query and its words, longest first: the longest is the rarest, and is what is scanned for.
struct Words {
    explicit Words(std::string_view query)
        : text(folded(shortened(query, kMaxQueryBytes)))
    {
        std::replace(text.begin(), text.end(), '\n', ' ');
        text = std::string(trimmed(text));
        for (const std::string_view word : split(text, ' '))
            if (!word.empty() && words.size() < kMaxWords && std::find(words.begin(), words.end(), word) == words.end())
                words.push_back(word);
        std::stable_sort(words.begin(), words.end(), [](auto a, auto b) { return a.size() > b.size(); });
        joined = joinedText(shortened(query, kMaxQueryBytes));
        if (joined == text)
            joined.clear();
        for (const std::string_view word : words)
            scans.emplace_back(word);
    }
    Words(const Words &) = delete;
    Words &operator=(const Words &) = delete;

    /// "Spider-Man 2" → "spiderman 2".
    static std::string joinedText(std::string_view query)
    {
        std::string all;
        for (const std::string_view chunk : split(query, ' ')) {
            std::string word = folded(chunk);
            std::erase_if(word, [](char c) { return c == ' ' || c == '\n'; });
            if (!word.empty())
                all.append(all.empty() ? "" : " ").append(word);
        }
        return all;
    }

    std::string text;
    std::string joined; ///< the same with what signs take apart written together; empty: there is no difference
    std::vector<std::string_view> words;
    std::vector<TextScan> scans; ///< of the words, made once and not for every row
};

/// A blob of folded rows, each between two '\n'.
class Blob
{
public:
    Blob(std::string_view text, std::span<const std::uint32_t> starts)
        : m_text(text)
        , m_starts(starts)
    {
    }

    bool isEmpty() const { return m_text.empty(); }
    std::string_view row(std::uint32_t row) const
    {
        const std::uint32_t from = m_starts[row], next = m_starts[row + 1];
        return next > from ? m_text.substr(from, next - from - 1) : std::string_view();
    }
    std::size_t bytes(std::uint32_t row) const
    {
        const std::uint32_t from = m_starts[row], next = m_starts[row + 1];
        return next > from ? next - from - 1 : 0;
    }

    /// Calls use(row) for each row that holds `needle`, in order, until it returns false. `needle` may begin with '\n'.
    template<class Use>
    void forEachRowWith(std::string_view needle, Use use) const
    {
        const TextScan scan(needle);
        const std::size_t rows = m_starts.empty() ? 0 : m_starts.size() - 1;
        const std::size_t skip = needle.front() == '\n' ? 1 : 0; // its row begins behind the separator
        const char *const begin = m_text.data();
        const char *const end = begin + m_text.size();
        std::size_t row = 0;
        for (const char *at = begin; row < rows && (at = scan.find(at, end)) != nullptr;) {
            row = rowAt(std::size_t(at - begin) + skip, row);
            if (row >= rows || !use(std::uint32_t(row)))
                return;
            ++row;
            // Behind this row: it has been counted. The separator before the next one belongs to the needle.
            at = std::max(at + 1, begin + m_starts[row] - std::min<std::size_t>(m_starts[row], skip));
        }
    }

private:
    /// The row that `offset` lies in, known to be `row` or later.
    std::size_t rowAt(std::size_t offset, std::size_t row) const
    {
        const std::size_t last = m_starts.size() - 1;
        std::size_t step = 1; // most hits are near, some far
        while (row + step < last && m_starts[row + step] <= offset)
            row += step, step *= 2;
        const auto from = m_starts.begin() + std::ptrdiff_t(row);
        const auto to = m_starts.begin() + std::ptrdiff_t(std::min(row + step, last));
        const auto above = std::upper_bound(from, to, std::uint32_t(offset));
        return std::size_t(above - m_starts.begin()) - (above == m_starts.begin() ? 0 : 1);
    }

    std::string_view m_text;
    std::span<const std::uint32_t> m_starts;
};

bool holds(std::string_view text, const TextScan &word)
{
    return word.find(text.data(), text.data() + text.size()) != nullptr;
}

bool holdsAll(std::string_view text, std::span<const TextScan> words)
{
    return std::all_of(words.begin(), words.end(), [text](const TextScan &word) { return holds(text, word); });
}

bool standsAtWordStart(std::string_view text, std::string_view word)
{
    for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1))
        if (at == 0 || text[at - 1] == ' ')
            return true;
    return false;
}

} // namespace

std::vector<std::uint32_t> filterRows(const RowFile &file, std::string_view query,
                                      std::span<const std::uint32_t> within)
{
    const Words wanted(query);
    const Blob names(file.names(), file.nameStarts());
    std::vector<std::uint32_t> rows;
    const auto holdsRest = [&](std::uint32_t row) {
        return wanted.words.size() == 1 || holdsAll(names.row(row), std::span(wanted.scans).subspan(1));
    };

    if (wanted.words.empty()) {
        if (!within.empty()) {
            rows.assign(within.begin(), within.end());
            std::erase_if(rows, [&](std::uint32_t row) { return row >= file.rows(); });
        } else {
            rows.resize(file.rows());
            for (std::uint32_t row = 0; row < file.rows(); ++row)
                rows[row] = row;
        }
        return rows;
    }
    if (within.empty()) {
        names.forEachRowWith(wanted.words.front(), [&](std::uint32_t row) {
            if (holdsRest(row))
                rows.push_back(row);
            return true;
        });
        return rows;
    }
    // One scan of all names costs about as much as asking 2 % of the rows one by one.
    constexpr std::size_t kScanShare = 50;
    if (within.size() > file.rows() / kScanShare) {
        std::vector<bool> found(file.rows());
        names.forEachRowWith(wanted.words.front(), [&](std::uint32_t row) { return found[row] = true; });
        for (const std::uint32_t row : within)
            if (row < found.size() && found[row] && holdsRest(row))
                rows.push_back(row);
        return rows;
    }
    for (const std::uint32_t row : within)
        if (row < file.rows() && holdsAll(names.row(row), wanted.scans))
            rows.push_back(row);
    return rows;
}

namespace
{

/// Steps far enough apart that the length of the name never lifts a hit over the next one. What was found by its genre
/// or cast is no better for a short name: it comes in the panel's order, which is mostly the newest first.
enum class Rank { Extra = 1, ExtraWord, Infix, WordStarts, Phrase, Prefix, Exact };

float scoreOf(Rank rank, std::size_t nameBytes)
{
    constexpr std::size_t kLongName = 255;
    if (rank <= Rank::ExtraWord)
        return float(rank) / 8;
    return float(rank) / 8 + float(kLongName - std::min(nameBytes, kLongName)) / float(kLongName * 10);
}

/// Of a name that holds these words somewhere.
Rank rankOf(std::string_view name, std::string_view text, std::span<const std::string_view> words)
{
    if (name.starts_with(text))
        return withoutJoined(name).size() == text.size() ? Rank::Exact : Rank::Prefix;
    if (standsAtWordStart(name, text))
        return Rank::Phrase;
    if (words.size() == 1)
        return Rank::Infix;
    const bool starts = std::all_of(words.begin(), words.end(),
                                    [name](std::string_view word) { return standsAtWordStart(name, word); });
    return starts ? Rank::WordStarts : Rank::Infix;
}

/// As it was typed or written together, whichever fits the name better: "spider-man" is "Spiderman", too.
Rank rankOf(std::string_view name, const Words &wanted)
{
    const Rank rank = rankOf(name, wanted.text, wanted.words);
    if (wanted.joined.empty())
        return rank;
    return std::max(rank, rankOf(name, wanted.joined, split(wanted.joined, ' ')));
}

class Search
{
public:
    Search(const RowFile &file, EntryKind kind, const Words &wanted, std::size_t limit, AdultEntries adult,
           const std::vector<bool> *judged)
        : m_file(file)
        , m_kind(kind)
        , m_adult(adult)
        , m_judged(judged)
        , m_wanted(wanted)
        , m_limit(limit)
        , m_names(file.names(), file.nameStarts())
        , m_extras(file.extras(), file.extraStarts())
        , m_maybe(file.rows() / 64 + 1)
    {
    }

    std::vector<SearchHit> run(SearchMemory *memory)
    {
        if (memory && narrows(*memory)) {
            searchWithin(memory->rows);
        } else {
            if (m_wanted.words.size() == 1)
                searchOneWord();
            else
                searchNames();
            // Everything found by the name ranks higher: where that fills the page, nobody sees the rest.
            if (m_hits.size() < m_limit && byExtras())
                searchExtras();
        }
        if (memory && m_seenAll)
            remember(*memory);
        return best();
    }

    std::vector<SearchHit> rank(std::span<const std::uint32_t> rows)
    {
        for (const std::uint32_t row : rows)
            if (row < m_file.rows())
                match(row);
        return best();
    }

private:
    /// Shorter words are not looked for there.
    bool byExtras() const { return !m_extras.isEmpty() && m_wanted.words.front().size() >= kExtraLetters; }

    /// Whether what is looked for can stand in these rows only: each word that was typed is in one of the words now.
    bool narrows(const SearchMemory &memory) const
    {
        return !memory.words.empty() && std::all_of(memory.words.begin(), memory.words.end(), [&](const auto &typed) {
            return std::any_of(m_wanted.words.begin(), m_wanted.words.end(),
                               [&](auto word) { return word.find(typed) != std::string_view::npos; });
        });
    }

    /// Where most rows may match, a scan is as fast.
    void remember(SearchMemory &memory)
    {
        const auto rows =
            std::accumulate(m_maybe.begin(), m_maybe.end(), std::size_t(0),
                            [](std::size_t sum, auto bits) { return sum + std::size_t(std::popcount(bits)); });
        memory.words.clear();
        if (rows <= m_file.rows() / kMemoryShare)
            memory.words.assign(m_wanted.words.begin(), m_wanted.words.end());
        memory.rows = std::move(m_maybe);
    }

    void keep(std::uint32_t row) { m_maybe[row / 64] |= std::uint64_t(1) << row % 64; }

    /// Each rank of one word is a scan of its own, and the first to fill the page is the last: a single letter stands
    /// in most names, but begins few.
    void searchOneWord()
    {
        const std::string &word = m_wanted.text;
        m_names.forEachRowWith("\n" + word,
                               [this](std::uint32_t row) { return add(row, rankOf(m_names.row(row), m_wanted)); });
        if (m_hits.size() >= m_limit)
            return;
        m_names.forEachRowWith(" " + word, [this](std::uint32_t row) {
            return m_names.row(row).starts_with(m_wanted.text) || add(row, Rank::Phrase);
        });
        if (m_hits.size() >= m_limit)
            return;
        m_seenAll = m_extras.isEmpty(); // a longer word is looked for there, too
        m_names.forEachRowWith(word, [this](std::uint32_t row) {
            keep(row);
            const std::string_view name = m_names.row(row);
            return standsAtWordStart(name, m_wanted.text) || add(row, Rank::Infix);
        });
    }

    void searchNames()
    {
        const auto rest = std::span(m_wanted.scans).subspan(1);
        m_seenAll = m_extras.isEmpty(); // a longer word is looked for there, too
        m_names.forEachRowWith(m_wanted.words.front(), [&](std::uint32_t row) {
            const std::string_view name = m_names.row(row);
            const bool leads =
                name.starts_with(m_wanted.text) || (!m_wanted.joined.empty() && name.starts_with(m_wanted.joined));
            if (!leads && !mayRank(row, Rank::Phrase))
                keep(row);
            else if (!holdsAll(name, rest))
                m_open.push_back(row);
            else
                keep(row), add(row, rankOf(name, m_wanted));
            return true;
        });
    }

    /// Rows where some word is only in the genre, year, cast or director. A genre stands in half of all rows.
    void searchExtras()
    {
        for (const std::uint32_t row : m_open)
            consider(row);
        m_seenAll = true;
        m_extras.forEachRowWith(m_wanted.words.front(), [this](std::uint32_t row) {
            if (m_open.empty() || !holds(m_names.row(row), m_wanted.scans.front())) // those were seen above
                consider(row);
            return m_seenAll = m_extraWordHits < m_limit; // none behind a full page comes before those on it
        });
    }

    void searchWithin(const std::vector<std::uint64_t> &rows)
    {
        m_seenAll = true;
        for (std::size_t block = 0; block < rows.size(); ++block)
            for (std::uint64_t bits = rows[block]; bits != 0; bits &= bits - 1)
                match(std::uint32_t(block * 64) + std::uint32_t(std::countr_zero(bits)));
    }

    void match(std::uint32_t row)
    {
        const std::string_view name = m_names.row(row);
        if (holdsAll(name, m_wanted.scans))
            keep(row), add(row, rankOf(name, m_wanted));
        else if (byExtras())
            consider(row);
    }

    /// A row that holds the longest word somewhere.
    void consider(std::uint32_t row)
    {
        if (!mayRank(row, Rank::ExtraWord))
            return keep(row); // perhaps
        const std::string_view name = m_names.row(row), extra = m_extras.row(row);
        std::size_t inName = 0;
        for (auto word = m_wanted.scans.rbegin(); word != m_wanted.scans.rend(); ++word) {
            const bool named = holds(name, *word);
            if (!named && !holds(extra, *word))
                return;
            inName += named;
        }
        keep(row);
        if (inName == m_wanted.words.size())
            return; // found by its name
        const bool starts = std::all_of(m_wanted.words.begin(), m_wanted.words.end(), [&](std::string_view word) {
            return standsAtWordStart(name, word) || standsAtWordStart(extra, word);
        });
        add(row, starts ? Rank::ExtraWord : Rank::Extra);
    }

    /// Whether a hit of this rank would still come among the best.
    bool mayRank(std::uint32_t row, Rank rank) const { return scoreOf(rank, m_names.bytes(row)) >= m_leastScore; }

    bool isHidden(std::uint32_t row) const
    {
        return m_adult == AdultEntries::Hidden && (m_judged ? (*m_judged)[row] : m_file.isAdult(row));
    }

    bool add(std::uint32_t row, Rank rank)
    {
        if (!mayRank(row, rank) || m_file.isHeading(row) || isHidden(row))
            return true;
        m_extraWordHits += rank == Rank::ExtraWord;
        m_hits.push_back({m_kind, row, scoreOf(rank, m_names.bytes(row))});
        if (m_hits.size() >= m_limit * 2)
            dropWorse();
        return true;
    }

    static bool better(const SearchHit &a, const SearchHit &b)
    {
        return a.score != b.score ? a.score > b.score : a.row < b.row;
    }

    void dropWorse()
    {
        const auto last = m_hits.begin() + std::ptrdiff_t(m_limit) - 1;
        std::nth_element(m_hits.begin(), last, m_hits.end(), better);
        m_leastScore = last->score;
        m_hits.erase(last + 1, m_hits.end());
    }

    std::vector<SearchHit> best()
    {
        const auto kept = m_hits.begin() + std::ptrdiff_t(std::min(m_limit, m_hits.size()));
        std::partial_sort(m_hits.begin(), kept, m_hits.end(), better);
        m_hits.erase(kept, m_hits.end());
        return std::move(m_hits);
    }

    const RowFile &m_file;
    const EntryKind m_kind;
    const AdultEntries m_adult;
    const std::vector<bool> *const m_judged;
    const Words &m_wanted;
    const std::size_t m_limit;
    const Blob m_names, m_extras;
    std::vector<SearchHit> m_hits;
    std::vector<std::uint32_t> m_open;  ///< the longest word stands in the name and others do not
    std::vector<std::uint64_t> m_maybe; ///< a bit for each row that was found or not looked at closely
    std::size_t m_extraWordHits = 0;    ///< in the panel's order
    bool m_seenAll = false;             ///< no other row matches
    float m_leastScore = 0;             ///< of the best that were kept
};

} // namespace

std::vector<SearchHit> searchRows(const RowFile &file, EntryKind kind, std::string_view query, std::size_t limit,
                                  SearchMemory *memory, AdultEntries adult, const std::vector<bool> *judged)
{
    const Words wanted(query);
    if (wanted.words.empty() || limit == 0)
        return {};
    return Search(file, kind, wanted, limit, adult, judged).run(memory);
}

std::vector<SearchHit> rankRows(const RowFile &file, EntryKind kind, std::string_view query,
                                std::span<const std::uint32_t> rows)
{
    const Words wanted(query);
    if (wanted.words.empty() || rows.empty())
        return {};
    return Search(file, kind, wanted, rows.size(), AdultEntries::Shown, nullptr).rank(rows);
}

} // namespace kanal::library
