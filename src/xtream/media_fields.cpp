// SPDX-License-Identifier: MIT
#include "media_fields.h"

#include <kanal/core/limits.h>

#include <algorithm>

namespace kanal::xtream
{

std::string firstText(std::initializer_list<const Json *> candidates, std::size_t maxBytes)
{
    for (const Json *candidate : candidates)
        if (std::string text = jsonText(*candidate, maxBytes); !text.empty())
            return text;
    return {};
}

std::string firstAddress(std::initializer_list<const Json *> candidates)
{
    for (const Json *candidate : candidates)
        for (const std::string &text : jsonTexts(*candidate))
            if (text.size() <= limits::kUrlBytes)
                return text;
    return {};
}

int firstYear(std::initializer_list<const Json *> candidates)
{
    for (const Json *candidate : candidates)
        if (const int year = toYear(JsonScalar(*candidate)))
            return year;
    return 0;
}

int durationOf(const Json &info)
{
    for (std::string_view name : {"duration_secs", "duration"})
        if (const int seconds = toDuration(JsonScalar(member(info, name))))
            return seconds;
    const int minutes = toDuration(JsonScalar(member(info, "episode_run_time")));
    if (minutes > 0 && minutes < 24 * 60)
        return minutes * 60;
    // `runtime` is minutes in TMDB's words and seconds in those of newer panels ("8340"): no film has ten hours, few
    // have ten minutes.
    const int runtime = toDuration(JsonScalar(member(info, "runtime")));
    return runtime > 0 && runtime <= 600 ? runtime * 60 : runtime;
}

double ratingOf(const Json &info)
{
    double rating = toDouble(JsonScalar(member(info, "rating"))).value_or(0);
    if (rating <= 0)
        rating = 2 * toDouble(JsonScalar(member(info, "rating_5based"))).value_or(0);
    return std::clamp(rating, 0.0, 10.0);
}

} // namespace kanal::xtream
