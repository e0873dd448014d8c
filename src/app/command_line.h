// SPDX-License-Identifier: MIT
// What was asked for on the command line. Passwords are never among it.
#pragma once

#include <kanal/session/secret_store.h>

#include <QString>
#include <QStringList>

#include <chrono>
#include <filesystem>
#include <optional>
#include <variant>

namespace kanal::app
{

enum class Start { Normal, Demo };
enum class WindowStart { Windowed, FullScreen };

struct CommandLine {
    Start start = Start::Normal;
    WindowStart window = WindowStart::Windowed;
    std::filesystem::path profile;               ///< empty: the user's own
    std::optional<session::SecretPlace> secrets; ///< nullopt: the keychain, in the demo a file
    QString screenshot;                          ///< file to save the window to; empty: none
    std::chrono::milliseconds screenshotAfter{5000};
};

/// Nothing to open: what to print, where, and the exit status.
struct Farewell {
    QString text;
    int status = 0;
};

std::variant<CommandLine, Farewell> parseCommandLine(const QStringList &arguments);

} // namespace kanal::app
