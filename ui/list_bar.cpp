// SPDX-License-Identifier: MIT
#include "list_bar.h"

#include "icons.h"

#include <QActionGroup>
#include <QHBoxLayout>
#include <QLocale>
#include <QMenu>
#include <QToolButton>

namespace kanal::ui
{

using presenters::ListChips;
using presenters::ListSort;
using presenters::SortKey;

namespace
{

/// Names are no place for mnemonics.
QString literal(QString text)
{
    return text.replace(QLatin1Char('&'), QLatin1String("&&"));
}

QMenu *menuAt(QToolButton *button, const QString &name)
{
    auto *menu = new QMenu(button);
    menu->setObjectName(name);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    return menu;
}

QAction *addChoice(QMenu *menu, const QString &text, bool chosen)
{
    QAction *action = menu->addAction(literal(text));
    action->setCheckable(true);
    action->setChecked(chosen);
    if (chosen)
        menu->setActiveAction(action);
    return action;
}

void popUpUnder(QMenu *menu, QWidget *button)
{
    menu->popup(button->mapToGlobal(QPoint(0, button->height() + 4)));
}

QString decadeText(int decade)
{
    return ListBar::tr("%1s").arg(decade);
}

} // namespace

ListBar::ListBar(EntryKind kind, QWidget *parent)
    : QWidget(parent)
    , m_kind(kind)
    , m_sortButton(new QToolButton(this))
    , m_direction(new IconButton(QStringLiteral("chevron-up"), {}, this))
{
    setObjectName(QStringLiteral("listBar"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    m_sortButton->setObjectName(QStringLiteral("sortButton"));
    m_sortButton->setProperty("role", QStringLiteral("chip"));
    m_sortButton->setFocusPolicy(Qt::TabFocus);
    m_direction->setObjectName(QStringLiteral("directionButton"));
    m_direction->setIconSize({16, 16});
    row->addWidget(m_sortButton);
    row->addWidget(m_direction);
    row->addSpacing(8);

    m_favourites = addChip(QStringLiteral("favouritesChip"), QStringLiteral("star"), tr("Favourites"));
    connect(m_favourites, &QToolButton::clicked, this, [this](bool on) {
        m_chips.favourites = on;
        Q_EMIT chipsChosen(m_chips);
    });
    m_fresh = addChip(QStringLiteral("newChip"), {}, tr("New"));
    connect(m_fresh, &QToolButton::clicked, this, [this](bool on) {
        m_chips.fresh = on;
        Q_EMIT chipsChosen(m_chips);
    });
    if (kind == EntryKind::Live) {
        m_archive = addChip(QStringLiteral("archiveChip"), QStringLiteral("catchup"), tr("Catch-up"));
        connect(m_archive, &QToolButton::clicked, this, [this](bool on) {
            m_chips.archive = on;
            Q_EMIT chipsChosen(m_chips);
        });
    } else {
        m_unwatched = addChip(QStringLiteral("unwatchedChip"), {},
                              kind == EntryKind::Movie ? tr("Unwatched") : tr("Not started"));
        connect(m_unwatched, &QToolButton::clicked, this, [this](bool on) {
            m_chips.unwatched = on;
            Q_EMIT chipsChosen(m_chips);
        });
        m_genre = addChip(QStringLiteral("genreChip"), {}, tr("Genre"));
        m_decade = addChip(QStringLiteral("decadeChip"), {}, tr("Decade"));
        connect(m_genre, &QToolButton::clicked, this, &ListBar::openGenreMenu);
        connect(m_decade, &QToolButton::clicked, this, &ListBar::openDecadeMenu);
    }
    row->addStretch();
    connect(m_sortButton, &QToolButton::clicked, this, &ListBar::openSortMenu);
    connect(m_direction, &QToolButton::clicked, this, [this] { Q_EMIT sortChosen({m_sort.key, !m_sort.descending}); });
    render();
}

/// Channels stand in a narrow column: their chips are signs.
QToolButton *ListBar::addChip(const QString &name, const QString &sign, const QString &text)
{
    QToolButton *chip = nullptr;
    if (m_kind == EntryKind::Live && !sign.isEmpty()) {
        auto *button = new IconButton(sign, tr("Only: %1").arg(text), this);
        button->setIconSize({16, 16});
        chip = button;
    } else {
        chip = new QToolButton(this);
        chip->setText(text);
    }
    chip->setObjectName(name);
    chip->setCheckable(true);
    chip->setProperty("role", QStringLiteral("chip"));
    chip->setFocusPolicy(Qt::TabFocus);
    layout()->addWidget(chip);
    return chip;
}

void ListBar::setSort(const ListSort &sort)
{
    if (m_sort == sort)
        return;
    m_sort = sort;
    render();
}

void ListBar::setChips(const ListChips &chips)
{
    m_chips = chips;
    render();
}

void ListBar::setFacets(const QStringList &genres, const std::vector<int> &decades)
{
    if (m_genres == genres && m_decades == decades)
        return;
    m_genres = genres;
    m_decades = decades;
    render();
}

void ListBar::setFresh(int count)
{
    if (m_freshCount == count)
        return;
    m_freshCount = count;
    render();
}

void ListBar::render()
{
    m_sortButton->setText(presenters::sortName(m_sort.key) + QStringLiteral(" \u25be"));
    m_sortButton->setAccessibleName(tr("Sorted by %1").arg(presenters::sortName(m_sort.key)));
    m_sortButton->setToolTip(tr("Sort by …"));
    m_direction->setIconName(m_sort.descending ? QStringLiteral("chevron-down") : QStringLiteral("chevron-up"));
    m_direction->setTip(presenters::directionText(m_sort));
    m_favourites->setChecked(m_chips.favourites);
    m_fresh->setChecked(m_chips.fresh);
    m_fresh->setVisible(m_freshCount > 0 || m_chips.fresh);
    m_fresh->setToolTip(tr("Only what came into the list this week: %1").arg(QLocale().toString(m_freshCount)));
    m_fresh->setAccessibleName(tr("Only new ones, %1 this week").arg(QLocale().toString(m_freshCount)));
    if (m_archive)
        m_archive->setChecked(m_chips.archive);
    if (!m_genre)
        return;
    m_unwatched->setChecked(m_chips.unwatched);
    m_genre->setChecked(!m_chips.genre.isEmpty());
    m_genre->setText(literal(m_chips.genre.isEmpty() ? tr("Genre") : m_chips.genre) + QStringLiteral(" \u25be"));
    m_genre->setVisible(!m_genres.isEmpty() || !m_chips.genre.isEmpty());
    m_decade->setChecked(m_chips.decade != 0);
    m_decade->setText((m_chips.decade != 0 ? decadeText(m_chips.decade) : tr("Decade")) + QStringLiteral(" \u25be"));
    m_decade->setVisible(m_decades.size() > 1 || m_chips.decade != 0);
}

void ListBar::openSortMenu()
{
    QMenu *menu = menuAt(m_sortButton, QStringLiteral("sortMenu"));
    for (const SortKey key : presenters::sortKeys(m_kind))
        connect(addChoice(menu, presenters::sortName(key), key == m_sort.key), &QAction::triggered, this,
                [this, key] { Q_EMIT sortChosen(key == m_sort.key ? m_sort : presenters::firstSort(key)); });
    menu->addSeparator();
    for (const bool descending : {false, true}) {
        const ListSort sort{m_sort.key, descending};
        connect(addChoice(menu, presenters::directionText(sort), sort == m_sort), &QAction::triggered, this,
                [this, sort] { Q_EMIT sortChosen(sort); });
    }
    popUpUnder(menu, m_sortButton);
}

void ListBar::openGenreMenu()
{
    m_genre->setChecked(!m_chips.genre.isEmpty()); // the choice checks it, not the click
    QMenu *menu = menuAt(m_genre, QStringLiteral("genreMenu"));
    const auto choose = [this](const QString &genre) {
        m_chips.genre = genre;
        Q_EMIT chipsChosen(m_chips);
    };
    connect(addChoice(menu, tr("All genres"), m_chips.genre.isEmpty()), &QAction::triggered, this,
            [choose] { choose({}); });
    menu->addSeparator();
    QStringList genres = m_genres.mid(0, 24); // the most frequent, as people look for them: by name
    genres.sort(Qt::CaseInsensitive);
    for (const QString &genre : genres)
        connect(addChoice(menu, genre, genre == m_chips.genre), &QAction::triggered, this,
                [choose, genre] { choose(genre); });
    popUpUnder(menu, m_genre);
}

void ListBar::openDecadeMenu()
{
    m_decade->setChecked(m_chips.decade != 0);
    QMenu *menu = menuAt(m_decade, QStringLiteral("decadeMenu"));
    const auto choose = [this](int decade) {
        m_chips.decade = decade;
        Q_EMIT chipsChosen(m_chips);
    };
    connect(addChoice(menu, tr("All years"), m_chips.decade == 0), &QAction::triggered, this, [choose] { choose(0); });
    menu->addSeparator();
    for (const int decade : m_decades)
        connect(addChoice(menu, decadeText(decade), decade == m_chips.decade), &QAction::triggered, this,
                [choose, decade] { choose(decade); });
    popUpUnder(menu, m_decade);
}

} // namespace kanal::ui
