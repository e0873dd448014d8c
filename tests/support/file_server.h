// SPDX-License-Identifier: MIT
// A script for TcpStub that serves a file.
#pragma once

#include "support/tcp_stub.h"

namespace kanal
{

/// As web servers do: ranges, lengths. `file` must outlive the stub. `stallAt`: no answer that begins before it goes on
/// behind it, as if the server had fallen asleep.
inline TcpStub::Script fileServer(const std::string &file, std::size_t stallAt = std::string::npos)
{
    return [&file, stallAt](TcpStub::Peer &peer) {
        const std::string head = peer.readRequest();
        const auto range = head.find("Range: bytes=");
        const std::size_t from = range == std::string::npos ? 0 : std::stoul(head.substr(range + 13));
        const std::string length =
            "Accept-Ranges: bytes\r\nContent-Length: " + std::to_string(file.size() - from) + "\r\n";
        if (range == std::string::npos)
            peer.sendHead(200, "video/mp4", length);
        else
            peer.sendHead(206, "video/mp4",
                          length + "Content-Range: bytes " + std::to_string(from) + "-" +
                              std::to_string(file.size() - 1) + "/" + std::to_string(file.size()) + "\r\n");
        peer.send(std::string_view(file).substr(from, from < stallAt ? stallAt - from : std::string::npos));
        peer.hold();
    };
}

} // namespace kanal
