// SPDX-License-Identifier: MIT
// The sockets of NetTransfer: which may be opened, which won, how they are closed.
#include "net_transfer.h"

#include <utility>

#include <curl/curl.h>

#ifndef _WIN32
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#endif

namespace kanal::playback
{

namespace
{

std::string addressText(const curl_sockaddr &address)
{
    std::array<char, INET6_ADDRSTRLEN> text{};
    const void *bytes =
        address.family == AF_INET6
            ? static_cast<const void *>(&reinterpret_cast<const sockaddr_in6 *>(&address.addr)->sin6_addr)
            : static_cast<const void *>(&reinterpret_cast<const sockaddr_in *>(&address.addr)->sin_addr);
    inet_ntop(address.family, bytes, text.data(), socklen_t(text.size()));
    return text.data();
}

} // namespace

curl_socket_t NetTransfer::openSocket(void *self, curlsocktype, curl_sockaddr *address)
{
    auto &transfer = *static_cast<NetTransfer *>(self);
    // A name may resolve to anything: what leads from the public net to a private address is refused before it is
    // connected. Behind a proxy it is not we who look names up.
    const bool led = transfer.m_redirects > 0 || !transfer.m_request.derivedFrom.empty();
    if (led && !transfer.m_proxy && transfer.m_publicPeer && transfer.m_url.host != transfer.m_originalHost &&
        classifyHost(addressText(*address)) != HostClass::Public) {
        transfer.stop({ErrorKind::Address, "a redirect leads to a private address", transfer.m_url.host});
        return CURL_SOCKET_BAD;
    }
#ifdef SOCK_CLOEXEC
    const curl_socket_t socket = ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
#else
    const curl_socket_t socket = ::socket(address->family, address->socktype, address->protocol);
#endif
    if (socket != CURL_SOCKET_BAD)
        transfer.m_connecting.push_back(socket);
    return socket;
}

/// Of the sockets that raced for this hop, the one with this port has won.
void NetTransfer::noteConnected(int localPort)
{
    for (const curl_socket_t socket : std::exchange(m_connecting, {})) {
        sockaddr_storage address{};
        socklen_t size = sizeof address;
        if (getsockname(socket, reinterpret_cast<sockaddr *>(&address), &size) != 0)
            continue;
        const std::uint16_t port = address.ss_family == AF_INET6
                                       ? reinterpret_cast<const sockaddr_in6 &>(address).sin6_port
                                       : reinterpret_cast<const sockaddr_in &>(address).sin_port;
        if (ntohs(port) != localPort)
            continue;
        m_slot.connected.push_back(socket);
        ++*m_slot.allOpen;
        return;
    }
}

int NetTransfer::closeSocket(void *opaque, curl_socket_t socket)
{
    auto &slot = *static_cast<NetSlot *>(opaque);
    if (slot.closeHard) { // RST: the panel frees its slot at once instead of sending into a dead connection
        const linger hard{1, 0};
        setsockopt(socket, SOL_SOCKET, SO_LINGER, reinterpret_cast<const char *>(&hard), sizeof hard);
    }
    std::erase(slot.hungUp, socket);
    if (std::erase(slot.connected, socket) > 0)
        --*slot.allOpen;
#ifdef _WIN32
    return closesocket(socket);
#else
    return close(socket);
#endif
}

void NetSlot::hangUp()
{
    for (const curl_socket_t socket : std::exchange(connected, {})) {
#ifdef _WIN32
        shutdown(socket, SD_BOTH);
#else
        shutdown(socket, SHUT_RDWR);
#endif
        hungUp.push_back(socket);
        --*allOpen;
    }
    kept = false;
}

} // namespace kanal::playback
