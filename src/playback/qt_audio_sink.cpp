// SPDX-License-Identifier: MIT
#include "qt_audio_sink.h"

#include <QAudioDevice>
#include <QAudioFormat>
#include <QAudioSink>
#include <QIODevice>
#include <QMediaDevices>
#include <QThread>

#include <atomic>
#include <mutex>

namespace kanal::playback
{

namespace
{

constexpr int kBufferMs = 100;

/// What QAudioSink pulls from: the fill function, counted.
class FillDevice final : public QIODevice
{
public:
    FillDevice(AudioSink::Fill fill, int bytesPerFrame)
        : m_fill(std::move(fill))
        , m_bytesPerFrame(bytesPerFrame)
    {
    }

    qint64 readData(char *data, qint64 bytes) override
    {
        const qint64 frames = bytes / m_bytesPerFrame;
        m_fill(std::span(reinterpret_cast<float *>(data), std::size_t(frames * m_bytesPerFrame) / sizeof(float)));
        m_taken += frames;
        return frames * m_bytesPerFrame;
    }
    qint64 writeData(const char *, qint64) override { return -1; }
    qint64 bytesAvailable() const override { return 1 << 20; }
    bool isSequential() const override { return true; }
    std::int64_t taken() const { return m_taken; }

private:
    const AudioSink::Fill m_fill;
    const int m_bytesPerFrame;
    std::atomic<std::int64_t> m_taken{0};
};

} // namespace

struct QtAudioSink::Device {
    QThread thread;
    QObject context; ///< lives in `thread`: calls are posted to it
    std::unique_ptr<FillDevice> source;
    std::unique_ptr<QAudioSink> sink; ///< only touched in `thread`
    std::mutex mutex;
    AudioTiming timing;

    ~Device()
    {
        QMetaObject::invokeMethod(&context, [this] {
            sink.reset();
            source.reset();
            context.moveToThread(nullptr);
            thread.quit();
        });
        thread.wait();
    }
};

QtAudioSink::QtAudioSink(Clock &clock)
    : m_clock(clock)
{
}

QtAudioSink::~QtAudioSink() = default;

Result<AudioFormat> QtAudioSink::open(AudioFormat wish, Fill fill, Lost lost)
{
    m_device.reset();
    const QAudioDevice output = QMediaDevices::defaultAudioOutput();
    if (output.isNull())
        return fail(ErrorKind::Unsupported, "no sound device", "qt");
    if (wish.channels == 0)
        wish.channels = output.preferredFormat().channelCount() >= 6 ? 6 : 2;
    QAudioFormat format;
    format.setSampleRate(wish.sampleRate);
    format.setChannelCount(wish.channels);
    format.setSampleFormat(QAudioFormat::Float);
    if (!output.isFormatSupported(format) && wish.channels > 2)
        return fail(ErrorKind::Unsupported, "channels", "qt");
    auto device = std::make_unique<Device>();
    device->context.moveToThread(&device->thread);
    device->thread.setObjectName(QStringLiteral("kanal.audio"));
    device->thread.start();
    Device *raw = device.get();
    QMetaObject::invokeMethod(&device->context, [raw, output, format, fill = std::move(fill),
                                                 lost = std::move(lost)]() mutable {
        raw->source = std::make_unique<FillDevice>(std::move(fill), format.bytesPerFrame());
        raw->source->open(QIODevice::ReadOnly);
        raw->sink = std::make_unique<QAudioSink>(output, format);
        raw->sink->setBufferSize(format.bytesForDuration(kBufferMs * 1000));
        QObject::connect(raw->sink.get(), &QAudioSink::stateChanged, &raw->context, [raw, lost](QAudio::State state) {
            if (state == QAudio::StoppedState && raw->sink && raw->sink->error() != QAudio::NoError)
                lost();
        });
    });
    m_device = std::move(device);
    return wish;
}

void QtAudioSink::start()
{
    if (!m_device)
        return;
    Device *raw = m_device.get();
    QMetaObject::invokeMethod(&raw->context, [raw] { raw->sink->start(raw->source.get()); });
}

void QtAudioSink::pause()
{
    if (!m_device)
        return;
    Device *raw = m_device.get();
    QMetaObject::invokeMethod(&raw->context, [raw] { raw->sink->stop(); });
}

void QtAudioSink::close()
{
    m_device.reset();
}

AudioTiming QtAudioSink::timing() const
{
    if (!m_device)
        return {};
    // processedUSecs() is not what is heard on every system: what is queued in the device is (docs/playback.md). The
    // sink is asked on its own thread; the answer is at most one call old.
    Device *raw = m_device.get();
    QMetaObject::invokeMethod(&raw->context, [raw, this] {
        if (!raw->sink || !raw->source)
            return;
        const QAudioFormat format = raw->sink->format();
        const std::int64_t queued =
            (raw->sink->bufferSize() - raw->sink->bytesFree()) / std::max(1, format.bytesPerFrame());
        const std::int64_t taken = raw->source->taken();
        std::lock_guard lock(raw->mutex);
        raw->timing = {taken, std::max<std::int64_t>(0, taken - queued), m_clock.now(), taken > 0};
    });
    std::lock_guard lock(raw->mutex);
    return raw->timing;
}

std::string QtAudioSink::name() const
{
    return "qt";
}

} // namespace kanal::playback
