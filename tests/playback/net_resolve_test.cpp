// SPDX-License-Identifier: MIT
// A name says nothing about where it leads: "trap.example" is this computer, as far as this program's resolver knows.
#include "net_collector.h"
#include "support/tcp_stub.h"

#include <cstring>

#include <dlfcn.h>
#include <gtest/gtest.h>
#include <netdb.h>

extern "C" __attribute__((visibility("default"))) int getaddrinfo(const char *name, const char *service,
                                                                  const addrinfo *hints, addrinfo **found)
{
    using Resolve = int (*)(const char *, const char *, const addrinfo *, addrinfo **);
    static const auto resolve = reinterpret_cast<Resolve>(dlsym(RTLD_NEXT, "getaddrinfo"));
    const bool trap = name && std::strcmp(name, "trap.example") == 0;
    return resolve(trap ? "127.0.0.1" : name, service, hints, found);
}

namespace kanal::playback
{
namespace
{

class NetResolve : public testing::Test
{
protected:
    NetDone fetch(bool fromPublicNet)
    {
        NetRequest request;
        request.url = "http://trap.example:" + std::to_string(server.port()) + "/live/1.ts";
        request.derivedFrom = "http://tv.example/list.m3u8";
        request.fromPublicNet = fromPublicNet;
        net.begin(std::move(request), collector);
        return collector->await();
    }

    TcpStub server{[](TcpStub::Peer &peer) {
        peer.readRequest();
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    }};
    SteadyClock clock;
    NetThread net{clock};
    std::shared_ptr<Collector> collector = std::make_shared<Collector>();
};

TEST_F(NetResolve, WhatAPublicServerLeadsToMayNotBeAPrivateAddressUnderAnotherName)
{
    const NetDone done = fetch(true);
    EXPECT_EQ(done.how, NetDone::How::Failed);
    EXPECT_EQ(done.error.kind, ErrorKind::Address) << done.error.detail;
    EXPECT_TRUE(server.requests().empty());
}

TEST_F(NetResolve, WhatAServerOfTheSameNetLeadsToMay)
{
    EXPECT_EQ(fetch(false).how, NetDone::How::Ended);
    EXPECT_EQ(server.requests().size(), 1u);
}

} // namespace
} // namespace kanal::playback
