// SPDX-License-Identifier: MIT
#include <kanal/core/text.h>
#include <kanal/library/catalogue_order.h>

#include <algorithm>
#include <cstring>
#include <numeric>
#include <unordered_map>
#include <utility>

namespace kanal::library
{

namespace
{

/// A value and whose it is: sorted as one number, so ties keep the panel's order.
struct Keyed {
    std::int64_t value;
    std::uint32_t row;
    friend bool operator<(const Keyed &a, const Keyed &b)
    {
        return a.value != b.value ? a.value < b.value : a.row < b.row;
    }
};

std::int64_t valueOf(const CatalogueSnapshot &snapshot, std::uint32_t row, SortBy by)
{
    const auto pick = [by](std::int64_t number, std::int64_t added, float rating, std::int64_t year) -> std::int64_t {
        switch (by) {
        case SortBy::Number:
            return number;
        case SortBy::Added:
            return added;
        case SortBy::Rating:
            return rating > 0 ? std::int64_t(double(rating) * 1000) : 0;
        case SortBy::Year:
            return year;
        case SortBy::Listed:
        case SortBy::Name:
            break;
        }
        return 0;
    };
    switch (snapshot.kind()) {
    case EntryKind::Movie: {
        const MovieRow movie = snapshot.movie(row);
        return pick(movie.number, movie.added, movie.rating, movie.year);
    }
    case EntryKind::Series: {
        const SeriesRow series = snapshot.series(row);
        return pick(series.number, series.modified, series.rating, series.year);
    }
    default: {
        const ChannelRow channel = snapshot.channel(row);
        return pick(channel.number, channel.added, 0, 0);
    }
    }
}

std::vector<std::uint32_t> rowsByValue(const CatalogueSnapshot &snapshot, SortBy by, std::uint32_t &known)
{
    std::vector<Keyed> keyed;
    keyed.reserve(snapshot.size());
    std::vector<std::uint32_t> unknown;
    for (std::uint32_t row = 0; row < snapshot.size(); ++row) {
        if (const std::int64_t value = valueOf(snapshot, row, by); value > 0)
            keyed.push_back({value, row});
        else
            unknown.push_back(row);
    }
    if (!std::is_sorted(keyed.begin(), keyed.end()))
        std::sort(keyed.begin(), keyed.end());
    known = std::uint32_t(keyed.size());
    std::vector<std::uint32_t> rows;
    rows.reserve(snapshot.size());
    for (const Keyed &key : keyed)
        rows.push_back(key.row);
    rows.insert(rows.end(), unknown.begin(), unknown.end());
    return rows;
}

/// The first eight bytes as a number decide nearly every comparison without touching the text.
struct NameKey {
    std::uint64_t head;
    std::uint32_t start, length, row;
};

std::vector<std::uint32_t> rowsByName(const CatalogueSnapshot &snapshot, std::uint32_t &known)
{
    std::string blob;
    std::vector<NameKey> keys;
    keys.reserve(snapshot.size());
    for (std::uint32_t row = 0; row < snapshot.size(); ++row) {
        const std::size_t start = blob.size();
        foldInto(snapshot.name(row), blob);
        std::uint64_t head = 0;
        for (std::size_t i = 0; i < 8; ++i)
            head = head << 8 | (start + i < blob.size() ? std::uint8_t(blob[start + i]) : 0U);
        keys.push_back({head, std::uint32_t(start), std::uint32_t(blob.size() - start), row});
    }
    std::sort(keys.begin(), keys.end(), [&blob](const NameKey &a, const NameKey &b) {
        if (a.head != b.head)
            return a.head < b.head;
        const int order = std::memcmp(blob.data() + a.start, blob.data() + b.start, std::min(a.length, b.length));
        if (order != 0)
            return order < 0;
        return a.length != b.length ? a.length < b.length : a.row < b.row;
    });
    // What folds to nothing (only signs) has no name to sort by.
    const auto named =
        std::stable_partition(keys.begin(), keys.end(), [](const NameKey &key) { return key.length > 0; });
    known = std::uint32_t(named - keys.begin());
    std::vector<std::uint32_t> rows;
    rows.reserve(keys.size());
    for (const NameKey &key : keys)
        rows.push_back(key.row);
    return rows;
}

std::vector<std::uint32_t> inverse(std::span<const std::uint32_t> rows)
{
    std::vector<std::uint32_t> place(rows.size());
    for (std::uint32_t at = 0; at < rows.size(); ++at)
        place[rows[at]] = at;
    return place;
}

/// Calls `use` for each genre of "Action, Science-Fiction / Drama".
template<class Use>
void eachGenre(std::string_view text, Use use)
{
    while (!text.empty()) {
        const std::size_t end = text.find_first_of(",/|;");
        const std::string_view genre = trimmed(text.substr(0, end));
        if (genre.size() >= 2 && genre.size() <= 40)
            use(genre);
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    }
}

std::pair<std::string_view, int> genreAndYear(const CatalogueSnapshot &snapshot, std::uint32_t row)
{
    if (snapshot.kind() == EntryKind::Movie) {
        const MovieRow movie = snapshot.movie(row);
        return {movie.genre, movie.year};
    }
    const SeriesRow series = snapshot.series(row);
    return {series.genre, series.year};
}

/// Genres as the rows spell them. A catalogue repeats a few hundred spellings of the whole text for all its rows.
class GenreTable
{
public:
    /// The index of the spelling.
    std::uint32_t note(std::string_view text)
    {
        const auto [place, fresh] = m_spellings.try_emplace(std::string(text), std::uint32_t(m_counts.size()));
        if (fresh)
            m_counts.push_back(0);
        ++m_counts[place->second];
        return place->second;
    }

    /// The most frequent genres, and the bits of each spelling.
    std::vector<std::uint64_t> rank(std::vector<std::string> &genres) const
    {
        std::unordered_map<std::string, std::uint32_t> counts;
        std::unordered_map<std::string, std::string> shown;
        for (const auto &[text, index] : m_spellings)
            eachGenre(text, [&, count = m_counts[index]](std::string_view genre) {
                const std::string key = lowered(genre);
                counts[key] += count;
                shown.try_emplace(key, genre);
            });
        std::vector<std::pair<std::string, std::uint32_t>> ranked(counts.begin(), counts.end());
        std::sort(ranked.begin(), ranked.end(), [](const auto &a, const auto &b) {
            return a.second != b.second ? a.second > b.second : a.first < b.first;
        });
        if (ranked.size() > CatalogueFacets::kMostGenres)
            ranked.resize(CatalogueFacets::kMostGenres);
        std::unordered_map<std::string, std::uint64_t> bits;
        for (std::size_t i = 0; i < ranked.size(); ++i) {
            bits[ranked[i].first] = std::uint64_t(1) << i;
            genres.push_back(shown[ranked[i].first]);
        }
        std::vector<std::uint64_t> out(m_counts.size());
        for (const auto &[text, index] : m_spellings)
            eachGenre(text, [&, at = index](std::string_view genre) {
                if (const auto found = bits.find(lowered(genre)); found != bits.end())
                    out[at] |= found->second;
            });
        return out;
    }

private:
    std::unordered_map<std::string, std::uint32_t> m_spellings;
    std::vector<std::uint32_t> m_counts;
};

} // namespace

CatalogueOrder makeOrder(const CatalogueSnapshot &snapshot, SortBy by)
{
    CatalogueOrder order;
    order.known = snapshot.size();
    if (by == SortBy::Listed)
        return order;
    order.rows = by == SortBy::Name ? rowsByName(snapshot, order.known) : rowsByValue(snapshot, by, order.known);
    order.place = inverse(order.rows);
    return order;
}

void arrange(std::vector<std::uint32_t> &rows, const CatalogueOrder &order, Direction direction)
{
    const bool descending = direction == Direction::Descending;
    if (order.rows.empty()) {
        if (descending)
            std::reverse(rows.begin(), rows.end());
        return;
    }
    const auto total = order.rows.size();
    if (rows.size() > total / 32) {
        std::vector<bool> wanted(total);
        for (const std::uint32_t row : rows)
            wanted[row] = true;
        std::size_t at = 0;
        const auto take = [&](std::size_t place) {
            if (wanted[order.rows[place]])
                rows[at++] = order.rows[place];
        };
        if (descending)
            for (std::size_t place = order.known; place-- > 0;)
                take(place);
        else
            for (std::size_t place = 0; place < order.known; ++place)
                take(place);
        for (std::size_t place = order.known; place < total; ++place)
            take(place);
        return;
    }
    std::sort(rows.begin(), rows.end(), [&](std::uint32_t a, std::uint32_t b) {
        const std::uint32_t left = order.place[a], right = order.place[b];
        const bool turned = descending && left < order.known && right < order.known;
        return turned ? left > right : left < right;
    });
}

CatalogueFacets makeFacets(const CatalogueSnapshot &snapshot)
{
    CatalogueFacets facets;
    if (snapshot.kind() != EntryKind::Movie && snapshot.kind() != EntryKind::Series)
        return facets;
    GenreTable table;
    std::vector<std::uint32_t> spelling(snapshot.size());
    facets.years.resize(snapshot.size());
    for (std::uint32_t row = 0; row < snapshot.size(); ++row) {
        const auto [genre, year] = genreAndYear(snapshot, row);
        spelling[row] = table.note(genre);
        facets.years[row] = std::int16_t(year > 0 && year < 3000 ? year : 0);
        const int decade = facets.years[row] / 10 * 10;
        if (decade >= 1880 && std::find(facets.decades.begin(), facets.decades.end(), decade) == facets.decades.end())
            facets.decades.push_back(decade);
    }
    std::sort(facets.decades.rbegin(), facets.decades.rend());
    const std::vector<std::uint64_t> bits = table.rank(facets.genres);
    facets.genreBits.resize(snapshot.size());
    for (std::uint32_t row = 0; row < snapshot.size(); ++row)
        facets.genreBits[row] = bits[spelling[row]];
    return facets;
}

} // namespace kanal::library
