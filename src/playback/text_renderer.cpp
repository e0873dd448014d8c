// SPDX-License-Identifier: MIT
#include "text_renderer.h"

#include <algorithm>
#include <utility>

#include <ass/ass.h>

namespace kanal::playback
{

namespace
{

constexpr std::size_t kMostLines = 2000; ///< of a track that goes on; older ones go
constexpr std::int64_t kKeptMs = 60'000; ///< behind the newest
constexpr int kMostImages = 512;         ///< of one drawing
constexpr int kLargestSide = 4096;       ///< of a drawing
constexpr int kMostPixels = 1 << 23;     ///< of all images of a drawing

OverlayRect coloured(const ASS_Image &image, int width, int height)
{
    OverlayRect rect{double(image.dst_x) / width,
                     double(image.dst_y) / height,
                     double(image.w) / width,
                     double(image.h) / height,
                     image.w,
                     image.h,
                     {}};
    rect.pixels.resize(std::size_t(image.w) * std::size_t(image.h) * 4);
    const unsigned opacity = 255 - (image.color & 0xFFU);
    std::uint8_t *out = rect.pixels.data();
    for (int y = 0; y < image.h; ++y)
        for (int x = 0; x < image.w; ++x) {
            const unsigned alpha = image.bitmap[std::ptrdiff_t(y) * image.stride + x] * opacity / 255;
            for (const int shift : {24, 16, 8})
                *out++ = std::uint8_t((image.color >> shift & 0xFFU) * alpha / 255);
            *out++ = std::uint8_t(alpha);
        }
    return rect;
}

} // namespace

struct TextRenderer::Ass {
    ASS_Library *library = nullptr;
    ASS_Renderer *renderer = nullptr;
    ASS_Track *track = nullptr;
    ~Ass()
    {
        if (track)
            ass_free_track(track);
        if (renderer)
            ass_renderer_done(renderer);
        if (library)
            ass_library_done(library);
    }
};

std::unique_ptr<TextRenderer> TextRenderer::make(const std::string &header, const std::vector<SubtitleFont> &fonts)
{
    auto ass = std::make_unique<Ass>();
    ass->library = ass_library_init();
    if (!ass->library)
        return nullptr;
    ass_set_message_cb(
        ass->library, [](int, const char *, va_list, void *) {}, nullptr);
    for (const SubtitleFont &font : fonts)
        ass_add_font(ass->library, const_cast<char *>(font.name.c_str()), const_cast<char *>(font.bytes.data()),
                     int(font.bytes.size()));
    ass->renderer = ass_renderer_init(ass->library);
    ass->track = ass_new_track(ass->library);
    if (!ass->renderer || !ass->track)
        return nullptr;
    ass_set_fonts(ass->renderer, nullptr, "sans-serif", ASS_FONTPROVIDER_AUTODETECT, nullptr, 1);
    ass_process_codec_private(ass->track, const_cast<char *>(header.data()), int(header.size()));
    return std::unique_ptr<TextRenderer>(new TextRenderer(std::move(ass)));
}

TextRenderer::TextRenderer(std::unique_ptr<Ass> ass)
    : m_ass(std::move(ass))
{
}

TextRenderer::~TextRenderer() = default;

void TextRenderer::add(const SubtitleItem &item)
{
    const std::int64_t beginMs = item.beginUs / 1000;
    if (item.replaces)
        endAt(beginMs);
    if (!m_keepsAll && m_lines.size() >= kMostLines)
        forgetOld(beginMs);
    for (const std::string &text : item.lines)
        put(m_lines.emplace_back(Line{beginMs, item.endUs / 1000, text}));
}

void TextRenderer::put(const Line &line)
{
    ass_process_chunk(m_ass->track, const_cast<char *>(line.text.data()), int(line.text.size()), line.beginMs,
                      line.endMs - line.beginMs);
}

/// What is shown at this time has been replaced.
void TextRenderer::endAt(std::int64_t atMs)
{
    for (Line &line : m_lines)
        line.endMs = std::min(line.endMs, std::max(line.beginMs, atMs));
    for (int i = 0; i < m_ass->track->n_events; ++i) {
        ASS_Event &event = m_ass->track->events[i];
        event.Duration = std::min<long long>(event.Duration, std::max<long long>(0, atMs - event.Start));
    }
}

void TextRenderer::forgetOld(std::int64_t newestMs)
{
    std::erase_if(m_lines, [newestMs](const Line &line) { return line.endMs < newestMs - kKeptMs; });
    while (m_lines.size() >= kMostLines)
        m_lines.pop_front();
    ass_flush_events(m_ass->track);
    for (const Line &line : m_lines)
        put(line);
}

void TextRenderer::clear()
{
    ass_flush_events(m_ass->track);
    m_lines.clear();
    m_last = nullptr;
    m_refitted = true;
}

void TextRenderer::fit(Fit fit)
{
    if (const int side = std::max(fit.width, fit.height); side > kLargestSide) { // drawn smaller, shown as large
        fit.width = std::max(1, int(std::int64_t(fit.width) * kLargestSide / side));
        fit.height = std::max(1, int(std::int64_t(fit.height) * kLargestSide / side));
    }
    if (fit == m_fit || fit.width <= 0 || fit.height <= 0)
        return;
    m_fit = fit;
    m_refitted = true;
    ass_set_frame_size(m_ass->renderer, fit.width, fit.height);
    ass_set_storage_size(m_ass->renderer, std::max(0, fit.storageWidth), std::max(0, fit.storageHeight));
    ass_set_font_scale(m_ass->renderer, fit.scale);
}

OverlaysRef TextRenderer::draw(std::int64_t atMs)
{
    if (m_fit.width <= 0)
        return nullptr;
    int change = 0;
    const ASS_Image *image = ass_render_frame(m_ass->renderer, m_ass->track, atMs, &change);
    if (change == 0 && !std::exchange(m_refitted, false))
        return m_last;
    m_refitted = false;
    auto drawing = std::make_shared<Overlays>();
    std::int64_t pixels = 0;
    for (; image && int(drawing->size()) < kMostImages; image = image->next) {
        pixels += std::int64_t(image->w) * image->h;
        if (pixels > kMostPixels)
            break;
        if (image->w > 0 && image->h > 0)
            drawing->push_back(coloured(*image, m_fit.width, m_fit.height));
    }
    m_last = drawing->empty() ? nullptr : OverlaysRef(std::move(drawing));
    return m_last;
}

} // namespace kanal::playback
