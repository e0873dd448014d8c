// SPDX-License-Identifier: MIT
// The real window with the catalogue of a large panel: what a key, a click and a scroll step take until they are on the
// screen, and how long the window does not listen while a refresh runs. On the display there is, else off-screen.
// Arguments: the parts that are wanted (refresh search category sort scroll); none: all.
#include "bench_window.h"
#include "watched_application.h"

#include <kanal/library/catalogue_store.h>
#include <kanal/presenters/category_list_model.h>
#include <kanal/presenters/channel_list_model.h>
#include <kanal/presenters/list_sort.h>
#include <kanal/presenters/search_list_model.h>
#include <kanal/presenters/title_list_model.h>

#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QScrollBar>
#include <QSortFilterProxyModel>
#include <QStringListModel>

#include <cstdio>
#include <random>

using namespace kanal;
using namespace kanal::bench;

namespace
{

constexpr int kChannels = 20'000, kFilms = 150'000, kSeries = 40'000;

void row(const char *what, std::vector<double> times, const char *target)
{
    if (times.empty()) {
        std::printf("| %s | not measured | | | %s |\n", what, target);
        return;
    }
    std::sort(times.begin(), times.end());
    std::printf("| %s | %.1f | %.1f | %.1f | %s |\n", what, quantile(times, 0.5), quantile(times, 0.95), times.back(),
                target);
    std::fflush(stdout);
}

void heading(const char *title)
{
    std::printf("\n### %s\n\n| what, ms | median | p95 | worst | target |\n|---|---|---|---|---|\n", title);
}

class Bench
{
public:
    Bench(WatchedApplication &application, PanelProcess &panel)
        : m_application(application)
        , m_panel(panel)
    {
        m_kanal.signIn(panel.url());
    }

    void firstList();
    void refreshes();
    void search();
    void categories();
    void sorting();
    void scrolling();

private:
    struct Page {
        const char *name;
        void (ui::MainWindow::*show)();
        const char *list; ///< the widget with the rows
        int rows;
        EntryKind kind;
    };
    static constexpr int kRounds = 5;

    QAbstractItemView *listOf(const Page &page) const
    {
        return m_kanal.find<QAbstractItemView>(page.list, m_kanal.find(page.name));
    }
    QAbstractItemView *open(const Page &page);
    /// What it takes from `act` until the area, changed by what `act` brought about, is on the screen. The change is
    /// there when `isThere` holds.
    double untilShown(const QWidget *area, const std::function<void()> &act, const std::function<bool()> &isThere);
    double categorySwitch(QListView *categories, QAbstractItemView *list, int row);
    double key(QLineEdit *edit, QChar letter);
    std::vector<double> scrollPages(QAbstractItemView *list, std::vector<double> &gaps);
    std::vector<double> dragThumb(QAbstractItemView *list);
    std::vector<double> filterModelFirstLetter(const std::vector<QChar> &letters);

    WatchedApplication &m_application;
    PanelProcess &m_panel;
    BenchWindow m_kanal;
    static const std::array<Page, 3> kPages;
};

const std::array<Bench::Page, 3> Bench::kPages = {
    Bench::Page{"livePage", &ui::MainWindow::showLive, "channelList", kChannels, EntryKind::Live},
    Bench::Page{"moviesPage", &ui::MainWindow::showMovies, "posterGrid", kFilms, EntryKind::Movie},
    Bench::Page{"seriesPage", &ui::MainWindow::showSeries, "posterGrid", kSeries, EntryKind::Series},
};

QAbstractItemView *Bench::open(const Page &page)
{
    (m_kanal.window.get()->*page.show)();
    QAbstractItemView *list = listOf(page);
    if (!waitUntil([&] { return list->isVisible() && list->model()->rowCount() == page.rows; }))
        giveUp(std::string("no list on ") + page.name);
    idle(1500); // posters and logos of the first screen
    return list;
}

double Bench::untilShown(const QWidget *area, const std::function<void()> &act, const std::function<bool()> &isThere)
{
    m_application.watch(area, isThere);
    const double start = wallMs();
    act();
    if (!waitUntil([this] { return m_application.shownAt() > 0; }))
        giveUp("a change was never painted");
    return m_application.shownAt() - start;
}

/// A new profile: from the last byte of the channels to the list in the window.
void Bench::firstList()
{
    m_kanal.show(); // begins to refresh: there is nothing yet
    QAbstractItemView *list = m_kanal.find<QAbstractItemView>("channelList");
    untilShown(
        list->viewport(), [] {}, [&] { return list->model()->rowCount() == kChannels; });
    heading("From the last byte to the list on the screen");
    row("first refresh, 20,000 channels", {m_application.shownAt() - m_panel.sentMs(kChannels)}, "300");
    if (!waitUntil([this] { return !m_kanal.services->sync().running(m_kanal.account); }, 120'000))
        giveUp("the first refresh does not end");
}

/// Refreshes with each page in view: its list is there again, and how long did the window not listen?
void Bench::refreshes()
{
    std::vector<double> gaps;
    std::array<std::vector<double>, 3> waits;
    for (std::size_t at = 0; at < kPages.size(); ++at) {
        const Page &page = kPages[at];
        QAbstractItemView *list = open(page);
        for (int round = 0; round < kRounds; ++round) {
            bool changed = false;
            QObject context;
            QObject::connect(&m_kanal.services->sync(), &session::CatalogueSync::catalogueChanged, &context,
                             [&](AccountId, EntryKind kind) { changed = changed || kind == page.kind; });
            GapProbe probe;
            auto done = m_kanal.services->sync().refresh(m_kanal.account);
            untilShown(
                list->viewport(), [] {}, [&] { return changed; });
            waits[at].push_back(m_application.shownAt() - m_panel.sentMs(page.rows));
            answerOf(done);
            idle(50);
            gaps.push_back(probe.longest());
        }
    }
    row("20,000 channels in view, refreshed", waits[0], "300");
    row("150,000 films in view, refreshed", waits[1], "300");
    row("40,000 series in view, refreshed", waits[2], "300");
    heading("The window does not listen: the longest gap of a run");
    row("refresh of all lists, each page in view five times", gaps, "median 16, worst 50");
}

double Bench::key(QLineEdit *edit, QChar letter)
{
    const QString wanted = edit->text() + letter;
    return untilShown(
        m_kanal.find("searchPanel"),
        [&] {
            for (const QEvent::Type type : {QEvent::KeyPress, QEvent::KeyRelease}) {
                QKeyEvent event(type, letter.toUpper().unicode(), Qt::NoModifier, letter);
                QCoreApplication::sendEvent(edit, &event);
            }
        },
        [&] { return m_kanal.search->state().query == wanted && !m_kanal.search->state().searching; });
}

void Bench::search()
{
    std::vector<double> all, first;
    std::vector<QChar> letters;
    m_kanal.window->openSearch(); // it is made then
    auto *edit = m_kanal.find<QLineEdit>("searchEdit");
    for (const char *query : {"river signal", "silver night", "falcon storm", "drama 1999", "mirror uk", "of the ocean",
                              "eeeeeeeeeeee", "xqzxqzxqzxqz", "adventure 20", "20", "harbour 1", "island train"}) {
        m_kanal.window->openSearch();
        if (!waitUntil([this] { return !m_kanal.search->state().searching; }))
            giveUp("the search does not open");
        idle(100);
        for (const QChar letter : QString::fromLatin1(query)) {
            const double ms = key(edit, letter);
            if (edit->text().size() == 1) {
                first.push_back(ms);
                letters.push_back(letter);
            }
            all.push_back(ms);
            idle(15);
        }
        QKeyEvent escape(QEvent::KeyPress, Qt::Key_Escape, Qt::NoModifier);
        QCoreApplication::sendEvent(edit, &escape);
        idle(50);
    }
    heading("Search over all lists, key → painted");
    row("1 … 12 letters", all, "p95 10, worst 16");
    row("the first letter alone", first, "");
    std::vector<double> theirs = filterModelFirstLetter(letters);
    row("QSortFilterProxyModel over the same names, the first letter", theirs, "");
    std::printf("| Kanal ÷ QSortFilterProxyModel, the first letter | %.3f | | | 0.05 |\n",
                quantile(first, 0.5) / quantile(theirs, 0.5));
}

/// The usual way to filter a list in Qt, over the same 210,000 names.
std::vector<double> Bench::filterModelFirstLetter(const std::vector<QChar> &letters)
{
    QStringList names;
    for (const EntryKind kind : {EntryKind::Live, EntryKind::Movie, EntryKind::Series}) {
        const auto snapshot = m_kanal.services->library().catalogue().snapshot(m_kanal.account, kind);
        for (std::uint32_t i = 0; snapshot && i < (*snapshot)->size(); ++i) {
            const std::string_view name = (*snapshot)->name(i);
            names << QString::fromUtf8(name.data(), qsizetype(name.size()));
        }
    }
    QStringListModel model(names);
    QSortFilterProxyModel proxy;
    proxy.setSourceModel(&model);
    proxy.setFilterCaseSensitivity(Qt::CaseInsensitive);
    QListView view;
    view.setUniformItemSizes(true);
    view.setModel(&proxy);
    view.resize(720, 620);
    view.show();
    idle(300);
    std::vector<double> times;
    for (const QChar letter : letters) {
        times.push_back(untilShown(
            view.viewport(), [&] { proxy.setFilterFixedString(QString(letter)); }, [] { return true; }));
        proxy.setFilterFixedString(QString());
        idle(50);
    }
    return times;
}

double Bench::categorySwitch(QListView *categories, QAbstractItemView *list, int row)
{
    bool changed = false;
    QObject context;
    QObject::connect(list->model(), &QAbstractItemModel::modelReset, &context, [&changed] { changed = true; });
    return untilShown(
        list->viewport(), [&] { categories->setCurrentIndex(categories->model()->index(row, 0)); },
        [&] { return changed; });
}

void Bench::categories()
{
    heading("Category and order, click → painted");
    for (const auto &[at, categories, what] : {std::tuple{0, "categoryList", "category of the channels"},
                                               std::tuple{1, "titleCategories", "category of 150,000 films"}}) {
        QAbstractItemView *list = open(kPages[std::size_t(at)]);
        auto *pane = m_kanal.find<QListView>(categories, m_kanal.find(kPages[std::size_t(at)].name));
        auto *model = qobject_cast<presenters::CategoryListModel *>(pane->model());
        const int all = model->rowOf(QStringLiteral("all"));
        std::vector<double> there, back;
        for (int row = all + 1; row < model->rowCount() && there.size() < 30; row += 2) {
            there.push_back(categorySwitch(pane, list, row));
            idle(60);
            back.push_back(categorySwitch(pane, list, all));
            idle(60);
        }
        row(what, there, "30");
        row("… and back to all", back, "30");
    }
}

void Bench::sorting()
{
    using namespace presenters;
    const Page &page = kPages[1];
    QAbstractItemView *list = open(page);
    TitleListPresenter &films = m_kanal.vod->movies();
    std::vector<double> first, again;
    for (int round = 0; round < 4; ++round) {
        for (const SortKey sortKey : sortKeys(EntryKind::Movie)) {
            const ListSort sort{sortKey, round % 2 == 1};
            if (sort == films.state().sort)
                continue;
            const double ms = untilShown(
                list->viewport(), [&] { films.setSort(sort); }, [&] { return !films.state().sorting; });
            (round == 0 ? first : again).push_back(ms);
            idle(60);
        }
    }
    row("order of 150,000 films, the first time", first, "30");
    row("… after that", again, "30");
    films.setSort({});
    idle(300);
}

/// Page Down as a held key repeats it, hundreds of pages.
std::vector<double> Bench::scrollPages(QAbstractItemView *list, std::vector<double> &gaps)
{
    std::vector<double> times;
    QScrollBar *bar = list->verticalScrollBar();
    bar->setValue(0);
    idle(300);
    for (int run = 0; run < kRounds; ++run) {
        GapProbe probe;
        for (int step = 0; step < 60; ++step) {
            times.push_back(untilShown(
                list->viewport(), [bar] { bar->triggerAction(QAbstractSlider::SliderPageStepAdd); },
                [] { return true; }));
            idle(16);
        }
        gaps.push_back(probe.longest());
    }
    return times;
}

std::vector<double> Bench::dragThumb(QAbstractItemView *list)
{
    std::vector<double> times;
    std::minstd_rand dice(7); // the same places every time
    QScrollBar *bar = list->verticalScrollBar();
    for (int step = 0; step < 150; ++step) {
        const int to = int(dice() % unsigned(bar->maximum()));
        times.push_back(untilShown(
            list->viewport(), [&] { bar->setValue(to); }, [] { return true; }));
        idle(5);
    }
    return times;
}

void Bench::scrolling()
{
    heading("Scrolling, step → painted");
    std::vector<double> gaps;
    for (const auto &[at, what] : {std::pair{0, "channels"}, std::pair{1, "films"}}) {
        QAbstractItemView *list = open(kPages[std::size_t(at)]);
        const std::string name(what);
        row((name + ", page by page, 60 a second").c_str(), scrollPages(list, gaps), "");
        row((name + ", the thumb dragged to anywhere").c_str(), dragThumb(list), "");
    }
    row("the longest gap of a run of 60 pages", gaps, "median 16, worst 50");
}

} // namespace

int main(int argc, char **argv)
{
    PanelProcess panel; // before Qt has threads
    if (qEnvironmentVariableIsEmpty("DISPLAY") && qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    WatchedApplication application(argc, argv);
    Bench bench(application, panel);
    bench.firstList();
    const QStringList wanted = application.arguments().mid(1);
    for (const auto &[name, part] : {std::pair{"refresh", &Bench::refreshes}, std::pair{"search", &Bench::search},
                                     std::pair{"category", &Bench::categories}, std::pair{"sort", &Bench::sorting},
                                     std::pair{"scroll", &Bench::scrolling}})
        if (wanted.isEmpty() || wanted.contains(QLatin1String(name)))
            (bench.*part)();
    return 0;
}
