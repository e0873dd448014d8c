// SPDX-License-Identifier: MIT
#include "picture_pool.h"

#include <algorithm>
#include <new>

namespace kanal::playback
{

namespace
{

constexpr std::align_val_t kAlignment{64};
constexpr std::size_t kIdleKept = 4;

} // namespace

void PicturePool::Free::operator()(std::uint8_t *data) const
{
    ::operator delete(data, kAlignment);
}

std::shared_ptr<std::uint8_t> PicturePool::take(std::size_t bytes)
{
    std::unique_ptr<std::uint8_t, Free> data;
    {
        std::lock_guard lock(m_mutex);
        const auto fits =
            std::find_if(m_idle.rbegin(), m_idle.rend(), [&](const auto &idle) { return idle.second == bytes; });
        if (fits != m_idle.rend()) {
            data = std::move(fits->first);
            m_idle.erase(std::next(fits).base());
        }
    }
    if (!data)
        data.reset(static_cast<std::uint8_t *>(::operator new(bytes, kAlignment)));
    std::uint8_t *raw = data.release();
    return std::shared_ptr<std::uint8_t>(raw, [bytes, pool = weak_from_this()](std::uint8_t *done) {
        std::unique_ptr<std::uint8_t, Free> back(done);
        if (const auto alive = pool.lock()) {
            std::lock_guard lock(alive->m_mutex);
            if (alive->m_idle.size() >= kIdleKept)
                alive->m_idle.erase(alive->m_idle.begin());
            alive->m_idle.emplace_back(std::move(back), bytes);
        }
    });
}

} // namespace kanal::playback
