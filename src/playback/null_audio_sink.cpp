// SPDX-License-Identifier: MIT
#include "null_audio_sink.h"

#include <vector>

namespace kanal::playback
{

namespace
{

constexpr int kPeriodFrames = 480; // 10 ms at 48 kHz

} // namespace

NullAudioSink::NullAudioSink(Clock &clock, double driftPpm, std::function<void(std::span<const float>, Nanos)> tap)
    : m_clock(clock)
    , m_driftPpm(driftPpm)
    , m_tap(std::move(tap))
{
}

NullAudioSink::~NullAudioSink()
{
    close();
}

Result<AudioFormat> NullAudioSink::open(AudioFormat wish, Fill fill, Lost)
{
    if (wish.channels == 0)
        wish.channels = 2;
    m_format = wish;
    m_fill = std::move(fill);
    std::lock_guard lock(m_mutex);
    m_timing = {};
    return wish;
}

void NullAudioSink::start()
{
    if (m_fill && !m_thread.joinable())
        m_thread = std::jthread([this](std::stop_token stop) { run(stop); });
}

void NullAudioSink::pause()
{
    m_thread = {};
}

void NullAudioSink::close()
{
    m_thread = {};
    m_fill = {};
}

AudioTiming NullAudioSink::timing() const
{
    std::lock_guard lock(m_mutex);
    return m_timing;
}

std::string NullAudioSink::name() const
{
    return "null";
}

void NullAudioSink::run(std::stop_token stop)
{
    std::vector<float> period(std::size_t(kPeriodFrames) * std::size_t(m_format.channels));
    const double framesPerSecond = m_format.sampleRate * (1.0 + m_driftPpm / 1e6);
    const Nanos begun = m_clock.now();
    std::int64_t taken = 0;
    const auto instantOf = [&](std::int64_t frame) {
        return begun +
               std::chrono::duration_cast<Nanos>(std::chrono::duration<double>(double(frame) / framesPerSecond));
    };
    while (m_clock.sleepUntil(instantOf(taken), stop)) {
        m_fill(period);
        if (m_tap)
            m_tap(period, instantOf(taken));
        std::lock_guard lock(m_mutex);
        m_timing = {taken + kPeriodFrames, taken, instantOf(taken), true};
        taken += kPeriodFrames;
    }
}

} // namespace kanal::playback
