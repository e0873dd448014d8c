// SPDX-License-Identifier: MIT
#include "hw_device.h"

#include <kanal/core/log.h>

extern "C" {
#include <libavutil/hwcontext.h>
}

#include <cstdint>
#include <filesystem>
#include <map>

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

/// Looking for a driver loads libraries of 40 MB and writes to stderr: not where there is nothing to find.
bool machineHasGpu()
{
#ifdef __linux__
    static const bool found = [] {
        std::error_code ignored;
        return std::filesystem::exists("/dev/dri/renderD128", ignored) ||
               std::filesystem::exists("/dev/nvidia0", ignored);
    }();
    return found;
#else
    return true;
#endif
}

class SystemHardwareDecoder final : public HardwareDecoder
{
public:
    std::string attach(AVCodecContext &context) override
    {
        for (const AVHWDeviceType type : kDevices) {
            const AVCodecHWConfig *config = configOf(*context.codec, type);
            AVBufferRef *device = config ? ensureDevice(type) : nullptr;
            if (!device)
                continue;
            context.hw_device_ctx = av_buffer_ref(device);
            context.extra_hw_frames = kExtraFrames;
            context.opaque = reinterpret_cast<void *>(std::intptr_t(config->pix_fmt));
            context.get_format = chooseFormat;
            return av_hwdevice_get_type_name(type);
        }
        return {};
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
    AVBufferRef *ensureDevice(AVHWDeviceType type)
    {
        std::lock_guard lock(m_mutex);
        const auto [known, fresh] = m_devices.try_emplace(type);
        if (fresh) {
            AVBufferRef *device = nullptr;
            const int code =
                machineHasGpu() ? av_hwdevice_ctx_create(&device, type, nullptr, nullptr, 0) : AVERROR(ENODEV);
            known->second.reset(code < 0 ? nullptr : device);
            log::info("kanal.playback.video", std::string("hardware device=") + av_hwdevice_get_type_name(type) + ": " +
                                                  (code < 0 ? avErrorText(code) : "opened"));
        }
        return known->second.get();
    }

    std::mutex m_mutex;
    std::map<AVHWDeviceType, BufferPtr> m_devices; ///< null: not on this machine
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

std::unique_ptr<HardwareDecoder> makeHardwareDecoder()
{
    return std::make_unique<SystemHardwareDecoder>();
}

} // namespace kanal::playback
