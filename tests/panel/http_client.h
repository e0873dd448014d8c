// SPDX-License-Identifier: MIT
// A plain HTTP client on a blocking socket: what a test sees is what is on the wire.
#pragma once

#include <kanal/panel/panel.h>

#include <QDeadlineTimer>
#include <QTcpSocket>

#include <map>
#include <memory>
#include <optional>
#include <string>

namespace kanal::panel
{

struct Answer {
    int status = 0;                             ///< 0: the connection ended before an answer
    std::map<std::string, std::string> headers; ///< names in lower case
    std::string body;
    bool complete =
        false; ///< all that Content-Length or the chunks promised is there, or the server closed an open-ended body
};

class HttpClient
{
public:
    explicit HttpClient(int port)
        : m_port(quint16(port))
    {
    }

    /// Sends a request on a new connection unless one is kept. `head` is added to the headers.
    bool send(const std::string &target, const std::string &head = {}, const std::string &method = "GET")
    {
        return sendRaw(method + " " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + head + "\r\n");
    }

    bool sendRaw(const std::string &bytes)
    {
        if (socket.state() != QAbstractSocket::ConnectedState) {
            m_buffer.clear();
            socket.connectToHost(QStringLiteral("127.0.0.1"), m_port);
            if (!socket.waitForConnected(2'000))
                return false;
        }
        socket.write(bytes.data(), qint64(bytes.size()));
        return socket.waitForBytesWritten(2'000);
    }

    /// The status line and headers; what came after them waits for readBody().
    Answer readHead(int timeoutMs = 5'000)
    {
        Answer answer;
        const QDeadlineTimer deadline(timeoutMs);
        std::size_t end = 0;
        while ((end = m_buffer.find("\r\n\r\n")) == std::string::npos) {
            if (!receive(deadline))
                return answer;
        }
        std::size_t line = m_buffer.find("\r\n");
        answer.status = std::atoi(m_buffer.c_str() + 9);
        while (line < end) {
            const std::size_t next = m_buffer.find("\r\n", line + 2), colon = m_buffer.find(':', line);
            std::string name = m_buffer.substr(line + 2, colon - line - 2);
            for (char &c : name)
                c = char(std::tolower(static_cast<unsigned char>(c)));
            answer.headers[name] = m_buffer.substr(colon + 2, next - colon - 2);
            line = next;
        }
        m_buffer.erase(0, end + 4);
        return answer;
    }

    Answer read(int timeoutMs = 10'000)
    {
        Answer answer = readHead(timeoutMs);
        const QDeadlineTimer deadline(timeoutMs);
        if (const auto length = answer.headers.find("content-length"); length != answer.headers.end()) {
            const std::size_t size = std::size_t(std::atoll(length->second.c_str()));
            while (m_buffer.size() < size && receive(deadline)) {
            }
            answer.complete = m_buffer.size() >= size;
            answer.body = m_buffer.substr(0, size);
            m_buffer.erase(0, size);
        } else if (answer.headers.contains("transfer-encoding")) {
            answer.complete = readChunks(answer.body, deadline);
        } else if (answer.status != 0) {
            while (receive(deadline)) {
            }
            answer.complete = socket.error() == QAbstractSocket::RemoteHostClosedError && !deadline.hasExpired();
            answer.body = std::exchange(m_buffer, {});
        }
        return answer;
    }

    Answer get(const std::string &target, const std::string &head = {})
    {
        return send(target, head) ? read() : Answer{};
    }

    /// Waits until so many bytes of an open-ended body have come, and takes all there are.
    std::string readBytes(std::size_t atLeast, int timeoutMs = 10'000)
    {
        const QDeadlineTimer deadline(timeoutMs);
        while (m_buffer.size() < atLeast && receive(deadline)) {
        }
        return std::exchange(m_buffer, {});
    }

    /// Waits for the server to end the connection; nullopt if it does not.
    std::optional<QAbstractSocket::SocketError> readUntilClosed(int timeoutMs = 10'000)
    {
        const QDeadlineTimer deadline(timeoutMs);
        while (receive(deadline))
            m_received += std::exchange(m_buffer, {}).size();
        return socket.state() == QAbstractSocket::UnconnectedState ? std::optional(socket.error()) : std::nullopt;
    }
    std::size_t received() const { return m_received; }

    void close()
    {
        socket.abort();
        m_buffer.clear();
    }

    QTcpSocket socket;

private:
    bool receive(const QDeadlineTimer &deadline)
    {
        if (socket.bytesAvailable() == 0 &&
            (socket.state() != QAbstractSocket::ConnectedState ||
             !socket.waitForReadyRead(int(std::max<qint64>(1, deadline.remainingTime())))) &&
            socket.bytesAvailable() == 0)
            return false;
        m_buffer += socket.readAll().toStdString();
        return true;
    }

    bool readChunks(std::string &body, const QDeadlineTimer &deadline)
    {
        for (;;) {
            std::size_t end = 0;
            while ((end = m_buffer.find("\r\n")) == std::string::npos) {
                if (!receive(deadline))
                    return false;
            }
            const std::size_t size = std::strtoul(m_buffer.c_str(), nullptr, 16);
            while (m_buffer.size() < end + 2 + size + 2) {
                if (!receive(deadline))
                    return false;
            }
            body.append(m_buffer, end + 2, size);
            m_buffer.erase(0, end + 2 + size + 2);
            if (size == 0)
                return true;
        }
    }

    quint16 m_port;
    std::string m_buffer;
    std::size_t m_received = 0;
};

} // namespace kanal::panel
