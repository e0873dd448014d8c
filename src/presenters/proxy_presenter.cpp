// SPDX-License-Identifier: MIT
#include "text.h"

#include <kanal/presenters/image_store.h>
#include <kanal/presenters/player_presenter.h>
#include <kanal/presenters/proxy_presenter.h>
#include <kanal/session/proxy_setting.h>
#include <kanal/session/services.h>

namespace kanal::presenters
{

using session::ProxySource;
using Source = ProxyView::Source;

struct ProxyPresenter::Data {
    ProxyPresenter &self;
    session::ProxySetting &setting;
    PlayerPresenter &player;
    ImageStore &images;
    ProxyView view;

    void follow()
    {
        player.setProxy(setting.rule());
        images.setProxy(setting.rule());
    }

    void show(const QString &notice)
    {
        view = {.source = Source(setting.source()), .address = toQString(setting.address()), .notice = notice};
        Q_EMIT self.viewChanged();
    }
};

static_assert(int(Source::Environment) == int(ProxySource::Environment) &&
              int(Source::None) == int(ProxySource::None) && int(Source::Address) == int(ProxySource::Address));

ProxyPresenter::ProxyPresenter(session::Services &services, PlayerPresenter &player, ImageStore &images,
                               QObject *parent)
    : QObject(parent)
    , m_data(new Data{.self = *this, .setting = services.proxy(), .player = player, .images = images})
{
    connect(&m_data->setting, &session::ProxySetting::ruleChanged, this, [this] { m_data->follow(); });
    connect(&m_data->setting, &session::ProxySetting::passwordNotKept, this,
            [this] { m_data->show(tr("Its password could not be stored; it is known until Kanal is closed.")); });
    m_data->follow();
    m_data->show({});
}

ProxyPresenter::~ProxyPresenter() = default;

const ProxyView &ProxyPresenter::view() const
{
    return m_data->view;
}

/// The choice of an address is shown before there is one: it is where one is typed.
void ProxyPresenter::choose(Source source)
{
    m_data->setting.choose(ProxySource(source));
    m_data->show({});
    if (source != m_data->view.source) {
        m_data->view.source = source;
        m_data->view.notice = tr("Enter the address of the proxy. Until then nothing changes.");
        Q_EMIT viewChanged();
    }
}

void ProxyPresenter::setAddress(const QString &address)
{
    const Result<> taken = m_data->setting.setAddress(toUtf8(address.trimmed()));
    if (taken)
        return m_data->show({});
    m_data->view.source = Source::Address;
    m_data->view.address = address;
    m_data->view.notice =
        taken.error().kind == ErrorKind::Unsupported
            ? tr("Kanal goes through http and socks5 proxies: begin with http:// or socks5://. Nothing was changed.")
            : tr("That is no address of a proxy. Nothing was changed. Write it like one of these:\n"
                 "proxy.example:3128\nhttp://user:password@proxy.example:3128"); // lines break behind a colon
    Q_EMIT viewChanged();
}

} // namespace kanal::presenters
