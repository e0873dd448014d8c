// SPDX-License-Identifier: MIT
// Loads the engine's library, once and on a thread of its own. Nobody else begins a thread for it: while libraries are
// being loaded, glibc lets no thread begin (both want the lock of thread-local storage), and who tries, the window for
// example, waits for all of FFmpeg.
#pragma once

#include "engine.h"

#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace kanal::playback
{

class EngineLoader
{
public:
    using Then = std::function<void(const Result<EngineEntry> &)>;
    struct Waiting;
    struct Forget {
        void operator()(Waiting *waiting) const; ///< it is told no more; waits where it is being told
    };
    /// As long as it lives its `then` will be called.
    using Wait = std::unique_ptr<Waiting, Forget>;

    /// Of the whole program.
    static EngineLoader &shared();

    /// Returns at once. Any thread.
    void begin();
    /// Calls `then` here where the engine is there, else on the thread that loads it.
    [[nodiscard]] Wait whenLoaded(Then then);

private:
    void beginLocked();
    void load();

    std::mutex m_mutex;
    bool m_loading = false;
    std::vector<std::shared_ptr<Waiting>> m_waiting;
    std::jthread m_thread; ///< last: joined first
};

} // namespace kanal::playback
