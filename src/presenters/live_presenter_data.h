// SPDX-License-Identifier: MIT
// The state behind LivePresenter: the account in view, its list, what plays. GUI thread.
#pragma once

#include "list_orders.h"
#include "live_list.h"
#include "refresh_round.h"
#include "tuner.h"
#include "user_marks.h"

#include <kanal/presenters/category_list_model.h>
#include <kanal/presenters/channel_list_model.h>
#include <kanal/presenters/live_presenter.h>
#include <kanal/presenters/player_presenter.h>
#include <kanal/presenters/settings.h>
#include <kanal/session/catalogue_sync.h>

#include <QTimer>

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace kanal::presenters
{

struct LivePresenter::Data {
    Data(LivePresenter &owner, session::Services &allServices, PlayerPresenter &playerPresenter);
    ~Data();

    // The account in view.
    void showActiveAccount();
    void enterAccount(AccountId id);
    void readSnapshot();
    void takeCategory();
    void takeSort(); ///< that of the category in view
    void storeSort();
    void showRows();
    void store(); ///< what waits to be kept
    void showMarks();
    void showNew(); ///< which rows are new, once that is known
    void updateStale();
    void changed();                                  ///< works out the phase, then tells
    std::optional<std::chrono::seconds> age() const; ///< of the list; nullopt: there is none

    // Refreshing.
    void refreshDue(RefreshSchedule::Pause pause); ///< of the account in view
    void refreshBehind();                          ///< what is due of another, while nothing is refreshed
    void refresh(const session::SyncWish &wish);
    void ask(AccountId id, const session::SyncWish &wish);
    void refreshed(AccountId id, const Result<session::SyncReport> &report);
    void noteUnseen(AccountId id, const Result<session::SyncReport> &report);
    void showUnseen(); ///< what was refreshed while another account was in view
    void takeReport(const session::SyncReport &report);
    bool showFailures(const session::SyncReport &report);
    void showHeldBack();
    std::vector<std::string> heldBack() const; ///< kinds whose smaller list was not taken

    // Playing.
    void tune(std::uint32_t row);
    void playIfReady();
    void followPlayer();
    void noteWatched();
    void retry();
    void forgetWish() { playWhenReady = false, wished = {}; } ///< something else was chosen
    void followList();
    void followPlaying(const library::CatalogueSnapshot &list);
    NowPlaying nowPlaying(const library::CatalogueSnapshot &list, std::uint32_t row) const;
    bool playingHere() const { return account && playingAccount == account && !playing.isEmpty(); }

    LivePresenter &self;
    session::Services &services;
    PlayerPresenter &player;
    Settings settings;
    UserMarks marks;
    Tuner tuner;
    CategoryListModel categories;
    ChannelListModel channels;
    ListState state;
    QString standing; ///< a notice that stays until it is dismissed, whatever account is shown
    ListOrders orders;
    QString category; ///< that is shown, with its name: CategoryListModel::placeText()
    ListStand stand;  ///< where one is in the list
    std::map<std::pair<AccountId, QString>, ListStand> left; ///< and was, in this session: by category key

    AccountId account;
    std::shared_ptr<const library::CatalogueSnapshot> snapshot; ///< null: no account, or it cannot be read
    std::vector<std::uint32_t> rows;                            ///< in view
    std::set<std::string> shownHidden;                          ///< what was hidden when they were worked out
    RefreshRound round;
    std::map<AccountId, int> awaiting; ///< refreshes we asked for
    /// Of an account that is not in view.
    struct Unseen {
        session::SyncReport report; ///< of all refreshes, as one
        std::optional<Error> error; ///< of the last one
    };
    std::map<AccountId, Unseen> unseen;
    std::map<std::string, Error> failures; ///< of films and series, by kind
    QString failureNotice;                 ///< what was said about them

    AccountId playingAccount;
    QString playing;                          ///< channel id; empty: nothing
    std::optional<library::EntryShape> shape; ///< what that was in the newest list that had it
    QString previous;                         ///< the one before, of the account in view
    bool playWhenReady = false;
    EntryKey wished;                 ///< what is played then; without an account: what was watched last
    AccountId forTitle;              ///< is entered for a film or series: no channel begins there
    bool saidNotKept = false;        ///< that the history cannot be written
    bool saidSettingRefused = false; ///< that settings cannot
    bool noted = false;              ///< what plays is among the recents already

    QTimer saveFilter; ///< not with every letter
    QTimer watched;
    QTimer minute;
};

} // namespace kanal::presenters
