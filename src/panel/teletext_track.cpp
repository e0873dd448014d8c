// SPDX-License-Identifier: MIT
#include "teletext_track.h"

#include "subtitle_lines.h"

#include <algorithm>
#include <array>
#include <bit>
#include <vector>

namespace kanal::panel
{

namespace
{

constexpr int kFirstPage = 0x88; ///< of magazine 8: 888
constexpr int kTextRow = 22;
constexpr std::size_t kUnit = 46; ///< bytes of a data unit: its head and one teletext line

using Line = std::array<std::uint8_t, 42>; ///< address and 40 characters

std::uint8_t hamming(int nibble)
{
    static constexpr std::uint8_t kCodes[16] = {0x15, 0x02, 0x49, 0x5E, 0x64, 0x73, 0x38, 0x2F,
                                                0xD0, 0xC7, 0x8C, 0x9B, 0xA1, 0xB6, 0xFD, 0xEA};
    return kCodes[nibble & 0xF];
}

std::uint8_t oddParity(int character)
{
    const auto seven = std::uint8_t(character & 0x7F);
    return std::popcount(seven) % 2 == 0 ? std::uint8_t(seven | 0x80) : seven;
}

std::uint8_t reversed(std::uint8_t byte)
{
    std::uint8_t out = 0;
    for (int bit = 0; bit < 8; ++bit)
        out = std::uint8_t(out | ((byte >> bit & 1) << (7 - bit)));
    return out;
}

/// Magazine 8 is written as 0.
Line lineOfRow(int row)
{
    Line line;
    line.fill(oddParity(' '));
    line[0] = hamming((row & 1) << 3);
    line[1] = hamming(row >> 1);
    return line;
}

/// Begins a page, empty as yet, and ends the one before it.
Line header(int page)
{
    Line line = lineOfRow(0);
    line[2] = hamming(page);
    line[3] = hamming(page >> 4);
    line[4] = hamming(0);
    line[5] = hamming(8); // erase what was there
    line[6] = hamming(0);
    line[7] = hamming(8); // subtitles
    line[8] = hamming(3); // no header text, an update
    line[9] = hamming(1); // magazines one after another
    return line;
}

Line textRow(const std::string &text)
{
    Line line = lineOfRow(kTextRow);
    std::size_t at = 2 + (36 - std::min<std::size_t>(text.size(), 30)) / 2;
    line[at++] = oddParity(0x0B); // the box begins
    line[at++] = oddParity(0x0B);
    for (const char c : text.substr(0, 30))
        line[at++] = oddParity(c);
    line[at++] = oddParity(0x0A); // and ends
    line[at] = oddParity(0x0A);
    return line;
}

void addUnit(std::vector<std::uint8_t> &out, const Line &line)
{
    out.insert(out.end(), {0x03, 44, 0xE7, 0xE4});
    for (const std::uint8_t byte : line)
        out.push_back(reversed(byte));
}

/// Packets are as long as fills transport packets.
void fillUp(std::vector<std::uint8_t> &out)
{
    while ((out.size() + 45) % 184 != 0) {
        out.insert(out.end(), {0xFF, 44});
        out.insert(out.end(), kUnit - 2, 0xFF);
    }
}

class TeletextTrack final : public ClipTrack
{
public:
    TeletextTrack(const ClipSpec &clip, AVStream &stream)
        : m_languages(clip.subtitleLanguages)
        , m_stream(stream)
        , m_seconds(clip.seconds)
    {
    }

    double position() const override
    {
        if (m_next + kLineEvery > m_seconds)
            return kTrackDone;
        return m_next + (m_showing ? double(kLineShown) : kLineFirst);
    }

    Result<> step(AVFormatContext &output) override
    {
        const double at = position();
        std::vector<std::uint8_t> bytes{0x10};
        for (std::size_t i = 0; i < m_languages.size(); ++i) {
            addUnit(bytes, header(kFirstPage + int(i)));
            if (!m_showing)
                addUnit(bytes, textRow(subtitleLine(m_languages[i], m_next / kLineEvery + 1)));
        }
        addUnit(bytes, header(0xFF)); // no page: ends the last one
        fillUp(bytes);
        if (m_showing)
            m_next += kLineEvery;
        m_showing = !m_showing;
        return writeSubtitle(output, m_stream, bytes.data(), int(bytes.size()), at, 0);
    }

private:
    const std::vector<std::string> m_languages;
    AVStream &m_stream;
    const int m_seconds;
    int m_next = 0;
    bool m_showing = false;
};

/// For the descriptor: type (subtitles) and magazine 8, page.
bool describePages(AVCodecParameters &codec, std::size_t pages)
{
    codec.extradata = static_cast<std::uint8_t *>(av_mallocz(pages * 2 + AV_INPUT_BUFFER_PADDING_SIZE));
    if (!codec.extradata)
        return false;
    codec.extradata_size = int(pages * 2);
    for (std::size_t i = 0; i < pages; ++i) {
        codec.extradata[i * 2] = 2 << 3;
        codec.extradata[i * 2 + 1] = std::uint8_t(kFirstPage + int(i));
    }
    return true;
}

} // namespace

Result<std::unique_ptr<ClipTrack>> makeTeletextTrack(const ClipSpec &spec, const std::string &languages,
                                                     AVFormatContext &output)
{
    AVStream *stream = addSubtitleStream(output, AV_CODEC_ID_DVB_TELETEXT, languages);
    if (!stream || !describePages(*stream->codecpar, spec.subtitleLanguages.size()))
        return fail(ErrorKind::Storage, "no memory for a stream");
    return std::make_unique<TeletextTrack>(spec, *stream);
}

} // namespace kanal::panel
