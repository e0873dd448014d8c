// SPDX-License-Identifier: MIT
#include "refresh_text.h"

#include <QCoreApplication>
#include <QStringList>

namespace kanal::presenters
{

namespace
{

class Text
{
    Q_DECLARE_TR_FUNCTIONS(kanal::presenters::RefreshText)

public:
    static QString of(const session::KindReport &report)
    {
        if (report.error || report.heldBack || report.before == 0)
            return {};
        QStringList parts;
        if (report.added > 0)
            parts << tr("%n new", nullptr, int(report.added));
        if (report.gone > 0)
            parts << tr("%n gone", nullptr, int(report.gone));
        if (report.renamed > 0)
            parts << tr("%n renamed", nullptr, int(report.renamed));
        return parts.join(QStringLiteral(", "));
    }

    static QString of(const session::SyncReport &report)
    {
        const std::pair<const char *, QString> kinds[] = {
            {"live", tr("Channels: %1")}, {"movies", tr("Films: %1")}, {"series", tr("Series: %1")}};
        QStringList parts;
        for (const auto &[kind, sentence] : kinds)
            if (const auto mine = report.kinds.find(kind); mine != report.kinds.end())
                if (const QString text = of(mine->second); !text.isEmpty())
                    parts << sentence.arg(text);
        return parts.join(QStringLiteral(" · "));
    }
};

} // namespace

QString refreshText(const session::SyncReport &report)
{
    return Text::of(report);
}

} // namespace kanal::presenters
