// SPDX-License-Identifier: MIT
#include "live_presenter_data.h"

#include "hidden_rows.h"
#include "refresh_summary.h"
#include "text.h"

#include <kanal/library/library.h>
#include <kanal/session/account_book.h>
#include <kanal/session/entry_shape.h>
#include <kanal/session/profile_news.h>
#include <kanal/session/services.h>
#include <kanal/session/shown_entries.h>

#include <QTimer>

#include <algorithm>
#include <chrono>
#include <utility>

namespace kanal::presenters
{

namespace
{

using namespace std::chrono_literals;

/// The user's own order and that of watching are not lost because channels were sorted.
const SettingKey<const char *> &sortKeyOf(const QString &category)
{
    return category == QLatin1String("favourites") ? settings::kFavouritesSort
           : category == QLatin1String("recent")   ? settings::kRecentSort
                                                   : settings::kLiveSort;
}

} // namespace

LivePresenter::Data::Data(LivePresenter &owner, session::Services &allServices, PlayerPresenter &playerPresenter)
    : self(owner)
    , services(allServices)
    , player(playerPresenter)
    , settings(services.library().user())
    , marks(services)
    , tuner(services, player)
    , orders(services.library().catalogue())
    , round(services, settings)
{
    saveFilter.setSingleShot(true);
    saveFilter.setInterval(1s);
    QObject::connect(&saveFilter, &QTimer::timeout, &self, [this] { store(); });
    QObject::connect(&orders, &ListOrders::ready, &self, [this] {
        showRows();
        Q_EMIT self.stateChanged();
    });
    QObject::connect(&orders, &ListOrders::newRowsReady, &self, [this] { showNew(); });
    watched.setSingleShot(true);
    QObject::connect(&watched, &QTimer::timeout, &self, [this] { noteWatched(); });
    minute.setInterval(1min);
    minute.setTimerType(Qt::VeryCoarseTimer);
    minute.start();
    QObject::connect(&minute, &QTimer::timeout, &self, [this] {
        updateStale();
        orders.renewNewRows();
        self.refreshDue();
    });

    QObject::connect(&marks, &UserMarks::changed, &self, [this] { showMarks(); });
    QObject::connect(&marks, &UserMarks::writeFailed, &self, [this](const Error &error) {
        state.setNotice(errorText(error).message);
        Q_EMIT self.stateChanged();
    });
    QObject::connect(&marks, &UserMarks::notNoted, &self, [this] {
        if (!std::exchange(saidNotKept, true))
            self.showNotice(historyNotKeptText());
    });
    QObject::connect(&services.news(), &session::ProfileNews::settingRefused, &self, &LivePresenter::saySettingRefused);
    QObject::connect(&player, &PlayerPresenter::viewChanged, &self, [this] { followPlayer(); });
    QObject::connect(&player, &PlayerPresenter::nowPlayingChanged, &self, [this] { followPlayer(); });
    QObject::connect(
        &player, &PlayerPresenter::trackChosen, &self, [this](playback::TrackKind kind, const std::string &wish) {
            if (const auto row = playingHere() && snapshot ? snapshot->find(toUtf8(playing)) : std::nullopt)
                marks.noteTrack(session::shapeOf(*snapshot, *row), kind, wish);
        });
    QObject::connect(&player, &PlayerPresenter::retryRequested, &self, [this] { retry(); });

    const session::AccountBook &book = services.accounts();
    QObject::connect(&book, &session::AccountBook::activeChanged, &self, [this] { self.load(); });
    QObject::connect(&book, &session::AccountBook::accountsChanged, &self, [this] {
        const auto active = services.accounts().active();
        if (!active || active->id != account || toQString(active->name) == state.accountName)
            return;
        state.accountName = toQString(active->name);
        Q_EMIT self.stateChanged();
    });

    const session::CatalogueSync &sync = services.sync();
    QObject::connect(&sync, &session::CatalogueSync::started, &self, [this](AccountId id) {
        if (id != account)
            return;
        state.refreshing = true;
        state.loadedRows = 0;
        state.refreshed.clear();
        changed();
    });
    QObject::connect(&sync, &session::CatalogueSync::progressed, &self,
                     [this](AccountId id, const QString &kind, qint64 loaded) {
                         if (id != account)
                             return;
                         state.refreshed = progressText(kind, loaded);
                         if (kind == QLatin1String("live"))
                             state.loadedRows = loaded;
                         Q_EMIT self.stateChanged();
                     });
    QObject::connect(&sync, &session::CatalogueSync::attempted, &self,
                     [this](const session::SyncAttempt &attempt) { round.noteAttempt(attempt); });
    QObject::connect(&sync, &session::CatalogueSync::finished, &self, [this](AccountId id) {
        if (id != account || awaiting.contains(id)) // ours tells more: its report follows
            return;
        state.refreshing = false;
        changed();
    });
    QObject::connect(&sync, &session::CatalogueSync::heldBackChanged, &self, [this](AccountId id) {
        round.noteHeldBack(id);
        if (id != account)
            return;
        showHeldBack();
        Q_EMIT self.stateChanged();
    });
    QObject::connect(&sync, &session::CatalogueSync::catalogueChanged, &self, [this](AccountId id, EntryKind kind) {
        if (id != account || kind != EntryKind::Live)
            return;
        followList();
        readSnapshot();
        changed();
    });
    const session::ShownEntries &entries = services.shownEntries();
    QObject::connect(&entries, &session::ShownEntries::changed, &self, [this] {
        readSnapshot();
        changed();
    });
    QObject::connect(&entries, &session::ShownEntries::opened, &self, [this](AccountId id, EntryKind kind) {
        if (id != account || kind != EntryKind::Live || !state.opening)
            return;
        readSnapshot();
        refreshDue(RefreshSchedule::Pause::Keep); // perhaps it could not be read
        changed();
    });
}

LivePresenter::Data::~Data()
{
    if (saveFilter.isActive())
        store();
}

void LivePresenter::Data::store()
{
    settings.set(settings::kFilter, state.filter, account);
    settings.set(settings::kLivePlace, stand.place, account);
    settings.set(settings::kLiveTop, stand.top, account);
}

void LivePresenter::Data::takeSort()
{
    state.sort = sortOfText(settings.get(sortKeyOf(state.categoryKey), account));
}

void LivePresenter::Data::storeSort()
{
    settings.set(sortKeyOf(state.categoryKey), sortText(state.sort), account);
}

void LivePresenter::Data::showActiveAccount()
{
    const std::optional<Account> active = services.accounts().active();
    const AccountId id = active ? active->id : AccountId{};
    state.accountName = active ? toQString(active->name) : QString();
    if (id != account)
        enterAccount(id);
    readSnapshot();
}

/// Another account: its own list, favourites and habits; what plays belongs to the other one and ends.
void LivePresenter::Data::enterAccount(AccountId id)
{
    if (saveFilter.isActive()) {
        saveFilter.stop();
        store();
    }
    const playback::PlayState was = player.view().state;
    const bool played = was != playback::PlayState::Idle && was != playback::PlayState::Ended;
    tuner.cancel();
    if (!playing.isEmpty() || played)
        player.stop();
    playing.clear();
    shape.reset();
    previous.clear();
    account = id;
    round.scheduleOf(id).resume();
    failures.clear();
    failureNotice.clear();
    state.error.reset();
    state.setNotice(standing);
    state.needsSignIn = false;
    state.fresh = 0;
    state.refreshed.clear();
    state.loadedRows = 0;
    state.refreshing = id && services.sync().running(id);
    category = settings.get(settings::kCategory, id);
    state.categoryKey = category.section(u'\n', 0, 0);
    state.filter = settings.get(settings::kFilter, id);
    takeSort();
    state.chips = chipsOfText(settings.get(settings::kLiveChips, id));
    stand = {settings.get(settings::kLivePlace, id), settings.get(settings::kLiveTop, id)};
    snapshot.reset();
    marks.setAccount(id);
    showHeldBack();
    showUnseen();
    if (wished.account != id)
        wished = {};
    playWhenReady = wished.account || (played && forTitle != id && settings.get(settings::kPlayOnSwitch));
    Q_EMIT self.playingChanged({});
}

void LivePresenter::Data::readSnapshot()
{
    state.opening = account && !services.shownEntries().isAtHand(account, EntryKind::Live);
    if (!account) {
        snapshot.reset();
    } else if (state.opening) {
        snapshot.reset();
        services.shownEntries().open(account, EntryKind::Live);
    } else if (auto read = services.shownEntries().snapshot(account, EntryKind::Live)) {
        snapshot = *read;
    } else {
        snapshot.reset();
        state.setError(read.error());
    }
    if (!state.canBelieve && services.library().catalogue().isLost(account, EntryKind::Live))
        state.setNotice(libraryNoticeText("lists_lost"));
    orders.setSnapshot(snapshot);
    categories.setSnapshot(snapshot, 0);
    showMarks();
    takeCategory();
    showRows();
    showNew();
}

/// The category in view, as the list has it now.
void LivePresenter::Data::takeCategory()
{
    state.categoryKey = categories.keyAt(category);
    if (!snapshot)
        return;
    takeSort(); // it may be another one
    const bool kept = categories.categoryIndex(state.categoryKey).has_value();
    if (const QString now = categories.placeText(state.categoryKey); now != std::exchange(category, now) && kept)
        settings.set(settings::kCategory, category, account);
}

void LivePresenter::Data::showRows()
{
    rows.clear();
    state.sorting = false;
    shownHidden = marks.hidden();
    if (snapshot) {
        // Until its order is made the list stands as the panel gave it.
        const auto order = state.sort == ListSort{} ? nullptr : orders.order(state.sort.key);
        state.sorting = state.sort != ListSort{} && !order;
        const auto fresh = orders.newRows();
        rows = rowsInView(*snapshot, categories,
                          {state.categoryKey, state.filter, marks.favourites(), marks.recents(), state.sort,
                           state.chips, order.get(), fresh ? &fresh->isNew : nullptr, &marks.hidden()});
    }
    state.shown = int(rows.size());
    channels.setRows(snapshot, rows);
    channels.setPlace(placeOf(state.categoryKey, state.sort));
    channels.setPlaying(playingHere() ? playing : QString());
}

void LivePresenter::Data::showNew()
{
    const auto fresh = orders.newRows();
    if (!fresh)
        return;
    state.fresh = fresh->count;
    channels.setNew(snapshot, {fresh, &fresh->isNew});
    if (state.chips.fresh && fresh->count == 0) { // the week is over
        ListChips chips = state.chips;
        chips.fresh = false;
        self.setChips(chips);
    } else if (state.chips.fresh) {
        showRows();
    }
    Q_EMIT self.stateChanged();
}

void LivePresenter::Data::showMarks()
{
    const auto present = [this](const std::vector<std::string> &ids) {
        return snapshot ? int(std::count_if(ids.begin(), ids.end(),
                                            [this](const std::string &id) { return snapshot->find(id).has_value(); }))
                        : 0;
    };
    channels.setFavourites(marks.favouriteIds());
    categories.setFavouriteCount(present(marks.favourites()));
    categories.setRecentCount(present(marks.recents()));
    const bool hiddenChanged = snapshot && shownHidden != marks.hidden();
    const auto hidden = snapshot ? hiddenRows(*snapshot, marks.hidden()) : std::vector<std::uint32_t>();
    if (snapshot && hidden.empty() && placeOf(state.categoryKey) == ListPlace::Hidden)
        self.setCategory(QStringLiteral("all")); // before its row goes
    categories.setHidden(hidden);
    if (placeOf(state.categoryKey) == ListPlace::Favourites || state.chips.favourites || hiddenChanged) {
        showRows();
        Q_EMIT self.stateChanged();
    }
    if (playingHere() && player.view().now.favourite != marks.isFavourite(playing)) {
        NowPlaying now = player.view().now;
        now.favourite = marks.isFavourite(playing);
        player.updateNow(now);
    }
}

void LivePresenter::Data::changed()
{
    state.settlePhase(bool(account), snapshot ? snapshot->size() : 0);
    state.neverLoaded = snapshot && snapshot->generation() == 0;
    updateStale();
    Q_EMIT self.stateChanged();
    playIfReady();
}

} // namespace kanal::presenters
