// SPDX-License-Identifier: MIT
// Lists whose values are of other types than they should be, in every kind of row; and what the two JSON libraries make
// of the same text.
#include "decoded_list.h"
#include "fixture.h"
#include "json_text.h"
#include "list_decoder.h"

#include <kanal/core/text.h>

#include <algorithm>
#include <filesystem>
#include <random>

#include <gtest/gtest.h>

namespace kanal::xtream
{
namespace
{

/// A list of 20 rows in which every third value or so is of another type than it should be.
std::string listOfSwappedTypes(unsigned seed, std::span<const char *const> fields)
{
    const char *const values[] = {
        "null",         "\"\"",  "[]",  "{}",        "true",         "false",       "-1",
        "1e999",        "\"7\"", "3.5", "[1,\"2\"]", "{\"a\":[{}]}", "\"\\ud800\"", "18446744073709551616",
        "\"<b>&amp;\"", "[null]"};
    std::mt19937 random(seed);
    std::string text = "[";
    for (int row = 0; row < 20; ++row) {
        text += row ? ",{" : "{";
        bool first = true;
        for (const char *field : fields) {
            text += std::string(first ? "\"" : ",\"") + field + "\":";
            text += random() % 3 == 0 ? values[random() % std::size(values)] : std::to_string(row + 1);
            first = false;
        }
        text += "}";
    }
    return text + "]";
}

constexpr const char *kChannelFields[] = {"num",         "name",           "stream_id",  "category_id", "category_ids",
                                          "stream_icon", "epg_channel_id", "tv_archive", "added",       "is_adult"};
constexpr const char *kFilmFields[] = {
    "num",  "name",   "stream_id", "category_id", "category_ids",        "stream_icon",
    "year", "rating", "added",     "is_adult",    "container_extension", "cast",
    "plot", "genre",  "director",  "releasedate", "rating_5based"};
constexpr const char *kSeriesFields[] = {"num",   "name",     "series_id",   "category_id",     "category_ids", "cover",
                                         "year",  "rating",   "plot",        "last_modified",   "is_adult",     "cast",
                                         "genre", "director", "releaseDate", "youtube_trailer", "backdrop_path"};

TEST(ListDecoder, TypesSwappedAtRandomCostRowsNeverTheList)
{
    for (unsigned seed = 0; seed < 1000; ++seed) {
        const std::string text = listOfSwappedTypes(seed, kChannelFields);
        const Decoded whole = decode(text);
        ASSERT_TRUE(whole.count) << seed << ": " << whole.count.error().detail;
        EXPECT_EQ(whole.count->received, 20) << seed;
        EXPECT_EQ(whole.count->kept + whole.count->skipped, 20) << seed;
        EXPECT_EQ(std::int64_t(whole.rows.size()), whole.count->kept) << seed;
        for (const Kept &row : whole.rows)
            EXPECT_FALSE(row.id.empty()) << seed;
        if (seed % 10 == 0) {
            EXPECT_EQ(decode(text, 7).rows, whole.rows) << "pieces of 7 bytes, seed " << seed;
        }
    }
}

constexpr const char *kCategoryFields[] = {"category_id", "category_name", "parent_id", "censored"};

/// Of a text handed over at once; nothing where it is no list.
std::optional<std::vector<std::string>> categoriesIn(const std::string &text)
{
    std::vector<std::string> names;
    ListDecoder<CategoryRow> decoder(
        [&names](std::span<const CategoryRow> batch) -> Result<> {
            for (const CategoryRow &row : batch)
                names.push_back(std::string(row.id) + '=' + std::string(row.name));
            return {};
        },
        kNow);
    std::copy(text.begin(), text.end(), decoder.room().begin());
    if (!decoder.commit(text.size()) || !decoder.finish())
        return std::nullopt;
    return names;
}

TEST(ListDecoder, TypesSwappedAtRandomCostCategoriesNeverTheirList)
{
    for (unsigned seed = 0; seed < 1000; ++seed) {
        const auto names = categoriesIn(listOfSwappedTypes(seed, kCategoryFields));
        ASSERT_TRUE(names) << seed;
        EXPECT_LE(names->size(), 20u);
        for (const std::string &name : *names)
            EXPECT_TRUE(!name.starts_with('=') && isValidUtf8(name)) << seed;
    }
}

TEST(ListDecoder, CategoriesThatAreCutOffAreNoList)
{
    const std::string whole = listOfSwappedTypes(1, kCategoryFields);
    for (std::size_t size = 0; size < whole.size(); ++size)
        EXPECT_FALSE(categoriesIn(whole.substr(0, size))) << size;
    EXPECT_TRUE(categoriesIn(whole));
}

template<class Row>
void expectRowsOnlyCost(std::span<const char *const> fields)
{
    for (unsigned seed = 0; seed < 1000; ++seed) {
        std::int64_t rows = 0;
        ListDecoder<Row> decoder(
            [&](std::span<const Row> batch) -> Result<> {
                for (const Row &row : batch) {
                    EXPECT_FALSE(row.id.empty()) << seed;
                    EXPECT_FALSE(row.name.empty()) << seed;
                    EXPECT_TRUE(isValidUtf8(row.name) && isValidUtf8(row.plot)) << seed;
                    EXPECT_TRUE(row.rating >= 0 && row.rating <= 10) << seed;
                }
                rows += std::ssize(batch);
                return {};
            },
            kNow);
        const std::string text = listOfSwappedTypes(seed, fields);
        std::copy(text.begin(), text.end(), decoder.room().begin());
        ASSERT_TRUE(decoder.commit(text.size())) << seed;
        const auto count = decoder.finish();
        ASSERT_TRUE(count) << seed << ": " << count.error().detail;
        EXPECT_EQ(count->received, 20) << seed;
        EXPECT_EQ(count->kept, rows) << seed;
        EXPECT_EQ(count->kept + count->skipped, 20) << seed;
    }
}

TEST(ListDecoder, TypesSwappedAtRandomCostRowsOfFilmsAndSeriesOnly)
{
    expectRowsOnlyCost<MovieRow>(kFilmFields);
    expectRowsOnlyCost<SeriesRow>(kSeriesFields);
}

/// How many rows nlohmann/json sees in the document, repaired as a broken row is; -1: it sees no list.
std::int64_t rowsInDom(const std::string &text)
{
    const Json json = Json::parse(repairedJson(text), nullptr, false);
    if (!json.is_array())
        return -1;
    return std::count_if(json.begin(), json.end(), [](const Json &row) {
        return row.is_object() && !toId(JsonScalar(member(row, "stream_id"))).empty();
    });
}

/// ADR 0009: a second library would read no row that simdjson does not read once its bytes are repaired.
TEST(ListDecoder, KeepsEveryRowThatNlohmannWouldRead)
{
    int read = 0;
    for (const auto &file : std::filesystem::directory_iterator(KANAL_TEST_DATA "/xtream/lists")) {
        const std::string text = fixture("lists/" + file.path().filename().string());
        if (const std::int64_t rows = rowsInDom(text); rows >= 0) {
            EXPECT_EQ(decode(text).count.value_or(ListCount{}).kept, rows) << file.path().filename();
            ++read;
        }
    }
    EXPECT_GT(read, 10);

    std::mt19937 random(9);
    std::string good = "[";
    for (int row = 1; row <= 3; ++row)
        good += (row > 1 ? "," : "") + std::string(R"({"num":1,"name":"Chan)") + std::to_string(row) +
                R"(","stream_id":)" + std::to_string(row) +
                R"(,"category_ids":[1,2],"added":"1500000000","x":{"y":null}})";
    good += "]";
    for (int round = 0; round < 20'000; ++round) {
        std::string text = good;
        for (unsigned i = 0; i < 1 + random() % 3; ++i)
            text[random() % text.size()] = random() % 2 ? char(random()) : "\"\\{}[],:0eu \t"[random() % 14];
        if (const std::int64_t rows = rowsInDom(text); rows > 0) {
            EXPECT_GE(decode(text).count.value_or(ListCount{}).kept, rows) << text;
            ++read;
        }
    }
    EXPECT_GT(read, 2000);
}

} // namespace
} // namespace kanal::xtream
