// SPDX-License-Identifier: MIT
// What lies over the pictures of a session: pages in time order, made by the subtitle thread, asked for by the
// presenter with the time of each picture it shows. Nobody waits here: a lock is held for pointer moves only.
#pragma once

#include "live_options.h"

#include <kanal/playback/subtitle_overlay.h>

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

namespace kanal::playback
{

class SubtitleScreen
{
public:
    /// What the next picture will ask for.
    struct Wish {
        std::int64_t ptsUs = 0;                  ///< of the picture on screen, in the track's time
        std::int64_t nextUs = 0;                 ///< of the one after it
        int width = 0, height = 0;               ///< of the picture on the surface
        int storageWidth = 0, storageHeight = 0; ///< as it was decoded
        double scale = 1;                        ///< of letters

        bool operator==(const Wish &) const = default;
    };
    using Drawer = std::function<void(const Wish &)>;

    explicit SubtitleScreen(const LiveOptions &options);

    // Presenter thread.
    struct Picture {
        std::int64_t ptsUs = 0;
        int width = 0, height = 0; ///< on the surface
        int sourceWidth = 0, sourceHeight = 0;
    };
    OverlaysRef over(const Picture &picture);

    /// Called when what lies over the picture on screen is no longer what over() said. Subtitle thread.
    void setOnChange(std::function<void()> changed);

    // Subtitle and demux threads. Pages of an older epoch are nobody's.
    /// Another track, or none; `drawer` hears what will be wanted, null where pages come by themselves.
    int begin(Drawer drawer);
    int flush(); ///< a seek: another epoch of the same track
    void addPage(int epoch, std::int64_t beginUs, std::int64_t endUs, OverlaysRef drawing);
    /// What is drawn at this time, and until something else is.
    void draw(int epoch, std::int64_t atUs, OverlaysRef drawing);
    bool covers(int epoch, std::int64_t atUs) const;

private:
    struct Page {
        std::int64_t beginUs, endUs;
        OverlaysRef drawing; ///< null: empty
        std::size_t bytes;
    };
    Wish wishOf(const Picture &picture) const;
    OverlaysRef at(std::int64_t atUs) const;
    void put(Page page);
    void dropFirst();
    void tellChange(std::unique_lock<std::mutex> &lock);

    const LiveOptions &m_options;
    mutable std::mutex m_mutex;
    std::function<void()> m_changed;
    int m_epoch = 0;
    std::shared_ptr<const Drawer> m_drawer;
    std::deque<Page> m_pages;
    std::size_t m_bytes = 0;            ///< of their pixels
    std::optional<Picture> m_picture;   ///< on screen
    std::int64_t m_intervalUs = 40'000; ///< from picture to picture
    OverlaysRef m_shown;                ///< what over() said last
};

} // namespace kanal::playback
