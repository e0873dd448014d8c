// SPDX-License-Identifier: MIT
// One clip's pictures: the scenery, a lower third with the title, a running clock, a frame counter, the frame's number
// in cells a program can read (see marks in panel.h) and a box that flashes white with every beep.
#pragma once

#include "scenery.h"

#include <optional>
#include <string>

namespace kanal::panel
{

struct PictureSpec {
    int width = 1280, height = 720; ///< square pixels; even
    int frameRate = 25;             ///< pictures painted a second: fields for interlaced video
    double period = 8;              ///< seconds until the scenery is the same again
    Theme theme;
    std::string title, tagline, monogram;
};

class ClipPainter
{
public:
    explicit ClipPainter(PictureSpec spec);

    void paint(AVFrame &picture, int frame) const;

    /// The flash is on in the first pictures of each second, for 40 ms at least.
    static bool flashes(int frame, int frameRate);

private:
    struct Placed {
        Mask mask;
        int x, y;
        Yuv colour;
        double opacity;
    };

    int scaled(double units) const; ///< units of a picture 720 high, as even pixels
    void addText(const std::string &line, double x, double y, double capHeight, double weight, double widest,
                 Rgb colour, double opacity);
    void paintClock(Canvas &canvas, int frame) const;
    void paintNumber(Canvas &canvas, int frame) const;
    void paintMarks(Canvas &canvas, int frame) const;

    PictureSpec m_spec;
    Scenery m_scenery;
    std::vector<Placed> m_lowerThird;
    std::vector<Mask> m_clockDigits, m_numberDigits; // 0..9, then ':'
    Mask m_flashFrame;
};

/// A still of the same kind, for posters and backdrops: the scenery and, where wanted, the title.
FramePtr paintPoster(const Theme &theme, const std::string &title, int width, int height);
/// A channel's logo: its initials on its colour.
FramePtr paintLogo(const Theme &theme, const std::string &monogram, int size);

} // namespace kanal::panel
