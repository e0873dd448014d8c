// SPDX-License-Identifier: MIT
#include "text_scan.h"

#include <bit>
#include <cstdint>
#include <cstring>

#if (defined(__x86_64__) || defined(_M_X64))
#include <immintrin.h>
#define KANAL_SCAN_X86 1
#endif

namespace kanal::library
{
namespace
{

/// Everywhere, and for the last few bytes: the C library finds the first byte, which is vectorised on every system.
const char *findPortably(const char *from, const char *end, std::string_view needle)
{
    if (needle.empty())
        return from;
    while (end - from >= std::ptrdiff_t(needle.size())) {
        const std::size_t places = std::size_t(end - from) - needle.size() + 1;
        const auto *at = static_cast<const char *>(std::memchr(from, needle.front(), places));
        if (!at)
            return nullptr;
        if (std::memcmp(at, needle.data(), needle.size()) == 0)
            return at;
        from = at + 1;
    }
    return nullptr;
}

#ifdef KANAL_SCAN_X86

std::uint32_t fourBytes(const char *at)
{
    std::uint32_t bytes = 0;
    std::memcpy(&bytes, at, sizeof bytes);
    return bytes;
}

/// `places` has a bit for each place of the block where first and last byte fit: in prose that are many, and few of
/// them are worth a call.
const char *confirm(const char *block, std::uint32_t places, std::string_view needle)
{
    const bool isLong = needle.size() >= sizeof(std::uint32_t);
    const std::uint32_t start = isLong ? fourBytes(needle.data()) : 0;
    for (; places != 0; places &= places - 1) {
        const char *at = block + std::countr_zero(places);
        if (isLong && fourBytes(at) != start)
            continue;
        if (std::memcmp(at + 1, needle.data() + 1, needle.size() - 2) == 0)
            return at;
    }
    return nullptr;
}

const char *findBy16(const char *from, const char *end, std::string_view needle)
{
    const __m128i first = _mm_set1_epi8(needle.front());
    const __m128i last = _mm_set1_epi8(needle.back());
    const std::ptrdiff_t reach = std::ptrdiff_t(needle.size()) - 1;
    for (; end - from >= 16 + reach; from += 16) {
        const __m128i heads = _mm_loadu_si128(reinterpret_cast<const __m128i *>(from));
        const __m128i tails = _mm_loadu_si128(reinterpret_cast<const __m128i *>(from + reach));
        const auto places =
            std::uint32_t(_mm_movemask_epi8(_mm_and_si128(_mm_cmpeq_epi8(heads, first), _mm_cmpeq_epi8(tails, last))));
        if (places != 0)
            if (const char *found = confirm(from, places, needle))
                return found;
    }
    return findPortably(from, end, needle);
}

#if defined(__GNUC__) || defined(__clang__)
__attribute__((target("avx2"))) const char *findBy32(const char *from, const char *end, std::string_view needle)
{
    const __m256i first = _mm256_set1_epi8(needle.front());
    const __m256i last = _mm256_set1_epi8(needle.back());
    const std::ptrdiff_t reach = std::ptrdiff_t(needle.size()) - 1;
    for (; end - from >= 32 + reach; from += 32) {
        const __m256i heads = _mm256_loadu_si256(reinterpret_cast<const __m256i *>(from));
        const __m256i tails = _mm256_loadu_si256(reinterpret_cast<const __m256i *>(from + reach));
        const auto places = std::uint32_t(
            _mm256_movemask_epi8(_mm256_and_si256(_mm256_cmpeq_epi8(heads, first), _mm256_cmpeq_epi8(tails, last))));
        if (places != 0)
            if (const char *found = confirm(from, places, needle))
                return found;
    }
    return findPortably(from, end, needle);
}

bool hasAvx2()
{
    static const bool has = __builtin_cpu_supports("avx2");
    return has;
}
#define KANAL_SCAN_AVX2 1
#endif

#endif

} // namespace

TextScan::TextScan(std::string_view needle)
    : m_needle(needle)
    , m_find(findPortably)
{
#ifdef KANAL_SCAN_X86
    if (needle.size() >= 2) // one byte is memchr's own business
        m_find = findBy16;
#ifdef KANAL_SCAN_AVX2
    if (needle.size() >= 2 && hasAvx2())
        m_find = findBy32;
#endif
#endif
}

} // namespace kanal::library
