// SPDX-License-Identifier: MIT
// Packets of a subtitle track to what is shown when: lines of text, or bitmaps. Subtitle thread.
#pragma once

#include "packet_queue.h"
#include "subtitle_source.h"

#include <kanal/core/error.h>
#include <kanal/playback/subtitle_overlay.h>

#include <cstdint>
#include <string>
#include <vector>

namespace kanal::playback
{

struct SubtitleItem {
    std::int64_t beginUs = 0, endUs = 0; ///< media time
    bool replaces = false;               ///< what stands at its begin ends there
    OverlaysRef drawing;                 ///< of bitmaps; null: an empty page
    std::vector<std::string> lines;      ///< of text, as decoders of FFmpeg give them ("ReadOrder,Layer,Style,…")
};

class SubtitleDecoder
{
public:
    /// `charset`: of the packets' text, empty for UTF-8.
    static Result<SubtitleDecoder> open(const SubtitleSource &source, const std::string &charset = {});

    bool isText() const { return !m_header.empty(); }
    const std::string &header() const { return m_header; } ///< of ASS
    /// Size of bitmaps, for what is decoded from now on.
    void setScale(double scale) { m_scale = scale; }
    std::vector<SubtitleItem> decode(const MediaPacket &packet);
    void flush() { avcodec_flush_buffers(m_context.get()); }

private:
    SubtitleDecoder() = default;
    SubtitleItem itemOf(const AVSubtitle &subtitle, const MediaPacket &packet) const;

    CodecPtr m_context;
    std::string m_header;
    bool m_onePage = false; ///< captions and teletext: what comes takes the place of what was there
    double m_scale = 1;
};

} // namespace kanal::playback
