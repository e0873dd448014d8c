// SPDX-License-Identifier: MIT
// What the demuxer sees of streams that libavformat receives by itself: whether all of it is scrambled.
#include "demuxer.h"

namespace kanal::playback
{

namespace
{

constexpr int kTapBuffer = 64 * 1024;
constexpr auto kScrambledFor = std::chrono::seconds(3);

} // namespace

/// A stream for a set-top box with a card: nothing in it can be read, and libavformat would wait for ever.
bool Demuxer::isEncrypted()
{
    if (!m_scrambled.allIsScrambled())
        return false;
    const Nanos now = m_clock.now();
    if (!m_allScrambledSince)
        m_allScrambledSince = now;
    if (now - *m_allScrambledSince < kScrambledFor)
        return false;
    m_sourceError = Error{ErrorKind::Unsupported, "every packet is scrambled", subjects::kEncryption};
    return true;
}

int Demuxer::onTap(void *self, std::uint8_t *into, int size)
{
    auto *demuxer = static_cast<Demuxer *>(self);
    const int count = avio_read_partial(demuxer->m_tapped.get(), into, size);
    if (count > 0 && demuxer->m_mayWake) // in the middle of a read(): not silent, whatever becomes of it
        demuxer->m_deadline = (demuxer->m_clock.now() + demuxer->readDeadline()).count();
    if (count > 0)
        demuxer->m_framer.feed({reinterpret_cast<const std::byte *>(into), std::size_t(count)}, [&](Bytes packets) {
            if (demuxer->m_framer.packetSize() == kTsPacketBytes)
                demuxer->m_scrambled.note(packets);
        });
    return demuxer->isEncrypted() ? AVERROR(EIO) : count;
}

/// Opens what carries a transport stream as it is, with us looking on. 0, or libavformat's error.
int Demuxer::tap(AVFormatContext &context, const std::string &address, AvOptions &options)
{
    AVIOContext *io = nullptr;
    const int code = avio_open2(&io, address.c_str(), AVIO_FLAG_READ, &context.interrupt_callback, options.get());
    if (code < 0)
        return code;
    m_tapped.reset(io);
    m_framer.reset();
    auto *buffer = static_cast<unsigned char *>(av_malloc(kTapBuffer));
    m_io.reset(avio_alloc_context(buffer, kTapBuffer, 0, this, onTap, nullptr, nullptr));
    context.pb = m_io.get();
    context.flags |= AVFMT_FLAG_CUSTOM_IO;
    return 0;
}

} // namespace kanal::playback
