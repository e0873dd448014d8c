// SPDX-License-Identifier: MIT
#ifdef KANAL_HAVE_CUBEB

#include "cubeb_audio_sink.h"

#include <kanal/core/log.h>

#include <cubeb/cubeb.h>

namespace kanal::playback
{

namespace
{

constexpr std::uint32_t kWantedLatencyMs = 60;

} // namespace

struct CubebAudioSink::Device {
    cubeb *context = nullptr;
    cubeb_stream *stream = nullptr;
    AudioFormat format;
    Fill fill;
    Lost lost;
    std::atomic<std::int64_t> taken{0};

    ~Device()
    {
        if (stream) {
            cubeb_stream_stop(stream);
            cubeb_stream_destroy(stream);
        }
        if (context)
            cubeb_destroy(context);
    }
};

CubebAudioSink::CubebAudioSink(Clock &clock)
    : m_clock(clock)
{
}

CubebAudioSink::~CubebAudioSink() = default;

Result<AudioFormat> CubebAudioSink::open(AudioFormat wish, Fill fill, Lost lost)
{
    m_device.reset();
    auto device = std::make_unique<Device>();
    device->fill = std::move(fill);
    device->lost = std::move(lost);
    if (cubeb_init(&device->context, "Kanal", nullptr) != CUBEB_OK)
        return fail(ErrorKind::Unsupported, "no sound system", "cubeb");

    if (wish.channels == 0) {
        std::uint32_t most = 0;
        const bool known = cubeb_get_max_channel_count(device->context, &most) == CUBEB_OK;
        wish.channels = known && most >= 6 ? 6 : 2;
    }
    device->format = wish;
    cubeb_stream_params params{};
    params.format = CUBEB_SAMPLE_FLOAT32NE;
    params.rate = std::uint32_t(wish.sampleRate);
    params.channels = std::uint32_t(wish.channels);
    params.layout = wish.channels == 6   ? CUBEB_LAYOUT_3F2_LFE_BACK
                    : wish.channels == 2 ? CUBEB_LAYOUT_STEREO
                                         : CUBEB_LAYOUT_UNDEFINED;
    params.prefs = CUBEB_STREAM_PREF_NONE;
    std::uint32_t least = 0;
    if (cubeb_get_min_latency(device->context, &params, &least) != CUBEB_OK)
        least = 0;
    const std::uint32_t latency = std::max(least, std::uint32_t(wish.sampleRate) * kWantedLatencyMs / 1000);

    const auto onData = [](cubeb_stream *, void *user, const void *, void *output, long frames) -> long {
        auto *self = static_cast<Device *>(user);
        self->fill(std::span(static_cast<float *>(output), std::size_t(frames) * std::size_t(self->format.channels)));
        self->taken += frames;
        return frames;
    };
    const auto onState = [](cubeb_stream *, void *user, cubeb_state state) {
        if (state == CUBEB_STATE_ERROR)
            static_cast<Device *>(user)->lost();
    };
    const int code = cubeb_stream_init(device->context, &device->stream, "Television", nullptr, nullptr, nullptr,
                                       &params, latency, onData, onState, device.get());
    if (code != CUBEB_OK)
        return fail(ErrorKind::Unsupported, "sound device: " + std::to_string(code), "cubeb");
    m_device = std::move(device);
    log::info("kanal.playback.audio", "opened backend=" + name() + " latency_frames=" + std::to_string(latency));
    return wish;
}

void CubebAudioSink::start()
{
    if (m_device)
        cubeb_stream_start(m_device->stream);
}

void CubebAudioSink::pause()
{
    if (m_device)
        cubeb_stream_stop(m_device->stream);
}

void CubebAudioSink::close()
{
    m_device.reset();
}

AudioTiming CubebAudioSink::timing() const
{
    if (!m_device)
        return {};
    // Position is what has been played; some backends step it by periods or report it behind the true latency, so ask
    // for both.
    std::uint64_t position = 0;
    if (cubeb_stream_get_position(m_device->stream, &position) != CUBEB_OK)
        return {};
    const std::int64_t taken = m_device->taken;
    const auto heard = std::min<std::int64_t>(std::int64_t(position), taken);
    return {taken, heard, m_clock.now(), taken > 0};
}

std::string CubebAudioSink::name() const
{
    const char *backend = m_device ? cubeb_get_backend_id(m_device->context) : nullptr;
    return backend ? std::string("cubeb ") + backend : "cubeb";
}

} // namespace kanal::playback

#endif
