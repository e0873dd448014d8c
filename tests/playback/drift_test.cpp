// SPDX-License-Identifier: MIT
// A live stream for an hour on a sound device whose seconds are not the broadcaster's: renderer, device, clock and rate
// put together as the engine does, on a clock that the test moves.
#include "audio_renderer.h"
#include "null_audio_sink.h"
#include "rate_controller.h"
#include "support/fake_clock.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <random>

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

using namespace std::chrono_literals;

constexpr MediaTime kTick = 50ms; ///< of the engine while it plays
constexpr MediaTime kFrame = 24ms;

double seconds(auto time)
{
    return std::chrono::duration<double>(time).count();
}

/// The null device with one channel at 8 kHz: an hour of sound in a second.
class SmallSink final : public AudioSink
{
public:
    static constexpr int kSampleRate = 8000;

    SmallSink(Clock &clock, double ppm, std::function<void(std::span<const float>, Nanos)> tap)
        : m_sink(clock, ppm, std::move(tap))
    {
    }
    Result<AudioFormat> open(AudioFormat, Fill fill, Lost lost) override
    {
        return m_sink.open({kSampleRate, 1}, std::move(fill), std::move(lost));
    }
    void start() override { m_sink.start(); }
    void pause() override { m_sink.pause(); }
    void close() override { m_sink.close(); }
    AudioTiming timing() const override { return m_sink.timing(); }
    std::string name() const override { return m_sink.name(); }

private:
    NullAudioSink m_sink;
};

/// So much is there at once; then a piece whenever one was broadcast, up to so much later.
struct Arrival {
    const char *name;
    MediaTime burst, piece, latest;
};

class Broadcast
{
public:
    explicit Broadcast(const Arrival &arrival)
        : m_arrival(arrival)
    {
        sendNext();
    }

    /// The end of what has come.
    MediaTime end(Nanos sinceStart)
    {
        while (m_due <= sinceStart)
            sendNext();
        return m_arrival.burst + (m_sent - 1) * m_arrival.piece;
    }

private:
    void sendNext()
    {
        ++m_sent;
        const auto late = MediaTime(std::uniform_int_distribution<std::int64_t>(0, m_arrival.latest.count())(m_random));
        m_due = std::max<Nanos>(m_due, m_sent * m_arrival.piece + late);
    }

    const Arrival m_arrival;
    std::minstd_rand m_random{1};
    std::int64_t m_sent = 0; ///< pieces, with the one that is on its way
    Nanos m_due{0};
};

class Listening
{
public:
    Listening(double ppm, const Arrival &arrival)
        : m_broadcast(arrival)
        , m_renderer(
              m_clock,
              std::make_unique<SmallSink>(m_clock, ppm, [this](std::span<const float> sound, Nanos) { hear(sound); }),
              [] {})
    {
    }

    void begin()
    {
        ASSERT_TRUE(m_renderer.ensureOpen());
        m_begun = m_clock.now();
        m_renderer.attach(1);
        m_renderer.start(0ms);
        decode();
        m_playback.start(0ms);
    }
    void listen(Nanos length)
    {
        for (const Nanos end = m_clock.now() + length; m_clock.now() < end;) {
            m_clock.advance(kTick);
            awaitDevice();
            tick();
        }
    }

    double lowest = 1e9, highest = 0;               ///< seconds that are there and not heard yet
    std::atomic<std::int64_t> heard = 0, holes = 0; ///< samples; `holes` since the first one that was heard
    std::int64_t decoded = 0;

    std::int64_t waiting() const { return decoded - heard; }
    MediaTime place() { return m_playback.now().value_or(0ms); }

private:
    /// It has taken what was due and waits again.
    void awaitDevice()
    {
        for (Nanos next = Nanos::max(); next == Nanos::max() || next <= m_clock.now(); next = m_clock.nextDeadline())
            std::this_thread::yield();
    }
    void tick()
    {
        if (const auto sound = m_renderer.heard())
            m_playback.report(sound->media, sound->at);
        const MediaTime level = m_broadcast.end(m_clock.now() - m_begun) - place();
        lowest = std::min(lowest, seconds(level));
        highest = std::max(highest, seconds(level));
        m_rate = m_controller.update(std::max<MediaTime>(0ms, level), m_clock.now());
        if (m_rate != m_playback.rate())
            m_playback.setRate(m_rate);
        decode();
    }
    /// As the audio thread does: the times are the stream's, the samples fewer or more by the rate.
    void decode()
    {
        constexpr MediaTime kFull = 350ms;
        const MediaTime end = m_broadcast.end(m_clock.now() - m_begun);
        for (auto queue = m_renderer.queued(); m_next + kFrame <= end; queue = m_renderer.queued()) {
            if (!queue.empty && queue.end - queue.first > kFull)
                return;
            m_exact += seconds(kFrame) * SmallSink::kSampleRate / m_rate;
            const auto samples = std::size_t(std::int64_t(m_exact) - decoded);
            ASSERT_TRUE(m_renderer.push(1, PcmChunk{m_next, std::vector<float>(samples, 0.5f), 1.0, 1}, {}));
            decoded += std::int64_t(samples);
            m_next += kFrame;
        }
    }
    void hear(std::span<const float> sound)
    {
        const auto silent = std::count(sound.begin(), sound.end(), 0.0f);
        heard += std::int64_t(sound.size()) - silent;
        if (heard > 0)
            holes += silent;
    }

    FakeClock m_clock;
    Nanos m_begun{0};
    Broadcast m_broadcast;
    RateController m_controller;
    PlaybackClock m_playback{m_clock};
    double m_rate = 1.0, m_exact = 0;
    MediaTime m_next{0};
    AudioRenderer m_renderer; ///< last: its device's thread ends first
};

struct DriftCase {
    double ppm;
    Arrival arrival;
};

class Drift : public testing::TestWithParam<DriftCase>
{
};

TEST_P(Drift, AnHourIsHeardWithoutAHoleAndTheLevelStaysInItsBand)
{
    const auto &[ppm, arrival] = GetParam();
    Listening player(ppm, arrival);
    player.begin();
    player.listen(60min);
    RecordProperty("level_s", std::to_string(player.lowest) + " " + std::to_string(player.highest));
    EXPECT_EQ(player.holes, 0) << "samples of silence";
    EXPECT_LE(player.waiting(), SmallSink::kSampleRate / 2) << "decoded and never heard";
    constexpr double kBand = 0.5; // seconds, beside what comes and goes with each piece
    EXPECT_GT(player.lowest, seconds(arrival.burst - arrival.piece - arrival.latest) - kBand);
    EXPECT_LT(player.highest, seconds(arrival.burst) + kBand);
    EXPECT_NEAR(seconds(player.place()), 3600, kBand) << "as fast as it is broadcast";
}

std::string nameOf(const testing::TestParamInfo<DriftCase> &info)
{
    const double ppm = info.param.ppm;
    return std::string(info.param.arrival.name) + (ppm < 0 ? "_slow" : ppm > 0 ? "_fast" : "_exact");
}

const Arrival kEven{"even", 2s, 40ms, 20ms}, kLumps{"lumps", 2s, 300ms, 300ms};
INSTANTIATE_TEST_SUITE_P(Streams, Drift,
                         testing::Values(DriftCase{-200, kEven}, DriftCase{200, kEven}, DriftCase{-200, kLumps},
                                         DriftCase{200, kLumps}),
                         nameOf);

/// A playlist's: what is there goes up and down by a piece, as after its start and as after an interruption.
const Arrival kPieces{"pieces", 6s, 2s, 500ms}, kFewPieces{"few_pieces", 3s, 2s, 300ms};
INSTANTIATE_TEST_SUITE_P(Playlists, Drift,
                         testing::Values(DriftCase{-200, kPieces}, DriftCase{200, kPieces}, DriftCase{-200, kFewPieces},
                                         DriftCase{0, kFewPieces}, DriftCase{200, kFewPieces}),
                         nameOf);

} // namespace
} // namespace kanal::playback
