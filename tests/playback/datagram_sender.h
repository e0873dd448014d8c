// SPDX-License-Identifier: MIT
// Sends a transport stream again and again to a port of this machine, at the pace it plays.
#pragma once

extern "C" {
#include <libavformat/avio.h>
}

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <thread>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace kanal::playback
{

inline constexpr std::size_t kDatagramBytes = std::size_t(7) * 188;

/// A port nobody has; of the same number for udp.
inline int freeDatagramPort()
{
    const int probe = socket(AF_INET, SOCK_DGRAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    bind(probe, reinterpret_cast<sockaddr *>(&address), size);
    getsockname(probe, reinterpret_cast<sockaddr *>(&address), &size);
    close(probe);
    return ntohs(address.sin_port) & ~1; // rtp wants an even one
}

/// Calls send() with each piece of the stream when it is due, until `stop` or send() says no.
inline void sendAtItsPace(const std::string &stream, double seconds, const std::atomic<bool> &stop,
                          const std::function<bool(std::string_view)> &send)
{
    const auto begun = std::chrono::steady_clock::now();
    for (std::size_t number = 0; !stop; ++number) {
        const std::size_t sent = number * kDatagramBytes;
        const auto due = std::chrono::duration<double>(double(sent) / double(stream.size()) * seconds);
        std::this_thread::sleep_until(begun + std::chrono::duration_cast<std::chrono::nanoseconds>(due));
        if (!send(std::string_view(stream).substr(sent % (stream.size() / kDatagramBytes * kDatagramBytes),
                                                  kDatagramBytes)))
            return;
    }
}

class DatagramSender
{
public:
    enum class Form { Plain, Rtp };

    DatagramSender(std::string stream, double seconds, Form form = Form::Plain)
        : m_stream(std::move(stream))
        , m_form(form)
    {
        m_thread = std::thread([this, seconds] {
            sendAtItsPace(m_stream, seconds, m_stop, [this](std::string_view piece) { return send(piece); });
        });
    }
    ~DatagramSender()
    {
        m_stop = true;
        m_thread.join();
        close(m_socket);
    }

    int port() const { return m_port; }

private:
    bool send(std::string_view piece)
    {
        std::string packet;
        if (m_form == Form::Rtp) { // version 2, MPEG-TS, number, time, source
            const std::uint32_t time = std::uint32_t(m_number) * 90;
            packet = {char(0x80),
                      33,
                      char(m_number >> 8),
                      char(m_number),
                      char(time >> 24),
                      char(time >> 16),
                      char(time >> 8),
                      char(time),
                      1,
                      2,
                      3,
                      4};
            ++m_number;
        }
        packet += piece;
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        to.sin_port = htons(std::uint16_t(m_port));
        sendto(m_socket, packet.data(), packet.size(), 0, reinterpret_cast<sockaddr *>(&to), sizeof to);
        return true;
    }

    const std::string m_stream;
    const Form m_form;
    const int m_port = freeDatagramPort();
    const int m_socket = socket(AF_INET, SOCK_DGRAM, 0);
    std::uint16_t m_number = 0;
    std::atomic<bool> m_stop{false};
    std::thread m_thread;
};

class SrtSender
{
public:
    static bool known()
    {
        void *at = nullptr;
        for (const char *name = avio_enum_protocols(&at, 1); name; name = avio_enum_protocols(&at, 1))
            if (std::string_view(name) == "srt")
                return true;
        return false;
    }

    SrtSender(std::string stream, double seconds)
        : m_stream(std::move(stream))
    {
        m_thread = std::thread([this, seconds] {
            const AVIOInterruptCB interrupt{[](void *stop) { return int(*static_cast<std::atomic<bool> *>(stop)); },
                                            &m_stop};
            const std::string url = "srt://127.0.0.1:" + std::to_string(m_port) + "?mode=listener&pkt_size=1316";
            AVIOContext *io = nullptr;
            if (avio_open2(&io, url.c_str(), AVIO_FLAG_WRITE, &interrupt, nullptr) < 0)
                return;
            sendAtItsPace(m_stream, seconds, m_stop, [io](std::string_view piece) {
                avio_write(io, reinterpret_cast<const unsigned char *>(piece.data()), int(piece.size()));
                avio_flush(io);
                return io->error >= 0;
            });
            avio_close(io);
        });
    }
    ~SrtSender()
    {
        m_stop = true;
        m_thread.join();
    }

    int port() const { return m_port; }

private:
    const std::string m_stream;
    const int m_port = freeDatagramPort();
    std::atomic<bool> m_stop{false};
    std::thread m_thread;
};

} // namespace kanal::playback
