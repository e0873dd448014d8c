// SPDX-License-Identifier: MIT
// A player with headless sinks, and what it said and showed.
#pragma once

#include "null_audio_sink.h"
#include "support/tcp_stub.h"

#include <kanal/playback/headless_sink.h>
#include <kanal/playback/player.h>

#include <algorithm>
#include <cmath>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace kanal::playback
{

/// Sends `bytes` over `seconds` in small pieces, the first `burst` seconds at once. False when the client went.
inline bool sendPaced(TcpStub::Peer &peer, const std::string &bytes, double seconds, double burst)
{
    const auto begun = std::chrono::steady_clock::now();
    std::size_t sent = 0;
    while (sent < bytes.size()) {
        const double passed = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count() + burst;
        const auto due = std::min(
            bytes.size(), std::size_t(double(bytes.size()) * std::min(1.0, passed / seconds)) / 188 * 188 + 188);
        if (due > sent && !peer.send(std::string_view(bytes).substr(sent, due - sent)))
            return false;
        sent = std::max(sent, due);
        std::this_thread::sleep_for(std::chrono::milliseconds(10)); // the pace of the network, not a wait of the test
    }
    return true;
}

/// A live server of this clip: so many seconds of it at once, the rest as it plays.
inline TcpStub::Script pacedScript(std::string clip, double seconds, double burst)
{
    return [clip = std::move(clip), seconds, burst](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200);
        sendPaced(peer, clip, seconds, burst);
        peer.hold();
    };
}

class PlayerProbe
{
public:
    /// `driftPpm`: of the sound device.
    explicit PlayerProbe(double driftPpm = 0)
        : m_sink({true, 160, 90, SurfaceWish::Fit::Contain}, [this](const FrameRef &frame) { onFrame(frame); })
        , player(m_clock, m_sink,
                 std::make_unique<NullAudioSink>(
                     m_clock, driftPpm, [this](std::span<const float> samples, Nanos at) { onSound(samples, at); }),
                 [this](const PlayerEvent &event) { onEvent(event); })
    {
    }

    std::uint64_t open(const std::string &url, MediaKind kind = MediaKind::Live)
    {
        MediaRequest request;
        request.url = url;
        request.kind = kind;
        return player.open(request);
    }

    /// False after `limit`.
    template<class Condition>
    bool await(Condition condition, std::chrono::milliseconds limit = std::chrono::seconds(12))
    {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, limit, condition);
    }
    bool awaitState(PlayState state, std::chrono::milliseconds limit = std::chrono::seconds(12))
    {
        return await([&] { return !m_states.empty() && m_states.back().state == state; }, limit);
    }
    bool awaitOtherThan(PlayState state, std::chrono::milliseconds limit = std::chrono::seconds(12))
    {
        return await([&] { return !m_states.empty() && m_states.back().state != state; }, limit);
    }
    bool awaitPosition(std::chrono::milliseconds least, std::chrono::milliseconds limit = std::chrono::seconds(12))
    {
        return await([&] { return m_position && m_position->position >= least; }, limit);
    }
    std::optional<PositionChanged> position()
    {
        std::lock_guard lock(m_mutex);
        return m_position;
    }
    /// Within await(): what was told of a server that sends nothing, or too little.
    const std::vector<StreamTooSlow> &slowness() const { return m_slowness; }
    /// Within await().
    std::chrono::milliseconds lastPosition() const { return m_position->position; }
    bool awaitFrames(std::size_t count, std::chrono::milliseconds limit = std::chrono::seconds(12))
    {
        return await([&] { return m_frames >= count; }, limit);
    }

    Error error()
    {
        std::lock_guard lock(m_mutex);
        return m_states.empty() || !m_states.back().error ? Error{} : *m_states.back().error;
    }
    std::size_t frames()
    {
        std::lock_guard lock(m_mutex);
        return m_frames;
    }
    std::vector<PlayState> states()
    {
        std::lock_guard lock(m_mutex);
        std::vector<PlayState> states;
        for (const StateChanged &change : m_states)
            states.push_back(change.state);
        return states;
    }
    std::vector<Track> tracks()
    {
        std::lock_guard lock(m_mutex);
        return m_tracks;
    }
    std::size_t flashes()
    {
        std::lock_guard lock(m_mutex);
        return m_flashes.size();
    }
    bool awaitFlashes(std::size_t count, std::chrono::milliseconds limit)
    {
        return await([&] { return m_flashes.size() >= count; }, limit);
    }
    /// From each flash to the next, as they were shown.
    std::vector<double> flashSeconds()
    {
        std::lock_guard lock(m_mutex);
        std::vector<double> seconds;
        for (std::size_t i = 1; i < m_flashes.size(); ++i)
            seconds.push_back(std::chrono::duration<double>(m_flashes[i] - m_flashes[i - 1]).count());
        return seconds;
    }
    /// Periods of sound.
    bool awaitPeriods(std::size_t count, std::chrono::milliseconds limit = std::chrono::seconds(1))
    {
        return await([&] { return m_periods.size() >= count; }, limit);
    }
    FrameRef lastFrame() { return m_sink.last(); }

    /// 10 ms of sound as the device took it.
    struct Period {
        Nanos at;
        float peak;
        int crossings; ///< of zero, upwards, in the left channel
    };
    std::vector<Period> periods()
    {
        std::lock_guard lock(m_mutex);
        return m_periods;
    }
    /// Within await(): the steady tone of a clip's second sound is what the device takes.
    bool heardTone() const
    {
        return m_periods.size() > 5 && std::all_of(m_periods.end() - 5, m_periods.end(), [](const Period &period) {
                   return period.peak > 0.15f && period.peak < 0.3f;
               });
    }
    /// When each picture came, with its media time.
    std::vector<std::pair<Nanos, std::chrono::microseconds>> shown()
    {
        std::lock_guard lock(m_mutex);
        return m_shown;
    }
    Nanos now() const { return m_clock.now(); }

    /// Flash minus beep in ms for every flash that has its beep.
    std::vector<double> flashBeepDistances()
    {
        std::lock_guard lock(m_mutex);
        std::vector<double> distances;
        for (const Nanos flash : m_flashes)
            for (const Nanos beep : m_beeps) {
                const double distance = std::chrono::duration<double, std::milli>(flash - beep).count();
                if (std::fabs(distance) < 300)
                    distances.push_back(distance);
            }
        return distances;
    }

    /// Of every picture between the first and the last flash with a beep: when it was shown minus when its sound was
    /// heard, in ms. Between two beeps sound is where it must be for both.
    std::vector<double> skews()
    {
        std::lock_guard lock(m_mutex);
        std::vector<std::pair<std::chrono::microseconds, Nanos>> heard; // of beeps: by the time of their flashes
        for (const auto &[at, pts] : m_flashShown)
            for (const Nanos beep : m_beeps)
                if (std::chrono::abs(at - beep) < std::chrono::milliseconds(300))
                    heard.emplace_back(pts, beep);
        std::vector<double> skews;
        for (const auto &[at, pts] : m_shown) {
            const auto after = std::upper_bound(heard.begin(), heard.end(), pts,
                                                [](auto time, const auto &beep) { return time < beep.first; });
            if (after == heard.begin() || after == heard.end())
                continue;
            const auto &[fromPts, from] = *(after - 1);
            const double part = double((pts - fromPts).count()) / double((after->first - fromPts).count());
            const double sound = part * double((after->second - from).count());
            skews.push_back((double((at - from).count()) - sound) / 1e6);
        }
        return skews;
    }

private:
    void onFrame(const FrameRef &frame)
    {
        std::uint64_t sum = 0;
        for (int x = 0; x < frame->width; ++x)
            sum += frame->planes[0][std::ptrdiff_t(frame->height / 2) * frame->strides[0] + x * 4 + 1];
        const bool white = sum / std::uint64_t(frame->width) > 200;
        std::lock_guard lock(m_mutex);
        ++m_frames;
        m_shown.emplace_back(m_clock.now(), frame->pts);
        if (white && !m_white) {
            m_flashes.push_back(m_clock.now());
            m_flashShown.push_back(m_shown.back());
        }
        m_white = white;
        m_changed.notify_all();
    }

    void onSound(std::span<const float> samples, Nanos at)
    {
        std::lock_guard lock(m_mutex);
        Period period{at, 0, 0};
        for (std::size_t i = 0; i < samples.size(); ++i) {
            period.peak = std::max(period.peak, std::fabs(samples[i]));
            period.crossings += i >= 2 && i % 2 == 0 && samples[i] > 0 && samples[i - 2] <= 0;
        }
        m_periods.push_back(period);
        m_changed.notify_all();
        for (std::size_t i = 0; i < samples.size(); i += 2) {
            if (std::fabs(samples[i]) < 0.1f) {
                ++m_quiet;
                continue;
            }
            if (m_quiet > 24000)
                m_beeps.push_back(at + Nanos(std::int64_t(i / 2) * 1'000'000'000 / 48000));
            m_quiet = 0;
        }
    }

    void onEvent(const PlayerEvent &event)
    {
        std::lock_guard lock(m_mutex);
        if (const auto *state = std::get_if<StateChanged>(&event.what))
            m_states.push_back(*state);
        else if (const auto *tracks = std::get_if<TracksChanged>(&event.what))
            m_tracks = tracks->tracks;
        else if (const auto *position = std::get_if<PositionChanged>(&event.what))
            m_position = *position;
        else if (const auto *slow = std::get_if<StreamTooSlow>(&event.what))
            m_slowness.push_back(*slow);
        m_changed.notify_all();
    }

    SteadyClock m_clock;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<StateChanged> m_states;
    std::vector<Track> m_tracks;
    std::optional<PositionChanged> m_position;
    std::vector<StreamTooSlow> m_slowness;
    std::vector<Nanos> m_flashes, m_beeps;
    std::vector<Period> m_periods;
    std::vector<std::pair<Nanos, std::chrono::microseconds>> m_shown, m_flashShown;
    std::size_t m_frames = 0;
    bool m_white = false;
    std::int64_t m_quiet = 24001;
    HeadlessSink m_sink;

public:
    Player player; ///< last: its threads end first
};

} // namespace kanal::playback
