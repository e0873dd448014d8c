// SPDX-License-Identifier: MIT
#include "panel_server.h"

namespace kanal::panel
{

ScenarioList scenarios()
{
    const auto &entry = panelEntry();
    return entry ? entry->scenarios() : ScenarioList();
}

Panel::Panel(PanelOptions options, QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
{
    if (const auto &entry = panelEntry())
        m_server = entry->makeServer(m_options);
}

Panel::~Panel() = default;

Result<> Panel::start()
{
    return m_server ? m_server->start() : tl::unexpected(panelEntry().error());
}

Result<> Panel::prepareClips()
{
    return m_server ? m_server->prepareClips() : tl::unexpected(panelEntry().error());
}

void Panel::stop()
{
    if (m_server)
        m_server->stop();
}

std::string Panel::url() const
{
    return m_server ? m_server->url() : std::string();
}

int Panel::port() const
{
    return options().port;
}

const PanelOptions &Panel::options() const
{
    return m_server ? m_server->options() : m_options;
}

PanelCounters Panel::counters() const
{
    return m_server ? m_server->counters() : PanelCounters{};
}

} // namespace kanal::panel
