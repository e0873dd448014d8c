// SPDX-License-Identifier: MIT
#include "hls_cipher.h"

extern "C" {
#include <libavutil/aes.h>
#include <libavutil/mem.h>
}

#include <new>

namespace kanal::playback
{

namespace
{

constexpr std::size_t kBlock = std::tuple_size_v<HlsBlock>;

} // namespace

void HlsCipher::Free::operator()(AVAES *aes) const
{
    av_free(aes);
}

HlsCipher::HlsCipher(const HlsBlock &key, const HlsBlock &iv)
    : m_aes(av_aes_alloc())
    , m_iv(iv)
{
    if (!m_aes)
        throw std::bad_alloc();
    av_aes_init(m_aes.get(), key.data(), 128, 1);
}

HlsCipher::~HlsCipher() = default;
HlsCipher::HlsCipher(HlsCipher &&) noexcept = default;
HlsCipher &HlsCipher::operator=(HlsCipher &&) noexcept = default;

void HlsCipher::feed(std::span<const std::byte> locked, std::vector<std::byte> &out)
{
    m_held.insert(m_held.end(), locked.begin(), locked.end());
    if (m_held.size() > kBlock)
        decrypt((m_held.size() - 1) / kBlock, out);
}

void HlsCipher::decrypt(std::size_t blocks, std::vector<std::byte> &out)
{
    const std::size_t bytes = blocks * kBlock, before = out.size();
    out.resize(before + bytes);
    av_aes_crypt(m_aes.get(), reinterpret_cast<std::uint8_t *>(out.data() + before),
                 reinterpret_cast<const std::uint8_t *>(m_held.data()), int(blocks), m_iv.data(), 1);
    m_held.erase(m_held.begin(), m_held.begin() + std::ptrdiff_t(bytes));
}

bool HlsCipher::finish(std::vector<std::byte> &out)
{
    if (m_held.size() != kBlock)
        return false;
    decrypt(1, out);
    const auto padding = std::size_t(out.back());
    if (padding == 0 || padding > kBlock)
        return false;
    out.resize(out.size() - padding);
    return true;
}

HlsBlock HlsCipher::vectorOf(std::int64_t sequence)
{
    HlsBlock iv{};
    for (std::size_t i = 0; i < 8; ++i)
        iv[15 - i] = std::uint8_t(std::uint64_t(sequence) >> (8 * i));
    return iv;
}

} // namespace kanal::playback
