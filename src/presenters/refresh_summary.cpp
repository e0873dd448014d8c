// SPDX-License-Identifier: MIT
#include "refresh_summary.h"

#include <QCoreApplication>
#include <QStringList>

namespace kanal::presenters
{

namespace
{

class Words
{
    Q_DECLARE_TR_FUNCTIONS(kanal::presenters::RefreshSummary)
};

} // namespace

QString refreshSummary(const session::SyncReport &report)
{
    std::uint32_t added = 0, gone = 0, renamed = 0;
    for (const auto &[kind, result] : report.kinds) {
        if (result.heldBack || result.error)
            continue; // what is shown stayed as it was
        if (std::int64_t(result.added) == result.kept && result.gone == 0 && result.renamed == 0)
            continue; // the first list of this kind: all of it is new
        added += result.added;
        gone += result.gone;
        renamed += result.renamed;
    }
    QStringList parts;
    const auto say = [&parts](std::uint32_t count, const char *what) {
        if (count > 0)
            parts << QCoreApplication::translate("kanal::presenters::RefreshSummary", what, nullptr, int(count));
    };
    say(added, QT_TRANSLATE_NOOP("kanal::presenters::RefreshSummary", "%n new"));
    say(gone, QT_TRANSLATE_NOOP("kanal::presenters::RefreshSummary", "%n gone"));
    say(renamed, QT_TRANSLATE_NOOP("kanal::presenters::RefreshSummary", "%n renamed"));
    return parts.isEmpty() ? QString()
                           : Words::tr("The lists were refreshed: %1.").arg(parts.join(QStringLiteral(", ")));
}

} // namespace kanal::presenters
