// SPDX-License-Identifier: MIT
// One filter of libavfilter between what goes in and what comes out. That library and the thirty it drags behind it are
// in a library of our own (kanal-filters), loaded with the first filter: most people never see an interlaced picture.
#pragma once

#include "av_handles.h"

#include <string>

namespace kanal::playback
{

/// One thread.
class FilterChain
{
public:
    virtual ~FilterChain() = default;

    virtual bool push(AVFrame *frame) = 0;         ///< null: the end; what is inside comes out
    virtual FramePtr pull() = 0;                   ///< null: nothing is ready
    virtual AVRational outputTimeBase() const = 0; ///< of the times pull() gives
};

struct FilterWish {
    enum class Media { Video, Audio } media;
    std::string input; ///< what the frames are like, as libavfilter's sources take it
    const char *filter;
    std::string arguments;
};

/// Null: this FFmpeg cannot, or its libavfilter is missing; the log says which.
std::unique_ptr<FilterChain> makeFilterChain(const FilterWish &wish);

/// The same, in the library that has libavfilter.
std::unique_ptr<FilterChain> buildFilterChain(const FilterWish &wish);

/// The name that library finds it by: `FilterChain *kanalFilterChain(const FilterWish *)`.
inline constexpr char kFilterLibrary[] = "kanal-filters";
inline constexpr char kFilterSymbol[] = "kanalFilterChain";

} // namespace kanal::playback
