// SPDX-License-Identifier: MIT
#include "list_orders.h"

#include <kanal/core/log.h>

#include <chrono>
#include <utility>

namespace kanal::presenters
{

namespace
{

library::SortBy sortBy(SortKey key)
{
    switch (key) {
    case SortKey::Listed:
        return library::SortBy::Listed;
    case SortKey::Number:
        return library::SortBy::Number;
    case SortKey::Name:
        return library::SortBy::Name;
    case SortKey::Added:
        return library::SortBy::Added;
    case SortKey::Rating:
        return library::SortBy::Rating;
    case SortKey::Year:
        return library::SortBy::Year;
    }
    Q_UNREACHABLE();
}

NewRows newRowsOf(const library::CatalogueStore &store, const library::CatalogueSnapshot &snapshot)
{
    NewRows rows{std::vector<bool>(snapshot.size()), 0};
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    const auto ids = store.idsAdded(snapshot.account(), snapshot.kind(), now - library::kNewsAge);
    if (!ids) {
        log::warning("kanal.presenters.lists", "what is new cannot be read: " + ids.error().detail);
        return rows;
    }
    for (const std::string &id : *ids)
        if (const auto row = snapshot.find(id); row && !rows.isNew[*row]) {
            rows.isNew[*row] = true;
            ++rows.count;
        }
    return rows;
}

} // namespace

ListOrders::ListOrders(const library::CatalogueStore &store, QObject *parent)
    : QObject(parent)
    , m_store(store)
{
}

ListOrders::~ListOrders() = default;

void ListOrders::setSnapshot(std::shared_ptr<const library::CatalogueSnapshot> snapshot)
{
    if (m_snapshot == snapshot)
        return;
    m_snapshot = std::move(snapshot);
    m_orders.clear();
    m_facets.reset();
    m_facetsAsked = false;
    m_newRows.reset();
    m_newRowsAsked = false;
}

std::shared_ptr<const library::CatalogueOrder> ListOrders::order(SortKey key)
{
    static const auto listed = std::make_shared<const library::CatalogueOrder>();
    if (key == SortKey::Listed || !m_snapshot || m_snapshot->size() == 0)
        return listed;
    const auto [place, fresh] = m_orders.try_emplace(key);
    if (fresh)
        m_worker.post([this, key, snapshot = m_snapshot] {
            auto made = std::make_shared<const library::CatalogueOrder>(library::makeOrder(*snapshot, sortBy(key)));
            QMetaObject::invokeMethod(
                this,
                [this, key, snapshot, made = std::move(made)] {
                    if (snapshot != m_snapshot)
                        return;
                    m_orders[key] = made;
                    Q_EMIT ready();
                },
                Qt::QueuedConnection);
        });
    return place->second;
}

std::shared_ptr<const library::CatalogueFacets> ListOrders::facets()
{
    if (!m_snapshot || std::exchange(m_facetsAsked, true))
        return m_facets;
    m_worker.post([this, snapshot = m_snapshot] {
        auto made = std::make_shared<const library::CatalogueFacets>(library::makeFacets(*snapshot));
        QMetaObject::invokeMethod(
            this,
            [this, snapshot, made = std::move(made)] {
                if (snapshot != m_snapshot)
                    return;
                m_facets = made;
                Q_EMIT ready();
            },
            Qt::QueuedConnection);
    });
    return nullptr;
}

std::shared_ptr<const NewRows> ListOrders::newRows()
{
    if (!m_snapshot || std::exchange(m_newRowsAsked, true))
        return m_newRows;
    m_worker.post([this, snapshot = m_snapshot] {
        auto made = std::make_shared<const NewRows>(newRowsOf(m_store, *snapshot));
        QMetaObject::invokeMethod(
            this,
            [this, snapshot, made = std::move(made)] {
                if (snapshot != m_snapshot)
                    return;
                m_newRows = made;
                Q_EMIT newRowsReady();
            },
            Qt::QueuedConnection);
    });
    return nullptr;
}

} // namespace kanal::presenters
