// SPDX-License-Identifier: MIT
#pragma once

#include "net_thread.h"

#include <atomic>
#include <future>
#include <memory>
#include <string>

namespace kanal::playback
{

/// Takes what comes and tells when it is over.
class Collector : public NetHandler
{
public:
    HeadVerdict onHead(const NetHead &head) override
    {
        this->head = head;
        headSeen.set_value();
        return headVerdict;
    }
    BodyVerdict onBody(std::span<const std::byte> bytes) override
    {
        if (full)
            return BodyVerdict::Full;
        body.append(reinterpret_cast<const char *>(bytes.data()), bytes.size());
        return BodyVerdict::Taken;
    }
    void onDone(const NetDone &done) override { result.set_value(done); }

    NetDone await()
    {
        auto future = result.get_future();
        if (future.wait_for(std::chrono::seconds(10)) != std::future_status::ready)
            return {NetDone::How::Failed, {ErrorKind::Timeout, "the test waited in vain"}};
        return future.get();
    }

    HeadVerdict headVerdict = HeadVerdict::Accept;
    std::atomic<bool> full{false};
    NetHead head;
    std::string body;
    std::promise<void> headSeen;
    std::promise<NetDone> result;
};

} // namespace kanal::playback
