// SPDX-License-Identifier: MIT
#include "caption_writer.h"

#include "subtitle_lines.h"

#include <bit>

namespace kanal::panel
{

namespace
{

constexpr std::uint8_t kRollUp = 0x25, kReturn = 0x2D, kErase = 0x2C; ///< commands after 0x14

std::uint8_t oddParity(std::uint8_t seven)
{
    return std::popcount(seven) % 2 == 0 ? std::uint8_t(seven | 0x80) : seven;
}

} // namespace

/// Commands are sent twice.
void CaptionWriter::command(std::uint8_t second)
{
    m_waiting.insert(m_waiting.end(), 2, {0x14, second});
}

void CaptionWriter::line(int number)
{
    command(kRollUp);
    command(kReturn);
    command(0x70); // the lowest row, from its first column
    std::string text = subtitleLine("eng", number);
    text.resize(text.size() + text.size() % 2, '\0');
    for (std::size_t i = 0; i < text.size(); i += 2)
        m_waiting.emplace_back(std::uint8_t(text[i]), std::uint8_t(text[i + 1]));
}

void CaptionWriter::dress(AVFrame &picture, int number)
{
    const int since = number - int(kLineFirst * m_frameRate); // the first line
    const int every = kLineEvery * m_frameRate;
    if (since >= 0 && since % every == 0 && number / m_frameRate + kLineEvery <= m_seconds + 1)
        line(since / every + 1);
    if (since >= 0 && since % every == (kLineShown - 1) * m_frameRate)
        command(kErase);
    std::pair<std::uint8_t, std::uint8_t> pair{0, 0};
    if (!m_waiting.empty()) {
        pair = m_waiting.front();
        m_waiting.pop_front();
    }
    if (AVFrameSideData *data = av_frame_new_side_data(&picture, AV_FRAME_DATA_A53_CC, 3)) {
        data->data[0] = 0xFC; // valid, first field
        data->data[1] = oddParity(pair.first);
        data->data[2] = oddParity(pair.second);
    }
}

} // namespace kanal::panel
