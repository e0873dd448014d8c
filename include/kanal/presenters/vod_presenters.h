// SPDX-License-Identifier: MIT
// Everything about films and series: their lists, the title that is open, what plays. Follows the active account.
#pragma once

#include <kanal/core/ids.h>

#include <QObject>

#include <memory>

namespace kanal::session
{
class Services;
}

namespace kanal::presenters
{

class PlayerPresenter;
class TitleListPresenter;
class TitlePresenter;
class VodPlayer;

class VodPresenters : public QObject
{
    Q_OBJECT

public:
    VodPresenters(session::Services &services, PlayerPresenter &player, QObject *parent = nullptr);
    ~VodPresenters() override;

    TitleListPresenter &movies();
    TitleListPresenter &series();
    TitlePresenter &title();
    VodPlayer &player();

private:
    struct Data;
    std::unique_ptr<Data> m_data;
};

} // namespace kanal::presenters
