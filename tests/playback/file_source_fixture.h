// SPDX-License-Identifier: MIT
// A file of three million bytes, and a source that reads it from a server under a clock that stands.
#pragma once

#include "http_file_source.h"
#include "source_probe.h"
#include "support/fake_clock.h"
#include "support/tcp_stub.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <future>
#include <random>
#include <thread>

#include <gtest/gtest.h>

namespace kanal::playback
{

inline std::string fileOf(std::size_t size)
{
    std::minstd_rand random(11);
    std::string bytes(size, '\0');
    for (char &c : bytes)
        c = char(random() >> 8);
    bytes.replace(0, 12,
                  std::string("\0\0\0\x20"
                              "ftypisom",
                              12));
    return bytes;
}

/// The first byte a request asks for; −1: it asks for no range.
inline std::int64_t rangeOf(const std::string &request)
{
    const std::size_t at = request.find("\r\nRange: bytes=");
    std::int64_t from = -1;
    if (at != std::string::npos)
        std::from_chars(request.data() + at + 15, request.data() + request.size(), from);
    return from;
}

class HttpFileSourceTest : public ::testing::Test
{
protected:
    std::unique_ptr<HttpFileSource> open(const TcpStub &server, FilePolicy policy = {}, MediaKind kind = MediaKind::Vod)
    {
        policy.jitterSeed = 1;
        auto source = std::make_unique<HttpFileSource>(
            MediaRequest{.url = server.url("/movie/u/p/1.mp4"), .kind = kind}, net, clock, events.listener(), policy);
        source->start();
        return source;
    }

    /// Answers a range as one should; `upTo` cuts the answer short.
    void serve(TcpStub::Peer &peer, const std::string &request, std::size_t upTo = std::string::npos,
               const std::string &more = "ETag: \"one\"\r\n") const
    {
        const std::int64_t from = std::max<std::int64_t>(rangeOf(request), 0);
        const std::string size = std::to_string(file.size());
        if (from >= std::int64_t(file.size())) {
            peer.sendHead(416, "text/plain", "Content-Range: bytes */" + size + "\r\n");
            return;
        }
        peer.sendHead(206, "video/mp4",
                      "Content-Length: " + std::to_string(file.size() - std::size_t(from)) +
                          "\r\nContent-Range: bytes " + std::to_string(from) + "-" + std::to_string(file.size() - 1) +
                          "/" + size + "\r\n" + more);
        peer.send(std::string_view(file).substr(std::size_t(from), upTo));
    }

    void pass(Nanos time)
    {
        clock.advance(time);
        net.poke();
    }
    /// What lies in the socket is read: a source whose buffer is full finds that out by what comes next.
    void letItRead()
    {
        for (int turn = 0; turn < 100; ++turn) {
            std::promise<void> done;
            net.post([&done] { done.set_value(); });
            done.get_future().wait();
        }
    }
    void passRetries(std::size_t count)
    {
        for (std::size_t attempt = 1; attempt <= count; ++attempt)
            pass(events.await<SourceReconnecting>(attempt).in);
    }

    FakeClock clock;
    NetThread net{clock};
    SourceEvents events;
    const std::string file = fileOf(3'000'000);
};

} // namespace kanal::playback
