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
    void keepCategories();
    Result<> add(std::span<const ChannelRow> rows);
    Result<> add(std::span<const MovieRow> rows);
    Result<> add(std::span<const SeriesRow> rows);
    /// A list that is held back stays here: commit() again, believing, takes it; close() forgets it.
    Result<library::CatalogueRefresh::Change> commit(std::chrono::sys_seconds now,
                                                     library::CatalogueRefresh::Trust trust);
    /// Nothing is taken any more; costs nothing and waits for nobody.
    void refuse() { m_refuses = true; }
    /// Drops what was stored, unless it was committed. Waits for a commit under way; disk work.
    void close();

    std::int64_t rows() const { return m_rows; } ///< entries taken so far, categories not counted

private:
    bool isOpen() const { return m_refresh && !m_refuses; } ///< with the mutex held

    std::mutex m_mutex;
    std::unique_ptr<library::CatalogueRefresh> m_refresh;
    std::atomic<std::int64_t> m_rows = 0;
    std::atomic<bool> m_refuses = false;
};

} // namespace kanal::session
