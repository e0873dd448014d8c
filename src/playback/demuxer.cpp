// SPDX-License-Identifier: MIT
#include "demuxer.h"

#include "av_log.h"

#include <kanal/core/log.h>

#include <algorithm>
#include <utility>

namespace kanal::playback
{

namespace
{

constexpr int kIoBuffer = 64 * 1024;
// Of what has no source of ours: nothing for so long is a dead stream. A live one is opened again, so that the picture
// is back before one reaches for the remote control; a list may have nothing new for some seconds.
constexpr auto kReadDeadline = std::chrono::seconds(10);
constexpr auto kLiveReadDeadline = std::chrono::seconds(4);
constexpr auto kListReadDeadline = std::chrono::seconds(30);
constexpr const char *kFormats = "mpegts,mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,flv,live_flv,aac,mp3,ac3,eac3,ogg,"
                                 "wav,flac,avi,asf,rtsp,sdp,rtp,mpeg";

Error networkError(int code, const std::string &doing)
{
    const std::string detail = doing + ": " + avErrorText(code);
    switch (code) {
    case AVERROR_HTTP_UNAUTHORIZED:
        return {ErrorKind::Credentials, detail, {}, 401};
    case AVERROR_HTTP_FORBIDDEN:
        return {ErrorKind::Connections, detail, {}, 403};
    case AVERROR_HTTP_NOT_FOUND:
        return {ErrorKind::NotFound, detail, {}, 404};
    case AVERROR_HTTP_BAD_REQUEST:
    case AVERROR_HTTP_OTHER_4XX:
        return {ErrorKind::NotFound, detail, {}, 400};
    case AVERROR_HTTP_SERVER_ERROR:
        return {ErrorKind::ServerError, detail, {}, 500};
    case AVERROR(ECONNREFUSED):
        return {ErrorKind::Refused, detail};
    case AVERROR(ETIMEDOUT):
    case AVERROR_EXIT:
        return {ErrorKind::Timeout, detail};
    case AVERROR_PROTOCOL_NOT_FOUND:
    case AVERROR_DEMUXER_NOT_FOUND:
        return {ErrorKind::Unsupported, detail};
    case AVERROR_INVALIDDATA:
        return {ErrorKind::BadAnswer, detail};
    default:
        return {ErrorKind::Network, detail};
    }
}

} // namespace

Demuxer::Demuxer(const MediaRequest &request, ByteSource *source, const Clock &clock, NetThread &net, SlotId slot,
                 std::shared_ptr<CookieJar> cookies)
    : m_request(request)
    , m_source(source)
    , m_clock(clock)
    , m_slot(slot)
    , m_cookies(std::move(cookies))
    , m_playlist(net)
{
    installAvLog();
    if (!source)
        m_nested = std::make_unique<NestedHttp>(request, net, clock, slot, m_cookies);
    if (const auto url = Url::parse(request.url))
        m_policy.emplace(*url);
}

Demuxer::~Demuxer() = default;

void Demuxer::interrupt()
{
    m_interrupted = true;
    m_playlist.cancel();
    if (m_nested)
        m_nested->cancel();
}

int Demuxer::onInterrupt(void *self)
{
    const auto *demuxer = static_cast<Demuxer *>(self);
    const std::int64_t deadline = demuxer->m_deadline;
    return demuxer->m_interrupted || (deadline != 0 && demuxer->m_clock.now().count() > deadline);
}

std::optional<Error> Demuxer::sourceError() const
{
    return m_sourceError || !m_nested ? m_sourceError : m_nested->readError();
}

Nanos Demuxer::readDeadline() const
{
    if (m_form == StreamForm::Hls)
        return kListReadDeadline;
    return m_request.kind == MediaKind::Live ? kLiveReadDeadline : kReadDeadline;
}

Error Demuxer::failure(int code, const char *doing) const
{
    if (m_interrupted)
        return {ErrorKind::Cancelled, doing};
    if (const std::string complaint = takeCertificateComplaint(); !complaint.empty())
        return {ErrorKind::Tls, complaint};
    return sourceError().value_or(networkError(code, doing));
}

/// The tables in m_passing say something else about a PID that libavformat knows already.
Result<> Demuxer::openNewProgramme()
{
    m_programmeChanged = false;
    const std::vector<std::byte> &pat = m_watch.pat();
    m_passing.insert(m_passing.begin(), pat.begin(), pat.end());
    look();
    log::info("kanal.playback.demux", "the programme changed its codecs");
    return openContext();
}

void Demuxer::setCommonOptions(AvOptions &options) const
{
    options.set("format_whitelist", kFormats);
    options.set("max_streams", "64");
    // Timeline unwraps; but what looks for a place in a file has to know that its clock may run over.
    const bool film = m_request.kind == MediaKind::Vod && m_source && !m_source->parted();
    options.set("correct_ts_overflow", film ? "1" : "0");
    options.set("scan_all_pmts", "0");
    options.set("merge_pmt_versions", "0");
    options.set("skip_unknown_pmt", "0");
}

Result<> Demuxer::openSource()
{
    if (auto sniffed = sniffSource(); !sniffed)
        return sniffed;
    if (m_form == StreamForm::Hls) {
        m_foundPlaylist = true;
        return fail(ErrorKind::Unsupported, "a playlist behind a stream address");
    }
    if (m_form == StreamForm::Ts && m_request.kind == MediaKind::Live &&
        findTsGrid(m_head, 2, kTsPacketBytes).packetSize == kTsPacketBytes) {
        m_watching = true;
        m_passing = std::exchange(m_head, {});
        m_passing.erase(m_passing.begin(),
                        m_passing.begin() + std::ptrdiff_t(findTsGrid(m_passing, 2, kTsPacketBytes).offset));
    }
    return openContext();
}

Result<> Demuxer::openContext()
{
    ++m_generation;
    m_context.reset();
    auto *buffer = static_cast<unsigned char *>(av_malloc(kIoBuffer));
    const bool seekable = m_request.kind == MediaKind::Vod && m_source->seekable() && !m_source->parted();
    m_io.reset(avio_alloc_context(buffer, kIoBuffer, 0, this, onRead, nullptr, seekable ? onSeek : nullptr));
    m_io->seekable = seekable ? AVIO_SEEKABLE_NORMAL : 0;

    AVFormatContext *context = avformat_alloc_context();
    context->interrupt_callback = {onInterrupt, this};
    context->pb = m_io.get();
    context->flags |= AVFMT_FLAG_CUSTOM_IO;
    const bool ts = m_form == StreamForm::Ts;
    context->probesize = ts ? 256 * 1024 : 1'000'000;
    AvOptions options;
    setCommonOptions(options);
    options.set("protocol_whitelist", ""); // a single stream opens nothing else
    const int code = avformat_open_input(&context, "", ts ? av_find_input_format("mpegts") : nullptr, options.get());
    if (code < 0)
        return tl::unexpected(failure(code, "open"));
    m_context.reset(context);
    if (!ts || seekable) // a recorded TS file tells its length only when it is looked through
        return readStreamInfo();
    return {};
}

Result<> Demuxer::open()
{
    return m_source ? openSource() : openAddress();
}

/// For containers whose header does not say enough. Short: what is missing comes with the first decoded frame.
Result<> Demuxer::readStreamInfo()
{
    const bool complete =
        m_context->nb_streams > 0 &&
        std::all_of(m_context->streams, m_context->streams + m_context->nb_streams, [](const AVStream *stream) {
            const AVCodecParameters &codec = *stream->codecpar;
            return codec.codec_id != AV_CODEC_ID_NONE && (codec.codec_type != AVMEDIA_TYPE_VIDEO || codec.width > 0) &&
                   (codec.codec_type != AVMEDIA_TYPE_AUDIO || codec.sample_rate > 0);
        });
    if (complete)
        return {};
    m_context->max_analyze_duration = 500'000;
    m_context->fps_probe_size = 0;
    m_deadline = (m_clock.now() + kOpenDeadline).count();
    const int code = avformat_find_stream_info(m_context.get(), nullptr);
    m_deadline = 0;
    if (code < 0)
        return tl::unexpected(failure(code, "stream info"));
    return {};
}

Result<Demuxer::Outcome> Demuxer::read(AVPacket &packet)
{
    for (;;) {
        if (!m_source)
            m_deadline = (m_clock.now() + readDeadline()).count();
        m_mayWake = true;
        const int code = av_read_frame(m_context.get(), &packet);
        m_mayWake = false;
        m_deadline = 0;
        const bool cutShort = m_woken && !m_source->parted(); // of a file a packet may end anywhere
        if (code >= 0 && !cutShort) {
            if (m_form == StreamForm::Hls)
                m_sourceError.reset(); // it went on without what could not be had
            return Outcome::Packet;
        }
        if (std::exchange(m_woken, false)) {
            av_packet_unref(&packet);
            m_io->error = m_io->eof_reached = 0;
            return Outcome::Woken;
        }
        if (m_interrupted)
            return fail(ErrorKind::Cancelled, "read");
        if (!m_programmeChanged) {
            if (auto error = sourceError())
                return tl::unexpected(*std::move(error));
            if (code == AVERROR_EOF)
                return Outcome::End;
            return tl::unexpected(failure(code, "read"));
        }
        if (auto opened = openNewProgramme(); !opened)
            return tl::unexpected(opened.error());
    }
}

Result<> Demuxer::seek(std::chrono::microseconds position)
{
    m_sourceError.reset();
    if (m_io) // what failed at another place
        m_io->error = m_io->eof_reached = 0;
    const std::int64_t start = m_context->start_time == AV_NOPTS_VALUE ? 0 : m_context->start_time;
    const int code = av_seek_frame(m_context.get(), -1, start + position.count(), AVSEEK_FLAG_BACKWARD);
    if (code < 0)
        return tl::unexpected(failure(code, "seek"));
    return {};
}

std::string Demuxer::containerName() const
{
    return m_context && m_context->iformat ? m_context->iformat->name : "";
}

std::chrono::microseconds Demuxer::duration() const
{
    if (const PartedSource *parted = m_source ? m_source->parted() : nullptr)
        return parted->duration();
    if (!m_context || m_request.kind == MediaKind::Live)
        return {};
    if (m_context->duration != AV_NOPTS_VALUE)
        return std::chrono::microseconds(m_context->duration);
    std::int64_t longest = 0; // an avi says it of its streams only
    for (unsigned i = 0; i < m_context->nb_streams; ++i)
        if (const AVStream &stream = *m_context->streams[i]; stream.duration != AV_NOPTS_VALUE)
            longest = std::max(longest, av_rescale_q(stream.duration, stream.time_base, {1, 1'000'000}));
    return std::chrono::microseconds(longest);
}

bool Demuxer::seekable() const
{
    if (m_request.kind != MediaKind::Vod || duration().count() <= 0)
        return false;
    return m_source ? m_source->seekable() : true;
}

} // namespace kanal::playback
