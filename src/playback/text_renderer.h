// SPDX-License-Identifier: MIT
// Text subtitles drawn by libass at the size of the picture. One thread at a time. Making one looks through the fonts:
// up to a second.
#pragma once

#include <kanal/playback/subtitle_overlay.h>

#include <memory>
#include <string>

namespace kanal::playback
{

class TextRenderer
{
public:
    /// `header`: the ASS header of the decoder. Null when libass cannot start.
    static std::unique_ptr<TextRenderer> make(const std::string &header);
    ~TextRenderer();

    /// A line as decoders of FFmpeg give it ("ReadOrder,Layer,Style,…").
    void add(const std::string &line, std::int64_t beginMs, std::int64_t durationMs);
    void clear();
    /// The same pointer as long as nothing changes.
    OverlaysRef draw(std::int64_t atMs, int width, int height);

private:
    struct Ass;
    explicit TextRenderer(std::unique_ptr<Ass> ass);

    std::unique_ptr<Ass> m_ass;
    OverlaysRef m_last;
    int m_width = 0, m_height = 0;
};

} // namespace kanal::playback
