// SPDX-License-Identifier: MIT
#include "key_picture.h"

#include "ts_pes.h"

#include <utility>

namespace kanal::playback
{

namespace
{

constexpr std::size_t kMostBytes = 8 << 20;

/// Decoders of these say when a part of a picture is missing.
bool tellsWhatIsMissing(std::uint8_t type)
{
    return type == 0x01 || type == 0x02 || type == 0x1B; // MPEG-1, MPEG-2, H.264
}

} // namespace

std::optional<KeyPicture> KeyPictureReader::feed(Bytes packets, const TsStream &video)
{
    for (std::size_t at = 0; at + kTsPacketBytes <= packets.size() && !m_done; at += kTsPacketBytes) {
        const TsPacket packet = TsPacket::parse(packets.subspan(at, kTsPacketBytes));
        if (packet.pid != video.pid || !packet.hasPayload)
            continue;
        if (packet.start && m_coming && m_length == 0 && !m_coming->bytes.empty())
            return take(false);
        if (packet.start ? !begin(packet, video) : !isNext(packet)) {
            m_coming.reset();
            continue;
        }
        m_counter = packet.counter;
        if (!packet.start)
            m_coming->bytes.insert(m_coming->bytes.end(), packet.payload.begin(), packet.payload.end());
        if (m_coming->bytes.size() > kMostBytes)
            m_coming.reset();
        else if (isWhole(packet, video))
            return take(m_length == 0);
    }
    return std::nullopt;
}

bool KeyPictureReader::begin(const TsPacket &packet, const TsStream &video)
{
    m_coming.reset();
    const auto pes = packet.damaged || packet.scrambled ? std::nullopt : readPesHeader(packet.payload);
    if (!pes || !pes->pts || !(packet.randomAccess || beginsWithKeyPicture(video.type, pes->payload)))
        return false;
    m_coming = KeyPicture{video.pid, pes->pts, pes->dts, {pes->payload.begin(), pes->payload.end()}};
    const std::size_t header = packet.payload.size() - pes->payload.size();
    m_length = pes->length > header ? pes->length - header : 0;
    return true;
}

/// Nothing of the picture was lost, and nothing is said twice.
bool KeyPictureReader::isNext(const TsPacket &packet) const
{
    return m_coming && !packet.damaged && !packet.scrambled && packet.counter == ((m_counter + 1) & 0x0F);
}

bool KeyPictureReader::isWhole(const TsPacket &packet, const TsStream &video) const
{
    if (m_length > 0)
        return m_coming->bytes.size() >= m_length;
    return !packet.start && packet.stuffed && !m_coming->bytes.empty() && tellsWhatIsMissing(video.type);
}

std::optional<KeyPicture> KeyPictureReader::take(bool guessed)
{
    m_done = true;
    m_coming->guessed = guessed;
    return std::exchange(m_coming, std::nullopt);
}

} // namespace kanal::playback
