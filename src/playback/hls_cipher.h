// SPDX-License-Identifier: MIT
// AES-128 in CBC mode with PKCS7 padding, as HLS segments are locked; by libavutil, which is linked anyway.
#pragma once

#include "hls_playlist.h"

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

struct AVAES;

namespace kanal::playback
{

class HlsCipher
{
public:
    HlsCipher(const HlsBlock &key, const HlsBlock &iv);
    ~HlsCipher();
    HlsCipher(HlsCipher &&) noexcept;
    HlsCipher &operator=(HlsCipher &&) noexcept;

    /// Appends the plain text of all but the last whole block to `out`: the last one may be padding.
    void feed(std::span<const std::byte> locked, std::vector<std::byte> &out);
    /// The rest, without the padding. False where the end is no end of a locked text: cut off, or another key.
    bool finish(std::vector<std::byte> &out);

    /// The vector of a segment that names none: its sequence number.
    static HlsBlock vectorOf(std::int64_t sequence);

private:
    struct Free {
        void operator()(AVAES *aes) const;
    };
    void decrypt(std::size_t blocks, std::vector<std::byte> &out);

    std::unique_ptr<AVAES, Free> m_aes;
    HlsBlock m_iv;
    std::vector<std::byte> m_held;
};

} // namespace kanal::playback
