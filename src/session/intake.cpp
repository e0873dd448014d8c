// SPDX-License-Identifier: MIT
#include "intake.h"

namespace kanal::session
{

namespace
{

const auto kClosed = fail(ErrorKind::Cancelled, "the refresh was cancelled");

}

Intake::Intake(std::unique_ptr<library::CatalogueRefresh> refresh)
    : m_refresh(std::move(refresh))
{
}

Result<> Intake::add(std::span<const CategoryRow> rows)
{
    const std::lock_guard lock(m_mutex);
    return isOpen() ? m_refresh->addCategories(rows) : kClosed;
}

void Intake::keepCategories()
{
    const std::lock_guard lock(m_mutex);
    if (isOpen())
        m_refresh->keepCategories();
}

Result<> Intake::add(std::span<const ChannelRow> rows)
{
    const std::lock_guard lock(m_mutex);
    m_rows += std::ssize(rows);
    return isOpen() ? m_refresh->addChannels(rows) : kClosed;
}

Result<> Intake::add(std::span<const MovieRow> rows)
{
    const std::lock_guard lock(m_mutex);
    m_rows += std::ssize(rows);
    return isOpen() ? m_refresh->addMovies(rows) : kClosed;
}

Result<> Intake::add(std::span<const SeriesRow> rows)
{
    const std::lock_guard lock(m_mutex);
    m_rows += std::ssize(rows);
    return isOpen() ? m_refresh->addSeries(rows) : kClosed;
}

Result<library::CatalogueRefresh::Change> Intake::commit(std::chrono::sys_seconds now,
                                                         library::CatalogueRefresh::Trust trust)
{
    const std::lock_guard lock(m_mutex);
    if (!isOpen())
        return kClosed;
    Result<library::CatalogueRefresh::Change> change = m_refresh->commit(now, trust);
    if (!change || !change->heldBack)
        m_refresh.reset();
    return change;
}

void Intake::close()
{
    const std::lock_guard lock(m_mutex);
    m_refresh.reset();
}

} // namespace kanal::session
