// SPDX-License-Identifier: MIT
// The panel's front door: listens, routes requests, keeps the pace. Lives in the server thread.
#pragma once

#include "api.h"
#include "http_connection.h"
#include "images.h"
#include "ledger.h"
#include "streams.h"

#include <QTcpServer>
#include <QTimer>

#include <set>
#include <string>

namespace kanal::panel
{

class WebServer final : public QObject
{
    Q_OBJECT

public:
    WebServer(Site site, ClipStore &clips, FaultScript faults);
    ~WebServer() override;

    /// Answers whoever comes to `server`, which listens already and is a child of this.
    void serve(QTcpServer *server);

private:
    using Reply = HttpConnection::Reply;

    void accept();
    void handle(const HttpRequest &request, Reply reply);
    void handleMedia(const HttpRequest &request, Reply reply);
    /// The answer of `make`, with what the fault script does to requests of this kind.
    void handlePage(RequestKind kind, const HttpRequest &request, const Reply &reply,
                    const std::function<HttpResponse()> &make);

    Site m_site;
    FaultScript m_faults;
    Api m_api;
    Images m_images;
    Streams m_streams;
    QTcpServer *m_server = nullptr;
    QTimer m_pace, m_second;
    std::set<std::string> m_seen; // addresses asked for, for the scenario first503
};

} // namespace kanal::panel
