// SPDX-License-Identifier: MIT
#include "huge_catalogue.h"

#include <kanal/core/log.h>

#include <array>
#include <chrono>
#include <cstdint>

namespace kanal::panel::huge
{
namespace
{

constexpr std::array kWords{"river",  "signal", "harbour", "winter", "glass",  "summer", "north",  "paper",
                            "silver", "night",  "garden",  "iron",   "letter", "island", "train",  "shadow",
                            "orange", "window", "stone",   "crown",  "desert", "engine", "mirror", "forest",
                            "voice",  "ocean",  "city",    "bridge", "falcon", "storm",  "thread", "candle"};
constexpr std::array kCountries{"UK", "DE", "FR", "ES", "IT", "PT", "NL", "SE", "PL", "US"};

/// A little generator: rows must be quick to write and the same every time.
class Dice
{
public:
    explicit Dice(std::uint64_t seed)
        : m_state(seed * 0x9e3779b97f4a7c15ull + 0x632be59bd9b4e019ull)
    {
    }
    std::uint32_t next()
    {
        m_state = m_state * 6364136223846793005ull + 1442695040888963407ull;
        return std::uint32_t(m_state >> 33);
    }
    std::string word() { return kWords[next() % kWords.size()]; }
    std::string capitalWord()
    {
        std::string text = word();
        text[0] = char(text[0] - 'a' + 'A');
        return text;
    }
    void sentence(std::string &out, int words)
    {
        out += capitalWord();
        for (int i = 1; i < words; ++i) {
            out += ' ';
            out += kWords[next() % kWords.size()];
        }
        out += '.';
    }

private:
    std::uint64_t m_state;
};

std::string num(std::int64_t value)
{
    return std::to_string(value);
}

std::string escapedUrl(const std::string &url)
{
    std::string out;
    for (const char c : url) { // as PHP writes it
        if (c == '/')
            out += '\\';
        out += c;
    }
    return out;
}

bool wanted(const std::string &categoryId, int category)
{
    return categoryId.empty() || categoryId == num(category);
}

int channelCategory(int i)
{
    return 1 + i / (kChannels / kChannelCategories + 1);
}
int filmCategory(int i)
{
    return 1001 + i % kFilmCategories;
}
int seriesCategory(int i)
{
    return 2001 + i % kSeriesCategories;
}

std::string channelName(int i)
{
    Dice dice(std::uint64_t(i) + 1);
    const std::string country = kCountries[std::size_t(channelCategory(i)) % kCountries.size()];
    return country + "| " + dice.capitalWord() + " " + dice.capitalWord() + (i % 3 ? " HD" : " FHD \\u25c9") + " " +
           num(i % 97);
}

std::string channelRow(int i, const std::string &url)
{
    return R"({"num":)" + num(i + 1) + R"(,"name":")" + channelName(i) + R"(","stream_type":"live","stream_id":)" +
           num(kFirstChannel + i) + R"(,"stream_icon":")" +
           (i % 4 ? url + "\\/logos\\/" + num(kFirstChannel + i) + ".png" : "") + R"(","epg_channel_id":)" +
           (i < kGuideChannels ? "\"huge." + num(i) + "\""
            : i % 2            ? "null"
                               : "\"\"") +
           R"(,"added":")" + num(1'500'000'000 + i) + R"(","is_adult":0,"category_id":")" + num(channelCategory(i)) +
           R"(","category_ids":[)" + num(channelCategory(i)) + R"(],"custom_sid":"","tv_archive":)" +
           (i % 10 ? "0" : "1") + R"(,"direct_source":"","tv_archive_duration":)" + (i % 10 ? "0" : "\"3\"") + "}";
}

/// Plot, cast and the like: what makes real lists big.
std::string details(Dice &dice, int sentences)
{
    std::string out = R"("plot":")";
    for (int i = 0; i < sentences; ++i) {
        if (i)
            out += ' ';
        dice.sentence(out, 12);
    }
    out += R"(","cast":")";
    for (int i = 0; i < 5; ++i)
        out += (i ? ", " : "") + dice.capitalWord() + " " + dice.capitalWord();
    return out + R"(","director":")" + dice.capitalWord() + " " + dice.capitalWord() +
           R"(","genre":"Drama \/ Adventure",)";
}

struct Title {
    std::string name, year;
};

Title filmTitle(Dice &dice, int i)
{
    Title title;
    title.year = num(1960 + dice.next() % 66);
    title.name = dice.capitalWord() + " of the " + dice.capitalWord() + " " + num(i);
    if (i % 50 == 0)
        title.name += " \\u00c9t\\u00e9";
    return title;
}

Title seriesTitle(Dice &dice, int i)
{
    Title title;
    title.name = dice.capitalWord() + " " + dice.capitalWord() + " " + num(i);
    title.year = num(1980 + dice.next() % 46);
    return title;
}

Dice filmDice(int i)
{
    return Dice(std::uint64_t(i) * 3 + 7);
}
Dice seriesDice(int i)
{
    return Dice(std::uint64_t(i) * 5 + 11);
}

std::string filmRow(int i, const std::string &url)
{
    Dice dice = filmDice(i);
    const auto [name, year] = filmTitle(dice, i);
    return R"({"num":)" + num(i + 1) + R"(,"name":")" + name + " (" + year + ")\",\"title\":\"" + name +
           R"(","year":")" + year + R"(","stream_type":"movie","stream_id":)" +
           (i % 7 ? num(kFirstFilm + i) : "\"" + num(kFirstFilm + i) + "\"") + R"(,"stream_icon":")" + url +
           "\\/posters\\/" + num(kFirstFilm + i) + R"(.png","rating":)" +
           (i % 5 ? num(dice.next() % 10) + "." + num(dice.next() % 10) : "\"\"") + R"(,"rating_5based":)" +
           num(dice.next() % 5) + R"(,"added":")" + num(1'600'000'000 + i * 60) + R"(",)" + details(dice, 7) +
           R"("release_date":")" + year + R"(-05-01","youtube_trailer":"","episode_run_time":)" +
           num(60 + dice.next() % 90) + R"(,"category_id":")" + num(filmCategory(i)) + R"(","category_ids":[)" +
           num(filmCategory(i)) + R"(],"container_extension":")" +
           (i % 3 == 0     ? "mkv"
            : i % 500 == 1 ? "MKV"
                           : "mp4") +
           R"(","custom_sid":"","direct_source":""})";
}

std::string seriesRow(int i, const std::string &url)
{
    Dice dice = seriesDice(i);
    const auto [name, year] = seriesTitle(dice, i);
    return R"({"num":)" + num(i + 1) + R"(,"name":")" + name + R"(","title":")" + name + R"(","year":")" + year +
           R"(","stream_type":"series","series_id":)" + num(kFirstSeries + i) + R"(,"cover":")" + url +
           "\\/posters\\/" + num(kFirstSeries + i) + R"(.png",)" + details(dice, 7) + R"("releaseDate":")" + year +
           R"(-09-12","release_date":")" + year + R"(-09-12","last_modified":")" + num(1'650'000'000 + i * 90) +
           R"(","rating":")" + num(dice.next() % 10) + R"(","rating_5based":)" + num(dice.next() % 5) +
           R"(,"backdrop_path":[")" + url + "\\/backdrops\\/" + num(kFirstSeries + i) +
           R"(.png"],"youtube_trailer":"","episode_run_time":"45","category_id":")" + num(seriesCategory(i)) +
           R"(","category_ids":[)" + num(seriesCategory(i)) + "]}";
}

std::string categoryRow(int id, const std::string &kind)
{
    return R"({"category_id":")" + num(id) + R"(","category_name":")" +
           kCountries[std::size_t(id) % kCountries.size()] + "| " + kind + " " + num(id % 1000) + R"(","parent_id":0})";
}

std::shared_ptr<BodySource> rows(int count, std::function<std::string(int)> row)
{
    return std::make_shared<RowsSource>(count, std::move(row));
}

} // namespace

BodySource::State RowsSource::read(std::string &out, std::size_t max)
{
    if (m_next > m_count)
        return State::End;
    if (m_next < 0) {
        out += '[';
        m_next = 0;
    }
    for (; m_next < m_count && out.size() < max; ++m_next) {
        const std::string row = m_row(m_next);
        if (row.empty())
            continue;
        if (!std::exchange(m_first, false))
            out += ',';
        out += row;
    }
    if (m_next == m_count) {
        out += ']';
        ++m_next;
        // Whoever measures players reads this: from here on the wait is the player's own.
        const auto since = std::chrono::steady_clock::now().time_since_epoch();
        log::debug("kanal.panel.lists", "rows=" + num(m_count) + " list_sent_us=" +
                                            num(std::chrono::duration_cast<std::chrono::microseconds>(since).count()));
    }
    return State::More;
}

std::shared_ptr<BodySource> list(const std::string &action, const std::string &categoryId, const std::string &plainUrl)
{
    const std::string url = escapedUrl(plainUrl);
    if (action == "get_live_streams")
        return rows(kChannels,
                    [=](int i) { return wanted(categoryId, channelCategory(i)) ? channelRow(i, url) : std::string(); });
    if (action == "get_vod_streams")
        return rows(kFilms,
                    [=](int i) { return wanted(categoryId, filmCategory(i)) ? filmRow(i, url) : std::string(); });
    if (action == "get_series")
        return rows(kSeries,
                    [=](int i) { return wanted(categoryId, seriesCategory(i)) ? seriesRow(i, url) : std::string(); });
    if (action == "get_live_categories")
        return rows(kChannelCategories, [](int i) { return categoryRow(1 + i, "Channels"); });
    if (action == "get_vod_categories")
        return rows(kFilmCategories, [](int i) { return categoryRow(1001 + i, "Films"); });
    if (action == "get_series_categories")
        return rows(kSeriesCategories, [](int i) { return categoryRow(2001 + i, "Series"); });
    return nullptr;
}

std::string filmName(int index)
{
    Dice dice = filmDice(index);
    const Title title = filmTitle(dice, index);
    const std::string name = title.name.substr(0, title.name.find(" \\u"));
    return name + (name == title.name ? "" : " Été") + " (" + title.year + ")";
}

std::string seriesName(int index)
{
    Dice dice = seriesDice(index);
    return seriesTitle(dice, index).name;
}

GuideChannel guideChannel(int index, const std::string &url)
{
    const std::string id = num(index);
    return {"huge." + id, "Channel " + id, url + "/logos/" + num(kFirstChannel + index) + ".png", kFirstChannel + index,
            Topic(index % 6)};
}

} // namespace kanal::panel::huge
