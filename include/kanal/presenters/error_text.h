// SPDX-License-Identifier: MIT
// The only place that turns an Error into a sentence: what happened, and what to do next.
#pragma once

#include <kanal/core/error.h>

#include <QString>

#include <string>

namespace kanal::presenters
{

struct ErrorText {
    QString title;   ///< "Wrong user name or password"
    QString message; ///< one or two sentences, with what to do next
    QString details; ///< for support; free of secrets
};

ErrorText errorText(const Error &error);
enum class Watched { Channel, Film }; ///< an episode is a film here
/// The same for a stream: `title` is what was to be played.
ErrorText playbackErrorText(const Error &error, const QString &title, Watched what = Watched::Channel);
/// What was watched cannot be kept.
QString historyNotKeptText();
QString settingsNotKeptText();
/// The user said that a category is for adults, and those are not shown.
QString categoryHiddenText(const QString &name);
/// What opening the library had to do, in words the user should read once; empty: an unknown notice.
QString libraryNoticeText(const std::string &notice);

} // namespace kanal::presenters
