// SPDX-License-Identifier: MIT
#include <kanal/presenters/list_sort.h>

#include <QCoreApplication>
#include <QStringList>

#include <array>
#include <utility>

namespace kanal::presenters
{

namespace
{

struct SortWords {
    Q_DECLARE_TR_FUNCTIONS(kanal::presenters::SortWords)
};

constexpr std::array<std::pair<SortKey, const char *>, 6> kKeys{{{SortKey::Listed, "listed"},
                                                                 {SortKey::Number, "number"},
                                                                 {SortKey::Name, "name"},
                                                                 {SortKey::Added, "added"},
                                                                 {SortKey::Rating, "rating"},
                                                                 {SortKey::Year, "year"}}};

} // namespace

std::vector<SortKey> sortKeys(EntryKind kind)
{
    if (kind == EntryKind::Live)
        return {SortKey::Listed, SortKey::Number, SortKey::Name, SortKey::Added};
    return {SortKey::Listed, SortKey::Number, SortKey::Name, SortKey::Added, SortKey::Rating, SortKey::Year};
}

QString sortName(SortKey key)
{
    switch (key) {
    case SortKey::Listed:
        return SortWords::tr("Default");
    case SortKey::Number:
        return SortWords::tr("Number");
    case SortKey::Name:
        return SortWords::tr("Name");
    case SortKey::Added:
        return SortWords::tr("Date added");
    case SortKey::Rating:
        return SortWords::tr("Rating");
    case SortKey::Year:
        return SortWords::tr("Year");
    }
    Q_UNREACHABLE();
}

ListSort firstSort(SortKey key)
{
    return {key, key == SortKey::Added || key == SortKey::Rating || key == SortKey::Year};
}

QString directionText(const ListSort &sort)
{
    switch (sort.key) {
    case SortKey::Listed:
        return sort.descending ? SortWords::tr("Provider's order, reversed") : SortWords::tr("Provider's order");
    case SortKey::Number:
        return sort.descending ? SortWords::tr("Highest number first") : SortWords::tr("Lowest number first");
    case SortKey::Name:
        return sort.descending ? SortWords::tr("Z to A") : SortWords::tr("A to Z");
    case SortKey::Added:
    case SortKey::Year:
        return sort.descending ? SortWords::tr("Newest first") : SortWords::tr("Oldest first");
    case SortKey::Rating:
        return sort.descending ? SortWords::tr("Best first") : SortWords::tr("Worst first");
    }
    Q_UNREACHABLE();
}

QString sortText(const ListSort &sort)
{
    for (const auto &[key, word] : kKeys)
        if (key == sort.key)
            return (sort.descending ? QStringLiteral("-") : QString()) + QLatin1String(word);
    Q_UNREACHABLE();
}

ListSort sortOfText(const QString &text)
{
    const bool descending = text.startsWith(QLatin1Char('-'));
    const QString name = descending ? text.mid(1) : text;
    for (const auto &[key, word] : kKeys)
        if (name == QLatin1String(word))
            return {key, descending};
    return {};
}

QString chipsText(const ListChips &chips)
{
    QStringList parts;
    if (chips.favourites)
        parts << QStringLiteral("favourites");
    if (chips.unwatched)
        parts << QStringLiteral("unwatched");
    if (chips.archive)
        parts << QStringLiteral("archive");
    if (chips.fresh)
        parts << QStringLiteral("new");
    if (chips.decade != 0)
        parts << QStringLiteral("decade=%1").arg(chips.decade);
    if (!chips.genre.isEmpty())
        parts << QStringLiteral("genre=") + chips.genre;
    return parts.join(QLatin1Char('\n'));
}

ListChips chipsOfText(const QString &text)
{
    ListChips chips;
    for (const QString &part : text.split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
        chips.favourites |= part == QLatin1String("favourites");
        chips.unwatched |= part == QLatin1String("unwatched");
        chips.archive |= part == QLatin1String("archive");
        chips.fresh |= part == QLatin1String("new");
        if (part.startsWith(QLatin1String("decade=")))
            chips.decade = part.mid(7).toInt();
        if (part.startsWith(QLatin1String("genre=")))
            chips.genre = part.mid(6);
    }
    return chips;
}

ListPlace placeOf(const QString &categoryKey, const ListSort &sort)
{
    if (categoryKey == QLatin1String("favourites"))
        return sort == ListSort{} ? ListPlace::Favourites : ListPlace::SortedFavourites;
    return categoryKey == QLatin1String("hidden") ? ListPlace::Hidden : ListPlace::List;
}

} // namespace kanal::presenters
