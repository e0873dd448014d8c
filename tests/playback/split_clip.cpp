// SPDX-License-Identifier: MIT
#include "split_clip.h"

#include "av_handles.h"
#include "hls_stub.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <unistd.h>

namespace kanal::playback
{

namespace
{

void require(bool good, const char *what)
{
    if (!good) {
        std::fprintf(stderr, "split clip: %s failed\n", what);
        std::abort();
    }
}

struct Stream {
    const AVStream *stream;
    std::vector<std::vector<PacketPtr>> seconds;
};

void addPacket(Stream &stream, std::size_t second, const AVPacket &packet)
{
    if (stream.seconds.size() <= second)
        stream.seconds.resize(second + 1);
    PacketPtr copy = makePacket();
    av_packet_ref(copy.get(), &packet);
    copy->stream_index = 0;
    stream.seconds[second].push_back(std::move(copy));
}

class Muxer
{
public:
    Muxer(const Stream &from, const std::string &container)
    {
        require(avformat_alloc_output_context2(&m_format, nullptr, container.c_str(), nullptr) >= 0, "container");
        m_format->flags |= AVFMT_FLAG_BITEXACT;
        m_format->avoid_negative_ts = 0;
        m_stream = avformat_new_stream(m_format, nullptr);
        avcodec_parameters_copy(m_stream->codecpar, from.stream->codecpar);
        m_stream->codecpar->codec_tag = 0;
        m_stream->time_base = from.stream->time_base;
        require(avio_open_dyn_buf(&m_format->pb) >= 0, "buffer");
        AvOptions options;
        if (container == "mp4") { // the times in the fragments are those of the clip
            options.set("movflags", "frag_custom+empty_moov+default_base_moof+frag_discont");
            options.set("use_editlist", "0");
        } else {
            options.set("mpegts_copyts", "1");
        }
        require(avformat_write_header(m_format, options.get()) >= 0, "header");
    }
    void write(const std::vector<PacketPtr> &packets, const AVRational &timeBase)
    {
        for (const PacketPtr &packet : packets) {
            PacketPtr copy = makePacket();
            av_packet_ref(copy.get(), packet.get());
            av_packet_rescale_ts(copy.get(), timeBase, m_stream->time_base);
            require(av_write_frame(m_format, copy.get()) >= 0, "write");
        }
        av_write_frame(m_format, nullptr);
    }
    std::string finish()
    {
        av_write_trailer(m_format);
        std::uint8_t *bytes = nullptr;
        const int size = avio_close_dyn_buf(m_format->pb, &bytes);
        std::string out(reinterpret_cast<const char *>(bytes), std::size_t(size));
        av_free(bytes);
        avformat_free_context(m_format);
        return out;
    }

private:
    AVFormatContext *m_format = nullptr;
    AVStream *m_stream = nullptr;
};

std::string bigEndian(std::uint64_t value, int bytes, int bitsEach)
{
    std::string text;
    for (int i = bytes; i-- > 0;)
        text += char(value >> (i * bitsEach) & ((1u << bitsEach) - 1));
    return text;
}

std::string bareSegment(const std::vector<PacketPtr> &packets)
{
    const std::string owner("com.apple.streaming.transportStreamTimestamp\0", 45);
    const std::string body = owner + bigEndian(std::uint64_t(packets.front()->pts), 8, 8);
    const std::string frame = "PRIV" + bigEndian(body.size(), 4, 7) + std::string(2, '\0') + body;
    std::string bytes = std::string("ID3\x04\x00\x00", 6) + bigEndian(frame.size(), 4, 7) + frame;
    for (const PacketPtr &packet : packets)
        bytes.append(reinterpret_cast<const char *>(packet->data), std::size_t(packet->size));
    return bytes;
}

SplitTrack cut(const Stream &from, const std::string &container)
{
    SplitTrack track;
    if (container == "mp4") {
        Muxer muxer(from, container);
        for (const auto &second : from.seconds)
            muxer.write(second, from.stream->time_base);
        track.segments = mp4Segments(muxer.finish());
        track.head = track.segments.front();
        track.segments.erase(track.segments.begin());
        return track;
    }
    for (const auto &second : from.seconds) {
        if (container == "adts") {
            track.segments.push_back(bareSegment(second));
            continue;
        }
        Muxer muxer(from, container);
        muxer.write(second, from.stream->time_base);
        track.segments.push_back(muxer.finish());
    }
    return track;
}

} // namespace

SplitClip splitClip(const std::string &clip, const std::string &picture, const std::string &sound)
{
    const auto path = std::filesystem::temp_directory_path() / ("kanal-split-" + std::to_string(::getpid()) + ".ts");
    std::ofstream(path, std::ios::binary) << clip;
    AVFormatContext *format = nullptr;
    require(avformat_open_input(&format, path.c_str(), nullptr, nullptr) >= 0, "open");
    require(avformat_find_stream_info(format, nullptr) >= 0, "streams");
    std::vector<Stream> streams;
    for (unsigned i = 0; i < format->nb_streams; ++i)
        streams.push_back({format->streams[i], {}});
    const auto isVideo = [](const Stream &s) { return s.stream->codecpar->codec_type == AVMEDIA_TYPE_VIDEO; };
    std::vector<std::int64_t> begins; // of seconds
    std::vector<PacketPtr> sounds;
    const PacketPtr packet = makePacket();
    while (av_read_frame(format, packet.get()) >= 0) {
        Stream &stream = streams[std::size_t(packet->stream_index)];
        if (!isVideo(stream)) {
            sounds.push_back(makePacket());
            av_packet_ref(sounds.back().get(), packet.get());
        } else {
            if (packet->flags & AV_PKT_FLAG_KEY)
                begins.push_back(packet->pts);
            addPacket(stream, begins.size() - 1, *packet);
        }
        av_packet_unref(packet.get());
    }
    for (const PacketPtr &each : sounds) {
        const auto after = std::upper_bound(begins.begin(), begins.end(), each->pts);
        addPacket(streams[std::size_t(each->stream_index)],
                  std::size_t(std::max<std::ptrdiff_t>(after - begins.begin() - 1, 0)), *each);
    }
    SplitClip split;
    for (const Stream &stream : streams)
        if (isVideo(stream))
            split.picture = cut(stream, picture);
        else
            split.sounds.push_back(cut(stream, sound));
    streams.clear();
    avformat_close_input(&format);
    std::filesystem::remove(path);
    return split;
}

} // namespace kanal::playback
