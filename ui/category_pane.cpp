// SPDX-License-Identifier: MIT
#include "category_pane.h"

#include "category_delegate.h"
#include "icons.h"
#include "row_menu.h"
#include "row_painting.h"
#include "theme.h"

#include <kanal/presenters/category_list_model.h>

#include <QContextMenuEvent>
#include <QCoreApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QVBoxLayout>

namespace kanal::ui
{

using presenters::CategoryListModel;

CategoryPane::CategoryPane(const QString &title, const QString &listName, CategoryListModel &categories,
                           QWidget *parent)
    : QWidget(parent)
    , m_categories(categories)
{
    setObjectName(QStringLiteral("categoryPane"));
    setAttribute(Qt::WA_StyledBackground);
    setMinimumWidth(150);
    auto *rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 16, 0, 4);
    rows->setSpacing(0);
    auto *heading = new QLabel(title, this);
    heading->setObjectName(QStringLiteral("pageTitle"));
    heading->setContentsMargins(18, 0, 8, 0);
    m_account = new QLabel(this);
    m_account->setTextFormat(Qt::PlainText);
    m_account->setProperty("role", QStringLiteral("caption"));
    m_account->setContentsMargins(18, 0, 8, 0);
    m_account->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    rows->addWidget(heading);
    rows->addWidget(m_account);
    rows->addSpacing(10);
    m_list = new QListView(this);
    m_list->setObjectName(listName);
    m_list->setAccessibleName(tr("Categories"));
    m_list->installEventFilter(this);
    m_list->setItemDelegate(new CategoryDelegate(m_list));
    setSeeThrough(*m_list);
    m_list->setUniformItemSizes(true);
    m_list->setVerticalScrollMode(QListView::ScrollPerPixel);
    m_list->setModel(&m_categories);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setMouseTracking(true);
    rows->addWidget(m_list, 1);

    connect(m_list, &QListView::activated, this, &CategoryPane::leftTowardsList);
    connect(&m_categories, &QAbstractItemModel::modelReset, this, &CategoryPane::showKey);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &index) {
        const QString key = index.data(CategoryListModel::KeyRole).toString();
        if (index.isValid() && key != m_key)
            Q_EMIT categoryChosen(m_key = key);
    });
}

void CategoryPane::setAccount(const QString &name)
{
    m_account->setText(name);
}

void CategoryPane::takeFocus(Qt::FocusReason reason)
{
    m_list->setFocus(reason);
}

void CategoryPane::reveal(const QString &key)
{
    m_key = key;
    showKey();
}

void CategoryPane::showKey()
{
    const int row = m_categories.rowOf(m_key);
    const QModelIndex index = m_categories.index(row, 0);
    if (row < 0 || m_list->currentIndex() == index)
        return;
    m_list->setCurrentIndex(index);
    scrollToCurrent();
}

/// No further than it needs: what stands above the panel's categories is not scrolled out without a reason.
void CategoryPane::scrollToCurrent()
{
    const QModelIndex index = m_list->currentIndex();
    if (!m_entered || index.data(CategoryListModel::SpecialRole).toBool())
        m_list->scrollToTop();
    if (m_entered && index.isValid())
        m_list->scrollTo(index);
}

void CategoryPane::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_entered)
        return;
    // Only now has the list its size; what was revealed in one without any stands at its top.
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_list->scrollToTop();
            m_entered = true;
            scrollToCurrent();
        },
        Qt::QueuedConnection);
}

/// Of a category of the panel's.
void CategoryPane::contextMenuEvent(QContextMenuEvent *event)
{
    // The menu key means the current row, the mouse the one under it.
    const bool byMouse = event->reason() == QContextMenuEvent::Mouse;
    QWidget *viewport = m_list->viewport();
    const QModelIndex index =
        byMouse ? m_list->indexAt(viewport->mapFromGlobal(event->globalPos())) : m_list->currentIndex();
    const QString key = index.data(CategoryListModel::KeyRole).toString();
    const QVariant isAdult = index.data(CategoryListModel::AdultRole);
    if (!isAdult.isValid())
        return;
    const bool adult = isAdult.toBool();
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("categoryMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction *action =
        menu->addAction(icon(adult ? QStringLiteral("eye") : QStringLiteral("eye-off"), Tokens::of(palette()).text),
                        adult ? tr("It is not for adults") : tr("It is for adults"));
    action->setObjectName(QStringLiteral("adultAction"));
    connect(action, &QAction::triggered, this, [this, key, adult] { Q_EMIT judged(key, !adult); });
    popUp(menu, *event, *m_list, index);
}

bool CategoryPane::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_list || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    if (key->key() == Qt::Key_Right && key->modifiers() == Qt::NoModifier) {
        Q_EMIT leftTowardsList();
        return true;
    }
    // A letter is a key of the window here, too, not a jump to the next name that begins with it.
    const QString text = key->text();
    const bool sign = !text.isEmpty() && text.at(0).isPrint() && key->key() != Qt::Key_Space;
    return sign && QCoreApplication::sendEvent(window(), event);
}

} // namespace kanal::ui
