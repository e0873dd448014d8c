// SPDX-License-Identifier: MIT
// The real window over real presenters, a real profile and a whole panel; driven by object names.
#pragma once

#include <kanal/panel/panel.h>
#include <kanal/presenters/accounts_presenter.h>
#include <kanal/presenters/channel_list_model.h>
#include <kanal/presenters/image_store.h>
#include <kanal/presenters/live_presenter.h>
#include <kanal/presenters/login_presenter.h>
#include <kanal/presenters/player_presenter.h>
#include <kanal/presenters/proxy_presenter.h>
#include <kanal/presenters/search_presenter.h>
#include <kanal/presenters/vod_presenters.h>
#include <kanal/session/account_book.h>
#include <kanal/session/services.h>
#include <ui/main_window.h>
#include <ui/video_widget.h>

#include <QListView>
#include <QTemporaryDir>
#include <QTest>
#include <QWidget>

#include <memory>

#include <gtest/gtest.h>

namespace kanal::ui::test
{

inline constexpr int kPatienceMs = 20'000;

template<class Condition>
bool waitFor(Condition condition, int patienceMs = kPatienceMs)
{
    return QTest::qWaitFor(condition, patienceMs);
}

/// Clips are made once for the whole program.
inline std::filesystem::path clipFolder()
{
    static const QTemporaryDir folder;
    return folder.path().toStdString();
}

inline std::unique_ptr<panel::Panel> startPanel(const std::string &scenario = {}, const std::string &user = "demo")
{
    auto made = std::make_unique<panel::Panel>(
        panel::PanelOptions{.user = user, .scenario = scenario, .clipFolder = clipFolder(), .smallClips = true});
    const Result<> started = made->start();
    EXPECT_TRUE(started.has_value()) << (started ? std::string() : started.error().detail);
    return made;
}

/// A profile, its presenters and the window, taken down in the right order.
class Kanal
{
public:
    /// On a profile of its own, or on one that is there already.
    explicit Kanal(const std::filesystem::path &profile = {},
                   session::SecretPlace secrets = session::SecretPlace::Memory)
    {
        auto opened = session::Services::open(
            {.folder = profile.empty() ? std::filesystem::path(m_folder.path().toStdString()) : profile,
             .secrets = secrets});
        if (!opened) {
            ADD_FAILURE() << opened.error().detail;
            return;
        }
        m_services = std::move(*opened);
        makeWindow();
        window->resize(1280, 720);
        showWindow();
    }

    ~Kanal() { dropWindow(); }

    /// As a new start of the program would; with a channel that begins at once, the last one.
    enum class Start { WithoutChannel, WithChannel, FullScreen };
    void reopenWindow(Start start = Start::WithoutChannel)
    {
        window->close();
        dropWindow();
        makeWindow(start);
        showWindow();
    }

    template<class Widget = QWidget>
    Widget *find(const char *name) const
    {
        auto *found = window->findChild<Widget *>(QLatin1String(name));
        EXPECT_NE(found, nullptr) << name;
        return found;
    }

    /// Whether a widget of this name exists and can be seen.
    bool sees(const char *name) const
    {
        const auto *found = window->findChild<QWidget *>(QLatin1String(name));
        return found && found->isVisible();
    }

    void type(const char *field, const QString &text) const
    {
        auto *edit = find(field);
        edit->setFocus();
        QTest::keyClick(edit, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(edit, text);
    }

    void click(const char *name) const { QTest::mouseClick(find(name), Qt::LeftButton); }
    /// A key press where the focus is.
    void key(Qt::Key code, Qt::KeyboardModifiers modifiers = Qt::NoModifier) const
    {
        QWidget *focus = window->focusWidget();
        QTest::keyClick(focus ? focus : window.get(), code, modifiers);
    }

    void fillLogin(const panel::Panel &panel, const QString &password = QStringLiteral("demo")) const
    {
        type("serverUrlEdit", QString::fromStdString(panel.url()));
        type("userNameEdit", QString::fromStdString(panel.options().user));
        type("passwordEdit", password);
    }

    void signIn(const panel::Panel &panel, const QString &name = QStringLiteral("Home")) const
    {
        fillLogin(panel);
        type("accountNameEdit", name);
        click("loginButton");
        ASSERT_TRUE(waitFor([&] {
            return live->state().accountName == name && live->state().phase == presenters::ListState::Phase::Ready &&
                   !live->state().refreshing;
        }));
    }

    /// Whether the account trusts a certificate of this host.
    bool accepts(AccountId account, const std::string &host) const
    {
        const auto found = m_services->accounts().account(account);
        return found && !acceptedFor(found->certificates, host).empty();
    }

    session::Services &services() const { return *m_services; }
    QListView *channels() const { return find<QListView>("channelList"); }
    /// The row of the nth channel, headings not counted.
    QModelIndex channel(int nth) const
    {
        auto *model = channels()->model();
        for (int row = 0; row < model->rowCount(); ++row)
            if (!model->index(row, 0).data(presenters::ChannelListModel::HeadingRole).toBool() && nth-- == 0)
                return model->index(row, 0);
        return {};
    }
    QString idOf(const QModelIndex &index) const { return index.data(presenters::ChannelListModel::IdRole).toString(); }
    void clickChannel(int nth) const
    {
        const QModelIndex index = channel(nth);
        channels()->scrollTo(index);
        QTest::mouseClick(channels()->viewport(), Qt::LeftButton, {}, channels()->visualRect(index).center());
    }
    bool seesPictures(std::int64_t more = 3) const
    {
        const auto before = video->paintedFrames();
        return waitFor([&] { return video->paintedFrames() >= before + more; });
    }

private:
    void makeWindow(Start start = Start::WithoutChannel)
    {
        video = new VideoWidget(VideoWidget::Surface::Software);
        player = std::make_unique<presenters::PlayerPresenter>(*video, playback::AudioBackend::Null);
        accounts = std::make_unique<presenters::AccountsPresenter>(*m_services);
        live = std::make_unique<presenters::LivePresenter>(*m_services, *player);
        vod = std::make_unique<presenters::VodPresenters>(*m_services, *player);
        search = std::make_unique<presenters::SearchPresenter>(*m_services);
        images =
            std::make_unique<presenters::ImageStore>(std::filesystem::path(m_folder.path().toStdString()) / "images");
        proxy = std::make_unique<presenters::ProxyPresenter>(*m_services, *player, *images);
        live->load();
        if (start != Start::WithoutChannel)
            live->playLastWatched();
        const auto makeLogin = [this](AccountId edit, QObject *parent) {
            return new presenters::LoginPresenter(*m_services, edit, parent);
        };
        window = std::make_unique<MainWindow>(
            MainWindowParts{.live = *live,
                            .player = *player,
                            .accounts = *accounts,
                            .images = *images,
                            .vod = *vod,
                            .search = *search,
                            .proxy = *proxy,
                            .makeLogin = makeLogin,
                            .settingsFile = m_folder.filePath(QStringLiteral("window.ini")),
                            .startsFullScreen = start == Start::FullScreen},
            video);
    }
    void showWindow()
    {
        window->show();
        window->activateWindow();
        EXPECT_TRUE(QTest::qWaitForWindowActive(window.get()));
    }
    void dropWindow()
    {
        player->shutDown();
        window.reset();
        proxy.reset();
        images.reset();
        search.reset();
        vod.reset();
        live.reset();
        accounts.reset();
        player.reset();
    }

    QTemporaryDir m_folder;
    std::unique_ptr<session::Services> m_services;

public:
    VideoWidget *video = nullptr; ///< the window's
    std::unique_ptr<presenters::PlayerPresenter> player;
    std::unique_ptr<presenters::AccountsPresenter> accounts;
    std::unique_ptr<presenters::LivePresenter> live;
    std::unique_ptr<presenters::VodPresenters> vod;
    std::unique_ptr<presenters::SearchPresenter> search;
    std::unique_ptr<presenters::ImageStore> images;
    std::unique_ptr<presenters::ProxyPresenter> proxy;
    std::unique_ptr<MainWindow> window;
};

} // namespace kanal::ui::test
