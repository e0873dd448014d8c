// SPDX-License-Identifier: MIT
#include "refresh_summary.h"

#include <kanal/presenters/error_text.h>

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

#include <utility>

namespace kanal::presenters
{

namespace
{

class Words
{
    Q_DECLARE_TR_FUNCTIONS(kanal::presenters::RefreshSummary)
};

/// Not of what stayed as it was, nor of the first list of its kind: all of that is new.
bool tellsChanges(const session::KindReport &result)
{
    return !result.heldBack && !result.error && result.before > 0;
}

} // namespace

QString refreshSummary(const session::SyncReport &report, library::AdultEntries adult)
{
    const std::uint32_t hidden = adult == library::AdultEntries::Hidden ? 1 : 0;
    std::uint32_t added = 0, gone = 0, renamed = 0;
    for (const auto &[kind, result] : report.kinds) {
        if (!tellsChanges(result))
            continue;
        added += result.added - hidden * result.adultAdded;
        gone += result.gone - hidden * result.adultGone;
        renamed += result.renamed - hidden * result.adultRenamed;
    }
    const QString changes = changesText(added, gone, renamed);
    return changes.isEmpty() ? QString() : Words::tr("The lists were refreshed: %1.").arg(changes);
}

void addUp(session::SyncReport &sum, const session::SyncReport &next)
{
    for (const auto &[kind, result] : next.kinds) {
        session::KindReport &total = sum.kinds[kind];
        const session::KindReport earlier = std::exchange(total, result);
        if (!tellsChanges(earlier) || !tellsChanges(result))
            continue;
        for (const auto count :
             {&session::KindReport::added, &session::KindReport::gone, &session::KindReport::renamed,
              &session::KindReport::adultAdded, &session::KindReport::adultGone, &session::KindReport::adultRenamed})
            total.*count += earlier.*count;
    }
}

QString failureText(const std::map<std::string, Error> &failures)
{
    const auto movies = failures.find("movies"), series = failures.find("series");
    const bool both = movies != failures.end() && series != failures.end();
    if (both && movies->second.kind == series->second.kind)
        return Words::tr("Films and series could not be refreshed: %1").arg(errorText(movies->second).title);
    QStringList sentences;
    if (movies != failures.end())
        sentences << Words::tr("Films could not be refreshed: %1").arg(errorText(movies->second).title);
    if (series != failures.end())
        sentences << Words::tr("Series could not be refreshed: %1").arg(errorText(series->second).title);
    return sentences.join(QStringLiteral(" · "));
}

QString changesText(std::uint32_t added, std::uint32_t gone, std::uint32_t renamed)
{
    const QLocale locale;
    QStringList parts;
    if (added > 0)
        parts << Words::tr("%1 new").arg(locale.toString(added));
    if (gone > 0)
        parts << Words::tr("%1 gone").arg(locale.toString(gone));
    if (renamed > 0)
        parts << Words::tr("%1 renamed").arg(locale.toString(renamed));
    return parts.join(QStringLiteral(", "));
}

QString heldBackText(const std::map<std::string, session::KindReport> &heldBack)
{
    const QLocale locale;
    QStringList sentences;
    const auto say = [&](const char *kind, const QString &fewer, const QString &others) {
        const auto found = heldBack.find(kind);
        if (found == heldBack.end())
            return;
        const session::KindReport &list = found->second;
        const QString after = locale.toString(list.after), before = locale.toString(list.before);
        const bool shrank = std::uint64_t(list.after) * 5 < std::uint64_t(list.before) * 4; // as the store judges
        sentences << (shrank ? fewer.arg(after, before) : others.arg(after, before, locale.toString(list.gone)));
    };
    say("live", Words::tr("The panel now lists %1 channels; it had %2."),
        Words::tr("The panel now lists %1 other channels: of the %2 it had, %3 are gone."));
    say("movies", Words::tr("The panel now lists %1 films; it had %2."),
        Words::tr("The panel now lists %1 other films: of the %2 it had, %3 are gone."));
    say("series", Words::tr("The panel now lists %1 series; it had %2."),
        Words::tr("The panel now lists %1 other series: of the %2 it had, %3 are gone."));
    if (!sentences.isEmpty())
        sentences << Words::tr("Nothing was removed yet.");
    return sentences.join(QLatin1Char(' '));
}

QString progressText(const QString &kind, qint64 rows)
{
    if (rows <= 0)
        return {};
    const QString text = kind == QLatin1String("movies")   ? Words::tr("%1 films")
                         : kind == QLatin1String("series") ? Words::tr("%1 series")
                                                           : Words::tr("%1 channels");
    return text.arg(QLocale().toString(rows));
}

} // namespace kanal::presenters
