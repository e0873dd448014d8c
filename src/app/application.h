// SPDX-License-Identifier: MIT
// The composition root: puts services, presenters and the window together, and takes them apart in the right order.
#pragma once

#include "command_line.h"

#include <kanal/core/error.h>

#include <QObject>
#include <QTimer>

#include <memory>

namespace kanal::session
{
class Services;
}
namespace kanal::presenters
{
class AccountsPresenter;
class ImageStore;
class LivePresenter;
class PlayerPresenter;
class ProxyPresenter;
class SearchPresenter;
class Settings;
class VodPresenters;
} // namespace kanal::presenters
namespace kanal::ui
{
class MainWindow;
}

namespace kanal::app
{

class Demo;
class SleepInhibitor;

class Application : public QObject
{
    Q_OBJECT

public:
    Application(std::unique_ptr<session::Services> services, const CommandLine &commandLine);
    ~Application() override;

    void start();
    void raiseWindow();

private:
    bool playsAtStart() const;
    bool startsWithChannel() const;
    void makeWindow();
    void followAccounts();
    void fillScreenWithFirstChannel();
    void keepVolume();
    void tidyAfterwards();
    void tellNotices();
    void startDemo();
    void startNormal();

    const CommandLine m_commandLine;
    const std::unique_ptr<session::Services> m_services;
    std::unique_ptr<presenters::Settings> m_settings;
    std::unique_ptr<Demo> m_demo;

    // Between these three the order matters: the player draws on a surface that belongs to the window, and the window
    // shows presenters. So the player gives the surface back first, then the window goes, then the presenters.
    std::unique_ptr<presenters::PlayerPresenter> m_player;
    std::unique_ptr<presenters::AccountsPresenter> m_accounts;
    std::unique_ptr<presenters::LivePresenter> m_live;
    std::unique_ptr<presenters::VodPresenters> m_vod;
    std::unique_ptr<presenters::SearchPresenter> m_search;
    std::unique_ptr<presenters::ImageStore> m_images;
    std::unique_ptr<presenters::ProxyPresenter> m_proxy;
    std::unique_ptr<ui::MainWindow> m_window;

    QTimer m_saveVolume; ///< not with every step
    QTimer m_tidy;
};

} // namespace kanal::app
