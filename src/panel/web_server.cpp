// SPDX-License-Identifier: MIT
#include "web_server.h"

namespace kanal::panel
{
namespace
{

constexpr int kPaceMs = 8;
constexpr int kMostConnections = 256;

bool isPhp(const HttpRequest &request, std::string_view script)
{
    return !request.segments.empty() && request.segments.back() == script;
}

} // namespace

WebServer::WebServer(Site site, ClipStore &clips, FaultScript faults)
    : m_site(std::move(site))
    , m_faults(std::move(faults))
    , m_api(m_site)
    , m_images(m_site)
    , m_streams(m_site, clips, m_faults, this)
    , m_pace(this)
    , m_second(this) // children: they move to the server thread, too
{
    m_pace.setTimerType(Qt::PreciseTimer);
    m_pace.setInterval(kPaceMs);
    connect(&m_pace, &QTimer::timeout, this, [this] {
        bool sending = false;
        for (HttpConnection *connection : findChildren<HttpConnection *>(Qt::FindDirectChildrenOnly)) {
            connection->tick();
            sending = sending || connection->isSending();
        }
        if (!sending)
            m_pace.stop();
    });
    connect(&m_second, &QTimer::timeout, this, [this] {
        m_streams.sweep();
        for (HttpConnection *connection : findChildren<HttpConnection *>(Qt::FindDirectChildrenOnly))
            connection->tick();
    });
}

WebServer::~WebServer()
{
    qDeleteAll(findChildren<HttpConnection *>(Qt::FindDirectChildrenOnly)); // while what they call is still there
}

void WebServer::serve(QTcpServer *server)
{
    m_server = server;
    connect(m_server, &QTcpServer::newConnection, this, &WebServer::accept);
    m_second.start(1'000);
    accept(); // who came before we were here
}

void WebServer::accept()
{
    while (QTcpSocket *socket = m_server->nextPendingConnection()) {
        if (findChildren<HttpConnection *>(Qt::FindDirectChildrenOnly).size() >= kMostConnections) {
            socket->abort();
            socket->deleteLater();
            continue;
        }
        new HttpConnection(
            socket,
            [this](const HttpRequest &request, const Reply &reply) {
                handle(request, [this, reply](HttpResponse response) {
                    reply(std::move(response));
                    if (!m_pace.isActive())
                        m_pace.start();
                });
            },
            this);
    }
}

void WebServer::handlePage(RequestKind kind, const HttpRequest &request, const Reply &reply,
                           const std::function<HttpResponse()> &make)
{
    const FaultScript::Encounter encounter = m_faults.meet(kind, request.path);
    if (auto fault = encounter.instead())
        reply(std::move(*fault));
    else
        reply(encounter.through(make()));
}

void WebServer::handle(const HttpRequest &request, Reply reply)
{
    if (request.method != "GET" && request.method != "HEAD") {
        reply(HttpResponse::empty(200)); // nginx in front of Xtream panels answers so
        return;
    }
    const std::string address = request.path + "?" + request.queryValue("action");
    if (m_site.scenario.first503 && m_seen.insert(address).second) {
        reply(HttpResponse::text(503, "text/html",
                                 "<html><body><h1>503 Service Temporarily Unavailable</h1></body></html>"));
        return;
    }
    const std::string root = request.segment(0);
    if (isPhp(request, "player_api.php")) {
        m_site.ledger.countApiCall();
        handlePage(RequestKind::Api, request, reply, [&] { return m_api.playerApi(request); });
    } else if (isPhp(request, "get.php")) {
        handlePage(RequestKind::Api, request, reply, [&] { return m_api.playlist(request); });
    } else if (isPhp(request, "xmltv.php")) {
        handlePage(RequestKind::Guide, request, reply, [&] { return m_api.xmltv(request); });
    } else if (root == "logos" || root == "posters" || root == "backdrops") {
        handlePage(RequestKind::Image, request, reply, [&] { return m_images.answer(request); });
    } else {
        handleMedia(request, std::move(reply));
    }
}

void WebServer::handleMedia(const HttpRequest &request, Reply reply)
{
    m_site.ledger.countMediaRequest();
    const std::string root = request.segment(0);
    const std::size_t parts = request.segments.size();
    if (root == "live" && parts == 4)
        m_streams.live(request, request.segment(1), request.segment(2), request.segment(3), std::move(reply));
    else if (root == "movie" && (parts == 4 || parts == 5))
        m_streams.movie(request, std::move(reply));
    else if (root == "series" && parts == 4)
        m_streams.episode(request, std::move(reply));
    else if ((root == "timeshift" && parts == 6) || (root == "streaming" && request.segment(1) == "timeshift.php"))
        m_streams.timeshift(request, std::move(reply));
    else if (root == "hls" && parts == 6)
        m_streams.hlsSegment(request, std::move(reply));
    else if (parts == 3) // the old form, without /live
        m_streams.live(request, root, request.segment(1), request.segment(2), std::move(reply));
    else
        reply(HttpResponse::empty(404));
}

} // namespace kanal::panel
