// SPDX-License-Identifier: MIT
#include <kanal/playback/headless_sink.h>
#include <kanal/presenters/player_presenter.h>

#include <QTest>

#include <gtest/gtest.h>
#include <support/listening_engine.h>

namespace kanal::playback
{

const Result<EngineEntry> &engineEntry()
{
    return test::listeningEntry();
}

bool engineIsLoaded()
{
    return true;
}

} // namespace kanal::playback

namespace kanal::presenters
{
namespace
{

using playback::PlayState;
using playback::StateChanged;
using playback::test::Library;
using playback::test::library;

struct PlayerEvents : testing::Test {
    PlayerEvents()
    {
        library.forget();
        library.become(Library::State::There);
        player.play({.url = "http://127.0.0.1:9/", .kind = MediaKind::Live}, {.channelId = QStringLiteral("1")});
    }
    ~PlayerEvents() override { player.shutDown(); }

    /// The engine says it; the presenter has heard it when this returns.
    void say(std::uint64_t session, PlayState state)
    {
        library.listener({session, StateChanged{state, 0, {}, {}}});
        QCoreApplication::sendPostedEvents();
    }

    /// A film that plays at its tenth minute of sixty.
    void playFilm()
    {
        using namespace std::chrono_literals;
        player.play({.url = "http://127.0.0.1:9/film", .kind = MediaKind::Vod}, {.channelId = QStringLiteral("film")});
        say(2, PlayState::Playing);
        library.listener({2, playback::PositionChanged{10min, 60min, 11min, true}});
        QCoreApplication::sendPostedEvents();
    }
    std::string lastHeard() { return library.heard(1).back(); }

    playback::HeadlessSink sink;
    PlayerPresenter player{sink, playback::AudioBackend::Null};
};

TEST_F(PlayerEvents, WhatTheSessionOfBeforeStillHadToSayIsDropped)
{
    say(1, PlayState::Playing);
    EXPECT_EQ(player.view().state, PlayState::Playing);
    player.play({.url = "http://127.0.0.1:9/", .kind = MediaKind::Live}, {.channelId = QStringLiteral("2")});
    say(1, PlayState::Failed);
    EXPECT_EQ(player.view().state, PlayState::Opening);
    say(2, PlayState::Playing);
    EXPECT_EQ(player.view().state, PlayState::Playing);
}

TEST_F(PlayerEvents, ACertificateThatIsAcceptedOpensTheStreamAgainAndIsToldForTheAccount)
{
    NowPlaying now;
    now.account = {7};
    now.channelId = QStringLiteral("2");
    player.play({.url = "http://127.0.0.1:9/", .kind = MediaKind::Live}, now);
    std::vector<std::pair<AccountId, AcceptedCertificate>> kept;
    QObject::connect(
        &player, &PlayerPresenter::certificateAccepted, &player,
        [&](AccountId account, const AcceptedCertificate &certificate) { kept.emplace_back(account, certificate); });
    player.acceptCertificate(); // nothing was refused
    EXPECT_TRUE(kept.empty());
    const Error refused{
        .kind = ErrorKind::Tls, .detail = "self-signed", .subject = "edge.example", .fingerprint = "AA:BB"};
    library.listener({2, StateChanged{PlayState::Failed, 0, {}, refused}});
    QCoreApplication::sendPostedEvents();
    EXPECT_EQ(player.view().certificateHost, QStringLiteral("edge.example"));
    player.acceptCertificate();
    ASSERT_EQ(kept.size(), 1u);
    EXPECT_EQ(kept[0].first, AccountId{7});
    EXPECT_EQ(kept[0].second, (AcceptedCertificate{"edge.example", "AA:BB"}));
    EXPECT_EQ(player.view().state, PlayState::Opening);
    EXPECT_TRUE(player.view().certificateHost.isEmpty());
}

TEST_F(PlayerEvents, AnotherProxyOpensWhatGoesThroughItAgain)
{
    say(1, PlayState::Playing);
    player.setProxy(ProxyRule::through("proxy.example:3128").value());
    EXPECT_EQ(player.view().state, PlayState::Playing) << "this computer is reached without one";
    player.play({.url = "http://tv.example/", .kind = MediaKind::Live}, {.channelId = QStringLiteral("2")});
    say(2, PlayState::Playing);
    player.setProxy({});
    EXPECT_EQ(player.view().state, PlayState::Opening);
}

TEST_F(PlayerEvents, ASilentServerIsSaidOnceAndIsNoError)
{
    say(1, PlayState::Playing);
    QStringList notes;
    QObject::connect(&player, &PlayerPresenter::noted, &player, [&](const QString &text) { notes << text; });
    library.listener({1, playback::StreamStalled{true}});
    QCoreApplication::sendPostedEvents();
    EXPECT_EQ(notes.size(), 1);
    EXPECT_TRUE(player.view().stalled);
    EXPECT_EQ(player.view().state, PlayState::Playing);
    EXPECT_FALSE(player.view().error);
    library.listener({1, playback::StreamStalled{false}});
    QCoreApplication::sendPostedEvents();
    EXPECT_EQ(notes.size(), 1);
    EXPECT_FALSE(player.view().stalled);
}

TEST_F(PlayerEvents, AFilmThatIsWaitedForIsNotWaitedForWithoutAWord)
{
    playFilm();
    say(2, PlayState::Buffering);
    QStringList notes;
    QObject::connect(&player, &PlayerPresenter::noted, &player, [&](const QString &text) { notes << text; });
    library.listener({2, playback::StreamTooSlow{0.05}});
    QCoreApplication::sendPostedEvents();
    ASSERT_EQ(notes.size(), 1);
    EXPECT_TRUE(notes.front().contains(QStringLiteral("5 %"))) << notes.front().toStdString();
    EXPECT_FALSE(player.view().stalled);
}

TEST_F(PlayerEvents, AStreamTheEngineOpensAgainByItselfIsFollowed)
{
    say(1, PlayState::Playing);
    player.togglePause();
    say(1, PlayState::Paused);
    player.togglePause(); // after a long pause: the live edge, by a new session
    say(2, PlayState::Opening);
    EXPECT_EQ(player.view().state, PlayState::Opening);
    say(2, PlayState::Playing);
    EXPECT_EQ(player.view().state, PlayState::Playing);
}

TEST_F(PlayerEvents, APauseThatWaitsToBeDoneIsTakenBackByTheSameKey)
{
    say(1, PlayState::Buffering);
    player.togglePause();
    EXPECT_TRUE(player.view().pauseWished);
    player.togglePause();
    EXPECT_FALSE(player.view().pauseWished);
    const auto heard = library.heard(1);
    ASSERT_GE(heard.size(), 2U);
    EXPECT_EQ(heard[heard.size() - 2], "pause");
    EXPECT_EQ(heard.back(), "play");
}

TEST_F(PlayerEvents, AFilmThatFailedIsRetriedWhereItWas)
{
    using namespace std::chrono_literals;
    player.play({.url = "http://127.0.0.1:9/film", .kind = MediaKind::Vod, .startAt = 10min},
                {.channelId = QStringLiteral("film")});
    say(2, PlayState::Playing);
    library.listener({2, playback::PositionChanged{70min, 120min, 70min, true}});
    say(2, PlayState::Failed);
    player.reload();
    EXPECT_EQ(library.heard(1).back(), "open 3 http://127.0.0.1:9/film from 4200000");
    say(3, PlayState::Failed); // before it had a position again
    player.reload();
    EXPECT_EQ(library.heard(1).back(), "open 4 http://127.0.0.1:9/film from 4200000");
    library.listener({4, playback::PositionChanged{120min, 120min, 120min, true}});
    say(4, PlayState::Ended);
    player.reload();
    EXPECT_EQ(library.heard(1).back(), "open 5 http://127.0.0.1:9/film");
}

TEST_F(PlayerEvents, AStepIsTheEnginesBusinessAndShowsWhereItWillLead)
{
    playFilm();
    player.seekBy(-30'000);
    EXPECT_EQ(lastHeard(), "seekBy -30000");
    EXPECT_EQ(player.view().positionMs, 570'000);
    player.seekBy(-6'000'000);
    EXPECT_EQ(player.view().positionMs, 0);
}

TEST_F(PlayerEvents, ABarThatIsDraggedSeeksFastAndExactlyWhenItIsLetGo)
{
    playFilm();
    player.seekTo(1'200'000, playback::Seek::Fast);
    EXPECT_EQ(lastHeard(), "seek 1200000 fast");
    player.seekTo(1'200'000);
    EXPECT_EQ(lastHeard(), "seek 1200000");
}

TEST_F(PlayerEvents, AServerThatRefusesASeekIsToldOfAndNotAskedAgain)
{
    QString note;
    QObject::connect(&player, &PlayerPresenter::noted, &player, [&note](const QString &text) { note = text; });
    playFilm();
    player.seekTo(1'200'000);
    library.listener({2, playback::SeekRefused{}});
    QCoreApplication::sendPostedEvents();
    EXPECT_TRUE(note.contains(QStringLiteral("does not allow"))) << note.toStdString();
    EXPECT_FALSE(player.view().seekable);
    player.seekTo(1'300'000);
    EXPECT_EQ(lastHeard(), "seek 1200000");
}

TEST_F(PlayerEvents, WhatWasChosenIsWishedForWhenTheSameIsOpenedAgain)
{
    using playback::Track;
    using playback::TrackKind;
    playFilm();
    library.listener({2, playback::TracksChanged{{Track{.id = 1, .kind = TrackKind::Audio, .language = "deu"},
                                                  Track{.id = 2, .kind = TrackKind::Audio, .language = "fra"},
                                                  Track{.id = 3, .kind = TrackKind::Subtitle, .language = "ita"}}}});
    QCoreApplication::sendPostedEvents();
    player.selectTrack(TrackKind::Audio, 2);
    player.selectTrack(TrackKind::Subtitle, 3);
    player.setSpeed(1.5);
    player.reload();
    const auto heard = library.heard(2);
    EXPECT_EQ(heard[heard.size() - 2], "open 3 http://127.0.0.1:9/film from 600000 sound fra subtitles ita");
    EXPECT_EQ(heard.back(), "speed 150");
    EXPECT_EQ(player.view().speed, 1.5);
    say(3, PlayState::Playing);
    library.listener({3, playback::TracksChanged{{Track{.id = 3, .kind = TrackKind::Subtitle, .language = "ita"}}}});
    QCoreApplication::sendPostedEvents();
    player.selectTrack(TrackKind::Subtitle, -1);
    player.reload();
    EXPECT_NE(library.heard(2)[library.heard(2).size() - 2].find("subtitles none"), std::string::npos);
    player.play({.url = "http://127.0.0.1:9/other", .kind = MediaKind::Vod}, {.channelId = QStringLiteral("other")});
    EXPECT_EQ(lastHeard(), "open 5 http://127.0.0.1:9/other") << "another film has its own";
    EXPECT_EQ(player.view().speed, 1);
}

TEST_F(PlayerEvents, ADeviceThatWasNeverThereDidNotGoAway)
{
    QString note;
    QObject::connect(&player, &PlayerPresenter::noted, &player, [&note](const QString &text) { note = text; });
    library.listener({1, playback::AudioDeviceChanged{{}, true}});
    QCoreApplication::sendPostedEvents();
    EXPECT_TRUE(note.startsWith(QStringLiteral("No sound device"))) << note.toStdString();
    library.listener({1, playback::AudioDeviceChanged{"cubeb pulse", true}});
    QCoreApplication::sendPostedEvents();
    EXPECT_EQ(note, QStringLiteral("The sound device went away"));
}

TEST_F(PlayerEvents, NothingIsHeardAfterAStop)
{
    say(1, PlayState::Playing);
    player.stop();
    say(1, PlayState::Failed);
    EXPECT_EQ(player.view().state, PlayState::Idle);
}

} // namespace
} // namespace kanal::presenters
