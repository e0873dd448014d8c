// SPDX-License-Identifier: MIT
// An HLS server on loopback: files by path, kept connections, and playlists that slide with the time.
#pragma once

#include "support/flash_clip.h"
#include "support/tcp_stub.h"
#include "ts_scanner.h"

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace kanal::playback
{

class HlsStub
{
public:
    struct Answer {
        int status = 200;
        std::string body;
        std::string headers = {}; ///< whole lines
        std::string type = "application/octet-stream";
        int bytesPerSecond = 0; ///< 0: as fast as it goes
        std::size_t cutAt = 0;  ///< the connection ends after so many bytes; 0: it does not
        bool endless = false;   ///< the last bytes again and again, without a length
    };
    using Page = std::function<Answer(const std::string &head)>;

    void file(const std::string &path, std::string body)
    {
        page(path, [body = std::move(body)](const std::string &head) { return ranged(body, head); });
    }
    void page(const std::string &path, Page page)
    {
        const std::lock_guard lock(m_mutex);
        m_pages[path] = std::move(page);
    }
    std::string url(const std::string &path) const { return m_server.url(path); }
    const TcpStub &server() const { return m_server; }

    /// How often a path was asked for.
    int asked(const std::string &path) const
    {
        int count = 0;
        for (const std::string &head : m_server.requests())
            count += pathOf(head) == path;
        return count;
    }
    bool awaitAsked(const std::string &path, int times) const
    {
        for (std::size_t seen = 1; asked(path) < times; seen = m_server.requests().size() + 1)
            if (!m_server.awaitRequests(seen))
                return false;
        return true;
    }

private:
    static std::string pathOf(const std::string &head)
    {
        const auto from = head.find(' ') + 1;
        const std::string target = head.substr(from, head.find(' ', from) - from);
        return target.substr(0, target.find('?'));
    }

    static Answer ranged(const std::string &body, const std::string &head)
    {
        const auto range = head.find("Range: bytes=");
        if (range == std::string::npos)
            return {200, body};
        const std::size_t from = std::stoul(head.substr(range + 13));
        const std::size_t dash = head.find('-', range);
        const std::size_t to = head[dash + 1] == '\r' ? body.size() - 1 : std::stoul(head.substr(dash + 1));
        return {206, body.substr(from, to - from + 1),
                "Content-Range: bytes " + std::to_string(from) + "-" + std::to_string(to) + "/" +
                    std::to_string(body.size()) + "\r\n"};
    }

    void serve(TcpStub::Peer &peer)
    {
        for (std::string head = peer.readRequest(); !head.empty(); head = peer.readRequest()) {
            Page page;
            {
                const std::lock_guard lock(m_mutex);
                if (const auto found = m_pages.find(pathOf(head)); found != m_pages.end())
                    page = found->second;
            }
            if (!answer(peer, page ? page(head) : Answer{404, "not here"}))
                return;
        }
    }

    static bool answer(TcpStub::Peer &peer, const Answer &answer)
    {
        const std::string length =
            answer.endless ? "" : "Content-Length: " + std::to_string(answer.body.size()) + "\r\n";
        if (!peer.sendHead(answer.status, answer.type, answer.headers + length))
            return false;
        if (answer.cutAt > 0) {
            peer.send(std::string_view(answer.body).substr(0, answer.cutAt));
            return false;
        }
        if (answer.bytesPerSecond == 0 && !peer.send(answer.body))
            return false;
        const std::size_t piece = std::size_t(std::max(1, answer.bytesPerSecond / 20));
        for (std::size_t at = 0; answer.bytesPerSecond > 0 && at < answer.body.size(); at += piece) {
            if (!peer.send(std::string_view(answer.body).substr(at, piece)))
                return false;
            std::this_thread::sleep_for(std::chrono::milliseconds(50)); // the pace of the network
        }
        while (answer.endless)
            if (!peer.send(answer.body))
                return false;
        return true;
    }

    mutable std::mutex m_mutex;
    std::map<std::string, Page> m_pages;
    TcpStub m_server{[this](TcpStub::Peer &peer) { serve(peer); }};
};

/// A playlist, made when it is asked for.
inline HlsStub::Page textPage(std::function<std::string()> text)
{
    return [text = std::move(text)](const std::string &) {
        return HlsStub::Answer{200, text(), {}, "application/vnd.apple.mpegurl"};
    };
}

/// A clip cut at its key pictures, each piece with the tables in front.
inline std::vector<std::string> tsSegments(const std::string &clip)
{
    std::vector<std::string> segments;
    std::string tables;
    TsScanner scanner;
    for (std::size_t at = 0; at + kTsPacketBytes <= clip.size(); at += kTsPacketBytes) {
        const std::string_view packet = std::string_view(clip).substr(at, kTsPacketBytes);
        const TsPacket header = scanner.scan(std::as_bytes(std::span(packet)));
        if (segments.empty() && scanner.isPsi(header.pid))
            tables += packet;
        const TsProgram *program = scanner.program();
        const bool key = program && header.randomAccess && header.start && header.pid == program->streams.front().pid;
        if (key)
            segments.push_back(tables);
        if (!segments.empty())
            segments.back() += packet;
    }
    return segments;
}

/// The head and the fragments of a fragmented MP4.
inline std::vector<std::string> mp4Segments(const std::string &file)
{
    std::vector<std::string> parts(1);
    for (std::size_t at = 0; at + 8 <= file.size();) {
        std::size_t size = 0;
        for (std::size_t i = 0; i < 4; ++i)
            size = size << 8 | std::uint8_t(file[at + i]);
        const std::string_view box = std::string_view(file).substr(at + 4, 4);
        if (box == "moof")
            parts.emplace_back();
        if (box != "mfra")
            parts.back() += file.substr(at, size);
        at += size;
    }
    return parts;
}

/// "#EXTINF:1.0,\nNAME" for each number; `before` is put in front of a segment's lines.
inline std::string segmentLines(std::int64_t from, std::int64_t to, const std::string &name,
                                const std::function<std::string(std::int64_t)> &before = {})
{
    std::string lines;
    for (std::int64_t number = from; number < to; ++number)
        lines += (before ? before(number) : "") + "#EXTINF:1.0,\n" + name + std::to_string(number) + "\n";
    return lines;
}

inline std::string listHead(std::int64_t sequence)
{
    return "#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:" + std::to_string(sequence) +
           "\n";
}

/// A list of four segments of a second that slides by one each second since it was made.
class SlidingList
{
public:
    std::int64_t first() const
    {
        return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - m_begun).count();
    }
    std::string text(const std::string &name, const std::function<std::string(std::int64_t)> &before = {}) const
    {
        const std::int64_t from = first();
        return listHead(from) + segmentLines(from, from + 4, name, before);
    }

private:
    const std::chrono::steady_clock::time_point m_begun = std::chrono::steady_clock::now();
};

/// One second each of a clip that can be played.
inline const std::vector<std::string> &segments()
{
    static const std::vector<std::string> made = tsSegments(makeFlashClip({.seconds = 12}));
    return made;
}

inline std::string tsSegment(std::int64_t number)
{
    return segments()[std::size_t(number) % segments().size()];
}

inline void addSegments(HlsStub &stub, const std::string &name = "/s", std::int64_t count = 12)
{
    for (std::int64_t number = 0; number < count; ++number)
        stub.file(name + std::to_string(number), tsSegment(number));
}

} // namespace kanal::playback
