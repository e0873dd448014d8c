// SPDX-License-Identifier: MIT
#include "age_text.h"

#include <QCoreApplication>

namespace kanal::presenters
{

namespace
{

class Text
{
    Q_DECLARE_TR_FUNCTIONS(kanal::presenters::AgeText)
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

} // namespace kanal::presenters
