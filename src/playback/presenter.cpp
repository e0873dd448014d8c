// SPDX-License-Identifier: MIT
#include "presenter.h"

#include "stop_wait.h"
#include "trace.h"

#include <kanal/playback/video_place.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace kanal::playback
{

namespace
{

constexpr std::size_t kQueueLimit = 3;                        // 4 MB each
constexpr Nanos kDueTolerance = std::chrono::milliseconds(3); ///< painting takes about this long
constexpr Nanos kPaintLead = std::chrono::milliseconds(8);    ///< before a refresh, and in the middle between two
constexpr MediaTime kReplay = std::chrono::seconds(2);        ///< further back is another place
constexpr MediaTime kTooLate = std::chrono::milliseconds(60);
constexpr Nanos kFreeze = std::chrono::milliseconds(100); ///< at least so often a picture is shown, however late
constexpr Nanos kShortestWait = std::chrono::microseconds(200);
constexpr Nanos kLongestWait = std::chrono::milliseconds(250);
constexpr Nanos kSettling = std::chrono::seconds(1); ///< skew is measured from then on

/// A picture with subtitles over it; its pixels are the picture's.
struct DressedFrame final : VideoFrame {
    DressedFrame(FrameRef bare, OverlaysRef over)
        : VideoFrame(*bare)
        , picture(std::move(bare))
    {
        overlays = std::move(over);
    }
    const FrameRef picture;
};

/// What subtitles over the picture measure on the surface: text is drawn at that size.
std::pair<int, int> overlaySize(const VideoFrame &frame, SurfaceWish wish)
{
    if (wish.width <= 0 || wish.height <= 0)
        wish = {false, frame.width, frame.height};
    const bool lies = frame.rotation % 180 != 0;
    PlaceSize picture{double(lies ? frame.height : frame.width), double(lies ? frame.width : frame.height)};
    if (!wish.paintsRgbOnly) { // else the engine has scaled it
        picture = placedSize(frame.displayAspect, wish);
        picture = {std::round(picture.width), std::round(picture.height)};
    }
    const PlaceSize size = subtitleSize(picture, wish.width, wish.height);
    return {std::max(1, int(std::lround(size.width))), std::max(1, int(std::lround(size.height)))};
}

double milliseconds(MediaTime time)
{
    return std::chrono::duration<double, std::milli>(time).count();
}

} // namespace

Presenter::Presenter(Clock &clock, PlaybackClock &playbackClock, const AudioRenderer &audio, VideoSink &sink)
    : m_clock(clock)
    , m_playbackClock(playbackClock)
    , m_audio(audio)
    , m_sink(sink)
    , m_thread([this](std::stop_token stop) {
        trace::nameThread("presenter");
        run(stop);
    })
{
}

void Presenter::attach(std::uint64_t session, std::shared_ptr<SubtitleScreen> screen)
{
    const std::int64_t unseen = m_sink.unseen();
    {
        std::lock_guard lock(m_mutex);
        m_session = session;
        m_screen = std::move(screen);
        m_onScreen = nullptr;
        m_redress = false;
        m_queue.clear();
        m_pacer.reset();
        m_held = m_shownAny = false;
        m_steps = 0;
        m_steppedTo.reset();
        m_counters = {};
        m_skewSumMs = 0;
        m_unseenBefore = unseen;
    }
    m_roomMade.notify_all();
    m_changed.notify_all();
}

void Presenter::detach()
{
    {
        std::lock_guard lock(m_mutex);
        m_session = 0;
        m_screen = nullptr;
        m_onScreen = nullptr;
        m_queue.clear();
    }
    m_roomMade.notify_all();
}

bool Presenter::showNow(std::uint64_t session, FrameRef frame)
{
    const Nanos now = m_clock.now();
    std::unique_lock lock(m_mutex);
    if (session != m_session || session == 0)
        return false;
    if (!m_pacer.begun())
        m_pacer.begin(frame->pts, now);
    show(lock, std::move(frame), now);
    lock.unlock();
    m_changed.notify_all();
    return true;
}

bool Presenter::push(std::uint64_t session, FrameRef frame, std::stop_token stop)
{
    {
        std::unique_lock lock(m_mutex);
        const std::uint64_t epoch = m_epoch;
        const bool woken = waitUnlessStopped(m_roomMade, lock, stop,
                                             [&] { return session != m_session || m_queue.size() < kQueueLimit; });
        if (!woken || session != m_session)
            return false;
        if (epoch != m_epoch)
            return true;
        m_queue.push_back(std::move(frame));
    }
    m_changed.notify_all();
    return true;
}

void Presenter::flush()
{
    {
        std::lock_guard lock(m_mutex);
        ++m_epoch;
        m_queue.clear();
        m_pacer.reset();
        m_shownAny = false;
        m_steps = 0;
        m_steppedTo.reset();
    }
    m_roomMade.notify_all();
}

void Presenter::setHeld(bool held)
{
    {
        std::lock_guard lock(m_mutex);
        const bool wasHeld = std::exchange(m_held, held);
        if (!held) {
            if (wasHeld)
                m_pacer.goOn(m_clock.now());
            m_steps = 0;
            m_steppedTo.reset();
        }
    }
    m_changed.notify_all();
}

void Presenter::step()
{
    {
        std::lock_guard lock(m_mutex);
        if (m_held)
            ++m_steps;
    }
    m_changed.notify_all();
}

std::optional<MediaTime> Presenter::steppedTo() const
{
    std::lock_guard lock(m_mutex);
    return m_steppedTo;
}

void Presenter::clear()
{
    std::lock_guard sink(m_sinkMutex);
    m_sink.clear();
}

void Presenter::poke()
{
    {
        std::lock_guard lock(m_mutex);
    }
    m_changed.notify_all();
}

void Presenter::redress()
{
    {
        std::lock_guard lock(m_mutex);
        const bool stands = m_held || !m_playbackClock.running();
        m_redress = stands && m_onScreen; // one that moves on is asked for soon enough
    }
    m_changed.notify_all();
}

std::size_t Presenter::queued() const
{
    std::lock_guard lock(m_mutex);
    return m_queue.size();
}

bool Presenter::tooLate(MediaTime picture)
{
    const Nanos now = m_clock.now();
    const auto clock = m_playbackClock.now();
    std::lock_guard lock(m_mutex);
    if (!clock || !m_shownAny || m_pacer.lead() != MediaTime(0) || !m_playbackClock.running() ||
        now - m_lastShownAt > kFreeze)
        return false;
    if (*clock - picture < kTooLate)
        return false;
    ++m_counters.dropped;
    return true;
}

PresenterCounters Presenter::counters() const
{
    const std::int64_t unseen = m_sink.unseen();
    std::lock_guard lock(m_mutex);
    PresenterCounters counters = m_counters;
    const std::int64_t lost = std::clamp<std::int64_t>(unseen - m_unseenBefore, 0, counters.shown);
    counters.shown -= lost;
    counters.dropped += lost;
    if (counters.skewSamples > 0)
        counters.skewMeanMs = m_skewSumMs / double(counters.skewSamples);
    return counters;
}

/// The first picture was shown from the throw-away decoder; the real one delivers it again.
void Presenter::dropDuplicates()
{
    bool dropped = false;
    while (m_shownAny && !m_queue.empty() && m_queue.front()->pts <= m_lastShown &&
           m_lastShown - m_queue.front()->pts < kReplay) {
        m_queue.pop_front();
        dropped = true;
    }
    if (dropped)
        m_roomMade.notify_all();
}

void Presenter::measureSkew(const VideoFrame &frame, Nanos seen)
{
    if (m_pacer.lead() != MediaTime(0) || seen - m_firstShownAt < kSettling || !m_playbackClock.running())
        return;
    const auto heard = m_audio.heard();
    if (!heard)
        return;
    const MediaTime sound = heard->media + std::chrono::duration_cast<MediaTime>((seen - heard->at) * heard->speed);
    const double skew = milliseconds(sound - frame.pts);
    m_counters.skewMinMs = m_counters.skewSamples ? std::min(m_counters.skewMinMs, skew) : skew;
    m_counters.skewMaxMs = m_counters.skewSamples ? std::max(m_counters.skewMaxMs, skew) : skew;
    m_skewSumMs += skew;
    ++m_counters.skewSamples;
}

/// A picture that stood much longer than it should, or more refreshes than its length asks for, is as if it had been
/// shown again.
void Presenter::countRepeats(const VideoFrame &frame, Nanos seen, Nanos period)
{
    const auto length = std::chrono::duration_cast<Nanos>(frame.pts - m_lastShown);
    const Nanos stood(std::int64_t(double((seen - m_lastShownAt).count()) * m_playbackClock.rate()));
    if (!m_playbackClock.running() || m_pacer.lead() != MediaTime(0) || length <= Nanos(0) ||
        length >= std::chrono::milliseconds(200))
        return;
    if (period > Nanos(0)) {
        const double refresh = double(period.count()) * m_playbackClock.rate();
        const auto wanted = std::int64_t(std::ceil(double(length.count()) / refresh - 0.05));
        m_counters.repeated += std::max<std::int64_t>(0, std::llround(double(stood.count()) / refresh) - wanted);
    } else if (stood > length * 7 / 4) {
        m_counters.repeated += std::llround(double(stood.count()) / double(length.count())) - 1;
    }
}

void Presenter::show(std::unique_lock<std::mutex> &lock, FrameRef frame, Nanos seen, Nanos period)
{
    if (!m_shownAny)
        m_firstShownAt = seen;
    else
        countRepeats(*frame, seen, period);
    measureSkew(*frame, seen);
    m_shownAny = true;
    m_lastShown = frame->pts;
    m_lastShownAt = seen;
    ++m_counters.shown;
    m_onScreen = frame;
    present(lock, std::move(frame));
}

void Presenter::present(std::unique_lock<std::mutex> &lock, FrameRef frame)
{
    const std::shared_ptr<SubtitleScreen> screen = m_screen;
    lock.unlock();
    {
        std::lock_guard sink(m_sinkMutex);
        // Asked only now: while this waited for the surface its session may have gone, and the surface been cleared.
        if (frame->session == m_session) {
            const trace::Span span("present");
            m_sink.present(dressed(std::move(frame), screen.get()));
        }
    }
    lock.lock();
}

/// The picture with what lies over it at its time.
FrameRef Presenter::dressed(FrameRef frame, SubtitleScreen *screen) const
{
    if (!screen)
        return frame;
    const auto [width, height] = overlaySize(*frame, m_sink.wish());
    OverlaysRef overlays = screen->over({frame->pts.count(), width, height, frame->sourceWidth, frame->sourceHeight});
    if (!overlays)
        return frame;
    return std::make_shared<DressedFrame>(std::move(frame), std::move(overlays));
}

void Presenter::run(std::stop_token stop)
{
    std::unique_lock lock(m_mutex);
    while (!stop.stop_requested()) {
        dropDuplicates();
        if (std::exchange(m_redress, false) && m_onScreen)
            present(lock, m_onScreen);
        const auto mayShow = [this] { return !m_queue.empty() && !(m_held && m_shownAny && m_steps == 0); };
        if (!mayShow()) {
            m_changed.wait(lock, stop, [&] { return m_redress || mayShow(); });
            continue;
        }
        const Nanos now = m_clock.now();
        if (m_held && m_shownAny) {
            --m_steps;
            FrameRef frame = std::move(m_queue.front());
            m_queue.pop_front();
            m_steppedTo = frame->pts;
            show(lock, std::move(frame), now);
            m_roomMade.notify_all();
            continue;
        }
        if (!m_pacer.begun())
            m_pacer.begin(m_queue.front()->pts, now);
        const Moment moment = this->moment(now);
        const Nanos appointed = shown(*m_queue.front(), moment);
        if (appointed > now)
            m_clock.wait(m_changed, lock, stop, std::clamp(appointed, now + kShortestWait, now + kLongestWait));
        else
            showDue(lock, moment);
    }
}

Presenter::Moment Presenter::moment(Nanos now)
{
    const double speed = m_playbackClock.rate();
    const MediaTime picture = m_pacer.at(now, m_playbackClock.now(), speed);
    const bool foreseen = m_pacer.joined() && m_playbackClock.running();
    return {now, picture, speed, foreseen ? m_sink.vsync() : VsyncInfo{}};
}

Nanos Presenter::Moment::due(const VideoFrame &frame) const
{
    const auto away = std::chrono::duration_cast<Nanos>(frame.pts - picture);
    return now + Nanos(std::int64_t(double(away.count()) / speed));
}

Nanos Presenter::seen(const VideoFrame &frame, const Moment &moment) const
{
    const Nanos due = moment.due(frame);
    return moment.vsync.period > Nanos(0) ? m_pacer.refreshOf(due, moment.vsync) : due;
}

Nanos Presenter::shown(const VideoFrame &frame, const Moment &moment) const
{
    const Nanos period = moment.vsync.period;
    return seen(frame, moment) - (period > Nanos(0) ? std::min(period / 2, kPaintLead) : kDueTolerance);
}

/// The newest picture whose time has come.
void Presenter::showDue(std::unique_lock<std::mutex> &lock, const Moment &moment)
{
    while (m_queue.size() > 1 && shown(*m_queue[1], moment) <= moment.now) {
        m_queue.pop_front();
        ++m_counters.dropped;
    }
    FrameRef frame = std::move(m_queue.front());
    m_queue.pop_front();
    const Nanos period = moment.vsync.period;
    const Nanos instant = period > Nanos(0) ? std::max(seen(*frame, moment), moment.now) : moment.now;
    if (period > Nanos(0))
        m_pacer.noteShown(moment.due(*frame), moment.vsync);
    show(lock, std::move(frame), instant, period);
    m_roomMade.notify_all();
}

} // namespace kanal::playback
