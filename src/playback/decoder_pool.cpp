// SPDX-License-Identifier: MIT
#include "decoder_pool.h"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace kanal::playback
{

namespace
{

constexpr std::size_t kIdleKept = 4; ///< each holds its pictures: 20 … 30 MB at 1080p
constexpr std::int64_t kMaxPixels = 8192LL * 4608;
constexpr double kPixelsPerThread = 62e6, kEasyPixelsPerThread = 125e6; ///< a second; easy: 1080p50 on one
constexpr int kMostThreads = 6;

} // namespace

bool sameDecoder(const AVCodecParameters &a, const AVCodecParameters &b)
{
    const auto extra = [](const AVCodecParameters &of) {
        return std::string_view(reinterpret_cast<const char *>(of.extradata), std::size_t(of.extradata_size));
    };
    return a.codec_id == b.codec_id && extra(a) == extra(b);
}

int decoderThreads(AVCodecID codec, int width, int height, double frameRate, int cores)
{
    const bool easy = codec == AV_CODEC_ID_H264 || codec == AV_CODEC_ID_MPEG2VIDEO;
    const double rate = frameRate > 1 && frameRate <= 240 ? frameRate : 25;
    return usableThreads(
        int(std::ceil(double(width) * height * rate / (easy ? kEasyPixelsPerThread : kPixelsPerThread))), cores);
}

int usableThreads(int wanted, int cores)
{
    return std::clamp(std::min(wanted, cores), 1, kMostThreads);
}

Result<DecoderPool::Lease> DecoderPool::take(const AVCodecParameters &parameters, int threads)
{
    const bool inBand = parameters.extradata_size == 0;
    if (inBand) {
        std::lock_guard lock(m_mutex);
        const auto kept = std::find_if(m_idle.begin(), m_idle.end(), [&](const Lease &idle) {
            return idle.context->codec_id == parameters.codec_id && idle.threads == threads;
        });
        if (kept != m_idle.end()) {
            Lease lease = std::move(*kept);
            m_idle.erase(kept);
            return lease;
        }
    }
    auto lease = make(parameters, threads, {});
    if (lease)
        lease->inBand = inBand;
    return lease;
}

Result<DecoderPool::Lease> DecoderPool::make(const AVCodecParameters &parameters, int threads, const Prepare &prepare,
                                             const AVCodec *codec)
{
    if (!codec)
        codec = avcodec_find_decoder(parameters.codec_id);
    if (!codec)
        return fail(ErrorKind::Unsupported, "no decoder", avcodec_get_name(parameters.codec_id));
    CodecPtr context(avcodec_alloc_context3(codec));
    if (!context || avcodec_parameters_to_context(context.get(), &parameters) < 0)
        return fail(ErrorKind::Unsupported, "codec parameters", codec->name);
    context->pkt_timebase = AVRational{1, 1'000'000};
    context->thread_count = threads;
    context->thread_type = FF_THREAD_FRAME | FF_THREAD_SLICE;
    context->max_pixels = kMaxPixels;
    if (prepare && !prepare(*context))
        return fail(ErrorKind::Unsupported, "no device", codec->name);
    if (const int code = avcodec_open2(context.get(), codec, nullptr); code < 0)
        return fail(ErrorKind::Unsupported, avErrorText(code), codec->name);
    return Lease{std::move(context), threads, false};
}

void DecoderPool::giveBack(Lease lease)
{
    if (!lease.context || !lease.inBand)
        return;
    avcodec_flush_buffers(lease.context.get());
    lease.context->skip_frame = AVDISCARD_DEFAULT; // as it was opened, whatever its last owner wished
    lease.context->flags &= ~AV_CODEC_FLAG_OUTPUT_CORRUPT;
    Lease surplus; // closed without the lock
    std::lock_guard lock(m_mutex);
    const auto twin = std::find_if(m_idle.begin(), m_idle.end(), [&](const Lease &idle) {
        return idle.context->codec_id == lease.context->codec_id && idle.threads == lease.threads;
    });
    if (twin != m_idle.end()) { // of two sessions that overlapped in a zap
        surplus = std::move(lease);
        return;
    }
    m_idle.push_back(std::move(lease));
    if (m_idle.size() > kIdleKept) {
        surplus = std::move(m_idle.front());
        m_idle.erase(m_idle.begin());
    }
}

} // namespace kanal::playback
