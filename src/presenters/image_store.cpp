// SPDX-License-Identifier: MIT
#include "image_decoder.h"
#include "image_disk_cache.h"
#include "image_fetcher.h"

#include <kanal/core/limits.h>
#include <kanal/presenters/image_store.h>

#include <QCache>
#include <QElapsedTimer>
#include <QHash>
#include <QSet>
#include <QThreadPool>
#include <QTimer>

#include <algorithm>
#include <latch>
#include <memory>
#include <vector>

namespace kanal::presenters
{

namespace
{

constexpr qsizetype kMemoryKiB = 48 * 1024;
constexpr int kFetches = 4;
constexpr int kDecoders = 2;
constexpr qint64 kMissingForMs = 10 * 60 * 1000; ///< an address that failed is not asked again before

struct Sized {
    ImageWish wish;
    QSize box; ///< device pixels
    friend bool operator==(const Sized &, const Sized &) = default;
};

size_t qHash(const Sized &sized, size_t seed = 0)
{
    return qHashMulti(seed, sized.wish, sized.box.width(), sized.box.height());
}

} // namespace

/// A wish goes: waiting → reading (disk, decoder) → done, or → missed → fetching → reading → done.
struct ImageStore::Data {
    enum class Stage { Waiting, Reading, Missed, Fetching };
    struct Job {
        Stage stage = Stage::Waiting;
        QSize box;
        std::uint64_t order = 0;
    };

    Data(ImageStore &owner, std::filesystem::path folder, std::chrono::milliseconds rest)
        : self(owner)
        , disk(std::make_shared<ImageDiskCache>(std::move(folder), limits::kImageCacheBytes))
        , memory(kMemoryKiB)
    {
        decoders.setMaxThreadCount(kDecoders);
        beginDecoders();
        clock.start();
        resting.setSingleShot(true);
        resting.setInterval(rest);
        QObject::connect(&resting, &QTimer::timeout, &self, [this] { pump(); });
        QObject::connect(&fetcher, &ImageFetcher::fetched, &self,
                         [this](const ImageWish &wish, const QByteArray &bytes) {
                             --fetching;
                             took(wish, bytes);
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
    AccountId active; ///< whose pictures are asked for where nothing else is said
    std::shared_ptr<ImageDiskCache> disk;
    QCache<Sized, QImage> memory;
    QHash<ImageWish, Job> jobs;
    QHash<ImageWish, qint64> missing; ///< until when
    QElapsedTimer clock;
    std::uint64_t orders = 0;
    int reading = 0;
    int fetching = 0;
    QTimer resting;       ///< runs while new wishes keep coming
    QThreadPool decoders; // last: its work ends before the rest goes

    /// All of them now: where the engine's libraries are being loaded, no thread can begin (see EngineLoader), and the
    /// window would wait with its first picture.
    void beginDecoders()
    {
        const auto all = std::make_shared<std::latch>(kDecoders);
        for (int i = 0; i < kDecoders; ++i)
            decoders.start([all] { all->arrive_and_wait(); });
    }

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
        while (fetching < kFetches && !resting.isActive()) {
            const auto job = newest(Stage::Missed);
            if (job == jobs.end())
                break;
            job->stage = Stage::Fetching;
            ++fetching;
            fetcher.fetch(job.key());
        }
    }

    QHash<ImageWish, Job>::iterator newest(Stage stage)
    {
        auto found = jobs.end();
        for (auto job = jobs.begin(); job != jobs.end(); ++job)
            if (job->stage == stage && (found == jobs.end() || job->order > found->order))
                found = job;
        return found;
    }

    void look(const ImageWish &wish, QSize box)
    {
        ++reading;
        decoders.start([this, wish, box, cache = disk, address = fetcher.address(wish)] {
            const std::optional<QByteArray> bytes = cache->read(address);
            const QImage image = bytes ? decodeImage(*bytes, box) : QImage();
            QMetaObject::invokeMethod(
                &self,
                [this, wish, box, image] {
                    --reading;
                    if (image.isNull())
                        missed(wish);
                    else
                        done(wish, box, image);
                    pump();
                },
                Qt::QueuedConnection);
        });
    }

    void missed(const ImageWish &wish)
    {
        const auto job = jobs.find(wish);
        if (job == jobs.end())
            return; // nobody wants it any more
        if (fetcher.allowed(wish))
            job->stage = Stage::Missed;
        else
            miss(wish);
    }

    void took(const ImageWish &wish, const QByteArray &bytes)
    {
        const auto job = jobs.find(wish);
        if (job == jobs.end())
            return;
        if (imageFormat(bytes).isEmpty())
            return miss(wish);
        job->stage = Stage::Reading;
        ++reading;
        decoders.start([this, wish, bytes, box = job->box, cache = disk, address = fetcher.address(wish)] {
            const QImage image = decodeImage(bytes, box);
            if (!image.isNull())
                cache->write(address, bytes);
            QMetaObject::invokeMethod(
                &self,
                [this, wish, box, image] {
                    --reading;
                    if (image.isNull())
                        miss(wish);
                    else
                        done(wish, box, image);
                    pump();
                },
                Qt::QueuedConnection);
        });
    }

    void done(const ImageWish &wish, QSize box, const QImage &image)
    {
        jobs.remove(wish);
        memory.insert({wish, box}, new QImage(image), std::max<qsizetype>(image.sizeInBytes() / 1024, 1));
        Q_EMIT self.ready(wish.url);
    }

    void drop(const ImageWish &wish)
    {
        if (jobs.take(wish).stage != Stage::Fetching)
            return;
        fetcher.cancel(wish);
        --fetching;
    }

    ImageWish whose(const ImageWish &wish) const { return {wish.url, wish.account ? wish.account : active}; }

    void miss(const ImageWish &wish)
    {
        jobs.remove(wish);
        missing.insert(wish, clock.elapsed() + kMissingForMs);
    }

    bool isMissing(const ImageWish &wish)
    {
        const auto until = missing.find(wish);
        if (until == missing.end())
            return false;
        if (clock.elapsed() < *until)
            return true;
        missing.erase(until);
        return false;
    }
};

ImageStore::ImageStore(std::filesystem::path cacheFolder, std::chrono::milliseconds rest, QObject *parent)
    : QObject(parent)
    , m_data(std::make_unique<Data>(*this, std::move(cacheFolder), rest))
{
}

ImageStore::~ImageStore() = default;

void ImageStore::setPanels(const std::vector<ImagePanel> &panels, AccountId active)
{
    m_data->fetcher.setPanels(panels);
    m_data->active = active;
    m_data->missing.clear(); // what was refused may be allowed now
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

QImage ImageStore::image(const QString &url, QSize size, AccountId account)
{
    if (url.isEmpty() || size.isEmpty())
        return {};
    const ImageWish wish = m_data->whose({url, account});
    if (const QImage *image = m_data->memory.object({wish, size}))
        return *image;
    if (m_data->isMissing(wish) || m_data->jobs.contains(wish))
        return {};
    m_data->jobs.insert(wish, {Data::Stage::Waiting, size, ++m_data->orders});
    m_data->resting.start();
    m_data->pump();
    return {};
}

void ImageStore::keepOnly(QSize size, const std::vector<ImageWish> &inView)
{
    QSet<ImageWish> wanted;
    for (const ImageWish &wish : inView) {
        image(wish.url, size, wish.account);
        wanted.insert(m_data->whose(wish));
    }
    std::vector<ImageWish> left;
    for (auto job = m_data->jobs.cbegin(); job != m_data->jobs.cend(); ++job)
        if (job->box == size && !wanted.contains(job.key())) // what the decoder has is kept when it comes
            left.push_back(job.key());
    for (const ImageWish &wish : left)
        m_data->drop(wish);
    m_data->pump();
}

} // namespace kanal::presenters
