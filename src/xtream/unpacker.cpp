// SPDX-License-Identifier: MIT
#include "unpacker.h"

#include <kanal/core/limits.h>

#include <array>

#include <zlib.h>

namespace kanal::xtream
{

namespace
{

constexpr std::string_view kGzipMagic = "\x1F\x8B";
constexpr int kMostLayers = 2;
constexpr std::size_t kRatioFrom = 10u << 20;

} // namespace

class Unpacker::Stream
{
public:
    Stream() { m_ready = inflateInit2(&m_z, 15 + 16) == Z_OK; }
    ~Stream()
    {
        if (m_ready)
            inflateEnd(&m_z);
    }
    Stream(const Stream &) = delete;
    Stream &operator=(const Stream &) = delete;

    void give(std::string_view bytes)
    {
        m_z.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(bytes.data()));
        m_z.avail_in = uInt(bytes.size());
        m_in += bytes.size();
    }

    /// The next piece of what was given; empty when all of it is used up.
    Result<std::string_view> next()
    {
        while (m_ready && m_z.avail_in > 0) {
            if (m_ended && !restart())
                break;
            m_z.next_out = reinterpret_cast<Bytef *>(m_piece.data());
            m_z.avail_out = uInt(m_piece.size());
            const int code = ::inflate(&m_z, Z_NO_FLUSH);
            m_ended = code == Z_STREAM_END;
            if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR)
                return fail(ErrorKind::BadAnswer, "the compressed answer is damaged");
            const std::size_t size = m_piece.size() - m_z.avail_out;
            m_out += size;
            if (m_out > kRatioFrom && m_out / limits::kGzipRatio > m_in)
                return fail(ErrorKind::BadAnswer, "the answer is a compression bomb");
            if (size > 0)
                return std::string_view(m_piece.data(), size);
        }
        return std::string_view();
    }

    bool ended() const { return m_ended; }

private:
    /// Another member of the same file follows; anything else behind the end is noise.
    bool restart()
    {
        if (*m_z.next_in != static_cast<Bytef>(kGzipMagic.front())) {
            m_z.avail_in = 0;
            return false;
        }
        return inflateReset(&m_z) == Z_OK;
    }

    z_stream m_z{};
    bool m_ready = false;
    bool m_ended = false;
    std::size_t m_in = 0;
    std::size_t m_out = 0;
    std::array<char, 64 * 1024> m_piece;
};

Unpacker::Unpacker(ByteSink &sink)
    : Unpacker(sink, 0)
{
}

Unpacker::Unpacker(ByteSink &sink, int layer)
    : m_sink(sink)
    , m_layer(layer)
{
}

Unpacker::~Unpacker() = default;

Result<> Unpacker::feed(std::string_view bytes)
{
    if (m_state == State::Plain)
        return m_sink.put(bytes);
    if (m_state == State::Packed)
        return inflate(bytes);
    m_first += bytes;
    if (m_first.size() < kGzipMagic.size())
        return {};
    const bool packed = m_layer < kMostLayers && m_first.starts_with(kGzipMagic);
    m_state = packed ? State::Packed : State::Plain;
    if (packed) {
        m_stream = std::make_unique<Stream>();
        m_inner.reset(new Unpacker(m_sink, m_layer + 1));
    }
    const std::string first = std::exchange(m_first, {});
    return feed(first);
}

Result<> Unpacker::inflate(std::string_view bytes)
{
    m_stream->give(bytes);
    for (;;) {
        const auto piece = m_stream->next();
        if (!piece)
            return tl::unexpected(piece.error());
        if (piece->empty())
            return {};
        if (Result<> taken = m_inner->feed(*piece); !taken)
            return taken;
    }
}

Result<> Unpacker::finish()
{
    if (m_state == State::Sniffing)
        return m_sink.put(std::exchange(m_first, {}));
    if (m_state == State::Plain)
        return {};
    if (!m_stream->ended())
        return fail(ErrorKind::BadAnswer, "the compressed answer is cut off");
    return m_inner->finish();
}

} // namespace kanal::xtream
