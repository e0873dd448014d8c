// SPDX-License-Identifier: MIT
#include "application.h"

#include "demo.h"
#include "desktop_remote.h"
#include "process_guard.h"
#include "screenshot.h"
#include "sleep_inhibitor.h"

#include <kanal/core/account.h>
#include <kanal/library/library.h>
#include <kanal/playback/player.h>
#include <kanal/presenters/accounts_presenter.h>
#include <kanal/presenters/image_store.h>
#include <kanal/presenters/live_presenter.h>
#include <kanal/presenters/login_presenter.h>
#include <kanal/presenters/player_presenter.h>
#include <kanal/presenters/proxy_presenter.h>
#include <kanal/presenters/search_presenter.h>
#include <kanal/presenters/settings.h>
#include <kanal/presenters/vod_presenters.h>
#include <kanal/session/account_book.h>
#include <kanal/session/catalogue_sync.h>
#include <kanal/session/services.h>
#include <ui/main_window.h>
#include <ui/video_widget.h>

#include <QStandardPaths>
#include <QStringList>
#include <QThreadPool>

namespace kanal::app
{

namespace
{

using namespace std::chrono_literals;

constexpr auto kEngineAfter = 1s; ///< the window is there and its pictures, too
constexpr auto kTidyAfter = 10s;  ///< the start or a refresh, and the zaps one begins with

std::filesystem::path imageFolder(const std::filesystem::path &profile)
{
    const QString cache = QStandardPaths::writableLocation(QStandardPaths::CacheLocation);
    return cache.isEmpty() ? profile / "images" : std::filesystem::path(cache.toStdU16String()) / "images";
}

QString settingsFile(const std::filesystem::path &profile)
{
    return QString::fromStdU16String((profile / "window.ini").u16string());
}

/// KANAL_AUDIO=null: for machines and tests without a sound card that would only make noise in the log.
playback::AudioBackend audioBackend()
{
    const QString wish = qEnvironmentVariable("KANAL_AUDIO");
    if (wish == QLatin1String("null"))
        return playback::AudioBackend::Null;
    if (wish == QLatin1String("qt"))
        return playback::AudioBackend::Qt;
    return wish == QLatin1String("cubeb") ? playback::AudioBackend::Cubeb : playback::AudioBackend::Auto;
}

} // namespace

Application::Application(std::unique_ptr<session::Services> services, const CommandLine &commandLine)
    : m_commandLine(commandLine)
    , m_services(std::move(services))
    , m_settings(std::make_unique<presenters::Settings>(m_services->library().user()))
{
    makeWindow();
    keepVolume();
    connect(&m_services->accounts(), &session::AccountBook::activeChanged, this, [this] { followAccounts(); });
    connect(&m_services->accounts(), &session::AccountBook::accountsChanged, this, [this] { followAccounts(); });
    followAccounts();
}

Application::~Application()
{
    m_player->shutDown();
    m_window.reset();
    if (m_saveVolume.isActive()) {
        m_settings->set(presenters::settings::kVolume, m_player->view().volume);
        m_settings->set(presenters::settings::kMuted, m_player->view().muted);
    }
}

bool Application::playsAtStart() const
{
    return m_commandLine.start == Start::Demo ||
           (m_services->accounts().active() && m_settings->get(presenters::settings::kPlayAtStart));
}

/// At once, from the store; the demo signs in first.
bool Application::startsWithChannel() const
{
    return playsAtStart() && m_commandLine.start != Start::Demo;
}

void Application::makeWindow()
{
    auto video = std::make_unique<ui::VideoWidget>();
    m_player = std::make_unique<presenters::PlayerPresenter>(*video, audioBackend());
    m_accounts = std::make_unique<presenters::AccountsPresenter>(*m_services);
    m_live = std::make_unique<presenters::LivePresenter>(*m_services, *m_player);
    m_vod = std::make_unique<presenters::VodPresenters>(*m_services, *m_player);
    m_search = std::make_unique<presenters::SearchPresenter>(*m_services);
    m_images = std::make_unique<presenters::ImageStore>(imageFolder(m_services->folder()));
    m_proxy = std::make_unique<presenters::ProxyPresenter>(*m_services, *m_player, *m_images);
    m_live->load(); // from the store: the window finds its list, and its channel on the way
    // FFmpeg and what it needs: a twentieth of a second that neither the window nor the first channel shall wait for.
    if (playsAtStart())
        playback::loadEngine();
    if (startsWithChannel())
        m_live->playLastWatched();
    m_window = std::make_unique<ui::MainWindow>(
        ui::MainWindowParts{
            .live = *m_live,
            .player = *m_player,
            .accounts = *m_accounts,
            .images = *m_images,
            .vod = *m_vod,
            .search = *m_search,
            .proxy = *m_proxy,
            .makeLogin = [this](AccountId edit,
                                QObject *parent) { return new presenters::LoginPresenter(*m_services, edit, parent); },
            .settingsFile = settingsFile(m_services->folder()),
            .startsFullScreen = startsWithChannel() && m_commandLine.window == WindowStart::FullScreen},
        video.release());
    new SleepInhibitor(*m_player, m_window.get());
    new DesktopRemote(*m_player, *m_live, m_vod->player(), *m_window, m_window.get());
}

void Application::start()
{
    tellNotices();
    if (m_commandLine.window == WindowStart::FullScreen && !m_window->isVideoFullScreen())
        fillScreenWithFirstChannel();
    if (!m_commandLine.screenshot.isEmpty())
        new Screenshot(*m_window, *m_player, m_commandLine, m_window.get());
    if (m_commandLine.start == Start::Demo)
        startDemo();
    else
        startNormal();
    QTimer::singleShot(kEngineAfter, this, &playback::loadEngine);
    tidyAfterwards();
}

void Application::tidyAfterwards()
{
    m_tidy.setSingleShot(true);
    m_tidy.setInterval(kTidyAfter);
    connect(&m_tidy, &QTimer::timeout, this, [] { QThreadPool::globalInstance()->start(&returnSpentMemory); });
    connect(&m_services->sync(), &session::CatalogueSync::finished, &m_tidy, [this] { m_tidy.start(); });
    m_tidy.start();
}

/// There is no picture to fill the screen with before: perhaps not even an account.
void Application::fillScreenWithFirstChannel()
{
    auto *once = new QObject(this);
    connect(m_live.get(), &presenters::LivePresenter::playingChanged, once, [this, once](const QString &channel) {
        if (channel.isEmpty())
            return;
        once->deleteLater();
        m_window->enterFullScreen();
    });
}

void Application::raiseWindow()
{
    m_window->setWindowState(m_window->windowState() & ~Qt::WindowMinimized);
    m_window->show();
    m_window->raise();
    m_window->activateWindow();
}

/// Pictures are asked for in the name an account goes by; on private addresses only for one whose panel is on such a
/// one, and past an authority only where the user accepted a certificate for the host.
void Application::followAccounts()
{
    const std::optional<Account> active = m_services->accounts().active();
    std::vector<presenters::ImagePanel> panels;
    AcceptedCertificates accepted;
    if (const auto all = m_services->accounts().accounts())
        for (const Account &account : *all) {
            panels.push_back({account.id, account.server, account.userAgent});
            accepted.insert(accepted.end(), account.certificates.begin(), account.certificates.end());
        }
    m_images->setPanels(panels, active ? active->id : AccountId{});
    m_images->setAccepted(std::move(accepted));
}

void Application::keepVolume()
{
    m_player->restoreVolume(m_settings->get(presenters::settings::kVolume),
                            m_settings->get(presenters::settings::kMuted));
    m_saveVolume.setSingleShot(true);
    m_saveVolume.setInterval(500ms);
    connect(m_player.get(), &presenters::PlayerPresenter::volumeChanged, &m_saveVolume,
            [this] { m_saveVolume.start(); });
    connect(&m_saveVolume, &QTimer::timeout, this, [this] {
        m_settings->set(presenters::settings::kVolume, m_player->view().volume);
        m_settings->set(presenters::settings::kMuted, m_player->view().muted);
    });
}

void Application::tellNotices()
{
    QStringList sentences;
    for (const std::string &notice : m_services->library().notices())
        if (const QString text = presenters::libraryNoticeText(notice); !text.isEmpty())
            sentences << text;
    if (!sentences.isEmpty())
        m_live->showNotice(sentences.join(u' '));
}

void Application::startDemo()
{
    m_demo = std::make_unique<Demo>(*m_services);
    const auto failed = [this](const Error &error) {
        const presenters::ErrorText text = presenters::errorText(error);
        m_live->showNotice(tr("The demo could not start: %1").arg(text.message));
    };
    connect(m_demo.get(), &Demo::failed, this, failed);
    connect(m_demo.get(), &Demo::signedIn, m_live.get(), [this] { m_live->playLastWatched(); });
    if (const Result<> started = m_demo->start(); !started)
        failed(started.error());
}

void Application::startNormal()
{
    if (!m_live->account())
        m_window->openLogin({});
}

} // namespace kanal::app
