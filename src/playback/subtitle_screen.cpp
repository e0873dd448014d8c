// SPDX-License-Identifier: MIT
#include "subtitle_screen.h"

#include <algorithm>

namespace kanal::playback
{

namespace
{

constexpr std::size_t kMostPages = 200;
constexpr std::size_t kMostBytes = 64u << 20; ///< of all drawings that are kept
constexpr std::int64_t kKeptUs = 60'000'000;  ///< behind the picture: after that it is forgotten
constexpr std::int64_t kStandsUs = 500'000;   ///< a drawing of text stands so long when its thread is behind
constexpr std::int64_t kShortestUs = 8'000, kLongestUs = 200'000; ///< from picture to picture

std::size_t sizeOf(const OverlaysRef &drawing)
{
    std::size_t bytes = 0;
    if (drawing)
        for (const OverlayRect &rect : *drawing)
            bytes += rect.pixels.size();
    return bytes;
}

} // namespace

SubtitleScreen::SubtitleScreen(const LiveOptions &options)
    : m_options(options)
{
}

OverlaysRef SubtitleScreen::over(const Picture &picture)
{
    std::unique_lock lock(m_mutex);
    const std::int64_t lengthUs = m_picture ? picture.ptsUs - m_picture->ptsUs : 0;
    if (lengthUs >= kShortestUs && lengthUs <= kLongestUs)
        m_intervalUs = lengthUs;
    m_picture = picture;
    const Wish wish = wishOf(picture);
    while (!m_pages.empty() && m_pages.front().endUs < wish.ptsUs - kKeptUs)
        dropFirst();
    m_shown = at(wish.ptsUs);
    OverlaysRef shown = m_shown;
    const std::shared_ptr<const Drawer> drawer = m_drawer;
    lock.unlock();
    if (drawer)
        (*drawer)(wish);
    return shown;
}

SubtitleScreen::Wish SubtitleScreen::wishOf(const Picture &picture) const
{
    const std::int64_t atUs = picture.ptsUs - m_options.subtitleDelayUs;
    return {atUs,
            atUs + m_intervalUs,
            picture.width,
            picture.height,
            picture.sourceWidth,
            picture.sourceHeight,
            m_options.subtitleScale};
}

void SubtitleScreen::setOnChange(std::function<void()> changed)
{
    std::lock_guard lock(m_mutex);
    m_changed = std::move(changed);
}

int SubtitleScreen::begin(Drawer drawer)
{
    std::unique_lock lock(m_mutex);
    m_drawer = drawer ? std::make_shared<const Drawer>(std::move(drawer)) : nullptr;
    m_pages.clear();
    m_bytes = 0;
    const int epoch = ++m_epoch;
    if (m_drawer && m_picture) // one that stands may be paused: it asks no more
        (*m_drawer)(wishOf(*m_picture));
    tellChange(lock);
    return epoch;
}

int SubtitleScreen::flush()
{
    std::lock_guard lock(m_mutex);
    m_pages.clear();
    m_bytes = 0;
    return ++m_epoch;
}

/// In the order of time; a page ends where the next begins. The oldest go when it becomes too much.
void SubtitleScreen::addPage(int epoch, std::int64_t beginUs, std::int64_t endUs, OverlaysRef drawing)
{
    std::unique_lock lock(m_mutex);
    if (epoch != m_epoch)
        return;
    const std::size_t bytes = sizeOf(drawing);
    put({beginUs, endUs, std::move(drawing), bytes});
    tellChange(lock);
}

void SubtitleScreen::draw(int epoch, std::int64_t atUs, OverlaysRef drawing)
{
    std::unique_lock lock(m_mutex);
    if (epoch != m_epoch)
        return;
    // What was drawn for later is of the same letters at another size, or of a time that has not come.
    while (!m_pages.empty() && m_pages.back().beginUs > atUs) {
        m_bytes -= m_pages.back().bytes;
        m_pages.pop_back();
    }
    if (!m_pages.empty() && m_pages.back().drawing == drawing) {
        m_pages.back().endUs = std::max(m_pages.back().endUs, atUs + kStandsUs);
        return;
    }
    const std::size_t bytes = sizeOf(drawing);
    put({atUs, atUs + kStandsUs, std::move(drawing), bytes});
    tellChange(lock);
}

void SubtitleScreen::put(Page page)
{
    m_bytes += page.bytes;
    const auto place = std::upper_bound(m_pages.begin(), m_pages.end(), page.beginUs,
                                        [](std::int64_t begin, const Page &other) { return begin < other.beginUs; });
    m_pages.insert(place, std::move(page));
    while (m_pages.size() > kMostPages || (m_bytes > kMostBytes && m_pages.size() > 1))
        dropFirst();
}

bool SubtitleScreen::covers(int epoch, std::int64_t atUs) const
{
    std::lock_guard lock(m_mutex);
    if (epoch != m_epoch)
        return true;
    const auto next = std::upper_bound(m_pages.begin(), m_pages.end(), atUs,
                                       [](std::int64_t time, const Page &page) { return time < page.beginUs; });
    return next != m_pages.begin() && atUs < std::prev(next)->endUs;
}

OverlaysRef SubtitleScreen::at(std::int64_t atUs) const
{
    const auto next = std::upper_bound(m_pages.begin(), m_pages.end(), atUs,
                                       [](std::int64_t time, const Page &page) { return time < page.beginUs; });
    return next != m_pages.begin() && atUs < std::prev(next)->endUs ? std::prev(next)->drawing : nullptr;
}

void SubtitleScreen::dropFirst()
{
    m_bytes -= m_pages.front().bytes;
    m_pages.pop_front();
}

/// Unlocks to say it.
void SubtitleScreen::tellChange(std::unique_lock<std::mutex> &lock)
{
    if (!m_changed || !m_picture || at(wishOf(*m_picture).ptsUs) == m_shown)
        return;
    const std::function<void()> changed = m_changed;
    lock.unlock();
    changed();
}

} // namespace kanal::playback
