// SPDX-License-Identifier: MIT
#include "spoken_time.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

namespace kanal::presenters
{

namespace
{

class Text
{
    Q_DECLARE_TR_FUNCTIONS(kanal::presenters::SpokenTime)
};

} // namespace

QString ageText(std::chrono::seconds age)
{
    const auto minutes = int(std::chrono::floor<std::chrono::minutes>(age).count());
    if (minutes < 1)
        return Text::tr("Updated just now");
    if (minutes < 60)
        return minutes == 1 ? Text::tr("Updated a minute ago") : Text::tr("Updated %n minutes ago", nullptr, minutes);
    const int hours = minutes / 60;
    if (hours < 48)
        return hours == 1 ? Text::tr("Updated an hour ago") : Text::tr("Updated %n hours ago", nullptr, hours);
    return Text::tr("Updated %n days ago", nullptr, hours / 24);
}

QString dateText(std::chrono::sys_seconds time)
{
    const QDateTime local = QDateTime::fromSecsSinceEpoch(time.time_since_epoch().count()).toLocalTime();
    return QLocale().toString(local.date(), QLocale::LongFormat);
}

} // namespace kanal::presenters
