// SPDX-License-Identifier: MIT
#include <kanal/playback/video_colour.h>
#include <kanal/playback/video_rgb_table.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace kanal::playback
{

namespace
{

// Samples count as 16 bits here, whatever they are stored in. The eye is finer for brightness, and so is the table.
constexpr int kLumaNodes = 65, kChromaNodes = 33;
constexpr int kLumaShift = 10, kChromaShift = 11; ///< from a sample to the node below it
constexpr int kUnit = 64;                         ///< of a node's values: 1/255
constexpr int kLumaWeight = 8, kChromaWeight = 7; ///< bits of a weight
constexpr int kSumShift = 2 * kChromaWeight, kResultShift = 6 + kLumaWeight;

using Node = std::array<std::int16_t, 4>;

constexpr std::size_t nodeAt(int u, int v)
{
    return (std::size_t(v) * kChromaNodes + std::size_t(u)) * kLumaNodes;
}

/// Half a step of 8 bits up or down, in an ordered pattern: what would be bands becomes grain too fine to see.
constexpr int kPattern = 8;
constexpr std::uint8_t kThresholds[kPattern][kPattern] = {
    {0, 32, 8, 40, 2, 34, 10, 42},    {48, 16, 56, 24, 50, 18, 58, 26}, {12, 44, 4, 36, 14, 46, 6, 38},
    {60, 28, 52, 20, 62, 30, 54, 22}, {3, 35, 11, 43, 1, 33, 9, 41},    {51, 19, 59, 27, 49, 17, 57, 25},
    {15, 47, 7, 39, 13, 45, 5, 37},   {63, 31, 55, 23, 61, 29, 53, 21}};

/// A row of samples, each as 16 bits.
struct Row {
    const std::uint8_t *bytes;
    int sampleBytes, shift;

    int operator[](int x) const
    {
        if (sampleBytes == 1)
            return bytes[x] << 8;
        std::uint16_t value = 0;
        std::memcpy(&value, bytes + std::ptrdiff_t(x) * 2, sizeof value);
        return std::uint16_t(value << shift);
    }
};

/// The four columns of brightness around a chroma, and how much each counts.
struct Around {
    const Node *columns[4]; ///< u v, u+1 v, u v+1, u+1 v+1
    int weights[4];

    Around(const Node *nodes, int u, int v)
    {
        const int atU = u >> kChromaShift, atV = v >> kChromaShift;
        constexpr int kWhole = 1 << kChromaWeight;
        const int moreU = u >> (kChromaShift - kChromaWeight) & (kWhole - 1);
        const int moreV = v >> (kChromaShift - kChromaWeight) & (kWhole - 1);
        columns[0] = nodes + nodeAt(atU, atV);
        columns[1] = nodes + nodeAt(atU + 1, atV);
        columns[2] = nodes + nodeAt(atU, atV + 1);
        columns[3] = nodes + nodeAt(atU + 1, atV + 1);
        weights[0] = (kWhole - moreU) * (kWhole - moreV);
        weights[1] = moreU * (kWhole - moreV);
        weights[2] = (kWhole - moreU) * moreV;
        weights[3] = moreU * moreV;
    }

    void write(int luma, int dither, std::uint8_t *to) const;
};

#if defined(__SSE2__)

void Around::write(int luma, int dither, std::uint8_t *to) const
{
    const int node = luma >> kLumaShift;
    const int more = luma >> (kLumaShift - kLumaWeight) & ((1 << kLumaWeight) - 1);
    const auto pairOf = [&](int column) { // this node and the brighter one
        return _mm_loadu_si128(reinterpret_cast<const __m128i *>(columns[column] + node));
    };
    const __m128i near = _mm_set1_epi32(weights[0] | weights[1] << 16),
                  far = _mm_set1_epi32(weights[2] | weights[3] << 16);
    const __m128i a = pairOf(0), b = pairOf(1), c = pairOf(2), d = pairOf(3);
    const __m128i dark =
        _mm_add_epi32(_mm_madd_epi16(_mm_unpacklo_epi16(a, b), near), _mm_madd_epi16(_mm_unpacklo_epi16(c, d), far));
    const __m128i bright =
        _mm_add_epi32(_mm_madd_epi16(_mm_unpackhi_epi16(a, b), near), _mm_madd_epi16(_mm_unpackhi_epi16(c, d), far));
    const __m128i both = _mm_packs_epi32(_mm_srai_epi32(dark, kSumShift), _mm_srai_epi32(bright, kSumShift));
    const __m128i mixed = _mm_madd_epi16(_mm_unpacklo_epi16(both, _mm_srli_si128(both, 8)),
                                         _mm_set1_epi32(((1 << kLumaWeight) - more) | more << 16));
    const __m128i whole = _mm_srai_epi32(_mm_add_epi32(mixed, _mm_set1_epi32(dither)), kResultShift);
    const __m128i words = _mm_packs_epi32(whole, whole);
    const int pixel = _mm_cvtsi128_si32(_mm_packus_epi16(words, words));
    std::memcpy(to, &pixel, sizeof pixel);
}

#else

void Around::write(int luma, int dither, std::uint8_t *to) const
{
    const int node = luma >> kLumaShift;
    const int more = luma >> (kLumaShift - kLumaWeight) & ((1 << kLumaWeight) - 1);
    for (std::size_t part = 0; part < 4; ++part) {
        int dark = 0, bright = 0;
        for (int i = 0; i < 4; ++i) {
            dark += columns[i][node][part] * weights[i];
            bright += columns[i][node + 1][part] * weights[i];
        }
        const int mixed = (dark >> kSumShift) * ((1 << kLumaWeight) - more) + (bright >> kSumShift) * more + dither;
        to[part] = std::uint8_t(std::clamp(mixed >> kResultShift, 0, 255));
    }
}

#endif

} // namespace

void VideoRgbTable::prepare(const VideoFrame &frame)
{
    if (m_bits == frame.depth.bits && m_colour == frame.colour)
        return;
    m_bits = frame.depth.bits;
    m_colour = frame.colour;
    m_nodes.resize(nodeAt(0, kChromaNodes));
    const ColourMatrix matrix = colourMatrix(frame.colour, {frame.depth.bits, true});
    const auto textureOf = [](int node, int shift) { return double(node << shift) / 65535; };
    for (int v = 0; v < kChromaNodes; ++v)
        for (int u = 0; u < kChromaNodes; ++u)
            for (int y = 0; y < kLumaNodes; ++y) {
                const std::array<double, 3> at = {textureOf(y, kLumaShift), textureOf(u, kChromaShift),
                                                  textureOf(v, kChromaShift)};
                Rgb coded{};
                for (std::size_t row = 0; row < coded.size(); ++row)
                    coded[row] =
                        matrix[row][0] * at[0] + matrix[row][1] * at[1] + matrix[row][2] * at[2] + matrix[row][3];
                const Rgb shown = shownOnSdr(frame.colour, coded);
                const auto value = [&](std::size_t part) {
                    return std::int16_t(std::lround(std::clamp(shown[part], -2.0, 2.0) * 255 * kUnit));
                };
                m_nodes[nodeAt(u, v) + std::size_t(y)] = {value(2), value(1), value(0), 255 * kUnit};
            }
}

void VideoRgbTable::convert(const VideoFrame &frame, std::uint8_t *to, std::ptrdiff_t stride)
{
    prepare(frame);
    const bool deep = frame.depth.bits > 8, paired = frame.layout == PixelLayout::Nv12;
    const int shift = frame.depth.high ? 0 : 16 - frame.depth.bits;
    const int halfX = frame.layout == PixelLayout::Yuv444 ? 0 : 1;
    const int halfY = frame.layout == PixelLayout::Yuv420 || paired ? 1 : 0;
    const bool dithered = deep || needsMapping(frame.colour);
    const auto rowOf = [&](std::size_t plane, int y) {
        return Row{frame.planes[plane] + std::ptrdiff_t(y) * frame.strides[plane], deep ? 2 : 1, shift};
    };
    for (int y = 0; y < frame.height; ++y, to += stride) {
        const Row luma = rowOf(0, y), u = rowOf(1, y >> halfY), v = rowOf(paired ? 1 : 2, y >> halfY);
        const std::uint8_t *thresholds = kThresholds[y % kPattern];
        for (int x = 0; x < frame.width;) {
            const int chroma = x >> halfX;
            const Around around(m_nodes.data(), paired ? u[2 * chroma] : u[chroma],
                                paired ? v[2 * chroma + 1] : v[chroma]);
            for (const int end = std::min(frame.width, (chroma + 1) << halfX); x < end; ++x) {
                const int threshold = dithered ? thresholds[x % kPattern] * 2 + 1 : 64;
                around.write(luma[x], threshold << (kResultShift - 7), to + std::ptrdiff_t(x) * 4);
            }
        }
    }
}

} // namespace kanal::playback
