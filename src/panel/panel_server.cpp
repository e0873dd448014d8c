// SPDX-License-Identifier: MIT
#include "panel_server.h"

#include "clip_store.h"
#include "web_server.h"

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

class LocalServer final : public PanelServer
{
public:
    explicit LocalServer(PanelOptions given)
        : m_options(std::move(given))
        , m_content(m_options.scenario == "bench"
                        ? benchContent()
                        : demoContent(m_options.smallClips ? ClipSize::Small : ClipSize::Full))
        , m_clips(folderOf(m_options))
    {
    }
    ~LocalServer() override { stop(); }

    Result<> start() override;
    Result<> prepareClips() override { return m_clips.makeAll(m_content.clips()); }
    void stop() override;
    std::string url() const override { return m_url; }
    const PanelOptions &options() const override { return m_options; }
    PanelCounters counters() const override { return m_ledger ? m_ledger->counters() : PanelCounters{}; }

private:
    PanelOptions m_options;
    Scenario m_scenario;
    const Content m_content;
    const PanelClock m_clock;
    ClipStore m_clips;
    std::optional<StreamLedger> m_ledger;
    std::string m_url;
    std::optional<QThread> m_thread; // one for each start: see start()
    WebServer *m_web = nullptr;      // lives in the thread
};

Result<> LocalServer::start()
{
    if (m_web)
        return {};
    auto scenario = Scenario::named(m_options.scenario);
    if (!scenario)
        return tl::unexpected(scenario.error());
    auto faults = scriptOf(m_options);
    if (!faults)
        return tl::unexpected(faults.error());
    m_scenario = *scenario;
    m_clips.resume();

    auto listener = std::make_unique<QTcpServer>();
    if (!listener->listen(QHostAddress(QHostAddress::LocalHost), quint16(m_options.port)))
        return fail(ErrorKind::Network, "panel cannot listen: " + listener->errorString().toStdString());
    m_options.port = listener->serverPort();
    m_url = "http://127.0.0.1:" + std::to_string(m_options.port);
    m_ledger.emplace(m_scenario.connections);
    faults->onMet([this](int steps) { m_ledger->noteFaults(steps); });

    m_web = new WebServer({m_options, m_scenario, m_content, m_clock, *m_ledger, m_url}, m_clips, std::move(*faults));
    // Never the same thread again: Qt 6.4 remembers where the properties' status of its first run lay, which was memory
    // of that run, and gives it to the timers that are moved to it. The first of them that is asked whether it runs
    // reads what is gone.
    m_thread.emplace();
    m_thread->setObjectName(QStringLiteral("kanal-panel"));
    QTcpServer *listening = listener.release();
    listening->setParent(m_web);
    m_web->moveToThread(&*m_thread); // its children, too
    QObject::connect(&*m_thread, &QThread::finished, m_web, &QObject::deleteLater);
    m_thread->start();
    QMetaObject::invokeMethod(m_web, [web = m_web, listening] { web->serve(listening); });
    return {};
}

void LocalServer::stop()
{
    m_clips.stop(); // first: whoever waits for a clip is answered while the thread still runs
    if (!m_thread)
        return;
    m_thread->quit();
    m_thread->wait();
    m_thread.reset();
    m_web = nullptr;
}

} // namespace

PanelEntry panelOffers()
{
    return {[](PanelOptions options) -> std::unique_ptr<PanelServer> {
                return std::make_unique<LocalServer>(std::move(options));
            },
            &knownScenarios};
}

} // namespace kanal::panel
