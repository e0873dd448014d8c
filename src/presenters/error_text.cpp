// SPDX-License-Identifier: MIT
#include "spoken_time.h"
#include "text.h"

#include <kanal/core/redact.h>
#include <kanal/presenters/error_text.h>

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace kanal::presenters
{

namespace
{

class Text
{
    Q_DECLARE_TR_FUNCTIONS(kanal::presenters::ErrorText)

public:
    static ErrorText of(const Error &error);
    static ErrorText ofPlayback(const Error &error, const QString &title, Watched what);
    static QString ofNotice(const std::string &notice);

private:
    static QString wait(const Error &error);
    static QString details(const Error &error);
    static QString server(const Error &error);
    static QString aboutCredentials(const Error &error);
    static ErrorText aboutProxy(const Error &error);
    static QString aboutStatus(int status, const QString &channel);
    static ErrorText aboutFormat(const Error &error, const QString &name);
    static ErrorText sentence(const Error &error);
    static ErrorText playbackSentence(const Error &error, const QString &title, Watched what);
};

/// When to try again, as the server asked for it.
QString Text::wait(const Error &error)
{
    if (!error.retryAfter || error.retryAfter->count() <= 0)
        return tr("Wait a few minutes, then try again.");
    const auto seconds = error.retryAfter->count();
    if (seconds < 90)
        return tr("Try again in %n seconds.", nullptr, int(std::max<std::int64_t>(seconds, 2)));
    const auto minutes = (seconds + 59) / 60;
    if (minutes <= 120)
        return tr("Try again in %n minutes.", nullptr, int(minutes));
    if (minutes < std::int64_t(24) * 60)
        return tr("Try again in %n hours.", nullptr, int((minutes + 59) / 60));
    return tr("Try again tomorrow."); // whoever asks for more is not believed
}

QString Text::details(const Error &error)
{
    QStringList parts{toQString(errorKindName(error.kind))};
    if (error.httpStatus)
        parts << QStringLiteral("HTTP %1").arg(error.httpStatus);
    if (!error.subject.empty())
        parts << toQString(redact(error.subject));
    if (!error.detail.empty())
        parts << toQString(redact(error.detail));
    if (!error.proxy.empty())
        parts << QStringLiteral("proxy %1").arg(toQString(redact(error.proxy)));
    if (!error.fingerprint.empty())
        parts << QStringLiteral("SHA-256 %1").arg(toQString(error.fingerprint));
    return parts.join(QStringLiteral(" · "));
}

/// The host the error is about, or words that stand for it.
QString Text::server(const Error &error)
{
    return error.subject.empty() ? tr("the server") : toQString(redact(error.subject));
}

QString Text::aboutCredentials(const Error &error)
{
    // Only `auth: 0` is a plain "wrong password". A bare 403 or 404 is also how panels turn away an address or a player
    // they dislike.
    if (error.httpStatus == 0 || error.httpStatus == 200 || error.httpStatus == 401)
        return tr("%1 does not accept this user name and password. Check both for typing mistakes, capital letters and "
                  "blanks, or copy them again from your provider’s message.")
            .arg(server(error));
    return tr("%1 turned the sign-in away (HTTP %2). Check the user name, the password and the address. If they are "
              "right, "
              "your provider may block this network: try without a VPN, or ask them.")
        .arg(server(error), QString::number(error.httpStatus));
}

ErrorText Text::aboutProxy(const Error &error)
{
    const QString proxy = toQString(redact(error.proxy));
    if (error.httpStatus == 407)
        return {tr("The proxy wants a sign-in"),
                tr("The proxy %1 asks for a user name and a password. Write them into its address in Settings, under "
                   "Network: user:password@%1")
                    .arg(proxy),
                {}};
    if (error.kind == ErrorKind::Unsupported)
        return {tr("This proxy cannot be used"),
                tr("Kanal goes through http and socks5 proxies, and %1 is set up as something else. Choose another one "
                   "in Settings, under Network.")
                    .arg(proxy),
                {}};
    return {tr("The proxy lets nothing through"),
            tr("The connection goes through the proxy %1, and it does not answer or refuses. Check that it runs, or "
               "choose another one, or none, in Settings, under Network.")
                .arg(proxy),
            {}};
}

ErrorText Text::sentence(const Error &error)
{
    if (!error.proxy.empty())
        return aboutProxy(error);
    const QString host = server(error);
    switch (error.kind) {
    case ErrorKind::Address:
        if (error.subject == subjects::kRedirect)
            return {tr("The server leads somewhere else"),
                    tr("It sent Kanal on to an address Kanal does not open, such as a file of this computer or a "
                       "device at home. Check the server’s address, or ask your provider."),
                    {}};
        return {
            tr("That is not a server address"),
            tr("Enter the address as your provider gave it, for example http://example.org:8080, or paste the whole "
               "link or message."),
            {}};
    case ErrorKind::NameNotFound:
        return {
            tr("Server name not found"),
            tr("No computer with the name %1 is known. Check the spelling and that you are online; your provider may "
               "also have moved to a new address.")
                .arg(host),
            {}};
    case ErrorKind::Refused:
        return {tr("Nobody answers at this address"),
                tr("%1 is there but refuses the connection. Check the port number after the colon, or try again later.")
                    .arg(host),
                {}};
    case ErrorKind::Timeout:
        return {tr("The server did not answer in time"),
                tr("%1 took too long. It may be busy, down, or blocked in this network. Try again, or without a VPN.")
                    .arg(host),
                {}};
    case ErrorKind::Tls:
        return {
            tr("The certificate is not trusted"),
            error.fingerprint.empty()
                ? tr("A safe connection to %1 could not be made. Check this computer’s date and time, or ask your "
                     "provider for a working address.")
                      .arg(host)
                : tr("%1 shows a certificate that cannot be verified: it is expired, self-signed or made for another "
                     "host. Go on only if your provider confirms its fingerprint.")
                      .arg(host),
            {}};
    case ErrorKind::WebPage:
        return {
            tr("A web page answered instead"),
            tr("%1 sent a web page, not a panel’s answer. Sign in to this network’s hotspot if it has one; else the "
               "address is another one, or your provider blocks this network or player.")
                .arg(host),
            {}};
    case ErrorKind::Credentials:
        return {tr("Wrong user name or password"), aboutCredentials(error), {}};
    case ErrorKind::Expired:
        return {tr("The account has expired"),
                error.when ? tr("It ran out on %1. Renew it with your provider, then check the account again.")
                                 .arg(dateText(*error.when))
                           : tr("Renew it with your provider, then check the account again."),
                {}};
    case ErrorKind::Disabled:
        return {tr("The account is disabled"),
                tr("Your provider has disabled or banned this account. Only they can enable it: contact them."),
                {}};
    case ErrorKind::Connections:
        return {
            tr("All connections are in use"),
            tr("This account already plays as many streams as it may. Stop one on another device, wait a moment, then "
               "try again."),
            {}};
    case ErrorKind::RateLimited:
        return {tr("Too many requests"), tr("%1 asks us to slow down.").arg(host) + u' ' + wait(error), {}};
    case ErrorKind::BadAnswer:
        return {tr("The answer could not be read"),
                tr("%1 sent something Kanal does not understand or only a part of it. Try again; if it stays, send the "
                   "details to your provider.")
                    .arg(host),
                {}};
    case ErrorKind::ServerError:
        return {tr("The server has a problem"),
                tr("%1 reports an error of its own. That is usually over in a few minutes: try again later.").arg(host),
                {}};
    case ErrorKind::Network:
        return {tr("The connection failed"),
                tr("The connection to %1 broke. Check that you are online, then try again.").arg(host),
                {}};
    case ErrorKind::NotFound:
        if (error.subject == "password")
            return {tr("Password needed"),
                    tr("The password of this account is not stored on this computer. Sign in again to go on."),
                    {}};
        if (error.subject == subjects::kAccount)
            return {tr("No account yet"),
                    tr("Add an account first, with the address, user name and password your provider gave you."),
                    {}};
        if (error.subject == subjects::kList)
            return {tr("The server refuses this list"),
                    tr("Your sign-in works, but the server does not give this list to your account. It may not be in "
                       "your subscription: ask your provider."),
                    {}};
        return {tr("Not found"),
                error.subject.empty()
                    ? tr("What you asked for is not there (any more). Refresh the list, then try again.")
                    : tr("There is no “%1” (any more). Refresh the list, then try again.").arg(host),
                {}};
    case ErrorKind::Unsupported:
        return {tr("Kanal cannot play this"),
                error.subject.empty() ? tr("Its format is not supported. Ask your provider for another one.")
                                      : tr("%1 is not supported. Ask your provider for another format.").arg(host),
                {}};
    case ErrorKind::Storage:
        if (error.subject == "keychain")
            return {tr("The keychain does not work"),
                    tr("The password could not be kept in or read from this computer’s keychain. Unlock it or start "
                       "its service, then try again; or let Kanal keep the password in a file."),
                    {}};
        return {
            tr("Cannot save on this computer"),
            error.subject.empty()
                ? tr("The disk may be full, read-only or damaged. Free some space and check the permissions, then "
                     "start Kanal again.")
                : tr("%1 could not be used: the disk may be full, read-only or damaged. Free some space and check the "
                     "permissions, then start Kanal again.")
                      .arg(host),
            {}};
    case ErrorKind::Cancelled:
        return {tr("Cancelled"), tr("You stopped this before it was done. Start it again whenever you like."), {}};
    }
    Q_UNREACHABLE();
}

/// Refusals whose number says more than their kind; empty: none of those.
QString Text::aboutStatus(int status, const QString &channel)
{
    switch (status) {
    case 401:
    case 403:
        return tr("The server does not let this account play “%1”. It may not be in your subscription, or this network "
                  "is "
                  "blocked: try without a VPN, or ask your provider.")
            .arg(channel);
    case 405:
    case 415:
    case 501:
        return tr("The server does not offer “%1” in this stream format. Ask your provider which formats your account "
                  "has.")
            .arg(channel);
    case 406:
    case 410:
        return tr("The server says that “%1” is not available any more. Refresh the list.").arg(channel);
    case 456:
    case 459:
    case 461:
    case 462:
    case 884:
        return tr("The server refuses “%1” with its own code %2. Usually it dislikes this network, VPN or player: ask "
                  "your "
                  "provider what the code means.")
            .arg(channel, QString::number(status));
    default:
        return {};
    }
}

ErrorText Text::aboutFormat(const Error &error, const QString &name)
{
    if (error.subject == subjects::kEncryption)
        return {tr("This channel is encrypted"),
                tr("“%1” is scrambled for a receiver with a card; nobody can play it without one. Choose another "
                   "version of it, or ask your provider.")
                    .arg(name),
                {}};
    if (error.subject == subjects::kProtection)
        return {tr("This stream is protected"),
                tr("“%1” is protected for certain players and devices only. Choose another version of it, or ask your "
                   "provider for one without protection.")
                    .arg(name),
                {}};
    if (error.subject == subjects::kSeeking)
        return {tr("The server cannot continue there"),
                tr("The server gives “%1” only from its beginning. Play it from the start.").arg(name),
                {}};
    return {tr("Kanal cannot play this format"),
            error.subject.empty()
                ? tr("“%1” comes in a format that is not supported. Choose another version of it.").arg(name)
                : tr("“%1” uses %2, which is not supported. Choose another version of it.")
                      .arg(name, toQString(redact(error.subject))),
            {}};
}

ErrorText Text::playbackSentence(const Error &error, const QString &title, Watched what)
{
    const QString name = title.isEmpty() ? tr("this stream") : title;
    const bool film = what == Watched::Film;
    if (!error.proxy.empty())
        return aboutProxy(error);
    if (error.httpStatus == 458 || error.kind == ErrorKind::Connections)
        return {
            tr("All connections are in use"),
            tr("Your account already plays as many streams as it may. Stop one on another device, wait a few seconds, "
               "then retry."),
            {}};
    if (error.httpStatus == 405 || error.httpStatus == 415 || error.httpStatus == 501)
        return {tr("Stream format refused"), aboutStatus(405, name), {}};
    if (const QString text = aboutStatus(error.httpStatus, name); !text.isEmpty() && error.kind != ErrorKind::NotFound)
        return {film ? tr("The server refuses this title") : tr("The server refuses this channel"), text, {}};

    switch (error.kind) {
    case ErrorKind::NotFound:
        if (error.subject == "password")
            return sentence(error);
        return {film ? tr("This title is not there") : tr("This channel is not there"),
                (film ? tr("The server does not know “%1” (any more). Refresh the list or choose another title.")
                      : tr("The server does not know “%1” (any more). Refresh the list or choose another channel."))
                    .arg(name),
                {}};
    case ErrorKind::Unsupported:
        return aboutFormat(error, name);
    case ErrorKind::Address:
        return {
            tr("This address may not be opened"),
            tr("“%1” leads to a place in a private network or to another kind of address, and Kanal does not follow "
               "a server there. Choose another version of it, or tell your provider.")
                .arg(name),
            {}};
    case ErrorKind::Tls:
        if (error.fingerprint.empty())
            return sentence(error);
        return {tr("The certificate is not trusted"),
                tr("“%1” comes from %2, whose certificate cannot be verified: it is expired, self-signed or made for "
                   "another host. Trust it only if your provider confirms its SHA-256 fingerprint:\n%3")
                    .arg(name, server(error), toQString(error.fingerprint)),
                {}};
    case ErrorKind::NameNotFound:
        return {
            tr("Server name not found"),
            tr("“%1” comes from %2, and no computer with that name is known. Check that you are online, then retry; "
               "if it stays, refresh the list: your provider may have moved.")
                .arg(name, server(error)),
            {}};
    case ErrorKind::Refused:
        return {tr("Nobody answers at this address"),
                tr("“%1” comes from %2, which refuses the connection. It may be down: retry in a moment, or choose "
                   "something else.")
                    .arg(name, server(error)),
                {}};
    case ErrorKind::Timeout:
        return {tr("No picture arrives"),
                (film ? tr("The server does not send “%1” in time. It may be busy: retry in a moment.")
                      : tr("The server does not send “%1” in time. The channel may be down: retry, or choose another "
                           "one."))
                    .arg(name),
                {}};
    case ErrorKind::Credentials:
        return {
            tr("The server refuses this account"),
            tr("It does not accept the sign-in for “%1”. Check the account: the password may have changed.").arg(name),
            {}};
    case ErrorKind::WebPage:
        return {
            film ? tr("A web page came instead of the picture") : tr("A web page came instead of the channel"),
            tr("Instead of “%1” a web page arrived. Sign in to this network’s hotspot if it has one, or try without a "
               "VPN.")
                .arg(name),
            {}};
    case ErrorKind::BadAnswer:
        return {
            tr("The stream is damaged"),
            (film ? tr("What the server sends for “%1” is no picture or sound. Retry, or choose another version of it.")
                  : tr("What the server sends for “%1” is no picture or sound. Retry, or choose another channel."))
                .arg(name),
            {}};
    case ErrorKind::ServerError:
        return {tr("The server has a problem"),
                tr("It cannot deliver “%1” right now. That is usually over soon: retry in a moment.").arg(name),
                {}};
    case ErrorKind::Network:
        return {tr("The stream broke off"),
                tr("The connection for “%1” was lost. Check that you are online, then retry.").arg(name),
                {}};
    default:
        return sentence(error);
    }
}

ErrorText Text::of(const Error &error)
{
    ErrorText text = sentence(error);
    if (error.subject.empty() && !text.message.isEmpty()) // "the server …" begins it
        text.message[0] = text.message.at(0).toUpper();
    text.details = details(error);
    return text;
}

ErrorText Text::ofPlayback(const Error &error, const QString &title, Watched what)
{
    ErrorText text = playbackSentence(error, title, what);
    text.details = details(error);
    return text;
}

QString Text::ofNotice(const std::string &notice)
{
    if (notice == "user_restored")
        return tr("Your accounts and favourites were damaged on disk and have been restored from the newest backup.");
    if (notice == "user_lost")
        return tr(
            "Your accounts and favourites were damaged on disk and no backup was found. The damaged file was kept; "
            "please sign in again.");
    if (notice == "lists_lost")
        return tr("Stored lists were damaged and are loaded again.");
    if (notice == "read_only")
        return tr(
            "Kanal cannot write to its folder: favourites, history and settings are not kept, and lists cannot be "
            "refreshed. Free some space, check the permissions or close the other Kanal, then start it again.");
    if (notice == "lists_frozen")
        return tr("The stored lists cannot be written: they are shown as they are, and favourites are kept. Free some "
                  "space on the disk, then refresh.");
    return {};
}

} // namespace

ErrorText errorText(const Error &error)
{
    return Text::of(error);
}

ErrorText playbackErrorText(const Error &error, const QString &title, Watched what)
{
    return Text::ofPlayback(error, title, what);
}

QString historyNotKeptText()
{
    return Text::tr("Your history cannot be saved: the disk may be full, read-only or damaged. Free some space and "
                    "check the permissions; until then Kanal forgets when it closes what you watched and how far.");
}

QString settingsNotKeptText()
{
    return Text::tr("Your settings cannot be saved: the disk may be full, read-only or damaged. Free some space and "
                    "check the permissions; what you change is in effect, but Kanal forgets it when it closes unless "
                    "it can be saved by then.");
}

QString categoryHiddenText(const QString &name)
{
    return Text::tr("“%1” is for adults now, and hidden with what else is. The settings show it again.").arg(name);
}

QString libraryNoticeText(const std::string &notice)
{
    return Text::ofNotice(notice);
}

} // namespace kanal::presenters
