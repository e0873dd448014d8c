// SPDX-License-Identifier: MIT
#include <kanal/playback/headless_sink.h>

namespace kanal::playback
{

HeadlessSink::HeadlessSink(SurfaceWish wish, std::function<void(const FrameRef &)> onFrame)
    : m_wish(wish)
    , m_onFrame(std::move(onFrame))
{
}

SurfaceWish HeadlessSink::wish() const
{
    return m_wish;
}

void HeadlessSink::present(FrameRef frame)
{
    {
        std::lock_guard lock(m_mutex);
        m_last = frame;
        ++m_presented;
    }
    if (m_onFrame)
        m_onFrame(frame);
}

void HeadlessSink::clear()
{
    std::lock_guard lock(m_mutex);
    m_last.reset();
}

FrameRef HeadlessSink::last() const
{
    std::lock_guard lock(m_mutex);
    return m_last;
}

std::int64_t HeadlessSink::presented() const
{
    std::lock_guard lock(m_mutex);
    return m_presented;
}

} // namespace kanal::playback
