// SPDX-License-Identifier: MIT
#include "http_connection.h"

#include <QPointer>
#include <QTimer>

#include <array>
#include <charconv>
#include <utility>

#ifdef Q_OS_WIN
#include <winsock2.h>
#else
#include <sys/socket.h>
#endif

namespace kanal::panel
{
namespace
{

constexpr std::size_t kPiece = 64 * 1024;
constexpr qint64 kWriteAhead = 256 * 1024; // what a slow client may have waiting
constexpr qint64 kIdleMs = 20'000;

std::string headOf(const HttpRequest &request, const HttpResponse &response, bool chunked, bool keepAlive)
{
    std::string head =
        "HTTP/1.1 " + std::to_string(response.status) + ' ' + std::string(reasonOf(response.status)) + "\r\n";
    head += "Server: nginx\r\n";
    if (!response.contentType.empty())
        head += "Content-Type: " + response.contentType + "\r\n";
    for (const auto &[name, value] : response.headers)
        head += name + ": " + value + "\r\n";
    if (chunked)
        head += "Transfer-Encoding: chunked\r\n";
    else if (response.delivery != HttpResponse::Delivery::Endless && request.method != "HEAD")
        if (const auto size = response.body ? response.body->size() : std::optional<std::int64_t>(0))
            head += "Content-Length: " + std::to_string(*size) + "\r\n";
    return head + (keepAlive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n");
}

} // namespace

HttpConnection::HttpConnection(QTcpSocket *socket, Handler handler, QObject *parent)
    : QObject(parent)
    , m_socket(socket)
    , m_handler(std::move(handler))
{
    m_socket->setParent(this);
    m_socket->setReadBufferSize(qint64(kMaxHead));
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_quiet.start();
    connect(m_socket, &QTcpSocket::readyRead, this, &HttpConnection::readRequests);
    connect(m_socket, &QTcpSocket::bytesWritten, this, &HttpConnection::pump);
    connect(m_socket, &QTcpSocket::disconnected, this, [this] {
        m_body.reset(); // at once: it holds the account's stream slot
        m_viewer.reset();
        deleteLater();
    });
}

HttpConnection::~HttpConnection() = default;

void HttpConnection::tick()
{
    if (m_body)
        pump();
    else if (!m_busy && m_quiet.elapsed() > kIdleMs)
        reset();
}

void HttpConnection::readRequests()
{
    if (m_busy) {
        if (m_body && m_socket->bytesAvailable() >= qint64(kMaxHead))
            reset(); // talks while it should listen
        return;
    }
    m_received += m_socket->readAll().toStdString();
    m_quiet.restart();
    HttpRequest request;
    std::size_t used = 0;
    switch (parseHead(m_received, request, used)) {
    case HeadState::Incomplete:
        return;
    case HeadState::Bad:
        refuse(m_received.size() >= kMaxHead ? 431 : 400);
        return;
    case HeadState::Complete:
        break;
    }
    m_received.erase(0, used);
    if (!request.header("content-length").empty() && request.header("content-length") != "0") {
        refuse(400); // nothing here takes a body
        return;
    }
    m_busy = true;
    request.viewer = m_viewer;
    m_handler(request, [self = QPointer(this), request](HttpResponse response) {
        if (self)
            self->answer(request, std::move(response));
    });
}

void HttpConnection::refuse(int status)
{
    m_busy = true;
    HttpRequest request;
    request.keepAlive = false;
    send(request, HttpResponse::text(status, "text/plain", std::string(reasonOf(status)) + "\n"));
}

void HttpConnection::answer(const HttpRequest &request, HttpResponse response)
{
    if (response.delayMs <= 0) {
        send(request, std::move(response));
        return;
    }
    QTimer::singleShot(response.delayMs, this, [this, request, response] { send(request, response); });
}

void HttpConnection::send(const HttpRequest &request, HttpResponse response)
{
    if (response.delivery == HttpResponse::Delivery::Silent)
        return;
    if (response.delivery == HttpResponse::Delivery::Reset) {
        reset();
        return;
    }
    if (m_socket->state() != QAbstractSocket::ConnectedState)
        return;
    const bool endless = response.delivery == HttpResponse::Delivery::Endless;
    const bool sized = !response.body || response.body->size();
    m_chunked = !endless && !sized && request.chunksAllowed && request.method != "HEAD";
    m_keepAlive = request.keepAlive && !endless && (sized || m_chunked || request.method == "HEAD");
    const std::string head = headOf(request, response, m_chunked, m_keepAlive);
    m_socket->write(head.data(), qint64(head.size()));
    m_body = request.method == "HEAD" ? std::make_shared<TextSource>(std::string()) : std::move(response.body);
    if (!m_body)
        m_body = std::make_shared<TextSource>(std::string());
    pump();
}

void HttpConnection::pump()
{
    if (m_pumping || !m_body)
        return; // write() may report bytesWritten at once
    m_pumping = true;
    const std::shared_ptr<BodySource> body = m_body;
    std::string piece;
    BodySource::State state = BodySource::State::More;
    while (state == BodySource::State::More && m_body && m_socket->bytesToWrite() < kWriteAhead) {
        piece.clear();
        state = body->read(piece, kPiece);
        if (piece.empty())
            continue;
        if (m_chunked) {
            std::array<char, 20> hex{};
            const auto end = std::to_chars(hex.data(), hex.data() + hex.size(), piece.size(), 16).ptr;
            piece.insert(0, std::string(hex.data(), end) + "\r\n");
            piece += "\r\n";
        }
        m_socket->write(piece.data(), qint64(piece.size()));
    }
    m_socket->flush();
    m_pumping = false;
    if (state == BodySource::State::End && m_body)
        finishBody();
    else if (state == BodySource::State::Close)
        close();
    else if (state == BodySource::State::Reset)
        reset();
    else if (state == BodySource::State::More && m_body && m_socket->bytesToWrite() < kWriteAhead)
        pumpAgain();
}

/// The system took all at once: bytesWritten() came while we wrote, and will not come again.
void HttpConnection::pumpAgain()
{
    if (!std::exchange(m_pumpQueued, true))
        QMetaObject::invokeMethod(
            this,
            [this] {
                m_pumpQueued = false;
                pump();
            },
            Qt::QueuedConnection);
}

void HttpConnection::finishBody()
{
    m_body.reset();
    if (m_chunked)
        m_socket->write("0\r\n\r\n");
    if (!m_keepAlive) {
        close();
        return;
    }
    m_busy = false;
    m_quiet.restart();
    QMetaObject::invokeMethod(this, &HttpConnection::readRequests,
                              Qt::QueuedConnection); // perhaps the next one is here
}

void HttpConnection::close()
{
    m_body.reset();
    m_socket->disconnectFromHost(); // after what is still to be written
}

void HttpConnection::reset()
{
    m_body.reset();
    // Linger 0: the client sees RST, not FIN.
    linger now{};
    now.l_onoff = 1;
    now.l_linger = 0;
#ifdef Q_OS_WIN
    ::setsockopt(SOCKET(m_socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, reinterpret_cast<const char *>(&now),
                 int(sizeof now));
#else
    ::setsockopt(int(m_socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &now, socklen_t(sizeof now));
#endif
    m_socket->abort();
    deleteLater();
}

} // namespace kanal::panel
