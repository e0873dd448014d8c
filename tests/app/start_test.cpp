// SPDX-License-Identifier: MIT
// The program itself, as a process: how it starts, with whom it shares a profile, how it ends.
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

#include <gtest/gtest.h>

namespace kanal::app
{
namespace
{

constexpr int kPatienceMs = 60'000;

class Start : public testing::Test
{
protected:
    QString file(const char *name) const { return m_folder.filePath(QLatin1String(name)); }
    QStringList inProfile(QStringList arguments) const
    {
        return arguments << QStringLiteral("--profile") << file("profile") << QStringLiteral("--secrets")
                         << QStringLiteral("memory");
    }
    static std::unique_ptr<QProcess> started(const QStringList &arguments, const char *platform = "offscreen")
    {
        auto process = std::make_unique<QProcess>();
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QLatin1String(platform));
        environment.insert(QStringLiteral("KANAL_AUDIO"), QStringLiteral("null"));
        process->setProcessEnvironment(environment);
        process->start(QStringLiteral(KANAL_PROGRAM), arguments);
        return process;
    }
    /// How it ended: 0 well, below 0 by a crash.
    static int end(QProcess &process)
    {
        if (!process.waitForFinished(kPatienceMs)) {
            process.kill();
            process.waitForFinished();
            ADD_FAILURE() << "it does not end";
        }
        return process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    }
    /// A whole run, from nothing to a picture of the window.
    testing::AssertionResult takesPicture() const
    {
        const QString picture = file("picture.png");
        QFile::remove(picture);
        const auto kanal = started(inProfile(
            {QStringLiteral("--screenshot"), picture, QStringLiteral("--screenshot-after"), QStringLiteral("0")}));
        if (const int status = end(*kanal); status != 0)
            return testing::AssertionFailure() << status << ": " << kanal->readAllStandardError().toStdString();
        if (!QFile::exists(picture))
            return testing::AssertionFailure() << "no picture";
        return testing::AssertionSuccess();
    }

private:
    QTemporaryDir m_folder;
};

TEST_F(Start, IsTheSameEachTime)
{
    for (int i = 0; i < 12; ++i)
        ASSERT_TRUE(takesPicture()) << i;
}

TEST_F(Start, ASecondOneOfAProfileLeavesItToTheFirst)
{
    const auto first = started(inProfile({}));
    ASSERT_TRUE(QTest::qWaitFor([&] { return QFile::exists(file("profile/user.db")); }, kPatienceMs));
    const auto second = started(inProfile({}));
    EXPECT_EQ(end(*second), 0);
    EXPECT_TRUE(second->readAllStandardOutput().contains("already open"));
    EXPECT_EQ(first->state(), QProcess::Running);
    first->terminate();
    EXPECT_EQ(end(*first), 0) << "asked to end, it ends by itself";
    EXPECT_TRUE(takesPicture()) << "the profile is free again";
}

TEST_F(Start, HelpNeedsNoDisplay)
{
    const auto kanal = started({QStringLiteral("--help")}, "none-such");
    EXPECT_EQ(end(*kanal), 0);
    EXPECT_TRUE(kanal->readAllStandardOutput().contains("--demo"));
}

TEST_F(Start, SaysWhichFolderItCannotUse)
{
    QFile in(file("profile"));
    ASSERT_TRUE(in.open(QIODevice::WriteOnly));
    in.close();
    const auto kanal = started(inProfile({}));
    EXPECT_EQ(end(*kanal), 1);
    EXPECT_TRUE(kanal->readAllStandardError().contains("profile"));
}

TEST_F(Start, AnUnknownWordIsNoReasonToOpenAWindow)
{
    const auto kanal = started({QStringLiteral("--colour")});
    EXPECT_EQ(end(*kanal), 2);
}

} // namespace
} // namespace kanal::app
