// SPDX-License-Identifier: MIT
#include <ui/digit_entry.h>
#include <ui/help_dialog.h>
#include <ui/shortcuts.h>

#include <QKeyEvent>
#include <QLabel>
#include <QMap>
#include <QScreen>
#include <QScrollArea>
#include <QScrollBar>
#include <QSet>
#include <QSignalSpy>

#include <gtest/gtest.h>

namespace kanal::ui
{
namespace
{

std::optional<Command> pressed(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier, Reach reach = Reach::Window)
{
    return commandOf(QKeyEvent(QEvent::KeyPress, key, modifiers), reach);
}

TEST(Shortcuts, GiveNoKeyTwice)
{
    QSet<QString> seen;
    for (const Shortcut &shortcut : shortcuts())
        for (const QKeySequence &key : shortcut.keys) {
            EXPECT_FALSE(seen.contains(key.toString())) << key.toString().toStdString();
            seen.insert(key.toString());
        }
}

TEST(Shortcuts, SayEveryCommandOnce)
{
    QMap<int, int> texts;
    for (const Shortcut &shortcut : shortcuts())
        texts[int(shortcut.command)] += shortcut.text.isEmpty() ? 0 : 1;
    for (auto it = texts.cbegin(); it != texts.cend(); ++it)
        EXPECT_LE(it.value(), 1) << it.key();
    EXPECT_EQ(texts.value(int(Command::FullScreen)), 1);
}

TEST(Shortcuts, KeepKeysWithoutModifiersAwayFromTextFields)
{
    for (const Shortcut &shortcut : shortcuts()) {
        if (shortcut.reach != Reach::Anywhere)
            continue;
        for (const QKeySequence &key : shortcut.keys) {
            const QKeyCombination first = key[0];
            EXPECT_FALSE(first.keyboardModifiers() == Qt::NoModifier && first.key() < Qt::Key_Escape)
                << key.toString().toStdString();
        }
    }
}

TEST(Shortcuts, AreThoseOfTheProduct)
{
    EXPECT_EQ(pressed(Qt::Key_Space), Command::PlayPause);
    EXPECT_EQ(pressed(Qt::Key_K), Command::PlayPause);
    EXPECT_EQ(pressed(Qt::Key_F), Command::FullScreen);
    EXPECT_EQ(pressed(Qt::Key_Escape), Command::Back);
    EXPECT_EQ(pressed(Qt::Key_Backspace), Command::LastChannel);
    EXPECT_EQ(pressed(Qt::Key_C), Command::ChannelList);
    EXPECT_EQ(pressed(Qt::Key_I), Command::InfoBar);
    EXPECT_EQ(pressed(Qt::Key_I, Qt::ShiftModifier), Command::Statistics);
    EXPECT_EQ(pressed(Qt::Key_M), Command::Mute);
    EXPECT_EQ(pressed(Qt::Key_B), Command::Favourite);
    EXPECT_EQ(pressed(Qt::Key_A), Command::NextAudio);
    EXPECT_EQ(pressed(Qt::Key_V), Command::NextSubtitle);
    EXPECT_EQ(pressed(Qt::Key_T), Command::AlwaysOnTop);
    EXPECT_EQ(pressed(Qt::Key_Plus, Qt::ShiftModifier), Command::VolumeUp);
    EXPECT_EQ(pressed(Qt::Key_Plus, Qt::KeypadModifier), Command::VolumeUp);
    EXPECT_EQ(pressed(Qt::Key_Minus), Command::VolumeDown);
    EXPECT_EQ(pressed(Qt::Key_Question, Qt::ShiftModifier), Command::Help);
    EXPECT_EQ(pressed(Qt::Key_Slash), Command::Search);
}

TEST(Shortcuts, GoByWhatAKeyWritesNotByWhereItIs)
{
    const auto written = [](int key, Qt::KeyboardModifiers modifiers, const char *text) {
        return commandOf(QKeyEvent(QEvent::KeyPress, key, modifiers, QString::fromLatin1(text)), Reach::Window);
    };
    EXPECT_EQ(written(Qt::Key_Equal, Qt::ShiftModifier, "="), Command::NormalSpeed) << "German";
    EXPECT_EQ(written(Qt::Key_BracketLeft, Qt::GroupSwitchModifier, "["), Command::Slower) << "German, AltGr";
    EXPECT_EQ(written(Qt::Key_8, Qt::ControlModifier | Qt::AltModifier, "["), Command::Slower) << "German, Windows";
    EXPECT_EQ(written(Qt::Key_Period, Qt::ShiftModifier, "."), Command::StepFrame) << "French";
    EXPECT_EQ(written(Qt::Key_Slash, Qt::ShiftModifier, "/"), Command::Search);
    EXPECT_EQ(written(Qt::Key_Minus, Qt::ControlModifier, "-"), Command::SoundEarlier);
    EXPECT_EQ(written(Qt::Key_Plus, Qt::AltModifier | Qt::ShiftModifier, "+"), Command::SubtitlesLater);
    EXPECT_EQ(written(Qt::Key_N, Qt::ShiftModifier, "N"), Command::PreviousEpisode) << "a letter keeps its Shift";
}

TEST(Shortcuts, KnowADigitByWhatItsKeyWrites)
{
    const auto digit = [](int key, Qt::KeyboardModifiers modifiers, const char *text) {
        return digitOf(QKeyEvent(QEvent::KeyPress, key, modifiers, QString::fromLatin1(text)));
    };
    EXPECT_EQ(digit(Qt::Key_5, Qt::NoModifier, "5"), 5);
    EXPECT_EQ(digit(Qt::Key_5, Qt::KeypadModifier, "5"), 5);
    EXPECT_EQ(digit(Qt::Key_5, Qt::ShiftModifier, "5"), 5) << "French";
    EXPECT_EQ(digit(Qt::Key_5, Qt::NoModifier, ""), 5) << "a remote control";
    EXPECT_EQ(digit(Qt::Key_ParenLeft, Qt::NoModifier, "("), std::nullopt);
    EXPECT_EQ(digit(Qt::Key_Percent, Qt::ShiftModifier, "%"), std::nullopt);
    EXPECT_EQ(digit(Qt::Key_5, Qt::ControlModifier, "5"), std::nullopt);
    EXPECT_EQ(digit(Qt::Key_M, Qt::NoModifier, "m"), std::nullopt);
}

TEST(Shortcuts, LeaveArrowsToListsUnlessThePictureHasTheFocus)
{
    EXPECT_EQ(pressed(Qt::Key_Up), std::nullopt);
    EXPECT_EQ(pressed(Qt::Key_Up, Qt::NoModifier, Reach::Video), Command::ChannelUp);
    EXPECT_EQ(pressed(Qt::Key_PageDown, Qt::NoModifier, Reach::Video), Command::ChannelDown);
    EXPECT_EQ(pressed(Qt::Key_Left, Qt::ShiftModifier, Reach::Video), Command::SeekBackMinute);
    EXPECT_EQ(pressed(Qt::Key_M, Qt::NoModifier, Reach::Video), Command::Mute);
}

TEST(HelpDialog, ListsEveryCommandOfTheTable)
{
    HelpDialog dialog;
    QStringList texts;
    for (const QLabel *label : dialog.findChildren<QLabel *>())
        texts << label->text();
    for (const Shortcut &shortcut : shortcuts()) {
        if (shortcut.text.isEmpty())
            continue;
        EXPECT_TRUE(texts.contains(shortcut.text)) << shortcut.text.toStdString();
    }
    EXPECT_TRUE(texts.contains(QStringLiteral("F, F11")));
}

TEST(HelpDialog, FitsASmallScreenAndScrollsThere)
{
    HelpDialog dialog;
    EXPECT_LE(dialog.minimumSizeHint().height(), 600);
    EXPECT_LE(dialog.minimumSizeHint().width(), 960);
    const QSize screen = dialog.screen()->availableGeometry().size();
    EXPECT_LE(dialog.height(), screen.height());
    EXPECT_LE(dialog.width(), screen.width());
    dialog.resize(900, 500);
    dialog.show();
    auto *scroll = dialog.findChild<QScrollArea *>();
    ASSERT_NE(scroll, nullptr);
    EXPECT_GT(scroll->verticalScrollBar()->maximum(), 0);
    EXPECT_TRUE(scroll->isAncestorOf(dialog.focusWidget()) || dialog.focusWidget() == scroll);
}

TEST(DigitEntry, IsConfirmedAtOnceByEnter)
{
    DigitEntry entry;
    QSignalSpy entered(&entry, &DigitEntry::entered);
    entry.add(1);
    entry.add(0);
    entry.add(2);
    EXPECT_EQ(entry.text(), QStringLiteral("102"));
    entry.confirm();
    ASSERT_EQ(entered.size(), 1);
    EXPECT_EQ(entered[0][0].toInt(), 102);
    EXPECT_FALSE(entry.isActive());
}

TEST(DigitEntry, IsConfirmedByWaiting)
{
    DigitEntry entry;
    QSignalSpy entered(&entry, &DigitEntry::entered);
    entry.add(7);
    EXPECT_TRUE(entered.wait(4000));
    EXPECT_EQ(entered[0][0].toInt(), 7);
}

TEST(DigitEntry, CanBeTakenBack)
{
    DigitEntry entry;
    QSignalSpy entered(&entry, &DigitEntry::entered);
    QSignalSpy changed(&entry, &DigitEntry::changed);
    entry.add(4);
    entry.add(2);
    entry.removeLast();
    EXPECT_EQ(entry.text(), QStringLiteral("4"));
    entry.removeLast();
    EXPECT_FALSE(entry.isActive());
    EXPECT_EQ(changed.last()[0].toString(), QString());
    entry.confirm();
    EXPECT_EQ(entered.size(), 0);
}

} // namespace
} // namespace kanal::ui
