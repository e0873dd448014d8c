// SPDX-License-Identifier: MIT
// One client's connection: reads requests, hands them to the site and sends the answers as fast as the client takes
// them and as the body's pace allows. Server thread.
#pragma once

#include "http_message.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTcpSocket>

#include <functional>

namespace kanal::panel
{

class HttpConnection final : public QObject
{
    Q_OBJECT

public:
    using Reply = std::function<void(HttpResponse)>;
    using Handler = std::function<void(const HttpRequest &, Reply)>;

    HttpConnection(QTcpSocket *socket, Handler handler, QObject *parent);
    ~HttpConnection() override;

    /// The server's clock ticks: bodies that wait for their time are asked again.
    void tick();
    bool isSending() const { return bool(m_body); }

private:
    void readRequests();
    void refuse(int status);
    void answer(const HttpRequest &request, HttpResponse response);
    void send(const HttpRequest &request, HttpResponse response);
    void pump();
    void pumpAgain();
    void finishBody();
    void close(); ///< FIN, after what is still to be written
    void reset(); ///< RST, at once

    QTcpSocket *m_socket;
    Handler m_handler;
    std::string m_received;
    std::shared_ptr<BodySource> m_body;
    std::shared_ptr<const void> m_viewer = std::make_shared<char>(); ///< until it is disconnected
    bool m_busy = false;                                             // a request is being answered
    bool m_chunked = false, m_keepAlive = false, m_pumping = false, m_pumpQueued = false;
    QElapsedTimer m_quiet; // since anything happened between requests
};

} // namespace kanal::panel
