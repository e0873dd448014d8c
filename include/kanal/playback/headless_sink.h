// SPDX-License-Identifier: MIT
// A video sink without a screen: counts pictures and remembers the last one. For probe, zap and the tests.
#pragma once

#include <kanal/playback/video_sink.h>

#include <functional>
#include <mutex>

namespace kanal::playback
{

class HeadlessSink final : public VideoSink
{
public:
    explicit HeadlessSink(SurfaceWish wish = {}, std::function<void(const FrameRef &)> onFrame = {});

    SurfaceWish wish() const override;
    void present(FrameRef frame) override;
    void clear() override;

    FrameRef last() const; ///< null: none
    std::int64_t presented() const;

private:
    const SurfaceWish m_wish;
    const std::function<void(const FrameRef &)> m_onFrame;
    mutable std::mutex m_mutex;
    FrameRef m_last;
    std::int64_t m_presented = 0;
};

} // namespace kanal::playback
