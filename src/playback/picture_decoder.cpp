// SPDX-License-Identifier: MIT
#include "picture_decoder.h"

#include "av_compat.h"

#include <kanal/core/log.h>

#include <utility>

namespace kanal::playback
{

namespace
{

constexpr std::size_t kMostKeptBytes = 8u << 20;
constexpr int kErrorsForgiven = 2; ///< damaged packets cost the card no trust

} // namespace

PictureDecoder::PictureDecoder(DecoderPool &pool, HardwareDecoder &hardware)
    : m_pool(pool)
    , m_hardware(hardware)
{
}

PictureDecoder::~PictureDecoder()
{
    close();
}

void PictureDecoder::close()
{
    if (m_lease.context)
        m_pool.giveBack(std::exchange(m_lease, {}));
    m_device.clear();
    m_kept.clear();
    m_keptBytes = 0;
    m_keeping = false;
    m_errors = 0;
    m_replaying = false;
    m_lastPts.reset();
}

Result<> PictureDecoder::open(const AVCodecParameters &parameters, int threads, Use use)
{
    close();
    m_threads = threads;
    m_parameters.reset(avcodec_parameters_alloc());
    avcodec_parameters_copy(m_parameters.get(), &parameters);
    if (use == Use::Hardware && openHardware(parameters))
        return {};
    auto lease = m_pool.take(parameters, threads);
    if (!lease)
        return tl::unexpected(lease.error());
    m_lease = std::move(*lease);
    return {};
}

bool PictureDecoder::openHardware(const AVCodecParameters &parameters)
{
    for (const std::string &device : m_hardware.trusted(parameters)) {
        const auto attach = [&](AVCodecContext &context) { return m_hardware.attach(context, device); };
        if (auto lease = m_pool.make(parameters, 1, attach, hardwareCodec(parameters.codec_id))) {
            m_lease = std::move(*lease);
            m_device = device;
            return true;
        }
    }
    return false;
}

std::string PictureDecoder::name() const
{
    if (!m_lease.context)
        return {};
    const std::string codec = m_lease.context->codec->name;
    return m_device.empty() ? codec + " ×" + std::to_string(m_lease.threads) : codec + " " + m_device;
}

void PictureDecoder::decode(const AVPacket *packet, const Deliver &deliver)
{
    step(packet, deliver);
}

PictureDecoder::Outcome PictureDecoder::step(const AVPacket *packet, const Deliver &deliver)
{
    if (!m_device.empty() && packet)
        keep(*packet);
    Outcome outcome = run(packet, deliver);
    if (outcome != Outcome::CardFailed)
        return outcome;
    outcome = fallBack(deliver);
    return packet || outcome == Outcome::Stopped || !isOpen() ? outcome : step(nullptr, deliver);
}

PictureDecoder::Outcome PictureDecoder::run(const AVPacket *packet, const Deliver &deliver)
{
    AVCodecContext *context = m_lease.context.get();
    const auto failed = [this] { return !m_device.empty() && ++m_errors > kErrorsForgiven; };
    FramePtr frame = makeFrame();
    bool sent = false;
    while (true) {
        if (!sent) {
            const int code = avcodec_send_packet(context, packet);
            sent = code != AVERROR(EAGAIN); // a damaged packet costs that packet
            if (code < 0 && sent && packet && failed())
                return Outcome::CardFailed;
        }
        const int code = avcodec_receive_frame(context, frame.get());
        if (code == 0) {
            const Outcome outcome = take(std::exchange(frame, makeFrame()), deliver);
            if (outcome != Outcome::Good)
                return outcome;
            continue;
        }
        const bool broken = code != AVERROR(EAGAIN) && code != AVERROR_EOF;
        if (broken && failed())
            return Outcome::CardFailed;
        if (sent || code != AVERROR(EAGAIN))
            return Outcome::Good;
    }
}

PictureDecoder::Outcome PictureDecoder::take(FramePtr frame, const Deliver &deliver)
{
    if (!m_device.empty()) {
        frame = m_hardware.made(*frame) ? m_hardware.fetch(std::move(frame)) : nullptr;
        if (!frame)
            return Outcome::CardFailed;
        m_errors = 0;
    }
    const std::int64_t pts = frame->best_effort_timestamp;
    if (m_replaying && m_lastPts && pts != AV_NOPTS_VALUE && pts <= *m_lastPts)
        return Outcome::Good; // seen already
    m_replaying = false;
    if (pts != AV_NOPTS_VALUE)
        m_lastPts = pts;
    if (!m_device.empty())
        letGo();
    return deliver(std::move(frame)) ? Outcome::Good : Outcome::Stopped;
}

void PictureDecoder::keep(const AVPacket &packet)
{
    if (packet.flags & AV_PKT_FLAG_KEY) {
        m_keeping = true;
        m_newestKey = m_kept.size();
        m_newestKeyPts = packet.pts;
    }
    if (!m_keeping)
        return;
    m_keptBytes += std::size_t(packet.size);
    m_kept.emplace_back(av_packet_clone(&packet));
    if (m_keptBytes > kMostKeptBytes || !m_kept.back()) {
        m_kept.clear();
        m_keptBytes = 0;
        m_keeping = false;
    }
}

/// Once the newest key picture is out, nothing before it is needed any more.
void PictureDecoder::letGo()
{
    if (m_newestKey == 0 || m_newestKey > m_kept.size() || m_newestKeyPts == AV_NOPTS_VALUE || !m_lastPts ||
        *m_lastPts < m_newestKeyPts)
        return;
    for (; m_newestKey > 0; --m_newestKey) {
        m_keptBytes -= std::size_t(m_kept.front()->size);
        m_kept.pop_front();
    }
}

/// To the next device that may take it, else to software.
PictureDecoder::Outcome PictureDecoder::fallBack(const Deliver &deliver)
{
    log::warning("kanal.playback.video", "hardware failed decoder=" + name() + "; another goes on");
    if (m_lease.context->profile != compat::kUnknownProfile)
        m_parameters->profile = m_lease.context->profile; // the container seldom knows it
    m_hardware.distrust(*m_parameters, m_device);
    const std::deque<PacketPtr> again = std::exchange(m_kept, {});
    const auto last = m_lastPts;
    const CodecParametersPtr parameters = std::move(m_parameters);
    // In the middle of a group a device makes nothing, and would be blamed for it.
    const Use use = again.empty() ? Use::Software : Use::Hardware;
    if (!open(*parameters, m_threads, use))
        return Outcome::Good; // closed: the owner sees it
    m_lastPts = last;
    m_replaying = true;
    for (const PacketPtr &packet : again)
        if (!isOpen() || step(packet.get(), deliver) == Outcome::Stopped)
            return Outcome::Stopped;
    return Outcome::Good;
}

} // namespace kanal::playback
