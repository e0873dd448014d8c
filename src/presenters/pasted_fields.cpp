// SPDX-License-Identifier: MIT
#include "pasted_fields.h"

#include "text.h"

#include <kanal/core/url.h>

#include <QRegularExpression>
#include <QStringList>

namespace kanal::presenters
{

namespace
{

/// The base address of a panel out of one of its links: without the script and the stream paths that hold the
/// credentials.
QString baseOf(const Url &url)
{
    static const QRegularExpression tail(
        QStringLiteral("/(?:[\\w-]+\\.php|live/.*|movie/.*|series/.*|timeshift/.*|playlist/.*|c/?)$"));
    QString path = toQString(url.path);
    path.remove(tail);
    while (path.endsWith(u'/'))
        path.chop(1);
    return toQString(url.origin()) + path;
}

PastedFields readLink(const Url &url)
{
    PastedFields fields{baseOf(url), toQString(url.queryValue("username")), toQString(url.queryValue("password"))};
    static const QRegularExpression streamPath(
        QStringLiteral("/(?:live|movie|series|playlist)/([^/]+)/([^/]+)(?:/|$)"));
    const QRegularExpressionMatch match = streamPath.match(toQString(url.path));
    if (fields.user.isEmpty() && match.hasMatch()) {
        fields.user = toQString(percentDecode(toUtf8(match.captured(1))));
        fields.password = toQString(percentDecode(toUtf8(match.captured(2))));
    }
    return fields;
}

QString labelled(const QString &text, const QString &labels)
{
    const QRegularExpression line(QStringLiteral("(?:^|[\\s*•-])(?:%1)\\s*[:=]\\s*(\\S+)").arg(labels),
                                  QRegularExpression::CaseInsensitiveOption | QRegularExpression::MultilineOption);
    return line.match(text).captured(1);
}

/// The first link that holds the credentials, else the first one at all.
PastedFields bestLink(const QString &text)
{
    static const QRegularExpression link(QStringLiteral("https?://[^\\s<>\"']+"),
                                         QRegularExpression::CaseInsensitiveOption);
    PastedFields best;
    for (auto matches = link.globalMatch(text); matches.hasNext() && best.user.isEmpty();) {
        const Result<Url> url = Url::parse(toUtf8(matches.next().captured()));
        const PastedFields found = url ? readLink(*url) : PastedFields{};
        if (best.server.isEmpty() || !found.user.isEmpty())
            best = found;
    }
    return best;
}

} // namespace

PastedFields readPastedFields(const QString &text)
{
    PastedFields fields = bestLink(text);
    if (!fields.user.isEmpty())
        return fields;
    fields.user = labelled(text, QStringLiteral("user\\s?name|user|login|benutzer(?:name)?|usuario|utilisateur"));
    fields.password = labelled(text, QStringLiteral("pass(?:word|wort)?|kennwort|contraseña|mot de passe"));
    if (const QString server = labelled(text, QStringLiteral("server|host|portal|dns")); !server.isEmpty()) {
        const PastedFields link = bestLink(server); // says more than the provider's home page beside it
        fields.server = link.server.isEmpty() ? server : link.server;
    } else if (fields.server.isEmpty() && !text.contains(QRegularExpression(QStringLiteral("\\s")))) {
        fields.server = text;
    }
    return fields;
}

} // namespace kanal::presenters
