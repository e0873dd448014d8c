// SPDX-License-Identifier: MIT
#include "gone_images.h"
#include "image_decoder.h"
#include "image_disk_cache.h"
#include "image_fetcher.h"
#include "missing_images.h"

#include <kanal/core/limits.h>
#include <kanal/presenters/image_store.h>

#include <QCache>
#include <QElapsedTimer>
#include <QHash>
#include <QSet>
#include <QThreadPool>
#include <QTimer>

#include <algorithm>
#include <chrono>
#include <latch>
#include <memory>
#include <vector>

namespace kanal::presenters
{

namespace
{

constexpr qsizetype kMemoryKiB = 48 * 1024;
constexpr int kFetches = 6;
constexpr int kFetchesOfHost = 4; ///< one that hangs leaves some to the others
constexpr int kDecoders = 2;
constexpr std::chrono::seconds kStoreAfter{5};

GoneImages::Time now()
{
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

struct Sized {
    ImageWish wish;
    QSize box; ///< device pixels
    friend bool operator==(const Sized &, const Sized &) = default;
};

size_t qHash(const Sized &sized, size_t seed = 0)
{
    return qHashMulti(seed, sized.wish, sized.box.width(), sized.box.height());
}

/// What a view shows now.
struct View {
    const void *view = nullptr;
    QSize box;
    QSet<ImageWish> wishes;
};

} // namespace

/// A wish goes: waiting → reading (disk, decoder) → done, or → missed → fetching → reading → done. Every size of a
/// picture is a job of its own; they share its fetch.
struct ImageStore::Data {
    enum class Stage { Waiting, Reading, Missed, Fetching };
    struct Job {
        Stage stage = Stage::Waiting;
        std::uint64_t order = 0;
    };
    using Jobs = QHash<Sized, Job>;

    Data(ImageStore &owner, const std::filesystem::path &folder, ImagePace pace)
        : self(owner)
        , fetcher(pace.deadline)
        , disk(std::make_shared<ImageDiskCache>(folder, limits::kImageCacheBytes))
        , gone(std::make_shared<GoneImages>(std::filesystem::path(folder).concat(".gone")))
        , memory(kMemoryKiB)
    {
        decoders.setMaxThreadCount(kDecoders);
        beginDecoders();
        clock.start();
        resting.setSingleShot(true);
        resting.setInterval(pace.rest);
        QObject::connect(&resting, &QTimer::timeout, &self, [this] { pump(); });
        QObject::connect(&fetcher, &ImageFetcher::fetched, &self,
                         [this](const ImageWish &wish, const QByteArray &bytes, bool isAnswer) {
                             took(wish, bytes, isAnswer);
                             pump();
                         });
        storing.setSingleShot(true);
        storing.setInterval(kStoreAfter);
        QObject::connect(&storing, &QTimer::timeout, &self, [this] { storeGone(); });
    }
    ~Data()
    {
        decoders.clear();
        storeGone();
        decoders.waitForDone();
    }

    ImageStore &self;
    ImageFetcher fetcher;
    AccountId active; ///< whose pictures are asked for where nothing else is said
    std::shared_ptr<ImageDiskCache> disk;
    std::shared_ptr<GoneImages> gone;
    QCache<Sized, QImage> memory;
    Jobs jobs;
    std::vector<View> views;
    QHash<ImageWish, QString> fetching; ///< from which host
    MissingImages missing;
    QElapsedTimer clock;
    std::uint64_t orders = 0;
    int reading = 0;
    QTimer storing;
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
            const auto job =
                newest([](const Sized & /*sized*/, const Job &each) { return each.stage == Stage::Waiting; });
            if (job == jobs.end())
                break;
            job->stage = Stage::Reading;
            look(job.key());
        }
        while (fetching.size() < kFetches && !resting.isActive()) {
            const auto job = newest([this](const Sized &sized, const Job &each) {
                return each.stage == Stage::Missed && hasRoom(fetcher.host(sized.wish));
            });
            if (job == jobs.end())
                break;
            fetch(job.key().wish);
        }
    }

    template<class Condition>
    Jobs::iterator newest(Condition condition)
    {
        auto found = jobs.end();
        for (auto job = jobs.begin(); job != jobs.end(); ++job)
            if ((found == jobs.end() || job->order > found->order) && condition(job.key(), *job))
                found = job;
        return found;
    }

    bool hasRoom(const QString &host) const
    {
        return std::count(fetching.begin(), fetching.end(), host) < kFetchesOfHost;
    }

    void fetch(const ImageWish &wish)
    {
        for (auto job = jobs.begin(); job != jobs.end(); ++job)
            if (job.key().wish == wish && job->stage == Stage::Missed)
                job->stage = Stage::Fetching;
        fetching.insert(wish, fetcher.host(wish));
        fetcher.fetch(wish);
    }

    /// Decodes what `bytesOf` has; nothing there or no picture: `otherwise`.
    template<class BytesOf, class Otherwise>
    void decode(const Sized &sized, BytesOf bytesOf, Otherwise otherwise)
    {
        ++reading;
        decoders.start([this, sized, bytesOf = std::move(bytesOf), otherwise] {
            const QImage image = bytesOf();
            QMetaObject::invokeMethod(
                &self,
                [this, sized, image, otherwise] {
                    --reading;
                    image.isNull() ? otherwise() : done(sized, image);
                    pump();
                },
                Qt::QueuedConnection);
        });
    }

    void look(const Sized &sized)
    {
        const auto isGone = std::make_shared<bool>(false);
        const auto onDisk = [cache = disk, known = gone, address = fetcher.address(sized.wish), box = sized.box,
                             isGone] {
            const std::optional<QByteArray> bytes = cache->read(address);
            *isGone = !bytes && known->contains(address, now());
            return bytes ? decodeImage(*bytes, box) : QImage();
        };
        decode(sized, onDisk, [this, sized, isGone] { missed(sized, *isGone); });
    }

    void missed(const Sized &sized, bool isGone)
    {
        const auto job = jobs.find(sized);
        if (job == jobs.end())
            return; // nobody wants it any more
        if (isGone || !fetcher.allowed(sized.wish))
            return miss(sized.wish);
        job->stage = fetching.contains(sized.wish) ? Stage::Fetching : Stage::Missed;
    }

    void took(const ImageWish &wish, const QByteArray &bytes, bool isAnswer)
    {
        fetching.remove(wish);
        if (imageFormat(bytes).isEmpty())
            return isAnswer ? noteGone(wish) : miss(wish);
        for (auto job = jobs.begin(); job != jobs.end(); ++job) {
            if (job.key().wish != wish || job->stage != Stage::Fetching)
                continue;
            job->stage = Stage::Reading;
            const auto fetched = [bytes, cache = disk, address = fetcher.address(wish), box = job.key().box] {
                QImage image = decodeImage(bytes, box);
                if (!image.isNull())
                    cache->write(address, bytes);
                return image;
            };
            decode(job.key(), fetched, [this, wish] { noteGone(wish); });
        }
    }

    void done(const Sized &sized, const QImage &image)
    {
        jobs.remove(sized);
        memory.insert(sized, new QImage(image), std::max<qsizetype>(image.sizeInBytes() / 1024, 1));
        Q_EMIT self.ready(sized.wish.url);
    }

    void drop(const Sized &sized)
    {
        if (jobs.take(sized).stage != Stage::Fetching)
            return;
        const auto waits = [&](const Sized &other, const Job &job) {
            return other.wish == sized.wish && job.stage == Stage::Fetching;
        };
        if (newest(waits) != jobs.end())
            return; // in another size
        fetcher.cancel(sized.wish);
        fetching.remove(sized.wish);
    }

    ImageWish whose(const ImageWish &wish) const { return {wish.url, wish.account ? wish.account : active}; }

    void miss(const ImageWish &wish)
    {
        jobs.removeIf([&](const Jobs::iterator &job) { return job.key().wish == wish; });
        missing.note(wish, clock.elapsed());
    }

    void noteGone(const ImageWish &wish)
    {
        gone->note(fetcher.address(wish), now());
        storing.start();
        miss(wish);
    }

    void storeGone()
    {
        decoders.start([known = gone] { known->store(); });
    }

    void setInView(View now)
    {
        const auto same = [&](const View &each) { return each.view == now.view && each.box == now.box; };
        views.erase(std::remove_if(views.begin(), views.end(), same), views.end());
        if (!now.wishes.isEmpty())
            views.push_back(std::move(now));
    }

    bool isInView(const Sized &sized) const
    {
        return std::any_of(views.begin(), views.end(),
                           [&](const View &view) { return view.box == sized.box && view.wishes.contains(sized.wish); });
    }
};

ImageStore::ImageStore(const std::filesystem::path &cacheFolder, ImagePace pace, QObject *parent)
    : QObject(parent)
    , m_data(std::make_unique<Data>(*this, cacheFolder, pace))
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

void ImageStore::forgetMissing()
{
    m_data->missing.clear();
    m_data->gone->clear();
    m_data->storing.start();
}

QImage ImageStore::image(const QString &url, QSize size, AccountId account)
{
    if (url.isEmpty() || size.isEmpty())
        return {};
    const Sized sized{m_data->whose({url, account}), size};
    if (const QImage *image = m_data->memory.object(sized))
        return *image;
    if (m_data->missing.contains(sized.wish, m_data->clock.elapsed()) || m_data->jobs.contains(sized))
        return {};
    m_data->jobs.insert(sized, {Data::Stage::Waiting, ++m_data->orders});
    m_data->resting.start();
    m_data->pump();
    return {};
}

void ImageStore::keepOnly(QSize size, const std::vector<ImageWish> &inView, const void *view)
{
    View now{view, size, {}};
    for (const ImageWish &wish : inView) {
        image(wish.url, size, wish.account);
        now.wishes.insert(m_data->whose(wish));
    }
    m_data->setInView(std::move(now));
    std::vector<Sized> left;
    for (auto job = m_data->jobs.cbegin(); job != m_data->jobs.cend(); ++job)
        if (job.key().box == size && !m_data->isInView(job.key())) // what the decoder has is kept when it comes
            left.push_back(job.key());
    for (const Sized &sized : left)
        m_data->drop(sized);
    m_data->pump();
}

} // namespace kanal::presenters
