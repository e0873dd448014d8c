// SPDX-License-Identifier: MIT
// Lists of panels with everything that is wrong with them; the files are in tests/data/xtream/lists.
#include "decoded_list.h"
#include "fixture.h"

#include <kanal/core/text.h>

#include <random>

#include <gtest/gtest.h>

namespace kanal::xtream
{
namespace
{

using Ids = std::vector<std::string>;

struct Case {
    const char *file;
    Ids ids;         ///< of the rows kept
    int skipped = 0; ///< -1: the document is refused
};

constexpr int kRefused = -1;

const Case kCases[] = {
    {"01_empty_body.txt", {}, kRefused},
    {"02_html_page.html", {}, kRefused},
    {"03_plain_text.txt", {}, kRefused},
    {"04_php_notice_before.txt", {"101", "102"}},
    {"04_php_text_notice_before.txt", {"101", "102"}},
    {"04_php_warning_behind.txt", {"101", "102"}},
    {"04_php_fatal_error.txt", {}, kRefused},
    {"04_php_empty_object_in_error.txt", {}, kRefused},
    {"04_php_brackets_in_notice_before.txt", {"101", "102"}},
    {"04_php_notice_before_empty_list.txt", {}},
    {"05_blank_lines_around.json", {"101", "102"}},
    {"06_byte_order_mark.json", {"101", "102"}},
    {"07_cut_in_row.json", {}, kRefused},
    {"07_cut_between_rows.json", {}, kRefused},
    {"07_cut_before_bracket.json", {}, kRefused},
    {"07_cut_in_escape.json", {}, kRefused},
    {"08_invalid_utf8.json", {"101", "102"}},
    {"08_raw_control_characters.json", {"101", "102"}},
    {"08_lone_surrogate.json", {"101", "102"}},
    {"08_bad_escape.json", {"101", "102"}},
    {"09_object_keyed_by_index.json", {"101", "102", "103"}},
    {"10_empty_list.json", {}},
    {"11_false.json", {}},
    {"11_null.json", {}},
    {"11_empty_object.json", {}},
    {"11_empty_text.json", {}},
    {"12_scalars_between_rows.json", {"101", "102"}, 6},
    {"12_nothing_but_scalars.json", {}, kRefused},
    {"13_row_without_id.json", {"101", "102"}, 2},
    {"13_row_without_name.json", {"101", "102", "103", "104"}},
    {"14_account_object.json", {}, kRefused},
    {"15_duplicate_ids.json", {"101", "101"}},
    {"16_mixed_types.json", {"101", "4", "2356443347", "x-1"}},
    {"17_pretty_printed.json", {"101", "102"}},
    {"18_escapes_and_entities.json", {"101"}},
    {"23_large_numbers.json", {"9007199254740993", "99999999999999999999"}},
    {"24_odd_dates.json", {"1", "2", "3", "4"}},
    {"25_wrong_bracket.json", {}, kRefused},
    {"25_trailing_comma.json", {"101", "102"}},
    {"25_duplicate_keys.json", {"1"}},
    {"25_broken_row.json", {"101", "102"}, 1},
    {"25_unbalanced_row.json", {}, kRefused},
    {"25_unquoted_nan.json", {"1", "102"}},
    {"30_headings_and_radio.json", {"1", "2", "3", "4", "5", "6"}},
};

class ListFiles : public testing::TestWithParam<Case>
{
};

TEST_P(ListFiles, CostWhatIsBrokenAndNoMore)
{
    const Case &row = GetParam();
    const std::string text = fixture(std::string("lists/") + row.file);
    for (std::size_t piece : {text.size() + 1, std::size_t(7), std::size_t(1)}) {
        const Decoded decoded = decode(text, piece);
        if (row.skipped == kRefused) {
            ASSERT_FALSE(decoded.count) << piece;
            EXPECT_EQ(decoded.count.error().kind, ErrorKind::BadAnswer);
            continue;
        }
        ASSERT_TRUE(decoded.count) << decoded.count.error().detail << piece;
        EXPECT_EQ(decoded.ids(), row.ids) << piece;
        EXPECT_EQ(decoded.count->kept, std::int64_t(row.ids.size()));
        EXPECT_EQ(decoded.count->skipped, row.skipped);
        EXPECT_EQ(decoded.count->received, decoded.count->kept + decoded.count->skipped);
        EXPECT_EQ(decoded.count->bytes, std::int64_t(text.size()));
    }
}

INSTANTIATE_TEST_SUITE_P(Malformations, ListFiles, testing::ValuesIn(kCases), [](const auto &info) {
    std::string name;
    for (char c : std::string(info.param.file))
        name += std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
    return name;
});

TEST(ListDecoder, AKeyedListIsRefusedAsSoonAsItHasTooManyRows)
{
    ListDecoder<ChannelRow> decoder([](std::span<const ChannelRow>) -> Result<> { return {}; }, kNow);
    const std::string row = R"("1":1,)";
    std::string text = "{";
    while (text.size() + row.size() < ListSplitter::kRoom)
        text += row;
    std::size_t sent = 0;
    Result<> taken;
    while (taken && sent < 3 * limits::kListRows * row.size()) {
        std::copy(text.begin(), text.end(), decoder.room().begin());
        taken = decoder.commit(text.size());
        sent += text.size();
        text.erase(0, text.front() == '{' ? 1 : 0);
    }
    ASSERT_FALSE(taken);
    EXPECT_EQ(taken.error().kind, ErrorKind::BadAnswer);
    EXPECT_LT(sent, limits::kListRows * row.size() + 2 * ListSplitter::kRoom);
}

TEST(ListDecoder, ReplacesBytesThatAreNoText)
{
    EXPECT_EQ(decode(fixture("lists/08_invalid_utf8.json")).rows.at(1).name, "Caf\uFFFD 2");
    EXPECT_EQ(decode(fixture("lists/08_lone_surrogate.json")).rows.at(1).name, "Chan\uFFFD2");
    EXPECT_EQ(decode(fixture("lists/08_raw_control_characters.json")).rows.at(1).name, "Chan nel 2");
    EXPECT_EQ(decode(fixture("lists/18_escapes_and_entities.json")).rows.at(0).name, "Tom & Jerry é😀");
    EXPECT_EQ(decode(fixture("lists/18_escapes_and_entities.json")).rows.at(0).logo, "http://h/a.png");
}

TEST(ListDecoder, NamesRowsWithoutNameByTheirId)
{
    for (const Kept &row : decode(fixture("lists/13_row_without_name.json")).rows)
        EXPECT_EQ(row.name, "#" + row.id);
}

TEST(ListDecoder, CoercesEveryField)
{
    const auto rows = decode(fixture("lists/16_mixed_types.json")).rows;
    ASSERT_EQ(rows.size(), 4u);
    EXPECT_EQ(rows[0], (Kept{.id = "101",
                             .name = "2018",
                             .category = "7",
                             .guide = "TS",
                             .number = 1,
                             .archiveDays = 3,
                             .added = 1500000000}));
    EXPECT_EQ(rows[1], (Kept{.id = "4",
                             .name = "B",
                             .category = "33",
                             .more = "34",
                             .archiveDays = 1,
                             .added = 1716372000,
                             .adult = true}));
    EXPECT_EQ(rows[2], (Kept{.id = "2356443347", .name = "C", .category = "5", .more = "6"}));
    EXPECT_EQ(rows[3], (Kept{.id = "x-1", .name = "D", .category = "7", .more = "9", .number = 4, .archiveDays = 365}));
}

TEST(ListDecoder, TakesOddDatesForNone)
{
    const auto rows = decode(fixture("lists/24_odd_dates.json")).rows;
    EXPECT_EQ(rows.at(0).added, 0);
    EXPECT_EQ(rows.at(1).added, 0);
    EXPECT_EQ(rows.at(2).added, 0); // the year 2100 is a placeholder
    EXPECT_EQ(rows.at(3).added, 1767225600);
}

TEST(ListDecoder, TellsHeadingsAndRadioFromTelevision)
{
    const auto rows = decode(fixture("lists/30_headings_and_radio.json")).rows;
    const LiveForm forms[] = {LiveForm::Heading, LiveForm::Heading,    LiveForm::Television,
                              LiveForm::Radio,   LiveForm::Television, LiveForm::Television};
    for (std::size_t i = 0; i < std::size(forms); ++i)
        EXPECT_EQ(rows.at(i).form, forms[i]) << rows.at(i).name;
    EXPECT_TRUE(rows.at(4).adult);
    EXPECT_TRUE(rows.at(5).adult);
    EXPECT_FALSE(rows.at(3).adult);
}

TEST(ListDecoder, KeepsTheBeginningOfWhatIsNoList)
{
    EXPECT_TRUE(decode(fixture("lists/02_html_page.html")).other.starts_with("<!DOCTYPE html>"));
    EXPECT_EQ(decode(fixture("lists/14_account_object.json")).other, fixture("lists/14_account_object.json"));
    EXPECT_EQ(decode(fixture("lists/10_empty_list.json")).other, "");
}

TEST(ListDecoder, OneBrokenRowOfManyCostsItself)
{
    std::string list = "[";
    for (int i = 0; i < 20'000; ++i)
        list += (i ? "," : "") + (i == 12'345 ? std::string(R"({"stream_id":12345,"name":tru})") : rowText(i));
    list += "]";
    const auto decoded = decode(list);
    ASSERT_TRUE(decoded.count);
    EXPECT_EQ(decoded.count->received, 20'000);
    EXPECT_EQ(decoded.count->skipped, 1);
    EXPECT_EQ(decoded.rows.at(12'345).id, "12346");
    EXPECT_EQ(decoded.rows.back().id, "19999");
}

TEST(ListDecoder, DropsRowsThatAreTooLarge)
{
    const std::string huge = rowText(2, std::string(3 << 20, 'x'));
    const auto decoded = decode("[" + rowText(1) + "," + huge + "," + rowText(4) + "]");
    ASSERT_TRUE(decoded.count) << decoded.count.error().detail;
    EXPECT_EQ(decoded.ids(), (Ids{"1", "4"}));
    EXPECT_EQ(decoded.count->received, 3);
    EXPECT_EQ(decoded.count->skipped, 1);
}

TEST(ListDecoder, WhatIsDeepInARowCostsItNothing)
{
    const std::string deep = std::string(10'000, '[') + std::string(10'000, ']');
    for (const char *field : {"info", "name", "category_ids", "category_id"})
        for (const std::size_t batch : {std::size_t(256), kBatchBytes}) {
            const std::string row = R"({")" + std::string(field) + R"(":)" + deep + R"(,"stream_id":2})";
            const auto decoded = decode("[" + rowText(1) + "," + row + "," + rowText(3) + "]", 100, batch);
            ASSERT_TRUE(decoded.count) << field << decoded.count.error().detail;
            EXPECT_EQ(decoded.ids(), (Ids{"1", "2", "3"})) << field;
            EXPECT_EQ(decoded.rows.at(1).name, "#2");
        }
}

TEST(ListDecoder, CutsRowsWhereverTheNetworkCutsThem)
{
    std::string list = "[";
    for (int i = 0; i < 50; ++i)
        list += (i ? "," : "") + rowText(i, R"(a \"quoted\" name with \\ and {brackets]}, \\)");
    list += "]";
    const auto whole = decode(list);
    ASSERT_TRUE(whole.count);
    ASSERT_EQ(whole.rows.size(), 50u);
    EXPECT_EQ(whole.rows[7].name, R"(a "quoted" name with \ and {brackets]}, \)");
    for (std::size_t piece = 1; piece < 130; ++piece)
        ASSERT_EQ(decode(list, piece).rows, whole.rows) << piece;
}

TEST(ListDecoder, SortsKeyedListsByTheirNumbers)
{
    std::string list = "{";
    for (int i = 3000; i > 0; --i)
        list += "\"" + std::to_string(i) + "\" : " + rowText(i) + (i > 1 ? "," : "");
    list += "}";
    const auto decoded = decode(list, 1000);
    ASSERT_TRUE(decoded.count);
    ASSERT_EQ(decoded.rows.size(), 3000u);
    for (int i = 0; i < 3000; ++i)
        ASSERT_EQ(decoded.rows[std::size_t(i)].id, std::to_string(i + 1));
}

TEST(ListDecoder, AListOfCommasFillsNoMemory)
{
    ListDecoder<ChannelRow> decoder([](auto) -> Result<> { return {}; }, kNow);
    std::size_t largest = 0;
    for (int i = 0; i < 40; ++i) {
        const auto room = decoder.room();
        largest = std::max(largest, room.size());
        std::fill(room.begin(), room.end(), i == 0 ? ' ' : ',');
        if (i == 0)
            room[0] = '[';
        ASSERT_TRUE(decoder.commit(room.size()));
    }
    EXPECT_LT(largest, 1u << 20);
}

TEST(ListDecoder, RefusesMoreThanTheLimit)
{
    ListDecoder<ChannelRow> decoder([](auto) -> Result<> { return {}; }, kNow);
    Result<> taken;
    std::size_t total = 0;
    while (taken && total < limits::kListBytes + (4u << 20)) {
        const auto room = decoder.room();
        std::fill(room.begin(), room.end(), total == 0 ? '[' : ' ');
        total += room.size();
        taken = decoder.commit(room.size());
    }
    ASSERT_FALSE(taken);
    EXPECT_EQ(taken.error().kind, ErrorKind::BadAnswer);
}

TEST(ListDecoder, TellsHeadingsFromFilms)
{
    constexpr std::string_view list = R"([{"stream_id":1,"name":"##### ACTION #####","stream_icon":"http://h/x.png"},
        {"stream_id":2,"name":"*** NEW ***"}, {"stream_id":3,"name":"*** Gold ***","plot":"Of a mine."},
        {"stream_id":4,"name":"Film"}])";
    std::vector<bool> headings;
    ListDecoder<MovieRow> decoder(
        [&](std::span<const MovieRow> rows) -> Result<> {
            for (const MovieRow &row : rows)
                headings.push_back(row.heading);
            return {};
        },
        kNow);
    std::copy(list.begin(), list.end(), decoder.room().begin());
    ASSERT_TRUE(decoder.commit(list.size()));
    ASSERT_TRUE(decoder.finish());
    EXPECT_EQ(headings, (std::vector{true, true, false, false}));
}

TEST(ListDecoder, DecodesFilms)
{
    std::vector<std::string> seen;
    ListDecoder<MovieRow> decoder(
        [&](std::span<const MovieRow> rows) -> Result<> {
            const MovieRow &row = rows[0];
            EXPECT_EQ(row.id, "7");
            EXPECT_EQ(row.name, "Film (1999)");
            EXPECT_EQ(row.posterUrl, "http://h/p.jpg");
            EXPECT_EQ(row.container, "MKV");
            EXPECT_EQ(row.cast, "A, B");
            EXPECT_EQ(row.director, "D");
            EXPECT_EQ(row.genre, "Drama");
            EXPECT_EQ(row.plot, "Once & for all");
            EXPECT_EQ(row.year, 1999);
            EXPECT_FLOAT_EQ(row.rating, 6.6f);
            EXPECT_EQ(row.added, 1500000000);
            EXPECT_EQ(rows[1].rating, 0);
            EXPECT_EQ(rows[1].year, 2001);
            EXPECT_EQ(rows[1].container, "");
            EXPECT_EQ(rows[1].name, "From title");
            seen.emplace_back(row.id);
            return {};
        },
        kNow);
    const std::string_view text =
        R"json([{"num":1,"name":"Film (1999)","stream_id":7,"stream_icon":"http:\/\/h\/p.jpg","rating":"n/A",
        "rating_5based":3.3,"added":"1500000000","container_extension":"MKV","cast":["A","B"],"director":"D","genre":"Drama",
        "plot":"Once &amp; for all"},{"stream_id":8,"name":null,"title":"From title","rating":"","rating_5based":0,
        "container_extension":null,"release_date":"2001-02-03"}])json";
    std::copy(text.begin(), text.end(), decoder.room().begin());
    ASSERT_TRUE(decoder.commit(text.size()));
    ASSERT_TRUE(decoder.finish());
    EXPECT_EQ(seen.size(), 1u);
}

TEST(ListDecoder, DecodesSeriesAndCategories)
{
    const std::string_view series =
        R"([{"series_id":"5","name":"Show","cover":"http://h/c.jpg","backdrop_path":["","http://h/1.jpg","http://h/2.jpg"],
        "last_modified":"1530461599","rating":"12","youtube_trailer":"abc","year":"2005"},
        {"series_id":6,"name":"B","backdrop_path":"http://h/b.jpg","last_modified":null,"rating_5based":"3.5"},
        {"series_id":7,"name":"C","backdrop_path":[]}])";
    int seriesSeen = 0;
    ListDecoder<SeriesRow> decoder(
        [&](std::span<const SeriesRow> rows) -> Result<> {
            EXPECT_EQ(rows[0].backdropUrl, "http://h/1.jpg");
            EXPECT_EQ(rows[0].modified, 1530461599);
            EXPECT_EQ(rows[0].rating, 10);
            EXPECT_EQ(rows[0].trailer, "abc");
            EXPECT_EQ(rows[0].year, 2005);
            EXPECT_EQ(rows[1].backdropUrl, "http://h/b.jpg");
            EXPECT_EQ(rows[1].rating, 7);
            EXPECT_EQ(rows[1].modified, 0);
            EXPECT_EQ(rows[2].backdropUrl, "");
            seriesSeen += int(rows.size());
            return {};
        },
        kNow);
    std::copy(series.begin(), series.end(), decoder.room().begin());
    ASSERT_TRUE(decoder.commit(series.size()));
    ASSERT_TRUE(decoder.finish());
    EXPECT_EQ(seriesSeen, 3);

    const std::string_view categories =
        R"([{"category_id":"36","category_name":"News &amp; Sport","parent_id":0},{"category_id":2356443347,"category_name":"FOR ADULTS"}])";
    int categoriesSeen = 0;
    ListDecoder<CategoryRow> categoryDecoder(
        [&](std::span<const CategoryRow> rows) -> Result<> {
            EXPECT_EQ(rows[0].name, "News & Sport");
            EXPECT_FALSE(rows[0].adult);
            EXPECT_EQ(rows[1].id, "2356443347");
            EXPECT_TRUE(rows[1].adult);
            categoriesSeen += int(rows.size());
            return {};
        },
        kNow);
    std::copy(categories.begin(), categories.end(), categoryDecoder.room().begin());
    ASSERT_TRUE(categoryDecoder.commit(categories.size()));
    ASSERT_TRUE(categoryDecoder.finish());
    EXPECT_EQ(categoriesSeen, 2);
}

/// Whatever is done to a document: it ends, counts add up, and a cut-off list is never taken for a whole one.
TEST(ListDecoder, SurvivesMutations)
{
    std::mt19937 random(20261124);
    std::vector<std::string> seeds;
    for (const Case &row : kCases)
        seeds.push_back(fixture(std::string("lists/") + row.file));
    static constexpr std::string_view kTypes[] = {"null",   "false",       "\"\"",        "[]",
                                                  "{}",     "-1",          "1e999",       "\"N/A\"",
                                                  "[[[]]]", "\"\\u0000\"", "{\"a\":[1]}", "\"\xFF\""};
    for (int round = 0; round < 6000; ++round) {
        std::string text = seeds[random() % seeds.size()];
        for (unsigned i = 0; i < 1 + random() % 4 && !text.empty(); ++i) {
            const std::size_t at = random() % text.size();
            switch (random() % 5) {
            case 0:
                text[at] = char(random());
                break;
            case 1:
                text.erase(at, 1 + random() % 8);
                break;
            case 2:
                text.insert(at, kTypes[random() % std::size(kTypes)]);
                break;
            case 3:
                text.resize(at);
                break;
            case 4: { // another type for a value
                const auto colon = text.find(':', at);
                const auto end = colon == std::string::npos ? colon : text.find_first_of(",}", colon);
                if (end != std::string::npos)
                    text.replace(colon + 1, end - colon - 1, kTypes[random() % std::size(kTypes)]);
            }
            }
        }
        const auto decoded = decode(text, 1 + random() % 300, random() % 2 ? kBatchBytes : 1 + random() % 200);
        if (decoded.count) {
            EXPECT_EQ(decoded.count->received, decoded.count->kept + decoded.count->skipped);
            EXPECT_EQ(decoded.count->kept, std::int64_t(decoded.rows.size()));
        }
        for (const Kept &row : decoded.rows) {
            EXPECT_FALSE(row.id.empty());
            EXPECT_FALSE(row.name.empty());
            EXPECT_TRUE(isValidUtf8(row.name)) << text;
        }
    }
}

TEST(ListDecoder, TakesNoBeginningOfAListForAList)
{
    const std::string text = "[" + rowText(1) + "," + rowText(2, "x\\\"y") + "]";
    for (std::size_t size = 0; size < text.size(); ++size)
        EXPECT_FALSE(decode(text.substr(0, size)).count) << size;
    EXPECT_TRUE(decode(text).count);
}

TEST(ListDecoder, ARowStandsInSoManyCategoriesAtMost)
{
    std::string text = R"([{"stream_id":1,"name":"One","category_id":"0","category_ids":[0)";
    for (int i = 1; i < 100'000; ++i)
        text += ',' + std::to_string(i);
    const Decoded decoded = decode(text + "]}]");
    ASSERT_EQ(decoded.rows.size(), 1U);
    EXPECT_EQ(decoded.rows[0].category, "0");
    EXPECT_EQ(std::count(decoded.rows[0].more.begin(), decoded.rows[0].more.end(), '\n'), 62);
}

TEST(ListDecoder, TwoRowsWithoutACommaBetweenThemAreTwo)
{
    for (const char *gap : {"", " ", "\n"}) {
        const auto decoded = decode(std::string(R"([{"stream_id":1,"name":"a } { \" b"})") + gap +
                                    R"({"stream_id":2},{"stream_id":3}])");
        ASSERT_TRUE(decoded.count);
        EXPECT_EQ(decoded.ids(), (Ids{"1", "2", "3"}));
        EXPECT_EQ(decoded.count->received, 3);
        EXPECT_EQ(decoded.count->kept, 3);
    }
}

TEST(ListDecoder, AListWithoutOneUsableRowIsNone)
{
    for (const char *text : {R"([{"error":"Access denied"}])", R"([{"name":"no id"},{"name":"none"}])", "[{}]"}) {
        const auto decoded = decode(text);
        ASSERT_FALSE(decoded.count) << text;
        EXPECT_EQ(decoded.count.error().kind, ErrorKind::BadAnswer) << text;
    }
}

TEST(ListDecoder, IdsOfCategoriesThatNobodyMeansAreLeftOut)
{
    const std::string huge(1000, 'z');
    const auto decoded = decode(R"([{"stream_id":1,"category_id":")" + huge + R"(","category_ids":[")" + huge +
                                R"(","7"]},{"stream_id":2,"category_id":"5","category_ids":["5","6\n8"]}])");
    ASSERT_EQ(decoded.rows.size(), 2u);
    EXPECT_EQ(decoded.rows[0].category + "|" + decoded.rows[0].more, "|7");
    EXPECT_EQ(decoded.rows[1].category + "|" + decoded.rows[1].more, "5|");
}

} // namespace
} // namespace kanal::xtream
