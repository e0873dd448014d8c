// SPDX-License-Identifier: MIT
#include "list_orders.h"

#include <kanal/core/log.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace kanal::presenters
{

namespace
{

constexpr std::chrono::milliseconds kPrepareAfter{400};
constexpr std::chrono::hours kNewRowsLast{1}; // until they are read again

const Clock &steadyClock()
{
    static const SteadyClock clock;
    return clock;
}

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

NewRows newRowsOf(const library::CatalogueStore &store, const library::CatalogueSnapshot &snapshot,
                  std::chrono::sys_seconds now)
{
    NewRows rows{std::vector<bool>(snapshot.size()), 0};
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
    : ListOrders(store, steadyClock(), parent)
{
}

ListOrders::ListOrders(const library::CatalogueStore &store, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_clock(clock)
{
    m_idle.setSingleShot(true);
    m_idle.setInterval(kPrepareAfter);
    connect(&m_idle, &QTimer::timeout, this, &ListOrders::prepareNext);
}

ListOrders::~ListOrders() = default;

void ListOrders::setSnapshot(std::shared_ptr<const library::CatalogueSnapshot> snapshot)
{
    if (m_snapshot == snapshot)
        return;
    m_snapshot = std::move(snapshot);
    m_orders.clear();
    m_awaited.clear();
    m_facets.reset();
    m_facetsAsked = false;
    m_newRows.reset();
    m_newRowsAt.reset();
    m_idle.start();
}

std::shared_ptr<const library::CatalogueOrder> ListOrders::order(SortKey key)
{
    static const auto listed = std::make_shared<const library::CatalogueOrder>();
    if (key == SortKey::Listed || !m_snapshot || m_snapshot->size() == 0)
        return listed;
    const auto [place, fresh] = m_orders.try_emplace(key);
    if (fresh)
        make(key);
    if (!place->second)
        m_awaited.insert(key);
    return place->second;
}

void ListOrders::make(SortKey key)
{
    m_worker.post([this, key, snapshot = m_snapshot] {
        auto made = std::make_shared<const library::CatalogueOrder>(library::makeOrder(*snapshot, sortBy(key)));
        QMetaObject::invokeMethod(
            this,
            [this, key, snapshot, made = std::move(made)] {
                if (snapshot != m_snapshot)
                    return;
                m_orders[key] = made;
                if (m_awaited.erase(key) > 0)
                    Q_EMIT ready();
                if (!m_idle.isActive())
                    prepareNext();
            },
            Qt::QueuedConnection);
    });
}

bool ListOrders::isPrepared() const
{
    const std::vector<SortKey> keys = m_snapshot ? sortKeys(m_snapshot->kind()) : std::vector<SortKey>();
    return std::all_of(keys.begin(), keys.end(), [this](SortKey key) {
        const auto made = m_orders.find(key);
        return key == SortKey::Listed || (made != m_orders.end() && made->second);
    });
}

/// One after another, so that one that is asked for now never waits for more than one of them.
void ListOrders::prepareNext()
{
    if (!m_snapshot || m_snapshot->size() == 0)
        return;
    const bool making = std::any_of(m_orders.begin(), m_orders.end(), [](const auto &each) { return !each.second; });
    if (making)
        return;
    for (const SortKey key : sortKeys(m_snapshot->kind()))
        if (key != SortKey::Listed && m_orders.try_emplace(key).second)
            return make(key);
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
    if (m_snapshot && !m_newRowsAt)
        readNewRows();
    return m_newRows;
}

void ListOrders::renewNewRows()
{
    const bool some = m_newRows && m_newRows->count > 0;
    if (some && m_newRowsAt && m_clock.wallNow() >= *m_newRowsAt + kNewRowsLast)
        readNewRows();
}

void ListOrders::readNewRows()
{
    m_newRowsAt = m_clock.wallNow();
    m_worker.post([this, snapshot = m_snapshot, now = *m_newRowsAt] {
        auto made = std::make_shared<const NewRows>(newRowsOf(m_store, *snapshot, now));
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
}

} // namespace kanal::presenters
