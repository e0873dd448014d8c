// SPDX-License-Identifier: MIT
// Makes clips with whatever encoders this FFmpeg has: libx264 and libx265 where present, else other encoders of the
// same codec, else MPEG-2.
#pragma once

#include "clip_spec.h"

#include <kanal/core/error.h>

#include <filesystem>
#include <functional>

namespace kanal::panel
{

/// Asked between pictures; it may block to let somebody else go first. False: stop, nobody wants the clip any more.
using GoOn = std::function<bool()>;

/// Writes the clip to `file`; what is there after a failure is to be thrown away. Any thread.
Result<> makeClip(const ClipSpec &spec, const std::filesystem::path &file, const GoOn &goOn);

} // namespace kanal::panel
