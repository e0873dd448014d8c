// SPDX-License-Identifier: MIT
#include "detail_page.h"

#include "backdrop.h"
#include "elided_text.h"
#include "episode_delegate.h"
#include "icons.h"
#include "poster_delegate.h"
#include "row_painting.h"
#include "row_pictures.h"
#include "state_view.h"
#include "theme.h"

#include <kanal/presenters/episode_list_model.h>
#include <kanal/presenters/image_store.h>
#include <kanal/presenters/title_presenter.h>

#include <QCoreApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace kanal::ui
{

using presenters::EpisodeListModel;
using presenters::PlayFrom;
using presenters::TitlePresenter;
using presenters::TitleState;

namespace
{

constexpr QSize kBackdrop(1280, 720);
constexpr int kMargin = 32;

QLabel *plainLabel(const QString &name, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // long texts must not widen the window
    return label;
}

ElidedText *textBlock(const QString &name, int lines, QPalette::ColorRole colour, QWidget *parent)
{
    auto *text = new ElidedText(lines, colour, parent);
    text->setObjectName(name);
    text->hide();
    return text;
}

} // namespace

DetailPage::DetailPage(TitlePresenter &title, presenters::ImageStore &images, QWidget *parent)
    : QWidget(parent)
    , m_title(title)
    , m_images(images)
{
    setObjectName(QStringLiteral("detailPage"));
    auto *rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 16, 0, 0);
    rows->setSpacing(0);
    m_back = new QPushButton(QLatin1Char(' ') + tr("Back"), this);
    m_back->setObjectName(QStringLiteral("detailBack"));
    m_back->setProperty("role", QStringLiteral("quiet"));
    m_back->setToolTip(tr("Back (Esc)"));
    auto *top = new QHBoxLayout;
    top->setContentsMargins(kMargin - 12, 0, kMargin, 8);
    top->addWidget(m_back);
    top->addStretch();
    rows->addLayout(top);
    rows->addWidget(makeHead());
    m_episodesPane = makeEpisodes();
    rows->addWidget(m_episodesPane, 1);
    rows->addStretch(0);
    connect(m_back, &QPushButton::clicked, this, &DetailPage::backRequested);
    connect(&title, &TitlePresenter::stateChanged, this, &DetailPage::render);
    connect(&images, &presenters::ImageStore::ready, this, [this](const QString &url) {
        if (url == m_title.state().posterUrl)
            renderPoster();
        if (url == m_title.state().backdropUrl)
            update();
    });
    render();
}

QWidget *DetailPage::makeHead()
{
    auto *head = new QWidget(this);
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(kMargin, 8, kMargin, 16);
    row->setSpacing(32);
    m_poster = new QLabel(head);
    m_poster->setObjectName(QStringLiteral("detailPoster"));
    row->addWidget(m_poster, 0, Qt::AlignTop | Qt::AlignLeft);
    row->addWidget(makeTexts(head), 1000);
    row->addStretch(1);
    return head;
}

QWidget *DetailPage::makeTexts(QWidget *parent)
{
    auto *texts = new QWidget(parent);
    texts->setMaximumWidth(860);
    auto *rows = new QVBoxLayout(texts);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(8);
    m_name = textBlock(QStringLiteral("detailTitle"), 2, QPalette::Text, texts);
    m_name->setFont(sized(font(), 30, Weight::Bold));
    m_facts = plainLabel(QStringLiteral("detailFacts"), texts);
    m_facts->setFont(sized(font(), 14, Weight::Medium));
    m_genre = plainLabel(QStringLiteral("detailGenre"), texts);
    m_genre->setProperty("role", QStringLiteral("secondary"));
    rows->addWidget(m_name);
    rows->addWidget(m_facts);
    rows->addWidget(m_genre);
    rows->addSpacing(8);
    rows->addWidget(makeButtons(texts));
    m_progress = new QProgressBar(texts);
    m_progress->setObjectName(QStringLiteral("detailProgress"));
    m_progress->setAccessibleName(tr("Watched so far"));
    m_progress->setRange(0, 1000);
    m_progress->setTextVisible(false);
    m_progress->setFixedWidth(320);
    rows->addWidget(m_progress);
    rows->addSpacing(8);
    m_plot = textBlock(QStringLiteral("detailPlot"), 8, QPalette::Text, texts);
    m_plot->setFont(sized(font(), 14));
    m_director = textBlock(QStringLiteral("detailDirector"), 1, QPalette::PlaceholderText, texts);
    m_cast = textBlock(QStringLiteral("detailCast"), 2, QPalette::PlaceholderText, texts);
    m_country = textBlock(QStringLiteral("detailCountry"), 1, QPalette::PlaceholderText, texts);
    rows->addWidget(m_plot);
    rows->addSpacing(4);
    for (ElidedText *text : {m_director, m_cast, m_country})
        rows->addWidget(text);
    m_busy = new QProgressBar(texts);
    m_busy->setObjectName(QStringLiteral("detailBusy"));
    m_busy->setAccessibleName(tr("Loading details"));
    m_busy->setRange(0, 0);
    m_busy->setTextVisible(false);
    m_busy->setFixedWidth(160);
    QSizePolicy keep = m_busy->sizePolicy();
    keep.setRetainSizeWhenHidden(true); // nothing jumps when the answer comes
    m_busy->setSizePolicy(keep);
    rows->addWidget(m_busy);
    m_error = new QWidget(texts);
    m_error->setObjectName(QStringLiteral("detailError"));
    auto *errorRow = new QHBoxLayout(m_error);
    errorRow->setContentsMargins(0, 0, 0, 0);
    m_errorText = new QLabel(m_error);
    m_errorText->setObjectName(QStringLiteral("detailErrorText"));
    m_errorText->setTextFormat(Qt::PlainText);
    m_errorText->setWordWrap(true);
    m_errorText->setProperty("role", QStringLiteral("caution"));
    auto *retry = new QPushButton(tr("Retry"), m_error);
    retry->setObjectName(QStringLiteral("detailRetry"));
    retry->setProperty("role", QStringLiteral("link"));
    connect(retry, &QPushButton::clicked, &m_title, &TitlePresenter::retry);
    errorRow->addWidget(m_errorText, 1);
    errorRow->addWidget(retry);
    rows->addWidget(m_error);
    rows->addStretch();
    return texts;
}

QWidget *DetailPage::makeButtons(QWidget *parent)
{
    auto *buttons = new QWidget(parent);
    auto *row = new QHBoxLayout(buttons);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    m_play = new QPushButton(buttons);
    m_play->setObjectName(QStringLiteral("detailPlay"));
    m_play->setProperty("role", QStringLiteral("primary"));
    m_play->setIconSize({16, 16});
    m_fromStart = new QPushButton(tr("From the beginning"), buttons);
    m_fromStart->setObjectName(QStringLiteral("fromStartButton"));
    m_favourite = new IconButton(QStringLiteral("star"), tr("Favourite (B)"), buttons);
    m_favourite->setObjectName(QStringLiteral("detailFavourite"));
    m_favourite->setIconSize({20, 20});
    row->addWidget(m_play);
    row->addWidget(m_fromStart);
    row->addWidget(m_favourite);
    row->addStretch();
    connect(m_play, &QPushButton::clicked, this, [this] { m_title.play(PlayFrom::WhereLeft); });
    connect(m_fromStart, &QPushButton::clicked, this, [this] { m_title.play(PlayFrom::Beginning); });
    connect(m_favourite, &QToolButton::clicked, &m_title, &TitlePresenter::toggleFavourite);
    for (QWidget *button : std::initializer_list<QWidget *>{m_play, m_fromStart, m_favourite})
        button->installEventFilter(this);
    return buttons;
}

QWidget *DetailPage::makeEpisodes()
{
    auto *pane = new QWidget(this);
    pane->setObjectName(QStringLiteral("episodesPane"));
    pane->setAttribute(Qt::WA_StyledBackground);
    auto *rows = new QVBoxLayout(pane);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    auto *top = new QHBoxLayout;
    top->setContentsMargins(kMargin, 12, kMargin, 8);
    top->setSpacing(12);
    m_season = new QToolButton(pane);
    m_season->setObjectName(QStringLiteral("seasonButton"));
    m_season->setProperty("role", QStringLiteral("chip"));
    m_season->setFocusPolicy(Qt::TabFocus);
    m_season->installEventFilter(this);
    m_seasonCount = plainLabel(QStringLiteral("seasonCount"), pane);
    m_seasonCount->setProperty("role", QStringLiteral("caption"));
    top->addWidget(m_season);
    top->addWidget(m_seasonCount, 1);
    rows->addLayout(top);
    m_stack = new QStackedWidget(pane);
    m_episodes = new QListView(m_stack);
    m_episodes->setObjectName(QStringLiteral("episodeList"));
    m_episodes->setAccessibleName(tr("Episodes"));
    m_episodes->setModel(&m_title.episodes());
    m_episodes->setItemDelegate(new EpisodeDelegate(&m_images, m_episodes));
    setSeeThrough(*m_episodes);
    m_episodes->setUniformItemSizes(true);
    m_episodes->setVerticalScrollMode(QListView::ScrollPerPixel);
    m_episodes->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_episodes->setMouseTracking(true);
    m_episodes->viewport()->setAttribute(Qt::WA_Hover);
    m_episodes->installEventFilter(this);
    m_stateView = new StateView(m_stack);
    m_stack->addWidget(m_episodes);
    m_stack->addWidget(m_stateView);
    rows->addWidget(m_stack, 1);
    connect(m_season, &QToolButton::clicked, this, &DetailPage::openSeasonMenu);
    connect(m_episodes, &QListView::doubleClicked, this, &DetailPage::activateEpisode);
    connect(m_stateView, &StateView::actionRequested, this, [this] {
        if (m_title.state().needsSignIn)
            Q_EMIT signInRequested();
        else
            m_title.retry();
    });
    new RowPictures(*m_episodes, m_images, [this](const QModelIndex &index) {
        return RowPicture{{index.data(EpisodeListModel::ImageRole).toString(), {}},
                          EpisodeDelegate::pictureSize(devicePixelRatioF())};
    });
    return pane;
}

bool DetailPage::run(Command command)
{
    if (command != Command::Favourite)
        return false;
    m_title.toggleFavourite();
    return true;
}

void DetailPage::enter()
{
    m_play->isEnabled() ? m_play->setFocus(Qt::TabFocusReason) : m_back->setFocus(Qt::OtherFocusReason);
}

void DetailPage::render()
{
    const TitleState &state = m_title.state();
    const bool series = state.key.kind == EntryKind::Series;
    m_name->setText(state.name);
    m_facts->setText(state.facts);
    m_facts->setVisible(!state.facts.isEmpty());
    m_genre->setText(state.genre);
    m_genre->setVisible(!state.genre.isEmpty());
    const bool couldFocus = m_play->isEnabled();
    m_play->setText(QLatin1Char(' ') + (state.playText.isEmpty() ? tr("Play") : state.playText));
    m_play->setEnabled(!state.playText.isEmpty());
    if (!couldFocus && m_play->isEnabled() && m_back->hasFocus())
        m_play->setFocus(Qt::TabFocusReason); // it was not there when the page was entered
    m_fromStart->setVisible(state.resumeMs > 0);
    m_progress->setVisible(state.progress > 0);
    m_progress->setValue(int(state.progress * 1000));
    m_favourite->setIconName(state.favourite ? QStringLiteral("star-filled") : QStringLiteral("star"));
    m_favourite->setTint(state.favourite ? QPalette::LinkVisited : QPalette::Text, QPalette::Link);
    m_favourite->setTip(state.favourite ? tr("No longer a favourite (B)") : tr("Favourite (B)"));
    m_plot->setText(state.plot);
    m_director->setText(state.director.isEmpty() ? QString() : tr("Director:  %1").arg(state.director));
    m_cast->setText(state.cast.isEmpty() ? QString() : tr("Cast:  %1").arg(state.cast));
    m_country->setText(state.country.isEmpty() || series ? QString() : tr("Country:  %1").arg(state.country));
    m_busy->setVisible(state.loading);
    m_error->setVisible(state.error && (!series || !state.seasons.empty()));
    if (state.error)
        m_errorText->setText(tr("More could not be loaded. %1").arg(state.error->title));
    m_back->setIcon(icon(QStringLiteral("back"), Tokens::of(palette()).text));
    m_play->setIcon(icon(QStringLiteral("play"),
                         m_play->isEnabled() ? Tokens::of(palette()).onAccent : Tokens::of(palette()).disabled));
    m_episodesPane->setVisible(series);
    renderEpisodes(state);
    fit();
    renderPoster();
    update();
}

void DetailPage::renderEpisodes(const TitleState &state)
{
    if (state.key.kind != EntryKind::Series)
        return;
    const bool any = !state.seasons.empty();
    m_season->setVisible(any);
    m_seasonCount->setVisible(any);
    if (any) {
        const presenters::SeasonView &season = state.seasons[std::size_t(state.season)];
        m_season->setText(season.name + QStringLiteral(" \u25be"));
        m_season->setAccessibleName(season.name);
        m_seasonCount->setText(season.episodes == 1 ? tr("1 episode") : tr("%1 episodes").arg(season.episodes));
        const QModelIndex chosen = m_title.episodes().index(m_title.episodes().rowOf(state.playEpisode).value_or(0), 0);
        if (!m_episodes->currentIndex().isValid()) {
            m_episodes->setCurrentIndex(chosen);
            m_episodes->scrollTo(chosen);
        }
        m_stack->setCurrentWidget(m_episodes);
        return;
    }
    StateFace face;
    if (state.loading)
        face = {.title = tr("Loading episodes"), .message = tr("Asking the server …"), .busy = true};
    else if (state.error)
        face = {.iconName = QStringLiteral("warning"),
                .title = state.error->title,
                .message = state.error->message,
                .details = state.error->details,
                .action = state.needsSignIn ? tr("Sign in again") : tr("Retry"),
                .actionName = QStringLiteral("retryEpisodesButton")};
    else
        face = {.iconName = QStringLiteral("series"),
                .title = tr("No episodes"),
                .message = tr("The server lists no episodes of this series."),
                .action = tr("Ask again"),
                .actionName = QStringLiteral("retryEpisodesButton")};
    m_stateView->setFace(face);
    m_stack->setCurrentWidget(m_stateView);
}

QSize DetailPage::posterSize() const
{
    // A series leaves room for its episodes.
    const bool series = m_title.state().key.kind == EntryKind::Series;
    const int tall = series ? qBound(180, QWidget::height() * 3 / 10, 300) : qBound(240, QWidget::height() / 2, 480);
    return {tall * 2 / 3, tall};
}

void DetailPage::fit()
{
    const QSize size = posterSize();
    const bool series = m_title.state().key.kind == EntryKind::Series;
    m_plot->setLines(series ? (QWidget::height() > 900 ? 4 : 3) : (QWidget::height() > 900 ? 12 : 7));
    m_cast->setLines(series ? 1 : 3);
    if (m_poster->size() != size) {
        m_poster->setFixedSize(size);
        renderPoster();
    }
}

void DetailPage::renderPoster()
{
    const TitleState &state = m_title.state();
    const QSize size = posterSize();
    const double ratio = devicePixelRatioF();
    QPixmap pixmap(size * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setFont(font());
    const QRectF box{QPointF(), QSizeF(size)};
    const QImage poster =
        state.posterUrl.isEmpty() ? QImage() : m_images.image(state.posterUrl, (QSizeF(320, 480) * ratio).toSize());
    if (poster.isNull())
        paintPosterStandIn(painter, box, state.initials, state.name, metrics::kDialogRadius);
    else
        paintCover(painter, box, poster, metrics::kDialogRadius);
    painter.end();
    m_poster->setPixmap(pixmap);
    m_poster->setAccessibleName(tr("Poster of %1").arg(state.name));
}

QRect DetailPage::backdropBox() const
{
    const bool series = m_title.state().key.kind == EntryKind::Series;
    const int bottom = series ? m_episodesPane->y() : height();
    return {0, 0, width(), qMax(1, bottom)};
}

void DetailPage::paintEvent(QPaintEvent * /*event*/)
{
    const TitleState &state = m_title.state();
    const Tokens tokens = Tokens::of(palette());
    QPainter painter(this);
    painter.fillRect(rect(), tokens.window);
    if (state.backdropUrl.isEmpty())
        return;
    const QImage image = m_images.image(state.backdropUrl, kBackdrop);
    if (image.isNull())
        return;
    paintBackdrop(painter, backdropBox(), image, tokens);
}

void DetailPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fit();
}

void DetailPage::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_stack)
        render();
}

void DetailPage::openSeasonMenu()
{
    const TitleState &state = m_title.state();
    auto *menu = new QMenu(m_season);
    menu->setObjectName(QStringLiteral("seasonMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (int i = 0; i < int(state.seasons.size()); ++i) {
        const presenters::SeasonView &season = state.seasons[std::size_t(i)];
        QAction *action = menu->addAction(QStringLiteral("%1  ·  %2").arg(season.name).arg(season.episodes));
        action->setCheckable(true);
        action->setChecked(i == state.season);
        if (i == state.season)
            menu->setActiveAction(action);
        connect(action, &QAction::triggered, this, [this, i] {
            m_title.setSeason(i);
            m_episodes->setFocus(Qt::OtherFocusReason);
        });
    }
    menu->popup(m_season->mapToGlobal(QPoint(0, m_season->height() + 4)));
}

/// An episode that was left in the middle asks where to go on.
void DetailPage::activateEpisode(const QModelIndex &index)
{
    const QString id = index.data(EpisodeListModel::IdRole).toString();
    if (id.isEmpty())
        return;
    if (index.data(EpisodeListModel::ResumeRole).toLongLong() <= 0) {
        m_title.playEpisode(id, PlayFrom::Beginning);
        return;
    }
    auto *menu = new QMenu(m_episodes);
    menu->setObjectName(QStringLiteral("resumeMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction *resume = menu->addAction(tr("Resume at %1").arg(index.data(EpisodeListModel::ResumeTextRole).toString()));
    resume->setObjectName(QStringLiteral("resumeAction"));
    connect(resume, &QAction::triggered, this, [this, id] { m_title.playEpisode(id, PlayFrom::WhereLeft); });
    connect(menu->addAction(tr("From the beginning")), &QAction::triggered, this,
            [this, id] { m_title.playEpisode(id, PlayFrom::Beginning); });
    menu->setActiveAction(resume);
    menu->popup(m_episodes->viewport()->mapToGlobal(m_episodes->visualRect(index).topLeft() + QPoint(180, 40)));
}

bool DetailPage::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    if (watched == m_episodes) {
        if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
            activateEpisode(m_episodes->currentIndex());
            return true;
        }
        if (key->key() == Qt::Key_Up && m_episodes->currentIndex().row() <= 0) {
            m_play->setFocus(Qt::BacktabFocusReason);
            return true;
        }
        const QString text = key->text();
        const bool sign = !text.isEmpty() && text.at(0).isPrint() && key->key() != Qt::Key_Space;
        return sign && QCoreApplication::sendEvent(window(), event);
    }
    if (key->key() == Qt::Key_Down && m_episodes->isVisible()) {
        m_episodes->setFocus(Qt::TabFocusReason);
        return true;
    }
    if ((key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter)) {
        static_cast<QAbstractButton *>(watched)->click(); // a button hears only the space bar by itself
        return true;
    }
    return false;
}

} // namespace kanal::ui
