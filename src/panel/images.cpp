// SPDX-License-Identifier: MIT
#include "images.h"

#include "clip_painter.h"
#include "themes.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace kanal::panel
{
namespace
{

constexpr std::size_t kMostKept = 2'000;
constexpr std::size_t kInventedDigits = 2; ///< of an id that a picture of the huge scenario goes by

struct Subject {
    Theme theme;
    std::string title, monogram;
};

/// Entries of the huge scenario have none of our themes: any will do, as long as it stays the same. A hundred do for
/// all of them: who measures a player on this machine does not want to measure a painter.
Subject inventedSubject(const std::string &id)
{
    constexpr std::array kThemes{kDusk, kCity, kHarbour, kMeadow, kAlps, kDesert, kCandy, kLagoon, kNeon, kNight};
    const unsigned number = unsigned(std::strtoul(id.c_str(), nullptr, 10));
    Subject subject{kThemes[number % kThemes.size()], id, id};
    subject.theme.seed = number;
    return subject;
}

} // namespace

HttpResponse Images::answer(const HttpRequest &request)
{
    const std::string name = request.segment(1);
    if (!name.ends_with(".png") || name.size() > 24)
        return HttpResponse::empty(404);
    std::string id = name.substr(0, name.size() - 4);
    if (m_site.scenario.lists == Scenario::Lists::Huge)
        id.erase(0, id.size() - std::min(id.size(), kInventedDigits));
    const std::string subject = request.segment(0) + "/" + id;
    std::string &png = m_painted[subject];
    if (png.empty())
        png = paint(request.segment(0), id);
    if (png.empty()) {
        m_painted.erase(subject);
        return HttpResponse::empty(404);
    }
    HttpResponse response = HttpResponse::text(200, "image/png", png);
    response.headers.emplace_back("Cache-Control", "max-age=86400");
    if (m_painted.size() > kMostKept)
        m_painted.clear();
    return response;
}

std::string Images::paint(const std::string &kind, const std::string &id) const
{
    const bool huge = m_site.scenario.lists == Scenario::Lists::Huge;
    std::optional<Subject> subject;
    if (kind == "logos") {
        if (const Channel *channel = m_site.content.channel(channelIdOf(m_site, id)); channel && !channel->isHeading())
            subject = {channel->clip.theme, channel->clip.title, channel->clip.monogram};
    } else if (const Film *film = m_site.content.film(filmIdOf(m_site, id))) {
        subject = {film->clip.theme, film->clip.title, film->clip.monogram};
    } else if (const Series *series = m_site.content.seriesOf(std::atoi(id.c_str()))) {
        subject = {series->theme, series->name, {}};
    }
    if (huge && !id.empty())
        subject = inventedSubject(id);
    if (!subject)
        return {};
    FramePtr picture;
    if (kind == "logos")
        picture = paintLogo(subject->theme, subject->monogram, 160);
    else if (kind == "posters")
        picture = paintPoster(subject->theme, subject->title, 300, 450);
    else
        picture = paintPoster(subject->theme, {}, 1280, 720);
    return picture ? encodePng(*picture) : std::string();
}

std::string encodePng(const AVFrame &picture)
{
    FramePtr rgb = makePicture(picture.width, picture.height, AV_PIX_FMT_RGB24);
    SwsPtr converter(sws_getContext(picture.width, picture.height, AV_PIX_FMT_YUV420P, picture.width, picture.height,
                                    AV_PIX_FMT_RGB24, SWS_BICUBIC, nullptr, nullptr, nullptr));
    const AVCodec *codec = avcodec_find_encoder(AV_CODEC_ID_PNG);
    CodecPtr encoder(codec ? avcodec_alloc_context3(codec) : nullptr);
    PacketPtr packet(av_packet_alloc());
    if (!rgb || !converter || !encoder || !packet)
        return {};
    const int *bt709 = sws_getCoefficients(SWS_CS_ITU709);
    sws_setColorspaceDetails(converter.get(), bt709, 0, bt709, 1, 0, 1 << 16, 1 << 16);
    sws_scale(converter.get(), picture.data, picture.linesize, 0, picture.height, rgb->data, rgb->linesize);
    encoder->width = picture.width;
    encoder->height = picture.height;
    encoder->pix_fmt = AV_PIX_FMT_RGB24;
    encoder->time_base = {1, 25};
    encoder->compression_level = 3;
    if (avcodec_open2(encoder.get(), codec, nullptr) < 0 || avcodec_send_frame(encoder.get(), rgb.get()) < 0 ||
        avcodec_receive_packet(encoder.get(), packet.get()) < 0)
        return {};
    return {reinterpret_cast<const char *>(packet->data), std::size_t(packet->size)};
}

} // namespace kanal::panel
