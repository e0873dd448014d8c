// SPDX-License-Identifier: MIT
// Picture buffers that are used again: a fresh page costs more than the conversion that fills it (performance.md). Any
// thread.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

namespace kanal::playback
{

class PicturePool : public std::enable_shared_from_this<PicturePool>
{
public:
    /// A buffer of at least `bytes`, aligned to 64; goes back to the pool when the last holder lets go of it.
    std::shared_ptr<std::uint8_t> take(std::size_t bytes);

private:
    struct Free {
        void operator()(std::uint8_t *data) const;
    };

    std::mutex m_mutex;
    std::vector<std::pair<std::unique_ptr<std::uint8_t, Free>, std::size_t>> m_idle;
};

} // namespace kanal::playback
