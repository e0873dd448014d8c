// SPDX-License-Identifier: MIT
// Runs the built kanal-cli as people do: as a program, with arguments and a standard input.
#pragma once

#include <kanal/panel/panel.h>

#include <QProcess>
#include <QTemporaryDir>

#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace kanal::cli
{

inline constexpr int kPatienceMs = 60'000;

struct Outcome {
    int status = -1;
    std::string out, err;

    nlohmann::json json() const { return nlohmann::json::parse(out, nullptr, false); }
    std::string errorKind() const { return json().value("/error/kind"_json_pointer, std::string()); }
};

/// A profile folder of its own, with passwords in a file of it.
class CliTest : public testing::Test
{
protected:
    Outcome run(const std::vector<std::string> &arguments, const std::string &input = {})
    {
        QProcess process;
        prepare(process, arguments);
        process.start();
        process.write(QByteArray::fromStdString(input));
        process.closeWriteChannel();
        EXPECT_TRUE(process.waitForFinished(kPatienceMs)) << "kanal-cli does not end";
        Outcome outcome{process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
                        process.readAllStandardOutput().toStdString(), process.readAllStandardError().toStdString()};
        m_everything += outcome.out + outcome.err;
        return outcome;
    }

    void prepare(QProcess &process, const std::vector<std::string> &arguments)
    {
        QStringList all;
        for (const std::string &argument : arguments)
            all << QString::fromStdString(argument);
        all << QStringLiteral("--profile") << QString::fromStdString(m_profile) << QStringLiteral("--secrets")
            << QStringLiteral("file");
        process.setProgram(QString::fromUtf8(KANAL_CLI));
        process.setArguments(all);
    }

    /// All that any run of this test printed.
    const std::string &everythingPrinted() const { return m_everything; }
    std::string folder() const { return m_profile; }
    void useFolder(const std::string &folder) { m_profile = folder; }

private:
    QTemporaryDir m_folder;
    std::string m_profile = m_folder.path().toStdString();
    std::string m_everything;
};

/// With a panel of small clips, signed in and, on demand, refreshed.
class CliWithPanelTest : public CliTest
{
protected:
    static constexpr const char *kPassword = "Rotkehlchen4812";

    void SetUp() override
    {
        panel::PanelOptions options;
        options.password = kPassword;
        options.smallClips = true;
        m_panel = std::make_unique<panel::Panel>(options);
        ASSERT_TRUE(m_panel->start());
    }

    panel::Panel &panel() { return *m_panel; }

    Outcome signIn(const std::string &name = "Home")
    {
        return run({"accounts", "add", "--name", name, "--server", m_panel->url(), "--user", "demo", "--json"},
                   std::string(kPassword) + "\n");
    }

    void signInAndSync()
    {
        ASSERT_EQ(signIn().status, 0);
        const Outcome sync = run({"sync", "--json"});
        ASSERT_EQ(sync.status, 0) << sync.out << sync.err;
    }

private:
    std::unique_ptr<panel::Panel> m_panel;
};

/// `kanal-cli panel` as a program of its own, until this object goes.
class PanelProcess
{
public:
    explicit PanelProcess(const QStringList &arguments)
    {
        m_process.start(QString::fromUtf8(KANAL_CLI), QStringList{QStringLiteral("panel")} + arguments);
        while (!m_process.canReadLine() && m_process.waitForReadyRead(kPatienceMs)) {
        }
        m_ready = nlohmann::json::parse(m_process.readLine().toStdString(), nullptr, false);
    }
    ~PanelProcess()
    {
        m_process.terminate();
        EXPECT_TRUE(m_process.waitForFinished(kPatienceMs));
    }
    std::string url() const { return m_ready.value("url", std::string()); }
    std::string password() const { return m_ready.value("password", std::string()); }

private:
    QProcess m_process;
    nlohmann::json m_ready;
};

inline std::vector<std::string> keysOf(const nlohmann::json &object)
{
    std::vector<std::string> keys;
    for (const auto &item : object.items())
        keys.push_back(item.key());
    return keys;
}

} // namespace kanal::cli
