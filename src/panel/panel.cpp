// SPDX-License-Identifier: MIT
#include "clip_store.h"
#include "web_server.h"

#include <kanal/panel/panel.h>

#include <QHostAddress>
#include <QStandardPaths>
#include <QThread>

#include <optional>

namespace kanal::panel
{
namespace
{

std::filesystem::path folderOf(const PanelOptions &options)
{
    if (!options.clipFolder.empty())
        return options.clipFolder;
    const QString cache = QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation);
    return std::filesystem::path(cache.toStdU16String()) / "kanal" / "clips";
}

Result<FaultScript> scriptOf(const PanelOptions &options)
{
    return options.faultFile.empty() ? Result<FaultScript>(FaultScript()) : FaultScript::load(options.faultFile);
}

} // namespace

class Panel::Server
{
public:
    explicit Server(PanelOptions given)
        : options(std::move(given))
        , content(options.scenario == "bench" ? benchContent()
                                              : demoContent(options.smallClips ? ClipSize::Small : ClipSize::Full))
        , clips(folderOf(options))
    {
    }

    PanelOptions options;
    Scenario scenario;
    const Content content;
    const PanelClock clock;
    ClipStore clips;
    std::optional<StreamLedger> ledger;
    std::string url;
    QThread thread;
    WebServer *web = nullptr; // lives in the thread
};

Panel::Panel(PanelOptions options, QObject *parent)
    : QObject(parent)
    , m_server(std::make_unique<Server>(std::move(options)))
{
}

Panel::~Panel()
{
    stop();
}

Result<> Panel::start()
{
    Server &server = *m_server;
    if (server.web)
        return {};
    auto scenario = Scenario::named(server.options.scenario);
    if (!scenario)
        return tl::unexpected(scenario.error());
    auto faults = scriptOf(server.options);
    if (!faults)
        return tl::unexpected(faults.error());
    server.scenario = *scenario;
    server.clips.resume();

    auto listener = std::make_unique<QTcpServer>();
    if (!listener->listen(QHostAddress(QHostAddress::LocalHost), quint16(server.options.port)))
        return fail(ErrorKind::Network, "panel cannot listen: " + listener->errorString().toStdString());
    server.options.port = listener->serverPort();
    server.url = "http://127.0.0.1:" + std::to_string(server.options.port);
    server.ledger.emplace(server.scenario.connections);

    server.web =
        new WebServer({server.options, server.scenario, server.content, server.clock, *server.ledger, server.url},
                      server.clips, std::move(*faults));
    server.thread.setObjectName(QStringLiteral("kanal-panel"));
    QTcpServer *listening = listener.release();
    listening->setParent(server.web);
    server.web->moveToThread(&server.thread); // its children, too
    connect(&server.thread, &QThread::finished, server.web, &QObject::deleteLater);
    server.thread.start();
    QMetaObject::invokeMethod(server.web, [web = server.web, listening] { web->serve(listening); });
    return {};
}

Result<> Panel::prepareClips()
{
    return m_server->clips.makeAll(m_server->content.clips());
}

void Panel::stop()
{
    Server &server = *m_server;
    server.clips.stop(); // first: whoever waits for a clip is answered while the thread still runs
    server.thread.quit();
    server.thread.wait();
    server.web = nullptr;
}

std::string Panel::url() const
{
    return m_server->url;
}

int Panel::port() const
{
    return m_server->options.port;
}

const PanelOptions &Panel::options() const
{
    return m_server->options;
}

PanelCounters Panel::counters() const
{
    return m_server->ledger ? m_server->ledger->counters() : PanelCounters{};
}

} // namespace kanal::panel
