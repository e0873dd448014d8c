// SPDX-License-Identifier: MIT
// What a panel tells about one entry. Pure; each takes the body of an answer that was not refused.
#pragma once

#include <kanal/core/details.h>
#include <kanal/core/error.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kanal::xtream
{

/// get_vod_info. Fails with NotFound where the panel knows nothing of the film ("[]", {"info":[]} without movie_data).
Result<MovieDetails> decodeMovieDetails(std::string_view body, std::string_view id);

/// get_series_info, with `episodes` in any of its eight shapes. NotFound for an unknown series; no episodes is no
/// failure.
Result<SeriesDetails> decodeSeriesDetails(std::string_view body);

/// get_short_epg, get_simple_data_table, get_epg: sorted by start, without rows that end before they start, one for
/// each start. `utcOffset` is the panel's, for rows that carry local times only; unknown: taken as UTC. An answer
/// without programmes is empty.
Result<std::vector<Programme>> decodeGuide(std::string_view body, std::string_view streamId,
                                           std::chrono::seconds utcOffset = {});

/// The text behind base64, or the text itself where it is none: short words ("News", "Live") are valid base64, too.
std::string decodeGuideText(std::string_view text);

/// "EN - Show (2017) - S01E02 - Name" → "Name"; what is left when show and code are taken away, or the title itself.
std::string episodeTitle(std::string_view title, std::string_view show, int season, int number);

} // namespace kanal::xtream
