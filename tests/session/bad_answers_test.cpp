// SPDX-License-Identifier: MIT
// Whatever a panel answers to a refresh, the shown library is as before or as the panel meant it, favourites stay, and
// what went wrong is said once, in the report.
#include "profile.h"
#include "waiting.h"

#include <kanal/library/user_store.h>
#include <kanal/session/catalogue_sync.h>

#include <random>
#include <set>

#include <zlib.h>

namespace kanal::session
{
namespace
{

constexpr int kRows = 60;

struct Kind {
    EntryKind kind;
    const char *name, *categories, *rows, *idField;
};
constexpr Kind kKinds[] = {{EntryKind::Live, "live", "get_live_categories", "get_live_streams", "stream_id"},
                           {EntryKind::Movie, "movies", "get_vod_categories", "get_vod_streams", "stream_id"},
                           {EntryKind::Series, "series", "get_series_categories", "get_series", "series_id"}};

std::string nameOf(int nth)
{
    return "Entry number " + std::to_string(nth);
}

/// A list whose nth entry has the id idOf(nth).
template<class IdOf>
std::string listOf(const Kind &kind, IdOf idOf, int rows = kRows)
{
    std::string json = "[";
    for (int nth = 1; nth <= rows; ++nth)
        json += (nth > 1 ? "," : "") + std::string(R"({"num":)") + std::to_string(nth) + R"(,"name":")" + nameOf(nth) +
                R"(",")" + kind.idField + R"(":)" + std::to_string(idOf(nth)) +
                R"(,"category_id":"1","epg_channel_id":"","added":"1700000000","container_extension":"mp4"})";
    return json + "]";
}

std::string goodList(const Kind &kind)
{
    return listOf(kind, [](int nth) { return nth; });
}

using Shown = std::vector<std::pair<std::string, std::string>>;

class BadAnswers : public testing::TestWithParam<Kind>
{
protected:
    void SetUp() override
    {
        for (const Kind &each : kKinds)
            panel.set(each.rows, goodList(each));
        const auto signedIn = answerTo(profile->accounts().signIn({panel.url(), "u", "p"}));
        ASSERT_TRUE(signedIn) << signedIn.error().detail;
        account = signedIn->id;
        ASSERT_TRUE(refreshed());
        for (const char *id : {"3", "40"}) {
            library::EntryShape shape = channelShape(account, id, nameOf(std::stoi(id)));
            shape.key.kind = kind().kind;
            ASSERT_TRUE(profile->library().user().setFavourite(shape, true));
        }
        before = shown();
        ASSERT_EQ(before.size(), std::size_t(kRows));
    }

    static const Kind &kind() { return GetParam(); }
    Result<SyncReport> refreshed()
    {
        SyncWish wish;
        wish.kinds = {kind().name};
        return answerTo(profile->sync().refresh(account, wish));
    }
    Shown shown()
    {
        const auto snapshot = profile.snapshot(account, kind().kind);
        Shown rows;
        for (std::uint32_t row = 0; row < snapshot->size(); ++row)
            rows.emplace_back(snapshot->id(row), snapshot->name(row));
        return rows;
    }
    /// That have entries.
    std::vector<std::string> categories()
    {
        const auto snapshot = profile.snapshot(account, kind().kind);
        std::vector<std::string> names;
        for (std::uint32_t i = 0; i < snapshot->categoryCount(); ++i)
            if (snapshot->category(i).count > 0)
                names.emplace_back(snapshot->category(i).name);
        return names;
    }
    std::set<std::string> favourites()
    {
        std::set<std::string> names;
        const auto marked = profile->library().user().favourites(account, kind().kind);
        EXPECT_TRUE(marked);
        if (marked)
            for (const library::EntryShape &shape : *marked)
                names.insert(shape.key.id + " " + shape.name);
        return names;
    }
    /// Refreshes with this answer: nothing that is shown may change, and the report says why.
    void expectUnchanged(const std::string &what, const std::string &answer)
    {
        panel.set(kind().rows, answer);
        const auto report = refreshed();
        ASSERT_TRUE(report) << what << ": " << report.error().detail;
        const KindReport &mine = report->kinds.at(kind().name);
        EXPECT_TRUE(mine.error || mine.heldBack) << what << " was taken for a list";
        EXPECT_EQ(shown(), before) << what;
        EXPECT_EQ(favourites(), kMarked) << what;
    }

    /// An entry that still has its own name has its own id, too, and what is marked is that or is not there.
    void expectNoStrangers(unsigned seed)
    {
        const std::string_view own = "Entry number ";
        const auto snapshot = profile.snapshot(account, kind().kind);
        for (std::uint32_t row = 0; row < snapshot->size(); ++row) {
            const std::string id(snapshot->id(row));
            EXPECT_FALSE(id.empty()) << seed;
            const bool isNumber = id.size() < 3 && id.find_first_not_of("0123456789") == std::string::npos;
            if (isNumber && snapshot->name(row).starts_with(own)) {
                EXPECT_EQ(snapshot->name(row), nameOf(std::stoi(id))) << seed;
            }
        }
        const auto marked = profile->library().user().favourites(account, kind().kind);
        ASSERT_EQ(marked->size(), 2U) << seed;
        for (const library::EntryShape &shape : *marked)
            if (const auto row = snapshot->find(shape.key.id); row && snapshot->name(*row).starts_with(own)) {
                EXPECT_EQ(snapshot->name(*row), shape.name) << seed;
            }
    }

    const std::set<std::string> kMarked{"3 " + nameOf(3), "40 " + nameOf(40)};
    ScriptedPanel panel;
    Profile profile;
    AccountId account;
    Shown before;
};

std::string raw(const std::string &body)
{
    return ScriptedPanel::kRaw + body;
}

std::string gzipped(const std::string &text)
{
    z_stream z{};
    deflateInit2(&z, Z_BEST_SPEED, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    std::string out(deflateBound(&z, uLong(text.size())), '\0');
    z.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(text.data()));
    z.avail_in = uInt(text.size());
    z.next_out = reinterpret_cast<Bytef *>(out.data());
    z.avail_out = uInt(out.size());
    deflate(&z, Z_FINISH);
    out.resize(z.total_out);
    deflateEnd(&z);
    return out;
}

TEST_P(BadAnswers, WhatIsNoListChangesNothing)
{
    const std::string deep(10'000, '[');
    const std::pair<const char *, std::string> answers[] = {
        {"a web page", "<html><body>Sign in to the hotspot</body></html>"},
        {"nothing", ""},
        {"null", raw("null")},
        {"false", raw("false")},
        {"a number", raw("1")},
        {"a text", raw("\"error\"")},
        {"an empty object", raw("{}")},
        {"an empty list", raw("[]")},
        {"an error object", raw(R"({"error":"maintenance"})")},
        {"a refused sign-in", raw(R"({"user_info":{"auth":0}})")},
        {"rows of nothing", raw("[null,null,[],{}]")},
        {"depth 10,000", raw(deep)},
        {"closed depth 10,000", raw(deep + std::string(10'000, ']'))},
        {"a row of depth 10,000", raw("[{\"stream_id\":1,\"x\":" + deep + std::string(10'000, ']') + "}]")},
        {"NUL bytes", raw(std::string(5000, '\0'))},
        {"half of UTF-16", raw("\xff\xfe[\0{\0")},
        {"a body without end", ScriptedPanel::kEndless + std::string("[{\"name\":\"")},
        {"spaces without end, then nothing", raw(std::string(2 << 20, ' '))},
        {"500", "500 Oops"},
        {"403", "403 No"},
        {"404", "404 Where"},
    };
    for (const auto &[what, answer] : answers)
        expectUnchanged(what, answer);
}

/// `head`, then gigabytes of one letter, packed into a few megabytes.
std::string bomb(const std::string &head, char letter)
{
    const std::string more = gzipped(std::string(64u << 20, letter));
    std::string body = gzipped(head);
    for (int n = 0; n < 40; ++n)
        body += more;
    return raw(body);
}

TEST_P(BadAnswers, AGzipBombChangesNothingAndIsNotUnpackedToItsEnd)
{
    expectUnchanged("a text of 2.5 GB", bomb("[{\"name\":\"", 'a'));
    expectUnchanged("2.5 GB of blanks", bomb("[", ' '));
    panel.set(kind().rows, goodList(kind()));
    panel.set(kind().categories, bomb("[{\"category_id\":\"1\",\"category_name\":\"", 'a'));
    ASSERT_TRUE(refreshed());
    EXPECT_EQ(shown(), before);
    EXPECT_EQ(favourites(), kMarked);
}

TEST_P(BadAnswers, ASignInThatCannotBeReadChangesNothing)
{
    for (const std::string &answer :
         {std::string(), std::string("<html>"), raw("null"), raw("[]"), raw("{}"), raw("{\"user_info\":"),
          raw(std::string(10'000, '{')), bomb("{\"user_info\":{\"message\":\"", 'a'), std::string("500 Oops"),
          raw(R"({"user_info":{"auth":0}})")}) {
        panel.set("", answer);
        EXPECT_FALSE(refreshed()) << answer.substr(0, 40);
        EXPECT_EQ(shown(), before) << answer.substr(0, 40);
        EXPECT_EQ(favourites(), kMarked) << answer.substr(0, 40);
    }
}

TEST_P(BadAnswers, ATruncatedListIsNoListWhereverItEnds)
{
    const std::string whole = goodList(kind());
    for (std::size_t end = 1; end < whole.size(); end += 1024)
        expectUnchanged("ends after " + std::to_string(end), raw(whole.substr(0, end)));
    expectUnchanged("only the last bracket is missing", raw(whole.substr(0, whole.size() - 1)));
}

TEST_P(BadAnswers, AListThatLost40PercentIsHeldBack)
{
    expectUnchanged("40 % are missing", listOf(
                                            kind(), [](int nth) { return nth; }, kRows * 6 / 10));
}

TEST_P(BadAnswers, AHugeTextCostsItsRowAtMost)
{
    std::string list = goodList(kind());
    list.insert(1, R"({"name":")" + std::string(5 << 20, 'y') + R"(",")" + kind().idField + R"(":9999},)");
    panel.set(kind().rows, raw(list));
    ASSERT_TRUE(refreshed());
    Shown now = shown();
    if (!now.empty() && now.front().first == "9999") {
        EXPECT_LE(now.front().second.size(), 1024U);
        now.erase(now.begin());
    }
    EXPECT_EQ(now, before);
    EXPECT_EQ(favourites(), kMarked);
}

TEST_P(BadAnswers, FavouritesFollowIdsThatChangedPlaces)
{
    panel.set(kind().rows, listOf(kind(), [](int nth) { return nth % kRows + 1; })); // every id is another entry's now
    ASSERT_TRUE(refreshed());
    EXPECT_EQ(shown().front(), (std::pair<std::string, std::string>("2", nameOf(1))));
    EXPECT_EQ(favourites(), (std::set<std::string>{"4 " + nameOf(3), "41 " + nameOf(40)}));
}

TEST_P(BadAnswers, CategoriesThatCannotBeHadCostNeitherTheirNamesNorTheRows)
{
    const std::string cut = R"([{"category_id":"2","category_name":"Kids"},{"category_id":)";
    int rows = kRows;
    for (const std::string &answer :
         {raw("null"), raw("{}"), raw("[]"), raw(cut), std::string(), std::string("<html>"), std::string("500 Oops"),
          std::string("404 Where"), raw(std::string(10'000, '[')), raw("[{\"x\":" + std::string(5 << 20, '1') + "}]"),
          bomb("[{\"category_id\":\"1\",\"category_name\":\"", 'a')}) {
        panel.set(kind().categories, answer);
        panel.set(kind().rows, listOf(
                                   kind(), [](int nth) { return nth; }, ++rows));
        const auto report = refreshed();
        ASSERT_TRUE(report);
        EXPECT_FALSE(report->kinds.at(kind().name).error) << answer.substr(0, 40);
        EXPECT_EQ(shown().size(), std::size_t(rows)) << answer.substr(0, 40);
        EXPECT_EQ(favourites(), kMarked) << answer.substr(0, 40);
        EXPECT_EQ(categories(), std::vector<std::string>{"News"}) << answer.substr(0, 40);
    }
}

TEST_P(BadAnswers, TypesSwappedAtRandomNeverCostAFavourite)
{
    const char *const odd[] = {"null", "\"\"", "[]",    "{}",    "true",
                               "-1",   "1e99", "\"x\"", "[[1]]", "18446744073709551616"};
    for (unsigned seed = 0; seed < 50; ++seed) {
        std::mt19937 random(seed);
        std::string list, good = goodList(kind());
        // Every tenth value or so becomes something else; the brackets stay.
        for (std::size_t at = 0; at < good.size(); ++at) {
            list += good[at];
            if (good[at] != ':' || random() % 10 != 0)
                continue;
            std::size_t end = at + 1;
            if (good[end] == '"')
                end = good.find('"', end + 1) + 1;
            else
                end = good.find_first_of(",}", end);
            list += odd[random() % std::size(odd)];
            at = end - 1;
        }
        panel.set(kind().rows, raw(list));
        const auto report = refreshed();
        ASSERT_TRUE(report) << seed;
        expectNoStrangers(seed);
    }
    panel.set(kind().rows, goodList(kind())); // and when the panel is well again, all is as it was
    ASSERT_TRUE(refreshed());
    EXPECT_EQ(shown(), before);
    EXPECT_EQ(favourites(), kMarked);
}

INSTANTIATE_TEST_SUITE_P(Kinds, BadAnswers, testing::ValuesIn(kKinds),
                         [](const auto &tested) { return std::string(tested.param.name); });

} // namespace
} // namespace kanal::session
