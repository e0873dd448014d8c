// SPDX-License-Identifier: MIT
#include "application.h"
#include "command_line.h"
#include "message_log.h"
#include "process_guard.h"
#include "single_instance.h"
#include "start_ahead.h"

#include <kanal/library/account_store.h>
#include <kanal/library/library.h>
#include <kanal/playback/player.h>
#include <kanal/presenters/error_text.h>
#include <kanal/presenters/settings.h>
#include <kanal/session/services.h>

#include <QApplication>
#include <QMessageBox>
#include <QThread>

#include <cstdio>
#include <future>
#include <utility>

namespace
{

using namespace kanal;

int say(const QString &text, int status)
{
    std::fputs(text.toLocal8Bit().constData(), status == 0 ? stdout : stderr);
    return status;
}

session::ProfileOptions profileOptions(const app::CommandLine &line)
{
    const bool demo = line.start == app::Start::Demo;
    session::ProfileOptions options{.folder = line.profile};
    options.folder = session::profileFolder(options);
    if (demo)
        options.folder /= "demo"; // never among the user's own accounts
    options.secrets =
        line.secrets.value_or(demo ? session::SecretPlace::File : session::usualSecretPlace(options.folder));
    return options;
}

/// The library, opened while Qt finds the display and its plugins; and the engine on its way where a channel will play.
session::OpenedLibrary openAhead(const session::ProfileOptions &options)
{
    session::OpenedLibrary library = session::openLibrary(options);
    if (!library)
        return library;
    const auto account = (*library)->accounts().active();
    if (account && *account && presenters::Settings((*library)->user()).get(presenters::settings::kPlayAtStart))
        playback::loadEngine();
    return library;
}

/// Who named a folder sits at a terminal; who did not may have clicked an icon and sees only windows.
int cannotOpen(const Error &error, const app::CommandLine &line)
{
    const presenters::ErrorText text = presenters::errorText(error);
    if (line.profile.empty() && line.screenshot.isEmpty()) {
        QMessageBox box(QMessageBox::Critical, QStringLiteral("Kanal"), text.title);
        box.setInformativeText(text.message);
        box.setDetailedText(text.details);
        box.exec();
    }
    return say(QStringLiteral("kanal: %1. %2\n(%3)\n").arg(text.title, text.message, text.details), 1);
}

int tellOther(const app::ProfileClaim &claim)
{
    app::SingleInstance::askOther(claim); // even if it does not answer: two must not write one profile
    return say(QCoreApplication::translate("kanal::app", "Kanal is already open; its window comes to the front.\n"), 0);
}

int run(const app::CommandLine &line, const app::ProfileClaim &claim, const session::ProfileOptions &options,
        session::OpenedLibrary library)
{
    const app::SingleInstance instance(claim);
    Result<std::unique_ptr<session::Services>> services = session::Services::open(options, std::move(library));
    if (!services)
        return cannotOpen(services.error(), line);

    app::Application application(std::move(*services), line);
    QObject::connect(&instance, &app::SingleInstance::raiseRequested, &application, &app::Application::raiseWindow);
    application.start();
    return QApplication::exec();
}

} // namespace

int main(int argc, char **argv)
{
    QThread::currentThread(); // the thread that asks first is the main one to Qt; others begin before the application
                              // does
    app::forbidCoreFiles();
    app::returnLargeMemory();
    app::installMessageLog();

    QCoreApplication::setApplicationName(QStringLiteral("kanal"));
    QCoreApplication::setApplicationVersion(QStringLiteral(KANAL_VERSION));
    QGuiApplication::setApplicationDisplayName(QStringLiteral("Kanal"));
    QGuiApplication::setDesktopFileName(QStringLiteral("kanal"));

    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments << QString::fromLocal8Bit(argv[i]);
    // Before the application object: --help works where there is no display.
    const auto parsed = app::parseCommandLine(arguments);
    if (const auto *farewell = std::get_if<app::Farewell>(&parsed))
        return say(farewell->text, farewell->status);

    const app::CommandLine &line = std::get<app::CommandLine>(parsed);
    const session::ProfileOptions options = profileOptions(line);
    const std::jthread fontNames = app::readFontNames();
    app::ProfileClaim claim(options.folder);
    std::future<session::OpenedLibrary> library;
    if (claim.take())
        library = std::async(std::launch::async, openAhead, options);

    QApplication application(argc, argv);
    if (!library.valid())
        return tellOther(claim);
    app::quitOnSignals();
    app::beginAnimations();
    const std::jthread drawings = app::drawAhead();
    return run(line, claim, options, library.get());
}
