// SPDX-License-Identifier: MIT
// The subtitle track of a session: decodes and draws on a small thread of its own; what is to be seen goes to the
// screen. Nobody waits for it; a session without chosen subtitles never starts the thread.
#pragma once

#include "subtitle_decoder.h"
#include "subtitle_inbox.h"
#include "subtitle_screen.h"
#include "subtitle_source.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace kanal::playback
{

class TextRenderer;

class SubtitleTrack
{
public:
    explicit SubtitleTrack(const LiveOptions &options);
    ~SubtitleTrack();

    /// A file could not be read; subtitle thread. Set before the first choose().
    void setOnRefused(std::function<void(const Error &)> refused) { m_onRefused = std::move(refused); }

    /// Another track, or none: what was there is forgotten. Demux thread.
    void choose(SubtitleSource source);
    void push(MediaPacket packet); ///< of what is chosen. Demux thread, or a rendition's
    /// A piece of the captions inside a picture: kept only while this field is chosen. Picture thread.
    void pushCaptions(MediaPacket packet, int field);
    void flush(); ///< a seek. Demux thread

    const std::shared_ptr<SubtitleScreen> &screen() const { return m_screen; }

private:
    /// A chosen track and the thread that decodes it. One that was left ends in its own time: looking through the fonts
    /// cannot be interrupted.
    struct Choice {
        explicit Choice(SubtitleSource chosen)
            : source(std::move(chosen))
        {
        }
        const SubtitleSource source;
        const std::shared_ptr<SubtitleInbox> inbox = std::make_shared<SubtitleInbox>();
        std::atomic<bool> done{false};
        std::jthread thread; ///< joined first
    };

    void run(const Choice &choice, std::stop_token stop);
    void readFile(const Choice &choice, std::stop_token stop);
    void work(const Choice &choice, SubtitleDecoder &decoder, TextRenderer *text, std::stop_token stop);
    void show(int epoch, SubtitleItem item, TextRenderer *text);
    void draw(int epoch, const SubtitleScreen::Wish &wish, TextRenderer &text, bool changed);

    const LiveOptions &m_options;
    const std::shared_ptr<SubtitleScreen> m_screen;
    std::function<void(const Error &)> m_onRefused;

    std::mutex m_mutex; ///< m_current
    std::shared_ptr<SubtitleInbox> m_current;
    int m_captionField = 0;                         ///< that is wanted
    std::vector<std::unique_ptr<Choice>> m_choices; ///< demux thread; the last is the current one, if there is one
};

} // namespace kanal::playback
