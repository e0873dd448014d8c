// SPDX-License-Identifier: MIT
// From the body of one segment's answer to what the demuxer shall get: cuts the piece out where the server sent the
// whole file, decrypts, gets onto the packet grid of TS (segments that pretend to be pictures begin with something
// else), and leaves out what an earlier try delivered. Pure.
#pragma once

#include "hls_cipher.h"
#include "sniff.h"
#include "ts_scanner.h"

#include <functional>
#include <optional>

namespace kanal::playback
{

class HlsSegmentReader
{
public:
    using Sink = std::function<void(Bytes)>;

    struct Plan {
        std::optional<HlsCipher> cipher;
        HlsSpan span;
        std::int64_t delivered = 0; ///< of an earlier try: is not handed out again
        bool text = false;          ///< no media: handed on as it is, and may be empty
    };
    void begin(Plan plan);
    /// Where the answer lies in the file: 206 begins at the span, 200 at the file's beginning.
    void answerBeginsAt(std::int64_t offset) { m_skip = m_plan.span.from - offset; }

    void feed(Bytes in, const Sink &sink);
    /// The answer is complete. False: it cannot be what it should be (cut off, wrong key, nothing in it).
    bool finish(const Sink &sink);
    /// The piece is complete, whatever else the server sends.
    bool complete() const { return !m_plan.span.whole() && m_left == 0; }

    StreamForm form() const { return m_form; } ///< Html: no media
    std::int64_t delivered() const { return m_passed; }

private:
    void take(Bytes plain, const Sink &sink);
    void decide(bool last);
    void pass(Bytes bytes, const Sink &sink);

    Plan m_plan;
    std::int64_t m_skip = 0, m_left = -1;
    StreamForm m_form = StreamForm::Unknown;
    std::vector<std::byte> m_prefix, m_plain;
    TsFramer m_framer;
    std::int64_t m_passed = 0; ///< as if there had been no earlier try
};

} // namespace kanal::playback
