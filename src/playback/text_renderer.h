// SPDX-License-Identifier: MIT
// Text subtitles drawn by libass at the size of the picture. One thread at a time. Making one looks through the fonts:
// up to a second.
#pragma once

#include "subtitle_decoder.h"

#include <kanal/playback/subtitle_overlay.h>

#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace kanal::playback
{

class TextRenderer
{
public:
    /// `header`: the ASS header of the decoder. `fonts`: what the container brought. Null when libass cannot start.
    static std::unique_ptr<TextRenderer> make(const std::string &header, const std::vector<SubtitleFont> &fonts);
    ~TextRenderer();

    void add(const SubtitleItem &item);
    void clear();
    /// A whole file: nothing is ever forgotten. Else what lies a minute behind the newest line may go.
    void setKeepsAll() { m_keepsAll = true; }

    struct Fit {
        int width = 0, height = 0;               ///< of the drawing
        int storageWidth = 0, storageHeight = 0; ///< of the picture as decoded: what the script was made for
        double scale = 1;                        ///< of letters

        bool operator==(const Fit &) const = default;
    };
    void fit(Fit fit);
    /// The same pointer as long as nothing changes.
    OverlaysRef draw(std::int64_t atMs);

private:
    struct Ass;
    struct Line {
        std::int64_t beginMs, endMs;
        std::string text;
    };
    explicit TextRenderer(std::unique_ptr<Ass> ass);
    void endAt(std::int64_t atMs);
    void forgetOld(std::int64_t newestMs);
    void put(const Line &line);

    std::unique_ptr<Ass> m_ass;
    std::deque<Line> m_lines; ///< what the track holds
    bool m_keepsAll = false;
    OverlaysRef m_last;
    Fit m_fit;
    bool m_refitted = false; ///< since m_last
};

} // namespace kanal::playback
