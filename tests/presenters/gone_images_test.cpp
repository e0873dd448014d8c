// SPDX-License-Identifier: MIT
// Pictures a server does not have are not asked for again at every start.
#include "gone_images.h"
#include "picture_server.h"

#include <QFile>

#include <algorithm>
#include <chrono>
#include <memory>

namespace kanal::presenters
{
namespace
{

using namespace std::chrono_literals;

struct GoneImagesTest : testing::Test {
    QTemporaryDir folder;
    const std::filesystem::path file = std::filesystem::path(folder.path().toStdString()) / "images.gone";
    const GoneImages::Time now{500'000h};
    const QString logo = QStringLiteral("http://logos.example/1.png?token=secret");
};

TEST_F(GoneImagesTest, AreRememberedForADayOnDiskAndWithoutTheirAddress)
{
    {
        GoneImages gone(file);
        EXPECT_FALSE(gone.contains(logo, now));
        gone.note(logo, now);
        gone.store();
    }
    GoneImages next(file);
    EXPECT_TRUE(next.contains(logo, now + 23h));
    EXPECT_FALSE(next.contains(logo, now + 24h));
    EXPECT_FALSE(next.contains(logo + u'2', now)) << "another address, another picture";
    EXPECT_FALSE(next.contains(logo, now - 1h)) << "the clock was put right";
    QFile stored(QString::fromStdString(file.string()));
    ASSERT_TRUE(stored.open(QIODevice::ReadOnly));
    const QByteArray bytes = stored.readAll();
    EXPECT_FALSE(bytes.contains("logos") || bytes.contains("secret")) << bytes.toStdString();
}

TEST_F(GoneImagesTest, OfTooManyTheOldestAreForgotten)
{
    GoneImages gone(file, 100);
    for (int i = 0; i < 1000; ++i)
        gone.note(QString::number(i), now + std::chrono::seconds(i));
    gone.store();
    EXPECT_TRUE(gone.contains(QStringLiteral("999"), now + 1h));
    EXPECT_TRUE(gone.contains(QStringLiteral("920"), now + 1h));
    EXPECT_FALSE(gone.contains(QStringLiteral("800"), now + 1h));
    EXPECT_LE(std::filesystem::file_size(file), 100 * 64u);
}

TEST_F(GoneImagesTest, ADamagedFileIsReadAsFarAsItGoes)
{
    {
        GoneImages gone(file);
        gone.note(logo, now);
        gone.store();
    }
    QFile stored(QString::fromStdString(file.string()));
    ASSERT_TRUE(stored.open(QIODevice::Append));
    stored.write(QByteArray("no hash\n\n12 x\n \xff\xff 9\n77", 20));
    stored.close();
    GoneImages next(file);
    EXPECT_TRUE(next.contains(logo, now));
}

/// Starts of the program over one folder.
struct MissingAtStartTest : ImageStoreTest {
    /// Whether a new start asks for it; pictures that are there show that it had the time to, and to hear the answer.
    bool isAskedFor(const QByteArray &path)
    {
        ImageStore next(std::filesystem::path(folder.path().toStdString()));
        next.setPanels({{kHome, "http://127.0.0.1:8080", {}}}, kHome);
        server.requests.clear();
        for (const bool isFirst : {true, false}) {
            const QByteArray marker = "/marker" + QByteArray::number(++markers) + ".png";
            server.answers[marker] = encoded({8, 8});
            QSignalSpy came(&next, &ImageStore::ready);
            next.image(server.url(QString::fromLatin1(marker)), {8, 8});
            if (isFirst)
                next.image(server.url(QString::fromLatin1(path)), {8, 8});
            EXPECT_TRUE(came.wait(10'000));
        }
        return std::any_of(server.requests.cbegin(), server.requests.cend(),
                           [&](const QByteArray &request) { return request.startsWith("GET " + path + ' '); });
    }
    int markers = 0;
};

TEST_F(MissingAtStartTest, WhatIsNotThereOrNoPictureIsNotAskedForAtTheNextStart)
{
    server.refusals["/gone.png"] = "410 Gone";
    server.answers["/page.png"] = "<html>no such logo</html>";
    server.answers["/spoilt.png"] = encoded({64, 64}).left(60);
    for (const char *path : {"/none.png", "/gone.png", "/page.png", "/spoilt.png"}) {
        SCOPED_TRACE(path);
        EXPECT_TRUE(isAskedFor(path));
        EXPECT_FALSE(isAskedFor(path));
        EXPECT_TRUE(isAskedFor(QByteArray(path) + "?v=2")) << "another address";
    }
}

TEST_F(MissingAtStartTest, AServerInTroubleIsAskedAgain)
{
    server.refusals["/busy.png"] = "503 Service Unavailable";
    server.refusals["/forbidden.png"] = "403 Forbidden";
    for (const char *path : {"/busy.png", "/forbidden.png"}) {
        SCOPED_TRACE(path);
        EXPECT_TRUE(isAskedFor(path));
        EXPECT_TRUE(isAskedFor(path));
    }
}

TEST_F(MissingAtStartTest, ForgettingThemAsksAgainAndFindsThem)
{
    EXPECT_TRUE(isAskedFor("/late.png"));
    server.answers["/late.png"] = encoded({8, 8});
    EXPECT_FALSE(isAskedFor("/late.png"));
    store.forgetMissing();
    store.image(server.url(QStringLiteral("/late.png")), {8, 8});
    EXPECT_TRUE(waitReady());
    EXPECT_FALSE(store.image(server.url(QStringLiteral("/late.png")), {8, 8}).isNull());
}

} // namespace
} // namespace kanal::presenters
