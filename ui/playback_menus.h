// SPDX-License-Identifier: MIT
// The menus of the control bar: tracks, and how picture and speed are. Each belongs to its owner and shows what is set
// now.
#pragma once

#include <kanal/presenters/player_presenter.h>

#include <QMenu>

namespace kanal::ui
{

class ViewSettings;

/// Every track of the kind; for subtitles also off, a file of one's own, their size and time.
QMenu *makeTrackMenu(playback::TrackKind kind, presenters::PlayerPresenter &player, ViewSettings &settings,
                     QWidget *owner);
/// Shape, deinterlacing and, where it can be changed, speed.
QMenu *makePictureMenu(presenters::PlayerPresenter &player, ViewSettings &settings, QWidget *owner);

/// Asks for a subtitle file and gives it to the player.
void chooseSubtitleFile(presenters::PlayerPresenter &player, QWidget *owner);
/// A name that subtitles have: "film.srt".
bool isSubtitleFile(const QString &name);

} // namespace kanal::ui
