// SPDX-License-Identifier: MIT
// Between the client's network thread, which brings rows, and the refresh that stores them. Closing it drops the
// refresh at once: whatever still arrives is refused, and the store is not touched again.
#pragma once

#include <kanal/library/catalogue_store.h>

#include <atomic>
#include <memory>
#include <mutex>

namespace kanal::session
{

// Any thread.
class Intake
{
public:
    explicit Intake(std::unique_ptr<library::CatalogueRefresh> refresh);

    Result<> add(std::span<const CategoryRow> rows);
    Result<> add(std::span<const ChannelRow> rows);
    Result<> add(std::span<const MovieRow> rows);
    Result<> add(std::span<const SeriesRow> rows);
    Result<library::CatalogueRefresh::Change> commit(std::chrono::sys_seconds now,
                                                     library::CatalogueRefresh::Trust trust);
    void close();

    std::int64_t rows() const { return m_rows; } ///< entries taken so far, categories not counted

private:
    std::mutex m_mutex;
    std::unique_ptr<library::CatalogueRefresh> m_refresh;
    std::atomic<std::int64_t> m_rows = 0;
};

} // namespace kanal::session
