// SPDX-License-Identifier: MIT
#include "text_renderer.h"

#include <algorithm>

#include <ass/ass.h>

namespace kanal::playback
{

namespace
{

constexpr int kMostEvents = 2000;    ///< of a track; older ones go
constexpr int kMostImages = 512;     ///< of one drawing
constexpr int kLargestSide = 4096;   ///< of a drawing
constexpr int kMostPixels = 1 << 23; ///< of all images of a drawing

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

std::unique_ptr<TextRenderer> TextRenderer::make(const std::string &header)
{
    auto ass = std::make_unique<Ass>();
    ass->library = ass_library_init();
    if (!ass->library)
        return nullptr;
    ass_set_message_cb(
        ass->library, [](int, const char *, va_list, void *) {}, nullptr);
    ass->renderer = ass_renderer_init(ass->library);
    ass->track = ass_new_track(ass->library);
    if (!ass->renderer || !ass->track)
        return nullptr;
    ass_set_fonts(ass->renderer, nullptr, "sans-serif", ASS_FONTPROVIDER_AUTODETECT, nullptr, 1);
    ass_process_codec_private(ass->track, const_cast<char *>(header.data()), int(header.size()));
    std::unique_ptr<TextRenderer> renderer(new TextRenderer(std::move(ass)));
    // The first letters cost the most: fonts are found and opened. Here nobody waits for it.
    renderer->add("0,0,Default,,0,0,0,,Abc", 0, 1000);
    renderer->draw(0, 320, 180);
    renderer->clear();
    return renderer;
}

TextRenderer::TextRenderer(std::unique_ptr<Ass> ass)
    : m_ass(std::move(ass))
{
}

TextRenderer::~TextRenderer() = default;

void TextRenderer::add(const std::string &line, std::int64_t beginMs, std::int64_t durationMs)
{
    if (m_ass->track->n_events >= kMostEvents)
        ass_flush_events(m_ass->track);
    ass_process_chunk(m_ass->track, const_cast<char *>(line.data()), int(line.size()), beginMs, durationMs);
}

void TextRenderer::clear()
{
    ass_flush_events(m_ass->track);
    m_last = nullptr;
    m_width = 0;
}

OverlaysRef TextRenderer::draw(std::int64_t atMs, int width, int height)
{
    if (width <= 0 || height <= 0 || width > kLargestSide || height > kLargestSide)
        return nullptr;
    const bool resized = width != m_width || height != m_height;
    if (resized) {
        ass_set_frame_size(m_ass->renderer, width, height);
        m_width = width;
        m_height = height;
    }
    int change = 0;
    const ASS_Image *image = ass_render_frame(m_ass->renderer, m_ass->track, atMs, &change);
    if (change == 0 && !resized)
        return m_last;
    auto drawing = std::make_shared<Overlays>();
    std::int64_t pixels = 0;
    for (; image && int(drawing->size()) < kMostImages; image = image->next) {
        pixels += std::int64_t(image->w) * image->h;
        if (pixels > kMostPixels)
            break;
        if (image->w > 0 && image->h > 0)
            drawing->push_back(coloured(*image, width, height));
    }
    m_last = drawing->empty() ? nullptr : OverlaysRef(std::move(drawing));
    return m_last;
}

} // namespace kanal::playback
