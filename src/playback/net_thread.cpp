// SPDX-License-Identifier: MIT
#include "net_thread.h"

#include "byte_ring.h"
#include "net_transfer.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <thread>
#include <unordered_map>

#include <curl/curl.h>

namespace kanal::playback
{

using namespace std::chrono_literals;

namespace
{

constexpr auto kIdleWait = 60s;
constexpr std::size_t kHostsRemembered = 256;
constexpr int kMostLooks = 200; // at a socket that should be closed, 10 ms apart

struct MultiDeleter {
    void operator()(CURLM *multi) const { curl_multi_cleanup(multi); }
};
struct ShareDeleter {
    void operator()(CURLSH *share) const { curl_share_cleanup(share); }
};

} // namespace

class NetThread::Loop
{
public:
    explicit Loop(Clock &clock);
    ~Loop();

    void post(std::function<void()> job);
    void wake() { curl_multi_wakeup(m_multi.get()); }

    // Any thread.
    std::atomic<std::uint64_t> nextId{1};
    std::atomic<int> openConnections{0};

    // Net thread.
    void begin(TransferId id, NetRequest request, std::shared_ptr<NetHandler> handler);
    void cancel(TransferId id, const std::function<void()> &closed);
    void resume(TransferId id);
    void closeIdle(SlotId id, const std::string &host);
    void at(Nanos deadline, std::function<void()> job) { m_alarms.emplace(deadline, std::move(job)); }

    // Any thread.
    void setProxy(ProxyRule rule);
    ProxyRule proxy() const;

    struct Host {
        std::optional<Nanos> streamClosedAt;
        std::optional<Nanos> heldUntil;
        std::int64_t throughput = 0;
    };
    Host &host(const std::string &name);
    const Host *knownHost(const std::string &name) const;

private:
    struct Waiting {
        NetRequest request;
        std::shared_ptr<NetHandler> handler;
    };

    void run();
    bool runJobs();
    void runAlarms();
    void collectFinished();
    void finishHop(NetTransfer &transfer, CURLcode code);
    void startHop(NetTransfer &transfer);
    void finish(NetTransfer &transfer, const NetDone &done);
    std::shared_ptr<NetHandler> drop(NetTransfer &transfer, SlotId &slot);
    void pump(SlotId id);
    int waitMs() const;

    Clock &m_clock;
    std::unique_ptr<CURLM, MultiDeleter> m_multi;
    std::unique_ptr<CURLSH, ShareDeleter> m_share;

    mutable std::mutex m_mutex; // guards the next three
    std::vector<std::function<void()>> m_jobs;
    bool m_stop = false;
    ProxyRule m_proxy = ProxyRule::fromEnvironment();

    // Net thread only.
    std::multimap<Nanos, std::function<void()>> m_alarms;
    std::unordered_map<std::uint64_t, NetSlot> m_slots; // node-based: sockets point at their slot
    std::unordered_map<std::uint64_t, Waiting> m_waiting;
    std::unordered_map<std::uint64_t, std::unique_ptr<NetTransfer>> m_transfers;
    std::unordered_map<std::uint64_t, SlotId> m_slotOf;
    std::unordered_map<std::string, Host> m_hosts;

    std::thread m_thread;
};

NetThread::Loop::Loop(Clock &clock)
    : m_clock(clock)
{
    static const CURLcode initialised = curl_global_init(CURL_GLOBAL_DEFAULT);
    static_cast<void>(initialised);
    m_multi.reset(curl_multi_init());
    m_share.reset(curl_share_init());
    curl_share_setopt(m_share.get(), CURLSHOPT_SHARE, CURL_LOCK_DATA_DNS);
    curl_share_setopt(m_share.get(), CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
    m_thread = std::thread([this] { run(); });
}

NetThread::Loop::~Loop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    wake();
    m_thread.join();
    m_multi.reset(); // closes what is left while the slots the sockets point at still live
}

void NetThread::Loop::post(std::function<void()> job)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_stop)
            return;
        m_jobs.push_back(std::move(job));
    }
    wake();
}

void NetThread::Loop::setProxy(ProxyRule rule)
{
    const std::lock_guard lock(m_mutex);
    m_proxy = std::move(rule);
}

ProxyRule NetThread::Loop::proxy() const
{
    const std::lock_guard lock(m_mutex);
    return m_proxy;
}

void NetThread::Loop::run()
{
    while (runJobs()) {
        runAlarms();
        int running = 0;
        curl_multi_perform(m_multi.get(), &running);
        collectFinished();
        curl_multi_poll(m_multi.get(), nullptr, 0, waitMs(), nullptr);
    }
    for (auto &[id, transfer] : m_transfers) {
        transfer->slot().closeHard = true;
        curl_multi_remove_handle(m_multi.get(), transfer->easy());
    }
    m_transfers.clear();
    m_waiting.clear();
    m_alarms.clear();
}

/// False when it is time to go.
bool NetThread::Loop::runJobs()
{
    std::vector<std::function<void()>> jobs;
    {
        const std::lock_guard lock(m_mutex);
        jobs.swap(m_jobs);
        if (m_stop)
            return false;
    }
    for (const auto &job : jobs)
        job();
    return true;
}

void NetThread::Loop::runAlarms()
{
    const Nanos now = m_clock.now();
    while (!m_alarms.empty() && m_alarms.begin()->first <= now) {
        const auto job = std::move(m_alarms.begin()->second);
        m_alarms.erase(m_alarms.begin());
        job();
    }
}

int NetThread::Loop::waitMs() const
{
    Nanos wait = kIdleWait;
    if (!m_alarms.empty())
        wait = std::clamp<Nanos>(m_alarms.begin()->first - m_clock.now(), 0ns, kIdleWait);
    return int(std::chrono::ceil<std::chrono::milliseconds>(wait).count());
}

void NetThread::Loop::begin(TransferId id, NetRequest request, std::shared_ptr<NetHandler> handler)
{
    const bool shared = request.slot.value != 0;
    const SlotId slotId = shared ? request.slot : SlotId{nextId++};
    NetSlot &slot = m_slots[slotId.value];
    slot.allOpen = &openConnections;
    slot.waiting.push_back(id);
    m_slotOf[id.value] = slotId;
    m_waiting.emplace(id.value, Waiting{std::move(request), std::move(handler)});
    pump(slotId);
}

/// Starts the next request of a slot once nothing of the earlier one is open, or forgets an idle slot.
void NetThread::Loop::pump(SlotId id)
{
    const auto found = m_slots.find(id.value);
    if (found == m_slots.end() || found->second.active)
        return;
    NetSlot &slot = found->second;
    const bool keeps = !slot.waiting.empty() && m_waiting.at(slot.waiting.front().value).request.keepAlive;
    if (slot.kept && !keeps)
        slot.hangUp();
    if (slot.kept && slot.waiting.empty())
        return;
    // Newer curls say goodbye to TLS in the background after a clean end. Rather overlap than never play again.
    if (!slot.connected.empty() && !slot.kept && slot.looks++ < kMostLooks) {
        at(m_clock.now() + 10ms, [this, id] { pump(id); });
        return;
    }
    if (slot.waiting.empty()) {
        if (slot.connected.empty() && slot.hungUp.empty()) // else a socket still points at it
            m_slots.erase(found);
        return;
    }
    const TransferId next = slot.waiting.front();
    slot.waiting.pop_front();
    slot.active = next;
    slot.looks = 0;
    slot.closeHard = false;
    const auto node = m_waiting.extract(next.value);
    auto transfer = std::make_unique<NetTransfer>(next, std::move(node.mapped().request),
                                                  std::move(node.mapped().handler), slot, m_clock);
    NetTransfer &started = *transfer;
    m_transfers.emplace(next.value, std::move(transfer));
    startHop(started);
}

void NetThread::Loop::startHop(NetTransfer &transfer)
{
    if (auto prepared = transfer.prepareHop(m_share.get(), proxy()); !prepared) {
        finish(transfer, {NetDone::How::Failed, std::move(prepared).error()});
        return;
    }
    curl_multi_add_handle(m_multi.get(), transfer.easy());
}

void NetThread::Loop::collectFinished()
{
    int left = 0;
    while (const CURLMsg *message = curl_multi_info_read(m_multi.get(), &left)) {
        if (message->msg != CURLMSG_DONE)
            continue;
        const CURLcode code = message->data.result;
        CURL *easy = message->easy_handle;
        void *transfer = nullptr;
        curl_easy_getinfo(easy, CURLINFO_PRIVATE, &transfer);
        curl_multi_remove_handle(m_multi.get(), easy); // `message` is gone from here on
        finishHop(*static_cast<NetTransfer *>(transfer), code);
    }
}

void NetThread::Loop::finishHop(NetTransfer &transfer, CURLcode code)
{
    if (transfer.followsRedirect() || transfer.looksAtCertificate(code))
        startHop(transfer);
    else
        finish(transfer, transfer.outcome(code));
}

void NetThread::Loop::finish(NetTransfer &transfer, const NetDone &done)
{
    SlotId slot;
    const auto handler = drop(transfer, slot);
    handler->onDone(done);
    pump(slot);
}

/// Takes a transfer that curl no longer works on out of the books.
std::shared_ptr<NetHandler> NetThread::Loop::drop(NetTransfer &transfer, SlotId &slot)
{
    const TransferId id = transfer.id();
    transfer.slot().kept = transfer.keepsAlive() && !transfer.slot().connected.empty();
    if (transfer.accepted() && !transfer.keepsAlive())
        host(transfer.originalHost()).streamClosedAt = m_clock.now();
    std::shared_ptr<NetHandler> handler = transfer.handler();
    transfer.slot().active.reset();
    slot = m_slotOf.extract(id.value).mapped();
    m_transfers.erase(id.value);
    return handler;
}

void NetThread::Loop::cancel(TransferId id, const std::function<void()> &closed)
{
    if (const auto found = m_transfers.find(id.value); found != m_transfers.end()) {
        NetTransfer &transfer = *found->second;
        transfer.slot().closeHard = true;
        curl_multi_remove_handle(m_multi.get(), transfer.easy());
        // Asked for but not yet answered: the panel may count a stream all the same (a quick zap).
        host(transfer.originalHost()).streamClosedAt = m_clock.now();
        SlotId slot;
        drop(transfer, slot);
        pump(slot);
    } else if (m_waiting.erase(id.value) > 0) {
        const SlotId slot = m_slotOf.extract(id.value).mapped();
        std::erase(m_slots.at(slot.value).waiting, id);
        pump(slot);
    }
    if (closed)
        closed();
}

void NetThread::Loop::resume(TransferId id)
{
    if (const auto found = m_transfers.find(id.value); found != m_transfers.end())
        curl_easy_pause(found->second->easy(), CURLPAUSE_CONT);
}

void NetThread::Loop::closeIdle(SlotId id, const std::string &hostName)
{
    const auto found = m_slots.find(id.value);
    if (found == m_slots.end() || found->second.active || !found->second.kept)
        return;
    host(hostName).streamClosedAt = m_clock.now();
    found->second.hangUp();
    pump(id);
}

NetThread::Loop::Host &NetThread::Loop::host(const std::string &name)
{
    if (m_hosts.size() >= kHostsRemembered && !m_hosts.contains(name))
        m_hosts.clear();
    return m_hosts[name];
}

const NetThread::Loop::Host *NetThread::Loop::knownHost(const std::string &name) const
{
    const auto found = m_hosts.find(name);
    return found == m_hosts.end() ? nullptr : &found->second;
}

NetThread::NetThread(Clock &clock)
    : m_blocks(std::make_shared<BlockPool>())
    , m_loop(std::make_unique<Loop>(clock))
{
}

NetThread::~NetThread() = default;

TransferId NetThread::begin(NetRequest request, std::shared_ptr<NetHandler> handler)
{
    const TransferId id{m_loop->nextId++};
    post([loop = m_loop.get(), id, request = std::move(request), handler = std::move(handler)]() mutable {
        loop->begin(id, std::move(request), std::move(handler));
    });
    return id;
}

void NetThread::cancel(TransferId id, std::function<void()> closed)
{
    post([loop = m_loop.get(), id, closed = std::move(closed)] { loop->cancel(id, closed); });
}

void NetThread::resume(TransferId id)
{
    post([loop = m_loop.get(), id] { loop->resume(id); });
}

void NetThread::closeIdle(SlotId slot, const std::string &host)
{
    post([loop = m_loop.get(), slot, host] { loop->closeIdle(slot, host); });
}

void NetThread::setProxy(ProxyRule rule)
{
    m_loop->setProxy(std::move(rule));
}

ProxyRule NetThread::proxy() const
{
    return m_loop->proxy();
}

void NetThread::post(std::function<void()> job)
{
    m_loop->post(std::move(job));
}

void NetThread::at(Nanos deadline, std::function<void()> job)
{
    post([loop = m_loop.get(), deadline, job = std::move(job)]() mutable { loop->at(deadline, std::move(job)); });
}

void NetThread::poke()
{
    m_loop->wake();
}

SlotId NetThread::newSlot()
{
    return {m_loop->nextId++};
}

int NetThread::openConnections() const
{
    return m_loop->openConnections;
}

std::optional<Nanos> NetThread::streamClosedAt(const std::string &host) const
{
    const auto *known = m_loop->knownHost(host);
    return known ? known->streamClosedAt : std::nullopt;
}

void NetThread::holdHost(const std::string &host, Nanos until)
{
    m_loop->host(host).heldUntil = until;
}

std::optional<Nanos> NetThread::heldUntil(const std::string &host) const
{
    const auto *known = m_loop->knownHost(host);
    return known ? known->heldUntil : std::nullopt;
}

void NetThread::noteThroughput(const std::string &host, std::int64_t bitsPerSecond)
{
    m_loop->host(host).throughput = bitsPerSecond;
}

std::int64_t NetThread::throughput(const std::string &host) const
{
    const auto *known = m_loop->knownHost(host);
    return known ? known->throughput : 0;
}

} // namespace kanal::playback
