// SPDX-License-Identifier: MIT
#include "image_decoder.h"
#include "image_disk_cache.h"
#include "image_fetcher.h"

#include <kanal/core/limits.h>
#include <kanal/presenters/image_store.h>

#include <QCache>
#include <QElapsedTimer>
#include <QHash>
#include <QThreadPool>

#include <algorithm>
#include <vector>

namespace kanal::presenters
{

namespace
{

constexpr qsizetype kMemoryKiB = 48 * 1024;
constexpr int kFetches = 4;
constexpr int kDecoders = 2;
constexpr qint64 kMissingForMs = 10 * 60 * 1000; ///< an address that failed is not asked again before

struct Wish {
    QString url;
    QSize box; ///< device pixels
    friend bool operator==(const Wish &, const Wish &) = default;
};

size_t qHash(const Wish &wish, size_t seed = 0)
{
    return qHashMulti(seed, wish.url, wish.box.width(), wish.box.height());
}

} // namespace

/// An address goes: waiting → reading (disk, decoder) → done, or → fetching → reading → done. `seen` is the newest
/// visit.
struct ImageStore::Data {
    enum class Stage { Waiting, Reading, Missed, Fetching };
    struct Job {
        Stage stage = Stage::Waiting;
        QSize box;
        std::uint64_t seen = 0;
        std::uint64_t order = 0;
    };

    Data(ImageStore &owner, std::filesystem::path folder)
        : self(owner)
        , disk(std::make_shared<ImageDiskCache>(std::move(folder), limits::kImageCacheBytes))
        , memory(kMemoryKiB)
    {
        decoders.setMaxThreadCount(kDecoders);
        clock.start();
        QObject::connect(&fetcher, &ImageFetcher::fetched, &self, [this](const QString &url, const QByteArray &bytes) {
            --fetching;
            took(url, bytes);
            pump();
        });
    }
    ~Data()
    {
        decoders.clear();
        decoders.waitForDone();
    }

    ImageStore &self;
    ImageFetcher fetcher;
    std::shared_ptr<ImageDiskCache> disk;
    QCache<Wish, QImage> memory;
    QHash<QString, Job> jobs;
    QHash<QString, qint64> missing; ///< until when
    QElapsedTimer clock;
    std::uint64_t visit = 1;
    std::uint64_t orders = 0;
    int reading = 0;
    int fetching = 0;
    QThreadPool decoders; // last: its work ends before the rest goes

    /// Newest wishes first: they are what is on screen now. What is on disk never waits for the network.
    void pump()
    {
        while (reading < kDecoders) {
            const auto job = newest(Stage::Waiting);
            if (job == jobs.end())
                break;
            job->stage = Stage::Reading;
            look(job.key(), job->box);
        }
        while (fetching < kFetches) {
            const auto job = newest(Stage::Missed);
            if (job == jobs.end())
                break;
            job->stage = Stage::Fetching;
            ++fetching;
            fetcher.fetch(job.key());
        }
    }

    QHash<QString, Job>::iterator newest(Stage stage)
    {
        auto found = jobs.end();
        for (auto job = jobs.begin(); job != jobs.end(); ++job)
            if (job->stage == stage && (found == jobs.end() || job->order > found->order))
                found = job;
        return found;
    }

    void look(const QString &url, QSize box)
    {
        ++reading;
        decoders.start([this, url, box, cache = disk] {
            const std::optional<QByteArray> bytes = cache->read(url);
            const QImage image = bytes ? decodeImage(*bytes, box) : QImage();
            QMetaObject::invokeMethod(
                &self,
                [this, url, box, image] {
                    --reading;
                    if (image.isNull())
                        missed(url);
                    else
                        done(url, box, image);
                    pump();
                },
                Qt::QueuedConnection);
        });
    }

    void missed(const QString &url)
    {
        const auto job = jobs.find(url);
        if (job == jobs.end())
            return; // nobody wants it any more
        if (fetcher.allowed(url))
            job->stage = Stage::Missed;
        else
            miss(url);
    }

    void took(const QString &url, const QByteArray &bytes)
    {
        const auto job = jobs.find(url);
        if (job == jobs.end())
            return;
        if (imageFormat(bytes).isEmpty())
            return miss(url);
        job->stage = Stage::Reading;
        ++reading;
        decoders.start([this, url, bytes, box = job->box, cache = disk] {
            const QImage image = decodeImage(bytes, box);
            if (!image.isNull())
                cache->write(url, bytes);
            QMetaObject::invokeMethod(
                &self,
                [this, url, box, image] {
                    --reading;
                    if (image.isNull())
                        miss(url);
                    else
                        done(url, box, image);
                    pump();
                },
                Qt::QueuedConnection);
        });
    }

    void done(const QString &url, QSize box, const QImage &image)
    {
        jobs.remove(url);
        memory.insert({url, box}, new QImage(image), std::max<qsizetype>(image.sizeInBytes() / 1024, 1));
        Q_EMIT self.ready(url);
    }

    void miss(const QString &url)
    {
        jobs.remove(url);
        missing.insert(url, clock.elapsed() + kMissingForMs);
    }

    bool isMissing(const QString &url)
    {
        const auto until = missing.find(url);
        if (until == missing.end())
            return false;
        if (clock.elapsed() < *until)
            return true;
        missing.erase(until);
        return false;
    }
};

ImageStore::ImageStore(std::filesystem::path cacheFolder, QObject *parent)
    : QObject(parent)
    , m_data(std::make_unique<Data>(*this, std::move(cacheFolder)))
{
}

ImageStore::~ImageStore() = default;

void ImageStore::setPanel(const std::string &server)
{
    m_data->fetcher.setPanel(server);
    m_data->missing.clear(); // what was refused for another panel may be allowed now
}

void ImageStore::setAccepted(AcceptedCertificates certificates)
{
    m_data->fetcher.setAccepted(std::move(certificates));
    m_data->missing.clear();
}

void ImageStore::setProxy(const ProxyRule &rule)
{
    m_data->fetcher.setProxy(rule);
    m_data->missing.clear();
}

QImage ImageStore::image(const QString &url, QSize size)
{
    if (url.isEmpty() || size.isEmpty())
        return {};
    if (const QImage *image = m_data->memory.object({url, size}))
        return *image;
    if (m_data->isMissing(url))
        return {};
    auto job = m_data->jobs.find(url);
    if (job == m_data->jobs.end())
        job = m_data->jobs.insert(url, {Data::Stage::Waiting, size, 0, ++m_data->orders});
    job->seen = m_data->visit;
    m_data->pump();
    return {};
}

void ImageStore::forgetUnseen()
{
    std::vector<QString> unseen;
    for (auto job = m_data->jobs.cbegin(); job != m_data->jobs.cend(); ++job)
        if (job->seen < m_data->visit) // what the decoder has is kept when it comes, but not fetched
            unseen.push_back(job.key());
    for (const QString &url : unseen) {
        if (m_data->jobs.take(url).stage == Data::Stage::Fetching) {
            m_data->fetcher.cancel(url);
            --m_data->fetching;
        }
    }
    ++m_data->visit;
    m_data->pump();
}

} // namespace kanal::presenters
