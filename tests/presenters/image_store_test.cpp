// SPDX-License-Identifier: MIT
#include "image_decoder.h"
#include "image_disk_cache.h"
#include "image_fetcher.h"
#include "missing_images.h"

#include <kanal/core/limits.h>
#include <kanal/presenters/image_store.h>

#include <QBuffer>
#include <QCryptographicHash>
#include <QFile>
#include <QHostAddress>
#include <QPainter>
#include <QPointer>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <chrono>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <support/http_stub.h>

namespace kanal::presenters
{
namespace
{

QByteArray encoded(QSize size, const char *format = "png", QColor colour = Qt::red)
{
    QImage image(size, QImage::Format_RGB32);
    image.fill(colour);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, format);
    return bytes;
}

/// Answers every path with what was put there, else 404; remembers the requests.
class PictureServer : public QTcpServer
{
public:
    PictureServer()
    {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket *socket = nextPendingConnection()) {
                connect(socket, &QTcpSocket::readyRead, this, [this, socket] { answer(*socket); });
                connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
            }
        });
    }

    QString url(const QString &path) const
    {
        return QStringLiteral("http://127.0.0.1:%1%2").arg(serverPort()).arg(path);
    }

    QHash<QByteArray, QByteArray> answers; ///< path → whole body
    QHash<QByteArray, QByteArray> redirects;
    QList<QByteArray> requests;
    bool holdAnswers = false;

    /// Answers what was held.
    void release()
    {
        holdAnswers = false;
        for (const auto &[socket, path] : std::exchange(m_held, {}))
            if (socket)
                answer(*socket, path);
    }

private:
    /// A body without end, a byte at a time.
    void trickle(QTcpSocket &socket)
    {
        socket.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n\x89PNG");
        auto *beat = new QTimer(&socket);
        connect(beat, &QTimer::timeout, &socket, [&socket] { socket.write("x"); });
        beat->start(20);
    }
    void answer(QTcpSocket &socket)
    {
        const QByteArray request = socket.readAll();
        requests << request;
        const QByteArray path = request.split(' ').value(1);
        if (holdAnswers)
            m_held.push_back({&socket, path});
        else
            answer(socket, path);
    }
    void answer(QTcpSocket &socket, const QByteArray &path)
    {
        if (path.startsWith("/trickle"))
            return trickle(socket);
        QByteArray head = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n";
        if (redirects.contains(path))
            head = "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + redirects.value(path) + "\r\n";
        else if (answers.contains(path))
            head = "HTTP/1.1 200 OK\r\nContent-Length: " + QByteArray::number(answers.value(path).size()) + "\r\n";
        socket.write(head + "Connection: close\r\n\r\n" + answers.value(path));
        socket.disconnectFromHost();
    }

    std::vector<std::pair<QPointer<QTcpSocket>, QByteArray>> m_held;
};

constexpr AccountId kHome{1}, kOther{2};

struct ImageStoreTest : testing::Test {
    QTemporaryDir folder;
    PictureServer server;
    ImageStore store{std::filesystem::path(folder.path().toStdString())};
    QSignalSpy ready{&store, &ImageStore::ready};

    ImageStoreTest() { store.setPanels({{kHome, "http://127.0.0.1:8080", {}}}, kHome); }
    bool waitReady(int count = 1)
    {
        return QTest::qWaitFor([&] { return ready.size() >= count; }, 10'000);
    }
};

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
