// SPDX-License-Identifier: MIT
// The clips on disk: made once, on first use, and kept under a version. Several panels, of several processes too, may
// share a folder.
#pragma once

#include "clip_spec.h"

#include <kanal/core/error.h>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

class QThread;

namespace kanal::panel
{

class ClipStore
{
public:
    using Ready = std::function<void(const Result<std::filesystem::path> &)>;

    explicit ClipStore(const std::filesystem::path &folder);
    ~ClipStore();

    /// Calls `ready` with the clip's file, at once when it is there, else from a worker when it is made. Any thread.
    void want(const ClipSpec &spec, Ready ready);
    /// Makes the others meanwhile, one after the other, out of everybody's way. Only the first call counts.
    void prepareInBackground(std::vector<ClipSpec> specs);
    /// Makes all of them now; blocks.
    Result<> makeAll(const std::vector<ClipSpec> &specs);
    /// What is being made is thrown away, who waits hears Cancelled. Returns when the workers are gone.
    void stop();
    /// After stop(): works again.
    void resume();

private:
    struct Job {
        ClipSpec spec;
        std::vector<Ready> waiting; // empty: nobody yet, made in the background
        bool taken = false;         // by a worker
    };
    using JobPtr = std::shared_ptr<Job>;
    enum class Pace { Now, InBackground };

    std::filesystem::path fileOf(const ClipSpec &spec) const;
    void startWorker(Pace pace);
    void work(Pace pace);
    JobPtr nextJob(std::unique_lock<std::mutex> &lock, Pace pace);
    bool goOn(const JobPtr &job, Pace pace);
    Result<std::filesystem::path> make(const JobPtr &job, Pace pace);

    const std::filesystem::path m_folder;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    // Under the mutex.
    std::map<std::string, JobPtr> m_jobs; // wanted or being made, by the clip's name
    std::deque<JobPtr> m_demanded, m_background;
    int m_demandedRunning = 0;
    bool m_stopping = false, m_backgroundAsked = false;
    std::vector<std::unique_ptr<QThread>> m_workers;
    // Of the background worker alone.
    std::chrono::steady_clock::time_point m_backgroundBegan;
};

} // namespace kanal::panel
