// SPDX-License-Identifier: MIT
#include "audio_renderer.h"
#include "support/fake_clock.h"

#include <cmath>
#include <thread>

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

using namespace std::chrono_literals;

/// A device that takes sound when the test says so.
class HandSink final : public AudioSink
{
public:
    explicit HandSink(FakeClock &clock)
        : m_clock(clock)
    {
    }

    Result<AudioFormat> open(AudioFormat wish, Fill fill, Lost lost) override
    {
        m_fill = std::move(fill);
        lose = std::move(lost);
        ++opened;
        return wish;
    }
    void start() override {}
    void pause() override {}
    void close() override {}
    std::string name() const override { return "hand"; }
    AudioTiming timing() const override
    {
        return {m_taken, std::max<std::int64_t>(0, m_taken - delayFrames), m_clock.now(), m_taken > 0};
    }

    std::vector<float> take(std::chrono::milliseconds length)
    {
        std::vector<float> samples(std::size_t(length.count()) * 48 * 2, -9.0f);
        m_fill(samples);
        m_taken += length.count() * 48;
        return samples;
    }

    Lost lose;
    int opened = 0;
    std::int64_t delayFrames = 0;

private:
    FakeClock &m_clock;
    Fill m_fill;
    std::int64_t m_taken = 0;
};

struct AudioRendererTest : testing::Test {
    FakeClock clock;
    HandSink *sink = nullptr;
    int lost = 0;
    std::unique_ptr<AudioRenderer> renderer;
    std::stop_source never;

    void SetUp() override
    {
        auto owned = std::make_unique<HandSink>(clock);
        sink = owned.get();
        renderer = std::make_unique<AudioRenderer>(clock, std::move(owned), [this] { ++lost; });
        ASSERT_TRUE(renderer->ensureOpen());
        renderer->attach(1);
        renderer->keepFrom(0ms);
    }

    /// Sound of one level; returns what push() said.
    bool push(std::chrono::milliseconds at, std::chrono::milliseconds length, float level = 0.5f)
    {
        return renderer->push(1, PcmChunk{at, std::vector<float>(std::size_t(length.count()) * 48 * 2, level)},
                              never.get_token());
    }
};

bool silent(const std::vector<float> &samples)
{
    return std::all_of(samples.begin(), samples.end(), [](float sample) { return sample == 0.0f; });
}

TEST_F(AudioRendererTest, IsSilentUntilStarted)
{
    push(0ms, 100ms);
    EXPECT_TRUE(silent(sink->take(20ms)));
    renderer->start(0ms);
    EXPECT_FALSE(silent(sink->take(20ms)));
}

TEST_F(AudioRendererTest, OpensTheDeviceOnce)
{
    EXPECT_TRUE(renderer->ensureOpen());
    EXPECT_EQ(sink->opened, 1);
    sink->lose();
    EXPECT_EQ(lost, 1);
    EXPECT_TRUE(renderer->ensureOpen());
    EXPECT_EQ(sink->opened, 2);
}

TEST_F(AudioRendererTest, KnowsWhatIsHeardBehindTheDeviceDelay)
{
    sink->delayFrames = 48 * 60;
    push(1000ms, 200ms);
    renderer->start(1000ms);
    sink->take(100ms);
    const auto heard = renderer->heard();
    ASSERT_TRUE(heard);
    EXPECT_EQ(heard->media, MediaTime(1040ms));
    EXPECT_EQ(heard->at, clock.now());
    EXPECT_EQ(renderer->latency(), 60ms);
}

TEST_F(AudioRendererTest, BeforeTheFirstSoundIsHeardItsTimeIsInTheFuture)
{
    sink->take(100ms);
    sink->delayFrames = 48 * 60;
    push(1000ms, 200ms);
    renderer->start(1000ms);
    sink->take(10ms);
    ASSERT_TRUE(renderer->heard());
    EXPECT_EQ(renderer->heard()->media, MediaTime(950ms));
}

TEST_F(AudioRendererTest, StartDropsWhatLiesBefore)
{
    push(0ms, 100ms, 0.1f);
    push(100ms, 100ms, 0.4f);
    renderer->start(150ms);
    EXPECT_NEAR(sink->take(10ms)[0], 0.4f, 0.001);
    EXPECT_EQ(renderer->heard()->media, MediaTime(160ms));
}

TEST_F(AudioRendererTest, SoundThatBeginsLaterIsPaddedWithSilence)
{
    push(300ms, 100ms);
    renderer->start(200ms);
    EXPECT_TRUE(silent(sink->take(90ms)));
    const auto samples = sink->take(20ms);
    EXPECT_EQ(samples[0], 0.0f);
    EXPECT_NEAR(samples.back(), 0.5f, 0.001);
    EXPECT_EQ(renderer->heard()->media, MediaTime(310ms));
}

TEST_F(AudioRendererTest, AGapInTheTimesIsHeardAsAGap)
{
    push(0ms, 100ms);
    push(200ms, 100ms);
    renderer->start(0ms);
    sink->take(100ms);
    EXPECT_TRUE(silent(sink->take(100ms)));
    EXPECT_FALSE(silent(sink->take(20ms)));
}

TEST_F(AudioRendererTest, AGapOfManySecondsIsHeardAsOneInAFileOnly)
{
    for (const bool file : {false, true}) {
        renderer->attach(1);
        if (file)
            renderer->padAll(1);
        renderer->padAll(2); // a session that is gone has no say
        renderer->start(0ms);
        push(0ms, 20ms);
        push(30'000ms, 100ms);
        sink->take(20ms);
        EXPECT_EQ(silent(sink->take(1000ms)), file);
    }
}

TEST_F(AudioRendererTest, SoundThatComesTooLateIsDropped)
{
    push(0ms, 100ms);
    renderer->start(0ms);
    sink->take(100ms);
    sink->take(100ms); // nothing there: time goes on
    push(100ms, 60ms, 0.1f);
    push(160ms, 60ms, 0.2f);
    push(220ms, 60ms, 0.3f);
    EXPECT_NEAR(sink->take(5ms).back(), 0.2f, 0.001);
}

TEST_F(AudioRendererTest, TellsHowLongItStarves)
{
    push(0ms, 20ms);
    renderer->start(0ms);
    sink->take(20ms);
    EXPECT_EQ(renderer->starvedFor(), 0ns);
    sink->take(20ms);
    clock.advance(70ms);
    EXPECT_EQ(renderer->starvedFor(), 70ms);
    push(100ms, 100ms);
    sink->take(90ms);
    EXPECT_EQ(renderer->starvedFor(), 0ns);
}

TEST_F(AudioRendererTest, AnotherSessionsSoundIsRefused)
{
    renderer->attach(2);
    EXPECT_FALSE(push(0ms, 10ms));
}

TEST_F(AudioRendererTest, PushEndsWhenStopped)
{
    for (int i = 0; i < 4; ++i)
        ASSERT_TRUE(push(100ms * i, 100ms)); // full now
    std::stop_source stop;
    stop.request_stop();
    EXPECT_FALSE(renderer->push(1, PcmChunk{400ms, std::vector<float>(960)}, stop.get_token()));
}

TEST_F(AudioRendererTest, SoundThatWaitedThroughAFlushIsStale)
{
    for (int i = 0; i < 4; ++i)
        ASSERT_TRUE(push(5000ms + 100ms * i, 100ms)); // full now
    bool pushed = false;
    std::thread waiting([&] { pushed = push(5400ms, 100ms); });
    std::this_thread::yield();
    renderer->flush();
    waiting.join();
    EXPECT_TRUE(pushed);
    renderer->flush(); // where the thread came only after the first one
    EXPECT_TRUE(push(1000ms, 100ms));
    EXPECT_EQ(renderer->queued().first, MediaTime(1000ms));
}

TEST_F(AudioRendererTest, SoundWhoseMakingBeganBeforeAFlushIsStaleToo)
{
    PcmChunk made{0ms, std::vector<float>(960, 0.5f)};
    made.epoch = renderer->epoch();
    renderer->flush();
    EXPECT_TRUE(renderer->push(1, made, never.get_token()));
    EXPECT_TRUE(renderer->queued().empty);
    made.epoch = renderer->epoch();
    EXPECT_TRUE(renderer->push(1, made, never.get_token()));
    EXPECT_FALSE(renderer->queued().empty);
}

TEST_F(AudioRendererTest, WhileNoPictureSaysWhereToStartOnlyTheNewestIsKept)
{
    renderer->keepFrom(std::nullopt);
    for (int i = 0; i < 50; ++i)
        ASSERT_TRUE(push(100ms * i, 100ms));
    const auto queued = renderer->queued();
    EXPECT_EQ(queued.end, MediaTime(5000ms));
    EXPECT_LE(queued.end - queued.first, MediaTime(1000ms));
}

TEST_F(AudioRendererTest, VolumeAndMuteRampWithoutAClick)
{
    renderer->setVolume(0);
    push(0ms, 400ms);
    renderer->start(0ms);
    const auto ramp = sink->take(40ms);
    for (std::size_t i = 2; i < ramp.size(); i += 2)
        EXPECT_LT(std::fabs(ramp[i] - ramp[i - 2]), 0.01f);
    EXPECT_EQ(ramp.back(), 0.0f);
    renderer->setVolume(100);
    EXPECT_NEAR(sink->take(40ms).back(), 0.5f, 0.001);
    renderer->setMuted(true);
    sink->take(40ms);
    EXPECT_TRUE(silent(sink->take(20ms)));
}

TEST(Volume, IsCubicAndLimited)
{
    EXPECT_EQ(volumeGain(0), 0.0);
    EXPECT_EQ(volumeGain(100), 1.0);
    EXPECT_NEAR(volumeGain(50), 0.125, 1e-9);
    EXPECT_GT(volumeGain(150), 2.0);
    EXPECT_EQ(volumeGain(400), volumeGain(150));
    EXPECT_LT(softLimited(5.0f), 1.001f);
    EXPECT_EQ(softLimited(0.3f), 0.3f);
    EXPECT_EQ(softLimited(-5.0f), -softLimited(5.0f));
}

TEST_F(AudioRendererTest, WithoutADeviceTheClockTakesTheSound)
{
    renderer->start(0ms);
    push(0ms, 500ms);
    sink->lose();
    std::jthread loop([this] { // the sound thread of a session: it waits where nobody takes
        for (int i = 0; i < 60; ++i)
            push(500ms + i * 1s, 1s);
    });
    while (renderer->queued().empty || renderer->queued().end < 60500ms)
        renderer->passBy(60499ms);
    loop.join();
    EXPECT_EQ(renderer->starvedFor(), 0ms);
    renderer->passBy(60600ms);
    clock.advance(50ms);
    EXPECT_EQ(renderer->starvedFor(), 50ms) << "the end is seen";
}

TEST_F(AudioRendererTest, WhatWaitedWhileThereWasNoDeviceIsHeardInItsPlace)
{
    renderer->start(0ms);
    push(0ms, 100ms, 0.25f);
    push(100ms, 100ms, 0.5f);
    sink->lose();
    renderer->passBy(100ms);
    ASSERT_TRUE(renderer->ensureOpen());
    EXPECT_EQ(renderer->queued().first, 100ms);
    EXPECT_TRUE(renderer->awaitsStart());
    EXPECT_TRUE(silent(sink->take(10ms))) << "nobody has said yet where time is";
    renderer->start(100ms);
    const auto heard = sink->take(10ms);
    EXPECT_NEAR(heard.back(), 0.5f, 0.001f);
    renderer->passBy(200ms);
    EXPECT_EQ(renderer->queued().first, 110ms) << "now the device takes it";
}

} // namespace
} // namespace kanal::playback
