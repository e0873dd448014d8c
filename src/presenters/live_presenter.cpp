// SPDX-License-Identifier: MIT
#include "hidden_rows.h"
#include "live_presenter_data.h"
#include "text.h"

#include <kanal/core/text.h>
#include <kanal/library/library.h>
#include <kanal/presenters/live_presenter.h>
#include <kanal/presenters/refresh_report_model.h>
#include <kanal/session/account_book.h>
#include <kanal/session/entry_shape.h>
#include <kanal/session/services.h>
#include <kanal/session/shown_entries.h>

#include <algorithm>
#include <numeric>
#include <utility>

namespace kanal::presenters
{

LivePresenter::LivePresenter(session::Services &services, PlayerPresenter &player, QObject *parent)
    : QObject(parent)
    , m_data(std::make_unique<Data>(*this, services, player))
{
    connect(&player, &PlayerPresenter::certificateAccepted, this,
            [&services](AccountId account, const AcceptedCertificate &certificate) {
                if (account)
                    services.accounts().accept(account, certificate);
            });
}

LivePresenter::~LivePresenter() = default;

CategoryListModel &LivePresenter::categories()
{
    return m_data->categories;
}

ChannelListModel &LivePresenter::channels()
{
    return m_data->channels;
}

const ListState &LivePresenter::state() const
{
    return m_data->state;
}

Settings &LivePresenter::settings()
{
    return m_data->settings;
}

AccountId LivePresenter::account() const
{
    return m_data->account;
}

RefreshReportModel *LivePresenter::makeReport(QObject *parent)
{
    return new RefreshReportModel(m_data->services.library().catalogue(), m_data->account,
                                  m_data->services.shownEntries().adult(), parent);
}

bool LivePresenter::hidesAdult() const
{
    return m_data->services.shownEntries().adult() == library::AdultEntries::Hidden;
}

void LivePresenter::setHidesAdult(bool hide)
{
    m_data->services.shownEntries().setAdult(hide ? library::AdultEntries::Hidden : library::AdultEntries::Shown);
}

void LivePresenter::judgeCategory(const QString &key, bool adult)
{
    const auto judgement = m_data->categories.judgement(key, adult);
    if (!judgement)
        return;
    m_data->services.shownEntries().judge(m_data->account, EntryKind::Live, *judgement);
    if (!adult || !hidesAdult())
        return;
    m_data->state.setNotice(categoryHiddenText(toQString(judgement->name)));
    Q_EMIT stateChanged();
}

QString LivePresenter::playingId() const
{
    return m_data->playingHere() ? m_data->playing : QString();
}

void LivePresenter::load()
{
    m_data->showActiveAccount();
    m_data->refreshDue(RefreshSchedule::Pause::Ignore);
    if (!m_data->state.refreshing)
        m_data->changed();
}

void LivePresenter::refresh()
{
    m_data->refresh({});
}

void LivePresenter::refreshDue()
{
    m_data->refreshDue(RefreshSchedule::Pause::Keep);
    m_data->refreshBehind();
}

void LivePresenter::cancelRefresh()
{
    m_data->services.sync().cancel(m_data->account);
}

void LivePresenter::believeRefresh()
{
    if (m_data->state.canBelieve)
        m_data->refresh({.kinds = m_data->heldBack(), .believe = true});
}

void LivePresenter::keepList()
{
    if (m_data->state.canBelieve)
        m_data->services.sync().discard(m_data->account, m_data->heldBack());
}

void LivePresenter::showNotice(const QString &text)
{
    m_data->standing = text;
    if (!m_data->state.canBelieve)
        m_data->state.setNotice(text);
    Q_EMIT stateChanged();
}

void LivePresenter::saySettingRefused()
{
    const std::vector<std::string> &notices = m_data->services.library().notices();
    const bool known = std::find(notices.begin(), notices.end(), "read_only") != notices.end();
    if (!std::exchange(m_data->saidSettingRefused, true) && !known)
        showNotice(settingsNotKeptText());
}

void LivePresenter::dismissNotice()
{
    m_data->standing.clear();
    m_data->state.setNotice({});
    Q_EMIT stateChanged();
}

void LivePresenter::setCategory(const QString &key)
{
    if (key == m_data->state.categoryKey || m_data->categories.rowOf(key) < 0)
        return;
    m_data->left[{m_data->account, m_data->state.categoryKey}] = m_data->stand;
    const auto before = m_data->left.find({m_data->account, key});
    m_data->stand = before != m_data->left.end() ? before->second : ListStand{m_data->stand.place, {}};
    m_data->saveFilter.start();
    m_data->state.categoryKey = key;
    m_data->takeSort();
    m_data->category = m_data->categories.placeText(key);
    m_data->settings.set(settings::kCategory, m_data->category, m_data->account);
    m_data->showRows();
    Q_EMIT stateChanged();
}

void LivePresenter::setFilter(const QString &text)
{
    if (text == m_data->state.filter)
        return;
    m_data->state.filter = text;
    m_data->saveFilter.start();
    m_data->showRows();
    Q_EMIT stateChanged();
}

void LivePresenter::setSort(const ListSort &sort)
{
    if (sort == m_data->state.sort)
        return;
    m_data->state.sort = sort;
    m_data->stand.top.clear(); // of another list
    m_data->storeSort();
    m_data->showRows();
    Q_EMIT stateChanged();
}

void LivePresenter::setChips(const ListChips &chips)
{
    if (chips == m_data->state.chips)
        return;
    m_data->state.chips = chips;
    m_data->stand.top.clear();
    m_data->settings.set(settings::kLiveChips, chipsText(chips), m_data->account);
    m_data->showRows();
    Q_EMIT stateChanged();
}

void LivePresenter::clearFilters()
{
    setFilter({});
    setChips({});
}

void LivePresenter::setPlace(const QString &channelId)
{
    if (channelId == m_data->stand.place)
        return;
    m_data->stand.place = channelId;
    m_data->saveFilter.start();
}

QString LivePresenter::place() const
{
    return m_data->stand.place;
}

void LivePresenter::setTop(const QString &channelId)
{
    if (channelId == m_data->stand.top || !m_data->state.filter.isEmpty())
        return;
    m_data->stand.top = channelId;
    m_data->saveFilter.start();
}

QString LivePresenter::top() const
{
    return m_data->stand.top;
}

void LivePresenter::play(const QString &channelId)
{
    m_data->forgetWish();
    if (m_data->snapshot)
        if (const auto row = m_data->snapshot->find(toUtf8(channelId)))
            m_data->tune(*row);
}

void LivePresenter::playRow(int row)
{
    if (row < 0 || std::size_t(row) >= m_data->rows.size())
        return;
    m_data->forgetWish();
    m_data->tune(m_data->rows[std::size_t(row)]);
}

void LivePresenter::zap(int step)
{
    if (!m_data->snapshot)
        return;
    std::optional<std::size_t> from;
    if (const auto row = m_data->playingHere() ? m_data->channels.rowOf(m_data->playing) : std::nullopt)
        from = std::size_t(*row);
    const AtEnds atEnds = m_data->settings.get(settings::kWrap) ? AtEnds::Wrap : AtEnds::Stop;
    if (const auto next = stepFrom(*m_data->snapshot, m_data->rows, from, step, atEnds)) {
        playRow(int(*next));
        return;
    }
    if (!m_data->rows.empty())
        return;
    // No channel in view (no favourites yet, a filter without a hit): a television still zaps, through all of them.
    std::vector<std::uint32_t> all(m_data->snapshot->size());
    std::iota(all.begin(), all.end(), 0U);
    dropRows(all, hiddenRows(*m_data->snapshot, m_data->marks.hidden()));
    const auto row = m_data->snapshot->find(toUtf8(playingId()));
    const auto at = row ? std::lower_bound(all.begin(), all.end(), *row) : all.end();
    from = at != all.end() && *at == *row ? std::optional<std::size_t>(at - all.begin()) : std::nullopt;
    if (const auto next = stepFrom(*m_data->snapshot, all, from, step, atEnds))
        play(toQString(m_data->snapshot->id(all[*next])));
}

void LivePresenter::playLast()
{
    if (!m_data->snapshot)
        return;
    const std::string now = toUtf8(playingId());
    std::vector<std::string> candidates{toUtf8(m_data->previous)};
    candidates.insert(candidates.end(), m_data->marks.recents().begin(), m_data->marks.recents().end());
    for (const std::string &id : candidates)
        if (!id.empty() && id != now && m_data->snapshot->find(id)) {
            play(toQString(id));
            return;
        }
}

void LivePresenter::playLastWatched()
{
    // On a first start the list is still on its way: the wish waits for it, until the user chooses something else.
    m_data->playWhenReady = true;
    m_data->playIfReady();
}

bool LivePresenter::playNumber(int number)
{
    const auto row = m_data->snapshot ? rowWithNumber(*m_data->snapshot, m_data->rows, number) : std::nullopt;
    if (!row)
        return false;
    playAnywhere(toQString(m_data->snapshot->id(*row))); // numbers reach every channel
    return true;
}

void LivePresenter::playAnywhere(const QString &channelId)
{
    if (!m_data->channels.rowOf(channelId)) { // zapping then goes on from there
        setFilter({});
        if (!m_data->channels.rowOf(channelId))
            setCategory(QStringLiteral("all"));
        if (!m_data->channels.rowOf(channelId))
            setChips({});
    }
    play(channelId);
}

void LivePresenter::playFound(const EntryKey &channel)
{
    if (channel.account == m_data->account)
        return playAnywhere(toQString(channel.id));
    m_data->wished = channel; // else the other account begins with what was watched there last
    if (const auto done = m_data->services.accounts().activate(channel.account); !done)
        m_data->wished = {};
}

void LivePresenter::enterForTitle(AccountId account)
{
    m_data->forTitle = account;
    const auto done = m_data->services.accounts().activate(account);
    m_data->forTitle = {};
    if (done)
        return;
    m_data->state.setNotice(errorText(done.error()).message);
    Q_EMIT stateChanged();
}

void LivePresenter::toggleFavourite(const QString &channelId)
{
    const QString id = channelId.isEmpty() ? playingId() : channelId;
    if (!m_data->snapshot || id.isEmpty())
        return;
    const auto row = m_data->snapshot->find(toUtf8(id));
    if (row && m_data->snapshot->channel(*row).form != LiveForm::Heading)
        m_data->marks.toggleFavourite(session::shapeOf(*m_data->snapshot, *row));
}

void LivePresenter::moveFavourite(const QString &id, int step)
{
    if (m_data->state.sort != ListSort{})
        return; // nothing would be seen of it
    m_data->marks.moveFavourite(
        id, step, [this](const std::string &other) { return m_data->channels.rowOf(toQString(other)).has_value(); });
}

void LivePresenter::toggleHidden(const QString &id)
{
    if (const auto row = m_data->snapshot ? m_data->snapshot->find(toUtf8(id)) : std::nullopt)
        m_data->marks.toggleHidden(session::shapeOf(*m_data->snapshot, *row));
}

} // namespace kanal::presenters
