// SPDX-License-Identifier: MIT
#include "cli_run.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QTcpSocket>

#include <cmath>
#include <csignal>
#include <fstream>
#include <set>

#include <gmock/gmock.h>

namespace kanal::cli
{
namespace
{

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;
using testing::UnorderedElementsAre;

class Playback : public CliWithPanelTest
{
protected:
    void SetUp() override
    {
        CliWithPanelTest::SetUp();
        ASSERT_TRUE(panel().prepareClips());
        signInAndSync();
    }
    static constexpr std::size_t kAll = 1000;
    std::vector<std::string> channels(std::size_t count)
    {
        std::vector<std::string> entries;
        for (const json &channel : run({"channels", "--json"}).json()) {
            const bool heading = channel["name"].get<std::string>().starts_with("#####");
            if (entries.size() < count && !heading)
                entries.push_back("live:" + channel["id"].get<std::string>());
        }
        return entries;
    }
    std::string firstId(const std::vector<std::string> &command)
    {
        const json rows = run(command).json();
        return rows.empty() ? std::string() : rows[0]["id"].get<std::string>();
    }
    /// Plays it for a moment; what came of it.
    json probed(const std::string &entry, const char *seconds)
    {
        const Outcome probe = run({"probe", entry, "--seconds", seconds, "--json"});
        EXPECT_EQ(probe.status, 0) << entry << ": " << probe.out << probe.err;
        return probe.json();
    }
};

TEST_F(Playback, ATraceHoldsTheStagesOfAStartAndNoAddress)
{
    const std::string file = folder() + "/trace.json";
    const std::string channel = channels(1).at(0);
    qputenv("KANAL_TRACE", QByteArray::fromStdString(file));
    const Outcome probe = run({"probe", channel, "--seconds", "2"});
    qunsetenv("KANAL_TRACE");
    ASSERT_EQ(probe.status, 0) << probe.err;

    std::ifstream stream(file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    const json trace = json::parse(text, nullptr, false);
    ASSERT_TRUE(trace.is_array()) << text.substr(0, 500);
    std::set<std::string> begun, ended, spans;
    for (const json &event : trace) {
        const std::string phase = event.at("ph"), name = event.at("name");
        EXPECT_TRUE(phase == "M" || (event.at("ts").is_number() && event.at("tid").is_number())) << event;
        if (phase == "b" || phase == "e")
            (phase == "b" ? begun : ended).insert(name);
        else if (phase == "X" && event.at("dur").get<std::int64_t>() >= 0)
            spans.insert(name);
    }
    EXPECT_THAT(begun, testing::IsSupersetOf({"connect", "first byte", "tracks", "key picture", "first picture",
                                              "first sound", "playing"}));
    EXPECT_EQ(begun, ended);
    EXPECT_THAT(spans, testing::IsSupersetOf({"read", "decode and queue picture", "present"}));
    for (const char *secret : {"http", "127.0.0.1", "demo", kPassword})
        EXPECT_THAT(text, Not(HasSubstr(secret)));
}

TEST_F(Playback, ProbePlaysALiveChannelInSync)
{
    const Outcome probe = run({"probe", channels(1).at(0), "--seconds", "3", "--json"});
    ASSERT_EQ(probe.status, 0) << probe.out << probe.err;
    const json result = probe.json();
    EXPECT_THAT(keysOf(result), UnorderedElementsAre("result", "error", "phases_ms", "tracks", "frames", "rebuffers",
                                                     "reconnects", "skew_ms", "bytes", "ended"));
    EXPECT_EQ(result["result"], "ok");
    EXPECT_TRUE(result["error"].is_null());
    EXPECT_EQ(result["ended"], "time");
    EXPECT_GT(result["frames"]["shown"].get<int>(), 20);
    EXPECT_GT(result["bytes"].get<int>(), 1000);
    EXPECT_GT(result["phases_ms"]["first_picture"].get<double>(), 0);
    EXPECT_LT(std::abs(result["skew_ms"]["mean"].get<double>()), 40);
    bool video = false, audio = false;
    for (const json &track : result["tracks"]) {
        video = video || (track["kind"] == "video" && track["width"].get<int>() > 0);
        audio = audio || (track["kind"] == "audio" && track["codec"] == "aac");
    }
    EXPECT_TRUE(video && audio) << result["tracks"].dump();
    EXPECT_THAT(everythingPrinted(), Not(HasSubstr(kPassword)));
}

TEST_F(Playback, ProbePlaysEveryChannelOfTheDemo)
{
    const auto entries = channels(kAll);
    ASSERT_GE(entries.size(), 10u);
    for (const std::string &entry : entries) {
        const json result = probed(entry, "0.3");
        EXPECT_EQ(result["result"], "ok") << entry;
        bool video = false;
        for (const json &track : result["tracks"])
            video |= track["kind"] == "video";
        EXPECT_TRUE(!video || result["phases_ms"]["first_picture"].is_number()) << entry << result.dump();
        EXPECT_TRUE(result["phases_ms"]["first_sound"].is_number()) << entry << result.dump();
    }
}

TEST_F(Playback, ProbePlaysAFilmAnEpisodeAndAPastProgramme)
{
    const std::string series = firstId({"series", "--json"});
    std::string archived;
    for (const json &channel : run({"channels", "--json"}).json())
        if (archived.empty() && channel["archive_days"].get<int>() > 0)
            archived = channel["id"].get<std::string>();
    ASSERT_FALSE(archived.empty());
    const std::string hourAgo =
        QDateTime::currentDateTimeUtc().addSecs(-3600).toString(QStringLiteral("yyyy-MM-ddTHH:mm:00Z")).toStdString();
    for (const std::string &entry :
         {"movie:" + firstId({"movies", "--json"}), "episode:" + firstId({"episodes", series, "--json"}),
          "catchup:" + archived + "@" + hourAgo + "/30"}) {
        const json result = probed(entry, "1");
        EXPECT_EQ(result["result"], "ok") << entry;
        EXPECT_GT(result["frames"]["shown"].get<int>(), 5) << entry;
    }
}

TEST_F(Playback, ZapGoesThroughEveryChannelOneStreamAtATime)
{
    std::vector<std::string> command{"zap"};
    for (const std::string &entry : channels(kAll))
        command.push_back(entry);
    const std::size_t count = command.size() - 1;
    command.insert(command.end(), {"--dwell", "0", "--json"});
    const Outcome zap = run(command);
    ASSERT_EQ(zap.status, 0) << zap.out << zap.err;
    EXPECT_EQ(zap.json()["switches"].size(), count);
    EXPECT_EQ(panel().counters().mostStreamsAtOnce, 1);
}

TEST_F(Playback, ProbeOfAnAddressThatIsRefusedFails)
{
    const Outcome probe = run({"probe", panel().url() + "/live/demo/wrong-password/1.ts", "--json"});
    EXPECT_EQ(probe.status, 1);
    EXPECT_EQ(probe.json()["result"], "failed");
    EXPECT_EQ(probe.json()["ended"], "error");
    EXPECT_TRUE(probe.json()["error"]["kind"].is_string()) << probe.out;
    EXPECT_THAT(probe.err, Not(HasSubstr("wrong-password")));
}

TEST_F(Playback, ZapMeasuresEachSwitch)
{
    const auto entries = channels(2);
    ASSERT_EQ(entries.size(), 2u);
    const Outcome zap = run({"zap", entries[0], entries[1], "--rounds", "2", "--dwell", "300", "--json"});
    ASSERT_EQ(zap.status, 0) << zap.out << zap.err;
    const json result = zap.json();
    EXPECT_THAT(keysOf(result), UnorderedElementsAre("switches", "median_picture_ms", "median_sound_ms",
                                                     "median_after_key_ms", "median_own_ms"));
    ASSERT_EQ(result["switches"].size(), 4u);
    for (const json &one : result["switches"]) {
        EXPECT_GT(one["picture_ms"].get<double>(), 0);
        EXPECT_GT(one["sound_ms"].get<double>(), 0);
        EXPECT_GE(one["own_ms"].get<double>(), one["after_key_ms"].get<double>()) << "the command is part of it";
    }
    EXPECT_EQ(result["switches"][1]["id"], entries[1]);
    EXPECT_TRUE(result["median_picture_ms"].is_number());
    EXPECT_EQ(panel().counters().mostStreamsAtOnce, 1);
}

#ifdef Q_OS_UNIX

TEST_F(Playback, CtrlCEndsAProbe)
{
    QProcess process;
    prepare(process, {"probe", channels(1).at(0), "--seconds", "600", "--json"});
    const int before = panel().counters().streamsOpened;
    process.start();
    ASSERT_TRUE(process.waitForStarted());
    for (int i = 0; i < 200 && panel().counters().streamsOpened == before; ++i)
        process.waitForFinished(50);
    QElapsedTimer time;
    time.start();
    ::kill(pid_t(process.processId()), SIGINT);
    ASSERT_TRUE(process.waitForFinished(kPatienceMs));
    EXPECT_LT(time.elapsed(), 3000);
    EXPECT_EQ(process.exitCode(), 1);
    EXPECT_THAT(process.readAllStandardOutput().toStdString(), HasSubstr("cancelled"));
}

class PanelCommand : public CliTest
{
};

TEST_F(PanelCommand, ServesUntilItIsTold)
{
    QProcess process;
    prepare(process, {"panel", "--port", "0", "--small"});
    process.start();
    ASSERT_TRUE(process.waitForReadyRead(kPatienceMs));
    const json ready = json::parse(process.readLine().toStdString(), nullptr, false);
    ASSERT_TRUE(ready.is_object());
    EXPECT_THAT(keysOf(ready), UnorderedElementsAre("url", "user", "password"));

    const Outcome added = run({"accounts", "add", "--server", ready["url"], "--user", ready["user"], "--json"},
                              ready["password"].get<std::string>() + "\n");
    EXPECT_EQ(added.status, 0) << added.err;

    QElapsedTimer time;
    time.start();
    ::kill(pid_t(process.processId()), SIGTERM);
    ASSERT_TRUE(process.waitForFinished(kPatienceMs));
    EXPECT_EQ(process.exitStatus(), QProcess::NormalExit);
    EXPECT_EQ(process.exitCode(), 0);
    EXPECT_LT(time.elapsed(), 2000);
}

#endif

} // namespace
} // namespace kanal::cli
