// SPDX-License-Identifier: MIT
#include "image_decoder.h"
#include "image_disk_cache.h"
#include "image_fetcher.h"
#include "missing_images.h"
#include "picture_server.h"

#include <kanal/core/limits.h>
#include <kanal/presenters/image_store.h>

#include <QCryptographicHash>
#include <QFile>
#include <QPainter>

#include <chrono>

#include <gmock/gmock.h>
#include <support/http_stub.h>

namespace kanal::presenters
{
namespace
{

TEST_F(ImageStoreTest, FetchesOnceScalesAndKeeps)
{
    server.answers["/logo.png"] = encoded({200, 100});
    const QString url = server.url(QStringLiteral("/logo.png"));
    EXPECT_TRUE(store.image(url, {40, 40}).isNull());
    EXPECT_TRUE(store.image(url, {40, 40}).isNull());
    ASSERT_TRUE(waitReady());
    EXPECT_EQ(store.image(url, {40, 40}).size(), QSize(40, 20));
    EXPECT_EQ(server.requests.size(), 1);
}

TEST_F(ImageStoreTest, ComesThroughTheProxyFromElsewhere)
{
    const QString url = QStringLiteral("http://logos.example/logo.png");
    server.answers[url.toLatin1()] = encoded({64, 64}); // a proxy is asked for the whole address
    store.setProxy(ProxyRule::through("127.0.0.1:" + std::to_string(server.serverPort())).value());
    store.image(url, {32, 32});
    ASSERT_TRUE(waitReady());
    EXPECT_FALSE(store.image(url, {32, 32}).isNull());
}

TEST_F(ImageStoreTest, ComesFromDiskAtTheNextStart)
{
    server.answers["/logo.png"] = encoded({64, 64});
    const QString url = server.url(QStringLiteral("/logo.png"));
    store.image(url, {32, 32});
    ASSERT_TRUE(waitReady());
    ImageStore next(std::filesystem::path(folder.path().toStdString()));
    QSignalSpy nextReady(&next, &ImageStore::ready);
    next.image(url, {32, 32});
    ASSERT_TRUE(nextReady.wait(10'000)) << "even without being allowed to fetch it";
    EXPECT_FALSE(next.image(url, {32, 32}).isNull());
    EXPECT_EQ(server.requests.size(), 1);
}

TEST_F(ImageStoreTest, WhatIsMissingIsNotAskedForAgain)
{
    const QString url = server.url(QStringLiteral("/none.png"));
    store.image(url, {32, 32});
    ASSERT_TRUE(QTest::qWaitFor([&] { return server.requests.size() == 1; }));
    server.answers["/marker.png"] = encoded({8, 8});
    store.image(server.url(QStringLiteral("/marker.png")), {8, 8});
    ASSERT_TRUE(waitReady());
    store.image(url, {32, 32});
    store.image(url, {16, 16});
    server.answers["/marker2.png"] = encoded({8, 8});
    store.image(server.url(QStringLiteral("/marker2.png")), {8, 8});
    ASSERT_TRUE(waitReady(2));
    EXPECT_EQ(server.requests.size(), 3);
}

TEST(MissingImages, AreForgottenInTime)
{
    MissingImages missing;
    const ImageWish first{QStringLiteral("http://logos.example/1.png"), kHome};
    missing.note(first, 1000);
    EXPECT_TRUE(missing.contains(first, 1000 + MissingImages::kForMs - 1));
    EXPECT_FALSE(missing.contains(first, 1000 + MissingImages::kForMs));
    for (int i = 0; i < 100; ++i)
        missing.note({QString::number(i), kHome}, 2 * MissingImages::kForMs + i * MissingImages::kForMs);
    EXPECT_LE(missing.size(), 2) << "also where nobody asks for them again";
}

TEST_F(ImageStoreTest, NothingIsFetchedWhileNewWishesKeepComing)
{
    server.answers["/known.png"] = encoded({64, 64});
    const QString known = server.url(QStringLiteral("/known.png"));
    store.image(known, {32, 32});
    ASSERT_TRUE(waitReady());
    ImageStore busy(std::filesystem::path(folder.path().toStdString()), {.rest = std::chrono::hours(1)});
    busy.setPanels({{kHome, "http://127.0.0.1:8080", {}}}, kHome);
    QSignalSpy busyReady(&busy, &ImageStore::ready);
    busy.image(server.url(QStringLiteral("/unknown.png")), {32, 32});
    busy.image(known, {32, 32});
    ASSERT_TRUE(busyReady.wait(10'000)) << "what is on disk waits for nothing";
    EXPECT_EQ(server.requests.size(), 1);
}

TEST_F(ImageStoreTest, SendsNoCredentialsCookiesOrReferrer)
{
    server.answers["/logo.png"] = encoded({8, 8});
    store.image(QStringLiteral("http://jane:secret@127.0.0.1:%1/logo.png").arg(server.serverPort()), {8, 8});
    ASSERT_TRUE(waitReady());
    const QByteArray request = server.requests.front().toLower();
    EXPECT_FALSE(request.contains("authorization"));
    EXPECT_FALSE(request.contains("cookie"));
    EXPECT_FALSE(request.contains("referer"));
    EXPECT_FALSE(request.contains("jane"));
}

TEST(ImageFetcher, OnlyAnAccountOnAPrivateHostMayReachOthers)
{
    ImageFetcher fetcher;
    const QString loopback = QStringLiteral("http://127.0.0.1:8080/logo.png");
    const QString home = QStringLiteral("http://192.168.1.20/logo.png");
    const QString elsewhere = QStringLiteral("https://logos.example.org/1.png");
    EXPECT_FALSE(fetcher.allowed({loopback, {}})) << "before an account is known";
    EXPECT_TRUE(fetcher.allowed({elsewhere, {}}));
    fetcher.setPanels({{kHome, "http://tv.example.org:8080", {}}, {kOther, "http://127.0.0.1:9090", {}}});
    EXPECT_FALSE(fetcher.allowed({loopback, kHome}));
    EXPECT_FALSE(fetcher.allowed({home, kHome}));
    EXPECT_TRUE(fetcher.allowed({elsewhere, kHome}));
    EXPECT_TRUE(fetcher.allowed({loopback, kOther}));
    EXPECT_TRUE(fetcher.allowed({elsewhere, kOther}));
}

TEST(ImageFetcher, OpensWebAddressesOnly)
{
    ImageFetcher fetcher;
    for (const char *url : {"file:///etc/hostname", "ftp://logos.example.org/1.png", "data:image/png;base64,AAAA",
                            "qrc:/icon.png", "rtsp://logos.example.org/1", "logo.png", "//logos.example.org/1.png", " ",
                            "http://logos.example.org/a\tb.png", ""})
        EXPECT_FALSE(fetcher.allowed({QString::fromLatin1(url), kHome})) << url;
    fetcher.setPanels({{kHome, "http://tv.example.org:8080", {}}});
    for (const char *url :
         {"file:///etc/hostname", "C:\\logos\\1.png", "javascript:alert(1)", " ", "//127.0.0.1/1.png"})
        EXPECT_FALSE(fetcher.allowed({QString::fromLatin1(url), kHome})) << url;
}

TEST(ImageFetcher, AnAddressMayHaveBlanksAndLeaveOutThePanelsHost)
{
    ImageFetcher fetcher;
    fetcher.setPanels({{kHome, "http://tv.example.org:8080/c", {}}});
    const auto address = [&](const char *url) {
        return fetcher.address({QString::fromUtf8(url), kHome}).toStdString();
    };
    EXPECT_EQ(address(" http://logos.example.org/Sky News HD.png "), "http://logos.example.org/Sky%20News%20HD.png");
    EXPECT_EQ(address("/images/1.png"), "http://tv.example.org:8080/images/1.png");
    EXPECT_EQ(address("images/Sky News.png?x=1"), "http://tv.example.org:8080/images/Sky%20News.png?x=1");
    EXPECT_EQ(address("//logos.example.org/1.png"), "http://logos.example.org/1.png");
    EXPECT_EQ(address("../../etc/1.png"), "http://tv.example.org:8080/etc/1.png");
}

TEST_F(ImageStoreTest, APictureIsAskedForInTheNameOfItsAccount)
{
    server.answers["/logo.png"] = encoded({8, 8});
    server.answers["/other.png"] = encoded({8, 8});
    store.image(server.url(QStringLiteral("/logo.png")), {8, 8});
    ASSERT_TRUE(waitReady());
    EXPECT_TRUE(server.requests.front().contains("\r\nUser-Agent: Kanal/0.1\r\n")) << server.requests.front().data();
    store.setPanels(
        {{kHome, server.url({}).toStdString(), "Home/2\r\nCookie: x"}, {kOther, server.url({}).toStdString(), "Box/1"}},
        kHome);
    store.image(server.url(QStringLiteral("/other.png")), {8, 8}, kOther);
    ASSERT_TRUE(waitReady(2));
    EXPECT_TRUE(server.requests.back().contains("\r\nUser-Agent: Box/1\r\n")) << server.requests.back().data();
    store.image(QStringLiteral("other.png"), {9, 9});
    ASSERT_TRUE(waitReady(3)) << "on the panel, and on the disk already";
    EXPECT_EQ(server.requests.size(), 2);
    server.answers["/a%20b.png"] = encoded({8, 8});
    store.image(QStringLiteral("a b.png"), {8, 8});
    ASSERT_TRUE(waitReady(4));
    EXPECT_FALSE(server.requests.back().contains("\nCookie"));
}

/// A picture behind a certificate no authority vouches for; /away leads to `elsewhere`.
struct OwnCertificateTest : testing::Test {
    QSslCertificate certificate{read("self_signed.pem")};
    HttpStub::Reply picture{.body = encoded({8, 8}).toStdString()};
    HttpStub elsewhere{[this](const auto &) { return picture; }, certificate,
                       QSslKey(read("self_signed.key"), QSsl::Ec)};
    HttpStub panel{[this](const HttpStub::Request &request) {
                       const std::string other = "https://localhost:" + std::to_string(elsewhere.port()) + "/logo.png";
                       return request.path() == "/away"
                                  ? HttpStub::Reply{.status = 302, .headers = {{"Location", other}}}
                                  : picture;
                   },
                   certificate, QSslKey(read("self_signed.key"), QSsl::Ec)};
    ImageFetcher fetcher;
    const std::string fingerprint = certificate.digest(QCryptographicHash::Sha256).toHex(':').toUpper().toStdString();

    OwnCertificateTest() { fetcher.setPanels({{kHome, panel.url(), {}}}); }
    static QByteArray read(const char *name)
    {
        QFile file(QStringLiteral(KANAL_TEST_DATA "/xtream/tls/") + QString::fromLatin1(name));
        EXPECT_TRUE(file.open(QIODevice::ReadOnly)) << name;
        return file.readAll();
    }
    bool comes(const std::string &path)
    {
        QSignalSpy fetched(&fetcher, &ImageFetcher::fetched);
        fetcher.fetch({QString::fromStdString(panel.url(path)), kHome});
        EXPECT_TRUE(fetched.wait(10'000));
        return !fetched.at(0).at(1).toByteArray().isEmpty();
    }
};

TEST_F(OwnCertificateTest, ThePanelsPicturesComeOnceTheUserAcceptedIt)
{
    EXPECT_FALSE(comes("/logo.png"));
    fetcher.setAccepted({{"127.0.0.1", fingerprint}});
    EXPECT_TRUE(comes("/logo.png"));
    fetcher.setAccepted({});
    EXPECT_FALSE(comes("/logo.png")) << "the exception was taken back";
}

TEST_F(OwnCertificateTest, AnExceptionIsForItsCertificateAndItsHostAlone)
{
    std::string other = fingerprint;
    other[0] = other[0] == '0' ? '1' : '0';
    fetcher.setAccepted({{"127.0.0.1", other}, {"panel.example", fingerprint}, {"127.0.0.1", ""}});
    EXPECT_FALSE(comes("/logo.png"));
    fetcher.setAccepted({{"127.0.0.1", fingerprint}});
    EXPECT_FALSE(comes("/away")) << "the same certificate, but another host";
    EXPECT_TRUE(elsewhere.requests().empty());
    fetcher.setAccepted({{"127.0.0.1", fingerprint}, {"localhost", fingerprint}});
    EXPECT_TRUE(comes("/away"));
}

TEST_F(ImageStoreTest, FollowsARedirectButNotToAFile)
{
    server.answers["/new.png"] = encoded({8, 8});
    server.redirects["/old.png"] = "/new.png";
    server.redirects["/bad.png"] = "file:///etc/hostname";
    store.image(server.url(QStringLiteral("/bad.png")), {8, 8});
    store.image(server.url(QStringLiteral("/old.png")), {8, 8});
    ASSERT_TRUE(waitReady());
    ASSERT_TRUE(QTest::qWaitFor([&] { return server.requests.size() == 3; }));
    EXPECT_EQ(ready.front().front().toString(), server.url(QStringLiteral("/old.png")));
}

TEST_F(ImageStoreTest, AWebPageIsNoPicture)
{
    server.answers["/logo.png"] = "<html><body>Welcome</body></html>";
    server.answers["/marker.png"] = encoded({8, 8});
    store.image(server.url(QStringLiteral("/logo.png")), {8, 8});
    store.image(server.url(QStringLiteral("/marker.png")), {8, 8});
    ASSERT_TRUE(waitReady());
    ASSERT_TRUE(QTest::qWaitFor([&] { return server.requests.size() == 2; }));
    EXPECT_EQ(ready.front().front().toString(), server.url(QStringLiteral("/marker.png")));
    EXPECT_TRUE(store.image(server.url(QStringLiteral("/logo.png")), {8, 8}).isNull());
}

TEST(ImageDecoder, KnowsFormatsByTheirFirstBytes)
{
    EXPECT_EQ(imageFormat(encoded({2, 2}, "png")), "png");
    EXPECT_EQ(imageFormat(encoded({2, 2}, "jpg")), "jpeg");
    EXPECT_EQ(imageFormat("GIF89a..."), "gif");
    EXPECT_EQ(imageFormat(QByteArray("RIFF\0\0\0\0WEBPVP8 ", 16)), "webp");
    EXPECT_TRUE(imageFormat("<svg xmlns='http://www.w3.org/2000/svg'/>").isEmpty());
    EXPECT_TRUE(imageFormat(encoded({2, 2}, "bmp")).isEmpty());
    EXPECT_TRUE(imageFormat({}).isEmpty());
}

TEST(ImageDecoder, FitsIntoTheBoxAndNeverEnlarges)
{
    EXPECT_EQ(decodeImage(encoded({400, 200}, "jpg"), {100, 100}).size(), QSize(100, 50));
    EXPECT_EQ(decodeImage(encoded({4000, 1}), {100, 100}).size(), QSize(100, 1));
    EXPECT_EQ(decodeImage(encoded({10, 10}), {100, 100}).size(), QSize(10, 10));
}

TEST(ImageDecoder, RefusesWhatIsTooLargeCutOffOrNoPicture)
{
    EXPECT_TRUE(decodeImage(encoded({limits::kLogoPixels + 1, 1}), {10, 10}).isNull());
    const QByteArray good = encoded({64, 64});
    for (qsizetype cut = 0; cut < good.size() - 12; cut += 7)
        decodeImage(good.left(cut), {10, 10}); // must not crash; part of a picture may be shown
    EXPECT_TRUE(decodeImage(good.left(20), {10, 10}).isNull());
    EXPECT_TRUE(decodeImage("<svg/>", {10, 10}).isNull());
}

TEST(ImageDiskCache, TheLongestUnusedGoAboveTheCap)
{
    QTemporaryDir folder;
    const std::filesystem::path path(folder.path().toStdString());
    ImageDiskCache cache(path, 1000);
    cache.write(QStringLiteral("a"), QByteArray(400, 'a'));
    cache.write(QStringLiteral("b"), QByteArray(400, 'b'));
    for (const auto &entry : std::filesystem::recursive_directory_iterator(path))
        if (entry.is_regular_file())
            std::filesystem::last_write_time(entry,
                                             std::filesystem::file_time_type::clock::now() - std::chrono::hours(1));
    ASSERT_TRUE(cache.read(QStringLiteral("a")).has_value()); // used just now
    cache.write(QStringLiteral("c"), QByteArray(400, 'c'));
    EXPECT_TRUE(cache.read(QStringLiteral("a")).has_value());
    EXPECT_FALSE(cache.read(QStringLiteral("b")).has_value());
    EXPECT_EQ(cache.read(QStringLiteral("c")), QByteArray(400, 'c'));
}

TEST(ImageDiskCache, AFolderThatCannotBeMadeCostsNothingButTime)
{
    QTemporaryDir folder;
    const std::filesystem::path file = std::filesystem::path(folder.path().toStdString()) / "file";
    ASSERT_TRUE(QFile(QString::fromStdString(file.string())).open(QIODevice::WriteOnly));
    ImageDiskCache cache(file / "under", 1000);
    cache.write(QStringLiteral("a"), "x");
    EXPECT_FALSE(cache.read(QStringLiteral("a")).has_value());
}

} // namespace
} // namespace kanal::presenters
