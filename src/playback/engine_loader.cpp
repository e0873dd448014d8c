// SPDX-License-Identifier: MIT
#include "engine_loader.h"

#include <utility>

namespace kanal::playback
{

struct EngineLoader::Waiting {
    explicit Waiting(Then what)
        : then(std::move(what))
    {
    }

    std::mutex mutex;
    Then then;                     ///< none: forgotten, or told
    std::shared_ptr<Waiting> self; ///< as long as somebody waits
};

void EngineLoader::Forget::operator()(Waiting *waiting) const
{
    const std::shared_ptr<Waiting> last = std::exchange(waiting->self, nullptr);
    std::lock_guard lock(last->mutex);
    last->then = nullptr;
}

EngineLoader &EngineLoader::shared()
{
    static EngineLoader loader;
    return loader;
}

void EngineLoader::begin()
{
    std::lock_guard lock(m_mutex);
    beginLocked();
}

void EngineLoader::beginLocked()
{
    if (m_loading || engineIsLoaded())
        return;
    m_loading = true;
    m_thread = std::jthread([this] { load(); });
}

EngineLoader::Wait EngineLoader::whenLoaded(Then then)
{
    {
        std::lock_guard lock(m_mutex);
        if (m_loading || !engineIsLoaded()) {
            const auto waiting = std::make_shared<Waiting>(std::move(then));
            waiting->self = waiting;
            m_waiting.push_back(waiting);
            beginLocked();
            return Wait(waiting.get());
        }
    }
    then(engineEntry());
    return {};
}

void EngineLoader::load()
{
    const Result<EngineEntry> &entry = engineEntry();
    std::vector<std::shared_ptr<Waiting>> all;
    {
        std::lock_guard lock(m_mutex);
        m_loading = false;
        all.swap(m_waiting);
    }
    for (const auto &waiting : all) {
        std::lock_guard lock(waiting->mutex);
        if (waiting->then)
            waiting->then(entry);
    }
}

} // namespace kanal::playback
