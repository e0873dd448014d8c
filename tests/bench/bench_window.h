// SPDX-License-Identifier: MIT
// The real window over a real profile, as the program puts it together, without a player's sound.
#pragma once

#include "panel_process.h"

#include <kanal/library/library.h>
#include <kanal/presenters/accounts_presenter.h>
#include <kanal/presenters/image_store.h>
#include <kanal/presenters/live_presenter.h>
#include <kanal/presenters/login_presenter.h>
#include <kanal/presenters/player_presenter.h>
#include <kanal/presenters/proxy_presenter.h>
#include <kanal/presenters/search_presenter.h>
#include <kanal/presenters/title_list_presenter.h>
#include <kanal/presenters/vod_presenters.h>
#include <kanal/session/account_book.h>
#include <kanal/session/catalogue_sync.h>
#include <kanal/session/services.h>
#include <ui/main_window.h>
#include <ui/video_widget.h>

#include <QTemporaryDir>

#include <memory>

namespace kanal::bench
{

class BenchWindow
{
public:
    BenchWindow()
    {
        auto opened = session::Services::open(
            {.folder = std::filesystem::path(m_folder.path().toStdString()), .secrets = session::SecretPlace::Memory});
        if (!opened)
            giveUp(opened.error().detail);
        services = std::move(*opened);
    }

    ~BenchWindow()
    {
        if (player)
            player->shutDown();
        window.reset();
    }

    void signIn(const std::string &url)
    {
        account = answerOf(services->accounts().signIn({url, "demo", "demo"})).id;
        images =
            std::make_unique<presenters::ImageStore>(std::filesystem::path(m_folder.path().toStdString()) / "images");
        images->setPanels({{account, url, {}}}, account);
    }

    void show()
    {
        auto *video = new ui::VideoWidget(ui::VideoWidget::Surface::Software);
        player = std::make_unique<presenters::PlayerPresenter>(*video, playback::AudioBackend::Null);
        accounts = std::make_unique<presenters::AccountsPresenter>(*services);
        live = std::make_unique<presenters::LivePresenter>(*services, *player);
        vod = std::make_unique<presenters::VodPresenters>(*services, *player);
        search = std::make_unique<presenters::SearchPresenter>(*services);
        proxy = std::make_unique<presenters::ProxyPresenter>(*services, *player, *images);
        const auto makeLogin = [this](AccountId edit, QObject *parent) {
            return new presenters::LoginPresenter(*services, edit, parent);
        };
        window = std::make_unique<ui::MainWindow>(ui::MainWindowParts{.live = *live,
                                                                      .player = *player,
                                                                      .accounts = *accounts,
                                                                      .images = *images,
                                                                      .vod = *vod,
                                                                      .search = *search,
                                                                      .proxy = *proxy,
                                                                      .makeLogin = makeLogin},
                                                  video);
        live->load();
        window->show();
    }

    template<class Widget = QWidget>
    Widget *find(const char *name, const QWidget *inside = nullptr) const
    {
        auto *found = (inside ? inside : window.get())->findChild<Widget *>(QLatin1String(name));
        if (!found)
            giveUp(std::string("the window has no ") + name);
        return found;
    }

private:
    QTemporaryDir m_folder;

public:
    AccountId account;
    std::unique_ptr<session::Services> services;
    std::unique_ptr<presenters::PlayerPresenter> player;
    std::unique_ptr<presenters::AccountsPresenter> accounts;
    std::unique_ptr<presenters::LivePresenter> live;
    std::unique_ptr<presenters::VodPresenters> vod;
    std::unique_ptr<presenters::SearchPresenter> search;
    std::unique_ptr<presenters::ImageStore> images;
    std::unique_ptr<presenters::ProxyPresenter> proxy;
    std::unique_ptr<ui::MainWindow> window;
};

} // namespace kanal::bench
