// SPDX-License-Identifier: MIT
#include "qt_audio_sink.h"

#include <kanal/core/log.h>

#include <QAudioDevice>
#include <QAudioFormat>
#include <QAudioSink>
#include <QByteArray>
#include <QIODevice>
#include <QMediaDevices>
#include <QThread>
#include <QTimer>

#include <atomic>
#include <chrono>
#include <mutex>

namespace kanal::playback
{

namespace
{

constexpr int kBufferMs = 100;
/// Qt 6.4 on PulseAudio keeps its list and its default up to date and tells nobody: one has to look.
constexpr std::chrono::seconds kLookEvery{1};

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

    // Only touched in `thread`.
    QAudioFormat format;
    Lost lost;
    QByteArray output; ///< which one plays
    std::unique_ptr<FillDevice> source;
    std::unique_ptr<QAudioSink> sink;
    std::unique_ptr<QMediaDevices> devices;
    std::unique_ptr<QTimer> looks;
    bool started = false;

    std::mutex mutex;
    AudioTiming timing;

    void open(const QAudioDevice &on);
    void start(bool wanted);
    void follow();

    ~Device()
    {
        QMetaObject::invokeMethod(&context, [this] {
            looks.reset();
            devices.reset();
            sink.reset();
            source.reset();
            context.moveToThread(nullptr);
            thread.quit();
        });
        thread.wait();
    }
};

void QtAudioSink::Device::open(const QAudioDevice &on)
{
    output = on.id();
    sink = std::make_unique<QAudioSink>(on, format);
    sink->setBufferSize(format.bytesForDuration(kBufferMs * 1000));
    QObject::connect(sink.get(), &QAudioSink::stateChanged, &context, [this](QAudio::State state) {
        if (state == QAudio::StoppedState && sink && sink->error() != QAudio::NoError)
            lost();
    });
}

void QtAudioSink::Device::start(bool wanted)
{
    started = wanted;
    if (wanted)
        sink->start(source.get());
    else
        sink->stop();
}

/// The list of devices changed, or which one is the default. What was taken stays counted: to whoever fills it nothing
/// has happened.
void QtAudioSink::Device::follow()
{
    const QAudioDevice now = QMediaDevices::defaultAudioOutput();
    if (now.isNull() || now.id() == output) // one that is gone says so itself
        return;
    log::info("kanal.playback.audio", "the default device is another one");
    if (!now.isFormatSupported(format) && format.channelCount() > 2)
        return lost(); // opened anew, with as many channels as it has
    sink->disconnect(&context);
    open(now);
    if (started)
        start(true);
}

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
    QMetaObject::invokeMethod(
        &device->context, [raw, output, format, fill = std::move(fill), lost = std::move(lost)]() mutable {
            raw->format = format;
            raw->lost = std::move(lost);
            raw->source = std::make_unique<FillDevice>(std::move(fill), format.bytesPerFrame());
            raw->source->open(QIODevice::ReadOnly);
            raw->open(output);
            raw->devices = std::make_unique<QMediaDevices>();
            QObject::connect(raw->devices.get(), &QMediaDevices::audioOutputsChanged, &raw->context,
                             [raw] { raw->follow(); });
            raw->looks = std::make_unique<QTimer>();
            QObject::connect(raw->looks.get(), &QTimer::timeout, &raw->context, [raw] { raw->follow(); });
            raw->looks->start(kLookEvery);
        });
    m_device = std::move(device);
    return wish;
}

void QtAudioSink::start()
{
    if (!m_device)
        return;
    Device *raw = m_device.get();
    QMetaObject::invokeMethod(&raw->context, [raw] { raw->start(true); });
}

void QtAudioSink::pause()
{
    if (!m_device)
        return;
    Device *raw = m_device.get();
    QMetaObject::invokeMethod(&raw->context, [raw] { raw->start(false); });
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
