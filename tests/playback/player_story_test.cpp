// SPDX-License-Identifier: MIT
// What happens to a stream, told in one short text and compared with the one that was kept in tests/data/playback: the
// states in their order, the tracks, and how far apart the flashes of the clip were shown. A flash that comes a second
// after the last one means that nothing was lost, repeated or hurried between them.
#include "player_probe.h"
#include "support/flash_clip.h"
#include "support/ts_edit.h"

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

using namespace std::chrono_literals;

struct Story {
    const char *name;
    TcpStub::Script script;
    std::size_t flashes; ///< shown until the story is told
};

const std::string &clip()
{
    static const std::string made = makeFlashClip();
    return made;
}

std::string cut(double from, double to)
{
    const std::size_t begin = from > 0 ? ts::placeOf(clip(), from) : 0;
    return clip().substr(begin, ts::placeOf(clip(), to) - begin);
}

/// Sends the pieces one after the other in real time, then keeps the connection open.
TcpStub::Script sends(std::string stream, double seconds)
{
    return [stream = std::move(stream), seconds](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.sendHead(200);
        sendPaced(peer, stream, seconds, 1.5);
        peer.hold();
    };
}

std::string secondClip(int width, int height, const char *sound)
{
    FlashClipOptions options;
    options.width = width;
    options.height = height;
    options.audioCodec = sound;
    options.seconds = 3;
    return ts::later(makeFlashClip(options), 3 * 90'000);
}

std::vector<Story> stories()
{
    std::vector<Story> all;
    all.push_back({"normal start", sends(clip(), 6), 4});
    all.push_back({"late audio", sends(ts::without(clip(), ts::kAudioPid, ts::placeOf(clip(), 1.6)), 6), 4});
    all.push_back({"missing audio", sends(ts::without(clip(), ts::kAudioPid, clip().size()), 6), 4});
    all.push_back({"time stamps wrap", sends(ts::later(clip(), ts::kWrap - ts::firstStamp(clip()) - 270'000), 6), 4});
    all.push_back({"time stamps jump ahead", sends(cut(0, 3) + ts::later(cut(3, 6), 7'200'000), 6), 4});
    const std::int64_t hour = 3600 * 90'000, toOneSecond = 90'000 - ts::firstStamp(clip()) - 3 * 90'000;
    all.push_back(
        {"time stamps begin anew", sends(ts::later(cut(0, 3), hour) + ts::later(cut(3, 6), toOneSecond), 6), 4});
    all.push_back({"sound of another clock", sends(ts::later(clip(), 2 * hour, ts::kAudioPid), 6), 4});
    all.push_back({"replayed burst",
                   [](TcpStub::Peer &peer) {
                       peer.readRequest();
                       peer.sendHead(200);
                       if (peer.index() == 0) {
                           sendPaced(peer, cut(0, 3), 3, 1.5);
                           peer.reset();
                       } else {
                           sendPaced(peer, cut(1, 6), 5, 2.5);
                           peer.hold();
                       }
                   },
                   4});
    all.push_back({"stall and resume",
                   [](TcpStub::Peer &peer) {
                       peer.readRequest();
                       peer.sendHead(200);
                       if (peer.index() == 0)
                           sendPaced(peer, cut(0, 3), 3, 1.5);
                       else
                           sendPaced(peer, cut(2, 6), 4, 2);
                       peer.hold();
                   },
                   4});
    all.push_back({"sound changes codec", sends(cut(0, 3) + secondClip(320, 180, "ac3"), 6), 4});
    all.push_back({"picture changes size", sends(cut(0, 3) + secondClip(480, 270, "mp2"), 6), 4});
    return all;
}

std::string tell(PlayerProbe &probe)
{
    std::string text = "states:";
    for (const PlayState state : probe.states())
        text += " " + std::string(playStateName(state));
    text += "\ntracks:";
    for (const Track &track : probe.tracks()) {
        text += " " + track.codec;
        if (track.kind == TrackKind::Video)
            text += "(" + std::to_string(track.width) + "x" + std::to_string(track.height) + ")";
    }
    text += "\nseconds between flashes:";
    for (const double distance : probe.flashSeconds())
        text += distance > 3 ? " long" : " " + std::to_string(int(std::lround(distance)));
    const PlayerStats stats = probe.player.stats();
    text += "\nreconnects: " + std::to_string(stats.reconnects) + "\n";
    return text;
}

std::string fileName(std::string name)
{
    std::replace(name.begin(), name.end(), ' ', '-');
    return std::string(KANAL_TEST_DATA) + "/playback/" + name + ".txt";
}

class PlayerStory : public testing::TestWithParam<Story>
{
};

TEST_P(PlayerStory, GoesAsItWasWrittenDown)
{
    const Story &story = GetParam();
    TcpStub server(story.script);
    PlayerProbe probe;
    probe.open(server.url("/live.ts"));
    ASSERT_TRUE(probe.awaitFlashes(story.flashes, 30s)) << tell(probe);
    const std::string told = tell(probe);
    if (std::getenv("KANAL_WRITE_STORIES")) { // after a change that was meant: look at the difference, then commit it
        std::ofstream(fileName(story.name)) << told;
        return;
    }
    std::ifstream file(fileName(story.name));
    EXPECT_EQ(told, std::string(std::istreambuf_iterator<char>(file), {}));
}

INSTANTIATE_TEST_SUITE_P(Stories, PlayerStory, testing::ValuesIn(stories()), [](const auto &info) {
    std::string name = info.param.name;
    std::replace(name.begin(), name.end(), ' ', '_');
    return name;
});

} // namespace
} // namespace kanal::playback
