// SPDX-License-Identifier: MIT
#include "help_dialog.h"

#include "shortcuts.h"

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QScrollBar>

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

QWidget *makeBody(QWidget *parent)
{
    auto *body = new QWidget(parent);
    body->setObjectName(QStringLiteral("scrollBody"));
    auto *columns = new QHBoxLayout(body);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(48);
    auto *left = new QVBoxLayout;
    auto *right = new QVBoxLayout;
    right->setSpacing(18);
    left->addLayout(groupLayout(CommandGroup::Watching, body));
    left->addStretch();
    right->addLayout(groupLayout(CommandGroup::Channels, body));
    right->addLayout(groupLayout(CommandGroup::Sound, body));
    right->addLayout(groupLayout(CommandGroup::Window, body));
    right->addStretch();
    columns->addLayout(left);
    columns->addLayout(right);
    return body;
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
    auto *scroll = new QScrollArea(this); // on a small screen there are more keys than room
    scroll->setObjectName(QStringLiteral("keysScroll"));
    scroll->setAccessibleName(windowTitle());
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    QWidget *body = makeBody(scroll);
    scroll->setWidget(body);
    rows->addWidget(scroll, 1);
    auto *note =
        new QLabel(tr("Up and Down change the channel while the picture has the focus; in a list they move."), this);
    note->setProperty("role", QStringLiteral("secondary"));
    note->setWordWrap(true);
    rows->addWidget(note);
    auto *close = new QPushButton(tr("Close"), this);
    close->setDefault(true);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    rows->addWidget(close, 0, Qt::AlignRight);
    scroll->setFocus(); // arrows scroll, Enter closes

    // A scroll area is content with little: the dialog is as large as its keys, where the screen is.
    const QSize room = screen()->availableGeometry().size() - QSize(40, 80); // less the window's frame
    const QSize around(56 + scroll->verticalScrollBar()->sizeHint().width(), rows->minimumSize().height());
    const QSize wanted = body->sizeHint() + around;
    resize(wanted.boundedTo(room));
}

} // namespace kanal::ui
