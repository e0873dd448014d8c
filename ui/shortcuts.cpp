// SPDX-License-Identifier: MIT
#include "shortcuts.h"

#include <QCoreApplication>
#include <QKeyEvent>

namespace kanal::ui
{

namespace
{

QString say(const char *text)
{
    return QCoreApplication::translate("kanal::ui::Shortcuts", text);
}

std::vector<Shortcut> makeTable()
{
    using enum Command;
    using enum Reach;
    using G = CommandGroup;
    const auto key = [](auto... codes) { return QList<QKeySequence>{QKeySequence(codes)...}; };
    constexpr auto ctrl = [](Qt::Key code) { return QKeyCombination(Qt::ControlModifier, code); };
    constexpr auto ctrlShift = [](Qt::Key code) {
        return QKeyCombination(Qt::ControlModifier | Qt::ShiftModifier, code);
    };
    constexpr auto shift = [](Qt::Key code) { return QKeyCombination(Qt::ShiftModifier, code); };
    return {
        {PlayPause, Window, G::Watching, key(Qt::Key_Space, Qt::Key_K),
         say(QT_TRANSLATE_NOOP("kanal::ui::Shortcuts", "Play or pause"))},
        {PlayPause,
         Anywhere,
         G::Watching,
         key(Qt::Key_MediaTogglePlayPause, Qt::Key_MediaPlay, Qt::Key_MediaPause),
         {}},
        {Stop, Anywhere, G::Watching, key(Qt::Key_MediaStop), {}},
        {FullScreen, Window, G::Watching, key(Qt::Key_F),
         say(QT_TRANSLATE_NOOP("kanal::ui::Shortcuts", "Full screen"))},
        {FullScreen, Anywhere, G::Watching, key(Qt::Key_F11), {}},
        {Back, Window, G::Watching, key(Qt::Key_Escape, Qt::Key_Back),
         say(QT_TRANSLATE_NOOP("kanal::ui::Shortcuts", "Close what is on top, leave full screen"))},
        {SeekBack, Video, G::Watching, key(Qt::Key_Left),
         say(QT_TRANSLATE_NOOP("kanal::ui::Shortcuts", "10 seconds back (films, archive); live: channel list"))},
        {SeekForward, Video, G::Watching, key(Qt::Key_Right),
         say(QT_TRANSLATE_NOOP("kanal::ui::Shortcuts", "10 seconds forward"))},
        {SeekBackMinute, Video, G::Watching, key(shift(Qt::Key_Left)),
         say(QT_TRANSLATE_NOOP("kanal::ui::Shortcuts", "1 minute back"))},
        {SeekForwardMinute, Video, G::Watching, key(shift(Qt::Key_Right)),
         say(QT_TRANSLATE_NOOP("kanal::ui::Shortcuts", "1 minute forward"))},
        {SeekBackTen, Video, G::Watching, key(ctrl(Qt::Key_Left)),
         say(QT_TRANSLATE_NOOP("kanal::ui::Shortcuts", "10 minutes back"))},
        {SeekForwardTen, Video, G::Watching, key(ctrl(Qt::Key_Right)),
         say(QT_TRANSLATE_NOOP("kanal::ui::Shortcuts", "10 minutes forward"))},
        {NextEpisode, Window, G::Watching, key(Qt::Key_N),
         say(QT_TRANSLATE_NOOP("kanal::ui::Shortcuts", "Next episode"))},
        {PreviousEpisode, Window, G::Watching, key(shift(Qt::Key_N)),
         say(QT_TRANSLATE_NOOP("kanal::ui::Shortcuts", "Previous episode"))},
        {Slower, Window, G::Watching, key(Qt::Key_BracketLeft),
         say(QT_TRANSLATE_NOOP("kanal::ui::Shortcuts", "Slower (films, archive)"))},
        {Faster, Window, G::Watching, key(Qt::Key_BracketRight),
         say(QT_TRANSLATE_NOOP("kanal::ui::Shortcuts", "Faster"))},
        {NormalSpeed, Window, G::Watching, key(Qt::Key_Equal),
         say(QT_TRANSLATE_NOOP("kanal::ui::Shortcuts", "Normal speed"))},
        {StepFrame, Window, G::Watching, key(Qt::Key_Period),
         say(QT_TRANSLATE_NOOP("kanal::ui::Shortcuts", "Pause, then picture by picture"))},
        {NextAspect, Window, G::Watching, key(Qt::Key_Z),
         say(QT_TRANSLATE_NOOP("kanal::ui::Shortcuts", "Shape of the picture"))},
        {NextDeinterlace, Window, G::Watching, key(Qt::Key_D),
         say(QT_TRANSLATE_NOOP("kanal::ui::Shortcuts", "Deinterlacing"))},
        {InfoBar, Window, G::Watching, key(Qt::Key_I),
         say(QT_TRANSLATE_NOOP("kanal::ui::Shortcuts", "What is on, and the controls (Tab goes into them)"))},
        {Statistics, Window, G::Watching, key(shift(Qt::Key_I)),
         say(QT_TRANSLATE_NOOP("kanal::ui::Shortcuts", "Statistics"))},
        {Screenshot, Anywhere, G::Watching, key(ctrl(Qt::Key_S)),
         say(QT_TRANSLATE_NOOP("kanal::ui::Shortcuts", "Save the picture"))},
        {Reload, Anywhere, G::Watching, key(Qt::Key_F5),
         say(QT_TRANSLATE_NOOP("kanal::ui::Shortcuts", "Load the stream again"))},

        {ChannelUp, Video, G::Channels, key(Qt::Key_Up, Qt::Key_PageUp),
         say(QT_TRANSLATE_NOOP("kanal::ui::Shortcuts", "Channel up"))},
        {ChannelUp, Anywhere, G::Channels, key(Qt::Key_ChannelUp), {}},
        {ChannelDown, Video, G::Channels, key(Qt::Key_Down, Qt::Key_PageDown),
         say(QT_TRANSLATE_NOOP("kanal::ui::Shortcuts", "Channel down"))},
        {ChannelDown, Anywhere, G::Channels, key(Qt::Key_ChannelDown), {}},
        {MediaPrevious, Anywhere, G::Channels, key(Qt::Key_MediaPrevious), {}},
        {MediaNext, Anywhere, G::Channels, key(Qt::Key_MediaNext), {}},
        {LastChannel, Window, G::Channels, key(Qt::Key_Backspace),
         say(QT_TRANSLATE_NOOP("kanal::ui::Shortcuts", "The channel before (0 alone, too)"))},
        {ChannelList, Window, G::Channels, key(Qt::Key_C),
         say(QT_TRANSLATE_NOOP("kanal::ui::Shortcuts", "Channel list over the picture"))},
        {Favourite, Window, G::Channels, key(Qt::Key_B), say(QT_TRANSLATE_NOOP("kanal::ui::Shortcuts", "Favourite"))},
        {Favourite, Anywhere, G::Channels, key(ctrl(Qt::Key_D)), {}},
        {Search, Window, G::Channels, key(Qt::Key_Slash),
         say(QT_TRANSLATE_NOOP("kanal::ui::Shortcuts", "Search channels, films and series"))},
        {Search, Anywhere, G::Channels, key(ctrl(Qt::Key_K), ctrl(Qt::Key_F)), {}},
        {FilterList, Anywhere, G::Channels, key(Qt::Key_F3, ctrlShift(Qt::Key_F)),
         say(QT_TRANSLATE_NOOP("kanal::ui::Shortcuts", "Filter this list"))},
        {RefreshList, Anywhere, G::Channels, key(ctrl(Qt::Key_R)),
         say(QT_TRANSLATE_NOOP("kanal::ui::Shortcuts", "Refresh the channel list"))},
        {RefreshReport, Anywhere, G::Channels, key(ctrlShift(Qt::Key_R)),
         say(QT_TRANSLATE_NOOP("kanal::ui::Shortcuts", "What the refreshes of this week changed"))},

        {VolumeUp, Window, G::Sound, key(Qt::Key_Plus), say(QT_TRANSLATE_NOOP("kanal::ui::Shortcuts", "Louder"))},
        {VolumeDown, Window, G::Sound, key(Qt::Key_Minus), say(QT_TRANSLATE_NOOP("kanal::ui::Shortcuts", "Quieter"))},
        {Mute, Window, G::Sound, key(Qt::Key_M), say(QT_TRANSLATE_NOOP("kanal::ui::Shortcuts", "Mute"))},
        {NextAudio, Window, G::Sound, key(Qt::Key_A),
         say(QT_TRANSLATE_NOOP("kanal::ui::Shortcuts", "Next audio track"))},
        {NextSubtitle, Window, G::Sound, key(Qt::Key_V),
         say(QT_TRANSLATE_NOOP("kanal::ui::Shortcuts", "Next subtitles"))},

        {SoundEarlier, Window, G::Sound, key(ctrl(Qt::Key_Minus)),
         say(QT_TRANSLATE_NOOP("kanal::ui::Shortcuts", "Sound earlier"))},
        {SoundLater, Window, G::Sound, key(ctrl(Qt::Key_Plus)),
         say(QT_TRANSLATE_NOOP("kanal::ui::Shortcuts", "Sound later"))},
        {SubtitlesEarlier, Window, G::Sound, key(QKeyCombination(Qt::ALT, Qt::Key_Minus)),
         say(QT_TRANSLATE_NOOP("kanal::ui::Shortcuts", "Subtitles earlier"))},
        {SubtitlesLater, Window, G::Sound, key(QKeyCombination(Qt::ALT, Qt::Key_Plus)),
         say(QT_TRANSLATE_NOOP("kanal::ui::Shortcuts", "Subtitles later"))},

        {AlwaysOnTop, Window, G::Window, key(Qt::Key_T),
         say(QT_TRANSLATE_NOOP("kanal::ui::Shortcuts", "Always on top"))},
        {Settings, Anywhere, G::Window, key(ctrl(Qt::Key_Comma)),
         say(QT_TRANSLATE_NOOP("kanal::ui::Shortcuts", "Settings"))},
        {Help, Window, G::Window, key(Qt::Key_Question),
         say(QT_TRANSLATE_NOOP("kanal::ui::Shortcuts", "This list of keys"))},
        {Help, Anywhere, G::Window, key(Qt::Key_F1), {}},
        {Quit, Anywhere, G::Window, key(ctrl(Qt::Key_Q)), say(QT_TRANSLATE_NOOP("kanal::ui::Shortcuts", "Quit"))},
    };
}

/// The key as the table has it. A sign ('?', '=', '[') is reached in another way on every keyboard, with Shift, with
/// AltGr or plainly: what it writes counts.
QKeySequence writtenKey(const QKeyEvent &event)
{
    const auto isSign = [](QChar c) { return c.isPrint() && !c.isLetterOrNumber() && !c.isSpace(); };
    auto modifiers = event.modifiers() & ~(Qt::KeypadModifier | Qt::GroupSwitchModifier);
    const QString text = event.text();
    const bool writes = text.size() == 1 && isSign(text.at(0));
    const int key = writes ? text.at(0).unicode() : event.key();
    if (writes || (key < 0x80 && isSign(QChar(key))))
        modifiers &= ~Qt::ShiftModifier;
    if (writes && modifiers.testFlags(Qt::ControlModifier | Qt::AltModifier)) // AltGr on Windows
        modifiers &= ~(Qt::ControlModifier | Qt::AltModifier);
    return QKeySequence(QKeyCombination(modifiers, Qt::Key(key)));
}

} // namespace

std::optional<int> digitOf(const QKeyEvent &event)
{
    const Qt::KeyboardModifiers modifiers = event.modifiers() & ~(Qt::KeypadModifier | Qt::GroupSwitchModifier);
    if (event.text().isEmpty() && modifiers == Qt::NoModifier && event.key() >= Qt::Key_0 && event.key() <= Qt::Key_9)
        return event.key() - Qt::Key_0; // remote controls write nothing
    const bool digit = event.text().size() == 1 && event.text().at(0).isDigit();
    if (!digit || (modifiers & ~Qt::ShiftModifier))
        return std::nullopt;
    return event.text().at(0).digitValue();
}

const std::vector<Shortcut> &shortcuts()
{
    static const std::vector<Shortcut> table = makeTable();
    return table;
}

std::optional<Command> commandOf(const QKeyEvent &event, Reach reach)
{
    const QKeySequence pressed = writtenKey(event);
    for (const Shortcut &shortcut : shortcuts()) {
        const bool heard = shortcut.reach == Reach::Window || (shortcut.reach == Reach::Video && reach == Reach::Video);
        if (heard && shortcut.keys.contains(pressed))
            return shortcut.command;
    }
    return std::nullopt;
}

QString groupTitle(CommandGroup group)
{
    switch (group) {
    case CommandGroup::Watching:
        return say(QT_TRANSLATE_NOOP("kanal::ui::Shortcuts", "Watching"));
    case CommandGroup::Channels:
        return say(QT_TRANSLATE_NOOP("kanal::ui::Shortcuts", "Channels"));
    case CommandGroup::Sound:
        return say(QT_TRANSLATE_NOOP("kanal::ui::Shortcuts", "Sound and tracks"));
    case CommandGroup::Window:
        break;
    }
    return say(QT_TRANSLATE_NOOP("kanal::ui::Shortcuts", "Window"));
}

} // namespace kanal::ui
