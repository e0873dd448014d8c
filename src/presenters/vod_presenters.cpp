// SPDX-License-Identifier: MIT
#include "vod_context.h"

#include <kanal/library/library.h>
#include <kanal/presenters/title_list_presenter.h>
#include <kanal/presenters/title_presenter.h>
#include <kanal/presenters/vod_player.h>
#include <kanal/presenters/vod_presenters.h>
#include <kanal/session/account_book.h>
#include <kanal/session/services.h>

namespace kanal::presenters
{

/// In the order they depend on each other.
struct VodPresenters::Data {
    Data(session::Services &services, PlayerPresenter &playerPresenter)
        : context{services, Settings(services.library().user()), UserMarks(services, EntryKind::Movie),
                  UserMarks(services, EntryKind::Series), WatchHistory(services)}
        , player(context, playerPresenter)
        , movies(context, EntryKind::Movie)
        , series(context, EntryKind::Series)
        , title(context, player)
    {
    }

    void followAccount()
    {
        const auto active = context.services.accounts().active();
        const AccountId account = active ? active->id : AccountId{};
        if (account == context.account)
            return;
        title.close();
        context.account = account;
        context.history.setAccount(account);
        context.movieMarks.setAccount(account);
        context.seriesMarks.setAccount(account);
    }

    VodContext context;
    VodPlayer player;
    TitleListPresenter movies;
    TitleListPresenter series;
    TitlePresenter title;
};

VodPresenters::VodPresenters(session::Services &services, PlayerPresenter &player, QObject *parent)
    : QObject(parent)
{
    // Before the lists hear of it: they ask for the marks of the account they show.
    connect(&services.accounts(), &session::AccountBook::activeChanged, this, [this] {
        if (m_data)
            m_data->followAccount();
    });
    m_data = std::make_unique<Data>(services, player);
    m_data->followAccount();
}

VodPresenters::~VodPresenters() = default;

TitleListPresenter &VodPresenters::movies()
{
    return m_data->movies;
}

TitleListPresenter &VodPresenters::series()
{
    return m_data->series;
}

TitlePresenter &VodPresenters::title()
{
    return m_data->title;
}

VodPlayer &VodPresenters::player()
{
    return m_data->player;
}

} // namespace kanal::presenters
