// SPDX-License-Identifier: MIT
// A small HTTP server for tests, on a thread of its own so that a test may simply wait for a future. It does exactly
// what it is told, good manners or bad.
//
//     HttpStub server([](const HttpStub::Request &request) {
//         return request.path() == "/player_api.php" ? HttpStub::json(R"({"user_info":…})") : HttpStub::Reply{404};
//     });
//     login.server = server.url();
#pragma once

#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QThread>
#include <QTimer>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace kanal
{

class HttpStub
{
public:
    struct Request {
        std::string method;
        std::string target;                         ///< path and query
        std::map<std::string, std::string> headers; ///< names in lower case
        int connection = 0;                         ///< which connection of this server, from 1
        int number = 0;                             ///< which request of this server, from 1

        std::string path() const { return target.substr(0, target.find('?')); }
        bool asks(std::string_view part) const { return target.find(part) != std::string::npos; }
        std::string header(const std::string &name) const
        {
            const auto found = headers.find(name);
            return found == headers.end() ? std::string() : found->second;
        }
    };

    enum class Ending {
        KeepAlive,
        Close, ///< after the body
        Reset, ///< after the body, with RST
        Hang,  ///< after the body, with the connection open
    };

    struct Reply {
        int status = 200;
        std::string body = {};
        std::vector<std::pair<std::string, std::string>> headers = {};
        Ending ending = Ending::KeepAlive;
        std::optional<std::size_t> length =
            {};                             ///< Content-Length where it is not the body's; 0 bytes sent is a lie, too
        bool noLength = false;              ///< the end of the connection is the end of the body
        bool silent = false;                ///< no answer at all
        bool closeUnanswered = false;       ///< the connection is closed instead
        std::string raw = {};               ///< sent in place of everything above
        std::chrono::milliseconds delay{0}; ///< before the first byte
    };

    using Handler = std::function<Reply(const Request &)>;

    static Reply json(std::string body) { return {200, std::move(body), {{"Content-Type", "application/json"}}}; }

    explicit HttpStub(Handler handler)
        : HttpStub(std::move(handler), QSslCertificate(), QSslKey())
    {
    }

    /// Speaks TLS.
    HttpStub(Handler handler, const QSslCertificate &certificate, const QSslKey &key)
        : m_handler(std::move(handler))
        , m_tls(!certificate.isNull())
    {
        m_context = new QObject;
        m_context->moveToThread(&m_thread);
        m_thread.start();
        QMetaObject::invokeMethod(
            m_context, [&] { listen(certificate, key); }, Qt::BlockingQueuedConnection);
    }

    ~HttpStub()
    {
        QMetaObject::invokeMethod(
            m_context, [this] { delete m_context; }, Qt::BlockingQueuedConnection);
        m_thread.quit();
        m_thread.wait();
    }

    int port() const { return m_port; }
    std::string url(std::string_view path = {}) const
    {
        return (m_tls ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(m_port) + std::string(path);
    }

    /// Everything that was asked so far.
    std::vector<Request> requests() const
    {
        std::lock_guard lock(m_mutex);
        return m_requests;
    }

    /// Blocks until `count` requests have come; false when they do not within 10 s.
    bool awaitRequests(std::size_t count) const
    {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, std::chrono::seconds(10), [&] { return m_requests.size() >= count; });
    }

    /// Blocks until `count` connections were closed by the other side or by us.
    bool awaitDisconnects(int count) const
    {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, std::chrono::seconds(10), [&] { return m_disconnects >= count; });
    }

    /// The most requests that were being answered at the same moment.
    int mostAtOnce() const
    {
        std::lock_guard lock(m_mutex);
        return m_mostAtOnce;
    }

private:
    void listen(const QSslCertificate &certificate, const QSslKey &key)
    {
        QTcpServer *server = nullptr;
        if (m_tls) {
            auto *tls = new QSslServer(m_context);
            QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
            configuration.setLocalCertificate(certificate);
            configuration.setPrivateKey(key);
            configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
            tls->setSslConfiguration(configuration);
            server = tls;
        } else {
            server = new QTcpServer(m_context);
        }
        QObject::connect(server, &QTcpServer::pendingConnectionAvailable, server, [this, server] {
            while (QTcpSocket *socket = server->nextPendingConnection())
                serve(socket);
        });
        server->listen(QHostAddress::LocalHost);
        m_port = server->serverPort();
    }

    void serve(QTcpSocket *socket)
    {
        const int connection = ++m_connections;
        auto received = std::make_shared<std::string>();
        const auto read = [this, socket, connection, received] {
            *received += socket->readAll().toStdString();
            if (received->starts_with('\x16')) { // somebody speaks TLS to us: what real servers answer
                socket->write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
                return socket->disconnectFromHost();
            }
            for (auto end = received->find("\r\n\r\n"); end != std::string::npos; end = received->find("\r\n\r\n")) {
                const std::string head = received->substr(0, end);
                received->erase(0, end + 4);
                answer(socket, parse(head, connection));
            }
        };
        QObject::connect(socket, &QTcpSocket::readyRead, socket, read);
        QObject::connect(socket, &QTcpSocket::disconnected, socket, [this, socket] {
            {
                std::lock_guard lock(m_mutex);
                ++m_disconnects;
            }
            m_changed.notify_all();
            socket->deleteLater();
        });
        read();
    }

    Request parse(const std::string &head, int connection)
    {
        Request request;
        request.connection = connection;
        const auto lineEnd = std::min(head.find("\r\n"), head.size());
        const auto first = head.find(' ');
        const auto second = head.find(' ', first + 1);
        request.method = head.substr(0, first);
        request.target = head.substr(first + 1, second - first - 1);
        for (std::size_t at = lineEnd; at + 2 < head.size();) {
            at += 2;
            const auto end = std::min(head.find("\r\n", at), head.size());
            const std::string line = head.substr(at, end - at);
            const auto colon = line.find(": ");
            std::string name = line.substr(0, colon);
            for (char &c : name)
                c = c >= 'A' && c <= 'Z' ? char(c + 32) : c;
            if (colon != std::string::npos)
                request.headers[name] = line.substr(colon + 2);
            at = end;
        }
        std::lock_guard lock(m_mutex);
        request.number = int(m_requests.size()) + 1;
        m_mostAtOnce = std::max(m_mostAtOnce, ++m_atOnce);
        m_requests.push_back(request);
        m_changed.notify_all();
        return request;
    }

    void answer(QTcpSocket *socket, const Request &request)
    {
        const Reply reply = m_handler(request);
        const auto go = [this, socket, reply] {
            send(socket, reply);
            std::lock_guard lock(m_mutex);
            --m_atOnce;
        };
        if (reply.delay.count() > 0)
            QTimer::singleShot(reply.delay, socket, go);
        else
            go();
    }

    static void send(QTcpSocket *socket, const Reply &reply)
    {
        if (reply.silent)
            return;
        if (reply.closeUnanswered)
            return socket->disconnectFromHost();
        std::string head = reply.raw;
        if (head.empty()) {
            head = "HTTP/1.1 " + std::to_string(reply.status) + " Stub\r\n";
            for (const auto &[name, value] : reply.headers)
                head += name + ": " + value + "\r\n";
            if (!reply.noLength)
                head += "Content-Length: " + std::to_string(reply.length.value_or(reply.body.size())) + "\r\n";
            if (reply.ending == Ending::Close || reply.noLength)
                head += "Connection: close\r\n";
            head += "\r\n" + reply.body;
        }
        socket->write(head.data(), qint64(head.size()));
        if (reply.ending == Ending::Close)
            socket->disconnectFromHost();
        if (reply.ending == Ending::Reset) {
            socket->flush();
            socket->abort();
        }
    }

    Handler m_handler;
    bool m_tls = false;
    QThread m_thread;
    QObject *m_context = nullptr;
    int m_port = 0;
    int m_connections = 0; // server thread

    mutable std::mutex m_mutex; // guards what follows
    mutable std::condition_variable m_changed;
    std::vector<Request> m_requests;
    int m_disconnects = 0;
    int m_atOnce = 0;
    int m_mostAtOnce = 0;
};

} // namespace kanal
