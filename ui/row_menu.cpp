// SPDX-License-Identifier: MIT
#include "row_menu.h"

#include "icons.h"
#include "theme.h"

#include <QAbstractItemView>
#include <QContextMenuEvent>
#include <QCoreApplication>

namespace kanal::ui
{

namespace
{

class Words
{
    Q_DECLARE_TR_FUNCTIONS(kanal::ui::RowMenu)
};

QAction *add(QMenu *menu, const QString &name, const QIcon &icon, const QString &text, const std::function<void()> &act)
{
    QAction *action = menu->addAction(icon, text);
    action->setObjectName(name);
    QObject::connect(action, &QAction::triggered, menu, act);
    return action;
}

} // namespace

void popUp(QMenu *menu, const QContextMenuEvent &event, const QAbstractItemView &view, const QModelIndex &row)
{
    if (event.reason() == QContextMenuEvent::Mouse) {
        menu->popup(event.globalPos());
        return;
    }
    menu->popup(view.viewport()->mapToGlobal(view.visualRect(row).center()));
    menu->setActiveAction(menu->actions().value(0));
}

void addRowActions(QMenu *menu, const QPalette &palette, const RowMenuWish &wish)
{
    using presenters::ListPlace;
    const Tokens tokens = Tokens::of(palette);
    add(menu, QStringLiteral("favouriteAction"),
        icon(wish.favourite ? QStringLiteral("star-filled") : QStringLiteral("star"), tokens.catchup),
        wish.favourite ? Words::tr("No longer a favourite") : Words::tr("Make it a favourite"), wish.toggleFavourite);
    const bool own = wish.place == ListPlace::Favourites;
    if (own || wish.place == ListPlace::SortedFavourites) { // sorted by something else nothing would be seen of it
        add(menu, QStringLiteral("moveUpAction"), icon(QStringLiteral("chevron-up"), tokens.text),
            Words::tr("Move up\tAlt+Up"), [move = wish.moveFavourite] { move(-1); })
            ->setEnabled(own);
        add(menu, QStringLiteral("moveDownAction"), icon(QStringLiteral("chevron-down"), tokens.text),
            Words::tr("Move down\tAlt+Down"), [move = wish.moveFavourite] { move(1); })
            ->setEnabled(own);
    }
    menu->addSeparator();
    const bool hidden = wish.place == ListPlace::Hidden;
    add(menu, QStringLiteral("hideAction"),
        icon(hidden ? QStringLiteral("eye") : QStringLiteral("eye-off"), tokens.text),
        hidden ? Words::tr("Show it again") : Words::tr("Hide it"), wish.toggleHidden);
}

} // namespace kanal::ui
