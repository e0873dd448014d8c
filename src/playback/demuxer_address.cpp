// SPDX-License-Identifier: MIT
// Addresses without a source of ours: what libavformat connects to by itself, and playlists it reads over our HTTP.
#include "av_log.h"
#include "demuxer.h"
#include "hls_master.h"

#include <kanal/core/log.h>
#include <kanal/core/redact.h>

namespace kanal::playback
{

namespace
{

constexpr const char *kPlaylistFormats = "hls,mpegts,mov,mp4,m4a,3gp,3g2,mj2,aac,mp3,ac3,eac3,webvtt";
constexpr const char *kStreamProtocols = "http,https,tcp,tls,crypto,data,httpproxy,udp,rtp,rtsp,srt,rtmp,rtmps,rtmpt";

bool isWeb(std::string_view scheme)
{
    return scheme == "http" || scheme == "https";
}

} // namespace

Result<> Demuxer::openAddress()
{
    const auto url = Url::parse(m_request.url);
    if (!url)
        return tl::unexpected(url.error());
    takeCertificateComplaint(); // of an earlier try
    return isWeb(url->scheme) ? openPlaylist() : openStream(*url);
}

/// The one media playlist libavformat shall read: status, page and variants are our business (docs/playback.md).
Result<std::string> Demuxer::choosePlaylist()
{
    const Result<FetchedText> fetched = m_playlist.fetch(m_request, m_slot, m_cookies);
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

/// The list is given to libavformat as an I/O of ours: one that its io_open hook returned it would close as its own.
Result<> Demuxer::openPlaylist()
{
    const Result<std::string> address = choosePlaylist();
    if (!address)
        return tl::unexpected(address.error());
    const Result<AVIOContext *> list = m_nested->open(*address, nullptr);
    if (!list)
        return tl::unexpected(list.error());
    m_context.reset();
    m_list.reset(*list);
    AVFormatContext *context = avformat_alloc_context();
    context->interrupt_callback = {onInterrupt, this};
    context->io_open = onOpen;
    context->io_close2 = onClose;
    context->pb = m_list.get();
    context->flags |= AVFMT_FLAG_CUSTOM_IO;
    context->probesize = 1'000'000;
    AvOptions options;
    setCommonOptions(options);
    options.set("format_whitelist", kPlaylistFormats);
    options.set("protocol_whitelist", ""); // what it wants comes through onOpen()
    options.set("http_persistent", "0");   // it would ask its own HTTP
    options.set("http_multiple", "0");
    options.set("extension_picky", "0");
    options.set("allowed_extensions", "ALL");
    m_deadline = (m_clock.now() + kOpenDeadline).count();
    const int code = avformat_open_input(&context, address->c_str(), av_find_input_format("hls"), options.get());
    m_deadline = 0;
    if (code < 0)
        return tl::unexpected(failure(code, "open"));
    m_context.reset(context);
    m_form = StreamForm::Hls;
    return {};
}

Result<> Demuxer::openStream(const Url &url)
{
    AVFormatContext *context = avformat_alloc_context();
    context->interrupt_callback = {onInterrupt, this};
    m_defaultOpen = context->io_open;
    context->io_open = onOpen;
    context->probesize = 1'000'000;
    AvOptions options;
    setCommonOptions(options);
    options.set("protocol_whitelist", kStreamProtocols);
    options.set("tls_verify", "1");
    m_deadline = (m_clock.now() + kOpenDeadline).count();
    int code = url.scheme == "udp" || url.scheme == "srt" ? tap(*context, m_request.url, options) : 0;
    if (code < 0)
        avformat_free_context(context);
    else
        code = avformat_open_input(&context, m_request.url.c_str(), nullptr, options.get());
    m_deadline = 0;
    if (code < 0)
        return tl::unexpected(failure(code, "open"));
    m_context.reset(context);
    m_form = StreamForm::Other;
    return readStreamInfo();
}

/// What libavformat opens by itself beside the address it was given: over our HTTP, or nothing but what the gate lets
/// through.
int Demuxer::onOpen(AVFormatContext *context, AVIOContext **io, const char *url, int flags, AVDictionary **options)
{
    auto *demuxer = static_cast<Demuxer *>(context->interrupt_callback.opaque);
    if (!demuxer->m_defaultOpen)
        return demuxer->openNested(io, url, options ? *options : nullptr);
    const auto parsed = Url::parse(url);
    if (!parsed || isWeb(parsed->scheme) || (demuxer->m_policy && !demuxer->m_policy->check(*parsed))) {
        log::warning("kanal.playback.demux", "refused nested address " + redact(url));
        return AVERROR(EACCES);
    }
    return demuxer->m_defaultOpen(context, io, url, flags, options);
}

int Demuxer::openNested(AVIOContext **io, const char *url, const AVDictionary *options)
{
    Result<AVIOContext *> opened = m_nested->open(url, options);
    if (opened) {
        *io = *opened;
        return 0;
    }
    if (opened.error().kind == ErrorKind::Cancelled)
        return AVERROR_EXIT;
    log::info("kanal.playback.demux", "a part of the playlist cannot be had: " + opened.error().detail);
    m_sourceError = std::move(opened).error();
    return AVERROR(EIO);
}

int Demuxer::onClose(AVFormatContext *, AVIOContext *io)
{
    NestedHttp::close(io);
    return 0;
}

} // namespace kanal::playback
