// SPDX-License-Identifier: MIT
#include "clip_store.h"

#include "clip_maker.h"

#include <kanal/core/log.h>

#include <QCoreApplication>
#include <QLockFile>
#include <QThread>

#include <atomic>
#include <chrono>
#include <system_error>

namespace kanal::panel
{
namespace
{

/// A change of the pictures or of the muxing makes a new version, and clips of the old one are left alone.
constexpr const char *kVersion = "v3";
constexpr int kDemandWorkers = 2;
constexpr std::chrono::milliseconds kStaleLock{120'000};
constexpr std::chrono::milliseconds kLongestRest{200};

std::string partName(const std::string &file)
{
    static std::atomic<int> counter = 0;
    return file + ".part-" + std::to_string(QCoreApplication::applicationPid()) + "-" + std::to_string(++counter);
}

/// What a process that was killed had begun. The lock on the clip is ours, so nobody is writing it.
void removeLeftovers(const std::filesystem::path &file)
{
    const std::string begun = file.filename().string() + ".part-";
    std::error_code ignored;
    for (const auto &entry : std::filesystem::directory_iterator(file.parent_path(), ignored)) {
        if (entry.path().filename().string().starts_with(begun))
            std::filesystem::remove(entry.path(), ignored);
    }
}

} // namespace

ClipStore::ClipStore(const std::filesystem::path &folder)
    : m_folder(folder / kVersion)
{
}

ClipStore::~ClipStore()
{
    stop();
}

std::filesystem::path ClipStore::fileOf(const ClipSpec &spec) const
{
    return m_folder / (spec.name + "." + extensionOf(spec.container));
}

void ClipStore::want(const ClipSpec &spec, Ready ready)
{
    const std::filesystem::path file = fileOf(spec);
    std::error_code ignored;
    if (std::filesystem::exists(file, ignored)) {
        ready(file);
        return;
    }
    std::unique_lock lock(m_mutex);
    if (m_stopping) {
        lock.unlock();
        ready(fail(ErrorKind::Cancelled, "panel stops"));
        return;
    }
    JobPtr &job = m_jobs[spec.name];
    if (!job)
        job = std::make_shared<Job>(Job{spec, {}, false});
    if (job->waiting.empty() && !job->taken)
        m_demanded.push_back(job); // perhaps a second time, after the background's list: who comes first takes it
    job->waiting.push_back(std::move(ready));
    if (m_workers.size() < kDemandWorkers + (m_backgroundAsked ? 1u : 0u))
        startWorker(Pace::Now);
    m_changed.notify_all();
}

void ClipStore::prepareInBackground(std::vector<ClipSpec> specs)
{
    std::unique_lock lock(m_mutex);
    if (m_stopping || std::exchange(m_backgroundAsked, true))
        return;
    std::error_code ignored;
    for (ClipSpec &spec : specs) {
        if (std::filesystem::exists(fileOf(spec), ignored))
            continue;
        JobPtr &job = m_jobs[spec.name];
        if (job)
            continue;
        job = std::make_shared<Job>(Job{std::move(spec), {}, false});
        m_background.push_back(job);
    }
    if (!m_background.empty())
        startWorker(Pace::InBackground);
}

Result<> ClipStore::makeAll(const std::vector<ClipSpec> &specs)
{
    struct Progress {
        std::mutex mutex;
        std::condition_variable done;
        std::size_t left = 0;
        Result<> result;
    };
    const auto progress = std::make_shared<Progress>();
    progress->left = specs.size();
    for (const ClipSpec &spec : specs) {
        want(spec, [progress](const Result<std::filesystem::path> &file) {
            const std::lock_guard lock(progress->mutex);
            if (!file && progress->result)
                progress->result = tl::unexpected(file.error());
            if (--progress->left == 0)
                progress->done.notify_all();
        });
    }
    std::unique_lock lock(progress->mutex);
    progress->done.wait(lock, [&] { return progress->left == 0; });
    return progress->result;
}

void ClipStore::stop()
{
    std::vector<std::unique_ptr<QThread>> workers;
    std::vector<JobPtr> dropped;
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
        workers.swap(m_workers);
        for (const auto &[name, job] : m_jobs) {
            if (!job->taken)
                dropped.push_back(job);
        }
        m_demanded.clear();
        m_background.clear();
    }
    m_changed.notify_all();
    for (const auto &worker : workers)
        worker->wait();
    for (const JobPtr &job : dropped) {
        for (const Ready &ready : job->waiting)
            ready(fail(ErrorKind::Cancelled, "panel stops"));
    }
    const std::lock_guard lock(m_mutex);
    m_jobs.clear();
}

void ClipStore::resume()
{
    const std::lock_guard lock(m_mutex);
    m_stopping = false;
    m_backgroundAsked = false;
}

void ClipStore::startWorker(Pace pace)
{
    std::unique_ptr<QThread> worker(QThread::create([this, pace] { work(pace); }));
    worker->setObjectName(QStringLiteral("kanal-clips"));
    worker->start();
    m_workers.push_back(std::move(worker));
}

void ClipStore::work(Pace pace)
{
    std::unique_lock lock(m_mutex);
    while (JobPtr job = nextJob(lock, pace)) {
        job->taken = true;
        m_demandedRunning += pace == Pace::Now;
        lock.unlock();
        const Result<std::filesystem::path> file = make(job, pace);
        lock.lock();
        m_demandedRunning -= pace == Pace::Now;
        m_jobs.erase(job->spec.name);
        m_changed.notify_all();
        lock.unlock();
        for (const Ready &ready : job->waiting)
            ready(file);
        lock.lock();
    }
}

ClipStore::JobPtr ClipStore::nextJob(std::unique_lock<std::mutex> &lock, Pace pace)
{
    std::deque<JobPtr> &queue = pace == Pace::Now ? m_demanded : m_background;
    for (;;) {
        while (!queue.empty()) {
            JobPtr job = queue.front();
            queue.pop_front();
            if (!job->taken)
                return job;
        }
        if (m_stopping || pace == Pace::InBackground)
            return nullptr;
        m_changed.wait(lock);
    }
}

/// The background stands aside while somebody waits for another clip, and rests twice as long as it works: a low
/// priority would do the same more simply, but on a busy machine such a thread does not even get to hear that it should
/// stop.
bool ClipStore::goOn(const JobPtr &job, Pace pace)
{
    std::unique_lock lock(m_mutex);
    if (pace == Pace::InBackground) {
        const auto urgent = [&] { return m_stopping || !job->waiting.empty(); };
        const auto worked = std::chrono::steady_clock::now() - m_backgroundBegan;
        m_changed.wait_for(lock, std::min<std::chrono::nanoseconds>(2 * worked, kLongestRest), urgent);
        m_changed.wait(lock, [&] { return urgent() || (m_demanded.empty() && m_demandedRunning == 0); });
        m_backgroundBegan = std::chrono::steady_clock::now();
    }
    return !m_stopping;
}

Result<std::filesystem::path> ClipStore::make(const JobPtr &job, Pace pace)
{
    const std::filesystem::path file = fileOf(job->spec);
    std::error_code error;
    std::filesystem::create_directories(m_folder, error);
    if (error)
        return fail(ErrorKind::Storage, "clip folder: " + error.message());

    // Another process may be making the same clip: then wait for it rather than do the work twice.
    QLockFile others(QString::fromStdString(file.string() + ".lock"));
    others.setStaleLockTime(int(kStaleLock.count()));
    while (!others.tryLock(50)) {
        if (others.error() != QLockFile::LockFailedError)
            break; // a folder without locks: twice the work, but the renaming below is still safe
        if (!goOn(job, pace))
            return fail(ErrorKind::Cancelled, "panel stops");
    }
    if (std::filesystem::exists(file, error))
        return file;
    removeLeftovers(file);

    const auto begun = std::chrono::steady_clock::now();
    const std::filesystem::path part = partName(file.string());
    const Result<> made = makeClip(job->spec, part, [&] { return goOn(job, pace); });
    if (made)
        std::filesystem::rename(part, file, error);
    if (!made || error) {
        std::error_code ignored;
        std::filesystem::remove(part, ignored);
        return made ? fail(ErrorKind::Storage, "clip file: " + error.message()) : tl::unexpected(made.error());
    }
    const auto ms =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun).count();
    log::debug("kanal.panel.clips", "made=" + job->spec.name + " ms=" + std::to_string(ms));
    return file;
}

} // namespace kanal::panel
