// SPDX-License-Identifier: MIT
#include "plane_scaler.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))
#include <tmmintrin.h>
#define KANAL_WITH_SSSE3 __attribute__((target("ssse3")))
#endif

namespace kanal::playback
{

namespace
{

constexpr int kGroup = 8, kLoad = 16;
constexpr int kWhole = 64, kShift = 6; ///< weights are signed bytes in the instruction that uses them
constexpr double kMostShrinking = 1.8; ///< eight pixels and their neighbours then lie within one load

/// Where the middle of output pixel `at` lies in the source: a pixel and how much of the next one.
struct Place {
    int pixel = 0, share = 0;
};
Place placeOf(int at, int from, int to)
{
    const double middle = std::clamp((at + 0.5) * from / to - 0.5, 0.0, double(from - 1));
    const int pixel = std::min(int(middle), std::max(0, from - 2));
    return {pixel, std::min(kWhole, int(std::lround((middle - pixel) * kWhole)))};
}

} // namespace

bool PlaneScaler::suits(PlaneSize from, PlaneSize to)
{
#ifdef KANAL_WITH_SSSE3
    const auto fits = [](int whole, int wanted) {
        return whole >= 2 && wanted >= 2 && whole <= wanted * kMostShrinking;
    };
    return fits(from.width, to.width) && fits(from.height, to.height) && __builtin_cpu_supports("ssse3");
#else
    return (void)from, (void)to, false;
#endif
}

void PlaneScaler::prepare(PlaneSize from, PlaneSize to)
{
    if (from == m_from && to == m_to)
        return;
    m_from = from;
    m_to = to;
    m_row.assign(std::size_t(from.width) + kLoad, 0);
    m_groups.assign(std::size_t(to.width + kGroup - 1) / kGroup, {});
    for (std::size_t g = 0; g < m_groups.size(); ++g) {
        Group &group = m_groups[g];
        const int begin = int(g) * kGroup;
        group.first = placeOf(std::min(begin, to.width - 1), from.width, to.width).pixel;
        for (int i = 0; i < kGroup; ++i) {
            const Place place = placeOf(std::min(begin + i, to.width - 1), from.width, to.width);
            const int offset = place.pixel - group.first;
            group.take[2 * i] = std::uint8_t(offset);
            group.take[2 * i + 1] = std::uint8_t(offset + 1);
            group.weight[2 * i] = std::int8_t(kWhole - place.share);
            group.weight[2 * i + 1] = std::int8_t(place.share);
        }
    }
}

void PlaneScaler::scale(const std::uint8_t *from, std::ptrdiff_t fromStride, std::uint8_t *to, std::ptrdiff_t toStride)
{
    for (int y = 0; y < m_to.height; ++y) {
        const Place place = placeOf(y, m_from.height, m_to.height);
        const std::uint8_t *above = from + place.pixel * fromStride;
        mixRows(above, above + fromStride, place.share);
        scaleRow(to + y * toStride);
    }
}

#ifdef KANAL_WITH_SSSE3

namespace
{

/// Eight sums of two neighbours each.
KANAL_WITH_SSSE3 inline __m128i mixed(__m128i pairs, __m128i weights)
{
    const __m128i half = _mm_set1_epi16(kWhole / 2);
    return _mm_srai_epi16(_mm_add_epi16(_mm_maddubs_epi16(pairs, weights), half), kShift);
}

} // namespace

KANAL_WITH_SSSE3 void PlaneScaler::mixRows(const std::uint8_t *above, const std::uint8_t *below, int share)
{
    const auto pair = std::int16_t((kWhole - share) | share << 8);
    const __m128i weights = _mm_set1_epi16(pair);
    int x = 0;
    for (; x + kLoad <= m_from.width; x += kLoad) {
        const __m128i a = _mm_loadu_si128(reinterpret_cast<const __m128i *>(above + x));
        const __m128i b = _mm_loadu_si128(reinterpret_cast<const __m128i *>(below + x));
        const __m128i row =
            _mm_packus_epi16(mixed(_mm_unpacklo_epi8(a, b), weights), mixed(_mm_unpackhi_epi8(a, b), weights));
        _mm_storeu_si128(reinterpret_cast<__m128i *>(m_row.data() + x), row);
    }
    for (; x < m_from.width; ++x)
        m_row[std::size_t(x)] = std::uint8_t((above[x] * (kWhole - share) + below[x] * share + kWhole / 2) >> kShift);
}

KANAL_WITH_SSSE3 void PlaneScaler::scaleRow(std::uint8_t *to) const
{
    int x = 0;
    for (const Group &group : m_groups) {
        const __m128i row = _mm_loadu_si128(reinterpret_cast<const __m128i *>(m_row.data() + group.first));
        const __m128i pairs = _mm_shuffle_epi8(row, _mm_load_si128(reinterpret_cast<const __m128i *>(group.take)));
        const __m128i sums = mixed(pairs, _mm_load_si128(reinterpret_cast<const __m128i *>(group.weight)));
        const __m128i bytes = _mm_packus_epi16(sums, sums);
        if (x + kGroup <= m_to.width)
            _mm_storel_epi64(reinterpret_cast<__m128i *>(to + x), bytes);
        else {
            std::uint8_t last[kLoad];
            _mm_storeu_si128(reinterpret_cast<__m128i *>(last), bytes);
            std::memcpy(to + x, last, std::size_t(m_to.width - x));
        }
        x += kGroup;
    }
}

#else

void PlaneScaler::mixRows(const std::uint8_t *, const std::uint8_t *, int) {}
void PlaneScaler::scaleRow(std::uint8_t *) const {}

#endif

} // namespace kanal::playback
