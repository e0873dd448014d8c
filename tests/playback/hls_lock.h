// SPDX-License-Identifier: MIT
// Encrypts a segment as HLS servers do.
#pragma once

#include "hls_playlist.h"

extern "C" {
#include <libavutil/aes.h>
#include <libavutil/mem.h>
}

#include <string>

namespace kanal::playback
{

inline std::string lockSegment(std::string plain, const HlsBlock &key, HlsBlock iv)
{
    const std::size_t padding = 16 - plain.size() % 16;
    plain.append(padding, char(padding));
    std::string locked(plain.size(), '\0');
    AVAES *aes = av_aes_alloc();
    av_aes_init(aes, key.data(), 128, 0);
    av_aes_crypt(aes, reinterpret_cast<std::uint8_t *>(locked.data()),
                 reinterpret_cast<const std::uint8_t *>(plain.data()), int(plain.size() / 16), iv.data(), 0);
    av_free(aes);
    return locked;
}

} // namespace kanal::playback
