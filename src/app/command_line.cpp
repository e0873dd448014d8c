// SPDX-License-Identifier: MIT
#include "command_line.h"

#include <QCommandLineParser>
#include <QCoreApplication>

namespace kanal::app
{

namespace
{

class Text
{
    Q_DECLARE_TR_FUNCTIONS(kanal::app::CommandLine)
};

constexpr int kUsage = 2;
constexpr double kLongestWait = 3600;

std::optional<session::SecretPlace> secretPlace(const QString &word)
{
    if (word == QLatin1String("keychain"))
        return session::SecretPlace::Keychain;
    if (word == QLatin1String("file"))
        return session::SecretPlace::File;
    if (word == QLatin1String("memory"))
        return session::SecretPlace::Memory;
    return std::nullopt;
}

struct Options {
    QCommandLineOption help{{QStringLiteral("h"), QStringLiteral("help")}, Text::tr("Show this help.")};
    QCommandLineOption version{{QStringLiteral("v"), QStringLiteral("version")}, Text::tr("Show the version.")};
    QCommandLineOption demo{QStringLiteral("demo"), Text::tr("Open Kanal on its built-in demo panel.")};
    QCommandLineOption profile{QStringLiteral("profile"), Text::tr("Keep everything in this folder."),
                               QStringLiteral("DIR")};
    QCommandLineOption secrets{
        QStringLiteral("secrets"),
        Text::tr("Where passwords are kept: keychain, file (in the profile, for you only) or memory."),
        QStringLiteral("PLACE")};
    QCommandLineOption fullScreen{QStringLiteral("fullscreen"),
                                  Text::tr("Start with the picture on the whole screen.")};
    QCommandLineOption screenshot{QStringLiteral("screenshot"), Text::tr("Save a picture of the window, then quit."),
                                  QStringLiteral("FILE")};
    QCommandLineOption screenshotAfter{QStringLiteral("screenshot-after"), Text::tr("When to take it (default 5)."),
                                       QStringLiteral("SECONDS"), QStringLiteral("5")};

    QList<QCommandLineOption> all() const
    {
        return {help, version, demo, profile, secrets, fullScreen, screenshot, screenshotAfter};
    }
};

Farewell usage(const QString &problem)
{
    return {Text::tr("kanal: %1\nTry “kanal --help”.\n").arg(problem), kUsage};
}

std::variant<CommandLine, Farewell> read(const QCommandLineParser &parser, const Options &options)
{
    CommandLine line;
    line.start = parser.isSet(options.demo) ? Start::Demo : Start::Normal;
    line.window = parser.isSet(options.fullScreen) ? WindowStart::FullScreen : WindowStart::Windowed;
    line.profile = std::filesystem::path(parser.value(options.profile).toStdU16String());
    line.screenshot = parser.value(options.screenshot);
    if (parser.isSet(options.profile) && line.profile.empty())
        return usage(Text::tr("--profile needs a folder"));
    if (parser.isSet(options.secrets)) {
        line.secrets = secretPlace(parser.value(options.secrets));
        if (!line.secrets)
            return usage(Text::tr("--secrets is keychain, file or memory"));
    }
    bool good = false;
    const double seconds = parser.value(options.screenshotAfter).toDouble(&good);
    if (!good || seconds < 0 || seconds > kLongestWait)
        return usage(Text::tr("--screenshot-after is a number of seconds"));
    line.screenshotAfter = std::chrono::milliseconds(qRound64(seconds * 1000));
    return line;
}

} // namespace

std::variant<CommandLine, Farewell> parseCommandLine(const QStringList &arguments)
{
    const Options options;
    QCommandLineParser parser;
    parser.setApplicationDescription(Text::tr("Kanal, a desktop television for Xtream Codes subscriptions."));
    parser.addOptions(options.all());
    if (!parser.parse(arguments))
        return usage(parser.errorText());
    if (parser.isSet(options.help)) // without an application object Qt does not know what it is called
        return Farewell{parser.helpText().replace(QLatin1String("<executable_name>"), QLatin1String("kanal"))};
    if (parser.isSet(options.version))
        return Farewell{QStringLiteral("kanal " KANAL_VERSION "\n")};
    if (!parser.positionalArguments().isEmpty())
        return usage(Text::tr("unexpected argument “%1”").arg(parser.positionalArguments().front()));
    return read(parser, options);
}

} // namespace kanal::app
