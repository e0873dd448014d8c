// SPDX-License-Identifier: MIT
#include "packet_group.h"

#include "decoder_pool.h"
#include "deinterlacer.h"
#include "frame_converter.h"

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <thread>
#include <utility>

namespace kanal::playback
{

namespace
{

constexpr std::size_t kMostBytes = 16u << 20; ///< ten seconds of a good film
constexpr std::size_t kMostGroups = 40;       ///< where every picture is a key picture: more than a decoder delays
constexpr int kMostThreads = 4;
constexpr std::int64_t kSameUs = 500; ///< a filter's times are rounded

class GroupSource final : public PictureSource
{
public:
    GroupSource(std::shared_ptr<const PacketGroup> group, bool deinterlaced)
        : m_group(std::move(group))
        , m_deinterlaced(deinterlaced)
    {
    }

    FrameRef decodedAgain(const VideoFrame &shown) const override
    {
        FramePtr picture = m_group->decode(shown.pts.count(), m_deinterlaced);
        if (!picture || picture->width != shown.sourceWidth || picture->height != shown.sourceHeight)
            return nullptr;
        FrameConverter converter(std::make_shared<PicturePool>());
        const auto made = converter.convert(std::move(picture), {.paintsRgbOnly = false}, {});
        if (!made)
            return nullptr;
        VideoFrame &again = **made;
        again.displayAspect = shown.displayAspect; // the stream has its word in them, too
        again.rotation = shown.rotation;
        again.session = shown.session;
        again.pts = shown.pts;
        again.overlays = shown.overlays;
        return *made;
    }

private:
    const std::shared_ptr<const PacketGroup> m_group;
    const bool m_deinterlaced;
};

template<class Take>
void receive(AVCodecContext &context, Take take)
{
    FramePtr frame = makeFrame();
    while (avcodec_receive_frame(&context, frame.get()) == 0)
        take(std::exchange(frame, makeFrame()));
}

} // namespace

PacketGroup::PacketGroup(const MediaPacket &key)
    : m_beginUs(key.ptsUs)
    , m_parameters(key.parameters)
{
    add(key);
}

void PacketGroup::add(const MediaPacket &packet)
{
    PacketPtr kept(av_packet_clone(packet.packet.get()));
    if (!kept)
        return;
    kept->pts = packet.ptsUs; // a first key picture that came before its turn has its time beside it
    std::lock_guard lock(m_mutex);
    m_bytes += std::size_t(kept->size);
    m_packets.push_back(std::move(kept));
}

std::size_t PacketGroup::bytes() const
{
    std::lock_guard lock(m_mutex);
    return m_bytes;
}

std::vector<PacketPtr> PacketGroup::packets() const
{
    std::vector<PacketPtr> packets;
    std::lock_guard lock(m_mutex);
    packets.reserve(m_packets.size());
    for (const PacketPtr &packet : m_packets)
        packets.emplace_back(av_packet_clone(packet.get()));
    return packets;
}

FramePtr PacketGroup::decode(std::int64_t ptsUs, bool deinterlaced) const
{
    if (!m_parameters)
        return nullptr;
    DecoderPool decoders;
    const int threads = std::clamp(int(std::thread::hardware_concurrency()), 1, kMostThreads);
    const auto lease = decoders.take(*m_parameters, threads);
    if (!lease)
        return nullptr;
    AVCodecContext &context = *lease->context;
    Deinterlacer deinterlacer(deinterlaced ? Deinterlace::On : Deinterlace::Off);
    FramePtr found;
    const auto look = [&](std::vector<FramePtr> pictures) {
        for (FramePtr &picture : pictures)
            if (!found && std::abs(picture->best_effort_timestamp - ptsUs) <= kSameUs)
                found = std::move(picture);
    };
    const auto take = [&](FramePtr frame) { look(deinterlacer.filter(std::move(frame))); };
    std::vector<PacketPtr> all = packets();
    all.emplace_back(nullptr); // drains
    for (const PacketPtr &packet : all) {
        while (!found && avcodec_send_packet(&context, packet.get()) == AVERROR(EAGAIN))
            receive(context, take);
        receive(context, take);
        if (found)
            return found;
    }
    look(deinterlacer.filter(nullptr));
    return found;
}

void PacketGroups::add(const MediaPacket &packet)
{
    if (packet.key)
        m_groups.push_back(std::make_shared<PacketGroup>(packet));
    for (std::size_t i = 0; i < m_groups.size(); ++i) {
        const bool newest = i + 1 == m_groups.size();
        const bool opens = packet.key && i + 2 == m_groups.size();
        // Pictures that are seen before the next key picture may come after it and look at it.
        const bool leads = !newest && (opens || packet.ptsUs < m_groups[i + 1]->beginUs());
        if (leads || (newest && !packet.key))
            m_groups[i]->add(packet);
    }
    const std::size_t bytes = std::accumulate(m_groups.begin(), m_groups.end(), std::size_t(0),
                                              [](std::size_t sum, const auto &group) { return sum + group->bytes(); });
    if (bytes > kMostBytes || m_groups.size() > kMostGroups)
        clear();
}

std::shared_ptr<const PictureSource> PacketGroups::sourceOf(std::int64_t ptsUs, bool deinterlaced)
{
    while (m_groups.size() > 1 && m_groups[1]->beginUs() <= ptsUs)
        m_groups.pop_front();
    if (m_groups.empty() || ptsUs < m_groups.front()->beginUs())
        return nullptr;
    return std::make_shared<GroupSource>(m_groups.front(), deinterlaced);
}

} // namespace kanal::playback
