// SPDX-License-Identifier: MIT
// The orders and facets of the snapshot in view, made once each, off the GUI thread. GUI thread.
#pragma once

#include "serial_writer.h"

#include <kanal/library/catalogue_order.h>
#include <kanal/presenters/list_sort.h>

#include <QObject>

#include <map>
#include <memory>

namespace kanal::presenters
{

class ListOrders : public QObject
{
    Q_OBJECT

public:
    explicit ListOrders(QObject *parent = nullptr);
    ~ListOrders() override;

    void setSnapshot(std::shared_ptr<const library::CatalogueSnapshot> snapshot);
    /// Null while it is made: ready() follows.
    std::shared_ptr<const library::CatalogueOrder> order(SortKey key);
    std::shared_ptr<const library::CatalogueFacets> facets();

Q_SIGNALS:
    void ready();

private:
    std::shared_ptr<const library::CatalogueSnapshot> m_snapshot;
    std::map<SortKey, std::shared_ptr<const library::CatalogueOrder>> m_orders; ///< null: being made
    std::shared_ptr<const library::CatalogueFacets> m_facets;
    bool m_facetsAsked = false;
    SerialWriter m_worker; // last: its work ends before the rest goes
};

} // namespace kanal::presenters
