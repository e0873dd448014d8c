// SPDX-License-Identifier: MIT
// A running panel with small clips, which all tests of this program share on disk, and the usual requests.
#pragma once

#include "http_client.h"

#include <kanal/panel/panel.h>

#include <QCoreApplication>
#include <QDateTime>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QThread>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace kanal::panel
{

/// A folder beside this program that its runs share, since CTest starts each test alone: clips are made once for each
/// build of it.
inline std::filesystem::path sharedClips()
{
    static const std::filesystem::path folder = [] {
        const qint64 built = QFileInfo(QCoreApplication::applicationFilePath()).lastModified().toMSecsSinceEpoch();
        const std::filesystem::path all =
            std::filesystem::path(QCoreApplication::applicationDirPath().toStdU16String()) / "panel_test_clips";
        const std::filesystem::path own = all / std::to_string(built);
        std::filesystem::create_directories(own);
        std::error_code ignored; // another run may be cleaning up, too
        for (const auto &entry : std::filesystem::directory_iterator(all, ignored)) {
            if (entry.path() != own)
                std::filesystem::remove_all(entry.path(), ignored);
        }
        return own;
    }();
    return folder;
}

/// A file of this test alone.
inline std::filesystem::path scratchFile(const std::string &name)
{
    static const QTemporaryDir folder;
    return std::filesystem::path(folder.path().toStdU16String()) / name;
}

struct DemoPanel {
    explicit DemoPanel(const std::string &scenario = {}, const std::filesystem::path &fault = {}, int burstMs = 2'000)
        : panel(PanelOptions{.scenario = scenario,
                             .faultFile = fault,
                             .clipFolder = sharedClips(),
                             .burstMs = burstMs,
                             .smallClips = true})
    {
        const Result<> started = panel.start();
        EXPECT_TRUE(started) << (started ? "" : started.error().detail);
    }

    Answer get(const std::string &target, const std::string &head = {})
    {
        HttpClient client(panel.port());
        return client.get(target, head);
    }

    Answer api(const std::string &action, const std::string &more = {})
    {
        return get("/player_api.php?username=demo&password=demo" + (action.empty() ? "" : "&action=" + action) + more);
    }

    nlohmann::json json(const std::string &action, const std::string &more = {})
    {
        const Answer answer = api(action, more);
        EXPECT_EQ(answer.status, 200);
        return nlohmann::json::parse(answer.body, nullptr, false);
    }

    /// Where the panel sends a request for a live stream.
    std::string redirected(const std::string &target)
    {
        const Answer answer = get(target);
        EXPECT_EQ(answer.status, 302);
        const std::string location =
            answer.headers.contains("location") ? answer.headers.at("location") : std::string();
        EXPECT_TRUE(location.starts_with(panel.url())) << location;
        return location.substr(std::min(location.size(), panel.url().size()));
    }

    /// An open live stream whose head was read; its status is in `answer`.
    struct Stream {
        std::unique_ptr<HttpClient> client;
        Answer answer;
    };
    Stream live(int channel, const std::string &more = {})
    {
        Stream stream{std::make_unique<HttpClient>(panel.port()), {}};
        stream.client->send(redirected("/live/demo/demo/" + std::to_string(channel) + ".ts" + more));
        stream.answer = stream.client->readHead(20'000);
        return stream;
    }

    Panel panel;
};

/// Waits for something another thread brings about; false when it does not come.
template<class Condition>
bool eventually(Condition condition, int timeoutMs = 5'000)
{
    const QDeadlineTimer deadline(timeoutMs);
    while (!condition()) {
        if (deadline.hasExpired())
            return false;
        QThread::msleep(2); // between two looks, not for anything to happen
    }
    return true;
}

} // namespace kanal::panel
