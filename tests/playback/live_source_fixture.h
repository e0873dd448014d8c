// SPDX-License-Identifier: MIT
// What the tests of live sources share.
#pragma once

#include "http_live_source.h"
#include "source_probe.h"
#include "support/fake_clock.h"
#include "support/tcp_stub.h"
#include "support/ts_clip.h"

#include <gtest/gtest.h>

namespace kanal::playback
{

/// A live source on a fake clock: time passes only where a test says so.
class HttpLiveSourceTest : public ::testing::Test
{
protected:
    std::unique_ptr<HttpLiveSource> open(const std::string &url, LivePolicy policy = {})
    {
        policy.jitterSeed = 1;
        MediaRequest request;
        request.url = url;
        auto source = std::make_unique<HttpLiveSource>(request, net, clock, events.listener(), policy);
        source->start();
        return source;
    }
    std::unique_ptr<HttpLiveSource> open(const TcpStub &server, LivePolicy policy = {})
    {
        return open(server.url("/live/u/p/1.ts"), policy);
    }

    void pass(Nanos time)
    {
        clock.advance(time);
        net.poke();
    }
    /// Reads until the source gives up; the error.
    Error failureOf(ByteSource &source)
    {
        const auto all = readAll(source);
        return all ? Error{} : all.error();
    }

    FakeClock clock;
    NetThread net{clock};
    SourceEvents events;
    const TsClip clip{{.pictures = 200}};
};

} // namespace kanal::playback
