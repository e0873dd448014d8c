// SPDX-License-Identifier: MIT
#include "hw_device.h"

#include "trace.h"

#include <kanal/core/graphics_card.h>
#include <kanal/core/log.h>

extern "C" {
#include <libavutil/hwcontext.h>
}

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <thread>

namespace kanal::playback
{

namespace
{

constexpr int kExtraFrames = 8; ///< held by the presenter's queue while the decoder goes on

constexpr AVHWDeviceType kDevices[] = {AV_HWDEVICE_TYPE_VIDEOTOOLBOX, AV_HWDEVICE_TYPE_D3D11VA, AV_HWDEVICE_TYPE_VAAPI,
                                       AV_HWDEVICE_TYPE_CUDA, AV_HWDEVICE_TYPE_VDPAU};

struct BufferDeleter {
    void operator()(AVBufferRef *buffer) const { av_buffer_unref(&buffer); }
};
using BufferPtr = std::unique_ptr<AVBufferRef, BufferDeleter>;

const AVCodecHWConfig *configOf(const AVCodec &codec, AVHWDeviceType type)
{
    for (int i = 0;; ++i) {
        const AVCodecHWConfig *config = avcodec_get_hw_config(&codec, i);
        if (!config)
            return nullptr;
        if (config->device_type == type && (config->methods & AV_CODEC_HW_CONFIG_METHOD_HW_DEVICE_CTX))
            return config;
    }
}

/// The device's format while it is offered; where the stream turns to something it cannot do, libavcodec's own.
AVPixelFormat chooseFormat(AVCodecContext *context, const AVPixelFormat *offered)
{
    const auto wanted = AVPixelFormat(reinterpret_cast<std::intptr_t>(context->opaque));
    for (const AVPixelFormat *format = offered; *format != AV_PIX_FMT_NONE; ++format)
        if (*format == wanted)
            return *format;
    return avcodec_default_get_format(context, offered);
}

struct Device {
    std::atomic<bool> ready{false}; ///< what follows is there, and stays
    AVHWDeviceType type = AV_HWDEVICE_TYPE_NONE;
    BufferPtr context;
    std::atomic<bool> looked{false};
};

void openDevice(Device &found)
{
    trace::nameThread("graphics card");
    const trace::Span span("open device");
    for (const AVHWDeviceType type : kDevices) {
        AVBufferRef *device = nullptr;
        const int code = av_hwdevice_ctx_create(&device, type, nullptr, nullptr, 0);
        const std::string name = av_hwdevice_get_type_name(type);
        log::info("kanal.playback.video", "hardware device=" + name + ": " + (code < 0 ? avErrorText(code) : "opened"));
        if (code < 0)
            continue;
        found.context.reset(device);
        found.type = type;
        found.ready = true;
        return;
    }
}

class SystemHardwareDecoder final : public HardwareDecoder
{
public:
    ~SystemHardwareDecoder() override
    {
        if (m_opener.joinable() && !m_device->looked) // in a driver, which may hang: nobody waits for it
            m_opener.detach();
    }

    void prepare() override
    {
        if (m_asked.exchange(true) || !graphicsCardExists())
            return;
        m_opener = std::jthread([device = m_device] {
            openDevice(*device);
            device->looked = true;
        });
    }

    bool ready() const override { return m_device->ready; }

    std::string attach(AVCodecContext &context) override
    {
        const AVCodecHWConfig *config = ready() ? configOf(*context.codec, m_device->type) : nullptr;
        if (!config)
            return {};
        context.hw_device_ctx = av_buffer_ref(m_device->context.get());
        context.extra_hw_frames = kExtraFrames;
        context.opaque = reinterpret_cast<void *>(std::intptr_t(config->pix_fmt));
        context.get_format = chooseFormat;
        return av_hwdevice_get_type_name(m_device->type);
    }

    bool made(const AVFrame &frame) const override { return frame.hw_frames_ctx != nullptr; }

    FramePtr fetch(FramePtr frame) override
    {
        FramePtr copy = makeFrame(); // a new one each time: a kept one would have the size of before
        if (av_hwframe_transfer_data(copy.get(), frame.get(), 0) < 0 ||
            av_frame_copy_props(copy.get(), frame.get()) < 0)
            return nullptr;
        return copy;
    }

private:
    const std::shared_ptr<Device> m_device = std::make_shared<Device>(); ///< shared with the opener
    std::atomic<bool> m_asked{false};
    std::jthread m_opener;
};

} // namespace

bool HardwareDecoder::trusts(const AVCodecParameters &parameters) const
{
    std::lock_guard lock(m_mutex);
    return !m_failed.contains({parameters.codec_id, parameters.profile});
}

void HardwareDecoder::distrust(const AVCodecParameters &parameters)
{
    std::lock_guard lock(m_mutex);
    m_failed.insert({parameters.codec_id, parameters.profile});
}

bool worthHardware(const AVCodecParameters &parameters, int width, int height)
{
    return parameters.codec_id != AV_CODEC_ID_MPEG2VIDEO && (height >= 720 || width >= 1280);
}

const AVCodec *hardwareCodec(AVCodecID id)
{
    const auto takesDevice = [](const AVCodec *codec) {
        if (codec->capabilities & AV_CODEC_CAP_HARDWARE) // speaks to the card itself, and only to one make
            return false;
        return std::any_of(std::begin(kDevices), std::end(kDevices),
                           [codec](AVHWDeviceType type) { return configOf(*codec, type) != nullptr; });
    };
    const AVCodec *usual = avcodec_find_decoder(id);
    if (!usual || takesDevice(usual))
        return usual;
    void *place = nullptr;
    while (const AVCodec *codec = av_codec_iterate(&place))
        if (codec->id == id && av_codec_is_decoder(codec) && takesDevice(codec))
            return codec;
    return usual;
}

std::unique_ptr<HardwareDecoder> makeHardwareDecoder()
{
    return std::make_unique<SystemHardwareDecoder>();
}

} // namespace kanal::playback
