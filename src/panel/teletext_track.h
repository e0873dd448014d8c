// SPDX-License-Identifier: MIT
// Teletext subtitles (ETS 300 706 in ETSI EN 300 472 packets): one stream, a page per language from 888 on.
#pragma once

#include "clip_tracks.h"

#include <memory>
#include <string>

namespace kanal::panel
{

/// `languages`: "fra,eng"
Result<std::unique_ptr<ClipTrack>> makeTeletextTrack(const ClipSpec &spec, const std::string &languages,
                                                     AVFormatContext &output);

} // namespace kanal::panel
