// SPDX-License-Identifier: MIT
#include "help_dialog.h"

#include "shortcuts.h"

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>

namespace kanal::ui
{

namespace
{

/// Keys of remotes and media keyboards say themselves what they do.
bool isRemoteKey(const QKeySequence &sequence)
{
    const int key = sequence[0].key();
    return key >= Qt::Key_Back && key != Qt::Key_unknown;
}

/// All keys of a command, aliases included: "F, F11".
QString keysOf(Command command)
{
    QStringList keys;
    for (const Shortcut &shortcut : shortcuts()) {
        if (shortcut.command != command)
            continue;
        for (const QKeySequence &sequence : shortcut.keys)
            if (!isRemoteKey(sequence))
                keys << sequence.toString(QKeySequence::NativeText);
    }
    return keys.join(QStringLiteral(", "));
}

QLayout *groupLayout(CommandGroup group, QWidget *parent)
{
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(20);
    grid->setVerticalSpacing(5);
    auto *title = new QLabel(groupTitle(group), parent);
    title->setObjectName(QStringLiteral("sectionTitle"));
    grid->addWidget(title, 0, 0, 1, 2);
    const auto add = [&](const QString &keys, const QString &text) {
        const int row = grid->rowCount();
        auto *key = new QLabel(keys, parent);
        key->setTextFormat(Qt::PlainText);
        key->setProperty("role", QStringLiteral("good"));
        auto *meaning = new QLabel(text, parent);
        meaning->setTextFormat(Qt::PlainText);
        grid->addWidget(key, row, 0);
        grid->addWidget(meaning, row, 1);
    };
    for (const Shortcut &shortcut : shortcuts())
        if (shortcut.group == group && !shortcut.text.isEmpty())
            add(keysOf(shortcut.command), shortcut.text);
    if (group == CommandGroup::Channels)
        add(HelpDialog::tr("0 … 9, Enter"), HelpDialog::tr("Channel by its number"));
    grid->setColumnMinimumWidth(0, 130);
    grid->setColumnStretch(1, 1);
    return grid;
}

} // namespace

HelpDialog::HelpDialog(QWidget *parent)
    : QDialog(parent)
{
    setObjectName(QStringLiteral("helpDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Keys"));
    auto *rows = new QVBoxLayout(this);
    rows->setContentsMargins(28, 24, 28, 20);
    rows->setSpacing(20);
    auto *columns = new QHBoxLayout;
    columns->setSpacing(48);
    auto *left = new QVBoxLayout;
    auto *right = new QVBoxLayout;
    right->setSpacing(18);
    left->addLayout(groupLayout(CommandGroup::Watching, this));
    left->addStretch();
    right->addLayout(groupLayout(CommandGroup::Channels, this));
    right->addLayout(groupLayout(CommandGroup::Sound, this));
    right->addLayout(groupLayout(CommandGroup::Window, this));
    right->addStretch();
    columns->addLayout(left);
    columns->addLayout(right);
    rows->addLayout(columns);
    auto *note =
        new QLabel(tr("Up and Down change the channel while the picture has the focus; in a list they move."), this);
    note->setProperty("role", QStringLiteral("secondary"));
    note->setWordWrap(true);
    rows->addWidget(note);
    auto *close = new QPushButton(tr("Close"), this);
    close->setDefault(true);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    rows->addWidget(close, 0, Qt::AlignRight);
}

} // namespace kanal::ui
