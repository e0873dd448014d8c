// SPDX-License-Identifier: MIT
// Closed captions (CEA-608, first field, rolling up) inside the pictures of a clip.
#pragma once

#include "av.h"

#include <cstdint>
#include <deque>
#include <utility>

namespace kanal::panel
{

class CaptionWriter
{
public:
    CaptionWriter(int frameRate, int seconds)
        : m_frameRate(frameRate)
        , m_seconds(seconds)
    {
    }
    /// Gives the picture its two characters. Pictures come in order, from 0.
    void dress(AVFrame &picture, int number);

private:
    void command(std::uint8_t second);
    void line(int number);

    const int m_frameRate, m_seconds;
    std::deque<std::pair<std::uint8_t, std::uint8_t>> m_waiting;
};

} // namespace kanal::panel
