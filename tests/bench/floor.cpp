// SPDX-License-Identifier: MIT
// The least that a program can do to show a channel on an X server without a GPU: what a player is measured against.
//
//     floor zap        addresses on standard input, one a line: connects, waits for the first whole key picture,
//     decodes
//                      it alone, scales it and puts it on the screen; then it only reads on. The decoder is kept.
//     floor play URL   demuxes, decodes on one thread, scales and shows every picture when it is due; decodes the
//     sound.
//
// Local addresses (http://127.0.0.1:PORT/…) and 1280x720 only.
extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libswscale/swscale.h>
}

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/XShm.h>
#include <arpa/inet.h>
#include <poll.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <unistd.h>

namespace
{

constexpr int kWidth = 1280, kHeight = 720;
constexpr std::size_t kPacket = 188;

[[noreturn]] void giveUp(const char *why)
{
    std::fprintf(stderr, "floor: %s\n", why);
    std::exit(1);
}

/// A window that shares its pixels with the X server.
class Screen
{
public:
    Screen()
        : m_display(XOpenDisplay(nullptr))
    {
        if (!m_display)
            giveUp("no display");
        const int screen = DefaultScreen(m_display);
        XSetWindowAttributes attributes{};
        attributes.override_redirect = True;
        m_window = XCreateWindow(m_display, RootWindow(m_display, screen), 0, 0, kWidth, kHeight, 0, CopyFromParent,
                                 InputOutput, nullptr, CWOverrideRedirect, &attributes);
        XMapRaised(m_display, m_window);
        m_image =
            XShmCreateImage(m_display, DefaultVisual(m_display, screen), unsigned(DefaultDepth(m_display, screen)),
                            ZPixmap, nullptr, &m_shared, kWidth, kHeight);
        m_shared.shmid = shmget(IPC_PRIVATE, std::size_t(m_image->bytes_per_line) * kHeight, IPC_CREAT | 0600);
        m_shared.shmaddr = m_image->data = static_cast<char *>(shmat(m_shared.shmid, nullptr, 0));
        XShmAttach(m_display, &m_shared);
        XSync(m_display, False);
        shmctl(m_shared.shmid, IPC_RMID, nullptr);
        std::memset(m_image->data, 0, std::size_t(m_image->bytes_per_line) * kHeight);
        put();
    }

    void show(const AVFrame &picture)
    {
        m_scaler = sws_getCachedContext(m_scaler, picture.width, picture.height, AVPixelFormat(picture.format), kWidth,
                                        kHeight, AV_PIX_FMT_BGRA, SWS_FAST_BILINEAR, nullptr, nullptr, nullptr);
        std::uint8_t *const planes[4] = {reinterpret_cast<std::uint8_t *>(m_image->data)};
        const int strides[4] = {m_image->bytes_per_line};
        sws_scale(m_scaler, picture.data, picture.linesize, 0, picture.height, planes, strides);
        put();
    }

private:
    void put()
    {
        XShmPutImage(m_display, m_window, DefaultGC(m_display, DefaultScreen(m_display)), m_image, 0, 0, 0, 0, kWidth,
                     kHeight, False);
        XSync(m_display, False);
    }

    Display *m_display;
    Window m_window = 0;
    XImage *m_image = nullptr;
    XShmSegmentInfo m_shared{};
    SwsContext *m_scaler = nullptr;
};

/// Finds the first whole key picture in what is fed.
class KeyPicture
{
public:
    /// True: it is whole.
    bool feed(std::span<const std::uint8_t> bytes)
    {
        m_rest.insert(m_rest.end(), bytes.begin(), bytes.end());
        std::size_t at = 0;
        bool whole = false;
        for (; at + kPacket <= m_rest.size() && !whole; at += kPacket)
            whole = packet(std::span(m_rest).subspan(at, kPacket));
        m_rest.erase(m_rest.begin(), m_rest.begin() + std::ptrdiff_t(at));
        return whole;
    }
    std::vector<std::uint8_t> take() { return std::move(m_picture); }

private:
    bool packet(std::span<const std::uint8_t> p)
    {
        const int pid = (p[1] & 0x1f) << 8 | p[2];
        const bool begins = p[1] & 0x40, hasField = p[3] & 0x20, hasPayload = p[3] & 0x10;
        const bool randomAccess = hasField && p[4] > 0 && (p[5] & 0x40);
        const std::size_t start = 4 + (hasField ? 1u + p[4] : 0u);
        if (!hasPayload || start >= kPacket)
            return false;
        std::span<const std::uint8_t> payload = p.subspan(start);
        if (pid == 0 && begins) {
            const auto table = payload.subspan(1u + payload[0]);
            m_mapPid = (table[10] & 0x1f) << 8 | table[11];
        } else if (pid == m_mapPid && begins && m_videoPid < 0) {
            readMap(payload.subspan(1u + payload[0]));
        } else if (pid == m_videoPid) {
            if (begins && m_inside)
                return true;
            if (begins && randomAccess) {
                m_inside = true;
                payload = payload.subspan(9u + payload[8]); // the header of the elementary packet
            }
            if (m_inside)
                m_picture.insert(m_picture.end(), payload.begin(), payload.end());
        }
        return false;
    }

    void readMap(std::span<const std::uint8_t> map)
    {
        constexpr int kH264 = 0x1b;
        const std::size_t end = 3u + ((map[1] & 0x0f) << 8 | map[2]) - 4;
        for (std::size_t at = 12u + ((map[10] & 0x0f) << 8 | map[11]); at + 5 <= end;
             at += 5u + ((map[at + 3] & 0x0f) << 8 | map[at + 4]))
            if (map[at] == kH264)
                m_videoPid = (map[at + 1] & 0x1f) << 8 | map[at + 2];
    }

    std::vector<std::uint8_t> m_rest, m_picture;
    int m_mapPid = -1, m_videoPid = -1;
    bool m_inside = false;
};

AVCodecContext *openDecoder(const AVCodecParameters *parameters, AVCodecID id)
{
    const AVCodec *codec = avcodec_find_decoder(id);
    AVCodecContext *context = avcodec_alloc_context3(codec);
    if (parameters)
        avcodec_parameters_to_context(context, parameters);
    context->thread_count = 1;
    if (avcodec_open2(context, codec, nullptr) < 0)
        giveUp("no decoder");
    return context;
}

int connectTo(const std::string &address)
{
    int port = 80;
    char path[2048] = "/";
    if (std::sscanf(address.c_str(), "http://127.0.0.1:%d%2047s", &port, path) < 1)
        giveUp("only local addresses");
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(std::uint16_t(port));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(socket, reinterpret_cast<sockaddr *>(&to), sizeof to) != 0)
        giveUp("no connection");
    const std::string request = std::string("GET ") + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
    if (send(socket, request.data(), request.size(), 0) != ssize_t(request.size()))
        giveUp("no request");
    return socket;
}

/// A stream whose headers have been read; `begun` came with them.
struct Stream {
    int socket = -1;
    std::vector<std::uint8_t> begun;
};

/// Follows where the panel sends it, as players do.
Stream openStream(std::string address)
{
    for (int hop = 0; hop < 4; ++hop) {
        Stream stream{connectTo(address), {}};
        std::string head;
        char bytes[65536];
        std::size_t end = std::string::npos;
        while ((end = head.find("\r\n\r\n")) == std::string::npos) {
            const ssize_t got = recv(stream.socket, bytes, sizeof bytes, 0);
            if (got <= 0)
                giveUp("no answer");
            head.append(bytes, std::size_t(got));
        }
        constexpr std::string_view kField = "\r\nLocation: ";
        const std::size_t elsewhere = head.find(kField);
        if (elsewhere == std::string::npos || elsewhere > end) {
            stream.begun.assign(head.begin() + std::ptrdiff_t(end) + 4, head.end());
            return stream;
        }
        const std::size_t from = elsewhere + kField.size();
        address = head.substr(from, head.find("\r\n", from) - from);
        close(stream.socket);
    }
    giveUp("sent from one address to the next");
}

/// Reads until the first key picture is whole; empty: the stream ended before.
std::vector<std::uint8_t> firstKey(const Stream &stream)
{
    KeyPicture key;
    if (key.feed(stream.begun))
        return key.take();
    std::uint8_t bytes[65536];
    for (ssize_t got = 0; (got = recv(stream.socket, bytes, sizeof bytes, 0)) > 0;)
        if (key.feed(std::span(bytes, std::size_t(got))))
            return key.take();
    return {};
}

/// The next address; what the stream of before still sends is read meanwhile.
std::optional<std::string> nextAddress(int socket)
{
    static std::string typed;
    while (typed.find('\n') == std::string::npos) {
        pollfd waits[2] = {{STDIN_FILENO, POLLIN, 0}, {socket, POLLIN, 0}};
        poll(waits, 2, -1);
        char bytes[65536];
        if (waits[1].revents && read(socket, bytes, sizeof bytes) <= 0)
            socket = -1;
        if (!waits[0].revents)
            continue;
        const ssize_t got = read(STDIN_FILENO, bytes, sizeof bytes);
        if (got <= 0)
            return std::nullopt;
        typed.append(bytes, std::size_t(got));
    }
    const std::size_t end = typed.find('\n');
    std::string address = typed.substr(0, end);
    typed.erase(0, end + 1);
    return address;
}

int zap()
{
    Screen screen;
    AVCodecContext *decoder = openDecoder(nullptr, AV_CODEC_ID_H264);
    AVFrame *picture = av_frame_alloc();
    AVPacket *packet = av_packet_alloc();
    int socket = -1;
    while (const auto address = nextAddress(socket)) {
        if (socket >= 0)
            close(socket);
        const Stream stream = openStream(*address);
        socket = stream.socket;
        std::vector<std::uint8_t> key = firstKey(stream);
        packet->size = int(key.size());
        key.resize(key.size() + AV_INPUT_BUFFER_PADDING_SIZE);
        packet->data = key.data();
        avcodec_send_packet(decoder, packet);
        avcodec_send_packet(decoder, nullptr);
        if (avcodec_receive_frame(decoder, picture) == 0)
            screen.show(*picture);
        av_frame_unref(picture);
        avcodec_flush_buffers(decoder);
    }
    return 0;
}

int play(const char *address)
{
    using Clock = std::chrono::steady_clock;
    AVFormatContext *input = nullptr;
    if (avformat_open_input(&input, address, nullptr, nullptr) < 0)
        giveUp("cannot open it");
    avformat_find_stream_info(input, nullptr);
    const int video = av_find_best_stream(input, AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0);
    const int audio = av_find_best_stream(input, AVMEDIA_TYPE_AUDIO, -1, -1, nullptr, 0);
    if (video < 0 || audio < 0)
        giveUp("picture and sound are wanted");
    const auto decoderOf = [&](int index) {
        const AVCodecParameters *parameters = input->streams[index]->codecpar;
        return openDecoder(parameters, parameters->codec_id);
    };
    AVCodecContext *pictures = decoderOf(video), *sound = decoderOf(audio);
    Screen screen;
    AVFrame *frame = av_frame_alloc();
    AVPacket *packet = av_packet_alloc();
    const double second = av_q2d(input->streams[video]->time_base);
    std::optional<std::pair<double, Clock::time_point>> begun;
    for (; av_read_frame(input, packet) >= 0; av_packet_unref(packet)) {
        const bool isPicture = packet->stream_index == video;
        AVCodecContext *decoder = isPicture ? pictures : packet->stream_index == audio ? sound : nullptr;
        if (!decoder || avcodec_send_packet(decoder, packet) < 0)
            continue;
        while (avcodec_receive_frame(decoder, frame) == 0) {
            if (!isPicture)
                continue;
            const double time = double(frame->best_effort_timestamp) * second;
            if (!begun)
                begun.emplace(time, Clock::now() + std::chrono::milliseconds(50));
            std::this_thread::sleep_until(begun->second + std::chrono::duration_cast<Clock::duration>(
                                                              std::chrono::duration<double>(time - begun->first)));
            screen.show(*frame);
        }
    }
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    const std::string_view mode = argc > 1 ? argv[1] : "";
    if (mode == "zap" && argc == 2)
        return zap();
    if (mode == "play" && argc == 3)
        return play(argv[2]);
    std::fputs("usage: floor zap | floor play URL\n", stderr);
    return 2;
}
