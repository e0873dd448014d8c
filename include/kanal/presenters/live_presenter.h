// SPDX-License-Identifier: MIT
// The Live TV page: categories, channels, what plays, what state the list is in. GUI thread.
#pragma once

#include <kanal/core/ids.h>
#include <kanal/presenters/list_state.h>

#include <QObject>
#include <QString>

#include <memory>

namespace kanal::session
{
class Services;
}

namespace kanal::presenters
{

class CategoryListModel;
class ChannelListModel;
class PlayerPresenter;
class RefreshReportModel;
class Settings;

class LivePresenter : public QObject
{
    Q_OBJECT

public:
    LivePresenter(session::Services &services, PlayerPresenter &player, QObject *parent = nullptr);
    ~LivePresenter() override;

    CategoryListModel &categories();
    ChannelListModel &channels();
    const ListState &state() const;
    Settings &settings();
    AccountId account() const; ///< whose channels are shown; 0: none

    /// Shows the active account from the store, then refreshes behind it when it is old.
    void load();
    void refresh();
    /// What is due by now: of the account in view, then of the others, one after another and without a word until they
    /// are switched to. By itself once a minute.
    void refreshDue();
    void cancelRefresh();                 ///< what it did not take over yet stays as it was
    void believeRefresh();                ///< takes the smaller lists that were held back
    void keepList();                      ///< forgets them
    void showNotice(const QString &text); ///< until it is dismissed
    void dismissNotice();
    /// The disk did not take a setting. Once; not where the notice of a profile that is only read said so already.
    void saySettingRefused();
    void setCategory(const QString &key);
    void setFilter(const QString &text);
    void setSort(const ListSort &sort);
    void setChips(const ListChips &chips);
    void clearFilters(); ///< text and chips
    /// The channel that is current in the list; kept for the next start.
    void setPlace(const QString &channelId);
    QString place() const;
    /// The channel at the top of the view, or kTopOfList, kept likewise: of a category for this session, too. Narrowed
    /// by a text the list has none of its own.
    void setTop(const QString &channelId);
    QString top() const; ///< empty: not known

    void play(const QString &channelId);
    /// The same for a channel that need not be in view: the list goes where it is.
    void playAnywhere(const QString &channelId);
    /// The same for a channel of any account, which becomes the active one.
    void playFound(const EntryKey &channel);
    /// Another account becomes the active one for a film or series of it: what plays ends, and no channel begins.
    void enterForTitle(AccountId account);
    void playRow(int row);
    /// Up/down within the list in view, wrapping, headings skipped.
    void zap(int step);
    void playLast();                                 ///< the channel before this one
    void playLastWatched();                          ///< at start: the account's last channel, else the first
    bool playNumber(int number);                     ///< false: no such number
    void toggleFavourite(const QString &channelId);  ///< empty: what plays
    void moveFavourite(const QString &id, int step); ///< in the user's order
    void toggleHidden(const QString &id);            ///< out of every list, or back

    QString playingId() const;
    /// What the refreshes of this week changed in the account's lists; `parent` owns it.
    RefreshReportModel *makeReport(QObject *parent);

    /// Adult entries and categories are in no list and found by no search, of any account; kept for the next start.
    bool hidesAdult() const;
    void setHidesAdult(bool hide);
    /// The user's word on a category, over the panel's: all of it is for adults, or none.
    void judgeCategory(const QString &key, bool adult);

Q_SIGNALS:
    void stateChanged();
    void playingChanged(const QString &channelId); ///< the list reveals it

private:
    struct Data;
    std::unique_ptr<Data> m_data;
};

} // namespace kanal::presenters
