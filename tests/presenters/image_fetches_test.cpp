// SPDX-License-Identifier: MIT
// Which pictures are fetched, how many at once, and which give way.
#include "picture_server.h"

#include <chrono>

namespace kanal::presenters
{
namespace
{

TEST_F(ImageStoreTest, AtMostFourAtOnce)
{
    server.holdAnswers = true;
    for (int i = 0; i < 12; ++i)
        store.image(server.url(QStringLiteral("/%1.png").arg(i)), {32, 32});
    ASSERT_TRUE(QTest::qWaitFor([&] { return server.requests.size() >= 4; }));
    server.holdAnswers = false;
    server.answers["/wanted.png"] = encoded({8, 8});
    store.keepOnly({32, 32}, {{server.url(QStringLiteral("/wanted.png")), {}}});
    ASSERT_TRUE(waitReady());
    EXPECT_EQ(server.requests.size(), 5) << "four were waited for, the one that is still wanted came next";
}

struct SlowHostTest : ImageStoreTest {
    PictureServer other;

    SlowHostTest() { server.answers["/good.png"] = other.answers["/good.png"] = encoded({8, 8}); }
    void askForFourThatTrickle(ImageStore &from)
    {
        for (int i = 0; i < 4; ++i)
            from.image(server.url(QStringLiteral("/trickle%1.png").arg(i)), {8, 8});
        ASSERT_TRUE(QTest::qWaitFor([&] { return server.requests.size() == 4; }));
    }
};

TEST_F(SlowHostTest, KeepsNoPicturesOfOthersWaiting)
{
    ImageStore patient(std::filesystem::path(folder.path().toStdString()), {.deadline = std::chrono::hours(1)});
    patient.setPanels({{kHome, "http://127.0.0.1:8080", {}}}, kHome);
    QSignalSpy came(&patient, &ImageStore::ready);
    askForFourThatTrickle(patient);
    patient.image(server.url(QStringLiteral("/good.png")), {8, 8});
    patient.image(other.url(QStringLiteral("/good.png")), {8, 8});
    ASSERT_TRUE(came.wait(10'000));
    EXPECT_EQ(came.front().front().toString(), other.url(QStringLiteral("/good.png")));
    EXPECT_EQ(server.requests.size(), 4);
}

TEST_F(SlowHostTest, PicturesThatTrickleGiveWayAtTheirDeadline)
{
    ImageStore brief(std::filesystem::path(folder.path().toStdString()), {.deadline = std::chrono::milliseconds(300)});
    brief.setPanels({{kHome, "http://127.0.0.1:8080", {}}}, kHome);
    QSignalSpy came(&brief, &ImageStore::ready);
    askForFourThatTrickle(brief);
    brief.image(server.url(QStringLiteral("/good.png")), {8, 8});
    ASSERT_TRUE(came.wait(10'000));
    EXPECT_EQ(came.front().front().toString(), server.url(QStringLiteral("/good.png")));
}

TEST_F(ImageStoreTest, TwoSizesOfAPictureComeWithOneFetch)
{
    server.answers["/logo.png"] = encoded({64, 64});
    const QString url = server.url(QStringLiteral("/logo.png"));
    store.image(url, {32, 32});
    store.image(url, {16, 16});
    ASSERT_TRUE(waitReady(2));
    EXPECT_EQ(store.image(url, {32, 32}).size(), QSize(32, 32));
    EXPECT_EQ(store.image(url, {16, 16}).size(), QSize(16, 16));
    EXPECT_EQ(server.requests.size(), 1);
}

TEST_F(ImageStoreTest, ASizeNobodyWantsTakesNoOtherWithIt)
{
    server.holdAnswers = true;
    const QString url = server.url(QStringLiteral("/logo.png"));
    store.image(url, {32, 32});
    ASSERT_TRUE(QTest::qWaitFor([&] { return server.requests.size() == 1; }));
    store.image(url, {16, 16});
    store.keepOnly({32, 32}, {});
    server.answers["/logo.png"] = encoded({64, 64});
    server.release();
    ASSERT_TRUE(waitReady());
    EXPECT_FALSE(store.image(url, {16, 16}).isNull());
}

TEST_F(ImageStoreTest, WhatOneViewLeavesAnotherOfTheSameSizeKeeps)
{
    server.answers["/list.png"] = server.answers["/both.png"] = encoded({64, 64});
    const QString list = server.url(QStringLiteral("/list.png")), both = server.url(QStringLiteral("/both.png"));
    const QString drawer = server.url(QStringLiteral("/drawer.png"));
    const int listView = 0, drawerView = 0;
    store.keepOnly({32, 32}, {{list, {}}, {both, {}}}, &listView);
    store.keepOnly({32, 32}, {{drawer, {}}, {both, {}}}, &drawerView);
    store.keepOnly({32, 32}, {}, &drawerView);
    ASSERT_TRUE(waitReady(2));
    EXPECT_EQ(server.requests.size(), 2) << "what only the drawer had is asked for no more";
}

TEST_F(ImageStoreTest, WhatAnotherViewWantsStays)
{
    server.answers["/now.png"] = encoded({64, 64});
    server.answers["/row.png"] = encoded({64, 64});
    store.image(server.url(QStringLiteral("/now.png")), {60, 60});
    store.image(server.url(QStringLiteral("/scrolled-past.png")), {32, 32});
    store.keepOnly({32, 32}, {{server.url(QStringLiteral("/row.png")), {}}});
    ASSERT_TRUE(waitReady(2));
    EXPECT_FALSE(store.image(server.url(QStringLiteral("/now.png")), {60, 60}).isNull());
    EXPECT_FALSE(store.image(server.url(QStringLiteral("/row.png")), {32, 32}).isNull());
    EXPECT_EQ(server.requests.size(), 2) << "the row that was scrolled past before it was fetched is not asked for";
}

} // namespace
} // namespace kanal::presenters
