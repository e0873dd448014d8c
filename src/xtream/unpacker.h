// SPDX-License-Identifier: MIT
// Inflates answers while they arrive. What counts is the bytes, not the headers: panels send gzip without saying so,
// gzip in gzip, and what they call deflate with a zlib frame or without any.
#pragma once

#include "byte_sink.h"

#include <memory>
#include <string>
#include <string_view>

namespace kanal::xtream
{

class Unpacker
{
public:
    explicit Unpacker(ByteSink &sink);
    ~Unpacker();

    /// Fails with BadAnswer on damaged data and on bombs (more than limits::kGzipRatio to one), and as the sink fails.
    Result<> feed(std::string_view bytes);
    /// The answer has ended. Fails when a compressed stream has not.
    Result<> finish();
    /// Nothing is compressed: the rest may be read into the sink without this detour.
    bool isPlain() const { return m_state == State::Plain; }

private:
    class Stream;
    enum class State { Sniffing, Plain, Packed };
    enum class Frame { None, Gzip, Zlib, Raw };

    Unpacker(ByteSink &sink, int layer);
    Result<> inflate(std::string_view bytes);
    Result<> decide(Frame frame);

    ByteSink &m_sink;
    int m_layer = 0;
    State m_state = State::Sniffing;
    std::string m_first; // until there is enough to tell
    std::unique_ptr<Stream> m_stream;
    std::unique_ptr<Unpacker> m_inner; // what comes out may be packed again
};

} // namespace kanal::xtream
