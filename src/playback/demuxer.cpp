// SPDX-License-Identifier: MIT
#include "demuxer.h"

#include "av_log.h"
#include "hls_master.h"
#include "net_thread.h"

#include <kanal/core/limits.h>
#include <kanal/core/log.h>
#include <kanal/core/redact.h>

#include <algorithm>
#include <utility>

namespace kanal::playback
{

namespace
{

constexpr int kIoBuffer = 64 * 1024;
constexpr auto kOpenDeadline = std::chrono::seconds(10);
constexpr auto kReadDeadline =
    std::chrono::seconds(10); ///< libavformat's own I/O: nothing for so long is a dead stream
constexpr const char *kFormats = "mpegts,hls,mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,flv,live_flv,aac,mp3,ac3,eac3,ogg,"
                                 "wav,flac,avi,asf,rtsp,sdp,rtp,mpeg";
constexpr const char *kNetworkProtocols = "http,https,tcp,tls,crypto,data,httpproxy";
constexpr const char *kStreamProtocols = "http,https,tcp,tls,crypto,data,httpproxy,udp,rtp,rtsp,srt,rtmp,rtmps,rtmpt";

bool isWeb(const std::string &scheme)
{
    return scheme == "http" || scheme == "https";
}

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

Demuxer::Demuxer(const MediaRequest &request, ByteSource *source, const Clock &clock, NetThread &net, SlotId slot)
    : m_request(request)
    , m_source(source)
    , m_clock(clock)
    , m_net(net)
    , m_slot(slot)
    , m_playlist(net)
{
    installAvLog();
    if (const auto url = Url::parse(request.url))
        m_policy.emplace(*url);
}

Demuxer::~Demuxer() = default;

void Demuxer::interrupt()
{
    m_interrupted = true;
    m_playlist.cancel();
}

int Demuxer::onInterrupt(void *self)
{
    const auto *demuxer = static_cast<Demuxer *>(self);
    const std::int64_t deadline = demuxer->m_deadline;
    return demuxer->m_interrupted || (deadline != 0 && demuxer->m_clock.now().count() > deadline);
}

Error Demuxer::sourceOr(Error otherwise) const
{
    return m_sourceError.value_or(std::move(otherwise));
}

Error Demuxer::failure(int code, const char *doing) const
{
    if (m_interrupted)
        return {ErrorKind::Cancelled, doing};
    if (const std::string complaint = takeCertificateComplaint(); !complaint.empty())
        return {ErrorKind::Tls, complaint};
    return sourceOr(networkError(code, doing));
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

/// Every nested address of a playlist passes the gate, on top of libavformat's own protocol list.
int Demuxer::onOpen(AVFormatContext *context, AVIOContext **io, const char *url, int flags, AVDictionary **options)
{
    auto *demuxer = static_cast<Demuxer *>(context->interrupt_callback.opaque);
    const std::string_view text = url;
    const std::string plain(text.substr(text.rfind("crypto+", 0) == 0 ? 7 : 0));
    if (const auto parsed = Url::parse(plain); !parsed || (demuxer->m_policy && !demuxer->m_policy->check(*parsed))) {
        log::warning("kanal.playback.demux", "refused nested address " + redact(plain));
        return AVERROR(EACCES);
    }
    return demuxer->m_defaultOpen(context, io, url, flags, options);
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

/// The one media playlist libavformat shall open: status, page and variants are our business (docs/playback.md).
Result<std::string> Demuxer::choosePlaylist()
{
    const Result<FetchedText> fetched = m_playlist.fetch(m_request, m_slot);
    if (!fetched)
        return tl::unexpected(fetched.error());
    const auto base = Url::parse(fetched->url);
    if (!base || !m_policy)
        return fail(ErrorKind::Address, "the playlist came from no address");
    const HlsPlaylist playlist = parseHls(fetched->text, *base, *m_policy);
    if (playlist.kind == HlsKind::Media)
        return m_request.url;
    if (playlist.kind == HlsKind::None) {
        const bool page = sniff(std::as_bytes(std::span(fetched->text))) == StreamForm::Html;
        return page ? fail(ErrorKind::WebPage, "a web page instead of a playlist")
                    : fail(ErrorKind::BadAnswer, "no playlist");
    }
    const HlsVariant *variant = chooseVariant(playlist.variants, {});
    if (!variant)
        return fail(ErrorKind::BadAnswer, "a playlist without variants");
    log::info("kanal.playback.demux", "variant bandwidth=" + std::to_string(variant->bandwidth) +
                                          " height=" + std::to_string(variant->height) +
                                          " of=" + std::to_string(playlist.variants.size()));
    return variant->separateSound ? m_request.url : variant->url;
}

Result<> Demuxer::openAddress()
{
    const auto url = Url::parse(m_request.url);
    if (!url)
        return tl::unexpected(url.error());
    const bool web = isWeb(url->scheme);
    const Result<std::string> address = web ? choosePlaylist() : m_request.url;
    if (!address)
        return tl::unexpected(address.error());
    const Result<std::string> proxy = web ? proxyFor(*url) : std::string();
    if (!proxy)
        return tl::unexpected(proxy.error());
    AVFormatContext *context = avformat_alloc_context();
    context->interrupt_callback = {onInterrupt, this};
    m_defaultOpen = context->io_open;
    context->io_open = onOpen;
    context->probesize = 1'000'000;
    AvOptions options;
    setCommonOptions(options);
    options.set("protocol_whitelist", web ? kNetworkProtocols : kStreamProtocols);
    options.set("tls_verify", "1");
    takeCertificateComplaint(); // of an earlier try
    if (web) {
        options.set("user_agent", m_request.userAgent.empty() ? std::string(kDefaultUserAgent) : m_request.userAgent);
        options.set("rw_timeout", "8000000");
        options.set("http_proxy", *proxy);
        std::string headers;
        for (const auto &[name, value] : m_request.headers)
            if (!belongsToHost(name)) // libavformat would give them to every host it is sent to
                headers += name + ": " + value + "\r\n";
        if (!headers.empty())
            options.set("headers", headers);
        options.set("http_persistent", "0");
        options.set("http_multiple", "0"); // one connection: accounts are limited
        options.set("extension_picky", "0");
        options.set("allowed_extensions", "ALL");
    }
    const AVInputFormat *format = web ? av_find_input_format("hls") : nullptr; // single streams have a source of ours
    m_deadline = (m_clock.now() + kOpenDeadline).count();
    int code = url->scheme == "udp" || url->scheme == "srt" ? tap(*context, *address, options) : 0;
    if (code < 0)
        avformat_free_context(context);
    else
        code = avformat_open_input(&context, address->c_str(), format, options.get());
    m_deadline = 0;
    if (code < 0)
        return tl::unexpected(failure(code, "open"));
    m_context.reset(context);
    m_form = format ? StreamForm::Hls : StreamForm::Other;
    if (!format)
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
            m_deadline = (m_clock.now() + kReadDeadline).count();
        m_mayWake = true;
        const int code = av_read_frame(m_context.get(), &packet);
        m_mayWake = false;
        m_deadline = 0;
        const bool cutShort = m_woken && !m_source->parted(); // of a file a packet may end anywhere
        if (code >= 0 && !cutShort)
            return Outcome::Packet;
        if (std::exchange(m_woken, false)) {
            av_packet_unref(&packet);
            m_io->error = m_io->eof_reached = 0;
            return Outcome::Woken;
        }
        if (m_interrupted)
            return fail(ErrorKind::Cancelled, "read");
        if (!m_programmeChanged) {
            if (m_sourceError)
                return tl::unexpected(*m_sourceError);
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
