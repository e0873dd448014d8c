// SPDX-License-Identifier: MIT
// UTF-8 of the lower rooms to QString and back: only for what is on screen.
#pragma once

#include <QString>

#include <string>
#include <string_view>

namespace kanal::presenters
{

inline QString toQString(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), qsizetype(utf8.size()));
}

inline std::string toUtf8(const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    return {bytes.constData(), std::size_t(bytes.size())};
}

/// The name of a film without the year panels repeat at its end ("Moon Castle (1999)"), where the year is known.
inline QString shownName(std::string_view name, int year)
{
    QString text = toQString(name);
    if (year <= 0)
        return text;
    const QString end = QStringLiteral("(%1)").arg(year);
    if (text.endsWith(end) && text.size() > end.size())
        text = text.chopped(end.size()).trimmed();
    return text;
}

} // namespace kanal::presenters
