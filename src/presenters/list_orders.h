// SPDX-License-Identifier: MIT
// The orders and facets of the snapshot in view, and which of its rows are new this week: worked out once each, off the
// GUI thread. The orders nobody has asked for yet follow when a list has been in view for a moment: an order of
// 150,000 films takes up to 35 ms to make, and a click wants it at once. GUI thread.
#pragma once

#include "serial_writer.h"

#include <kanal/core/clock.h>
#include <kanal/library/catalogue_order.h>
#include <kanal/presenters/list_sort.h>

#include <QObject>
#include <QTimer>

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <vector>

namespace kanal::presenters
{

/// What came into the list in the last days, by the rows of its snapshot.
struct NewRows {
    std::vector<bool> isNew; ///< of every row
    int count = 0;           ///< of these
};

class ListOrders : public QObject
{
    Q_OBJECT

public:
    explicit ListOrders(const library::CatalogueStore &store, QObject *parent = nullptr);
    /// `clock` outlives it.
    ListOrders(const library::CatalogueStore &store, const Clock &clock, QObject *parent = nullptr);
    ~ListOrders() override;

    void setSnapshot(std::shared_ptr<const library::CatalogueSnapshot> snapshot);
    /// Null while it is made: ready() follows.
    std::shared_ptr<const library::CatalogueOrder> order(SortKey key);
    bool isPrepared() const; ///< every order of the snapshot is there
    std::shared_ptr<const library::CatalogueFacets> facets();
    /// Null while it is worked out: newRowsReady() follows.
    std::shared_ptr<const NewRows> newRows();
    /// Called now and then: what was new an hour ago need not be any more.
    void renewNewRows();

Q_SIGNALS:
    void ready();
    void newRowsReady();

private:
    void make(SortKey key);
    void readNewRows();
    void prepareNext();

    const library::CatalogueStore &m_store;
    const Clock &m_clock;
    std::shared_ptr<const library::CatalogueSnapshot> m_snapshot;
    std::map<SortKey, std::shared_ptr<const library::CatalogueOrder>> m_orders; ///< null: being made
    std::set<SortKey> m_awaited;                                                ///< of those being made: ready() tells
    std::shared_ptr<const library::CatalogueFacets> m_facets;
    bool m_facetsAsked = false;
    std::shared_ptr<const NewRows> m_newRows;
    std::optional<std::chrono::sys_seconds> m_newRowsAt; ///< when they were asked for
    QTimer m_idle;                                       ///< runs out when the list has been in view for a moment
    SerialWriter m_worker;                               // last: its work ends before the rest goes
};

} // namespace kanal::presenters
