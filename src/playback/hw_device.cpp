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
#include <iterator>
#include <optional>
#include <thread>
#include <utility>

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

struct Devices {
    struct Opened {
        AVHWDeviceType type;
        BufferPtr context;
    };
    std::atomic<bool> ready{false};   ///< there is one
    std::atomic<bool> looking{false}; ///< in a driver, perhaps
    std::atomic<bool> all{false};     ///< there is nothing more to look for

    std::mutex mutex; ///< the next two
    std::vector<Opened> opened;
    std::size_t next = 0; ///< of kDevices

    std::optional<AVHWDeviceType> takeNext();
    void openNext();
    AVBufferRef *find(const std::string &name);
};

std::optional<AVHWDeviceType> Devices::takeNext()
{
    const std::lock_guard lock(mutex);
    if (next < std::size(kDevices))
        return kDevices[next++];
    all = true;
    return std::nullopt;
}

/// The next one that opens.
void Devices::openNext()
{
    trace::nameThread("graphics card");
    const trace::Span span("open device");
    while (const auto type = takeNext()) {
        AVBufferRef *device = nullptr;
        const int code = av_hwdevice_ctx_create(&device, *type, nullptr, nullptr, 0);
        const std::string name = av_hwdevice_get_type_name(*type);
        log::info("kanal.playback.video", "hardware device=" + name + ": " + (code < 0 ? avErrorText(code) : "opened"));
        if (code < 0)
            continue;
        const std::lock_guard lock(mutex);
        opened.push_back({*type, BufferPtr(device)});
        ready = true;
        return;
    }
}

/// Null: it is not open. Those that are stay so.
AVBufferRef *Devices::find(const std::string &name)
{
    const std::lock_guard lock(mutex);
    for (const Opened &each : opened)
        if (name == av_hwdevice_get_type_name(each.type))
            return each.context.get();
    return nullptr;
}

class SystemHardwareDecoder final : public HardwareDecoder
{
public:
    ~SystemHardwareDecoder() override
    {
        if (m_opener.joinable() && m_devices->looking) // in a driver, which may hang: nobody waits for it
            m_opener.detach();
    }

    void prepare() override
    {
        if (!m_asked.exchange(true) && graphicsCardExists())
            lookFurther();
    }

    void lookFurther() override
    {
        if (m_devices->all || m_devices->looking.exchange(true))
            return;
        const std::lock_guard lock(m_openerMutex);
        m_opener = std::jthread([devices = m_devices] { // the one before is at its end
            devices->openNext();
            devices->looking = false;
        });
    }

    bool ready() const override { return m_devices->ready; }

    std::vector<std::string> devicesFor(AVCodecID codec) const override
    {
        std::vector<std::string> names;
        const AVCodec *decoder = hardwareCodec(codec);
        const std::lock_guard lock(m_devices->mutex);
        for (const Devices::Opened &each : m_devices->opened)
            if (decoder && configOf(*decoder, each.type))
                names.emplace_back(av_hwdevice_get_type_name(each.type));
        return names;
    }

    bool attach(AVCodecContext &context, const std::string &device) override
    {
        AVBufferRef *opened = m_devices->find(device);
        const AVCodecHWConfig *config =
            opened ? configOf(*context.codec, av_hwdevice_find_type_by_name(device.c_str())) : nullptr;
        if (!config)
            return false;
        context.hw_device_ctx = av_buffer_ref(opened);
        context.extra_hw_frames = kExtraFrames;
        context.opaque = reinterpret_cast<void *>(std::intptr_t(config->pix_fmt));
        context.get_format = chooseFormat;
        return true;
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
    const std::shared_ptr<Devices> m_devices = std::make_shared<Devices>(); ///< shared with the opener
    std::atomic<bool> m_asked{false};
    std::mutex m_openerMutex;
    std::jthread m_opener;
};

} // namespace

std::vector<std::string> HardwareDecoder::trusted(const AVCodecParameters &parameters) const
{
    std::vector<std::string> names = devicesFor(parameters.codec_id);
    std::lock_guard lock(m_mutex);
    std::erase_if(names, [&](const std::string &name) {
        return m_failed.contains({parameters.codec_id, parameters.profile, name});
    });
    return names;
}

void HardwareDecoder::distrust(const AVCodecParameters &parameters, const std::string &device)
{
    std::lock_guard lock(m_mutex);
    m_failed.insert({parameters.codec_id, parameters.profile, device});
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
