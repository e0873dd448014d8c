// SPDX-License-Identifier: MIT
#include "profile.h"
#include "waiting.h"

#include <kanal/core/redact.h>
#include <kanal/core/time_text.h>
#include <kanal/session/catalogue_sync.h>
#include <kanal/session/stream_resolver.h>

namespace kanal::session
{
namespace
{

using namespace std::chrono_literals;
using std::chrono::sys_seconds;

sys_seconds at(const char *iso)
{
    return parseIsoTime(iso).value();
}

TEST(ParseEntry, UnderstandsEachForm)
{
    EXPECT_EQ(std::get<LiveEntry>(parseEntry("live:42").value()).id, "42");
    EXPECT_EQ(std::get<MovieEntry>(parseEntry("movie:99999999999").value()).id, "99999999999");
    EXPECT_EQ(std::get<EpisodeEntry>(parseEntry("episode:7").value()).id, "7");
    EXPECT_EQ(std::get<AddressEntry>(parseEntry("http://host/a.ts").value()).url, "http://host/a.ts");
    EXPECT_EQ(std::get<AddressEntry>(parseEntry("udp://239.0.0.1:1234").value()).url, "udp://239.0.0.1:1234");
}

TEST(ParseEntry, AnEpisodeMaySayItsContainer)
{
    const auto episode = std::get<EpisodeEntry>(parseEntry("episode:7.mkv").value());
    EXPECT_EQ(episode.id, "7");
    EXPECT_EQ(episode.container, "mkv");
    EXPECT_EQ(std::get<EpisodeEntry>(parseEntry("episode:7.5").value()).id, "7.5");
}

TEST(ParseEntry, ReadsCatchup)
{
    const auto entry = std::get<CatchupEntry>(parseEntry("catchup:7@2026-11-24T20:00:00+01:00/45").value());
    EXPECT_EQ(entry.id, "7");
    EXPECT_EQ(entry.start, at("2026-11-24T19:00:00Z"));
    EXPECT_EQ(entry.minutes, 45);
}

TEST(ParseEntry, RefusesWhatIsNone)
{
    for (const char *text :
         {"", "7", "live:", "channel 7", "catchup:7", "catchup:7@now/5", "catchup:7@2026-11-24T20:00:00Z/0",
          "catchup:7@2026-11-24T20:00:00Z/5x", "catchup:@2026-11-24T20:00:00Z/5", "http://"})
        EXPECT_EQ(kindOf(parseEntry(text)), ErrorKind::Address) << text;
}

TEST(ParseEntry, OpensNoFilesAndNoOtherSchemes)
{
    for (const char *text : {"file:///etc/passwd", "concat://a|b", "data://x", "FILE://x/y"})
        EXPECT_EQ(kindOf(parseEntry(text)), ErrorKind::Unsupported) << text;
    EXPECT_EQ(kindOf(parseEntry("file:/etc/passwd")), ErrorKind::Address);
}

TEST(PanelLocalStart, UsesTheZoneThePanelNames)
{
    AccountInfo panel;
    panel.timeZone = "Europe/London";
    panel.utcOffset = 5h; // a clock that is wrong: the zone knows better
    EXPECT_EQ(panelLocalStart(at("2026-07-01T20:05:00Z"), panel), "2026-07-01:21-05"); // summer time
    EXPECT_EQ(panelLocalStart(at("2026-01-01T20:05:00Z"), panel), "2026-01-01:20-05");
}

TEST(PanelLocalStart, ElseItsOffsetElseUtc)
{
    AccountInfo panel;
    panel.timeZone = "UTC+3"; // odd: its offset is better than a guess about the sign
    panel.utcOffset = 3h;
    EXPECT_EQ(panelLocalStart(at("2026-07-01T22:30:00Z"), panel), "2026-07-02:01-30");
    panel.utcOffset.reset();
    panel.timeZone = "Middle/Earth";
    EXPECT_EQ(panelLocalStart(at("2026-07-01T22:30:00Z"), panel), "2026-07-01:22-30");
}

class MakeRequest : public testing::Test
{
protected:
    MediaRequest made(const PlayableEntry &entry, const std::string &container = {})
    {
        return makeRequest(entry, account, login, "Title", container);
    }
    ServerLogin login{"http://panel:8080", "u", "p", "agent", {{"panel.example", "AA:BB"}}};
    Account account{.id = {3}};
};

TEST_F(MakeRequest, PrefersTransportStreams)
{
    const MediaRequest request = made(LiveEntry{"42"});
    EXPECT_EQ(request.url, "http://panel:8080/live/u/p/42.ts");
    EXPECT_EQ(request.kind, MediaKind::Live);
    EXPECT_EQ(request.format, MediaFormat::Ts);
    EXPECT_EQ(request.channelKey, "3/live/42");
    EXPECT_EQ(request.title, "Title");
    EXPECT_EQ(request.userAgent, "agent");
    EXPECT_EQ(request.certificates, login.certificates);

    account.info.outputFormats = {"m3u8", "ts"};
    EXPECT_EQ(made(LiveEntry{"42"}).format, MediaFormat::Ts);
}

TEST_F(MakeRequest, TakesHlsFromAPanelThatHasNothingElse)
{
    account.info.outputFormats = {"m3u8", "rtmp"};
    const MediaRequest request = made(LiveEntry{"42"});
    EXPECT_EQ(request.url, "http://panel:8080/live/u/p/42.m3u8");
    EXPECT_EQ(request.format, MediaFormat::Hls);
}

TEST_F(MakeRequest, FilmsAndEpisodesKeepTheirContainer)
{
    EXPECT_EQ(made(MovieEntry{"5"}, "MKV").url, "http://panel:8080/movie/u/p/5.MKV");
    EXPECT_EQ(made(MovieEntry{"5"}).url, "http://panel:8080/movie/u/p/5.mp4");
    EXPECT_EQ(made(EpisodeEntry{"6", {}}, "avi").url, "http://panel:8080/series/u/p/6.avi");
    EXPECT_EQ(made(MovieEntry{"5"}).kind, MediaKind::Vod);
    EXPECT_EQ(made(MovieEntry{"5"}).format, MediaFormat::File);
}

TEST_F(MakeRequest, CatchupIsInThePanelsTime)
{
    account.info.timeZone = "America/New_York";
    const MediaRequest request = made(CatchupEntry{"42", at("2026-07-01T20:00:00Z"), 30});
    EXPECT_EQ(request.url, "http://panel:8080/timeshift/u/p/30/2026-07-01:16-00/42.ts");
    EXPECT_EQ(request.kind, MediaKind::Catchup);
}

TEST_F(MakeRequest, CatchupIsEnteredAnewAtAnyOfItsMinutes)
{
    account.info.timeZone = "America/New_York";
    const MediaRequest request = made(CatchupEntry{"42", at("2026-07-01T20:50:00Z"), 30});
    ASSERT_TRUE(request.catchup);
    EXPECT_EQ(request.catchup->length, std::chrono::minutes(30));
    EXPECT_EQ(request.catchup->urlAt(std::chrono::minutes(25)),
              "http://panel:8080/timeshift/u/p/5/2026-07-01:17-15/42.ts");
}

TEST_F(MakeRequest, CarriesTheConnectionLimit)
{
    account.info.maxConnections = 1;
    EXPECT_EQ(made(LiveEntry{"1"}).connectionLimit, 1);
}

TEST_F(MakeRequest, AddressesAreTakenAsTheyAre)
{
    EXPECT_EQ(made(AddressEntry{"http://h/x.m3u8?t=1"}).format, MediaFormat::Hls);
    EXPECT_EQ(made(AddressEntry{"http://h/x.mkv"}).kind, MediaKind::Vod);
    EXPECT_EQ(made(AddressEntry{"http://h/live"}).format, MediaFormat::Auto);
    EXPECT_EQ(made(AddressEntry{"http://h/live"}).kind, MediaKind::Live);
}

class Resolve : public testing::Test
{
protected:
    void SetUp() override
    {
        panel.set("get_live_streams", R"([{"name":"One & Only","stream_id":1}])");
        panel.set("get_vod_streams", R"([{"name":"Film","stream_id":5,"container_extension":"mkv"}])");
        account = answerTo(profile->accounts().signIn({panel.url(), "u", "p"})).value().id;
        ASSERT_TRUE(answerTo(profile->sync().refresh(account)));
    }
    Result<MediaRequest> resolved(const PlayableEntry &entry)
    {
        return answerTo(profile->resolver().resolve(account, entry));
    }

    ScriptedPanel panel;
    Profile profile;
    AccountId account;
};

TEST_F(Resolve, AddsTitleContainerAndCredentials)
{
    const auto live = resolved(LiveEntry{"1"});
    ASSERT_TRUE(live);
    EXPECT_EQ(live->title, "One & Only");
    EXPECT_EQ(live->url, panel.url() + "/live/u/p/1.ts");
    EXPECT_EQ(resolved(MovieEntry{"5"})->url, panel.url() + "/movie/u/p/5.mkv");
    EXPECT_EQ(resolved(EpisodeEntry{"8", "avi"})->url, panel.url() + "/series/u/p/8.avi");
}

TEST_F(Resolve, AnUnknownEntryIsNotFound)
{
    EXPECT_EQ(kindOf(resolved(LiveEntry{"404"})), ErrorKind::NotFound);
    EXPECT_EQ(kindOf(resolved(MovieEntry{"1"})), ErrorKind::NotFound); // a live id is no film
    EXPECT_EQ(kindOf(resolved(CatchupEntry{"404", at("2026-07-01T20:00:00Z"), 5})), ErrorKind::NotFound);
}

TEST_F(Resolve, NeedsThePassword)
{
    ASSERT_TRUE(answerTo(profile->secrets().remove(account)));
    const auto live = resolved(LiveEntry{"1"});
    EXPECT_EQ(kindOf(live), ErrorKind::NotFound);
    EXPECT_EQ(live.error().subject, "password");
}

} // namespace
} // namespace kanal::session
