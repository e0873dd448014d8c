// SPDX-License-Identifier: MIT
#include "title_list_data.h"

#include "hidden_rows.h"
#include "passing_news.h"
#include "refresh_summary.h"
#include "spoken_time.h"
#include "text.h"

#include <kanal/library/library.h>
#include <kanal/session/account_book.h>
#include <kanal/session/entry_shape.h>
#include <kanal/session/services.h>
#include <kanal/session/shown_entries.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace kanal::presenters
{

namespace
{

using namespace std::chrono_literals;

} // namespace

TitleListPresenter::Data::Data(TitleListPresenter &owner, VodContext &vodContext, EntryKind whatKind)
    : self(owner)
    , context(vodContext)
    , kind(whatKind)
    , keys(whatKind == EntryKind::Movie ? settings::kMovies : settings::kSeries)
    , categories(whatKind)
    , titles(vodContext.history)
    , orders(vodContext.services.library().catalogue())
{
    save.setSingleShot(true);
    save.setInterval(1s);
    QObject::connect(&save, &QTimer::timeout, &self, [this] { store(); });
    minute.setInterval(1min);
    minute.setTimerType(Qt::VeryCoarseTimer);
    minute.start();
    QObject::connect(&minute, &QTimer::timeout, &self, [this] {
        updateStale();
        orders.renewNewRows();
    });
    QObject::connect(&context.marks(kind), &UserMarks::changed, &self, [this] {
        if (shown)
            showMarks();
    });
    QObject::connect(&context.marks(kind), &UserMarks::writeFailed, &self, [this](const Error &error) {
        state.setNotice(errorText(error).message);
        Q_EMIT self.stateChanged();
    });
    QObject::connect(&context.marks(kind), &UserMarks::notNoted, &self, [this] { sayNotKept(); });
    QObject::connect(&context.history, &WatchHistory::notNoted, &self, [this](EntryKind what) {
        if ((what == EntryKind::Movie) == (kind == EntryKind::Movie)) // episodes are of the series' page
            sayNotKept();
    });
    QObject::connect(&context.history, &WatchHistory::changed, &self, [this] {
        if (!shown)
            return;
        titles.historyChanged();
        showMarks();
    });
    QObject::connect(&orders, &ListOrders::ready, &self, [this] {
        showFacets();
        if (state.sorting)
            showRows();
        Q_EMIT self.stateChanged();
    });
    QObject::connect(&orders, &ListOrders::newRowsReady, &self, [this] { showNew(); });
    connectSync();
}

void TitleListPresenter::Data::sayNotKept()
{
    if (state.canBelieve || std::exchange(context.saidNotKept, true))
        return; // it is said with the next position
    state.setNotice(historyNotKeptText());
    Q_EMIT self.stateChanged();
}

TitleListPresenter::Data::~Data()
{
    if (save.isActive())
        store();
}

const std::string &TitleListPresenter::Data::wireName() const
{
    static const std::string movies = "movies", series = "series";
    return kind == EntryKind::Movie ? movies : series;
}

void TitleListPresenter::Data::connectSync()
{
    const session::AccountBook &book = context.services.accounts();
    QObject::connect(&book, &session::AccountBook::activeChanged, &self, [this] {
        if (shown)
            self.show();
    });
    const session::CatalogueSync &sync = context.services.sync();
    QObject::connect(&sync, &session::CatalogueSync::started, &self, [this](AccountId id) {
        if (!shown || id != account)
            return;
        state.refreshing = true;
        state.loadedRows = 0;
        state.refreshed.clear();
        changed();
    });
    QObject::connect(&sync, &session::CatalogueSync::progressed, &self,
                     [this](AccountId id, const QString &what, qint64 loaded) {
                         if (!shown || id != account)
                             return;
                         state.refreshed = progressText(what, loaded);
                         if (toUtf8(what) == wireName())
                             state.loadedRows = loaded;
                         Q_EMIT self.stateChanged();
                     });
    QObject::connect(&sync, &session::CatalogueSync::finished, &self, [this](AccountId id) {
        if (!shown || id != account || awaiting > 0) // ours tells more: its report follows
            return;
        state.refreshing = false;
        changed();
    });
    QObject::connect(&sync, &session::CatalogueSync::heldBackChanged, &self, [this](AccountId id) {
        if (!shown || id != account)
            return;
        showHeldBack();
        Q_EMIT self.stateChanged();
    });
    QObject::connect(&sync, &session::CatalogueSync::catalogueChanged, &self, [this](AccountId id, EntryKind which) {
        if (!shown || id != account || which != kind)
            return;
        state.error.reset();
        state.needsSignIn = false;
        followPlace();
        readSnapshot();
        changed();
    });
    const session::ShownEntries &entries = context.services.shownEntries();
    QObject::connect(&entries, &session::ShownEntries::changed, &self, [this] {
        if (!shown)
            return;
        readSnapshot();
        changed();
    });
    QObject::connect(&entries, &session::ShownEntries::opened, &self, [this](AccountId id, EntryKind which) {
        if (!shown || id != account || which != kind || !state.opening)
            return;
        readSnapshot();
        if (!fetchMissing())
            changed();
    });
}

void TitleListPresenter::Data::enterAccount()
{
    const std::optional<Account> active = context.services.accounts().active();
    const AccountId id = active ? active->id : AccountId{};
    state.accountName = active ? toQString(active->name) : QString();
    if (id == account)
        return;
    if (save.isActive()) {
        save.stop();
        store();
    }
    account = id;
    state.error.reset();
    state.needsSignIn = false;
    state.setNotice({});
    state.loadedRows = 0;
    state.refreshed.clear();
    state.fresh = 0;
    state.refreshing = id && context.services.sync().running(id);
    category = context.settings.get(keys.category, id);
    state.categoryKey = category.section(u'\n', 0, 0);
    state.filter = context.settings.get(keys.filter, id);
    state.sort = sortOfText(context.settings.get(keys.sort, id));
    state.chips = chipsOfText(context.settings.get(keys.chips, id));
    stand = {context.settings.get(keys.place, id), context.settings.get(keys.top, id)};
    showHeldBack();
    snapshot.reset();
}

void TitleListPresenter::Data::store()
{
    context.settings.set(keys.filter, state.filter, account);
    context.settings.set(keys.place, stand.place, account);
    context.settings.set(keys.top, stand.top, account);
}

/// The panel numbered anew: what is current goes on under its new id.
void TitleListPresenter::Data::followPlace()
{
    const auto now = snapshot ? context.services.library().catalogue().snapshot(account, kind)
                              : Result<std::shared_ptr<const library::CatalogueSnapshot>>();
    if (!now || !*now)
        return;
    const QString current = toQString(session::idNow(*snapshot, **now, toUtf8(stand.place)));
    if (current != std::exchange(stand.place, current))
        save.start();
    if (stand.top != kTopOfList)
        stand.top = toQString(session::idNow(*snapshot, **now, toUtf8(stand.top)));
}

void TitleListPresenter::Data::readSnapshot()
{
    snapshot.reset();
    session::ShownEntries &entries = context.services.shownEntries();
    state.opening = account && !entries.isAtHand(account, kind);
    if (state.opening) {
        entries.open(account, kind);
    } else if (account) {
        if (auto read = entries.snapshot(account, kind))
            snapshot = *read;
        else
            state.setError(read.error());
    }
    orders.setSnapshot(snapshot);
    showFacets();
    categories.setSnapshot(snapshot, 0);
    showMarks();
    takeCategory();
    showRows();
    showNew();
}

/// A list nobody ever fetched, or that cannot be read any more, is fetched now; old ones are refreshed with the
/// channels.
bool TitleListPresenter::Data::fetchMissing()
{
    if (!account || !snapshot || snapshot->generation() != 0 || state.refreshing)
        return false;
    refresh();
    if (!state.canBelieve && context.services.library().catalogue().isLost(account, kind)) {
        state.setNotice(libraryNoticeText("lists_lost"));
        Q_EMIT self.stateChanged();
    }
    return true;
}

/// The category in view, as the list has it now.
void TitleListPresenter::Data::takeCategory()
{
    state.categoryKey = categories.keyAt(category);
    if (!snapshot)
        return;
    const bool kept = categories.categoryIndex(state.categoryKey).has_value();
    if (const QString now = categories.placeText(state.categoryKey); now != std::exchange(category, now) && kept)
        context.settings.set(keys.category, category, account);
}

std::vector<std::string> TitleListPresenter::Data::begun() const
{
    std::vector<std::string> ids = context.marks(kind).recents();
    if (kind == EntryKind::Movie)
        std::erase_if(ids, [this](const std::string &id) {
            const auto position = context.history.movie(id);
            return !position || !isResumable(*position);
        });
    return ids;
}

void TitleListPresenter::Data::showRows()
{
    std::vector<std::uint32_t> rows;
    state.sorting = false;
    shownHidden = context.marks(kind).hidden();
    if (snapshot) {
        const auto sorted = state.sort == ListSort{} ? nullptr : orders.order(state.sort.key);
        const bool byAdded = state.categoryKey == QLatin1String("added");
        const auto added = byAdded ? orders.order(SortKey::Added) : nullptr;
        const auto facets = orders.facets();
        const auto fresh = orders.newRows();
        state.sorting = (state.sort != ListSort{} && !sorted) || (byAdded && !added) || (needsFacets() && !facets) ||
                        (state.chips.fresh && !fresh);
        if (state.sorting && listed && listed->account() == account && titles.rowCount() > 0)
            return; // what is there stays until the order is
        const std::vector<std::string> toContinue = begun();
        TitleWish wish{
            state.categoryKey, state.filter, state.sort, state.chips, context.marks(kind).favourites(), toContinue, {}};
        wish.hidden = &context.marks(kind).hidden();
        if (kind == EntryKind::Movie)
            wish.isWatched = [this](std::string_view id) {
                const auto position = context.history.movie(std::string(id));
                return position && position->watched;
            };
        else
            wish.isWatched = [this](std::string_view id) {
                return !context.history.lastEpisode(std::string(id)).empty();
            };
        if (!state.sorting)
            rows = titlesInView(*snapshot, categories, wish,
                                {sorted.get(), added.get(), facets.get(), fresh ? &fresh->isNew : nullptr});
    }
    state.shown = int(rows.size());
    listed = snapshot;
    titles.setRows(snapshot, std::move(rows));
    titles.setPlace(placeOf(state.categoryKey, state.sort));
    if (const auto fresh = snapshot ? orders.newRows() : nullptr)
        titles.setNew(snapshot, {fresh, &fresh->isNew});
}

void TitleListPresenter::Data::showNew()
{
    const auto fresh = orders.newRows();
    if (!fresh)
        return;
    state.fresh = fresh->count;
    titles.setNew(snapshot, {fresh, &fresh->isNew});
    if (state.chips.fresh && fresh->count == 0) { // the week is over
        ListChips chips = state.chips;
        chips.fresh = false;
        self.setChips(chips);
    } else if (state.chips.fresh) {
        showRows();
    }
    Q_EMIT self.stateChanged();
}

void TitleListPresenter::Data::showFacets()
{
    state.genres.clear();
    state.decades.clear();
    const auto facets = orders.facets();
    if (!facets)
        return;
    for (const std::string &genre : facets->genres)
        state.genres << toQString(genre);
    state.decades = facets->decades;
}

void TitleListPresenter::Data::showMarks()
{
    const auto present = [this](const std::vector<std::string> &ids) {
        return snapshot ? int(std::count_if(ids.begin(), ids.end(),
                                            [this](const std::string &id) { return snapshot->find(id).has_value(); }))
                        : 0;
    };
    const UserMarks &marks = context.marks(kind);
    titles.setFavourites(marks.favouriteIds());
    categories.setFavouriteCount(present(marks.favourites()));
    categories.setRecentCount(present(begun()));
    const auto hidden = snapshot ? hiddenRows(*snapshot, marks.hidden()) : std::vector<std::uint32_t>();
    if (snapshot && hidden.empty() && placeOf(state.categoryKey) == ListPlace::Hidden)
        self.setCategory(QStringLiteral("all")); // before its row goes
    categories.setHidden(hidden);
    if (categories.rowOf(state.categoryKey) < 0)
        state.categoryKey = QStringLiteral("all");
    const bool concerned = state.categoryKey == QLatin1String("favourites") ||
                           state.categoryKey == QLatin1String("recent") || state.chips.favourites ||
                           state.chips.unwatched || shownHidden != marks.hidden();
    if (concerned && listed) {
        showRows();
        Q_EMIT self.stateChanged();
    }
}

void TitleListPresenter::Data::changed()
{
    state.settlePhase(bool(account), snapshot ? snapshot->size() : 0);
    state.neverLoaded = snapshot && snapshot->generation() == 0;
    updateStale();
    Q_EMIT self.stateChanged();
}

void TitleListPresenter::Data::updateStale()
{
    QString text;
    if (snapshot && snapshot->generation() > 0) {
        const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
        const auto age = std::max<std::chrono::seconds>(now - snapshot->refreshedAt(), 0s);
        const int hours = context.settings.get(settings::kRefreshHours);
        if (state.error || (hours > 0 && age > std::chrono::hours(hours)))
            text = ageText(age);
    }
    if (text == state.staleText)
        return;
    state.staleText = text;
    Q_EMIT self.stateChanged();
}

void TitleListPresenter::Data::refresh(bool believe)
{
    if (!account)
        return;
    state.refreshing = true;
    state.error.reset();
    if (!state.canBelieve)
        state.setNotice({});
    state.needsSignIn = false;
    const AccountId id = account;
    ++awaiting;
    context.services.sync()
        .refresh(id, {.kinds = {wireName()}, .believe = believe})
        .then(&self, [this, id](const Result<session::SyncReport> &report) { refreshed(id, report); })
        .onCanceled(&self, [this, id] { refreshed(id, kanal::fail(ErrorKind::Cancelled)); });
    changed();
}

void TitleListPresenter::Data::refreshed(AccountId id, const Result<session::SyncReport> &report)
{
    --awaiting;
    if (id != account)
        return;
    state.refreshing = context.services.sync().running(id);
    if (report)
        takeReport(*report);
    else if (report.error().kind != ErrorKind::Cancelled)
        state.setError(report.error());
    changed();
}

void TitleListPresenter::Data::takeReport(const session::SyncReport &report)
{
    const auto mine = report.kinds.find(wireName());
    if (mine != report.kinds.end() && mine->second.error)
        state.setError(*mine->second.error);
    if (!state.canBelieve)
        showInPassing(state, self, refreshSummary(report, context.services.shownEntries().adult()),
                      [this] { changed(); });
}

/// What was held back waits for an answer; answered, wherever that was, it needs no notice.
void TitleListPresenter::Data::showHeldBack()
{
    auto heldBack = context.services.sync().heldBack(account);
    std::erase_if(heldBack, [this](const auto &item) { return item.first != wireName(); });
    const QString text = heldBackText(heldBack);
    if (text.isEmpty() && !state.canBelieve)
        return;
    state.setNotice(text);
    state.canBelieve = !text.isEmpty();
}

} // namespace kanal::presenters
