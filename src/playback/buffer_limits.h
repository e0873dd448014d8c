// SPDX-License-Identifier: MIT
// How far the demuxer reads ahead of what is played: so much time in each track, or so many bytes of all; and how much
// is read to no end.
#pragma once

#include <kanal/core/media_request.h>

#include <cstddef>
#include <cstdint>

namespace kanal::playback
{

struct BufferLimit {
    std::int64_t aheadUs;
    std::size_t bytes;
};

struct BufferLimits {
    BufferLimit live{10'000'000, 48u << 20}; ///< there is seldom more: a live stream comes as it happens
    BufferLimit film{60'000'000, 150u << 20};
    /// Where a server ignores ranges, so much is read and thrown away to get to a place, and no more: not to a place
    /// that is wished for, nor into a past programme, which can be entered by another address. A film is read through
    /// to where it was: there is no other way.
    std::int64_t skippedBytes = 64 << 20;

    const BufferLimit &of(MediaKind kind) const { return kind == MediaKind::Live ? live : film; }
};

} // namespace kanal::playback
