// SPDX-License-Identifier: MIT
#include "engine_entry.h"

#include "audio_devices.h"
#include "player_engine.h"

namespace kanal::playback
{

EngineEntry engineOffers()
{
    return {[](Clock &clock, VideoSink &video, std::unique_ptr<AudioSink> audio, Player::Listener listener,
               std::atomic<std::uint64_t> &numbers) -> std::unique_ptr<Engine> {
                return std::make_unique<PlayerEngine>(clock, video, std::move(audio), std::move(listener), numbers);
            },
            &makeAudioDevice};
}

} // namespace kanal::playback
