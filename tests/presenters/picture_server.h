// SPDX-License-Identifier: MIT
// A store of pictures and a server that has some.
#pragma once

#include <kanal/presenters/image_store.h>

#include <QBuffer>
#include <QHostAddress>
#include <QPointer>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <utility>
#include <vector>

#include <gmock/gmock.h>

namespace kanal::presenters
{

inline QByteArray encoded(QSize size, const char *format = "png", QColor colour = Qt::red)
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
    QHash<QByteArray, QByteArray> refusals; ///< path → status line
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
        else if (refusals.contains(path))
            head = "HTTP/1.1 " + refusals.value(path) + "\r\nContent-Length: 0\r\n";
        else if (answers.contains(path))
            head = "HTTP/1.1 200 OK\r\nContent-Length: " + QByteArray::number(answers.value(path).size()) + "\r\n";
        socket.write(head + "Connection: close\r\n\r\n" + answers.value(path));
        socket.disconnectFromHost();
    }

    std::vector<std::pair<QPointer<QTcpSocket>, QByteArray>> m_held;
};

inline constexpr AccountId kHome{1}, kOther{2};

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

} // namespace kanal::presenters
