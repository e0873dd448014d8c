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
constexpr std::size_t kFirstBytes = 2;
constexpr std::size_t kRawFirstBytes = 1024; // the tables of a block may come before its first letter

bool isZlib(std::string_view first)
{
    const auto method = static_cast<unsigned char>(first[0]), flags = static_cast<unsigned char>(first[1]);
    return method == 0x78 && (method * 256 + flags) % 31 == 0; // "x^" is one: no answer begins with it
}

/// Nothing marks a bare deflate stream; what an answer begins with is none. 0xEF begins the mark of UTF-8.
bool mayBeRaw(char first)
{
    const bool noSuchBlock = (static_cast<unsigned char>(first) & 6) == 6;
    return !noSuchBlock && std::string_view("[{<\" \t\r\n\xEF").find(first) == std::string_view::npos;
}

/// Whether it inflates, and to the beginning of an answer.
bool isRaw(std::string_view first)
{
    z_stream z{};
    if (inflateInit2(&z, -15) != Z_OK)
        return false;
    std::array<char, 16> out{};
    z.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(first.data()));
    z.avail_in = uInt(first.size());
    z.next_out = reinterpret_cast<Bytef *>(out.data());
    z.avail_out = uInt(out.size());
    const int code = inflate(&z, Z_SYNC_FLUSH);
    inflateEnd(&z);
    const std::string_view text(out.data(), out.size() - z.avail_out);
    const auto begin = text.find_first_not_of(" \t\r\n");
    return (code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR) && begin != std::string_view::npos &&
           std::string_view("[{<\"nf\xEF").find(text[begin]) != std::string_view::npos;
}

} // namespace

class Unpacker::Stream
{
public:
    explicit Stream(Frame frame)
        : m_isGzip(frame == Frame::Gzip)
    {
        m_ready = inflateInit2(&m_z, frame == Frame::Raw ? -15 : frame == Frame::Zlib ? 15 : 15 + 16) == Z_OK;
    }
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
        if (!m_isGzip || *m_z.next_in != static_cast<Bytef>(kGzipMagic.front())) {
            m_z.avail_in = 0;
            return false;
        }
        return inflateReset(&m_z) == Z_OK;
    }

    const bool m_isGzip;
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
    if (m_first.size() < kFirstBytes)
        return {};
    if (m_layer == kMostLayers)
        return decide(Frame::None);
    if (m_first.starts_with(kGzipMagic))
        return decide(Frame::Gzip);
    if (isZlib(m_first))
        return decide(Frame::Zlib);
    if (m_layer > 0 || !mayBeRaw(m_first.front()))
        return decide(Frame::None);
    return m_first.size() < kRawFirstBytes ? Result<>() : decide(isRaw(m_first) ? Frame::Raw : Frame::None);
}

Result<> Unpacker::decide(Frame frame)
{
    m_state = frame == Frame::None ? State::Plain : State::Packed;
    if (frame != Frame::None) {
        m_stream = std::make_unique<Stream>(frame);
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
    if (m_state == State::Sniffing) {
        const bool raw = m_layer == 0 && m_first.size() >= kFirstBytes && mayBeRaw(m_first.front()) && isRaw(m_first);
        if (Result<> fed = decide(raw ? Frame::Raw : Frame::None); !fed)
            return fed;
    }
    if (m_state == State::Plain)
        return {};
    if (!m_stream->ended())
        return fail(ErrorKind::BadAnswer, "the compressed answer is cut off");
    return m_inner->finish();
}

} // namespace kanal::xtream
