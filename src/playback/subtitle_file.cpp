// SPDX-License-Identifier: MIT
#include "subtitle_file.h"

#include <kanal/core/text.h>

#include <algorithm>
#include <fstream>
#include <memory>

#include <uchardet/uchardet.h>

namespace kanal::playback
{

namespace
{

constexpr std::size_t kMostBytes = 10u << 20;
constexpr std::size_t kMostItems = 50'000;
constexpr int kIoBuffer = 32 * 1024;
/// Text formats only: nothing here opens another file.
constexpr const char *kFormats = "srt,ass,webvtt,microdvd,sami,subviewer,subviewer1,mpl2,jacosub,realtext,stl,vplayer,"
                                 "pjs,aqtitle,mpsub";
const AVRational kMicroseconds{1, 1'000'000};

Result<std::string> readAll(const std::filesystem::path &file)
{
    std::error_code error;
    if (!std::filesystem::is_regular_file(file, error))
        return fail(ErrorKind::NotFound, "there is no such file", nameOf(file));
    const auto size = std::filesystem::file_size(file, error);
    if (error || size > kMostBytes)
        return fail(ErrorKind::Unsupported, "the file is larger than any subtitles", nameOf(file));
    std::ifstream stream(file, std::ios::binary);
    std::string text(std::size_t(size), '\0');
    if (!stream.read(text.data(), std::streamsize(text.size())))
        return fail(ErrorKind::Storage, "the file cannot be read", nameOf(file));
    return text;
}

/// A container in memory.
class TextInput
{
public:
    explicit TextInput(const std::string &text)
        : m_text(text)
    {
        auto *buffer = static_cast<unsigned char *>(av_malloc(kIoBuffer));
        m_io.reset(avio_alloc_context(buffer, kIoBuffer, 0, this, &TextInput::read, nullptr, &TextInput::seek));
    }

    Result<> open(const std::string &name)
    {
        AVFormatContext *context = avformat_alloc_context();
        context->pb = m_io.get();
        context->format_whitelist = av_strdup(kFormats);
        if (const int code = avformat_open_input(&context, name.c_str(), nullptr, nullptr); code < 0)
            return fail(ErrorKind::Unsupported, avErrorText(code), name);
        m_context.reset(context);
        if (m_context->nb_streams != 1 || m_context->streams[0]->codecpar->codec_type != AVMEDIA_TYPE_SUBTITLE)
            return fail(ErrorKind::Unsupported, "no subtitles in it", name);
        return {};
    }

    const AVStream &stream() const { return *m_context->streams[0]; }
    bool next(AVPacket &packet) { return av_read_frame(m_context.get(), &packet) >= 0; }

private:
    static int read(void *self, std::uint8_t *into, int size)
    {
        auto &input = *static_cast<TextInput *>(self);
        const std::size_t count = std::min(std::size_t(size), input.m_text.size() - input.m_at);
        if (count == 0)
            return AVERROR_EOF;
        std::copy_n(input.m_text.data() + input.m_at, count, reinterpret_cast<char *>(into));
        input.m_at += count;
        return int(count);
    }
    static std::int64_t seek(void *self, std::int64_t offset, int whence)
    {
        auto &input = *static_cast<TextInput *>(self);
        const auto size = std::int64_t(input.m_text.size());
        if (whence == AVSEEK_SIZE)
            return size;
        const std::int64_t target = whence == SEEK_CUR   ? std::int64_t(input.m_at) + offset
                                    : whence == SEEK_END ? size + offset
                                                         : offset;
        if (target < 0 || target > size)
            return AVERROR(EINVAL);
        input.m_at = std::size_t(target);
        return target;
    }

    const std::string &m_text;
    std::size_t m_at = 0;
    AvioPtr m_io;
    FormatPtr m_context; ///< destroyed before its I/O
};

Result<SubtitleText> decodeAll(TextInput &input, const std::string &charset)
{
    SubtitleSource source;
    const std::shared_ptr<AVCodecParameters> parameters(avcodec_parameters_alloc(), AvDeleter());
    avcodec_parameters_copy(parameters.get(), input.stream().codecpar);
    source.parameters = parameters;
    Result<SubtitleDecoder> decoder = SubtitleDecoder::open(source, charset);
    if (!decoder)
        return tl::unexpected(decoder.error());
    SubtitleText text{decoder->header(), {}};
    for (PacketPtr packet = makePacket(); text.items.size() < kMostItems && input.next(*packet);) {
        MediaPacket media;
        media.ptsUs = av_rescale_q(packet->pts, input.stream().time_base, kMicroseconds);
        media.durationUs =
            av_rescale_q(std::max<std::int64_t>(packet->duration, 0), input.stream().time_base, kMicroseconds);
        media.packet = std::exchange(packet, makePacket());
        if (media.packet->pts == AV_NOPTS_VALUE)
            continue;
        media.packet->pts = media.packet->dts = media.ptsUs;
        media.packet->duration = media.durationUs;
        for (SubtitleItem &item : decoder->decode(media))
            text.items.push_back(std::move(item));
    }
    return text;
}

} // namespace

std::string charsetOf(const std::string &text)
{
    if (isValidUtf8(text))
        return {};
    const std::unique_ptr<uchardet, decltype(&uchardet_delete)> detector(uchardet_new(), &uchardet_delete);
    uchardet_handle_data(detector.get(), text.data(), text.size());
    uchardet_data_end(detector.get());
    const std::string name = uchardet_get_charset(detector.get());
    if (name.starts_with("UTF-16")) // libavformat reads the mark itself
        return {};
    return name.empty() || name == "ASCII" || name == "UTF-8" ? "WINDOWS-1252" : name;
}

Result<SubtitleText> readSubtitleFile(const std::filesystem::path &file)
{
    const Result<std::string> bytes = readAll(file);
    if (!bytes)
        return tl::unexpected(bytes.error());
    const std::string charset = charsetOf(*bytes);
    TextInput input(*bytes);
    if (const Result<> opened = input.open(nameOf(file)); !opened)
        return tl::unexpected(opened.error());
    Result<SubtitleText> text = decodeAll(input, charset);
    if (text && text->items.empty())
        return fail(ErrorKind::Unsupported, "no subtitles in it", nameOf(file));
    return text;
}

} // namespace kanal::playback
