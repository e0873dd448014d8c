// SPDX-License-Identifier: MIT
// Every key of the window in one table: it drives the actions, the key presses and the help dialog.
#pragma once

#include <QKeySequence>
#include <QList>
#include <QString>

#include <optional>
#include <vector>

class QKeyEvent;

namespace kanal::ui
{

enum class Command {
    PlayPause,
    Stop,
    Reload,
    FullScreen,
    Back,
    ChannelUp,
    ChannelDown,
    MediaNext, ///< of a media keyboard: the next episode, or the channel below
    MediaPrevious,
    LastChannel,
    ChannelList,
    InfoBar,
    Statistics,
    VolumeUp,
    VolumeDown,
    Mute,
    SeekBack,
    SeekForward,
    SeekBackMinute,
    SeekForwardMinute,
    SeekBackTen,
    SeekForwardTen,
    NextAudio,
    NextSubtitle,
    SoundEarlier,
    SoundLater,
    SubtitlesEarlier,
    SubtitlesLater,
    Slower,
    Faster,
    NormalSpeed,
    StepFrame,
    NextAspect,
    NextDeinterlace,
    Favourite,
    NextEpisode,
    PreviousEpisode,
    Search,
    FilterList,
    RefreshList,
    RefreshReport,
    AlwaysOnTop,
    Screenshot,
    Help,
    Settings,
    Quit,
};

/// Where a key is heard.
enum class Reach {
    Anywhere, ///< also while one types: keys with modifiers, function and media keys
    Window,   ///< unless the focused widget uses the key itself
    Video,    ///< with the focus on the picture or in full screen
};

enum class CommandGroup { Watching, Channels, Sound, Window };

struct Shortcut {
    Command command;
    Reach reach;
    CommandGroup group;
    QList<QKeySequence> keys;
    QString text; ///< translated; empty: not listed in the help (an alias row)
};

const std::vector<Shortcut> &shortcuts();
/// The command of a key press that reaches this far: `Window` hears Window keys, `Video` hears Video and Window keys.
std::optional<Command> commandOf(const QKeyEvent &event, Reach reach);
/// The digit a key press writes, however the keyboard reaches it (with Shift on a French one).
std::optional<int> digitOf(const QKeyEvent &event);
QString groupTitle(CommandGroup group);

} // namespace kanal::ui
