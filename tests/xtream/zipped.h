// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include <zlib.h>

namespace kanal::xtream
{

inline constexpr int kGzipFrame = 15 + 16, kZlibFrame = 15, kNoFrame = -15;

/// The bytes as a gzip file, or in another frame of zlib.
inline std::string zipped(std::string_view bytes, int frame = kGzipFrame)
{
    z_stream z{};
    deflateInit2(&z, Z_BEST_COMPRESSION, Z_DEFLATED, frame, 8, Z_DEFAULT_STRATEGY);
    std::string out(deflateBound(&z, bytes.size()) + 64, '\0');
    z.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(bytes.data()));
    z.avail_in = uInt(bytes.size());
    z.next_out = reinterpret_cast<Bytef *>(out.data());
    z.avail_out = uInt(out.size());
    deflate(&z, Z_FINISH);
    out.resize(out.size() - z.avail_out);
    deflateEnd(&z);
    return out;
}

} // namespace kanal::xtream
