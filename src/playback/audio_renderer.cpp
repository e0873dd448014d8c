// SPDX-License-Identifier: MIT
#include "audio_renderer.h"

#include "stop_wait.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace kanal::playback
{

namespace
{

constexpr MediaTime kQueueLimit = std::chrono::milliseconds(400);   ///< ahead of the device while playing
constexpr MediaTime kWaitingLimit = std::chrono::milliseconds(800); ///< while no picture says where to start
constexpr MediaTime kReserve = std::chrono::milliseconds(250);      ///< never dropped while waiting
constexpr MediaTime kSeam = std::chrono::milliseconds(40);          ///< a smaller step in the times is jitter
constexpr MediaTime kLongestPad = std::chrono::seconds(10);
constexpr std::size_t kPlayedKept = 256;
constexpr double kRampPerFrame = 1.0 / 960; ///< 20 ms for the whole range

} // namespace

double volumeGain(double percent)
{
    const double level = std::clamp(percent, 0.0, 150.0) / 100.0;
    if (level <= 1.0)
        return level * level * level;
    return std::pow(10.0, (level - 1.0) * 2.0 * 9.0 / 20.0);
}

float softLimited(float sample)
{
    constexpr float kKnee = 0.8f;
    const float level = std::fabs(sample);
    if (level <= kKnee)
        return sample;
    const float over = (level - kKnee) / (1.0f - kKnee);
    return std::copysign(kKnee + (1.0f - kKnee) * std::tanh(over), sample);
}

void AudioRenderer::attach(std::uint64_t session)
{
    {
        std::lock_guard lock(m_mutex);
        m_session = session;
        m_padsAll = m_awaitsStart = false;
        m_gateOpen = false;
        m_queue.clear();
        m_consumed = 0;
        m_keepFrom.reset();
        m_started = false;
        m_expected.reset();
        m_pad = 0;
        m_starvedSince.reset();
        m_firstSound.reset();
        m_played.clear();
    }
    m_roomMade.notify_all();
}

void AudioRenderer::detach()
{
    attach(0);
}

MediaTime AudioRenderer::toTime(std::int64_t frames, double speed) const
{
    const std::int64_t us = frames * 1'000'000 / m_format.sampleRate;
    return MediaTime(speed == 1.0 ? us : std::int64_t(double(us) * speed));
}

std::int64_t AudioRenderer::toFrames(MediaTime time, double speed) const
{
    const std::int64_t frames = time.count() * m_format.sampleRate / 1'000'000;
    return speed == 1.0 ? frames : std::int64_t(double(frames) / speed);
}

std::optional<MediaTime> AudioRenderer::position() const
{
    if (m_queue.empty())
        return std::nullopt;
    return m_queue.front().pts + toTime(std::int64_t(m_consumed) / m_format.channels, m_queue.front().speed);
}

MediaTime AudioRenderer::chunkEnd(const PcmChunk &chunk) const
{
    return chunk.pts + toTime(std::int64_t(chunk.samples.size()) / m_format.channels, chunk.speed);
}

AudioRenderer::Queue AudioRenderer::queued() const
{
    std::lock_guard lock(m_mutex);
    if (m_queue.empty())
        return {};
    return {*position(), chunkEnd(m_queue.back()), false};
}

void AudioRenderer::dropBefore(MediaTime from)
{
    while (!m_queue.empty() && chunkEnd(m_queue.front()) <= from) {
        m_queue.pop_front();
        m_consumed = 0;
    }
    if (m_queue.empty() || m_queue.front().pts >= from)
        return;
    const std::int64_t inside = toFrames(from - m_queue.front().pts, m_queue.front().speed);
    m_consumed = std::max(
        m_consumed, std::min(m_queue.front().samples.size(), std::size_t(inside) * std::size_t(m_format.channels)));
}

bool AudioRenderer::push(std::uint64_t session, PcmChunk chunk, std::stop_token stop)
{
    std::unique_lock lock(m_mutex);
    const std::uint64_t epoch = chunk.epoch.value_or(m_epoch);
    const auto span = [this] {
        return m_queue.empty() ? MediaTime(0) : chunkEnd(m_queue.back()) - m_queue.front().pts;
    };
    const auto hasRoom = [&] {
        if (m_session != session)
            return true;
        if (m_gateOpen || m_started || m_queue.empty())
            return span() < kQueueLimit;
        if (!m_keepFrom) {
            while (m_queue.size() > 1 && span() > kWaitingLimit)
                m_queue.pop_front();
            return true;
        }
        const MediaTime droppable = std::min(*m_keepFrom, chunkEnd(m_queue.back()) - kReserve);
        while (m_queue.size() > 1 && chunkEnd(m_queue.front()) <= droppable)
            m_queue.pop_front();
        return m_queue.front().pts < *m_keepFrom || span() < kQueueLimit;
    };
    if (!waitUnlessStopped(m_roomMade, lock, stop, hasRoom) || m_session != session)
        return false;
    if (epoch != m_epoch || chunk.channels != m_format.channels) // stale: a seek, another device
        return true;
    m_queue.push_back(std::move(chunk));
    return true;
}

void AudioRenderer::keepFrom(std::optional<MediaTime> from)
{
    {
        std::lock_guard lock(m_mutex);
        m_keepFrom = from;
    }
    m_roomMade.notify_all();
}

void AudioRenderer::padAll(std::uint64_t session)
{
    std::lock_guard lock(m_mutex);
    m_padsAll = m_padsAll || session == m_session;
}

void AudioRenderer::start(MediaTime from)
{
    {
        std::lock_guard lock(m_mutex);
        dropBefore(from);
        m_expected = from;
        m_pad = 0;
        m_started = m_gateOpen = true;
        m_awaitsStart = false;
        m_starvedSince.reset();
    }
    m_roomMade.notify_all();
}

void AudioRenderer::resume()
{
    {
        std::lock_guard lock(m_mutex);
        m_gateOpen = true;
        m_awaitsStart = false;
        m_starvedSince.reset();
    }
    m_roomMade.notify_all();
}

void AudioRenderer::pause()
{
    std::lock_guard lock(m_mutex);
    m_gateOpen = false;
}

void AudioRenderer::passBy(MediaTime now)
{
    {
        std::lock_guard lock(m_mutex);
        if ((m_device == Device::Open && !m_awaitsStart) || !m_gateOpen)
            return;
        dropBefore(now);
        m_expected = now;
        m_pad = 0;
        if (!m_queue.empty())
            m_starvedSince.reset();
        else if (!m_starvedSince)
            m_starvedSince = m_clock.now();
    }
    m_roomMade.notify_all();
}

void AudioRenderer::flush()
{
    {
        std::lock_guard lock(m_mutex);
        ++m_epoch;
        if (const auto next = position(); next && m_gateOpen && !m_expected)
            m_expected = *next - toTime(m_pad, m_playedSpeed);
        m_fadeIn = true;
        m_queue.clear();
        m_consumed = 0;
        m_pad = 0;
        m_played.clear();
    }
    m_roomMade.notify_all();
}

std::uint64_t AudioRenderer::epoch() const
{
    std::lock_guard lock(m_mutex);
    return m_epoch;
}

void AudioRenderer::seek()
{
    flush();
    std::lock_guard lock(m_mutex);
    m_started = false;
    m_keepFrom.reset();
}

Nanos AudioRenderer::starvedFor() const
{
    const Nanos now = m_clock.now();
    std::lock_guard lock(m_mutex);
    return m_starvedSince ? now - *m_starvedSince : Nanos(0);
}

Nanos AudioRenderer::latency() const
{
    const AudioTiming timing = m_sound.timing();
    if (!timing.valid)
        return Nanos(0);
    return std::chrono::duration_cast<Nanos>(std::chrono::duration<double>(
        double(timing.framesTaken - timing.framesHeard) / double(std::max(1, format().sampleRate))));
}

std::optional<Nanos> AudioRenderer::firstSoundAt() const
{
    std::lock_guard lock(m_mutex);
    return m_firstSound;
}

std::optional<AudioRenderer::Heard> AudioRenderer::heard() const
{
    const AudioTiming timing = m_sound.timing();
    std::lock_guard lock(m_mutex);
    if (m_device != Device::Open || !timing.valid || m_played.empty())
        return std::nullopt;
    for (auto run = m_played.rbegin(); run != m_played.rend(); ++run) {
        if (timing.framesHeard >= run->deviceFrame) {
            if (timing.framesHeard > run->deviceFrame + run->frames)
                return std::nullopt; // silence since
            return Heard{run->pts + toTime(timing.framesHeard - run->deviceFrame, run->speed), timing.at, run->speed};
        }
    }
    const Played &first = m_played.front(); // on its way to the speaker
    return Heard{first.pts - toTime(first.deviceFrame - timing.framesHeard, first.speed), timing.at, first.speed};
}

void AudioRenderer::notePlayed(std::int64_t deviceFrame, std::int64_t frames, MediaTime pts, double speed)
{
    if (!m_played.empty()) {
        Played &last = m_played.back();
        if (last.deviceFrame + last.frames == deviceFrame && last.speed == speed &&
            std::chrono::abs(last.pts + toTime(last.frames, speed) - pts) < MediaTime(500)) {
            last.frames += frames;
            return;
        }
    }
    m_played.push_back({deviceFrame, frames, pts, speed});
    if (m_played.size() > kPlayedKept)
        m_played.pop_front();
}

void AudioRenderer::alignToExpected()
{
    if (!m_expected || m_queue.empty())
        return;
    const MediaTime gap = *position() - *m_expected;
    if (gap < -kSeam)
        dropBefore(*m_expected); // late: it would be heard after its picture
    else if (gap > kSeam && (m_padsAll || gap < kLongestPad))
        m_pad = toFrames(gap, m_queue.front().speed);
    if (!m_queue.empty())
        m_expected.reset();
}

/// Copies what is queued; returns the samples written. Under the lock.
std::size_t AudioRenderer::copyQueued(std::span<float> out, std::int64_t deviceFrame)
{
    const auto channels = std::size_t(m_format.channels);
    std::size_t written = 0;
    while (written < out.size()) {
        if (m_expected)
            alignToExpected();
        if (m_pad > 0) {
            const std::size_t frames = std::min<std::size_t>(std::size_t(m_pad), (out.size() - written) / channels);
            std::fill_n(out.begin() + std::ptrdiff_t(written), frames * channels, 0.0f);
            written += frames * channels;
            m_pad -= std::int64_t(frames);
            continue;
        }
        if (m_queue.empty())
            break;
        const PcmChunk &chunk = m_queue.front();
        const std::size_t count = std::min(out.size() - written, chunk.samples.size() - m_consumed);
        std::copy_n(chunk.samples.begin() + std::ptrdiff_t(m_consumed), count, out.begin() + std::ptrdiff_t(written));
        if (count > 0)
            notePlayed(deviceFrame + std::int64_t(written / channels), std::int64_t(count / channels),
                       chunk.pts + toTime(std::int64_t(m_consumed / channels), chunk.speed), chunk.speed);
        written += count;
        m_consumed += count;
        if (m_consumed >= chunk.samples.size()) {
            m_expected = chunkEnd(chunk);
            m_playedSpeed = chunk.speed;
            m_queue.pop_front();
            m_consumed = 0;
        }
    }
    return written;
}

/// The mean of all in both front channels: nothing is lost with one ear or one speaker.
void AudioRenderer::mixToMono(std::span<float> sound) const
{
    const auto channels = std::size_t(m_format.channels);
    for (std::size_t i = 0; channels > 1 && i + channels <= sound.size(); i += channels) {
        const auto frame = sound.subspan(i, channels);
        const float mean = std::accumulate(frame.begin(), frame.end(), 0.0f) / float(channels);
        std::fill(frame.begin(), frame.end(), 0.0f);
        frame[0] = frame[1] = mean;
    }
}

void AudioRenderer::applyGain(std::span<float> sound)
{
    if (!sound.empty() && m_fadeIn.exchange(false))
        m_gain = 0;
    const double target = m_muted ? 0.0 : m_volume.load();
    const auto channels = std::size_t(m_format.channels);
    for (std::size_t i = 0; i < sound.size(); i += channels) {
        if (m_gain != target)
            m_gain =
                m_gain < target ? std::min(target, m_gain + kRampPerFrame) : std::max(target, m_gain - kRampPerFrame);
        for (std::size_t c = 0; c < channels && i + c < sound.size(); ++c) {
            const auto sample = float(sound[i + c] * m_gain);
            sound[i + c] = m_gain > 1.0 ? softLimited(sample) : sample;
        }
    }
}

void AudioRenderer::fill(std::span<float> out)
{
    std::size_t written = 0;
    {
        std::lock_guard lock(m_mutex);
        if (m_device != Device::Open)
            return; // it asks before it is said to be open
        const std::int64_t deviceFrame = m_framesTaken;
        m_framesTaken += std::int64_t(out.size()) / m_format.channels;
        if (m_gateOpen && !m_awaitsStart) {
            written = copyQueued(out, deviceFrame);
            if (written > 0 && !m_firstSound && !m_played.empty())
                m_firstSound = m_clock.now();
            const std::size_t missing = out.size() - written;
            if (missing == 0) {
                m_starvedSince.reset();
            } else {
                if (!m_starvedSince)
                    m_starvedSince = m_clock.now();
                if (m_expected) // time goes on in silence: what comes later has missed its turn
                    m_expected = *m_expected + toTime(std::int64_t(missing) / m_format.channels, m_playedSpeed);
            }
        }
    }
    m_roomMade.notify_all();
    const std::span<float> sound = out.first(written);
    if (m_mono)
        mixToMono(sound);
    m_leveller.process(sound, m_format.channels, m_format.sampleRate, m_levelling);
    applyGain(sound);
}

void AudioRenderer::setVolume(double percent)
{
    m_volume = volumeGain(percent);
}

void AudioRenderer::setMuted(bool muted)
{
    m_muted = muted;
}

} // namespace kanal::playback
