// SPDX-License-Identifier: MIT
#include "poster_grid_accessible.h"

#include "poster_grid.h"

#include <QAbstractItemModel>
#include <QAccessibleWidget>
#include <QHash>
#include <QPointer>

namespace kanal::ui
{

namespace
{

/// One title, by its place. Qt's cache owns it.
class PosterInterface : public QAccessibleInterface
{
public:
    PosterInterface(PosterGrid *grid, int row)
        : m_grid(grid)
        , m_row(row)
    {
    }

    bool isValid() const override { return m_grid && m_row < m_grid->model()->rowCount(); }
    QObject *object() const override { return nullptr; }
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    QAccessibleInterface *parent() const override { return QAccessible::queryAccessibleInterface(m_grid); }
    QAccessibleInterface *child(int) const override { return nullptr; }
    QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    void setText(QAccessible::Text, const QString &) override {}

    QString text(QAccessible::Text kind) const override
    {
        return isValid() && kind == QAccessible::Name ? index().data(Qt::AccessibleTextRole).toString() : QString();
    }

    QRect rect() const override
    {
        if (!isValid())
            return {};
        const QRect box = m_grid->visualRect(index());
        return {m_grid->viewport()->mapToGlobal(box.topLeft()), box.size()};
    }

    QAccessible::State state() const override
    {
        QAccessible::State state;
        if (!isValid()) {
            state.invalid = true;
            return state;
        }
        state.selectable = state.focusable = true;
        state.selected = state.active = m_grid->currentIndex() == index();
        state.focused = state.selected && m_grid->hasFocus();
        state.offscreen = !m_grid->viewport()->rect().intersects(m_grid->visualRect(index()));
        return state;
    }

    int row() const { return m_row; }

private:
    QModelIndex index() const { return m_grid->model()->index(m_row, 0); }

    QPointer<PosterGrid> m_grid;
    int m_row;
};

class PosterGridInterface : public QAccessibleWidget
{
public:
    explicit PosterGridInterface(PosterGrid *grid)
        : QAccessibleWidget(grid, QAccessible::List)
    {
        QObject::connect(grid->model(), &QAbstractItemModel::modelReset, &m_context, [this] { renew(); });
    }

    int childCount() const override { return grid()->model()->rowCount(); }
    QAccessibleInterface *child(int index) const override
    {
        if (index < 0 || index >= childCount())
            return nullptr;
        const auto known = m_children.constFind(index);
        if (known != m_children.cend())
            return QAccessible::accessibleInterface(*known);
        auto *made = new PosterInterface(grid(), index);
        m_children.insert(index, QAccessible::registerAccessibleInterface(made));
        return made;
    }
    int indexOfChild(const QAccessibleInterface *child) const override
    {
        const auto *poster = dynamic_cast<const PosterInterface *>(child);
        return poster ? poster->row() : -1;
    }
    QAccessibleInterface *childAt(int x, int y) const override
    {
        return child(grid()->indexAt(grid()->viewport()->mapFromGlobal(QPoint(x, y))).row());
    }
    QAccessibleInterface *focusChild() const override
    {
        return grid()->hasFocus() ? child(grid()->currentIndex().row()) : nullptr;
    }

protected:
    ~PosterGridInterface() override { forget(); }

private:
    PosterGrid *grid() const { return static_cast<PosterGrid *>(widget()); }

    void forget()
    {
        for (const QAccessible::Id id : std::as_const(m_children))
            QAccessible::deleteAccessibleInterface(id);
        m_children.clear();
    }

    /// Other titles are in these places: who remembers names must ask again.
    void renew()
    {
        forget();
        QAccessibleEvent event(widget(), QAccessible::ObjectReorder);
        QAccessible::updateAccessibility(&event);
    }

    QObject m_context;
    mutable QHash<int, QAccessible::Id> m_children; ///< those that were asked for
};

QAccessibleInterface *makeInterface(const QString &className, QObject *object)
{
    auto *grid = className == QLatin1String("kanal::ui::PosterGrid") ? qobject_cast<PosterGrid *>(object) : nullptr;
    return grid ? new PosterGridInterface(grid) : nullptr;
}

} // namespace

void makePosterGridsAccessible()
{
    [[maybe_unused]] static const bool once = [] {
        QAccessible::installFactory(makeInterface);
        return true;
    }();
}

void sayCurrentPoster(PosterGrid &grid, const QModelIndex &index)
{
    if (!index.isValid() || !grid.hasFocus())
        return;
    QAccessibleEvent event(&grid, QAccessible::Focus);
    event.setChild(index.row());
    QAccessible::updateAccessibility(&event);
}

} // namespace kanal::ui
