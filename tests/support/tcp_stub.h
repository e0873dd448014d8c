// SPDX-License-Identifier: MIT
// A server on loopback that does exactly what a test's script says with every connection, good manners or not.
//
//     TcpStub server([](TcpStub::Peer &peer) {
//         peer.readRequest();
//         peer.send("HTTP/1.1 200 OK\r\nContent-Type: video/mp2t\r\n\r\n");
//         peer.send(bytes);
//         peer.reset();                        // or finish(), or hold() until the client goes
//     });
//     source.open(server.url("/live/u/p/1.ts"));
#pragma once

#include <array>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0
#endif
#ifndef POLLRDHUP
#define POLLRDHUP POLLHUP
#endif

namespace kanal
{

class TcpStub
{
public:
    /// One accepted connection; its script runs on a thread of its own.
    class Peer
    {
    public:
        Peer(TcpStub &stub, int socket, int index)
            : m_stub(stub)
            , m_socket(socket)
            , m_index(index)
        {
        }

        /// From 0, in the order of arrival.
        int index() const { return m_index; }

        /// The head of a request; empty when the client goes.
        std::string readRequest()
        {
            std::string head;
            std::array<char, 2048> buffer{};
            while (head.find("\r\n\r\n") == std::string::npos) {
                const ssize_t count = recv(m_socket, buffer.data(), buffer.size(), 0);
                if (count <= 0)
                    return {};
                head.append(buffer.data(), std::size_t(count));
            }
            m_stub.note(head);
            return head;
        }

        /// Takes what comes first, whatever it is; false when the client goes.
        bool awaitBytes()
        {
            std::array<char, 2048> buffer{};
            return recv(m_socket, buffer.data(), buffer.size(), 0) > 0;
        }

        /// False when the client is gone.
        bool send(std::string_view bytes)
        {
            while (!bytes.empty()) {
                const ssize_t count = ::send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
                if (count <= 0)
                    return false;
                bytes.remove_prefix(std::size_t(count));
            }
            return true;
        }

        /// The status line and headers of an answer without length.
        bool sendHead(int status, std::string_view contentType = "video/mp2t", std::string_view more = {})
        {
            return send("HTTP/1.1 " + std::to_string(status) +
                        " Whatever\r\nContent-Type: " + std::string(contentType) + "\r\n" + std::string(more) + "\r\n");
        }

        /// Ends the connection with RST.
        void reset()
        {
            const linger hard{1, 0};
            setsockopt(m_socket, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
            m_stub.closeSocket(*this);
        }

        /// Ends it with FIN, after what was sent.
        void finish() { m_stub.closeSocket(*this); }

        /// Waits until the client closes the connection or the test is over.
        void hold()
        {
            std::array<char, 256> buffer{};
            while (recv(m_socket, buffer.data(), buffer.size(), 0) > 0) {
            }
        }

    private:
        friend class TcpStub;
        TcpStub &m_stub;
        int m_socket;
        const int m_index;
        std::thread m_thread;
    };

    using Script = std::function<void(Peer &)>;

    explicit TcpStub(Script script, int port = 0)
        : m_script(std::move(script))
    {
        m_listener = socket(AF_INET, SOCK_STREAM, 0);
        const int yes = 1;
        setsockopt(m_listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(std::uint16_t(port));
        bind(m_listener, reinterpret_cast<sockaddr *>(&address), sizeof address);
        listen(m_listener, 64);
        socklen_t size = sizeof address;
        getsockname(m_listener, reinterpret_cast<sockaddr *>(&address), &size);
        m_port = ntohs(address.sin_port);
        m_acceptor = std::thread([this] { acceptAll(); });
    }

    ~TcpStub()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_stopped = true;
            for (const auto &peer : m_peers) {
                if (peer->m_socket >= 0)
                    shutdown(peer->m_socket, SHUT_RDWR);
            }
        }
        shutdown(m_listener, SHUT_RDWR);
        m_changed.notify_all();
        m_acceptor.join();
        for (const auto &peer : m_peers)
            peer->m_thread.join();
        close(m_listener);
    }

    int port() const { return m_port; }
    std::string url(std::string_view path = "/") const
    {
        return "http://127.0.0.1:" + std::to_string(m_port) + std::string(path);
    }

    /// A port of this machine where nobody listens.
    static int closedPort()
    {
        const TcpStub once([](Peer &) {});
        return once.port();
    }

    std::vector<std::string> requests() const
    {
        const std::lock_guard lock(m_mutex);
        return m_requests;
    }

    /// False after ten seconds.
    bool awaitRequests(std::size_t count) const
    {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, std::chrono::seconds(10), [&] { return m_requests.size() >= count; });
    }

    /// The most connections that were open at the same time, as seen when one more was accepted. Exact where scripts
    /// wait in hold(): while one is sending, the kernel tells of the client's end a moment later.
    int mostOpen() const
    {
        const std::lock_guard lock(m_mutex);
        return m_mostOpen;
    }

    /// For scripts: blocks until release() (or the end of the test).
    void awaitRelease()
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] { return m_released || m_stopped; });
    }
    void release()
    {
        const std::lock_guard lock(m_mutex);
        m_released = true;
        m_changed.notify_all();
    }

private:
    void acceptAll()
    {
        for (int index = 0;; ++index) {
            const int socket = accept(m_listener, nullptr, nullptr);
            const std::lock_guard lock(m_mutex);
            if (socket < 0 || m_stopped) {
                if (socket >= 0)
                    close(socket);
                return;
            }
            m_peers.push_back(std::make_unique<Peer>(*this, socket, index));
            Peer &peer = *m_peers.back();
            m_mostOpen = std::max(m_mostOpen, countOpen());
            peer.m_thread = std::thread([this, &peer] {
                m_script(peer);
                closeSocket(peer);
            });
        }
    }

    int countOpen() const
    {
        int open = 0;
        for (const auto &peer : m_peers) {
            if (peer->m_socket < 0)
                continue;
            pollfd look{peer->m_socket, POLLRDHUP, 0};
            poll(&look, 1, 0);
            open += (look.revents & (POLLRDHUP | POLLHUP | POLLERR)) == 0;
        }
        return open;
    }

    void closeSocket(Peer &peer)
    {
        const std::lock_guard lock(m_mutex);
        if (peer.m_socket >= 0)
            close(peer.m_socket);
        peer.m_socket = -1;
    }

    void note(std::string head)
    {
        const std::lock_guard lock(m_mutex);
        m_requests.push_back(std::move(head));
        m_changed.notify_all();
    }

    const Script m_script;
    int m_listener = -1;
    int m_port = 0;
    std::thread m_acceptor;

    mutable std::mutex m_mutex; // guards all below
    mutable std::condition_variable m_changed;
    std::vector<std::unique_ptr<Peer>> m_peers;
    std::vector<std::string> m_requests;
    int m_mostOpen = 0;
    bool m_released = false;
    bool m_stopped = false;
};

} // namespace kanal
