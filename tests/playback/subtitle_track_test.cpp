// SPDX-License-Identifier: MIT
// A track of subtitles and the screen it draws for, without a player.
#include "subtitle_track.h"

#include <condition_variable>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

namespace kanal::playback
{
namespace
{

using namespace std::chrono_literals;

class SubtitleTrackTest : public testing::Test
{
protected:
    void SetUp() override
    {
        m_track.screen()->setOnChange([this] {
            std::lock_guard lock(m_mutex);
            ++m_changes;
            m_changed.notify_all();
        });
        std::ofstream(m_file) << "[Script Info]\nScriptType: v4.00+\nPlayResX: 384\nPlayResY: 288\n\n[V4+ Styles]\n"
                                 "Format: Name, Fontname, Fontsize, PrimaryColour\nStyle: "
                                 "Default,Arial,16,&H00FFFFFF\n\n[Events]\n"
                                 "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
                              << box("0:00:09.00", "0:00:10.20", 60) << box("0:00:10.20", "0:00:20.00", 200);
    }
    void TearDown() override { std::filesystem::remove(m_file); }

    /// A line that is a rectangle of this width: no font is asked for.
    static std::string box(const std::string &from, const std::string &to, int width)
    {
        const std::string side = std::to_string(width);
        return "Dialogue: 0," + from + "," + to + ",Default,,0,0,0,,{\\an7\\pos(0,0)\\p1}m 0 0 l " + side + " 0 " +
               side + " 100 0 100\n";
    }

    /// What lies over a picture that stands, once it is this wide (in parts of the picture); 0 after a while.
    double widthOver(std::int64_t ms, double wanted)
    {
        for (int changes = 0;;) {
            const OverlaysRef over = m_track.screen()->over({ms * 1000, 384, 288, 384, 288});
            if (over && std::abs(over->front().width - wanted) < 0.02)
                return wanted;
            std::unique_lock lock(m_mutex);
            if (!m_changed.wait_for(lock, 5s, [&] { return m_changes > changes; }))
                return over ? over->front().width : 0;
            changes = m_changes;
        }
    }

    const std::filesystem::path m_file = std::filesystem::temp_directory_path() / "kanal_subtitle_track_test.ass";
    std::mutex m_mutex;
    std::condition_variable m_changed;
    int m_changes = 0;
    LiveOptions m_options;
    SubtitleTrack m_track{m_options};
};

TEST_F(SubtitleTrackTest, AfterASeekAFileShowsWhatIsDueThereNotWhatWasDrawnBefore)
{
    SubtitleSource source;
    source.file = m_file;
    m_track.choose(std::move(source));
    ASSERT_EQ(widthOver(10'000, 60.0 / 384), 60.0 / 384);
    m_track.flush(); // the picture stands at another place, where the drawing of before would still be good enough
    EXPECT_EQ(widthOver(10'400, 200.0 / 384), 200.0 / 384);
}

} // namespace
} // namespace kanal::playback
