// SPDX-License-Identifier: MIT
// The libraries the programs load late, as they were built: nothing else in the tests would miss one of them.
#include "audio_devices.h"
#include "engine_entry.h"
#include "filter_chain.h"

#include <kanal/core/late_library.h>

#include <gtest/gtest.h>
#include <support/fake_clock.h>

namespace kanal::playback
{
namespace
{

#ifdef KANAL_LATE

TEST(LateLibraries, GiveOutWhatTheyAreLoadedFor)
{
    for (const auto &[library, symbol] : {std::pair{kEngineLibrary, kEngineSymbol}, {kFilterLibrary, kFilterSymbol}}) {
        const auto found = findInLateLibrary(library, symbol);
        EXPECT_TRUE(found) << library << ": " << found.error().detail;
    }
}

TEST(LateLibraries, MakeASoundDeviceThatTouchesNoneBeforeItIsOpened)
{
    const auto found = findInLateLibrary(kSoundLibrary, kSoundSymbol);
    ASSERT_TRUE(found) << found.error().detail;
    FakeClock clock;
    const std::unique_ptr<AudioSink> device(
        reinterpret_cast<AudioSink *(*)(AudioBackend, Clock *)>(*found)(AudioBackend::Auto, &clock));
    ASSERT_TRUE(device);
    EXPECT_FALSE(device->timing().valid);
    device->start();
    device->close();
}

#endif

} // namespace
} // namespace kanal::playback
